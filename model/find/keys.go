package find

import "math"

// keys are the small facts about each name that spare reading it.
type keys struct {
	has   []uint64 // which bytes the folded name has; none if it is odd
	facts []facts
	start []uint8 // the bit of the first one, which earns most; anyStart: a space inside lets others earn as much
	isOdd rowSet
	size  []uint16 // length without white space around it, in characters
}

// facts are what a bound goes by: sets of bytes of a folded name, and of pairs of them by hash.
type facts struct {
	edge, after uint64 // that stand where a match earns a bonus; that follow a delimiter, and earn more
	pairs       [2]uint64
	begins      uint64 // pairs whose first byte earns a bonus
	near        uint64 // letters and digits that earn a bonus, and others that do, no more than reach behind them
}

const (
	anyStart = 0xFF
	reach    = 8
)

var allFacts = facts{^uint64(0), ^uint64(0), [2]uint64{^uint64(0), ^uint64(0)}, ^uint64(0), ^uint64(0)}

func (f *facts) has(needed *facts) bool {
	return needed.edge&^f.edge|needed.after&^f.after|needed.pairs[0]&^f.pairs[0]|needed.pairs[1]&^f.pairs[1] == 0
}

// odd names are beyond ASCII, empty or huge; they are matched by characters, one by one.
func (k *keys) odd(r Row) bool { return k.isOdd.has(int(r)) }

func (k *keys) add(a *alphabet, name, folded []byte) {
	if len(name) == 0 || !isASCII(name) || len(name) > math.MaxUint16 {
		k.isOdd.put(len(k.has), true)
		from, to := spread(string(name)).inner()
		k.has, k.facts, k.start = append(k.has, 0), append(k.facts, allFacts), append(k.start, anyStart)
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
	k.has, k.facts, k.start, k.size = append(k.has, has), append(k.facts, f), append(k.start, start), append(k.size, uint16(to-from))
}

// facts are those of an ASCII name. spaced: a space inside lets a match earn as much as at the beginning.
func (a *alphabet) facts(name, folded []byte) (f facts, spaced bool) {
	var edges trail
	before, last, earned := white, byte(0), int16(0)
	for i, b := range folded {
		c, bit := a.class[name[i]], a.bit[b]&63
		bonus := a.bonus[before][c]
		if i > 0 {
			p := pairBit(last, b)
			f.pairs[p>>6&1] |= 1 << (p & 63)
			spaced = spaced || bonus >= bonusWhite
		}
		if earned > 0 {
			f.begins |= 1 << beginBit(last, b, earned >= bonusDelimiter)
		}
		if bonus > 0 {
			f.edge |= 1 << bit
			if bonus >= bonusDelimiter {
				f.after |= 1 << bit
			}
			if alnum(b) {
				f.near |= edges.near(i, b, bonus >= bonusDelimiter)
				edges.add(i, b)
			}
		}
		before, last, earned = c, b, bonus
	}
	return f, spaced
}

// trail is the last edges of a name, as many as can be within reach.
type trail struct {
	at [reach]int
	b  [reach]byte
	n  int
}

func (t *trail) add(at int, b byte) {
	t.at[t.n%reach], t.b[t.n%reach] = at, b
	t.n++
}

// near are the bits of the pairs of the edges within reach and the next one.
func (t *trail) near(at int, b byte, after bool) (bits uint64) {
	for k := t.n - 1; k >= max(0, t.n-reach) && at-t.at[k%reach] <= reach; k-- {
		bits |= 1 << nearBit(t.b[k%reach], b, after)
	}
	return bits
}

func pairHash(a, b byte) uint32 { return uint32(a)*0x9E3779B1 + uint32(b)*0x85EBCA6B }

// pairBit is one of 128.
func pairBit(a, b byte) uint8 { return uint8(pairHash(a, b) >> 25) }

// beginBit is one of 64, another where the first byte follows a delimiter.
func beginBit(a, b byte, after bool) uint8 { return uint8((pairHash(a, b)+salt(after))>>26) & 63 }

// nearBit is one of 64, another where the second byte follows a delimiter.
func nearBit(a, b byte, after bool) uint8 { return uint8((pairHash(b, a)+salt(after))>>26) & 63 }

func salt(after bool) uint32 {
	if after {
		return 0xC2B2AE35
	}
	return 0
}

func alnum(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

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
