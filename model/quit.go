package model

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// leave ends the program, unless somebody has a question first, or something is still being written. Asked twice means yes.
func (m *Model) leave(why pane.Why) tea.Cmd {
	var last []func() tea.Cmd
	now := why == pane.Forced
	for _, h := range m.handlers {
		says := h.Leaving(why)
		switch {
		case says.Ask != nil && m.asksToQuit():
			return m.leave(pane.Agreed)
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

// end wipes everything, and quits after what comes first.
func (m *Model) end(last []func() tea.Cmd) tea.Cmd {
	var first []tea.Cmd
	for _, do := range last {
		first = append(first, do())
	}
	m.close()
	return tea.Sequence(append(first, m.copies.Farewell(), tea.Quit)...)
}

// Close keeps a draft of an edit that is still there, waits a moment for what is being written, and takes off the clipboard
// what is still on it. Call it after the program's end: it may take as long as ctx allows.
func (m *Model) Close(ctx context.Context) {
	m.finish(ctx)
	m.leaveWrites(ctx)
	m.copies.End(ctx)
}

// finish waits for what handlers do last. Where the program ended without being asked to, by a panic or because its loop hung,
// they begin it now.
func (m *Model) finish(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, h := range m.handlers {
			doLast(h)
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func doLast(h pane.Handler) {
	defer func() { _ = recover() }() // what has panicked once may do so again
	last := h.Leaving(pane.Forced).Last
	if last == nil {
		return
	}
	if cmd := last(); cmd != nil {
		cmd()
	}
}
