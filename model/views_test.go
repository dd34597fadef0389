package model_test

import (
	"fmt"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// aView is what a person looks at for long, and the keys that lead there from the list.
type aView struct {
	name string
	keys []string
}

func keys(text string) []string { return strings.Fields(text) }

func views() []aView {
	return []aView{
		{"list", nil},
		{"list, scrolled", keys("G")},
		{"marks", keys("* j")},
		{"find line", keys("/")},
		{"filter typed", keys("/ type:prod")},
		{"filter of two words", keys("/ type:prodkey down")},
		{"filter kept", keys("/ type:prod enter j")},
		{"filter by tag", keys("/ type:tag:env=prod enter")},
		{"filter, nothing found", keys("/ type:zzzzzz")},
		{"tree", keys("t")},
		{"tree unfolded", keys("t z j j")},
		{"tree with filter", keys("t / type:prod enter")},
		{"sorted by change", keys("s c")},
		{"Deleted", keys("D j")},
		{"Deleted with filter", keys("D / type:prod enter")},
		{"Deleted as a tree", keys("D t z j j")},
		{"Deleted, marks", keys("D *")},
		{"detail", keys("2")},
		{"detail hidden", keys("2 v j j")},
		{"detail revealed", keys("2 v V j j")},
		{"detail zoomed, revealed", keys("2 v V + j j")},
		{"detail info", keys("2 ]")},
		{"detail tags", keys("2 ] ]")},
		{"detail policy", keys("2 [")},
		{"versions", keys("3 j")},
		{"compare", keys("3 j = enter j")},
		{"compare revealed", keys("3 j = enter V j")},
		{"edit", keys("e j j")},
		{"edit typing", keys("e j enter type:made-up")},
		{"edit review", keys("e j enter type:made-up enter ctrl+s")},
		{"new", keys("n type:made-up")},
		{"palette", keys(":")},
		{"palette typed", keys(": type:re")},
		{"help", keys("?")},
		{"where", keys("@")},
		{"activity", keys("!")},
		{"sort", keys("s")},
		{"copy as", keys("C")},
		{"open by name", keys("o type:made-up")},
		{"delete", keys("d")},
		{"delete many", keys("* d")},
		{"delete for good", keys("D d")},
		{"restore many", keys("D * R")},
		{"metadata", keys("i")},
		{"themes", keys("ctrl+y")},
		{"leave an edit", keys("e j enter type:made-up enter esc")},
	}
}

// lived has a secret of many keys, versions and tags that comes first by name, and as many that are scheduled for deletion as a screen
// has rows.
func lived(s *local.Server) {
	const name = "+company/prod/eu-west-1/checkout/long"
	var keys []string
	for i := range 60 {
		keys = append(keys, fmt.Sprintf(`"setting_%02d":"made-up %d"`, i, i))
	}
	s.Plant(local.Seed{Name: name, Text: "{" + strings.Join(keys, ",") + "}", Description: "Used by the nightly job of pricing", Policy: play.Governed,
		Tags: map[string]string{"env": "prod", "team": "payments", "owner": "made-up", "cost-centre": "4100"}})
	c := aws.Open(aws.Options{Transport: s.Transport(), PagesPerSecond: 1e6})
	for i := range 6 {
		keys[i] = fmt.Sprintf(`"setting_%02d":"made-up other %d"`, i, i)
		if _, err := c.Put(play.Ctx(), name, backend.NewVersion{Value: backend.TextValue("{" + strings.Join(keys, ",") + "}")}); err != nil {
			panic(err)
		}
	}
	for i := range 60 {
		gone := fmt.Sprintf("prod/eu-west-1/gone-%02d/api-key", i)
		s.Plant(local.Seed{Name: gone, Text: "made-up", Tags: map[string]string{"env": "prod"}})
		if _, err := c.Delete(play.Ctx(), gone, backend.Deletion{WindowDays: 7 + i%24}); err != nil {
			panic(err)
		}
	}
}

// BenchmarkViews draws a frame of each view.
func BenchmarkViews(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		for _, v := range views() {
			b.Run(fmt.Sprintf("secrets=%d/%s", n, v.name), func(b *testing.B) {
				s := staged(b, n, 120, 40, lived)
				s.rests()
				s.presses(v.keys...)
				for b.Loop() {
					s.View()
				}
			})
		}
	}
}
