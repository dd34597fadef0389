package aws

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// maxBarren is how many pages without anything new are put up with, beyond those that brought something. An empty page with
// a mark is legal; an endless row of them is not a listing.
const maxBarren = 50

// loopGuard ends a listing that would never end.
type loopGuard struct {
	marks  map[string]bool
	barren int
	good   int
}

// passes reports whether the next page may be asked for, after one with so many entries that brought the listing further.
// mark "" is the end.
func (g *loopGuard) passes(mark string, further int) bool {
	if further > 0 {
		g.good++
		g.barren = 0
	} else {
		g.barren++
	}
	if mark == "" {
		return true
	}
	if g.marks[mark] || g.barren > maxBarren+g.good {
		return false
	}
	if g.marks == nil {
		g.marks = map[string]bool{}
	}
	g.marks[mark] = true
	return true
}

// order is the set of orders that the names of a listing have kept to so far. Which collation the service sorts by is not
// documented; a list that keeps to neither known one is not taken as sorted.
type order struct {
	kept       []func(a, b string) int
	descending bool // of the near end
}

func newOrder(descending bool) *order {
	return &order{kept: []func(a, b string) int{cmp.Compare[string], byFolded}, descending: descending}
}

func byFolded(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }

// holds reports whether any order is left.
func (o *order) holds() bool { return len(o.kept) > 0 }

// allows drops the orders in which before does not come before after, and reports whether one is left.
func (o *order) allows(before, after string, far bool) bool {
	if o.descending != far {
		before, after = after, before
	}
	o.kept = slices.DeleteFunc(o.kept, func(compare func(a, b string) int) bool { return compare(before, after) > 0 })
	return o.holds()
}

// arnSet remembers which end has shown which secret, and in which of its runs last. It keeps 128 bits of hash for each ARN
// instead of the text: with half a million secrets, two share them with a chance of 1 in 10^27.
type arnSet struct {
	seeds [2]maphash.Seed
	runs  map[[2]uint64]uint8 // the near end's run in the lower half, the far end's in the upper one; 0 for never
}

// shown is who had shown a secret before: either end ever, this end in its present run, the other end ever.
type shown struct{ ever, now, other bool }

func newARNSet() arnSet {
	return arnSet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, runs: map[[2]uint64]uint8{}}
}

// add notes that an end has shown arn in a run, which is at most 15.
func (s arnSet) add(arn string, far bool, run uint8) shown {
	key := [2]uint64{maphash.String(s.seeds[0], arn), maphash.String(s.seeds[1], arn)}
	had := s.runs[key]
	near, away := had&0xF, had>>4
	if far {
		s.runs[key] = near | run<<4
		return shown{ever: had != 0, now: away == run, other: near != 0}
	}
	s.runs[key] = run | away<<4
	return shown{ever: had != 0, now: near == run, other: away != 0}
}
