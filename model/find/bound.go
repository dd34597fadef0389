package find

import "bytes"

// bound tells quickly what a name can score at most for a term, so that few names need an exact score.
type bound struct {
	most  int     // on any name
	chars []uint8 // bits of the characters, in keys.edge and keys.after
	pairs []uint8 // bits of neighbouring characters, in keys.pairs
	text  []byte  // folded
	exact bool    // nothing between the characters
	// known are answers found before, by the few bits of a name's facts that decide; a newer one takes the place of an
	// older. Long terms have too many such bits.
	known []answer
}

type answer struct {
	key   uint64 // 0: none yet
	bound int
}

const (
	longestKnown = 18 // three bits of a key each, and some for the lead and the gap
	knownBits    = 10
	mostLead     = 15 // so many characters of a term, or more
)

func (x *Index) bound(n *needle) *bound {
	m := len(n.term.runes)
	b := &bound{most: m*(scoreMatch+bonusWhite) + bonusWhite}
	if n.term.kind == word || n.term.kind == equal || !n.ascii {
		b.most += bonusWhite
		return b
	}
	b.exact = n.term.kind != fuzzy
	b.text = []byte(n.term.text)
	foldASCII(b.text)
	for i, c := range b.text {
		b.chars = append(b.chars, x.abc.bit[c])
		if i > 0 {
			b.pairs = append(b.pairs, pairBit(b.text[i-1], c))
		}
	}
	if m <= longestKnown {
		b.known = make([]answer, 1<<knownBits)
	}
	return b
}

// facts are what a bound goes by.
type facts struct {
	edge, after uint64
	pairs       pairs
	lead        int // how many characters of the term the name begins with, up to mostLead
	gap         int // how many characters there are, at least, before the next one of the term, up to mostLead
}

// factsOf are those of a name. best: it may earn as much as any name.
func (b *bound) factsOf(c *columns, r Row) (f facts, best bool) {
	k := &c.keys
	f = facts{edge: k.edge[r], after: k.after[r], pairs: k.pairs[r]}
	switch k.start[r] {
	case anyStart:
		return f, true
	case b.chars[0]:
		name := c.names.at(int(r))
		for f.lead < min(len(b.text), len(name), mostLead) && name[f.lead] == b.text[f.lead] {
			f.lead++
		}
		if f.lead < min(len(b.text), mostLead) {
			f.gap = min(bytes.IndexByte(name[f.lead:], b.text[f.lead]), mostLead)
		}
	}
	return f, false
}

// of is the bound for a name. The answer depends on few bits of its facts.
func (b *bound) of(c *columns, r Row) int {
	if b.chars == nil {
		return b.most
	}
	f, best := b.factsOf(c, r)
	switch {
	case best:
		return b.most
	case b.known == nil:
		return b.reckon(&f)
	}
	key := uint64(1<<8 | f.lead<<4 | max(0, f.gap))
	for _, bit := range b.chars {
		key = key<<2 | (f.edge>>(bit&63)&1)<<1 | f.after>>(bit&63)&1
	}
	for _, bit := range b.pairs {
		key = key<<1 | f.pairs[bit>>6&1]>>(bit&63)&1
	}
	a := &b.known[key*0x9E3779B97F4A7C15>>(64-knownBits)]
	if a.key != key {
		*a = answer{key, b.reckon(&f)}
	}
	return a.bound
}

// impossible is a score that no sum of others lifts above one that can be.
const impossible = -1 << 20

// reckon goes through the term with the best scores of alignments by what the present run of neighbours started with:
// the start of the name, a delimiter, another edge, nothing. A character without a fitting neighbour costs a gap.
func (b *bound) reckon(f *facts) int {
	start, after, edge, plain := impossible, impossible, impossible, impossible
	for i, bit := range b.chars {
		bonus := 0
		if f.after>>bit&1 != 0 {
			bonus = bonusDelimiter
		} else if f.edge>>bit&1 != 0 {
			bonus = bonusBoundary
		}
		left := start // behind what the name begins with
		if i == f.lead && f.gap > 0 {
			left -= f.gap - 1
		}
		fresh := max(left, after, edge, plain) + scoreMatch + gapStart + bonus
		if i == 0 {
			fresh = scoreMatch + bonus*firstFactor
			if f.lead > 0 {
				start = scoreMatch + bonusWhite*firstFactor
			}
		} else if b.exact {
			fresh = impossible
		}
		var chained [3]int // after, edge, plain
		if i > 0 && f.pairs[b.pairs[i-1]>>6]>>(b.pairs[i-1]&63)&1 != 0 {
			if start += scoreMatch + bonusWhite; i >= f.lead && f.lead < mostLead {
				start = impossible
			}
			chained = [3]int{after + scoreMatch + bonusDelimiter, edge + scoreMatch + bonusBoundary, plain + scoreMatch + bonusChain}
			switch bonus {
			case bonusDelimiter:
				best := max(edge, plain) + scoreMatch + bonusDelimiter
				chained = [3]int{max(chained[0], best), impossible, impossible}
			case bonusBoundary:
				chained[1] = max(chained[1], plain+scoreMatch+bonusBoundary)
			}
		} else {
			chained = [3]int{impossible, impossible, impossible}
			if i > 0 {
				start = impossible
			}
		}
		after, edge, plain = chained[0], chained[1], chained[2]
		switch bonus {
		case bonusDelimiter:
			after = max(after, fresh)
		case bonusBoundary:
			edge = max(edge, fresh)
		default:
			plain = max(plain, fresh)
		}
	}
	return max(start, after, edge, plain, 0)
}

// needed are the facts without any one of which a name cannot score enough.
type needed struct {
	edge, after uint64
	pairs       pairs
	start       uint8 // noStart: any will do
}

const noStart = 0xFE

// in reports whether a name has all of them.
func (n *needed) in(k *keys, r Row) bool {
	if n.start != noStart && k.start[r] != n.start && k.start[r] != anyStart {
		return false
	}
	if k.edge[r]&n.edge != n.edge || k.after[r]&n.after != n.after {
		return false
	}
	p := &k.pairs[r]
	return p[0]&n.pairs[0] == n.pairs[0] && p[1]&n.pairs[1] == n.pairs[1]
}

// needs adds what the term must find in a name so that its score is not below least.
func (b *bound) needs(least int, n *needed) {
	ideal := facts{^uint64(0), ^uint64(0), pairs{^uint64(0), ^uint64(0)}, mostLead, 0}
	f := ideal
	if f.lead = 0; b.reckon(&f) < least {
		n.start = b.chars[0]
	}
	for _, bit := range b.pairs {
		f := ideal
		f.pairs[bit>>6] &^= 1 << (bit & 63)
		if b.reckon(&f) < least {
			n.pairs[bit>>6] |= 1 << (bit & 63)
		}
	}
	for _, bit := range b.chars {
		f := ideal
		f.after &^= 1 << bit
		if bit == b.chars[0] {
			f.lead = 0 // no longer the first
		}
		if b.reckon(&f) < least {
			n.after |= 1 << bit
		}
		f.edge &^= 1 << bit
		if b.reckon(&f) < least {
			n.edge |= 1 << bit
		}
	}
}
