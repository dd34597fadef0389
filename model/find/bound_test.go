package find

import (
	"strings"
	"testing"

	"strongroom/backend"
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
	for query := range strings.SplitSeq(queries, ",") {
		q := Parse(query)
		j := x.ranking(q).judge(&x.grids[0])
		matches := x.tiers(q, x.alive[Active])[0]
		if matches.count() == 0 {
			t.Errorf("%q matches nothing", query)
		}
		for r := range matches.all {
			if most, score := j.atMost(Row(r)), j.score(Row(r)); most < score {
				t.Fatalf("%q in %q scores %d, and its bound is %d", query, x.original(Row(r)), score, most)
			}
		}
	}
}
