package ui

import "bytes"

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
	if m.joined = false; c >= ' ' && c <= '~' && !readsSpelled(b) {
		m.done += m.open
		m.sp = speller{out: append(m.sp.out[:0], c)}
		m.open = 1
		return 1, m.done
	}
	p := &m.sp
	n = p.takeValue(b)
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

// Column is how many cells are drawn before byte at of a value, on the line that begins at byte from.
func Column(b []byte, from, at int) int {
	var m measure
	m.anew()
	for i := from; i < len(b); {
		n, behind := m.take(b[i:])
		if i >= at {
			return behind
		}
		i += n
	}
	return m.cells()
}

// Reach is the last place in [from,to) of a value, drawn as one line, that has at most so many cells before it: where a character
// begins, or the end.
func Reach(b []byte, from, to, cells int) (at int) {
	var m measure
	m.anew()
	at = from
	for i := from; i < to; {
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
		at = to
	}
	return at
}

// Break cuts a stretch of a value into the pieces that are drawn one to a line: at line ends, and where w cells are full. A piece is
// wider only where a single character is. Line ends belong to no piece; where ValueText draws one, there is room for it. An empty
// text is one empty piece.
func Break(b []byte, p Piece, w int, emit func(from, to int)) {
	var m measure
	in := p.inside(b)
	for from := p.From; ; {
		to := p.To
		if i := bytes.IndexByte(b[from:p.To], '\n'); i >= 0 {
			to = from + i
		}
		m.breakLine(b, [2]int{from, to}, [2]int{w, w - boolInt(p.endShown(b, in, to))}, emit)
		if from = to + 1; from >= p.To {
			return
		}
	}
}

// breakLine breaks a line into pieces of rooms[0] cells, the last of them of rooms[1].
func (m *measure) breakLine(b []byte, line, rooms [2]int, emit func(from, to int)) {
	m.anew()
	start, open := line[0], line[0] // open is where the last character begins that what follows may join
	for i := line[0]; i < line[1]; {
		n, _ := m.take(b[i:])
		if !m.joined {
			open = i
		}
		if m.cells() > rooms[boolInt(i+n >= line[1])] && i > start {
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
	emit(start, line[1])
}

// DatumColumn is how many cells Datum draws before byte at.
func DatumColumn(s string, at int) int {
	p := speller{cluster: -1}
	for i := 0; i < len(s); {
		n := p.takeDatum(s[i:])
		if i >= at {
			return Width(string(p.out[:p.at]))
		}
		i += n
	}
	return Width(string(p.out))
}

// DatumReach is the last place of a text at which Datum has drawn at most so many cells: where a character begins, or the end.
func DatumReach(s string, cells int) (at int) {
	p := speller{cluster: -1}
	for i := 0; i < len(s); {
		n := p.takeDatum(s[i:])
		joined := p.cluster >= 0 && p.at > p.cluster
		switch behind := Width(string(p.out[:p.at])); {
		case joined:
		case behind > cells:
			return at
		default:
			at = i
		}
		i += n
	}
	if Width(string(p.out)) <= cells {
		return len(s)
	}
	return at
}
