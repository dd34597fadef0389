package model_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestTheTwoClocksOfTheseTestsDiffer(t *testing.T) {
	c := play.NewClocks()
	synctest.Test(t, func(t *testing.T) {
		a := c.Now()
		c.Shift(time.Hour)
		time.Sleep(time.Minute)
		b := c.Now()
		if mono, wall := b.Sub(a), b.Round(0).Sub(a.Round(0)); mono != time.Minute || wall != time.Hour+time.Minute || !b.Equal(time.Now().Add(time.Hour)) {
			t.Fatalf("monotonic %v, wall %v, %v: package time has another form now", mono, wall, b)
		}
	})
}

// What holds a secret, or shows one, in each of the places where it has a lifetime.
// life is something that ends by itself.
type life struct {
	seed  func(*local.Server)
	begin func(t *testing.T, p *play.Player) (gone func() bool)
}

// lives are whatever shows a value, and what holds one without showing it.
func lives() map[string]life {
	all := map[string]life{}
	for name, e := range exposures() {
		all[name] = life{e.seed, func(t *testing.T, p *play.Player) func() bool {
			text := e.reveals(t, p)
			return func() bool { return !strings.Contains(p.Screen.String(), text) }
		}}
	}
	versions := play.SeedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`)
	wiped := func(p *play.Player) func() bool { return func() bool { return len(p.Ledger.Alive()) == 0 } }
	all["a value that is held masked"] = life{versions, func(_ *testing.T, p *play.Player) func() bool {
		p.Press("v V").Sees("made-up-1").Press("V").SeesNot("made-up-1")
		return wiped(p)
	}}
	all["a comparison that is held masked"] = life{versions, func(_ *testing.T, p *play.Player) func() bool {
		p.Press("3 j = y").Sees("≠ key")
		return wiped(p)
	}}
	all["the machine's clipboard"] = life{versions, func(_ *testing.T, p *play.Player) func() bool {
		p.Press("c").Sees("copied")
		return func() bool { return p.Board.Holds() == "" }
	}}
	return all
}

func TestALifetimeIsThirtySecondsAndNotASecondMoreOrLess(t *testing.T) {
	for name, life := range lives() {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: life.seed, Native: true}, func(p *play.Player) {
				gone := life.begin(t, p)
				if p.Wait(29*time.Second - play.PressTime); gone() {
					t.Errorf("it ended within 29 seconds:\n%s", p.Screen)
				}
				if p.Wait(1100 * time.Millisecond); !gone() {
					t.Errorf("it stands after 30 seconds:\n%s", p.Screen)
				}
			})
		})
	}
}

func TestALifetimeIsAsLongAsTheUserWantsIt(t *testing.T) {
	for _, seconds := range []int{5, 45} {
		for name, life := range lives() {
			if seconds > 30 && name != "detail.viewText" && name != "the machine's clipboard" {
				continue // longer is one clock too
			}
			t.Run(fmt.Sprintf("%s/%d", name, seconds), func(t *testing.T) {
				lasts := time.Duration(seconds) * time.Second
				play.Game(t, play.Setting{Seed: life.seed, Native: true, Change: func(o *model.Options) { o.Lifetime = lasts }}, func(p *play.Player) {
					gone := life.begin(t, p)
					p.Sees(fmt.Sprintf(" in %ds", seconds))
					if p.Wait(lasts - time.Second - play.PressTime); gone() {
						t.Errorf("it ended a second before its time:\n%s", p.Screen)
					}
					if p.Wait(1100 * time.Millisecond); !gone() {
						t.Errorf("it stands after its time:\n%s", p.Screen)
					}
				})
			})
		}
	}
}

func TestAfterASleepWhatHasALifetimeEndsAtOnce(t *testing.T) {
	for name, life := range lives() {
		t.Run(name, func(t *testing.T) {
			c := play.NewClocks()
			play.Game(t, play.Setting{Seed: life.seed, Native: true, Change: c.Set}, func(p *play.Player) {
				gone := life.begin(t, p)
				p.Wait(3 * time.Second)
				if gone() {
					t.Fatal("it ended by itself")
				}
				c.Shift(28 * time.Second) // the lid was closed
				p.Wait(1100 * time.Millisecond)
				if !gone() {
					t.Errorf("it stands a second after the machine woke:\n%s", p.Screen)
				}
			})
		})
	}
}

func TestAClockThatIsSetBackLengthensNoLifetime(t *testing.T) {
	for name, life := range lives() {
		for what, set := range map[string]func(*play.Clocks, *play.Player){
			"an hour back": func(c *play.Clocks, p *play.Player) { c.Shift(-time.Hour); p.Wait(1100 * time.Millisecond) },
			"again and again": func(c *play.Clocks, p *play.Player) { // by less than anybody would notice
				for range 40 {
					c.Shift(-time.Second)
					p.Wait(time.Second)
				}
			},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				c := play.NewClocks()
				play.Game(t, play.Setting{Seed: life.seed, Native: true, Change: c.Set}, func(p *play.Player) {
					gone := life.begin(t, p)
					if set(c, p); !gone() {
						t.Errorf("it stands:\n%s", p.Screen)
					}
				})
			})
		}
	}
}

func TestAProgramThatHoldsNothingIsNotWoken(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`), Native: true, Change: c.Set}, func(p *play.Player) {
		p.Press("v c").Wait(time.Minute)
		c.Looked()
		if p.Wait(10 * time.Minute); c.Looked() > 0 {
			t.Error("it wakes although it holds nothing and shows no countdown")
		}
	})
}

