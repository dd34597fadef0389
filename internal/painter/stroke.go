package painter

import (
	"bytes"

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
		last.width += width
	} else {
		s.all = append(s.all, stroke{at: at, width: width, style: style, blank: blank, from: s.text.Len()})
	}
	s.text.Write(seq)
	s.all[len(s.all)-1].to = s.text.Len()
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

// byStyle are all strokes in the order in which their styles, and in each style they themselves, were added.
func (s *strokes) byStyle() []stroke {
	ordered := make([]stroke, 0, len(s.all))
	done := make([]bool, len(s.all))
	for i := range s.all {
		for j := i; j < len(s.all) && !done[i]; j++ {
			if !done[j] && s.all[j].style.Equal(&s.all[i].style) {
				ordered = append(ordered, s.all[j])
				done[j] = j > i
			}
		}
		done[i] = true
	}
	return ordered
}
