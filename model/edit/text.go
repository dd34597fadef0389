package edit

import (
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
)

// asText opens the whole value as text; esc leads back to the form.
func (e *Pane) asText() {
	v := e.form.result()
	defer v.Wipe()
	e.text, e.back, e.hidden, e.top, e.mode = dialog.NewBuffer(v), true, false, 0, inText
}

// unseenText reports whether there is a text to change that nobody sees, and says what shows it.
func (e *Pane) unseenText() bool {
	if e.mode != inText || !e.hidden {
		return false
	}
	e.note = e.maskedText()
	return true
}

func (e *Pane) maskedText() string {
	return "masked: " + e.Keys.Key(keymap.Text, keymap.ShowTyped) + " shows it"
}

func (e *Pane) actText(a keymap.Action) {
	if changesText(a) && e.unseenText() {
		return
	}
	switch a {
	case keymap.NewLine:
		e.text.Newline()
	case keymap.InsertTab:
		e.text.Insert([]byte("\t"), true)
	case keymap.ShowTyped:
		e.hidden = !e.hidden
	case keymap.UndoEdit:
		if !e.text.Undo() {
			e.note = "nothing to undo"
		}
	default:
		e.text.Act(a, e.textWidth(), e.textHeight())
	}
}

// leaveText goes back to the form with what the text has become. Where that is no JSON any more, it stays, broken.
func (e *Pane) leaveText() {
	v := e.text.Value()
	doc := document.Of(v)
	if doc.Kind != document.KindJSON {
		v.Wipe()
		e.trip.broken = &broken{inForm: true, typed: true}
		e.toProblem()
		return
	}
	e.endText()
	e.form.become(v, doc)
}

// endText leads from the text to the form as it is.
func (e *Pane) endText() {
	e.text.Wipe()
	e.text, e.back, e.mode, e.trip.broken = nil, false, inForm, nil
}

// toProblem puts the cursor where the text is no JSON.
func (e *Pane) toProblem() {
	v := e.text.Value()
	defer v.Wipe()
	if p, wrong := document.JSONProblem(v); wrong {
		e.text.GoTo(p.At)
	}
}
