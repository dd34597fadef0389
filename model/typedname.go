package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// typedName is a question that only a typed word answers with yes.
type typedName struct {
	title, text, where string
	word, typed        string
	yes                string
	onYes              tea.Cmd
	wrong              bool
}

// Act answers.
func (d *typedName) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		return nil, true
	case a == keymap.Press && d.typed == d.word:
		return d.onYes, true
	case a == keymap.Press:
		d.wrong = true
	}
	return nil, false
}

// Key takes the word.
func (d *typedName) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	switch {
	case k.Code == tea.KeyBackspace:
		r := []rune(d.typed)
		d.typed = string(r[:max(0, len(r)-1)])
	case k.Text != "":
		d.typed = ui.Text(d.typed + k.Text)
	default:
		return nil, false, false
	}
	d.wrong = false
	return nil, false, true
}

// View draws the question.
func (d *typedName) View(f pane.Frame, w, h int) ui.Box {
	iw := min(76, w-8)
	b := ui.NewForm(f.Th, iw)
	b.Note(f.Th.Strong, d.where)
	b.Blank()
	b.Note(f.Th.Text, d.text)
	b.Blank()
	b.Note(f.Th.Dim, "type "+d.word+" to go on")
	b.Field("name", d.typed+"▏", "", true)
	if d.wrong {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: "that is not the name"})
	} else {
		b.Blank()
	}
	b.Raw(ui.Buttons(f.Th, iw, []ui.Button{{Label: d.yes, Key: "enter", Focus: d.typed == d.word}, {Label: "cancel", Key: "esc", Focus: d.typed != d.word}}))
	return ui.Box{Title: d.title, Lines: b.Lines(h - 4), W: iw}
}
