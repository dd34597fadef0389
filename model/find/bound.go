package find

import (
	"bytes"
	"math/bits"
	"slices"
)

// bound tells quickly what a name can score at most for a term, so that few names need an exact score.
type bound struct {
	most  int                     // on any name
	text  []byte                  // folded; nil: nothing is known but most
	exact bool                    // nothing between the characters
	steps []step                  // what of a name's facts decides on each character
	asks  []fact                  // all of it, up to 64
	known *[1 << knownBits]answer // by one judge

	// Which names score less than is of interest: those that lack any fact of need; and those that do not begin with the term's first
	// character and lack all facts of one of the lacks, or whatever they have if led.
	need  asked
	lacks []asked
	led   bool
	masks [64]uint64 // what is asked, of the rows that were read last
}

// asked are facts of a name, by their places in what a bound asks for. The empty set is what is not asked for.
type asked uint64

func (a asked) has(one asked) bool { return a&one == one }

const allAsked = ^asked(0)

// step is how a character of a term can follow the one before it: the facts, and what it earns. What is not asked for may be so.
type step struct {
	bit                 uint8 // of the character
	edge, after         asked // it earns a bonus; it follows a delimiter, and earns more
	pair                asked // both are neighbours
	afterBegins, begins asked // … the first of which follows a delimiter, or earns another bonus
	nearAfter, near     asked // both are near each other, the second of which follows a delimiter, or earns any bonus
	own                 int   // what it earns as a neighbour
	camel               bool  // it may earn more, as a capital
}

// answer is a bound that was found before; a newer one takes the place of an older.
type answer struct {
	of    asked
	lead  lead
	bound int32 // and one more; 0: none yet
}

// lead is how a name begins.
type lead struct {
	same uint8 // so many characters like the term, up to mostLead
	gap  uint8 // so many others, at least, before the next one of the term, up to mostLead
}

const (
	knownBits = 9
	mostLead  = 15 // so many characters of a term, or more
	// shortTerm is how long a term may be to which it matters what begins with a pair, and what is near: few names have all pairs of
	// a longer one.
	shortTerm = 4
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
		s := step{bit: x.abc.bit[c] & 63}
		s.edge, s.after = b.ask(edgeFact(s.bit)), b.ask(afterFact(s.bit))
		if i > 0 {
			b.follow(&s, x.abc, b.text[i-1], c, m <= shortTerm)
		}
		b.steps = append(b.steps, s)
	}
	return b
}

// ask has a fact asked for, and tells its place: none where there is no more.
func (b *bound) ask(f fact) asked {
	i := slices.Index(b.asks, f)
	if i < 0 && len(b.asks) < 64 {
		i, b.asks = len(b.asks), append(b.asks, f)
	}
	if i < 0 {
		return 0
	}
	return 1 << i
}

func (b *bound) follow(s *step, a *alphabet, last, c byte, short bool) {
	s.own, s.camel = int(a.bonus[a.class[last]][a.class[c]]), a.class[last] == lower && a.class[c] == lower
	s.pair = b.ask(pairFact(last, c))
	if short {
		s.afterBegins, s.begins = b.ask(beginFact(last, c, true)), b.ask(beginFact(last, c, false))
	}
	if short && alnum(last) && alnum(c) {
		s.nearAfter, s.near = b.ask(nearFact(last, c, true)), b.ask(nearFact(last, c, false))
	}
}

// leadOf is how a name begins that begins with the term's first character.
func (b *bound) leadOf(name []byte) lead {
	same, gap := min(common(name, b.text), mostLead), 0
	if same < min(len(b.text), mostLead) {
		gap = min(max(0, bytes.IndexByte(name[same:], b.text[same])), mostLead)
	}
	return lead{uint8(same), uint8(gap)}
}

// gathered is for how many rows of a word facts are picked up one by one.
const gathered = 12

// read readies the bounds for rows of a word, and gives those that may score enough.
func (b *bound) read(k *keys, w int, rows uint64) uint64 {
	block, word := k.facts[w/blockWords], w%blockWords
	var columns [64]uint64
	for i, f := range b.asks {
		columns[i] = block[f][word]
		if b.need>>i&1 != 0 {
			rows &= columns[i]
		}
	}
	if rows &= b.enough(k, w, &columns); bits.OnesCount64(rows) > gathered {
		transpose(&columns)
		b.masks = columns
		return rows
	}
	for left := rows; left != 0; left &= left - 1 {
		r, mask := bits.TrailingZeros64(left), uint64(0)
		for i := range b.asks {
			mask |= columns[i] >> r & 1 << i
		}
		b.masks[r] = mask
	}
	return rows
}

// enough are the rows of a word that begin with the term's first character, or lack nothing.
func (b *bound) enough(k *keys, w int, columns *[64]uint64) uint64 {
	if !b.led && len(b.lacks) == 0 {
		return ^uint64(0)
	}
	starts := k.start[w<<6 : min(w<<6+64, len(k.start))]
	begin := spots(starts, b.steps[0].bit) | spots(starts, anyStart)
	if b.led {
		return begin
	}
	enough := ^uint64(0)
	for _, lack := range b.lacks {
		some := uint64(0)
		for ; lack != 0; lack &= lack - 1 {
			some |= columns[bits.TrailingZeros64(uint64(lack))]
		}
		enough &= some
	}
	return begin | enough
}

