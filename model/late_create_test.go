package model_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

// Who has gone on while a secret is made is left where he is: a key that he presses is for what he sees.
func TestASecretThatIsMadeLateMovesNobodyWhoHasGoneOn(t *testing.T) {
	for _, c := range []struct {
		gone, then string
		sees       []string
	}{
		{"1 / s m t p enter", "c", []string{"copied shared/smtp/relay"}},
		{"1 D space j space", "", []string{"2 marked"}},
		{"1 / s m t p", "/ r e l a y", []string{"smtp/relay"}},
	} {
		play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
			p.Press("n").Names("prod/new/one").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second)
			p.Slowly("CreateSecret", 8*time.Second)
			p.Press("enter").Wait(300 * time.Millisecond).Press(c.gone).Wait(9 * time.Second).Press(c.then).Wait(2 * time.Second).Sees(c.sees...)
		})
	}
}

// The same is asked for twice where the first is still being read.
func TestACopyAskedForTwiceIsOneCopyAndNothingIsSaidOfAnother(t *testing.T) {
	for _, v := range []string{play.Canary, `{"a":"made-up a"}`} {
		play.Game(t, play.Setting{Native: true, Seed: play.SeedOne(backend.TextValue(v))}, func(p *play.Player) {
			p.Wait(time.Second)
			p.Slowly("GetSecretValue", 1500*time.Millisecond)
			p.Press("c 2 c").Wait(2 * time.Second).Sees("copied app/canary").SeesNot("was not")
			if held := string(p.Board.Holds()); held != v {
				t.Errorf("the clipboard holds %q", held)
			}
			p.Wait(10 * time.Minute).Press("C s").Wait(time.Second).Sees("copied the name").SeesNot("was not")
		})
	}
}
