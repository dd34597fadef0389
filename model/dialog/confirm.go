package dialog

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Confirm asks one question and carries its own consequence.
type Confirm struct {
	Title   string
	Subject []string                           // names, whole; safe text
	Where   string                             // their account and region; safe text
	Head    func(f pane.Frame, w int) []string // lines above the rows; nil for none
	Rows    Rows
	Body    func(f pane.Frame, w int) []string // lines exactly w wide; where there are rows, the frame may lack all but theme and keys
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
	if c.Rows.Move(a) {
		return nil, false
	}
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

// Wheel scrolls.
func (c *Confirm) Wheel(down bool) { c.Rows.Move(pane.WheelMove(down)) }

// Resize works out how many rows there is room for.
func (c *Confirm) Resize(w, h int) {
	if c.Rows.N == 0 {
		return
	}
	f := pane.Frame{Th: ui.Plain(), Keys: keymap.Default()}
	b := c.box(f, w)
	above := len(slim(c.head(f, b.W), b.W))
	c.Rows.Fit(b.Room(h), above+len(c.Body(f, b.W)), above)
}

func (c *Confirm) head(f pane.Frame, w int) []string {
	if c.Head == nil {
		return nil
	}
	return c.Head(f, w)
}

// box is the question without its body.
func (c *Confirm) box(f pane.Frame, w int) ui.Box {
	b := ui.Box{Title: c.Title, Subject: c.Subject, Where: c.Where, W: Width(72, w), Buttons: Buttons(f, cmp.Or(c.No, "cancel"), c.Yes, c.OnNo, !c.OnNo)}
	b.Buttons[1].Ends = c.Ends
	return b
}

// Buttons are the two of a dialog, the safe one first.
func Buttons(f pane.Frame, no, yes string, onNo, onYes bool) []ui.Button {
	return []ui.Button{{Label: no, Key: f.Key(keymap.No), Do: keymap.No, Focus: onNo}, {Label: yes, Key: f.Keys.Key(keymap.Dialog, keymap.Yes), Do: keymap.Yes, Focus: onYes}}
}

// View draws question and buttons. Where the screen is too small for all of the question, its end goes, not the buttons.
func (c *Confirm) View(f pane.Frame, w, h int) ui.Box {
	b := c.box(f, w)
	b.Lines = append(c.head(f, b.W), c.Rows.Lines(f, b.W)...)
	b.Lines = append(b.Lines, c.Body(f, b.W)...)
	b.Foot = c.Rows.Foot(f)
	if c.Bulk && c.pressed {
		b.Foot = Hints(b.Foot, "it is about several: "+b.Buttons[1].Key+" does it")
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
