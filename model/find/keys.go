package find

import "math"

// keys are the small facts about each name that spare reading it.
type keys struct {
	has   []uint64 // which bytes the folded name has; none if it is odd
	facts factTable
	start []uint8 // the bit of the first one, which earns most; anyStart: a space inside lets others earn as much
	isOdd rowSet
	size  []uint16 // length without white space around it, in characters
}

const (
	anyStart = 0xFF
	reach    = 8
)

// odd names are beyond ASCII, empty or huge; they are matched by characters, one by one.
func (k *keys) odd(r Row) bool { return k.isOdd.has(int(r)) }

func (k *keys) add(a *alphabet, name, folded []byte) {
	if len(name) == 0 || !isASCII(name) || len(name) > math.MaxUint16 {
		k.isOdd.put(len(k.has), true)
		from, to := spread(string(name)).inner()
		k.facts.add(len(k.has), &allFacts)
		k.has, k.start = append(k.has, 0), append(k.start, anyStart)
		k.size = append(k.size, uint16(min(to-from, math.MaxUint16)))
		return
	}
	var has uint64
	for _, b := range folded {
		has |= 1 << (a.bit[b] & 63)
	}
	f, spaced := a.facts(name, folded)
	start := a.bit[folded[0]]
	if spaced {
		f, start = allFacts, anyStart
	}
	from, to := innerASCII(name)
	k.facts.add(len(k.has), &f)
	k.has, k.start, k.size = append(k.has, has), append(k.start, start), append(k.size, uint16(to-from))
}

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
