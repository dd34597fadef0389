package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// pane is one part of the screen with its own state. It never sees a key, only what the key asked for.
type pane interface {
	Scope() keymap.Scope
	// Act does what the user asked for.
	Act(keymap.Action) tea.Cmd
	// Unavailable says why an action cannot be done now, "" if it can.
	Unavailable(keymap.Action) string
	// Update hears what has happened.
	Update(tea.Msg) tea.Cmd
	// View draws exactly the cells that Resize gave.
	View(frame) []string
	Resize(w, h int)
	// Wake is when the pane next looks different by time alone; zero for never.
	Wake(now time.Time) time.Time
}

var (
	_ pane = (*list)(nil)
	_ pane = (*detail)(nil)
)

// frame is what drawing depends on besides a pane's own state.
type frame struct {
	th    *ui.Theme
	keys  *keymap.Map
	now   time.Time // the service's clock as far as it is known
	focus bool
}

// desk is what the root shares with its panes, by pointer: the place, and what is known of time and of whoever is there.
type desk struct {
	*backend.Place
	ctx      context.Context
	keys     *keymap.Map
	readOnly bool
	ledger   *backend.Ledger  // of the values that are made here; nil outside tests
	Clock    func() time.Time // this machine's, for commands
	now      time.Time        // when the message came that Update is about
	skew     time.Duration    // the service's clock minus ours
	who      *backend.Identity
	pressed  int // keys so far
}

// served is the service's clock, as far as it is known.
func (d *desk) served() time.Time { return d.now.Add(d.skew) }

// scroll is a cursor over n lines seen through a window of h.
type scroll struct{ pos, top, n, h int }

func (s *scroll) clamp() {
	s.pos = max(0, min(s.pos, s.n-1))
	s.top = min(s.top, s.pos)
	if s.h > 0 && s.pos >= s.top+s.h {
		s.top = s.pos - s.h + 1
	}
	s.top = max(0, min(s.top, s.n-s.h))
}

// at is the line that row of the window shows.
func (s *scroll) at(row int) (line int, shown bool) {
	line = s.top + row
	return line, row >= 0 && row < s.h && line < s.n
}

func (s *scroll) to(pos int) { s.pos = pos; s.clamp() }

// move follows a movement action, and reports whether it was one.
func (s *scroll) move(a keymap.Action) bool {
	page := max(1, s.h)
	switch a {
	case keymap.Up:
		s.to(s.pos - 1)
	case keymap.Down:
		s.to(s.pos + 1)
	case keymap.Top:
		s.to(0)
	case keymap.Bottom:
		s.to(s.n - 1)
	case keymap.HalfUp:
		s.to(s.pos - max(1, page/2))
	case keymap.HalfDown:
		s.to(s.pos + max(1, page/2))
	case keymap.PageUp:
		s.to(s.pos - page)
	case keymap.PageDown:
		s.to(s.pos + page)
	default:
		return false
	}
	return true
}

// earliest is the sooner of two times, a zero one meaning never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
