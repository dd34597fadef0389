package model

import (
	"strongroom/keymap"
)

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
