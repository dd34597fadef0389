package model_test

import (
	"strings"
	"testing"

	"strongroom/model/play"
)

func TestThePaletteBeginsWithWhatDoesSomething(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		_, here, _ := strings.Cut(p.Press(":").Shows(), " here ")
		first, last := strings.Index(here, " reveal "), strings.Index(here, " resume ")
		if first < 0 || last >= 0 && last < first {
			t.Errorf("it begins with what there is nothing of:\n%s", here)
		}
		p.Types("resume").Sees("back to an unsaved edit")
	})
}

func TestThePaletteSaysWholeSentencesOnAWideScreenAndNoneInANarrowOne(t *testing.T) {
	for w, says := range map[int]bool{200: true, 60: false} {
		play.Game(t, play.Setting{W: w, H: 40, Seed: play.JSONSecret()}, func(p *play.Player) {
			row := p.Press(":").Types("zoom").Row("zoom  ")
			if whole := strings.Contains(row, "the whole screen, and the others theirs again"); whole != says || strings.Contains(row, "…") {
				t.Errorf("at %d it says %q", w, row)
			}
		})
	}
}