// A timer stands still while the machine sleeps: whether anybody is there is looked at now and then, and no longer once nobody is.
func TestAProgramThatWaitsForItsLockIsWokenSixTimesAMinute(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { c.Set(o); o.LockAfter = time.Hour }}, func(p *play.Player) {
		p.Press("j k").Wait(time.Minute)
		c.Looked()
		p.Wait(10 * time.Minute)
		if n := c.Looked(); n > 3*61 { // the root, and the clipboard's keeper twice
			t.Errorf("it looked %d times in ten minutes", n)
		}
		p.Wait(time.Hour).Sees("locked")
		c.Looked()
		if p.Wait(10 * time.Minute); c.Looked() > 0 {
			t.Error("it wakes although it is locked")
		}
		p.Press("enter")
	})
}

func TestAfterASleepACountdownPromisesNotTooMuch(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Change: func(o *model.Options) { c.Set(o); o.Deleted = true }}, func(p *play.Player) {
		p.Press("/").Types("mailgun").Press("enter").Wait(time.Minute).Sees("safe 3d 21h")
		c.Shift(5 * time.Hour)
		p.Wait(11 * time.Second)
		if !strings.Contains(p.Row("▌ prod/old/mailgun"), "safe 3d 16h") {
			t.Errorf("after five hours:\n%s", p.Screen)
		}
	})
}

// The loop stands while another program has the terminal. What arrives meanwhile waits, and tells of the time at which it came.
func TestAnAnswerThatWaitedForTheLoopDoesNotTellTheTimeOfNow(t *testing.T) {
	for _, key := range []string{"ctrl+r", "2 ctrl+r"} {
		goOn := make(chan struct{})
		play.Game(t, play.Setting{Change: func(o *model.Options) {
			o.Deleted = true
			goOn = make(chan struct{})
			o.Suspend = func() (tea.Cmd, string) { <-goOn; return nil, "" }
		}}, func(p *play.Player) {
			p.Sees("≥ 2h 13m")
			p.Server.Set(func(k *local.Knobs) { k.Latency = time.Second })
			for _, k := range strings.Fields(key) {
				p.Send(play.BytesOf(k))
			}
			p.Wait(100 * time.Millisecond)
			p.Send(play.BytesOf("ctrl+z"))
			time.Sleep(2 * time.Hour)
			close(goOn)
			p.Wait(3 * time.Second)
			if row := p.Row("prod/orders/db"); !strings.Contains(row, "≥ 13m") {
				t.Errorf("after two hours: %s", row)
			}
		})
	}
}
