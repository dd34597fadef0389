package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// boxes are where the frames on the screen are, with their titles left out.
func boxes(p *play.Player) (out string) {
	for _, f := range p.Screen.Frames() {
		out += fmt.Sprintf("%d,%d+%d ", f.X, f.Y, f.H)
	}
	return out
}

func TestASingleReadTurnsASpinnerAfterAWhileAndMovesNothing(t *testing.T) {
	seed := func(s *local.Server) {
		play.JSONSecret()(s)
		s.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 3 * time.Second} })
	}
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seed}, func(p *play.Player) {
			p.Wait(time.Second).Press("2").Wait(time.Second)
			before := boxes(p)
			p.Send("v")
			p.Wait(200*time.Millisecond).Sees("reading…").SeesNot("⠋", "⠙", "⠹", "⠸", "⠼")
			seen := map[string]bool{}
			for range 20 {
				line := p.Wait(100 * time.Millisecond).Row("reading…")
				seen[line] = true
				if now := boxes(p); now != before {
					t.Fatalf("the frames were at %s and are at %s\n%s", before, now, p.Screen)
				}
			}
			if len(seen) < 5 {
				t.Errorf("it does not turn: %v", seen)
			}
			p.Wait(2 * time.Second).SeesNot("reading…")
			if sent := len(p.Screen.Sent()); len(p.Wait(5*time.Second).Screen.Sent()) != sent && size[0] < 100 {
				t.Logf("it goes on drawing") // a value's time drains
			}
		})
	}
}

// turns reports whether a spinner turns in the row with a text, after a while of waiting.
func turns(t *testing.T, p *play.Player, text string) {
	t.Helper()
	if p.Sees(text); strings.ContainsAny(p.Row(text), "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏") {
		t.Errorf("it turns at once: %s", p.Row(text))
	}
	seen := map[string]bool{}
	for range 20 {
		seen[p.Wait(100*time.Millisecond).Row(text)] = true
	}
	if len(seen) < 5 {
		t.Errorf("it does not turn: %v", seen)
	}
}

func TestWhatADialogWaitsForTurnsASpinnerToo(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedFailing}, func(p *play.Player) {
			p.Slowly("FilterLogEvents", 5*time.Second)
			p.RotationOf("^app/canary$").Send("L")
			turns(t, p.Wait(150*time.Millisecond), "UTC…")
			p.Press("esc").Wait(time.Second).SeesNot("looking through")
		})
	}
	between(t, play.Setting{}, &twoPlaces{slow: time.Minute}, func(p *play.Player) {
		p.Press("@").Types("away").Wait(time.Second).Send("\r")
		turns(t, p.Wait(150*time.Millisecond), "Opening away")
		p.Press("esc")
	})
}

func TestAListingTellsHowFarItIsAndHowLongTheRestTakes(t *testing.T) {
	seed := func(s *local.Server) {
		s.SeedGenerated(1000)
		s.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"ListSecrets": time.Second} })
	}
	play.Game(t, play.Setting{Seed: seed, NoFirst: true}, func(p *play.Player) {
		p.Wait(3900*time.Millisecond).Sees("listing 500 · 166/s · 1 of 500").SeesNot(" left", "listing… ")
		p.Wait(20*time.Second).Sees("997 secrets", "1 of 997").SeesNot("listing ")
		before := boxes(p)
		p.Press("ctrl+r").Wait(3*time.Second).Sees(" of 1,000 · ", "/s · ", "s left")
		if now := boxes(p); now != before {
			t.Errorf("the frames were at %s and are at %s\n%s", before, now, p.Screen)
		}
	})
}

