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

// drawnOn takes in what the terminal tells of itself.
func (m *Model) drawnOn(dark bool, depth ui.Depth) {
	if dark == m.looks.dark && depth == m.looks.depth {
		return // the roles are not made twice before the first frame
	}
	m.looks.dark, m.looks.depth = dark, depth
	m.look()
}

// look makes the roles anew.
func (m *Model) look() { m.th = m.looks.scheme.Theme(m.looks.dark, m.looks.depth) }
