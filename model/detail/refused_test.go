package detail_test

import (
	"testing"
	"time"

	"strongroom/model/play"
)

func TestWhatIsNeededToReadAValueIsSeenOnEveryScreen(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.Denying("GetSecretValue"), NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second).Press("v").Wait(3*time.Second).Sees("access denied", "needs secretsmanager:GetSecretValue")
			if size[1] > 10 {
				p.Sees("tries again")
			}
		})
	}
}
