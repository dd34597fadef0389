package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// entry is a dialog that asks for one line of text.
type entry struct {
	title string
	about []string // safe text
	label string
	typed *field
	yes   string
	wrong string
	check func(typed string) string // why it will not do
	onYes func(typed string) tea.Cmd
}

// Writes: letters are nothing but text here.
func (e *entry) Writes() {}

// Act takes the line, or closes.
func (e *entry) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Press:
		if e.wrong = e.check(e.typed.text()); e.wrong != "" {
			return nil, false
		}
		return e.onYes(strings.TrimSpace(e.typed.text())), true
	}
	return nil, false
}

// Key takes what is typed.
func (e *entry) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if !e.typed.key(k) {
		return nil, false, false
	}
	e.wrong = ""
	return nil, false, true
}

// Paste takes the first line of what is pasted; a paste confirms nothing.
func (e *entry) Paste(text string) {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	e.typed.pasteLine(line)
	e.wrong = ""
}

// View draws the line and what it is for.
func (e *entry) View(f pane.Frame, w, h int) ui.Box {
	iw := min(76, w-8)
	b := ui.NewForm(f.Th, iw)
	b.Blank()
	for _, text := range e.about {
		b.Note(f.Th.Dim, text)
	}
	b.Blank()
	typed := e.typed.show(iw-ui.Width(e.label)-5, true)
	b.Line(ui.Span{Role: f.Th.Accent, Text: e.label + " › "}, ui.Span{Role: f.Th.Strong, Text: typed})
	if e.wrong != "" {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: e.wrong})
	} else {
		b.Blank()
	}
	return ui.Box{Title: e.title, Lines: b.Lines(h - 4), W: iw, Foot: "enter " + e.yes + "s · esc cancels"}
}