func TestARestoreOfManyTellsHowLongTheRestTakes(t *testing.T) {
	seed := func(s *local.Server) {
		be := play.BackendOf(s)
		for i := range 220 {
			if _, err := be.Create(play.Ctx(), backend.NewSecret{Name: fmt.Sprintf("bulk/%03d", i), Value: backend.TextValue("made-up")}); err != nil {
				panic(err)
			}
			if _, err := be.Delete(play.Ctx(), fmt.Sprintf("bulk/%03d", i), backend.Deletion{WindowDays: 7}); err != nil {
				panic(err)
			}
		}
	}
	play.Game(t, play.Setting{Seed: seed, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Latency = time.Second })
		before := boxes(p.Press("*"))
		p.Press("R").Sees("Restore 220 secrets").Press("y").Wait(5*time.Second).Sees("restoring ", " of 220", "left", "esc stops")
		for range 10 {
			if now := boxes(p.Wait(time.Second)); now != before {
				t.Fatalf("the frames were at %s and are at %s\n%s", before, now, p.Screen)
			}
		}
		p.Wait(10 * time.Second).Sees("restored all 220")
	})
}

// What was looked at is kept, so that going back to it blanks nothing, and is told anew all the same.
func TestGoingBackToASecretShowsItsVersionsAtOnce(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("2 ]").Wait(time.Second).Press("1")
		for range 3 {
			p.Press("j").Wait(time.Second).Sees("AWSCURRENT")
		}
		p.Server.Set(func(k *local.Knobs) { k.Latency = 5 * time.Second })
		calls := p.Calls("ListSecretVersionIds")
		for _, key := range []string{"k", "k", "j", "j", "k"} {
			p.Send(key)
			p.Wait(40 * time.Millisecond)
			p.Sees("AWSCURRENT", "AWSPREVIOUS", "kms key").SeesNot("listing…", "not known")
		}
		p.Wait(pane.RestDelay + 10*time.Millisecond).SeesNot("listing…")
		p.Wait(200*time.Millisecond).Sees("listing…", "AWSCURRENT")
		if p.Wait(6 * time.Second).SeesNot("listing…"); p.Calls("ListSecretVersionIds") != calls+1 {
			t.Errorf("it was told anew %d times", p.Calls("ListSecretVersionIds")-calls)
		}
	})
}

func TestListingIsToldOfOnlyWhenItTakesAWhile(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Wait(time.Second)
		for _, c := range []struct {
			takes time.Duration
			told  bool
		}{{100 * time.Millisecond, false}, {time.Second, true}} {
			p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"ListSecretVersionIds": c.takes} })
			p.Send("j")
			told := false
			for range 60 {
				p.Wait(10 * time.Millisecond)
				told = told || strings.Contains(p.Next(), "listing…")
			}
			if told != c.told {
				t.Errorf("of a listing that takes %v it is told: %v", c.takes, told)
			}
			p.Wait(2 * time.Second)
		}
	})
}

func TestAVersionHasOneLineAndTheExactTimeStandsUnderTheCursor(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {200, 50}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
			p.Wait(time.Second).Press("3").Wait(time.Second)
			rows := p.Frame("Versions").Lines[:3]
			for i, sign := range []string{"●", "○", "▸"} {
				if !strings.Contains(rows[i], sign) {
					t.Errorf("row %d is %q\n%s", i, rows[i], p.Screen)
				}
			}
			if exact := strings.Contains(rows[0], " UTC"); exact != (size[0] != 80) || strings.Contains(rows[1], " UTC") {
				t.Errorf("the rows are %q", rows)
			}
		})
	}
}

func TestAKeyOfSixtyFourColumnsFitsBesideTheList(t *testing.T) {
	line := strings.Repeat("M", 64)
	seed := func(s *local.Server) {
		s.Plant(local.Seed{Name: strings.Repeat("n", 60), Text: "-----BEGIN MADE UP-----\n" + line + "\n" + line + "\n-----END MADE UP-----"})
	}
	play.Game(t, play.Setting{Seed: seed, NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Second).Press("v").Wait(time.Second)
		if n := strings.Count(p.Screen.String(), line); n != 2 {
			t.Errorf("%d of two lines are whole\n%s", n, p.Screen)
		}
	})
}
