package find

import "bytes"

// bound tells quickly what a name can score at most for a term, so that few names need an exact score.
type bound struct {
	most  int                     // on any name
	text  []byte                  // folded; nil: nothing is known but most
	exact bool                    // nothing between the characters
	steps []step                  // what of a name's facts decides on each character
	asks  facts                   // all of it
	known *[1 << knownBits]answer // by one judge
}

// step is how a character of a term can follow the one before it: the bits in a name's facts, and what it earns.
type step struct {
	bit                    uint8 // of the character
	pair                   uint8 // of both as neighbours
	afterBegins, begins    uint8 // … the first of which follows a delimiter, or earns another bonus
	nearAfter, near        uint8 // of both near each other, the second of which follows a delimiter, or earns any bonus
	tellsBegins, tellsNear bool
	own                    int  // what it earns as a neighbour
	camel                  bool // it may earn more, as a capital
}

// answer is a bound that was found before; a newer one takes the place of an older.
type answer struct {
	facts
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
		b.asks.edge |= 1 << s.bit
		if i > 0 {
			s.follow(x.abc, b.text[i-1], c, m <= shortTerm)
			s.ask(&b.asks)
		}
		b.steps = append(b.steps, s)
	}
	b.asks.after = b.asks.edge
	return b
}

func (s *step) follow(a *alphabet, last, b byte, short bool) {
	s.own, s.camel = int(a.bonus[a.class[last]][a.class[b]]), a.class[last] == lower && a.class[b] == lower
	s.pair = pairBit(last, b)
	s.afterBegins, s.begins = beginBit(last, b, true), beginBit(last, b, false)
	s.nearAfter, s.near = nearBit(last, b, true), nearBit(last, b, false)
	s.tellsBegins, s.tellsNear = short, short && alnum(last) && alnum(b)
}

func (s *step) ask(f *facts) {
	f.pairs[s.pair>>6&1] |= 1 << (s.pair & 63)
	if s.tellsBegins {
		f.begins |= 1<<(s.afterBegins&63) | 1<<(s.begins&63)
	}
	if s.tellsNear {
		f.near |= 1<<(s.nearAfter&63) | 1<<(s.near&63)
	}
}

func (s *step) paired(f *facts) bool { return has(f.pairs[s.pair>>6&1], s.pair) }

func has(set uint64, bit uint8) bool { return set>>(bit&63)&1 != 0 }

// leadOf is how a name begins that begins with the term's first character.
func (b *bound) leadOf(name []byte) lead {
	same, gap := min(common(name, b.text), mostLead), 0
	if same < min(len(b.text), mostLead) {
		gap = min(max(0, bytes.IndexByte(name[same:], b.text[same])), mostLead)
	}
	return lead{uint8(same), uint8(gap)}
}

// of is the bound for a name.
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
	f, asks := &c.keys.facts[r], &b.asks
	edge, after, begins, near := f.edge&asks.edge, f.after&asks.after, f.begins&asks.begins, f.near&asks.near
	some, others := f.pairs[0]&asks.pairs[0], f.pairs[1]&asks.pairs[1]
	h := edge*0x9E3779B97F4A7C15 ^ after*0xBF58476D1CE4E5B9 ^ some*0x94D049BB133111EB ^ others*0xD6E8FEB86659FD93
	h ^= begins*0xA0761D6478BD642F ^ near*0xE7037ED1A0B428DB ^ uint64(l.same<<4|l.gap)*0x8EBC6AF09C88C6E3
	a := &b.known[h>>(64-knownBits)]
	other := (a.edge ^ edge) | (a.after ^ after) | (a.pairs[0] ^ some) | (a.pairs[1] ^ others) | (a.begins ^ begins) | (a.near ^ near)
	if other != 0 || a.lead != l || a.bound == 0 {
		a.facts, a.lead = facts{edge, after, [2]uint64{some, others}, begins, near}, l
		a.bound = int32(b.reckon(&a.facts, l)) + 1
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
func (b *bound) reckon(f *facts, l lead) int {
	start, fresh, chained := impossible, noRuns, noRuns
	for i := range b.steps {
		s := &b.steps[i]
		earns := runs{impossible, impossible, 0}
		if has(f.after, s.bit) {
			earns.after = bonusDelimiter
		}
		if has(f.edge, s.bit) {
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
		if start += scoreMatch + bonusWhite; !s.paired(f) || i >= int(l.same) && l.same < mostLead {
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
func (s *step) chain(f *facts, fresh, chained runs) runs {
	if !s.paired(f) {
		return noRuns
	}
	from := chained
	from.plain = max(from.plain, fresh.plain)
	if !s.tellsBegins || has(f.begins, s.afterBegins) {
		from.after = max(from.after, fresh.after)
	}
	if !s.tellsBegins || has(f.begins, s.begins) {
		from.edge = max(from.edge, fresh.edge)
	}
	to := runs{from.after + scoreMatch + bonusDelimiter, from.edge + scoreMatch + bonusBoundary, impossible}
	switch {
	case s.own >= bonusDelimiter:
		return runs{max(to.after, max(from.edge, from.plain)+scoreMatch+s.own), impossible, impossible}
	case s.own >= bonusBoundary:
		to.edge = max(to.edge, from.plain+scoreMatch+bonusBoundary)
	case s.camel && has(f.edge, s.bit):
		to.plain = from.plain + scoreMatch + bonusCamel
	default:
		to.plain = from.plain + scoreMatch + max(s.own, bonusChain)
	}
	return to
}

// skip is the character after a gap: from an edge to another one the gap is long, unless they are known to be near.
func (s *step) skip(f *facts, fresh runs, other int, earns runs) runs {
	edge := max(fresh.after, fresh.edge)
	other = max(other, fresh.plain)
	nearAfter, near := edge, edge
	if s.tellsNear && !has(f.near, s.nearAfter) {
		nearAfter += (reach - 1) * gapExtension
	}
	if s.tellsNear && !has(f.near, s.near) {
		near += (reach - 1) * gapExtension
	}
	const gap = scoreMatch + gapStart
	return runs{max(nearAfter, other) + gap + earns.after, max(near, other) + gap + earns.edge, max(edge, other) + gap}
}

// needed are the facts without any one of which a name cannot score enough.
type needed struct {
	facts
	start uint8 // noStart: any will do
}

const noStart = 0xFE

// in reports whether a name has all of them.
func (n *needed) in(k *keys, r Row) bool {
	return k.facts[r].has(&n.facts) && (n.start == noStart || k.start[r] == n.start || k.start[r] == anyStart)
}

// needs adds what the term must find in a name so that its score is not below least.
func (b *bound) needs(least int, n *needed) {
	if b.reckon(&allFacts, lead{}) < least {
		n.start = b.steps[0].bit
	}
	for i := range b.steps {
		s, f := &b.steps[i], allFacts
		half, bit := s.pair>>6&1, uint64(1)<<(s.pair&63)
		if f.pairs[half] &^= bit; i > 0 && b.reckon(&f, lead{same: mostLead}) < least {
			n.pairs[half] |= bit
		}
		b.needsEdge(s.bit, least, n)
	}
}

// needsEdge adds a character that must earn a bonus.
func (b *bound) needsEdge(bit uint8, least int, n *needed) {
	f, l := allFacts, lead{same: mostLead}
	if bit == b.steps[0].bit {
		l.same = 0 // it is no longer the first
	}
	f.after &^= 1 << bit
	if b.reckon(&f, l) < least {
		n.after |= 1 << bit
	}
	f.edge &^= 1 << bit
	if b.reckon(&f, l) < least {
		n.edge |= 1 << bit
	}
}
