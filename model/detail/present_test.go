package detail_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func presents(o *model.Options) { o.Present = true }

func TestAPresenterReadsAValueWithTheKeyThatCopiesIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"key":"` + play.Canary + `"}`)), Native: true, Change: presents}, func(p *play.Player) {
		p.Never(play.Forms()...).Press("2").Sees("c copies without showing").SeesNot("reveals")
		p.Press("v").Sees("! "+pane.Presenting).Press("V").Sees("! "+pane.Presenting, "not read")
		p.Press("S").Sees("read it first: c tells its type and size").Press("c").Sees("1 key").Press("v").Sees("! " + pane.Presenting)
		p.Wait(31 * time.Second).Sees("c reads it again")
		p.Breaks(local.Fault{Op: "GetSecretValue", Kind: local.ServerError, N: -1})
		p.Press("c").Wait(time.Minute).Sees("c tries again")
		if n := p.Calls("GetSecretValue"); n < 2 {
			t.Errorf("%d reads", n)
		}
	})
}

func TestAPresenterIsToldSoInTheListAndTheTimeline(t *testing.T) {
	for _, keys := range []string{"v", "V", "3 v", "3 V"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Change: presents}, func(p *play.Player) {
			p.Never(play.Canary).Wait(time.Second).Press(keys).Sees("! " + pane.Presenting)
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("%s: %d reads", keys, n)
			}
		})
	}
}

func TestALockEndsAReadForTheClipboard(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true, Change: func(o *model.Options) { c.Set(o); o.LockAfter = time.Minute }}, func(p *play.Player) {
		p.Slowly("GetSecretValue", 5*time.Second)
		p.Press("c")
		c.Shift(time.Hour)
		p.Wait(11 * time.Second).Sees("locked").Alive(0).Press("enter").Sees("not read")
		if p.Board.Holds() != "" {
			t.Error("it was copied for nobody")
		}
	})
}
