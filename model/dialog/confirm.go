package dialog

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Confirm asks one question and carries its own consequence.
type Confirm struct {
	pane.Sizeless
	Title   string
	Subject []string                           // names, whole; safe text
	Where   string                             // their account and region; safe text
	Body    func(f pane.Frame, w int) []string // lines exactly w wide
	Yes     string
	No      string // what No is called; "" is cancel
	OnYes   tea.Cmd
	OnNo    bool                      // the No button has the focus: yes destroys something, or moves a label
	Ends    bool                      // yes cannot be taken back
	Bulk    bool                      // it is about several: no button but its own key presses yes
	Quits   bool                      // yes ends the program
	Also    map[keymap.Action]tea.Cmd // further answers
	pressed bool                      // the button was, where that is not enough
}

// Act answers the question.
func (c *Confirm) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Yes:
		return c.OnYes, true
	case keymap.No:
		return nil, true
	case keymap.NextField, keymap.PrevField, keymap.Up, keymap.Down:
		c.OnNo = !c.OnNo
	case keymap.Press:
		switch {
		case c.OnNo:
			return nil, true
		case c.Bulk:
			c.pressed = true
			return nil, false
		}
		return c.OnYes, true
	default:
		if cmd, ok := c.Also[a]; ok {
			return cmd, true
		}
	}
	return nil, false
}

// Buttons are the two of a dialog, the safe one first.
func Buttons(f pane.Frame, no, yes string, onNo, onYes bool) []ui.Button {
	return []ui.Button{{Label: no, Key: f.Key(keymap.No), Do: keymap.No, Focus: onNo}, {Label: yes, Key: f.Keys.Key(keymap.Dialog, keymap.Yes), Do: keymap.Yes, Focus: onYes}}
}

// View draws question and buttons. Where the screen is too small for all of the question, its end goes, not the buttons.
func (c *Confirm) View(f pane.Frame, w, h int) ui.Box {
	no := c.No
	if no == "" {
		no = "cancel"
	}
	b := ui.Box{Title: c.Title, Subject: c.Subject, Where: c.Where, W: Width(72, w), Buttons: Buttons(f, no, c.Yes, c.OnNo, !c.OnNo)}
	b.Buttons[1].Ends = c.Ends
	b.Lines = c.Body(f, b.W)
	if c.Bulk && c.pressed {
		b.Foot = "it is about several: " + b.Buttons[1].Key + " does it"
	}
	if room := b.Room(h); len(b.Lines) > room {
		b.Lines = slim(b.Lines, b.W)
	}
	return b
}

// slim is a body without its blank lines.
func slim(lines []string, w int) (out []string) {
	for _, l := range lines {
		if l != ui.Blank(w) {
			out = append(out, l)
		}
	}
	return out
}
