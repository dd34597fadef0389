package find

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"

	"strongroom/backend"
)

func oracle(k kind) algo.Algo {
	return map[kind]algo.Algo{
		fuzzy: algo.FuzzyMatchV2, exact: algo.ExactMatchNaive, word: algo.ExactMatchBoundary,
		prefix: algo.PrefixMatch, suffix: algo.SuffixMatch, equal: algo.EqualMatch,
	}[k]
}

// judgeByOracle is what fzf's own code says of a term and a name.
func judgeByOracle(t *term, name string, positions bool) (score int, pos []int, ok bool) {
	chars := util.ToChars([]byte(name))
	res, at := oracle(t.kind)(t.sensitive, false, true, &chars, t.runes, positions, nil)
	if res.Start < 0 {
		return 0, nil, false
	}
	if at != nil {
		pos = *at
	} else if positions {
		for i := res.Start; i < res.End; i++ {
			pos = append(pos, i)
		}
	}
	slices.Sort(pos)
	return res.Score, pos, true
}

func terms(text string) []term {
	var out []term
	for _, q := range []string{text, "'" + text, "'" + text + "'", "^" + text, text + "$", "^" + text + "$"} {
		if p := Parse(q); len(p.sets) == 1 && !p.sets[0][0].kind.qualified() {
			out = append(out, p.sets[0][0])
		}
	}
	return out
}

func TestScoresAndPositionsAreThoseOfFzf(t *testing.T) {
	algo.Init("default")
	rng := rand.New(rand.NewPCG(1, 2))
	c := company{rng}
	x := New()
	matched := 0
	for i := range 8000 {
		var name string
		switch i % 4 {
		case 0:
			name = c.noise("aAbB1-_/ ,", 24)
		case 1:
			name = c.noise("ab/", 90)
		case 2:
			name = c.noise("aébÉİ日 _K\xff\u00a0ǅⅠ", 12)
		default:
			name = c.name()
		}
		text := c.part(name, 1+rng.IntN(12))
		if rng.IntN(2) == 0 {
			text = string(fold([]byte(text)))
		}
		for _, tm := range terms(escape(text)) {
			score, pos, ok := x.grids[0].matchText(&tm, spread(name), true)
			wantScore, wantPos, wantOK := judgeByOracle(&tm, name, true)
			slices.Sort(pos)
			if ok != wantOK || score != wantScore || !slices.Equal(pos, wantPos) {
				t.Fatalf("%q in %q (kind %d): got %d %v %v, fzf says %d %v %v", tm.text, name, tm.kind, score, pos, ok, wantScore, wantPos, wantOK)
			}
			if ok {
				matched++
			}
		}
	}
	if matched < 8000 {
		t.Fatalf("only %d matches: the names and queries do not fit", matched)
	}
}

// escape makes a text one term.
func escape(text string) string {
	var b []rune
	for _, r := range text {
		if r == ' ' {
			b = append(b, '\\')
		}
		b = append(b, r)
	}
	return string(b)
}

func TestQuickScoresAreThoseOfTheWholeTableAndNeverAboveTheirBound(t *testing.T) {
	c := newCompany(11)
	matched := 0
	for range 250 {
		x := New()
		var page []backend.Secret
		for i := range 40 {
			name := c.name()
			if i%2 == 0 {
				name = c.noise([]string{"aAbB1-_/ ,", "ab/", "aB1."}[c.rng.IntN(3)], 70)
			}
			page = append(page, secret(name))
		}
		x.Put(page)
		text := c.part(page[c.rng.IntN(len(page))].Name, 1+c.rng.IntN(12))
		if c.rng.IntN(3) > 0 {
			text = string(fold([]byte(text)))
		}
		for _, tm := range terms(escape(text)) {
			matched += quickAgainstWhole(t, x, tm)
		}
	}
	if matched < 3000 {
		t.Fatalf("only %d matches", matched)
	}
}

func quickAgainstWhole(t *testing.T, x *Index, tm term) (matched int) {
	t.Helper()
	q := Query{sets: [][]term{{tm}}, ranked: true}
	j := x.ranking(q).judge(&x.grids[1])
	rows := x.matching(&tm).rows
	for r := range Row(x.names.len()) {
		name := x.Name(r)
		want, _, ok := x.grids[0].matchText(&tm, spread(name), false)
		if ok != rows.has(int(r)) {
			t.Fatalf("%q (kind %d) in %q: matches %v, want %v", tm.text, tm.kind, name, !ok, ok)
		}
		if !ok {
			continue
		}
		matched++
		if got := j.score(r); got != want {
			t.Fatalf("%q (kind %d) in %q: score %d, want %d", tm.text, tm.kind, name, got, want)
		}
		if bound := j.atMost(r); bound < want || bound > j.most {
			t.Fatalf("%q (kind %d) in %q: score %d, bound %d, at most %d", tm.text, tm.kind, name, want, bound, j.most)
		}
	}
	return matched
}
