package edit_test

import (
	"testing"

	"strongroom/model/play"
)

func TestAReviewShowsThatAValueBecomesEmpty(t *testing.T) {
	for _, w := range []int{120, 60} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(`{"k":"made-up"}`)}, func(p *play.Player) {
			p.Press("2 e enter ctrl+u enter ctrl+s").Sees("Save the value").SeesNot("∅").Press("v").Sees("made-up → ∅ empty")
			play.CheckLayout(t, p, w)
		})
	}
}
