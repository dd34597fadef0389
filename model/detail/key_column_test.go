package detail_test

import (
	"testing"

	"strongroom/model/play"
)

func TestAKeyWithoutCharactersIsSeenInItsColumn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"":"made-up"}`)}, func(p *play.Player) {
		p.Press("2 v").Sees(`""  ••••`)
	})
}
