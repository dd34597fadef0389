package timeline_test

import (
	"testing"

	"strongroom/model/play"
)

func TestGoingBackFoldsBeforeItLeaves(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(4)...)}, func(p *play.Player) {
		p.Press("3 G").Sees("2 without a label").Press("enter").Sees("▾ 2 without a label").Press("esc").Sees("▸ 2 without a label")
		p.Press("space").SeesNot("means nothing").Press("esc space").Sees("space means nothing in detail")
	})
}
