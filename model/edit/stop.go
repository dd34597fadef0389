package edit

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// whileSaving is the reason why an action has to wait for the save that is under way: what changes the edit does.
func (e *Pane) whileSaving(a keymap.Action) string {
	switch a {
	case keymap.Up, keymap.Down, keymap.NextPane, keymap.PrevPane, keymap.PaneList, keymap.Leave,
		keymap.Quit, keymap.Suspend, keymap.Help, keymap.WhereAmI, keymap.ShowActivity, keymap.Palette:
		return ""
	}
	if e.reads {
		return "reading the value of " + ui.Text(e.secret.Name) + "…: " + e.Keys.Key(keymap.Edit, keymap.Leave) + " stops waiting for it"
	}
	return "saving " + ui.Text(e.secret.Name) + "…: " + e.Keys.Key(keymap.Edit, keymap.Leave) + " stops waiting for it"
}

// stopSave gives up waiting. Whether the save takes effect is not known then; the token stays, so that the same value saved
// again is the same version.
func (e *Pane) stopSave() {
	e.work.Stop()
	reads := e.reads
	e.saving, e.reads = false, false
	again := e.Keys.Key(keymap.Edit, keymap.Save) + " tries again"
	switch {
	case reads:
		e.note = "stopped: " + again
		return
	case e.fresh != nil:
		again += ", it is still one secret"
	default:
		again += ", it is still one version"
	}
	e.unsure = true
	e.note = "not saved: stopped; " + again
}

// hearSave tells how the save went that is under way. One that was stopped may end after all; the edit goes on then.
func (e *Pane) hearSave(msg editSaved) tea.Cmd {
	if e.work.Fits(msg.run) {
		e.work.Done()
		e.Tell(pane.Unsaid{Kind: pane.Good})
		e.unsure = e.unsure && !errors.Is(msg.err, backend.ErrConflict) || backend.MayHaveHappened(msg.err)
		if msg.gone {
			return e.saveAnew()
		}
		return e.hearSaved(msg)
	}
	msg.theirs.Value.Wipe()
	defer e.tellLeft(msg.save.ID, msg.stale) // besides what is said of the save
	if msg.err != nil {
		e.Fail(msg.err)
		if e.isAttempt(msg.save) && !e.saving {
			e.attempt.Left = msg.out.Left
		} else if !e.isAttempt(msg.save) {
			e.tellLeft(msg.save.ID, msg.out.Left)
		}
		return nil
	}
	return e.saved(msg, false)
}

// unknownEnd says of an edit that is to be dropped that its last save may have taken effect, "" where it has not.
func (e *Pane) unknownEnd() string {
	switch {
	case !e.unsure:
		return ""
	case e.fresh != nil:
		return "Whether the secret was made is not known: the answer was lost, or not waited for. Look for it in the list before you make it again."
	}
	return "Whether the last save took effect is not known: the answer was lost, or not waited for. The secret's versions tell."
}

// anew is what was edited as the first value of a new secret, with the name and the rest of one that is gone.
func anew(d disk.Draft, was backend.Secret) disk.Draft {
	in := d.Value.Ledger()
	d.Base.Wipe()
	if d.Tried != nil {
		d.Tried.Value.Wipe()
	}
	d.Base, d.Version, d.Tried, d.ARN = backend.Value{}, "", nil, ""
	switch doc := document.Of(d.Value); {
	case d.Value.Binary():
	case doc.Kind == document.KindJSON && !doc.Array:
		d.Base = in.Text("{}")
	default:
		d.Base = in.Text("")
	}
	d.Fresh = &backend.NewSecret{Name: was.Name, Description: was.Description, KMSKey: was.KMSKey, Tags: was.Tags}
	return d
}

// saveAnew makes the edit of a secret that was deleted for good the value of a new one of that name.
func (e *Pane) saveAnew() tea.Cmd {
	was := e.secret
	value, id := e.result(), e.id
	e.Close()
	e.id = id // its draft goes on
	e.secret = backend.Secret{Name: was.Name}
	e.resume(anew(disk.Draft{Value: value}, was))
	e.note = "it was deleted for good meanwhile: " + e.Keys.Key(keymap.Edit, keymap.Save) + " makes a new secret of this name, with this value"
	e.Tell(pane.Gone{ARN: was.ARN})
	return e.keepDraft()
}
