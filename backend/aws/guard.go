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

// passes reports whether the next page may be asked for, after one with so many fresh entries. mark "" is the end.
func (g *loopGuard) passes(mark string, fresh int) bool {
	if fresh > 0 {
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

// arnSet remembers which end has shown which secret. It keeps 128 bits of hash for each ARN instead of the text: with half a
// million secrets, two share them with a chance of 1 in 10^27.
type arnSet struct {
	seeds [2]maphash.Seed
	ends  map[[2]uint64]uint8
}

func newARNSet() arnSet {
	return arnSet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, ends: map[[2]uint64]uint8{}}
}

// add notes that an end has shown arn: first is whether none had, other whether the other end had.
func (s arnSet) add(arn string, far bool) (first, other bool) {
	key := [2]uint64{maphash.String(s.seeds[0], arn), maphash.String(s.seeds[1], arn)}
	mine, its := uint8(1), uint8(2)
	if far {
		mine, its = its, mine
	}
	had := s.ends[key]
	s.ends[key] = had | mine
	return had == 0, had&its != 0
}
