package find

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// mostSpots is how long a window may be whose places are the bits of a word.
const mostSpots = 64

// window is the part of a name that an alignment can lie in, and where that begins.
type window struct {
	bytes []byte
	from  int
}

// windowOf is from the first place of the pattern's first character to the last of its last.
func windowOf(line, pat []byte) window {
	from := bytes.IndexByte(line, pat[0])
	return window{line[from : bytes.LastIndexByte(line, pat[len(pat)-1])+1], from}
}

// spots are the places of a byte in a window of at most mostSpots, as bits: eight bytes are compared at a time.
func spots(line []byte, b byte) uint64 {
	if len(line) < 8 {
		set := uint64(0)
		for i, c := range line {
			if c == b {
				set |= 1 << i
			}
		}
		return set
	}
	all, set := uint64(b)*0x0101010101010101, uint64(0)
	for i := 0; i+8 <= len(line); i += 8 {
		set |= zeros(binary.LittleEndian.Uint64(line[i:])^all) << i
	}
	rest := len(line) - 8
	return set | zeros(binary.LittleEndian.Uint64(line[rest:])^all)<<rest
}

// zeros are the bytes of a word that are zero, as its lowest bits.
func zeros(w uint64) uint64 {
	const low = 0x7F7F7F7F7F7F7F7F
	w = ^((w&low + low) | w | low) // their highest bits
	return w >> 7 * 0x0102040810204080 >> 56
}

// below are the places before one; last is the highest of some.
func below(at int) uint64       { return 1<<uint(at) - 1 }
func lastOf(places uint64) int  { return 63 - bits.LeadingZeros64(places) }
func firstOf(places uint64) int { return bits.TrailingZeros64(places) }

// two is the score of the best alignment of two characters. An alignment begins at the last place of the first one before
// that of the second, as in the table: there a new beginning takes the place of an older one.
func (s *scorer) two(plain []byte, line window, pat []byte) int {
	firsts, seconds := spots(line.bytes, pat[0]), spots(line.bytes, pat[1])
	seconds &^= below(firstOf(firsts) + 1)
	best, begin, start := int32(0), -1, int32(0)
	for ; seconds != 0; seconds &= seconds - 1 {
		at := firstOf(seconds)
		if b := lastOf(firsts & below(at)); b != begin {
			begin, start = b, s.bonus(plain, line.from+b)
		}
		own, score := s.bonus(plain, line.from+at), scoreMatch+start*firstFactor
		if gap := int32(at - begin - 1); gap > 0 {
			score = max(0, score+gapStart-(gap-1))
		} else {
			own = max(own, bonusChain, start)
		}
		best = max(best, score+scoreMatch+own)
	}
	return int(best)
}

// column is a match of one character of the pattern: the best score that ends there, the length of the run of adjacent
// matches, and whether the score comes from a gap that runs on.
type column struct {
	score int32
	run   int32
	gap   bool
}

// tableRow has a column for each place in a window.
type tableRow [mostSpots]column

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

// short is the score of the best alignment in a window of at most mostSpots.
func (s *scorer) short(plain []byte, line window, pat []byte) int {
	for _, b := range pat {
		s.places[b] = 0
	}
	for i, b := range line.bytes {
		s.places[b] |= 1 << (i & 63)
	}
	last := len(pat) - 1
	end := lastOf(s.places[pat[last]])
	above := s.places[pat[0]] & below(end-last+1)
	first := firstOf(above)
	for set := above; set != 0; set &= set - 1 {
		at := firstOf(set)
		s.columns[0][at] = column{score: scoreMatch + s.bonus(plain, line.from+at)*firstFactor, run: 1}
	}
	best := int32(0)
	for i := 1; i <= last; i++ {
		row := s.places[pat[i]] &^ below(first+1)
		first = firstOf(row)
		row &= below(end - (last - i) + 1)
		best = s.fill(plain, line.from, above, row, [2]*tableRow{&s.columns[(i-1)&1], &s.columns[i&1]})
		above = row
	}
	return int(best)
}

// fill works out the second row of the table from the first, in the columns where it has a match.
func (s *scorer) fill(plain []byte, shift int, above, row uint64, table [2]*tableRow) int32 {
	from, to := table[0], table[1]
	best, left := int32(0), -1
	for set := row; set != 0; set &= set - 1 {
		at := firstOf(set)
		diagonal, run := int32(0), int32(1)
		if before := above & below(at); before != 0 {
			k := lastOf(before)
			diagonal = from[k].after(int32(at - 1 - k))
			if k == at-1 {
				run = from[k].run + 1
			}
		}
		own := s.bonus(plain, shift+at)
		b := own
		if run > 1 {
			start := s.bonus(plain, shift+at-int(run)+1)
			if own >= bonusBoundary && own > start {
				run = 1
			} else {
				b = max(own, bonusChain, start)
			}
		}
		here := column{score: diagonal + scoreMatch + b, run: run}
		if left >= 0 {
			if skip := to[left].skip(int32(at - left)); here.score < skip {
				here = column{score: skip, gap: true}
			}
		}
		to[at] = here
		best = max(best, here.score)
		left = at
	}
	return best
}

// skip is the score of not matching d columns right of it.
func (c *column) skip(d int32) int32 {
	if c.gap {
		return c.score - d
	}
	return c.score + gapStart - (d - 1)
}
