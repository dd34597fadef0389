package edit

import (
	"path"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Unavailable gives the reason why an action of the edit cannot run.
func (e *Pane) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.Resume:
		return e.unresumable(), true
	case keymap.EditOutside:
		return e.cannotGoOutside(on), true
	}
	if on.Focus == pane.Edit {
		return e.unavailable(a), true
	}
	switch a {
	case keymap.EditValue:
		return e.editable(on.Known(), on.On), true
	case keymap.NewSecret, keymap.NewLike:
		return e.canMake(a, on), true
	}
	return "", false
}

func (e *Pane) unavailable(a keymap.Action) string {
	if e.saving {
		return e.whileSaving(a)
	}
	if e.trip.away && a != keymap.Quit {
		return e.stays()
	}
	if e.mode.hasNoValue() {
		return e.withoutValue(a)
	}
	if a == keymap.Generate && e.typing != nil && e.typing.name() {
		return "a key's name is not generated"
	}
	if a == keymap.Generate && e.sealed() {
		return e.maskedText()
	}
	if e.mode == inBytes {
		return e.bytesUnavailable(a)
	}
	switch a {
	case keymap.Reveal, keymap.RevealAll, keymap.ShowTyped:
		if e.Exposures.Denied != "" {
			return e.Exposures.Denied
		}
	}
	if e.mode == inForm && e.typing == nil {
		return e.form.unavailable(a, e.Keys)
	}
	return ""
}

const stillRead = "the value is still being read"

// withoutValue is the reason why what needs a value cannot be done before there is one.
func (e *Pane) withoutValue(a keymap.Action) string {
	switch a {
	case keymap.ChangeValue, keymap.AddKey, keymap.DeleteKey, keymap.RenameKey, keymap.UndoEdit, keymap.ChangeText, keymap.WholeText,
		keymap.Reveal, keymap.RevealAll, keymap.Save:
		if e.mode != editUnreadable {
			return stillRead
		}
		return e.stays()
	}
	return ""
}

// Idle: there is nothing to go on with.
func (e *Pane) Idle(a keymap.Action, _ *pane.Shown) bool {
	return a == keymap.Resume && len(e.drafts.left) == 0
}

// Label is what a key that goes back and forth would do.
func (e *Pane) Label(a keymap.Action, _ *pane.Shown) string {
	switch {
	case a == keymap.Leave && e.saving:
		return "stop waiting"
	case a == keymap.ShowTyped && e.typesPlain():
		return "hide"
	}
	return ""
}

// Act does what the user asked for.
func (e *Pane) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	e.stir()
	switch a {
	case keymap.EditValue:
		return e.startOn(on)
	case keymap.EditOutside:
		return e.editOutside(on)
	case keymap.NewSecret, keymap.NewLike:
		e.askNew(a, on)
	case keymap.Resume:
		return e.resumeOrLook()
	case keymap.SaveFile:
		base := e.base
		e.Open(dialog.SaveFile(e.Keys, ui.Text(e.secret.Name), path.Base(e.secret.Name), base.Len(), func() (backend.Value, string) { return base.Clone(), "" }))
	case keymap.FromFile:
		e.askFile()
	case keymap.Generate:
		return e.openGenerator()
	case keymap.Save:
		return e.reviewSave()
	case keymap.Leave:
		return e.leave()
	default:
		e.actInside(a)
	}
	return nil
}

// actInside does what changes the edit, or what of it is shown.
func (e *Pane) actInside(a keymap.Action) {
	e.touch()
	e.note = ""
	switch {
	case e.typing != nil:
		e.actTyping(a)
	case e.mode == inForm:
		e.actForm(a)
	case e.mode == inText:
		e.actText(a)
	case e.mode == inBytes && a == keymap.UndoEdit:
		e.unpick()
	case e.mode == inBytes && a == keymap.ChangeText:
		e.bytesAsText()
	case e.mode == inConflict:
		e.conflict.act(a)
	}
}

// Key types letters where there is a text to type into.
func (e *Pane) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if k.Text == "" || e.Scope() != keymap.Typing && e.Scope() != keymap.Text {
		return nil, false
	}
	e.types([]byte(k.Text))
	return nil, true
}

// types takes typed letters; exact takes a paste.
func (e *Pane) types(text []byte) {
	e.stir()
	e.touch()
	e.note = ""
	switch {
	case e.saving || e.trip.away:
	case e.typing != nil && e.typing.unseen():
		e.note = e.masked()
	case e.typing != nil:
		e.typing.insert(text, true)
	case e.unseenText():
	case e.mode == inText:
		e.text.Insert(text, true)
	}
}

// Paste takes pasted bytes as they are; it is never a command. Terminals send a line end as CR, so a paste of lines
// without any LF gets them back.
func (e *Pane) Paste(content string) tea.Cmd {
	text := dialog.PastedBytes(content)
	defer clear(text)
	e.stir()
	switch {
	case e.saving || e.trip.away || len(text) == 0:
	case e.typing != nil && e.typing.unseen():
		e.note = e.masked()
	case e.typing != nil:
		e.typing.insert(text, false)
	case e.unseenText():
	case e.mode == inText:
		e.text.Insert(text, false)
	default:
		return pane.Say(pane.Warning, "a paste needs a value to go into: "+e.Keys.Key(keymap.Edit, keymap.ChangeValue)+" opens one")
	}
	e.touch()
	return nil
}
