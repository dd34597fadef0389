package ui

import "strongroom/keymap"

// Input is a line that is typed into, as it is drawn in w cells.
type Input interface {
	Show(w int, focus bool) string
}

// Spot is what a click on a part of a line means: the field that gets the focus, and what is done there then.
type Spot struct {
	From, To int // its cells
	Field    int
	Do       keymap.Action
	Times    int // how often it is done
	// Typed is what the cursor is put into, nil for nothing. It was drawn in W cells, with the Focus or without.
	Typed Input
	W     int
	Focus bool
}

// Typed appends a line that is typed into, and tells what a click does there and on all that is behind it.
func (l *Line) Typed(r Role, typed Input, w int, focus bool) Spot {
	spot := Spot{From: l.w, To: l.max, Typed: typed, W: w, Focus: focus}
	l.Add(r, typed.Show(w, focus))
	return spot
}

// Spot is what a click on a cell of a line of the body means.
func (b Box) Spot(line, x int) (s Spot, is bool) {
	if line >= len(b.Spots) {
		return s, false
	}
	for _, s := range b.Spots[line] {
		if x >= s.From && x < s.To {
			return s, true
		}
	}
	return s, false
}

// Below has more lines stand above the body.
func (b Box) Below(lines []string) Box {
	b.Lines, b.Spots = append(lines, b.Lines...), append(make([][]Spot, len(lines)), b.Spots...)
	return b
}
