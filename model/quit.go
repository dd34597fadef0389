package model

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// leave ends the program, unless somebody has a question first, or something is still being written. Asked twice means yes, to
// the question that is on the screen. Where nothing is drawn none can be read.
func (m *Model) leave(yes pane.Leave) tea.Cmd {
	var last []func() tea.Cmd
	now := yes.Why == pane.Forced && yes.Of == nil
	for _, h := range m.handlers {
		why := yes.To(h)
		if why == pane.Wanted && m.blind() {
			why = pane.Unseen
		}
		says := h.Leaving(why)
		switch {
		case says.Ask != nil && m.asksToQuit():
			return m.dialogs.Agree()
		case says.Ask != nil:
			return m.dialogs.Open(says.Ask)
		case says.Last != nil:
			last = append(last, says.Last)
		}
		now = now || says.Now
	}
	if m.Writes.Any() && !m.isLeaving() && !now {
		return m.dialogs.Open(&leaving{Desk: m.Desk, since: m.Now})
	}
	return m.end(last)
}

// asksToQuit reports whether the question about an unsaved edit is on the screen already: asked twice means yes.
func (m *Model) asksToQuit() bool {
	c, ok := m.dialogs.Top().(*dialog.Confirm)
	return ok && c.Quits
}

// asksUnseen reports whether quitting would ask something while nothing is drawn.
func (m *Model) asksUnseen() bool {
	return slices.ContainsFunc(m.handlers, func(h pane.Handler) bool { return h.Leaving(pane.Unseen).Ask != nil })
}

// end wipes everything, and quits after what comes first.
func (m *Model) end(last []func() tea.Cmd) tea.Cmd {
	var first []tea.Cmd
	for _, do := range last {
		first = append(first, do())
	}
	m.close()
	m.plain.over = true
	return tea.Sequence(append(first, m.copies.Farewell(), tea.Quit)...)
}

// Close keeps a draft of an edit that is still there, waits a moment for what is being written, and takes off the clipboard
// what is still on it. Call it after the program's end: it may take as long as ctx allows. untold is what went wrong with that and
// nobody has read on the screen; safe text.
func (m *Model) Close(ctx context.Context) (untold []string) {
	untold = m.finish(ctx)
	m.leaveWrites(ctx)
	m.copies.End(ctx)
	return untold
}

// finish waits for what handlers do last. Where the program ended without being asked to, by a panic or because its loop hung,
// they begin it now.
func (m *Model) finish(ctx context.Context) []string {
	done := make(chan []string, 1)
	go func() {
		var untold []string
		for _, h := range m.handlers {
			if said, is := doLast(h).(pane.Said); is {
				untold = append(untold, said.Text)
			}
		}
		done <- untold
	}()
	select {
	case untold := <-done:
		return untold
	case <-ctx.Done():
		return nil
	}
}

func doLast(h pane.Handler) tea.Msg {
	defer func() { _ = recover() }() // what has panicked once may do so again
	last := h.Leaving(pane.Forced).Last
	if last == nil {
		return nil
	}
	if cmd := last(); cmd != nil {
		return cmd()
	}
	return nil
}
