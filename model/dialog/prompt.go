package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Prompt asks for one line of text and carries its own consequence. The text is no secret: it is shown as it is typed.
type Prompt struct {
	pane.Sizeless
	title   string
	label   string
	Subject []string                                        // names, whole; safe text
	Where   string                                          // their account and region; safe text
	Body    func(f pane.Frame, w int, text string) []string // lines exactly w wide, below the field
	// Refuse says what is wrong with a text, "" for nothing. A refused text cannot be sent.
	Refuse func(text string) string
	Yes    string
	OnYes  func(text string) tea.Cmd
	Typed  *Input
	tried  bool // enter was pressed on a refused text
	// Complete looks for what the text can go on with; looks is what it was asked last, and beside what it found.
	Complete func(text string, looks *pane.Question) tea.Cmd
	looks    *pane.Question
	beside   []string
	// Stays: the prompt is there until what yes began has worked; wrong is why it has not, and OnNo ends it.
	Stays bool
	Wrong string
	OnNo  func()
}

// Writes tells that letters are nothing but text here.
func (p *Prompt) Writes() {}

// Completed is what a text can go on with.
type Completed struct {
	Ask       *pane.Question
	Typed, To string
	Beside    []string
}

// Hear lets the text go on, if it is still the same.
func (p *Prompt) Hear(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(Completed); ok && p.looks == msg.Ask && p.Typed.Text() == msg.Typed {
		p.Typed.Set(msg.To)
		p.beside = msg.Beside
	}
	return nil
}

// NewPrompt asks for a text that is offered.
func NewPrompt(keys *keymap.Map, title, label, text string) *Prompt {
	return &Prompt{title: title, label: label, Typed: NewInput(keys, text)}
}

// Act closes, or sends the line.
func (p *Prompt) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		if p.OnNo != nil {
			p.OnNo()
		}
		return nil, true
	case keymap.NextField, keymap.Complete:
		if p.Complete != nil {
			p.looks = new(pane.Question)
			return p.Complete(p.Typed.Text(), p.looks), false
		}
	case keymap.Press, keymap.Yes, keymap.Save:
		if p.tried = p.Refuse(p.Typed.Text()) != ""; !p.tried {
			p.Wrong = ""
			return p.OnYes(p.Typed.Text()), !p.Stays
		}
	}
	return nil, false
}

// Key edits the line.
func (p *Prompt) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if !p.Typed.Key(k) {
		return nil, false
	}
	p.tried, p.beside, p.Wrong = false, nil, ""
	return nil, true
}

// Paste takes a pasted line.
func (p *Prompt) Paste(text string) tea.Cmd {
	p.Typed.PasteLine(text)
	p.tried, p.beside, p.Wrong = false, nil, ""
	return nil
}

// View draws the field, what it leads to and what is wrong with it.
func (p *Prompt) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: p.title, Subject: p.Subject, Where: p.Where, W: Width(76, w), Buttons: Buttons(f, "cancel", p.Yes, false, false)}
	box.Buttons[1].Key = f.Key(keymap.Press)
	iw := box.W
	text := p.Typed.Text()
	l := ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Dim, p.label+"  ")
	box.Spots = [][]ui.Spot{{l.Typed(f.Th.Strong, p.Typed, iw-ui.Width(p.label)-4, true)}}
	lines := []string{l.String(), ui.Blank(iw)}
	if wrong := p.Refuse(text); wrong != "" && (text != "" || p.tried) {
		for _, part := range ui.Wrap(wrong, iw-2) {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Warn, part).String())
		}
	}
	for _, part := range ui.Wrap(p.Wrong, iw-2) {
		if p.Wrong != "" {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Urgent, part).String())
		}
	}
	lines = append(lines, p.Body(f, iw, text)...)
	if p.Complete != nil {
		lines = append(lines, ui.Blank(iw), ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Dim, ui.FitEnd(ui.Text(strings.Join(p.beside, "  ")), iw-2)).String())
		box.Foot = f.Key(keymap.NextField) + " completes"
	}
	if box.Lines = lines; len(lines) > box.Room(h) {
		box.Lines = slim(lines, iw)
	}
	return box
}
