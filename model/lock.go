package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// lock is the screen that nobody has touched for a while. It names nothing, and nothing of a value is behind it.
type lock struct {
	idle   backend.Lifetime // until nobody has touched it for long enough
	lent   bool             // another program has the terminal, and with it the keys
	on     bool
	copied bool      // something was on a clipboard
	amid   bool      // the key that comes back came amid other input
	missed []tea.Msg // what was to be said meanwhile
}

// touched begins the time without a key anew.
func (m *Model) touched() { m.lock.idle = backend.NewLifetime(m.Now, m.opts.LockAfter) }

// isIdle reports whether the screen is to be locked now. A program that only waits to end is not.
func (m *Model) isIdle() bool {
	l := &m.lock
	return m.opts.LockAfter > 0 && !l.on && !l.lent && !m.isLeaving() && l.idle.Over(m.Now)
}

// wakeIdle is when it is looked next whether anybody is there, zero for never.
func (m *Model) wakeIdle(now time.Time) time.Time {
	left := m.lock.idle.Left(now)
	if m.opts.LockAfter == 0 || m.lock.on || m.lock.lent || left == 0 { // it is over, and something is in the way
		return time.Time{}
	}
	return pane.ByTheWall(now.Add(left), now)
}

// lockScreen ends everything that shows, holds or asks anything. What is being written goes on.
func (m *Model) lockScreen() tea.Cmd {
	m.lock.on, m.lock.amid, m.lock.copied = true, false, m.copies.Holds()
	m.Pressed++ // what waits to see whether a key is pressed waits no longer
	m.conceal()
	closed := m.dialogs.CloseAll()
	for _, h := range m.handlers {
		if l, is := h.(pane.Locker); is {
			l.Lock()
		}
	}
	return closed
}

// fromUser reports what somebody does who sits before the terminal.
func fromUser(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return true
	}
	return false
}

// unmeant is a message of which nothing is left where it was meant for what is not there any more.
func unmeant(msg tea.Msg) tea.Msg {
	if fromUser(msg) {
		return nil
	}
	return msg
}

// unlock comes back with the one key that does, and tells what was missed.
func (m *Model) unlock(msg tea.Msg) tea.Cmd {
	k, is := msg.(tea.KeyPressMsg)
	if !is {
		return nil
	}
	a, _ := m.resolve(keymap.Locked, k)
	if m.lock.amid = a == keymap.ComeBack && m.heldBack(a, k); a != keymap.ComeBack || m.lock.amid {
		return nil
	}
	m.lock.on = false
	var cmds []tea.Cmd
	for _, h := range m.handlers {
		if l, is := h.(pane.Locker); is {
			cmds = append(cmds, l.Unlock())
		}
	}
	return tea.Batch(append(cmds, m.tellMissed())...)
}

// misses keeps what is to be said for when somebody is there to read it, and reports whether it did.
func (m *Model) misses(msg tea.Msg) bool {
	switch msg.(type) {
	case pane.Said, pane.SaidToo, pane.Failed, pane.Unsaid:
		if m.lock.on {
			m.lock.missed = append(m.lock.missed, msg)
		}
		return m.lock.on
	}
	return false
}

// tellMissed says what was missed. What is said last stands: so what matters comes behind what does not.
func (m *Model) tellMissed() tea.Cmd {
	missed := m.lock.missed
	m.lock.missed = nil
	var cmds []tea.Cmd
	for _, matters := range []bool{false, true} {
		for _, msg := range missed {
			if said, is := msg.(pane.Said); (is && said.Kind == pane.Plain) != matters {
				cmds = append(cmds, m.route(msg))
			}
		}
	}
	return tea.Batch(cmds...)
}

// lockLines are the locked screen.
func (m *Model) lockLines() []string {
	l := ui.Lock{Why: "no key for " + ui.Spoken(m.opts.LockAfter), Key: m.Keys.Key(keymap.Locked, keymap.ComeBack), Does: "comes back"}
	if m.lock.amid {
		l.Why = keymap.Spell(l.Key) + " came amid other input: press it again"
	}
	l.Notes = append(l.Notes, "Values are wiped.")
	if m.lock.copied {
		l.Notes = append(l.Notes, "What was copied is taken off the clipboard.")
	}
	if note := m.edit.RestNote(); note != "" {
		l.Notes = append(l.Notes, note)
	}
	if m.Writes.Any() {
		l.Notes = append(l.Notes, "Something is still being written: its end is told when you are back.")
	}
	return l.Draw(m.th, m.w, m.h)
}
