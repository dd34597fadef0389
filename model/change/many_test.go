package change_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// seedThirty makes thirty secrets, a/many-00 and so on.
func seedThirty(s *local.Server) {
	be := play.BackendOf(s)
	for i := range 30 {
		if _, err := be.Create(play.Ctx(), backend.NewSecret{Name: fmt.Sprintf("a/many-%02d", i), Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
	}
}

// seesAll goes through the names of a question about thirty, a step each time, and looks whether all of them come into sight.
func seesAll(p *play.Player, step func()) {
	p.T.Helper()
	seen := map[string]bool{}
	for range 40 {
		for _, name := range regexp.MustCompile(`many-\d\d`).FindAllString(p.Screen.String(), -1) {
			seen[name] = true
		}
		p.Sees(" of 30")
		step()
	}
	if len(seen) != 30 {
		p.T.Errorf("only %d can be seen:\n%s", len(seen), p.Screen)
	}
}

func TestAllThatManyAreAboutCanBeSeenBefore(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 36}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seedThirty, NoFirst: true}, func(p *play.Player) {
			wheel := func() { p.Wheels(size[0]/2, size[1]/2).Wait(50 * time.Millisecond) }
			key := func(k string) func() { return func() { p.Press(k) } }
			p.Wait(time.Second).Press("* d").Wait(time.Second).Sees("Delete 30 secrets")
			seesAll(p, wheel)
			p.Press("esc d").Wait(time.Second)
			seesAll(p, key("j"))
			p.Press("tab").Sees("30▏")
			seesAll(p, key("pgup"))
			p.Press("y").Wait(time.Minute).Press("u").Wait(time.Second).Sees("deleted 30 secrets", "restore 30 secrets")
			seesAll(p, wheel)
			p.Press("esc u").Wait(time.Second)
			seesAll(p, key("j"))
			p.Press("y").Wait(time.Minute).Press("* d").Wait(time.Second).Press("esc esc D *").Wait(time.Second)
			if strings.Contains(p.Screen.String(), "many-") {
				t.Errorf("not all were restored:\n%s", p.Screen)
			}
		})
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seedThirty, NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second).Press("* d").Wait(time.Second).Press("y").Wait(time.Minute).Press("D *").Wait(time.Second).Press("R").Wait(time.Second).Press("y").Wait(time.Minute)
			p.Press("u").Wait(time.Second).Sees("restored 30 secrets", "delete 30 secrets")
			seesAll(p, func() { p.Wheels(size[0]/2, size[1]/2).Wait(50 * time.Millisecond) })
			p.Press("G").Sees("–30 of 30").Press("g").Sees("1–")
		})
		protected := []backend.Protection{{Account: "*", TypeName: true}}
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seedThirty, NoFirst: true, Rules: protected}, func(p *play.Player) {
			p.Wait(time.Second).Press("* d").Wait(time.Second).Sees("Delete 30 secrets", "type 30 secrets")
			seesAll(p, func() { p.Wheels(size[0]/2, size[1]/2).Wait(50 * time.Millisecond) })
		})
	}
}

func TestWhenASecretGoesIsToldWholeOnTheSmallestScreen(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10}, func(p *play.Player) {
		p.Press("D * R").Sees("Restore 5 secrets", "tmp/").Press("G").Sees("any moment").SeesNot("mom…")
	})
}
