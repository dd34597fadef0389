package model

import (
	"charm.land/bubbles/v2/textinput"
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
	input  textinput.Model
	tried  bool // enter was pressed on a refused text
}

func newPrompt(title, label, text string) *prompt {
	p := &prompt{title: title, label: label, input: textinput.New()}
	p.input.Prompt = ""
	p.input.SetVirtualCursor(false)
	p.input.SetValue(text)
	p.input.CursorEnd()
	p.input.Focus()
	return p
}

// Act closes, or sends the line.
func (p *prompt) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Press:
		if p.tried = p.refuse(p.input.Value()) != ""; !p.tried {
			return p.onYes(p.input.Value()), true
		}
	}
	return nil, false
}

// Key edits the line.
func (p *prompt) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if k.Text == "" && (k.Code == tea.KeyEnter || k.Code == tea.KeyEscape) {
		return nil, false, false
	}
	p.input, _ = p.input.Update(k)
	p.tried = false
	return nil, false, true
}

// View draws the field, what it leads to and what is wrong with it.
func (p *prompt) View(f frame, w, _ int) ui.Box {
	iw := min(76, w-8)
	text := p.input.Value()
	before := ui.Text(string([]rune(text)[:p.input.Position()]))
	after := ui.Text(string([]rune(text)[p.input.Position():]))
	room := max(4, iw-ui.Width(p.label)-5)
	if ui.Width(before) > room {
		before = ui.FitLeft(before, room)
	}
	l := ui.NewLine(iw, f.th.Text).Gap(1).Add(f.th.Dim, p.label+"  ").Add(f.th.Strong, before).Add(f.th.Accent, "▏").Add(f.th.Strong, after)
	lines := []string{ui.Blank(iw), l.String(), ui.Blank(iw)}
	if wrong := p.refuse(text); wrong != "" && (text != "" || p.tried) {
		for _, part := range ui.Wrap(wrong, iw-2) {
			lines = append(lines, ui.NewLine(iw, f.th.Text).Gap(1).Add(f.th.Warn, part).String())
		}
	}
	lines = append(lines, p.body(f, iw, text)...)
	return ui.Box{Title: p.title, Lines: append(lines, ui.Blank(iw)), W: iw, Foot: "enter " + p.yes + " · esc closes"}
}
