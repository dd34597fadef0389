package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
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

// desk is what panes share: whom to ask.
type desk struct {
	ctx      context.Context
	be       backend.Backend
	ends     *disk.Ends
	overlay  *backend.Overlay
	regions  *backend.Regions
	readOnly bool
	ledger   *backend.Ledger  // of the values that are made here; nil outside tests
	machine  func() time.Time // this machine's clock, for commands
	clock    func() time.Time // the time of the message that Update is about
	served   func() time.Time // the service's clock, as far as it is known
}

// deadline is when a secret pending deletion can go, with all that is known.
func (d desk) deadline(s backend.Secret, now time.Time) backend.Deadline {
	return backend.DeadlineOf(s.Deleted, d.ends.End(s.ARN, s.Deleted), now)
}

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
