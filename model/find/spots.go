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
