package model

import (
	"strongroom/ui"
)

// looks are what the roles on the screen are made of: the user's theme, and what the terminal tells of itself. Until it does, it is
// taken for a dark one with all colours.
type looks struct {
	scheme ui.Scheme
	dark   bool
	depth  ui.Depth
}

// look makes the roles anew.
func (m *Model) look() { m.th = m.looks.scheme.Theme(m.looks.dark, m.looks.depth) }