// of is the bound for a name whose word was read.
func (b *bound) of(c *columns, r Row) int {
	if b.text == nil {
		return b.most
	}
	var l lead
	switch c.keys.start[r] {
	case anyStart:
		return b.most
	case b.steps[0].bit:
		l = b.leadOf(c.names.at(int(r)))
	}
	mask := asked(b.masks[r&63])
	h := uint64(mask)*0x9E3779B97F4A7C15 ^ uint64(l.same<<4|l.gap)*0x8EBC6AF09C88C6E3
	a := &b.known[h>>(64-knownBits)]
	if a.of != mask || a.lead != l || a.bound == 0 {
		*a = answer{mask, l, int32(b.reckon(mask, l)) + 1}
	}
	return int(a.bound) - 1
}

// impossible is a score that no sum of others lifts above one that can be.
const impossible = -1 << 20

// runs are the best scores of alignments by what the present run of neighbours started with: a delimiter before it, another edge,
// nothing.
type runs struct{ after, edge, plain int }

var noRuns = runs{impossible, impossible, impossible}

func (s runs) best() int { return max(s.after, s.edge, s.plain) }

// reckon goes through the term with the best scores of alignments that could be, by how the present run of neighbours started: with
// the name, or with the present character (fresh), or before it (chained).
func (b *bound) reckon(f asked, l lead) int {
	start, fresh, chained := impossible, noRuns, noRuns
	for i := range b.steps {
		s := &b.steps[i]
		earns := runs{impossible, impossible, 0}
		if f.has(s.after) {
			earns.after = bonusDelimiter
		}
		if f.has(s.edge) {
			earns.edge = bonusBoundary
		}
		if i == 0 {
			fresh = runs{scoreMatch + earns.after*firstFactor, scoreMatch + earns.edge*firstFactor, scoreMatch}
			if l.same > 0 {
				start = scoreMatch + bonusWhite*firstFactor
			}
			continue
		}
		begun := start // behind what the name begins with
		if i == int(l.same) && l.gap > 0 {
			begun -= int(l.gap) - 1
		}
		linked := s.chain(f, fresh, chained)
		if start += scoreMatch + bonusWhite; !f.has(s.pair) || i >= int(l.same) && l.same < mostLead {
			start = impossible
		}
		if b.exact {
			fresh = noRuns
		} else {
			fresh = s.skip(f, fresh, max(begun, chained.best()), earns)
		}
		chained = linked
	}
	return max(start, fresh.best(), chained.best(), 0)
}

// chain is the character as the neighbour of the one before it. What it earns by itself is known, and begins a run anew if it is more
// than what the run began with.
func (s *step) chain(f asked, fresh, chained runs) runs {
	if !f.has(s.pair) {
		return noRuns
	}
	from := chained
	from.plain = max(from.plain, fresh.plain)
	if f.has(s.afterBegins) {
		from.after = max(from.after, fresh.after)
	}
	if f.has(s.begins) {
		from.edge = max(from.edge, fresh.edge)
	}
	to := runs{from.after + scoreMatch + bonusDelimiter, from.edge + scoreMatch + bonusBoundary, impossible}
	switch {
	case s.own >= bonusDelimiter:
		return runs{max(to.after, max(from.edge, from.plain)+scoreMatch+s.own), impossible, impossible}
	case s.own >= bonusBoundary:
		to.edge = max(to.edge, from.plain+scoreMatch+bonusBoundary)
	case s.camel && f.has(s.edge):
		to.plain = from.plain + scoreMatch + bonusCamel
	default:
		to.plain = from.plain + scoreMatch + max(s.own, bonusChain)
	}
	return to
}

// skip is the character after a gap: from an edge to another one the gap is long, unless they are known to be near.
func (s *step) skip(f asked, fresh runs, other int, earns runs) runs {
	edge := max(fresh.after, fresh.edge)
	other = max(other, fresh.plain)
	nearAfter, near := edge, edge
	if !f.has(s.nearAfter) {
		nearAfter += (reach - 1) * gapExtension
	}
	if !f.has(s.near) {
		near += (reach - 1) * gapExtension
	}
	const gap = scoreMatch + gapStart
	return runs{max(nearAfter, other) + gap + earns.after, max(near, other) + gap + earns.edge, max(edge, other) + gap}
}

// needs takes in what the term must find in a name so that its score is not below least.
func (b *bound) needs(least int) {
	for i := range b.steps {
		s := &b.steps[i]
		if i > 0 && b.reckon(allAsked&^s.pair, lead{same: mostLead}) < least {
			b.need |= s.pair
		}
		l := lead{same: mostLead}
		if s.bit == b.steps[0].bit {
			l.same = 0 // it is no longer the first
		}
		if b.reckon(allAsked&^s.after, l) < least {
			b.need |= s.after
		}
		if b.reckon(allAsked&^s.after&^s.edge, l) < least {
			b.need |= s.edge
		}
	}
	b.led = b.reckon(allAsked, lead{}) < least
	if b.lacks = b.lacks[:0]; !b.led && len(b.asks) <= fewAsked {
		for n := 1; n <= mostLacking && (n < mostLacking || len(b.asks) <= fewAsked/2); n++ {
			b.lacking(least, n, 0, 0)
		}
	}
}

// fewAsked is of how many facts it is found out which of them together a name must not lack, up to mostLacking; for twice as many of them
// that would take too long.
const fewAsked, mostLacking = 24, 3

// lacking adds sets of n more facts, from one on, without which a name scores below least, where no part of them is enough for that.
func (b *bound) lacking(least, n, from int, lack asked) {
	if n == 0 {
		if !slices.ContainsFunc(b.lacks, lack.has) && b.reckon(allAsked&^lack, lead{}) < least {
			b.lacks = append(b.lacks, lack)
		}
		return
	}
	for i := from; i < len(b.asks); i++ {
		b.lacking(least, n-1, i+1, lack|1<<i)
	}
}
