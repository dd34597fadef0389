package dialog

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// TypedName is a question that only a typed word answers with yes.
type TypedName struct {
	pane.Sizeless
	Title, Text, Where string
	Word, typed        string
	Yes                string
	OnYes              tea.Cmd
	wrong              bool
}

// Act answers.
func (d *TypedName) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		return nil, true
	case a == keymap.Press && d.typed == d.Word:
		return d.OnYes, true
	case a == keymap.Press:
		d.wrong = true
	}
	return nil, false
}

// Key takes the word.
func (d *TypedName) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case k.Code == tea.KeyBackspace:
		r := []rune(d.typed)
		d.typed = string(r[:max(0, len(r)-1)])
	case k.Text != "":
		d.typed = ui.Text(d.typed + k.Text)
	default:
		return nil, false
	}
	d.wrong = false
	return nil, true
}

// View draws the question.
func (d *TypedName) View(f pane.Frame, w, h int) ui.Box {
	iw := min(76, w-8)
	b := ui.NewForm(f.Th, iw)
	b.Place(f.Th.Strong, d.Where)
	b.Blank()
	b.Note(f.Th.Text, d.Text)
	b.Blank()
	b.Fact("type", ui.Span{Role: f.Th.Strong, Text: d.Word})
	b.Field("name", d.typed+"▏", "", true)
	if d.wrong {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: "that is not the name"})
	} else {
		b.Blank()
	}
	b.Raw(ui.Buttons(f.Th, iw, []ui.Button{{Label: d.Yes, Key: f.Key(keymap.Press), Focus: d.typed == d.Word}, {Label: "cancel", Key: f.Key(keymap.No), Focus: d.typed != d.Word}}))
	return ui.Box{Title: d.Title, Lines: b.Lines(h - 4), W: iw}
}
