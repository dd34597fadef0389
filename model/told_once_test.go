package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestWhatASecretIsForStandsOnAScreenOnceAndWhole(t *testing.T) {
	const what = "Nightly export to the auditors; its key belongs to the finance account"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("ledger-export").Press("enter 2").Wait(time.Second)
			if text := p.Shows()[len(p.Screen.String()):]; !strings.Contains(text, what) {
				t.Errorf("%v: it is not told whole\n%s", size, p.Screen)
			}
			if n := strings.Count(p.Screen.String(), "Nightly export"); n != 1 {
				t.Errorf("%v: it is told %d times\n%s", size, n, p.Screen)
			}
		})
	}
}

func TestTheFooterDoesNotLeadToWhereOneIs(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		if p.Wait(time.Second); !strings.Contains(p.Foot(), "3 versions") {
			t.Errorf("the list's footer does not lead to the versions: %s", p.Foot())
		}
		if p.Press("3"); strings.Contains(p.Foot(), "3 versions") {
			t.Errorf("the versions' footer leads to them: %s", p.Foot())
		}
	})
}

func TestHelpHasTheWordsOnTheSmallestScreenToo(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10}, func(p *play.Player) {
		p.Press("?").Sees("/  find", "fuzzy over names")
	})
}

func TestAKeyOfADeepValueIsWholeWhereHalfOfThePaneHasRoomForIt(t *testing.T) {
	play.Game(t, play.Setting{W: 80, H: 24}, func(p *play.Player) {
		p.Press("/").Types("deeply-nested").Press("enter v").Wait(time.Second).Sees("credentials", "password")
	})
}

func TestTheListOfAllRegionsLeavesRoomForNames(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		p.Press("D A").Wait(3*time.Second).Sees("dev/search/reindex-token euw1", "tmp/loadtest", "any moment !")
	})
}
