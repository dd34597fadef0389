package find

import (
	"cmp"
	"slices"
	"strings"
)

// Named is something that is chosen by its name; About is what else is said of it.
type Named struct{ Name, About string }

// Chosen is one of several, by its place among them, with the bytes of its name that matched, in order, without overlap.
type Chosen struct {
	At   int
	Name []Span
}

// Choose are those of a few that a query asks for, as Find answers it: first those whose names match, the best one first and of
// equals the one that is named whole, else in the order they have; after them those that match with what is said of them, where a term must stand as it is. Capitals mean
// nothing, and no query asks for all of them.
func Choose(query string, among []Named) []Chosen {
	q := Parse(strings.ToLower(query))
	var named, about []Chosen
	scores := make([]int, len(among))
	var g grid
	for i, n := range among {
		score, marked, how := g.choose(q, n)
		c := Chosen{At: i, Name: spans(n.Name, marked)}
		scores[i] = score
		switch how {
		case byName:
			named = append(named, c)
		case byAbout:
			about = append(about, c)
		}
	}
	whole := func(n Named) int {
		if strings.EqualFold(n.Name, strings.TrimSpace(query)) {
			return 1
		}
		return 0
	}
	if q.ranked {
		slices.SortStableFunc(named, func(a, b Chosen) int {
			return cmp.Or(scores[b.At]-scores[a.At], whole(among[b.At])-whole(among[a.At]))
		})
	}
	return append(named, about...)
}

// chosenBy is what of something a query needed.
type chosenBy int

const (
	byNothing chosenBy = iota
	byName
	byAbout
)

// choose is the score of a name, with the places in it that match, and what the query needed.
func (g *grid) choose(q Query, n Named) (score int, marked []int, how chosenBy) {
	how = byName
	t := spread(n.Name)
	for _, set := range q.sets {
		points, pos, ok := g.chooseSet(set, t)
		switch {
		case ok:
			score += points
			marked = append(marked, pos...)
		case slices.ContainsFunc(set, func(tm term) bool { return tm.inFields() && says(n.About, tm) }):
			how = byAbout
		default:
			return 0, nil, byNothing
		}
	}
	return score, marked, how
}

// chooseSet is the first term of a set that a name has, or has not where that is asked for.
func (g *grid) chooseSet(set []term, t *text) (score int, pos []int, ok bool) {
	for i := range set {
		tm := &set[i]
		if tm.kind.qualified() { // of secrets
			continue
		}
		switch points, at, has := g.matchText(tm, t, true); {
		case has == tm.negated:
		case tm.negated:
			return 0, nil, true
		default:
			return points, at, true
		}
	}
	return 0, nil, false
}

// says reports whether a term stands in what is said of something.
func says(about string, t term) bool {
	return strings.Contains(strings.ToLower(about), t.text)
}
