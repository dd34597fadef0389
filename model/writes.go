package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// leaving waits for what is being written before the program ends, or another place is gone to. It opens where the user wants
// that, and does it by itself once everything went well; what did not go well is worth staying for.
type leaving struct {
	pane.Sizeless
	*pane.Desk
	since time.Time
	moves bool
}

// Act stays.
func (l *leaving) Act(a keymap.Action) (tea.Cmd, bool) { return nil, a == keymap.No }

// Picks reports whether a key asks once more to quit.
func (l *leaving) Picks(k tea.KeyPressMsg) bool {
	a, _ := l.Keys.Resolve(keymap.Global, k.String())
	return a == keymap.Quit && !l.moves
}

// Pick quits at once.
func (l *leaving) Pick(tea.KeyPressMsg) (tea.Cmd, bool) {
	return func() tea.Msg { return pane.Leave{Why: pane.Wanted} }, false
}

// View says what is waited for.
func (l *leaving) View(f pane.Frame, w, h int) ui.Box {
	b := ui.NewForm(f.Th, dialog.Width(64, w))
	for _, what := range l.Writes.Words(l.Elsewhere) {
		for _, part := range ui.Wrap(what+"…", max(8, b.Width()-2)) {
			b.Line(ui.Span{Role: f.Th.Strong, Text: part})
		}
	}
	b.Blank()
	if l.moves {
		b.Note(f.Th.Text, "The place is switched as soon as this is done.")
		return b.In(ui.Box{Title: "Switching", W: b.Width(), Leave: ui.FooterKey{Label: "stay"}}, h)
	}
	b.Note(f.Th.Text, "The program ends as soon as this is done.")
	b.Note(f.Th.Dim, f.Keys.Key(keymap.Global, keymap.Quit)+" again ends it now: how it went would be told at the next start.")
	return b.In(ui.Box{Title: "Quitting", W: b.Width(), Leave: ui.FooterKey{Label: "stay"}}, h)
}

// quitWhenDone ends the program that waits for its writes, or stays with what has gone wrong.
func (m *Model) quitWhenDone() tea.Cmd {
	l, is := m.dialogs.Top().(*leaving)
	if !is || m.Writes.Any() {
		return nil
	}
	m.dialogs.Drop(l)
	if s, on := m.status.current(m.Now); on && s.Serious() && !m.status.since.Before(l.since) {
		return nil
	}
	if l.moves {
		return m.leaveFor(pane.Leave{Why: pane.Moving})
	}
	return m.leave(pane.Leave{Why: pane.Wanted}) // a save that has failed in its dialog has left something to lose
}

func (m *Model) isLeaving() bool {
	l, is := m.dialogs.Top().(*leaving)
	return is && !l.moves
}

// lastWrites is how long writes are waited for once the program's screen is gone.
const lastWrites = 300 * time.Millisecond

// leaveWrites lets writes end for a moment, and writes down those that nobody knows the end of.
func (m *Model) leaveWrites(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lastWrites)
	defer cancel()
	for len(m.Writes.Left()) > 0 && pane.Pause(ctx, 5*time.Millisecond) {
	}
	var open []disk.Unfinished
	for _, u := range m.Writes.Left() {
		open = append(open, disk.Unfinished{Place: disk.PlaceOf(m.Backend.Where(), m.Who), Operation: u.Op, Doing: u.Doing, ARN: u.Secret.ARN, Name: u.Secret.Name,
			At: u.Begun.UTC(), Days: u.Days})
	}
	_ = m.opts.Unfinished.Leave(open) // there is nobody left to tell
}
