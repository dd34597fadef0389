package find

import "math"

// keys are the small facts about each name that spare reading it.
type keys struct {
	has   []uint64 // which bytes the folded name has; 0: the name is odd, only slow matching knows it
	edge  []uint64 // which of them stand where a match earns a bonus
	pairs []uint64 // which bytes follow which, by hash
	size  []uint16 // length without white space around it, in characters
}

// odd names are beyond ASCII, empty or huge; they are matched by characters, one by one.
func (k *keys) odd(r Row) bool { return k.has[r] == 0 }

func (k *keys) add(a *alphabet, name, folded []byte) {
	if !isASCII(name) || len(name) > math.MaxUint16 {
		from, to := spread(string(name)).inner()
		k.has, k.edge, k.pairs = append(k.has, 0), append(k.edge, 0), append(k.pairs, 0)
		k.size = append(k.size, uint16(min(to-from, math.MaxUint16)))
		return
	}
	var has, edge, pairs uint64
	before, last := white, byte(0)
	for i, b := range folded {
		c := a.class[name[i]]
		bit := uint64(1) << a.bit[b]
		has |= bit
		if a.bonus[before][c] > 0 {
			edge |= bit
		}
		if i > 0 {
			pairs |= 1 << pairBit(last, b)
		}
		before, last = c, b
	}
	k.has, k.edge, k.pairs = append(k.has, has), append(k.edge, edge), append(k.pairs, pairs)
	from, to := innerASCII(name)
	k.size = append(k.size, uint16(to-from))
}

func pairBit(a, b byte) uint8 { return uint8((uint32(a)*0x9E3779B1 + uint32(b)*0x85EBCA6B) >> 26) }

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
