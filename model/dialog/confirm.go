package dialog

import (
	"cmp"
	"fmt"

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
	Body    func(f pane.Frame, w int) []string // lines exactly w wide; where there are Rows, the frame may lack all but its theme
	// Rows are how many lines stand above Body, one for each that it is about, and Row draws one of them, exactly w wide. Where there is
	// no room for all they are scrolled through, so that what is agreed to can be seen.
	Rows    int
	Row     func(f pane.Frame, w, n int) string
	Yes     string
	No      string // what No is called; "" is cancel
	OnYes   tea.Cmd
	OnNo    bool                      // the No button has the focus: yes destroys something, or moves a label
	Ends    bool                      // yes cannot be taken back
	Bulk    bool                      // it is about several: no button but its own key presses yes
	Quits   bool                      // yes ends the program
	Also    map[keymap.Action]tea.Cmd // further answers
	pressed bool                      // the button was, where that is not enough
	seen    int                       // how many rows are
	top     pane.Scroll               // among the rows that can be the first in sight
}

// Act answers the question.
func (c *Confirm) Act(a keymap.Action) (tea.Cmd, bool) {
	if c.scrolls() && c.top.Move(a) {
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

// scrolls reports whether there is no room for all rows.
func (c *Confirm) scrolls() bool { return c.seen < c.Rows }

// Wheel scrolls.
func (c *Confirm) Wheel(down bool) {
	if c.scrolls() {
		c.top.Move(pane.WheelMove(down))
	}
}

// Resize works out how many rows there is room for.
func (c *Confirm) Resize(w, h int) {
	if c.Rows == 0 {
		return
	}
	b := c.box(pane.Frame{Th: ui.Plain(), Keys: keymap.Default()}, w)
	const least = 4 // rows that the end of the body gives way to
	room := b.Room(h)
	c.seen = max(1, min(c.Rows, max(room-len(c.Body(pane.Frame{Th: ui.Plain()}, b.W)), min(least, room-1))))
	c.top.N, c.top.H = c.Rows-c.seen+1, 1
	c.top.Clamp()
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
	last := min(c.Rows, c.top.Pos+c.seen)
	for n := c.top.Pos; n < last; n++ {
		b.Lines = append(b.Lines, c.Row(f, b.W, n))
	}
	b.Lines = append(b.Lines, c.Body(f, b.W)...)
	if c.scrolls() {
		b.Foot = Hints(ScrollHint(f), fmt.Sprintf("%d–%d of %s", c.top.Pos+1, last, ui.Count(c.Rows)))
	}
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
