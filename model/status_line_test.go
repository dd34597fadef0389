package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestAStatusThatHasNoRoomForAllOfItEndsWithAWholePart(t *testing.T) {
	for w, want := range map[int]string{120: "✓ restored all 2 · values not tested · no rotation was switched off", 60: "✓ restored all 2 · values not tested"} {
		play.Game(t, play.Setting{W: w, H: 24}, func(p *play.Player) {
			p.Press("D").Wait(time.Second).Press("space space R").Sees("Restore 2 secrets").Press("y").Sees("restored all 2")
			if row := strings.TrimSpace(p.Row("✓ restored all 2")); row != want {
				t.Errorf("at %d it says %q, want %q", w, row, want)
			}
		})
	}
}
