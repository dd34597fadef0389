package model

import (
	"path"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// legacyWhy gives the reason why an action of a feature that is methods of the root cannot run.
func (m *Model) legacyWhy(a keymap.Action) (why string, mine bool) {
	switch a {
	case keymap.Back:
		return "", m.focus() == pane.List && m.job.running() && len(m.job.Secrets) > 1 && !m.job.stopped
	case keymap.Restore, keymap.Delete:
		return m.cannotOrder(a), true
	case keymap.Resume:
		return m.unresumable(), true
	case keymap.Undo:
		if m.editing() {
			return "an edit of " + ui.Text(m.edit.secret.Name) + " has the keys: " + m.Keys.Key(keymap.Edit, keymap.PaneList) + " goes to the list, where the last change is undone", true
		}
		if m.job.running() {
			return m.CannotWrite(), true
		}
		return m.undo.unavailable(), true
	case keymap.EditOutside:
		return m.cannotGoOutside(), true
	case keymap.SaveFile, keymap.FromFile, keymap.Generate, keymap.Save, keymap.Leave:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		return "", false
	case keymap.NewSecret, keymap.NewLike:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		return m.canMake(a), true
	case keymap.EditValue:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		s, on := m.list.selected()
		return m.editable(s, on), true
	}
	return "", false
}

// legacyAct does what features do that are methods of the root.
func (m *Model) legacyAct(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Back:
		m.job.halt()
		return nil
	case keymap.SaveFile:
		e := m.edit
		return m.open(toFile(m.Keys, ui.Text(e.secret.Name), path.Base(e.secret.Name), e.base.Len(), e.base.Clone))
	case keymap.FromFile:
		return m.open(m.fileDialog())
	case keymap.Restore:
		return m.open(m.restoreDialog())
	case keymap.Delete:
		return m.open(m.deleteDialog())
	case keymap.Undo:
		return m.open(m.undoDialog())
	case keymap.EditValue:
		return m.startEdit()
	case keymap.EditOutside:
		return m.editOutside()
	case keymap.NewSecret, keymap.NewLike:
		return m.askNew(a)
	case keymap.Generate:
		return m.openGenerator()
	case keymap.Save:
		return m.reviewSave()
	case keymap.Leave:
		return m.leaveEdit()
	case keymap.Resume:
		if len(m.drafts.left) == 0 { // another run may have ended meanwhile
			return findDrafts(m.opts.Drafts, m.Now, m.Pressed)
		}
		return m.open(&draftsDialog{m: m})
	}
	return nil
}

// cannotOrder is the reason why nothing can be restored or deleted here.
func (m *Model) cannotOrder(a keymap.Action) string {
	on := m.shown()
	switch {
	case m.CannotWrite() != "":
		return m.CannotWrite()
	case m.Locked(m.targets()...) != "":
		return m.Locked(m.targets()...)
	}
	if m.inPane == pane.List {
		if r := m.list.unnamable(m.Keys); r != "" {
			return r
		}
	}
	switch {
	case a == keymap.Delete:
		return m.cannotDelete()
	case on.Marked > 0 && on.Deleted && m.inPane == pane.List:
		return ""
	case !on.On:
		return "no secret is selected"
	case on.Secret.Deleted.IsZero():
		return ui.Text(on.Secret.Name) + " is not scheduled for deletion"
	}
	return ""
}
