package timeline_test

import (
	"testing"
	"time"

	"strongroom/model/play"
)

func TestAfterASaveTheCursorIsOnTheNewVersion(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		p.Press("3 j").Wait(time.Second).Press("1 e enter").Wait(time.Second)
		p.Types("x").Press("ctrl+s").Wait(time.Second).Press("y").Sees("saved app/canary").Wait(2 * time.Second)
		p.Press("3 p").Sees("this version is AWSCURRENT already")
	})
}
