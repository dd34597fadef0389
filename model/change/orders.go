package change

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// orders deletes and restores secrets, one or many, and takes back what this session has changed.
type orders struct {
	*pane.Desk
	pane.Feature
	run  orderRun
	undo undoStack
}

// Unavailable is the reason why nothing can be deleted, restored or undone.
func (o *orders) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.Restore, keymap.Delete:
		return o.why(a, on), true
	case keymap.Undo:
		return o.cannotUndo(on), true
	case keymap.Back: // what runs is stopped before anything else is gone back from
		return "", on.Focus == pane.List && o.run.running() && len(o.run.Secrets) > 1 && !o.run.stopped
	}
	return "", false
}

func (o *orders) why(a keymap.Action, on *pane.Shown) string {
	if why := o.CannotWrite(); why != "" {
		return why
	}
	if why := o.locked(a, on); why != "" {
		return why
	}
	if on.Focus == pane.List && on.Hidden > mostHidden {
		return fmt.Sprintf("%d marked secrets are hidden by the filter, too many to name: %s then %s shows them", on.Hidden,
			o.Keys.Key(keymap.List, keymap.FindSecret), o.Keys.Key(keymap.Find, keymap.ClearFind))
	}
	switch {
	case a == keymap.Delete:
		return o.undeletable(on)
	case on.Focus == pane.List && on.Marked > 0 && on.Deleted:
		return ""
	case on.Focus == pane.List && on.Folder != "" && on.Deleted:
		return ""
	case on.Focus == pane.List && on.Folder != "":
		return "what is scheduled for deletion in " + ui.Text(on.Folder) + " is in the Deleted view: " + o.Keys.Key(keymap.List, keymap.ToggleView) + " goes there"
	case !on.On:
		return "no secret is selected"
	case on.Secret.Deleted.IsZero():
		return o.NotDeleted(on.Secret)
	}
	return ""
}

// locked is why a rule forbids it for one of the secrets that it is about.
func (o *orders) locked(a keymap.Action, on *pane.Shown) string {
	one := on.Secret // of many the list has found it: a frame asks for it, and must not ask all of them
	switch {
	case on.Focus == pane.List && on.Marked > 0:
		one = on.LockedMark
	case a == keymap.Restore && on.RestoresFolder():
		one = on.LockedInside
	case !on.On:
		return ""
	}
	if one.ARN == "" && one.Name == "" {
		return ""
	}
	return o.Locked(one)
}

func (o *orders) cannotUndo(on *pane.Shown) string {
	switch {
	case on.Focus == pane.Edit:
		return "an edit of " + ui.Text(on.Editing) + " has the keys: " + o.Keys.Key(keymap.Edit, keymap.PaneList) + " goes to the list, where the last change is undone"
	case o.run.running():
		return o.CannotWrite()
	}
	return o.undo.unavailable()
}

// Act asks once, or stops what runs.
func (o *orders) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	switch a {
	case keymap.Restore:
		o.Open(o.restoreDialog(on))
	case keymap.Delete:
		o.Open(o.deleteDialog(on))
	case keymap.Undo:
		o.Open(o.undoDialog())
	case keymap.Back:
		o.run.halt()
	}
	return nil
}

// Hear takes orders, hears how they go, and remembers what can be undone.
func (o *orders) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Order:
		return o.begin(msg)
	case pane.Ordered:
		return o.done(msg)
	case deleteStep:
		return o.stepped(msg)
	case orderEnded:
		o.ended(msg)
	case undoChosen:
		return o.startUndo(msg.change)
	case pane.Undoable:
		o.undo.push(msg)
	case pane.Withdrawn:
		o.undo.drop(msg.Change)
	}
	return nil
}

// Note is the progress of what runs, or that the last delete can be taken back, for as long as that is so.
func (o *orders) Note(f pane.Frame, w int, said pane.Said, focus pane.Name) []ui.Span {
	if spans := o.run.progress(f, w); spans != nil {
		return spans
	}
	c, ok := o.undo.top()
	if !ok || focus == pane.Edit || c.Order == nil || c.Order.Kind != pane.Restoring || o.run.running() || o.undo.running || said.Kind == pane.Failure {
		return nil
	}
	if slices.ContainsFunc(c.Order.Secrets, func(s backend.Secret) bool { return o.Deadline(s, f.Now).Phase(f.Now) != backend.Safe }) {
		return nil
	}
	undoes := []ui.Span{{Role: f.Th.Key, Text: f.Keys.Key(keymap.List, keymap.Undo)}, {Role: f.Th.Dim, Text: " undoes"}}
	if said.Text != "" || w < pane.SideBySide {
		return undoes
	}
	return append([]ui.Span{{Role: f.Th.Text, Text: ui.FitEnd(ui.Text(c.Did), max(20, w/2))}, {Role: f.Th.Dim, Text: ", "}}, undoes...)
}

// mostHidden is how many secrets that a filter hides are named first in a dialog, so that nobody overlooks them.
const mostHidden = 8
