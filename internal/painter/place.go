package painter

import (
	"bytes"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// place is a cell of the screen.
type place struct{ x, y int }

// nowhere is a place that is not known.
func nowhere() place { return place{-1, -1} }

func (at place) known() bool { return at.y >= 0 }

// moves reports whether a sequence only moves the cursor, and takes in where to.
func (p *pen) moves(seq []byte) bool {
	if p.through || p.anew {
		return false
	}
	to := p.at
	switch command := p.command(seq); {
	case command == 'H':
		to = place{p.number(1) - 1, p.number(0) - 1}
	case !p.at.known():
		return false
	case seq[0] == '\r':
		to.x = 0
	case seq[0] == '\b':
		to.x--
	case seq[0] == '\n':
		to.y++
	case string(seq) == ansi.ReverseIndex:
		to.y--
	case command == 'A':
		to.y -= p.number(0)
	case command == 'B':
		to.y += p.number(0)
	case command == 'C':
		to.x += p.number(0)
	case command == 'D':
		to.x -= p.number(0)
	case command == 'G', command == '`':
		to.x = p.number(0) - 1
	case command == 'd':
		to.y = p.number(0) - 1
	default:
		return false
	}
	if to.y < 0 || to.y >= p.h { // it scrolls
		return false
	}
	p.at = to
	return true
}

// travels reports whether a sequence moves the cursor and never anything else: a line feed may scroll, and leave the colour behind
// what is written.
func (p *pen) travels(seq []byte) bool {
	switch p.command(seq) {
	case 'A', 'B', 'C', 'D', 'G', 'H', 'd', '`':
		return true
	}
	return seq[0] == '\r' || seq[0] == '\b'
}

// gathers reports whether a sequence writes cells, and takes them in.
func (p *pen) gathers(seq []byte, width int) bool {
	if p.through || p.anew || !p.at.known() {
		return false
	}
	switch command := p.command(seq); {
	case seq[0] >= ' ':
		p.strokes.add(p.at, seq, width, p.wants, string(seq) == " ")
	case command == 'X':
		p.strokes.add(p.at, seq, 0, p.wants, true)
		return true
	case command == 'b' && p.strokes.last(p.at) != nil:
		width = p.number(0)
		p.strokes.extend(seq, width) // some terminals, tmux among them, repeat only what was written right before
	default:
		return false
	}
	p.at.x += width
	return true
}

// move brings the cursor to a place in as few bytes as every terminal understands.
func (p *pen) move(to *bytes.Buffer, at place) {
	if at == p.cursor {
		return
	}
	shortest := ansi.CursorPosition(at.x+1, at.y+1)
	if down := at.y - p.cursor.y; p.cursor.known() && down >= 0 && down < len(shortest) {
		feeds := strings.Repeat("\n", down)
		for _, way := range []string{feeds + along(p.cursor.x, at.x), "\r" + feeds + along(0, at.x)} {
			if len(way) < len(shortest) {
				shortest = way
			}
		}
	}
	to.WriteString(shortest)
	p.cursor = at
}

// along is the way within a row.
func along(from, to int) string {
	switch n := to - from; {
	case n > 0:
		return ansi.CursorForward(n)
	case n >= -3:
		return strings.Repeat("\b", -n)
	default:
		return ansi.CursorBackward(-n)
	}
}
