package painter

import (
	"bytes"
	"math"
	"slices"

	uv "github.com/charmbracelet/ultraviolet"
)

// stroke is a run of cells of one style.
type stroke struct {
	at       place
	width    int // how far it moves the cursor
	style    uv.Style
	blank    bool // of which nothing is seen but what is behind it
	from, to int  // its bytes among those of all
}

// over is the style to write it in where there is one already.
func (s stroke) over(is uv.Style) uv.Style {
	if s.blank {
		return overBlanks(is, s.style)
	}
	return s.style
}

// strokes are those of a frame, no two of which touch one cell.
type strokes struct {
	all  []stroke
	text bytes.Buffer
}

func (s *strokes) bytes(of stroke) []byte { return s.text.Bytes()[of.from:of.to] }

// wipe forgets them: they may have shown a value.
func (s *strokes) wipe() {
	s.all = s.all[:0]
	wipe(&s.text)
}

// add takes in cells at a place. What goes on where the last stroke ended is a part of it, if that looks the same.
func (s *strokes) add(at place, seq []byte, width int, style uv.Style, blank bool) {
	if last := s.last(at); last != nil && last.takes(style, blank) {
		if last.blank && !blank {
			last.style, last.blank = style, false
		}
	} else {
		s.all = append(s.all, stroke{at: at, style: style, blank: blank, from: s.text.Len()})
	}
	s.extend(seq, width)
}

// extend makes the last stroke longer, however what is added looks.
func (s *strokes) extend(seq []byte, width int) {
	last := &s.all[len(s.all)-1]
	last.width += width
	s.text.Write(seq)
	last.to = s.text.Len()
}

// last is the last stroke, if it ended at a place.
func (s *strokes) last(at place) *stroke {
	if len(s.all) == 0 {
		return nil
	}
	if last := &s.all[len(s.all)-1]; last.at.y == at.y && last.at.x+last.width == at.x {
		return last
	}
	return nil
}

func (s *stroke) takes(style uv.Style, blank bool) bool {
	if s.style.Equal(&style) {
		return true
	}
	seen := overBlanks(s.style, style)
	return (blank || s.blank) && seen.Equal(&s.style)
}

// byStyle are all strokes, those of one style together, from a style on always those to whose style the way is shortest.
func (s *strokes) byStyle(is uv.Style) []stroke {
	ordered := make([]stroke, 0, len(s.all))
	for left := s.styles(); len(left) > 0; {
		n := nearest(is, left)
		is = left[n]
		for _, one := range s.all {
			if one.style.Equal(&is) {
				ordered = append(ordered, one)
			}
		}
		left = slices.Delete(left, n, n+1)
	}
	return ordered
}

// styles are those of the strokes, each once.
func (s *strokes) styles() (all []uv.Style) {
	for _, one := range s.all {
		if !slices.ContainsFunc(all, func(has uv.Style) bool { return has.Equal(&one.style) }) {
			all = append(all, one.style)
		}
	}
	return all
}

// nearest is which of some styles another one is changed to in the fewest bytes.
func nearest(is uv.Style, of []uv.Style) int {
	best, fewest := 0, math.MaxInt
	for i := range of {
		if n := len(uv.StyleDiff(&is, &of[i])); n < fewest {
			best, fewest = i, n
		}
	}
	return best
}
