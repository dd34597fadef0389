package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// A key that ends a search, or the ranking of what it found, acts on what that has: also where another pane does it.
func TestAKeyThatEndsASearchActsOnWhatItFoundInWhateverPane(t *testing.T) {
	for _, burst := range []string{"Gc", "Gkc", "Gv", "G\r"} {
		t.Run(burst, func(t *testing.T) {
			seen := map[bool]string{}
			for _, slow := range []bool{false, true} {
				play.Game(t, play.Setting{Native: true, Seed: func(s *local.Server) { s.SeedGenerated(3_000) }, Change: func(o *model.Options) {
					o.Arrivals = play.Sure{}
					if o.Slice = time.Hour; slow {
						o.Slice = -1
					}
				}}, func(p *play.Player) {
					p.Wait(30 * time.Second)
					p.Press("/").Types("e").Press("enter").Wait(time.Second)
					p.Types(burst).Wait(2 * time.Second)
					seen[slow] = p.Board.Holds() + "\n" + p.Screen.String()
				})
			}
			if seen[true] != seen[false] {
				t.Errorf("in slices:\n%s\nat once:\n%s", seen[true], seen[false])
			}
			if strings.HasSuffix(burst, "c") && !strings.Contains(seen[true], "copied") {
				t.Errorf("nothing is copied:\n%s", seen[true])
			}
		})
	}
}
