package find

import "math"

// keys are the small facts about each name that spare reading it.
type keys struct {
	has   []uint64 // which bytes the folded name has; none if it is odd
	edge  []uint64 // which of them stand where a match earns a bonus
	after []uint64 // which of them follow a delimiter, and earn more
	start []uint8  // the bit of the first one, which earns most; anyStart: a space inside lets others earn as much
	pairs []pairs  // which bytes follow which, by hash
	isOdd rowSet
	size  []uint16 // length without white space around it, in characters
}

const anyStart = 0xFF

// odd names are beyond ASCII, empty or huge; they are matched by characters, one by one.
func (k *keys) odd(r Row) bool { return k.isOdd.has(int(r)) }

func (k *keys) add(a *alphabet, name, folded []byte) {
	if len(name) == 0 || !isASCII(name) || len(name) > math.MaxUint16 {
		k.isOdd.put(len(k.has), true)
		from, to := spread(string(name)).inner()
		k.has, k.edge, k.pairs = append(k.has, 0), append(k.edge, ^uint64(0)), append(k.pairs, pairs{^uint64(0), ^uint64(0)})
		k.size = append(k.size, uint16(min(to-from, math.MaxUint16)))
		k.after, k.start = append(k.after, ^uint64(0)), append(k.start, anyStart)
		return
	}
	var has, edge, after uint64
	var follow pairs
	start := uint8(anyStart)
	before, last, spaced := white, byte(0), false
	for i, b := range folded {
		c := a.class[name[i]]
		bit := uint64(1) << a.bit[b]
		has |= bit
		switch bonus := a.bonus[before][c]; {
		case i == 0:
			start = a.bit[b]
			edge |= bit
			after |= bit
		case bonus >= bonusWhite:
			spaced = true
		case bonus >= bonusDelimiter:
			edge |= bit
			after |= bit
		case bonus > 0:
			edge |= bit
		}
		if i > 0 {
			p := pairBit(last, b)
			follow[p>>6] |= 1 << (p & 63)
		}
		before, last = c, b
	}
	if spaced {
		start, edge, after, follow = anyStart, ^uint64(0), ^uint64(0), pairs{^uint64(0), ^uint64(0)}
	}
	k.after, k.start = append(k.after, after), append(k.start, start)
	k.has, k.edge, k.pairs = append(k.has, has), append(k.edge, edge), append(k.pairs, follow)
	from, to := innerASCII(name)
	k.size = append(k.size, uint16(to-from))
}

// pairs is a set of pairs of bytes, hashed to 128.
type pairs [2]uint64

func pairBit(a, b byte) uint8 { return uint8((uint32(a)*0x9E3779B1 + uint32(b)*0x85EBCA6B) >> 25) }

func innerASCII(b []byte) (from, to int) {
	to = len(b)
	for to > 0 && spaceASCII(b[to-1]) {
		to--
	}
	for from < to && spaceASCII(b[from]) {
		from++
	}
	return from, to
}

func spaceASCII(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }
