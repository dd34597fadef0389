package edit

import (
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// asText opens the whole value as text; esc leads back to the form.
func (e *Pane) asText() {
	v := e.form.result()
	defer v.Wipe()
	e.beginText(dialog.NewBuffer(v))
	e.back = true
}

// beginText opens a text, and shows it where it may be shown.
func (e *Pane) beginText(text *dialog.Buffer) {
	e.text, e.top, e.mode = text, 0, inText
	e.shown.Show(pane.Whole{})
}

// unseenText reports whether there is a text to change that nobody sees, and says what shows it.
func (e *Pane) unseenText() bool {
	if !e.sealed() {
		return false
	}
	e.note = e.maskedText()
	return true
}

// sealed reports whether nothing can be typed into the text, since nobody sees it. Where nothing may be shown, one that began
// empty can be typed all the same: there is nothing in it that its user does not know.
func (e *Pane) sealed() bool {
	return e.mode == inText && e.hidden() && (e.Exposures.Denied == "" || e.base.Len() > 0)
}

func (e *Pane) maskedText() string {
	if e.Exposures.Denied != "" {
		return e.Exposures.Denied
	}
	return "masked: " + e.Keys.Key(keymap.Text, keymap.ShowTyped) + " reveals it"
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
		e.shown.Set(pane.Whole{}, e.hidden())
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
	if e.asBinary {
		e.leaveBytesText()
		return
	}
	if e.breaks() {
		return
	}
	v := e.text.Value()
	doc := document.Of(v)
	e.endText()
	e.form.become(v, doc)
}

// breaks reports whether a text that was opened from the form is no JSON any more, and puts the cursor where.
func (e *Pane) breaks() bool {
	v := e.text.Value()
	defer v.Wipe()
	if document.Of(v).Kind == document.KindJSON {
		return false
	}
	e.trip.broken = &broken{inForm: true, typed: true}
	e.toProblem()
	return true
}

// endText leads from the text to the form as it is.
func (e *Pane) endText() {
	e.text.Wipe()
	e.shown.Hide(pane.Whole{})
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
