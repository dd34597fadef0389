package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// prompt asks for one line of text and carries its own consequence. The text is no secret: it is shown as it is typed.
type prompt struct {
	title string
	label string
	body  func(f pane.Frame, w int, text string) []string // lines exactly w wide, below the field
	// refuse says what is wrong with a text, "" for nothing. A refused text cannot be sent.
	refuse func(text string) string
	yes    string
	onYes  func(text string) tea.Cmd
	typed  *field
	tried  bool // enter was pressed on a refused text
	// complete looks for what the text can go on with; looks is what it was asked last, and beside what it found.
	complete func(text string, looks *pane.Question) tea.Cmd
	looks    *pane.Question
	beside   []string
	// stays: the prompt is there until what yes began has worked; begun is that, and wrong why it has not.
	stays bool
	begun *pane.Question
	wrong string
}

// Writes: letters are nothing but text here.
func (p *prompt) Writes() {}

// completed is what a text can go on with.
type completed struct {
	ask       *pane.Question
	typed, to string
	beside    []string
}

// Hear lets the text go on, if it is still the same.
func (p *prompt) Hear(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(completed); ok && p.looks == msg.ask && p.typed.text() == msg.typed {
		p.typed.set(msg.to)
		p.beside = msg.beside
	}
	return nil
}

func newPrompt(keys *keymap.Map, title, label, text string) *prompt {
	return &prompt{title: title, label: label, typed: fieldOf(keys, text)}
}

// Act closes, or sends the line.
func (p *prompt) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.NextField, keymap.Complete:
		if p.complete != nil {
			p.looks = new(pane.Question)
			return p.complete(p.typed.text(), p.looks), false
		}
	case keymap.Press:
		if p.tried = p.refuse(p.typed.text()) != ""; !p.tried {
			p.wrong = ""
			return p.onYes(p.typed.text()), !p.stays
		}
	}
	return nil, false
}

// Key edits the line.
func (p *prompt) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if !p.typed.key(k) {
		return nil, false, false
	}
	p.tried, p.beside, p.wrong = false, nil, ""
	return nil, false, true
}

// Paste takes a pasted line.
func (p *prompt) Paste(text string) {
	p.typed.pasteLine(text)
	p.tried, p.beside, p.wrong = false, nil, ""
}

// View draws the field, what it leads to and what is wrong with it.
func (p *prompt) View(f pane.Frame, w, _ int) ui.Box {
	iw := min(76, w-8)
	text := p.typed.text()
	l := ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Dim, p.label+"  ").Add(f.Th.Strong, p.typed.show(iw-ui.Width(p.label)-4, true))
	lines := []string{ui.Blank(iw), l.String(), ui.Blank(iw)}
	if wrong := p.refuse(text); wrong != "" && (text != "" || p.tried) {
		for _, part := range ui.Wrap(wrong, iw-2) {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Warn, part).String())
		}
	}
	for _, part := range ui.Wrap(p.wrong, iw-2) {
		if p.wrong != "" {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Urgent, part).String())
		}
	}
	lines = append(lines, p.body(f, iw, text)...)
	foot := "enter " + p.yes + " · esc closes"
	if p.complete != nil {
		lines = append(lines, ui.Blank(iw), ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Dim, ui.FitEnd(ui.Text(strings.Join(p.beside, "  ")), iw-2)).String())
		foot = "tab completes · " + foot
	}
	return ui.Box{Title: p.title, Lines: append(lines, ui.Blank(iw)), W: iw, Foot: foot}
}
