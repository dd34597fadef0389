package pane

import "strongroom/keymap"

// Scroll is a cursor over n lines seen through a window of h. The wheel moves the window alone, until the cursor is moved again.
type Scroll struct {
	Pos, Top, N, H int
	apart          bool // the window was moved, and need not show the cursor
}

// Clamp keeps cursor and window inside.
func (s *Scroll) Clamp() {
	s.Pos = max(0, min(s.Pos, s.N-1))
	if !s.apart {
		s.Top = min(s.Top, s.Pos)
		if s.H > 0 && s.Pos >= s.Top+s.H {
			s.Top = s.Pos - s.H + 1
		}
	}
	s.Top = max(0, min(s.Top, s.N-s.H))
}

// At is the line that row of the window shows.
func (s *Scroll) At(row int) (line int, shown bool) {
	line = s.Top + row
	return line, row >= 0 && row < s.H && line < s.N
}

// To puts the cursor on a line, and shows it.
func (s *Scroll) To(pos int) {
	s.Pos, s.apart = pos, false
	s.Clamp()
}

// Keep follows the line of the cursor to where that is now; the window goes along.
func (s *Scroll) Keep(pos int) {
	s.Top += pos - s.Pos
	s.Pos = pos
	s.Clamp()
}

// Wheel moves the window by some lines, and leaves the cursor where it is.
func (s *Scroll) Wheel(down bool) {
	const lines = 3
	before := s.Top
	if down {
		s.Top += lines
	} else {
		s.Top -= lines
	}
	s.apart = true
	if s.Clamp(); s.Top == before {
		s.apart = s.Pos < s.Top || s.Pos >= s.Top+s.H
	}
}

// Move follows a movement action, and reports whether it was one.
func (s *Scroll) Move(a keymap.Action) bool {
	page := max(1, s.H)
	switch a {
	case keymap.Up:
		s.To(s.Pos - 1)
	case keymap.Down:
		s.To(s.Pos + 1)
	case keymap.Top:
		s.To(0)
	case keymap.Bottom:
		s.To(s.N - 1)
	case keymap.HalfUp:
		s.To(s.Pos - max(1, page/2))
	case keymap.HalfDown:
		s.To(s.Pos + max(1, page/2))
	case keymap.PageUp:
		s.To(s.Pos - page)
	case keymap.PageDown:
		s.To(s.Pos + page)
	default:
		return false
	}
	return true
}

// Moves reports whether an action moves a cursor.
func Moves(a keymap.Action) bool {
	var s Scroll
	return s.Move(a)
}

// WheelMove is one line of the mouse's wheel, as a key would go.
func WheelMove(down bool) keymap.Action {
	if down {
		return keymap.Down
	}
	return keymap.Up
}
