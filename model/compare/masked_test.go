package compare_test

import (
	"testing"

	"strongroom/model/play"
)

func TestWhatIsComparedIsMaskedAgainWhereNothingCouldBeDrawn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"key":"made-up-old"}`, `{"key":"made-up-new"}`)}, func(p *play.Player) {
		p.Press("3 j = y").Sees("≠ key").Press("V").Sees("made-up-old", "made-up-new")
		p.Resize(39, 9).Resize(120, 36).Sees("≠ key").SeesNot("made-up-old", "made-up-new")
		if n := p.Calls("GetSecretValue"); n != 2 {
			t.Errorf("%d decrypts", n)
		}
		p.Press("V").Sees("made-up-old")
	})
}
