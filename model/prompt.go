package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// prompt asks for one line of text and carries its own consequence. The text is no secret: it is shown as it is typed.
type prompt struct {
	title string
	label string
	body  func(f frame, w int, text string) []string // lines exactly w wide, below the field
	// refuse says what is wrong with a text, "" for nothing. A refused text cannot be sent.
	refuse func(text string) string
	yes    string
	onYes  func(text string) tea.Cmd
	typed  *field
	tried  bool // enter was pressed on a refused text
}

func newPrompt(keys *keymap.Map, title, label, text string) *prompt {
	return &prompt{title: title, label: label, typed: fieldOf(keys, text)}
}

// Act closes, or sends the line.
func (p *prompt) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Press:
		if p.tried = p.refuse(p.typed.text()) != ""; !p.tried {
			return p.onYes(p.typed.text()), true
		}
	}
	return nil, false
}

// Key edits the line.
func (p *prompt) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if !p.typed.key(k) {
		return nil, false, false
	}
	p.tried = false
	return nil, false, true
}

// Paste takes a pasted line.
func (p *prompt) Paste(text string) {
	p.typed.pasteLine(text)
	p.tried = false
}

// View draws the field, what it leads to and what is wrong with it.
func (p *prompt) View(f frame, w, _ int) ui.Box {
	iw := min(76, w-8)
	text := p.typed.text()
	l := ui.NewLine(iw, f.th.Text).Gap(1).Add(f.th.Dim, p.label+"  ").Add(f.th.Strong, p.typed.show(iw-ui.Width(p.label)-4, true))
	lines := []string{ui.Blank(iw), l.String(), ui.Blank(iw)}
	if wrong := p.refuse(text); wrong != "" && (text != "" || p.tried) {
		for _, part := range ui.Wrap(wrong, iw-2) {
			lines = append(lines, ui.NewLine(iw, f.th.Text).Gap(1).Add(f.th.Warn, part).String())
		}
	}
	lines = append(lines, p.body(f, iw, text)...)
	return ui.Box{Title: p.title, Lines: append(lines, ui.Blank(iw)), W: iw, Foot: "enter " + p.yes + " · esc closes"}
}
