package model

import (
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unavailable gives the reason why an action cannot run where the user is.
func (m *Model) unavailable(a keymap.Action) string {
	switch a {
	case keymap.Restore, keymap.Delete:
		if r := m.cannotWrite(); r != "" {
			return r
		}
		if r := m.locked(m.targets()); r != "" {
			return r
		}
		if m.inPane == onList {
			if r := m.list.unnamable(m.Keys); r != "" {
				return r
			}
		}
		if a == keymap.Delete {
			return m.cannotDelete()
		}
	case keymap.Unlock:
		return m.cannotUnlock()
	case keymap.Resume:
		return m.unresumable()
	case keymap.Trace:
		return m.cannotTrace()
	case keymap.Undo:
		if m.editing() {
			return "an edit of " + ui.Text(m.edit.secret.Name) + " has the keys: " + m.Keys.Key(keymap.Edit, keymap.PaneList) + " goes to the list, where the last change is undone"
		}
		if m.job.running() {
			return m.cannotWrite()
		}
		return m.undo.unavailable()
	case keymap.Promote:
		if m.compare.on {
			return m.uncomparable(a)
		}
		return m.unpromotable()
	case keymap.Compare:
		_, _, why := m.timeline.compared()
		return why
	case keymap.Labels:
		return m.unlabelable()
	case keymap.EditOutside:
		return m.cannotGoOutside()
	case keymap.SaveFile:
		if m.editing() {
			return m.edit.Unavailable(a)
		}
		if m.inPane == onTimeline && m.detail.value.meta.Version != m.timeline.at {
			return "read this version first: " + m.Keys.Key(keymap.Timeline, keymap.Reveal) + " tells its type and size"
		}
		return m.detail.unsavable(m.Keys)
	case keymap.EditMetadata, keymap.AddTag, keymap.ChangeTag, keymap.RenameTag, keymap.RemoveTag:
		return m.unamendable(a)
	case keymap.Suspend:
		if m.opts.Suspend == nil {
			return "cannot suspend here"
		}
	}
	switch {
	case m.compare.on:
		return m.uncomparable(a)
	case m.editing():
		return m.edit.Unavailable(a)
	case a == keymap.NewSecret || a == keymap.NewLike:
		return m.canMake(a)
	case a == keymap.EditValue:
		s, on := m.list.selected()
		return m.editable(s, on)
	case m.inPane == onDetail:
		return m.detail.Unavailable(a)
	case m.inPane == onTimeline:
		return m.timeline.Unavailable(a)
	}
	return m.list.Unavailable(a)
}

// cannotWrite is the reason why no order can be given now.
func (m *Model) cannotWrite() string {
	if m.ReadOnly {
		return "read-only: started with --read-only"
	}
	if m.job.running() {
		return map[pane.OrderKind]string{pane.Restoring: "a restore is still running", pane.Deleting: "a delete is still running"}[m.job.Kind]
	}
	return ""
}
