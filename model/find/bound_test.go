package find

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// One judge is asked of all names in turn, as when they are ranked: what it remembers of one must not be taken for another.
func TestNoNameScoresMoreThanItsBound(t *testing.T) {
	c := newCompany(5)
	secrets := c.secrets(20_000)
	for range 20_000 {
		secrets = append(secrets, backend.Secret{Name: c.noise("abcesABS12//--_. ", 40)})
	}
	x := filled(secrets)
	queries := "a,e/,ss,et,cre,etc,tag,-e,S,Se,e1,e-w1,/aws,aws/se,k_e,stripe,rdsdb4,prodpayapi,prod/st,'se,'ec,^pr,c$,e | s,'sec | ap,e k,tok web"
	for n, query := range strings.Split(queries, ",") {
		if tools.LeavesOut(n, 1) {
			continue
		}
		q := Parse(query)
		matches := x.tiers(q, x.alive[Active])[0]
		if matches.count() == 0 {
			t.Errorf("%q matches nothing", query)
		}
		scores := map[int]bool{}
		j := x.ranking(q).judge(&x.grids[0])
		for r := range matches.all {
			most, score := j.atMost(Row(r)), j.score(Row(r))
			if scores[score] = true; most < score {
				t.Fatalf("%q in %q scores %d, and its bound is %d", query, x.original(Row(r)), score, most)
			}
		}
		neverBelow(t, x, query, matches, scores)
	}
}

// neverBelow fails where a name that scores as much as is of interest has a bound below that, read alone or with its word.
func neverBelow(t *testing.T, x *Index, query string, matches rowSet, scores map[int]bool) {
	t.Helper()
	for i, least := range slices.Sorted(maps.Keys(scores)) {
		if i%3 > 0 && i < len(scores)-1 {
			continue
		}
		exact, j := x.ranking(Parse(query)).judge(&x.grids[1]), x.ranking(Parse(query)).judge(&x.grids[0])
		j.expect(least)
		for w, rows := range matches {
			enough := j.read(w, rows)
			for left := rows; left != 0; left &= left - 1 {
				r := Row(w<<6 | bits.TrailingZeros64(left))
				score, most := exact.score(r), -1
				if enough&(left&-left) != 0 {
					most = j.bounded(r)
				}
				if score >= least && most < score {
					t.Fatalf("%q in %q scores %d, and where %d is asked for its bound is %d", query, x.original(r), score, least, most)
				}
			}
		}
	}
}
