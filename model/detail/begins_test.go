package detail_test

import (
	"testing"

	"strongroom/model/play"
)

func TestAnEditBeginsWithTheValueThatIsHeldIfItIsTheCurrentOne(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"key":"made-up-old"}`, `{"key":"made-up-new"}`)}, func(p *play.Player) {
		p.Press("v").Sees("1 decrypt").Press("e").Sees("edit app/canary", "1 decrypt").Press("esc").SeesNot("edit app/canary")
		p.Press("3 j v").Sees("2 decrypts", "not the current version").Press("e").Sees("edit app/canary", "3 decrypts").Press("V").Sees("made-up-new").SeesNot("made-up-old")
	})
}
