package dialog

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// ArmDelay is how long a dialog must have been on the screen, with nothing at all coming from the terminal, before a key may
// answer it: keys that were typed before it was drawn arrive at once, one after the other, and are dropped.
const ArmDelay = 150 * time.Millisecond

// Stack is the dialogs that are open. The top one has the keys, and answers to none before it has been seen.
type Stack struct {
	ctx   context.Context
	open  []pane.Dialog
	armed bool // the top one has been seen
	id    *pane.Question
	w, h  int // of the screen
}

// Armed tells that the top dialog has been on the screen, untouched, for a moment.
type Armed struct{ id *pane.Question }

// NewStack is a stack whose timers end with ctx.
func NewStack(ctx context.Context) *Stack { return &Stack{ctx: ctx} }

// Len is how many are open.
func (s *Stack) Len() int { return len(s.open) }

// Top is the one that has the keys, nil for none.
func (s *Stack) Top() pane.Dialog {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

// All are those that are open, the top one last.
func (s *Stack) All() []pane.Dialog { return s.open }

// Open puts a dialog on top. Only what a key press leads to may call it.
func (s *Stack) Open(d pane.Dialog) tea.Cmd {
	s.open = append(s.open, d)
	if s.w > 0 {
		d.Resize(s.w, s.h)
	}
	return s.Arm()
}

// Resize gives all of them the screen's size, on which there must be room to draw.
func (s *Stack) Resize(w, h int) {
	s.w, s.h = w, h
	for _, d := range s.open {
		d.Resize(w, h)
	}
}

// Drop takes a dialog away, wherever it stands.
func (s *Stack) Drop(d pane.Dialog) {
	s.open = slices.DeleteFunc(s.open, func(other pane.Dialog) bool { return other == d })
}

// Arm lets keys answer the top dialog once it has been on the screen for a moment from now.
func (s *Stack) Arm() tea.Cmd {
	s.Disarm()
	return pane.After(s.ctx, ArmDelay, Armed{s.id})
}

// Disarm lets no key answer the top dialog until it is armed again.
func (s *Stack) Disarm() { s.armed, s.id = false, new(pane.Question) }

// Seen takes in that a moment has passed. quiet is how long nothing has come from the terminal: the moment begins anew with
// whatever does.
func (s *Stack) Seen(a Armed, quiet time.Duration) tea.Cmd {
	switch {
	case a.id != s.id:
		return nil
	case quiet < ArmDelay:
		return pane.After(s.ctx, ArmDelay-max(0, quiet), a)
	}
	s.armed = true
	return nil
}

// seen reports whether keys may answer the top dialog.
func (s *Stack) seen() bool {
	c, ok := s.Top().(pane.Calm)
	return s.armed || ok && c.Harmless()
}

// Taken is what has become of a key.
type Taken int

// What becomes of keys.
const (
	Done    Taken = iota
	Held          // it would have answered, and did not come by itself
	Nothing       // it means nothing in the dialog
)

// Key gives the top dialog a key, which means action where that is not empty. alone: the key came by itself; no other answers.
func (s *Stack) Key(k tea.KeyPressMsg, action keymap.Action, alone bool) (cmd tea.Cmd, is Taken) {
	d := s.Top()
	t, types := d.(pane.Typist)
	p, picks := d.(pane.Picker)
	picks = picks && p.Picks(k)
	if action == keymap.No && !picks && (k.Text == "" || !types) { // closing does nothing else, so it needs no looking
		return s.after(d.Act(action)), Done
	}
	if !s.seen() {
		s.Type(k)
		return s.Arm(), Done
	}
	if types {
		if cmd, taken := t.Key(k); taken {
			return cmd, Done
		}
	}
	switch {
	case !picks && action == "":
		return nil, Nothing
	case !alone && (picks || action.Acts()) && !lenient(d, k, action):
		return nil, Held
	case picks:
		return s.after(p.Pick(k)), Done
	}
	return s.after(d.Act(action)), Done
}

// Press has a button of the top dialog pressed by the mouse, once the dialog has been seen. What only closes needs no looking.
func (s *Stack) Press(a keymap.Action) tea.Cmd {
	if !s.seen() && a != keymap.No {
		return s.Arm()
	}
	return s.after(s.Top().Act(a))
}

// Agree answers the top dialog with yes: whoever has it asked for once more has seen it.
func (s *Stack) Agree() tea.Cmd { return s.after(s.Top().Act(keymap.Yes)) }

// Click gives the top dialog a click on a line of its body.
func (s *Stack) Click(line, x int) tea.Cmd {
	c, is := s.Top().(pane.Clicker)
	switch {
	case !is:
		return nil
	case !s.seen():
		return s.Arm()
	}
	return s.after(c.Click(line, x))
}

// Spot does what a click on a cell of a spot of the top dialog means: it has the field of it in focus, and there puts the cursor or turns
// what is chosen.
func (s *Stack) Spot(spot ui.Spot, x int) tea.Cmd {
	if !s.seen() {
		return s.Arm()
	}
	d := s.Top()
	if f, is := d.(pane.Fielder); is {
		f.Focus(spot.Field)
	}
	if in, is := spot.Typed.(*Input); is {
		in.Click(x-spot.From, spot.W, spot.Focus)
	}
	var cmds []tea.Cmd
	for range spot.Times {
		cmd, _ := d.Act(spot.Do)
		cmds = append(cmds, cmd)
	}
	return tea.Batch(cmds...)
}

// Wheel scrolls the top dialog, which is drawn as box. Of a form that has no room for all of its fields it goes to the next one.
func (s *Stack) Wheel(down bool, box ui.Box) {
	if w, is := s.Top().(pane.Wheeler); is {
		w.Wheel(down)
	}
	f, is := s.Top().(pane.Fielder)
	if !is || len(box.Fields) == 0 {
		return
	}
	by := map[bool]int{true: 1, false: -1}[down]
	f.Focus(box.Fields[max(0, min(box.At+by, len(box.Fields)-1))])
}

// lenient reports whether a key may come amid others.
func lenient(d pane.Dialog, k tea.KeyPressMsg, a keymap.Action) bool {
	l, is := d.(pane.Lenient)
	return is && l.Lenient(k, a)
}

// Type gives the top dialog a letter where letters are nothing but text.
func (s *Stack) Type(k tea.KeyPressMsg) {
	if w, ok := s.Top().(pane.Writer); ok && k.Text != "" {
		w.Key(k)
	}
}

// Paste gives a paste to the top dialog, if that has been seen and takes any.
func (s *Stack) Paste(text string) tea.Cmd {
	if p, ok := s.Top().(pane.Paster); ok && s.seen() {
		return p.Paste(text)
	}
	return nil
}

// after closes the top dialog if it is done; what it leads to may open the next one.
func (s *Stack) after(cmd tea.Cmd, closed bool) tea.Cmd {
	if !closed {
		return cmd
	}
	s.open = s.open[:len(s.open)-1]
	if len(s.open) == 0 {
		return cmd
	}
	return tea.Batch(cmd, s.Arm()) // the one below was not on the screen when the key was pressed
}

// Hear gives an answer to those that wait for some.
func (s *Stack) Hear(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, d := range s.open {
		if h, ok := d.(pane.Hearer); ok {
			cmds = append(cmds, h.Hear(msg))
		}
	}
	return tea.Batch(cmds...)
}

// CloseAll closes every dialog as its no does, the top one first, and ends what it holds.
func (s *Stack) CloseAll() tea.Cmd {
	var cmds []tea.Cmd
	for len(s.open) > 0 {
		d := s.Top()
		s.open = s.open[:len(s.open)-1]
		cmd, _ := d.Act(keymap.No)
		if c, ok := d.(pane.Closer); ok {
			c.Close()
		}
		cmds = append(cmds, cmd)
	}
	return tea.Batch(cmds...)
}

// Close wipes what dialogs hold: the program ends.
func (s *Stack) Close() {
	for _, d := range s.open {
		if c, ok := d.(pane.Closer); ok {
			c.Close()
		}
	}
}
