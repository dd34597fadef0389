package dialog

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// TypedName is a question that only a typed word answers with yes. The word has the keys: every letter is typed.
type TypedName struct {
	Keys               *keymap.Map
	Title, Text, Where string
	Subject            []string // names, whole; safe text
	Word               string
	Yes                string
	OnYes              tea.Cmd
	typed              *Input
	wrong              bool
}

// Writes tells that letters are nothing but text here.
func (d *TypedName) Writes() {}

// input is what is typed.
func (d *TypedName) input() *Input {
	if d.typed == nil {
		d.typed = NewInput(d.Keys, "")
	}
	return d.typed
}

// Resize has the line ready that is typed into.
func (d *TypedName) Resize(_, _ int) { d.input() }

// Act answers.
func (d *TypedName) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		return nil, true
	case a != keymap.Press && a != keymap.Yes && a != keymap.Save:
	case Typed(d.input()) == d.Word:
		return d.OnYes, true
	default:
		d.wrong = true
	}
	return nil, false
}

// Typed is what was typed of a word that is shown as safe text.
func Typed(f *Input) string { return ui.Text(f.Text()) }

// Key takes the word.
func (d *TypedName) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if !d.input().Key(k) {
		return nil, false
	}
	d.wrong = false
	return nil, true
}

// View draws the question.
func (d *TypedName) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: d.Title, Subject: d.Subject, Where: d.Where, W: Width(76, w), Buttons: Buttons(f, "cancel", d.Yes, false, false), Foot: "every letter is typed"}
	box.Buttons[1].Key, box.Buttons[1].Ends = f.Key(keymap.Press), true
	b := ui.NewForm(f.Th, box.W)
	b.Note(f.Th.Text, d.Text)
	b.Blank()
	WordField(f, b, 0, d.Word, d.input(), true)
	if d.wrong {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: "that is not the name"})
	}
	return b.In(box, h)
}

// WordField is the line that a word is typed into, with the word beside it. One that is longer than a line stands above it, whole, as the
// name of what the dialog is about: it takes no room from what is typed.
func WordField(f pane.Frame, b *ui.Form, field int, word string, typed *Input, focus bool) {
	label := ""
	switch ask := "type " + word; {
	case ui.Width(ask) <= b.Room():
		b.Fact("to be sure", ui.Span{Role: f.Th.Text, Text: ask})
	case ui.Width(ask) <= b.Width()-2:
		b.Line(ui.Span{Role: f.Th.Text, Text: ask})
	default:
		label = "name to type"
	}
	b.Input(field, label, typed, "", focus)
}
