package compare_test

import (
	"testing"
	"time"

	"strongroom/model"
	"strongroom/model/pane"
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

func TestWhatIsComparedStaysMaskedWhileThePersonPresents(t *testing.T) {
	present := func(o *model.Options) { o.Present = true }
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"key":"made-up-old"}`, `{"key":"made-up-new"}`), Change: present}, func(p *play.Player) {
		p.Never("made-up-old", "made-up-new").Press("3 j = y").Sees("≠ key").Press("v").Sees("! "+pane.Presenting).Press("V").Sees("! "+pane.Presenting, "≠ key")
		p.Wait(31 * time.Second).Sees("reads both again").Press("v").Wait(time.Second).Sees("wiped in").Press("v").Sees("! " + pane.Presenting)
	})
}

func TestWhatIsComparedEndsALifetimeAfterItsLastUse(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"key":"made-up-old"}`, `{"key":"made-up-new"}`)}, func(p *play.Player) {
		p.Press("3 j = y").Sees("≠ key").Wait(20 * time.Second).Press("v").Sees("made-up-old").Wait(28 * time.Second).Sees("made-up-old")
		p.Wait(2100 * time.Millisecond).SeesNot("made-up-old").Sees("wiped: ").Alive(0)
	})
}
