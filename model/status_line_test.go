package model_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/clip"
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

func TestWhatStandsAtTheEndOfTheStatusLineStandsApart(t *testing.T) {
	for _, w := range []int{120, 80, 60, 40} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.JSONSecret(), Native: true}, func(p *play.Player) {
			p.Press("d").Wait(time.Second).Press("y").Wait(5 * time.Second).Press("c").Wait(500 * time.Millisecond)
			for _, clip := range []string{"━", "clipboard"} {
				if row := p.Row("undoes"); !strings.Contains(row, "u undoes   "+clip) {
					t.Errorf("at %d it says %q", w, row)
				}
				p.Wait(5 * time.Second)
			}
		})
	}
}

func TestAHintOfACopyStandsHoweverLongTheNameIs(t *testing.T) {
	for _, w := range []int{120, 80} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: seedLong}, func(p *play.Player) {
			if row := p.Press("c").Wait(500 * time.Millisecond).Row("✓ copied app/"); !strings.Contains(row, "-end by the terminal · stays if it closes ") {
				t.Errorf("at %d it says %q", w, row)
			}
		})
	}
}

func TestWhatACopyHangsOnStandsOnANarrowScreen(t *testing.T) {
	for w, want := range map[int]string{120: "-end by the terminal · only if screen passes it on ", 80: "nd by the terminal · only if screen passes it on ", 60: "…end · only if screen passes it on "} {
		screen := func(o *model.Options) {
			env := func(name string) string { return map[string]string{"STY": "made-up"}[name] }
			o.Clipboard = clip.NewKeeper(nil, clip.NewTerminal(env, io.Discard), time.Now)
		}
		play.Game(t, play.Setting{W: w, H: 24, Seed: seedLong, Change: screen}, func(p *play.Player) {
			if row := p.Press("c").Wait(500 * time.Millisecond).Row("✓ copied app/"); !strings.Contains(row, want) {
				t.Errorf("at %d it says %q", w, row)
			}
		})
	}
}

func TestAFailureWithoutRoomForAllOfItSaysWhyAndWhatIsToBeDone(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seedLong}, func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue", "DeleteSecret") })
			p.Press("c").Wait(3*time.Second).Sees("✗", "app/a-name", " was not copied")
			p.Press("d").Wait(time.Second).Press("y").Wait(500*time.Millisecond).Sees("✗ could not delete", "app/a-name", ": access denied", "needs secretsmanager:DeleteSecret")
		})
	}
}
