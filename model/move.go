package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Places are where else the program can go. Its methods wait for the disk: only commands call them, but for Began.
type Places interface {
	// Began is where the program began.
	Began() backend.Target
	// Profiles are those of this machine's AWS configuration.
	Profiles() ([]backend.Profile, error)
	// Recent are the places that were last gone to, the last one first.
	Recent() ([]backend.Target, error)
	// Went remembers a place as the last one gone to.
	Went(to backend.Target) error
	// Open makes a place, of which nothing is asked yet. notice is what is to be said of it, and outside text.
	Open(ctx context.Context, to backend.Target) (at *backend.Place, notice string)
}

// moving is where the program is, and where it is about to go.
type moving struct {
	at, to  backend.Target
	opening pane.Ask
}

// chosenPlace is the place that the user wants to go to.
type chosenPlace struct{ to backend.Target }

// placeOpened is a place that can be gone to.
type placeOpened struct {
	ask    *pane.Question
	at     *backend.Place
	notice string
}

// leaveFor leaves this place for the one that was chosen, unless somebody has a question first, or something is still being
// written.
func (m *Model) leaveFor(yes pane.Leave) tea.Cmd {
	for _, h := range m.handlers {
		if says := h.Leaving(yes.To(h)); says.Ask != nil {
			return m.dialogs.Open(says.Ask)
		}
	}
	if m.Writes.Any() {
		return m.dialogs.Open(&leaving{Desk: m.Desk, since: m.Now, moves: true})
	}
	to, open := m.moving.to, m.opts.Places.Open
	ctx, ask := m.moving.opening.Start(m.Ctx)
	return tea.Batch(m.dialogs.Open(&opening{Desk: m.Desk, since: m.Now, to: to, cancel: m.moving.opening.Done}), func() tea.Msg {
		at, notice := open(ctx, to)
		return placeOpened{ask, at, notice}
	})
}

// move goes to a place that was opened. Filter, order and view come along; what is unsaved stays as a draft.
func (m *Model) move(msg placeOpened) tea.Cmd {
	if !m.moving.opening.Fits(msg.ask) {
		return nil
	}
	m.moving.opening.Done()
	was, from, to := m.house, m.moving.at, m.moving.to
	var last []tea.Cmd
	for _, h := range was.handlers {
		if says := h.Leaving(pane.Moved); says.Last != nil {
			last = append(last, says.Last())
		}
	}
	lost := was.detail.GiveUpCopy()
	was.close()
	m.house = m.newHouse(msg.at, false, "")
	m.list.Like(was.list)
	m.moving.at = to
	m.tick.Done()
	m.status = status{}
	said := pane.Said{Text: "now at " + ui.Text(to.Words()), Kind: pane.Good}
	if msg.notice != "" {
		said = pane.Said{Text: ui.Text(msg.notice), Kind: pane.Warning, Stay: pane.StayLong}
	}
	if lost != "" {
		said.Hint, said.Kind = lost, pane.Warning
	}
	m.status.set(said, m.Now)
	went := m.opts.Places.Went
	return tea.Batch(was.sent(tea.Batch(last...)), m.copies.After(was.copies), m.begin(), func() tea.Msg {
		for _, t := range []backend.Target{from, to} {
			if err := went(t); err != nil {
				return pane.Said{Text: ui.Text(err.Error()), Kind: pane.Warning}
			}
		}
		return nil
	})
}

// opening stands before everything else while another place is opened: what was begun here meanwhile would be lost.
type opening struct {
	pane.Sizeless
	*pane.Desk
	since  time.Time
	to     backend.Target
	cancel func()
}

// Wake is when the spinner turns next.
func (o *opening) Wake(now time.Time) time.Time { return pane.SpinnerWakes(o.since, now) }

// Act stays here.
func (o *opening) Act(a keymap.Action) (tea.Cmd, bool) {
	if a == keymap.No {
		o.cancel()
	}
	return nil, a == keymap.No
}

// View says what is waited for.
func (o *opening) View(f pane.Frame, w, h int) ui.Box {
	b := ui.NewForm(f.Th, dialog.Width(64, w))
	for _, line := range pane.SpunText(f.Th, "Opening "+ui.Text(o.to.Words())+"…", b.Width()-2, o.since, o.Now) {
		b.Line(line...)
	}
	return b.In(ui.Box{Title: "Switching", W: b.Width(), Leave: ui.FooterKey{Label: "stay here"}}, h)
}
