package find

import (
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
)

func TestAFewAreChosenAsSecretsAreFound(t *testing.T) {
	among := []Named{{"eu-central-1", "region"}, {"eu-west-1", "region · pinned"}, {"prod-web", "eu-west-1 · SSO"}, {"us-west-2", "region"}, {"Prod", "keys"}, {"über", "keys"}}
	for query, want := range map[string]string{
		"":             "eu-central-1 eu-west-1 prod-web us-west-2 Prod über",
		"euw1":         "[eu]-[w]est-[1]",
		"west":         "eu-[west]-1 us-[west]-2 prod-web",
		"prod":         "[Prod] [prod]-web",
		"PRODW":        "[prod]-[w]eb",
		"pinned":       "eu-west-1",
		"eu pinned":    "[eu]-west-1",
		"^eu !central": "[eu]-west-1",
		"'us | prod":   "[prod]-web [Prod] [us]-west-2",
		"ber":          "ü[ber]",
		"!west":        "eu-central-1 prod-web Prod über",
		"tag:x":        "",
		"nothing":      "",
	} {
		var got []string
		for _, c := range Choose(query, among) {
			name := among[c.At].Name
			for _, s := range slices.Backward(c.Name) {
				name = name[:s.From] + "[" + name[s.From:s.To] + "]" + name[s.To:]
			}
			got = append(got, name)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q finds %q, want %q", query, text, want)
		}
	}
}

// What is chosen among a few is chosen among many.
func TestAFewAreChosenAndMarkedAsTheListIs(t *testing.T) {
	x, names := New(), []string{"dev/web-api", "p/r/o/d", "prod/api", "prod/web/db", "webapi"}
	for _, n := range names {
		x.Put([]backend.Secret{secret(n)})
	}
	for _, query := range []string{"web", "pa", "prod api", "'api", "^prod", "web | dev", "od"} {
		among := make([]Named, len(names))
		for i, n := range names {
			among[i].Name = n
		}
		found := x.Find(query, Active, Order{}, noon)
		few := Choose(query, among)
		if len(few) != found.Len() {
			t.Errorf("%q: %d are chosen, and %d are found", query, len(few), found.Len())
			continue
		}
		for _, c := range few { // of equals the list has the shortest first
			r, is := x.Lookup(secret(names[c.At]).ARN)
			if !is || !found.Has(r) || !slices.Equal(x.Match(query, r).Name, c.Name) {
				t.Errorf("%q: %s is chosen for %v, and found for %v", query, names[c.At], c.Name, x.Match(query, r).Name)
			}
		}
	}
}
