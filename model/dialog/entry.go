package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Entry is a dialog that asks for one line of text.
type Entry struct {
	pane.Sizeless
	Title string
	Where string   // safe text
	About []string // safe text
	Label string
	Typed *Input
	Yes   string
	wrong string
	Check func(typed string) string // why it will not do
	OnYes func(typed string) tea.Cmd
}

// Writes tells that letters are nothing but text here.
func (e *Entry) Writes() {}

// Act takes the line, or closes.
func (e *Entry) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Press, keymap.Yes, keymap.Save:
		if e.wrong = e.Check(e.Typed.Text()); e.wrong != "" {
			return nil, false
		}
		return e.OnYes(strings.TrimSpace(e.Typed.Text())), true
	}
	return nil, false
}

// Key takes what is typed.
func (e *Entry) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if !e.Typed.Key(k) {
		return nil, false
	}
	e.wrong = ""
	return nil, true
}

// Paste takes the first line of what is pasted; a paste confirms nothing.
func (e *Entry) Paste(text string) tea.Cmd {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	e.Typed.PasteLine(line)
	e.wrong = ""
	return nil
}

// View draws the line and what it is for.
func (e *Entry) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: e.Title, Where: e.Where, W: Width(76, w), Buttons: Buttons(f, "cancel", e.Yes, false, false)}
	box.Buttons[1].Key = f.Key(keymap.Press)
	b := ui.NewForm(f.Th, box.W)
	for _, text := range e.About {
		b.Note(f.Th.Dim, text)
	}
	b.Blank()
	b.Ask(ui.Span{Role: f.Th.Accent, Text: e.Label + " › "}, e.Typed)
	if e.wrong != "" {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: e.wrong})
	}
	return b.In(box, h)
}
