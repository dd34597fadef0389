package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestTheTextsOfADialogBeginBelowItsNames(t *testing.T) {
	for title, opens := range map[string]func(p *play.Player){
		"Who deleted it":       func(p *play.Player) { p.Press("D w") },
		"Drift of the replica": func(p *play.Player) { p.Press("/").Types("shared/tls/wildcard").Press("enter 2 ] ] ] =") },
	} {
		for _, size := range [][2]int{{120, 36}, {80, 24}} {
			play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
				opens(p)
				lines := p.Wait(2 * time.Second).Frame(title).Lines
				blank := false
				for i, line := range lines {
					blank = blank || i < 4 && strings.TrimSpace(line) == ""
					if indent := len(line) - len(strings.TrimLeft(line, " ")); strings.TrimSpace(line) != "" && indent != 2 {
						t.Errorf("%q begins at %d, not 2", line, indent)
					}
				}
				if !blank {
					t.Errorf("nothing parts names and text:\n%s", p.Screen)
				}
			})
		}
	}
}
