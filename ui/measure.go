package ui

import (
	"bytes"
	"strings"
)

// tabShown is how a tab inside a value is drawn: visible, and of one width.
const tabShown = "→   "

// ValueText is a piece of one line of a value, made safe to show; tabs are drawn as arrows.
func ValueText(b []byte) string {
	if bytes.IndexByte(b, '\t') < 0 {
		return Text(string(b))
	}
	parts := strings.Split(string(b), "\t")
	for i := range parts {
		parts[i] = Text(parts[i])
	}
	return strings.Join(parts, tabShown)
}

// measure counts the cells of a text character by character, as ValueText draws it. What a character takes depends on those
// before it, since what would join them is spelled out: so it spells too, and counts what came of it.
type measure struct {
	sp   speller
	done int // cells of all that sp does not hold any more
	open int // cells of what sp holds: the last character and its marks
	// joined: the last character is drawn in the place of the one before it.
	joined bool
}

// anew begins at another text; the buffer stays.
func (m *measure) anew() { *m = measure{sp: speller{out: m.sp.out[:0], cluster: -1}} }

// cells are the cells of all that was taken.
func (m *measure) cells() int { return m.done + m.open }

// take counts the character that b begins with. It has n bytes, and is drawn behind so many cells.
func (m *measure) take(b []byte) (n, behind int) {
	c := b[0]
	if m.joined = false; c >= ' ' && c <= '~' {
		m.done += m.open
		m.sp = speller{out: append(m.sp.out[:0], c)}
		m.open = 1
		return 1, m.done
	}
	if c == '\t' {
		behind = m.cells()
		m.done, m.open = behind+Width(tabShown), 0
		m.sp = speller{out: m.sp.out[:0], cluster: -1}
		return 1, behind
	}
	p := &m.sp
	n = p.take(string(b[:min(len(b), maxEncoded)]))
	behind = m.done + Width(string(p.out[:p.at]))
	m.joined = p.cluster >= 0 && p.at > p.cluster
	if over := p.cluster; over != 0 { // what is before it is over
		if over < 0 {
			over = len(p.out)
		}
		m.done += Width(string(p.out[:over]))
		p.out = append(p.out[:0], p.out[over:]...)
		p.cluster, p.last = min(p.cluster, 0), p.last-over
	}
	m.open = Width(string(p.out))
	return n, behind
}

const maxEncoded = 4 // bytes of a character in UTF-8

// Column is how many cells are drawn before byte at, where b is drawn as one line.
func Column(b []byte, at int) int {
	var m measure
	m.anew()
	for i := 0; i < len(b); {
		n, behind := m.take(b[i:])
		if i >= at {
			return behind
		}
		i += n
	}
	return m.cells()
}

// Reach is the last place in b, drawn as one line, that has at most so many cells before it: where a character begins, or the
// end.
func Reach(b []byte, cells int) (at int) {
	var m measure
	m.anew()
	for i := 0; i < len(b); {
		n, behind := m.take(b[i:])
		switch {
		case m.joined:
		case behind > cells:
			return at
		default:
			at = i
		}
		i += n
	}
	if m.cells() <= cells {
		at = len(b)
	}
	return at
}

// Break cuts a text into the pieces that are drawn one to a line: at line ends, and where w cells are full. A piece is wider
// only where a single character is. Line ends belong to no piece. An empty text is one empty piece.
func Break(b []byte, w int, emit func(from, to int)) {
	var m measure
	for from := 0; ; {
		end := bytes.IndexByte(b[from:], '\n')
		last := end < 0
		if last {
			end = len(b) - from
		}
		m.breakLine(b, from, from+end, w, emit)
		if from += end + 1; last || from >= len(b) {
			return
		}
	}
}

func (m *measure) breakLine(b []byte, from, to, w int, emit func(from, to int)) {
	m.anew()
	start, open := from, from // open is where the last character begins that what follows may join
	for i := from; i < to; {
		n, _ := m.take(b[i:to])
		if !m.joined {
			open = i
		}
		if m.cells() > w && i > start {
			if open == start {
				open = i
			}
			emit(start, open)
			start, i = open, open
			m.anew()
			continue
		}
		i += n
	}
	emit(start, to)
}
