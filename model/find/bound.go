package find

// bound tells quickly what a name can score at most for a term, so that few names need an exact score.
type bound struct {
	most  int      // on any name
	edges []uint8  // bits of the characters, in keys.edge
	pairs []uint8  // bits of neighbouring characters, in keys.pairs
	known []uint16 // answers by edges and pairs, +1; nil for long terms
}

// longestKnown keeps the table of answers within 64 KB.
const longestKnown = 8

func (x *Index) bound(n *needle) *bound {
	m := len(n.term.runes)
	b := &bound{most: m*(scoreMatch+bonusWhite) + bonusWhite}
	switch n.term.kind {
	case word:
		b.most += bonusWhite
	case fuzzy:
		if !n.ascii || m < 2 {
			return b
		}
	default:
		return b
	}
	if n.term.kind != fuzzy {
		return b
	}
	folded := []byte(n.term.text)
	foldASCII(folded)
	for i, c := range folded {
		b.edges = append(b.edges, x.abc.bit[c])
		if i > 0 {
			b.pairs = append(b.pairs, pairBit(folded[i-1], c))
		}
	}
	if m <= longestKnown {
		b.known = make([]uint16, 1<<(2*m-1))
	}
	return b
}

// of is the bound for a name with these keys.
func (b *bound) of(edge, pairs uint64) int {
	if b.edges == nil {
		return b.most
	}
	key := uint64(0)
	for _, bit := range b.edges {
		key = key<<1 | edge>>bit&1
	}
	for _, bit := range b.pairs {
		key = key<<1 | pairs>>bit&1
	}
	if b.known == nil {
		return b.reckon(edge, pairs)
	}
	if b.known[key] == 0 {
		b.known[key] = uint16(b.reckon(edge, pairs) + 1)
	}
	return int(b.known[key]) - 1
}

// reckon goes through the term with two best scores: of alignments whose current run started at an edge, and of the
// others. A character beside no fitting neighbour costs a gap.
func (b *bound) reckon(edge, pairs uint64) int {
	const none = -1 << 20
	hot, cold := none, none
	for i, bit := range b.edges {
		onEdge := edge>>bit&1 != 0
		if i == 0 {
			if onEdge {
				hot = scoreMatch + bonusWhite*firstFactor
			}
			cold = scoreMatch
			continue
		}
		fresh := max(hot, cold) + gapStart + scoreMatch
		nextHot, nextCold := none, fresh
		if onEdge {
			nextHot = fresh + bonusWhite
		}
		if pairs>>b.pairs[i-1]&1 != 0 {
			nextHot = max(nextHot, hot+scoreMatch+bonusWhite)
			nextCold = max(nextCold, cold+scoreMatch+bonusChain)
			if onEdge {
				nextHot = max(nextHot, cold+scoreMatch+bonusWhite)
			}
		}
		hot, cold = nextHot, nextCold
	}
	return max(hot, cold)
}
