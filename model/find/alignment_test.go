package find

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
)

// alike are names most of which begin as another one does, some of them but for the case or for a letter beyond ASCII.
func (c company) alike(n int) []string {
	names := []string{c.name()}
	for len(names) < n {
		other := []rune(names[c.rng.IntN(len(names))])
		name := string(other[:c.rng.IntN(len(other)+1)])
		switch c.rng.IntN(20) {
		case 0:
			name += "é"
		case 1, 2, 3:
			name = strings.ToUpper(name)
		case 4:
			name = c.name()
		}
		name += c.noise([]string{"aAbB1-_/ ,", "ab/", "aB1."}[c.rng.IntN(3)], 40)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// asks is a query of one or two terms that some names match.
func (c company) asks(x *Index) string {
	var terms []string
	for range 1 + c.rng.IntN(2) {
		text := escape(c.part(x.Name(Row(c.rng.IntN(x.names.len()))), 3+c.rng.IntN(10)))
		if c.rng.IntN(3) > 0 {
			text = strings.ToLower(text)
		}
		terms = append(terms, text)
	}
	return strings.Join(terms, " ")
}

// scoresInTurn are the scores of rows, given one after the other by two judges as when a query is answered.
func (x *Index) scoresInTurn(q Query, rows []Row) map[Row]int {
	const parts = 8
	k := x.ranking(q)
	judges := map[*grid]*judge{&x.grids[0]: k.judge(&x.grids[0]), &x.grids[1]: k.judge(&x.grids[1])}
	scores := make([]int, len(rows))
	x.share(parts, func(g *grid, part int) {
		for i := part * len(rows) / parts; i < (part+1)*len(rows)/parts; i++ {
			scores[i] = judges[g].score(rows[i])
		}
	})
	out := map[Row]int{}
	for i, r := range rows {
		out[r] = scores[i]
	}
	return out
}

// sequences are an index's rows in several orders.
func (c company) sequences(x *Index) map[string][]Row {
	sorted := slices.Clone(x.Sorted(Active))
	folded, ends, shuffled := slices.Clone(sorted), slices.Clone(sorted), slices.Clone(sorted)
	slices.SortStableFunc(folded, func(a, b Row) int { return cmp.Compare(strings.ToLower(x.Name(a)), strings.ToLower(x.Name(b))) })
	for i := range ends {
		if ends[i] = sorted[i/2]; i%2 == 1 {
			ends[i] = sorted[len(sorted)-1-i/2]
		}
	}
	c.rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	backward := slices.Clone(folded)
	slices.Reverse(backward)
	return map[string][]Row{"by name": sorted, "in any case": folded, "backward": backward, "from both ends": ends, "shuffled": shuffled}
}

// What is kept of a name for the next one never tells in a score.
func TestScoresAreTheSameInWhateverOrderNamesCome(t *testing.T) {
	c := newCompany(12)
	x := filled(plain(c.alike(600)))
	compared := 0
	for range 60 {
		query := c.asks(x)
		q, want := Parse(query), map[Row]int{}
		for r := range Row(x.names.len()) {
			if _, score, ok := x.judge(q, r, spread(x.Name(r))); ok {
				want[r] = score
			}
		}
		compared += len(want)
		for order, rows := range c.sequences(x) {
			rows = slices.DeleteFunc(rows, func(r Row) bool { _, ok := want[r]; return !ok })
			for r, got := range x.scoresInTurn(q, rows) {
				if got != want[r] {
					t.Fatalf("%q in %q, names %s: score %d, want %d", query, x.Name(r), order, got, want[r])
				}
			}
		}
	}
	if compared < 5000 {
		t.Fatalf("only %d scores: the names and queries do not fit", compared)
	}
}

// words are all of 3 to n of the letters.
func words(letters string, n int) (out []string) {
	last := []string{""}
	for i := range n {
		var next []string
		for _, w := range last {
			for _, l := range letters {
				next = append(next, w+string(l))
			}
		}
		if last = next; i >= 2 {
			out = append(out, next...)
		}
	}
	return out
}

// However high the scores are that are of interest, they are told as they are, and others as lower ones.
func TestScoresOfInterestAreTheSameWhateverElseIsNot(t *testing.T) {
	x := New()
	for i, name := range words("ab/", 7) {
		switch i % 3 {
		case 0:
			name += strings.Repeat("-", mostSpots) + "/b" // longer than a table is wide
		case 1:
			name = "b " + name // a space lets others earn as much as the beginning
		}
		x.Put([]backend.Secret{{Name: name, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-AbCdEf"}})
	}
	high := 0
	for _, query := range words("ab/", 4) {
		q := Parse(query)
		matches, k := x.tiers(q, x.alive[Active])[0], x.ranking(q)
		plain, j := k.judge(&x.grids[1]), k.judge(&x.grids[0])
		for least := k.most - len(query) - 3; least <= k.most; least++ {
			j.expect(least)
			for r := range matches.all {
				score, is := j.score(Row(r)), plain.score(Row(r))
				if is >= least && score != is || is < least && score >= least {
					t.Fatalf("%q in %q scores %d, and is said to score %d where %d is of interest", query, x.Name(Row(r)), is, score, least)
				}
				if is >= least {
					high++
				}
			}
		}
	}
	if high < 1000 {
		t.Errorf("only %d scores were of interest", high)
	}
}
