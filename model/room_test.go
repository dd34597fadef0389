package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// divider is the column where the list ends.
func divider(p *play.Player) int {
	p.T.Helper()
	border := strings.Split(p.Screen.String(), "\n")[1]
	at := strings.Index(border, "╮╭")
	if at < 0 {
		return 0
	}
	return len([]rune(border[:at]))
}

func TestTheDividerStandsStillWhateverIsLookedAt(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {90, 30}, {104, 30}, {120, 36}, {200, 50}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
				at := divider(p) + 1
				if least, most := 34, max(34, size[0]*2/5); at < least || at > most {
					t.Fatalf("the list is %d wide, not %d to %d\n%s", at, least, most, p.Screen)
				}
				for _, keys := range []string{"j j", "G", "g", "/ p a y", "enter", "/ z z z", "enter", "esc", "2", "]", "]", "3", "1", "D", "j", "A", "A", "t", "enter", "j", "D", "g", "enter", "t", "v", "e", "esc", "1", "s c", "ctrl+r", "+", "D", "+", "D", "3", "+", "+", "1"} {
					if p.Press(keys).Wait(pane.RestDelay * 2); keys == "+" && divider(p) == 0 {
						continue
					}
					if now := divider(p) + 1; now > 1 && now != at {
						t.Fatalf("after %s the list is %d wide, not %d\n%s", keys, now, at, p.Screen)
					}
				}
			})
		})
	}
}

// The list is as wide as what is in it needs, where the screen has the room.
func TestTheListIsAsWideAsItsNamesNeed(t *testing.T) {
	named := func(name string) func(*local.Server) {
		return func(s *local.Server) {
			for _, n := range []string{name, "b"} {
				s.Plant(local.Seed{Name: n, Text: "made-up"})
			}
		}
	}
	for _, c := range []struct{ name, w, want int }{{10, 200, 34}, {40, 200, 62}, {90, 200, 80}, {90, 120, 48}, {10, 80, 34}, {90, 80, 34}} {
		play.Game(t, play.Setting{W: c.w, H: 30, Seed: named(strings.Repeat("n", c.name)), NoFirst: true}, func(p *play.Player) {
			if at := divider(p.Wait(time.Second)) + 1; at != c.want {
				t.Errorf("names of %d cells on a screen of %d make the list %d wide, not %d\n%s", c.name, c.w, at, c.want, p.Screen)
			}
		})
	}
}

func TestTheDividerStandsStillWhilePagesArrive(t *testing.T) {
	seed := func(s *local.Server) {
		for i := range 60 {
			s.Plant(local.Seed{Name: fmt.Sprintf("app/%02d%s", i, strings.Repeat("x", i)), Text: "made-up"})
		}
		s.Set(func(k *local.Knobs) { k.PageSize, k.Latency = 4, time.Second })
	}
	play.Game(t, play.Setting{W: 200, H: 50, Seed: seed, NoFirst: true, Change: func(o *model.Options) { o.Drafts = nil }}, func(p *play.Player) {
		p.Becomes(5*time.Second, "app/00")
		at := divider(p)
		for range 20 {
			if now := divider(p.Wait(time.Second)); now != at {
				t.Fatalf("the list was %d wide and is %d now\n%s", at+1, now+1, p.Screen)
			}
		}
		p.Sees("60 secrets")
	})
}

func TestTheSmallestScreenShowsWhatIsAtStake(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10}, func(p *play.Player) {
		p.TimelineOf("^prod/payments/stripe").Press("j p").Sees("Promote an older version", "prod/payments/stripe", "1234-5678-9012 · eu-west-1", "dcfebba1…  AWSCURRENT", "585252ba…  AWSPREVIOUS", "16d ago", "cancel")
		p.Press("esc 1 d").Sees("Delete a secret", "prod/payments/stripe", "restorable until 31 Jan 2000", "1234-5678-9012 · eu-west-1", "delete")
	})
}

func TestADialogHasAllOfANarrowScreensWidth(t *testing.T) {
	for i, w := range play.Ways() {
		if w.Scope != keymap.Dialog {
			continue
		}
		t.Run(fmt.Sprint(w.Room, " ", i), func(t *testing.T) {
			play.Game(t, play.Setting{W: 40, H: 10, Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
				w.Goes(p.Wait(3 * time.Second))
				for _, line := range strings.Split(p.Screen.String(), "\n") {
					if strings.Index(line, "╭") > 0 {
						t.Errorf("something is behind it:\n%s", p.Screen)
						break
					}
				}
			})
		})
	}
}
