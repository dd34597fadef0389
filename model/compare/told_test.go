package compare_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAnotherSpellingIsToldFromAnotherValue(t *testing.T) {
	for _, w := range []int{120, 60} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(`{"k":"made-up/1"}`, `{"k":"made-up\/1"}`)}, func(p *play.Player) {
			p.Press("3 j = y").Sees("1 changed").Press("v").Sees("made-up/1", "k is the same text spelled otherwise")
			play.CheckLayout(t, p, w)
		})
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(`{"k":"made-up"}`, `{"\u006b":"made-up"}`)}, func(p *play.Player) {
			p.Press("3 j = y").Sees("1 unchanged · keys spelled otherwise")
		})
	}
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.SeedVersions("made-up")(s)
		p := &play.Player{Server: s}
		if _, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte("made-up"), true)}); err != nil {
			panic(err)
		}
	}}, func(p *play.Player) {
		p.Press("3 j = y").Sees("the same bytes, one kept as text and one as binary").SeesNot("different")
	})
}

func TestTheSecondOfTwoLinesStandsBesideItsLikeWhereTheFirstOneIsLong(t *testing.T) {
	long := strings.Repeat("long ", 40)
	play.Game(t, play.Setting{Seed: play.SeedVersions(long+"\nmade-up 1\n", "short\nmade-up 2\n")}, func(p *play.Player) {
		p.Press("3 j = y V").Sees("made-up 1", "made-up 2")
		if row := p.Row("made-up 1"); !strings.Contains(row, "made-up 2") {
			t.Errorf("they stand apart:\n%s", p.Screen)
		}
		play.CheckLayout(t, p, 120)
	})
}

func TestAComparisonKnowsWhereLabelsHaveMovedMeanwhile(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("3 j = y").Sees("AWSCURRENT", "≠ password")
		if _, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue(`{"password":"made-up"}`)}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(2 * time.Second).Sees("≠ password").SeesNot("AWSCURRENT")
		p.Press("p").Sees("neither of the two is AWSCURRENT")
	})
}

func TestVersionsWithoutADateAreComparedInTheOrderInWhichTheyWereMade(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.SeedVersions(play.OlderJSON, play.NewerJSON)(s)
		s.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecretVersionIds") })
	}}, func(p *play.Player) {
		p.Press("3 g space j space =").Sees("Compare two versions", "one ", "the other").SeesNot("older", "newer")
		p.Press("y").Sees("- gone", "+ fresh", "1h ago")
	})
}

func TestWhatBecameAnotherKindOfValueIsShownAsItIsWritten(t *testing.T) {
	const object, array, text = `{"host":"made-up 1"}`, `["made-up 2","made-up 3"]`, `"made-up 4"`
	size := map[string]string{object: "{ 1 key }", array: "[ 2 items ]", text: "9 chars"}
	for _, c := range [][2]string{{object, array}, {array, object}, {object, text}, {text, array}} {
		for _, w := range []int{120, 60} {
			play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(`{"db":`+c[0]+`}`, `{"db":`+c[1]+`}`)}, func(p *play.Player) {
				p.Press("3 j = y").Sees("1 changed", "• "+size[c[0]], "• "+size[c[1]]).SeesNot("0 chars", "made-up")
				p.Press("v").Sees(strings.Trim(c[0], `"`), strings.Trim(c[1], `"`)).Press("v").SeesNot("made-up")
				play.CheckLayout(t, p, w)
			})
		}
	}
}

func TestTheSizesOfBothSidesAreInSightOnTheSmallestScreen(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {120, 36}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: func(s *local.Server) {
			play.SeedOne(backend.NewValue([]byte{0, 1, 2, 0xff}, true))(s)
			p := &play.Player{Server: s}
			if _, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte{0, 1, 2, 3, 0xff}, true)}); err != nil {
				panic(err)
			}
		}}, func(p *play.Player) {
			p.Press("3 j = y").Sees("different", "4 bytes", "5 bytes")
			if size[1] > 10 {
				p.Sees("3d1f57c984978ef98a18378c8166c1cb")
			}
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestWhatIsScheduledForDeletionIsNotCompared(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		if _, err := p.Rival().Delete(play.Ctx(), "app/canary", backend.Deletion{WindowDays: 7}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(2 * time.Second).Press("D").Wait(time.Second).Press("3").Wait(time.Second).Press("j =")
		p.Sees("its value cannot be read before it is restored").SeesNot("Compare two versions")
	})
}
