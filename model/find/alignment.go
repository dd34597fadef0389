package find

import (
	"encoding/binary"
	"math/bits"
)

// alignment is the table of a term and a name in a window of at most mostSpots: a row for each character of the term, and a column
// for each place. A score depends on nothing to its right, and names mostly come in their order: so the columns are kept in which
// a name is as the one before it, and only the others are worked out.
type alignment struct {
	of    *needle
	plain []byte // the name
	window
	led     int         // the name begins with so many characters of the term, or its score is of no interest
	whole   int         // so many columns have all that can stand in them; beyond, there is no room for the rest of the term
	places  [256]uint64 // of each byte in the window, as bits; right for those of the term
	rows    []uint64    // where each character can stand, as bits
	columns [][mostSpots]column
}

// column is a match of one character of a term: the best score that ends there and the best one up to there, the length of the
// run of adjacent matches, and whether the score comes from a gap that runs on.
type column struct {
	score, best int32
	run         int32
	gap         bool
}

// alignment is the one of a term.
func (s *scorer) alignment(n *needle) *alignment {
	for _, t := range s.alignments {
		if t.of == n {
			return t
		}
	}
	m := len(n.bytes)
	t := &alignment{of: n, rows: make([]uint64, m), columns: make([][mostSpots]column, m)}
	s.alignments = append(s.alignments, t)
	return t
}

// expect says that scores below least are of no interest. What does not begin where the name does earns a point less for each
// character: a high score needs so many there.
func (s *scorer) expect(n *needle, least int) {
	if n.term.kind != fuzzy || !n.ascii || s.x.abc.class[n.bytes[0]] == nonWord || len(n.bytes) < 3 {
		return
	}
	const each, gap = scoreMatch + bonusDelimiter, bonusWhite + gapStart
	led := 0
	if most := each * len(n.bytes); least > most+bonusDelimiter {
		led = min(least-most-gap, len(n.bytes))
	}
	if t := s.alignment(n); led != t.led {
		t.led, t.plain, t.whole = led, nil, 0
	}
}

// ledScore is what n characters score with which a name begins.
func ledScore(n int) int32 { return int32(n*(scoreMatch+bonusWhite) + bonusWhite) }

// turn takes the table to another name, and tells in how many columns it stays as it is.
func (t *alignment) turn(plain []byte, in window) (kept int) {
	if in.from == t.from {
		kept = max(0, min(common(plain, t.plain)-in.from, len(in.bytes), t.whole))
	}
	t.plain, t.window = plain, in
	for _, b := range t.of.bytes {
		t.places[b] &= below(kept)
	}
	for i := kept; i < len(in.bytes); i++ {
		t.places[in.bytes[i]] |= 1 << (i & 63)
	}
	return kept
}

// common is how many bytes two texts begin with alike.
func common(a, b []byte) int {
	i, n := 0, min(len(a), len(b))
	for ; i+8 <= n; i += 8 {
		if other := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); other != 0 {
			return i + bits.TrailingZeros64(other)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// short is the score of the best alignment in a window of at most mostSpots.
func (s *scorer) short(n *needle, plain []byte, in window) int {
	t := s.alignment(n)
	kept := below(t.turn(plain, in))
	last := len(n.bytes) - 1
	first, end := -1, lastOf(t.places[n.bytes[last]])
	t.whole = end - last + 1
	if t.led > 0 {
		first = t.led - 1
		t.rows[first], t.columns[first][first] = 1<<first, column{score: ledScore(t.led), best: ledScore(t.led), run: int32(t.led)}
	}
	for i := t.led; i <= last; i++ {
		t.rows[i] = t.places[n.bytes[i]] &^ below(first+1) & below(t.whole+i)
		first = firstOf(t.rows[i])
		if i == 0 {
			s.begin(t, kept)
		} else {
			s.fill(t, i, kept)
		}
	}
	return int(t.columns[last][lastOf(t.rows[last])].best)
}

// begin fills the first row of a table, but for the columns that are kept.
func (s *scorer) begin(t *alignment, kept uint64) {
	for set := t.rows[0] &^ kept; set != 0; set &= set - 1 {
		at := firstOf(set)
		t.columns[0][at] = column{score: scoreMatch + s.bonus(t.plain, t.from+at)*firstFactor, run: 1}
	}
}

// fill fills another row of a table from the one above it, but for the columns that are kept.
func (s *scorer) fill(t *alignment, i int, kept uint64) {
	above, row := &t.columns[i-1], &t.columns[i]
	left := lastOf(t.rows[i] & kept) // -1: none
	for set := t.rows[i] &^ kept; set != 0; set &= set - 1 {
		at := firstOf(set)
		diagonal, run := int32(0), int32(1)
		if before := t.rows[i-1] & below(at); before != 0 {
			k := lastOf(before)
			diagonal = above[k].after(int32(at - 1 - k))
			if k == at-1 {
				run = above[k].run + 1
			}
		}
		own := s.bonus(t.plain, t.from+at)
		b := own
		if run > 1 {
			start := s.bonus(t.plain, t.from+at-int(run)+1)
			if own >= bonusBoundary && own > start {
				run = 1
			} else {
				b = max(own, bonusChain, start)
			}
		}
		here := column{score: diagonal + scoreMatch + b, run: run}
		if left >= 0 {
			if skip := row[left].skip(int32(at - left)); here.score < skip {
				here = column{score: skip, gap: true}
			}
			here.best = row[left].best
		}
		here.best = max(here.best, here.score)
		row[at] = here
		left = at
	}
}

// after is the score d columns right of it.
func (c *column) after(d int32) int32 {
	switch {
	case d == 0:
		return c.score
	case c.gap:
		return max(0, c.score-d)
	}
	return max(0, c.score+gapStart-(d-1))
}

// skip is the score of not matching d columns right of it.
func (c *column) skip(d int32) int32 {
	if c.gap {
		return c.score - d
	}
	return c.score + gapStart - (d - 1)
}
