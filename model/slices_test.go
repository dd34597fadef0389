package model_test

import (
	"testing"

	"strongroom/model"
	"strongroom/model/play"
)

// A search may take a while, and keys come faster: whatever is pressed behind a query acts on what that finds.
func TestAKeyBehindAQueryActsOnWhatThatFinds(t *testing.T) {
	bursts := []string{"/mailgun\rd", "/stripe\rc", "/stripe\x1b[B\rd", "/pay\x7f\x7f\x7fmail\rd", "/stripe key\r\x1b[Bm", "/zzzz\rd", "/mail\rR", "/mailgun\x1bd", "/ta\tenv=p\rd",
		"j /pay\rd", "j  /pay\rd", "*/pay\x7fy\rd", "*/mail\r*/relay\rd"}
	for _, burst := range bursts {
		t.Run(burst, func(t *testing.T) {
			seen := map[bool]string{}
			for _, slow := range []bool{false, true} {
				play.Game(t, play.Setting{Change: func(o *model.Options) {
					o.Arrivals = play.Sure{}
					if slow {
						o.Slice = -1
					}
				}}, func(p *play.Player) {
					p.Types(burst)
					seen[slow] = p.Screen.String()
				})
			}
			if seen[true] != seen[false] {
				t.Errorf("in slices:\n%s\nat once:\n%s", seen[true], seen[false])
			}
		})
	}
}
