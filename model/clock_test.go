package model

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend/local"
)

func TestTheTwoClocksOfTheseTestsDiffer(t *testing.T) {
	c := newClocks()
	synctest.Test(t, func(t *testing.T) {
		a := c.now()
		c.shift(time.Hour)
		time.Sleep(time.Minute)
		b := c.now()
		if mono, wall := b.Sub(a), b.Round(0).Sub(a.Round(0)); mono != time.Minute || wall != time.Hour+time.Minute || !b.Equal(time.Now().Add(time.Hour)) {
			t.Fatalf("monotonic %v, wall %v, %v: package time has another form now", mono, wall, b)
		}
	})
}

// What holds a secret, or shows one, in each of the places where it has a lifetime.
func lives() map[string]func(p *player) (gone func() bool) {
	unseen := func(p *player, text string) func() bool {
		return func() bool { return !strings.Contains(p.screen.String(), text) }
	}
	return map[string]func(p *player) func() bool{
		"a revealed value": func(p *player) func() bool {
			p.press("v V").sees("made-up-1")
			return unseen(p, "made-up-1")
		},
		"a value that is held masked": func(p *player) func() bool {
			p.press("v V").sees("made-up-1").press("V").seesNot("made-up-1")
			return func() bool { return len(p.ledger.Alive()) == 0 }
		},
		"a comparison": func(p *player) func() bool {
			p.press("3 j = y").wait(time.Second).press("V").sees("made-up-1", "made-up-0")
			return unseen(p, "made-up-1")
		},
		"a comparison that is held masked": func(p *player) func() bool {
			p.press("3 j = y").sees("≠ key")
			return func() bool { return len(p.ledger.Alive()) == 0 }
		},
		"an edit": func(p *player) func() bool {
			p.press("e").sees("edit ").press("V").sees("made-up-1")
			return unseen(p, "made-up-1")
		},
		"an edit as text": func(p *player) func() bool {
			p.press("e").sees("edit ").press("V T").sees("made-up-1")
			return unseen(p, "made-up-1")
		},
		"typing": func(p *player) func() bool {
			p.press("e").sees("edit ").press("enter ctrl+o").sees("made-up-1")
			return unseen(p, "made-up-1")
		},
		"the machine's clipboard": func(p *player) func() bool {
			p.press("c").sees("copied")
			return func() bool { return p.board.holds() == "" }
		},
	}
}

func TestALifetimeIsThirtySecondsAndNotASecondMoreOrLess(t *testing.T) {
	for name, begin := range lives() {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`), native: true}, func(p *player) {
				gone := begin(p)
				if p.wait(29*time.Second - pressTime); gone() {
					t.Errorf("it ended within 29 seconds:\n%s", p.screen)
				}
				if p.wait(1100 * time.Millisecond); !gone() {
					t.Errorf("it stands after 30 seconds:\n%s", p.screen)
				}
			})
		})
	}
}

func TestAfterASleepWhatHasALifetimeEndsAtOnce(t *testing.T) {
	for name, begin := range lives() {
		t.Run(name, func(t *testing.T) {
			c := newClocks()
			play(t, setting{seed: seedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`), native: true, change: c.set}, func(p *player) {
				gone := begin(p)
				p.wait(3 * time.Second)
				if gone() {
					t.Fatal("it ended by itself")
				}
				c.shift(28 * time.Second) // the lid was closed
				p.wait(1100 * time.Millisecond)
				if !gone() {
					t.Errorf("it stands a second after the machine woke:\n%s", p.screen)
				}
			})
		})
	}
}

func TestAClockThatIsSetBackLengthensNoLifetime(t *testing.T) {
	for name, begin := range lives() {
		for what, set := range map[string]func(*clocks, *player){
			"an hour back": func(c *clocks, p *player) { c.shift(-time.Hour); p.wait(1100 * time.Millisecond) },
			"again and again": func(c *clocks, p *player) { // by less than anybody would notice
				for range 40 {
					c.shift(-time.Second)
					p.wait(time.Second)
				}
			},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				c := newClocks()
				play(t, setting{seed: seedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`), native: true, change: c.set}, func(p *player) {
					gone := begin(p)
					if set(c, p); !gone() {
						t.Errorf("it stands:\n%s", p.screen)
					}
				})
			})
		}
	}
}

func TestAProgramThatHoldsNothingIsNotWoken(t *testing.T) {
	c := newClocks()
	play(t, setting{seed: seedVersions(`{"key":"made-up-0"}`, `{"key":"made-up-1"}`), native: true, change: c.set}, func(p *player) {
		p.press("v c").wait(time.Minute)
		c.looked()
		if p.wait(10 * time.Minute); c.looked() > 0 {
			t.Error("it wakes although it holds nothing and shows no countdown")
		}
	})
}

func TestAfterASleepACountdownPromisesNotTooMuch(t *testing.T) {
	c := newClocks()
	play(t, setting{change: func(o *Options) { c.set(o); o.Deleted = true }}, func(p *player) {
		p.press("/").types("mailgun").press("enter").wait(time.Minute).sees("safe for 3d 21h · ≤ 27d")
		c.shift(5 * time.Hour)
		p.wait(11 * time.Second)
		if !strings.Contains(p.screen.String(), "prod/old/mailgun             safe for 3d 16h · ≤ 27d") {
			t.Errorf("after five hours:\n%s", p.screen)
		}
	})
}

// The loop stands while another program has the terminal. What arrives meanwhile waits, and tells of the time at which it came.
func TestAnAnswerThatWaitedForTheLoopDoesNotTellTheTimeOfNow(t *testing.T) {
	for _, key := range []string{"ctrl+r", "2 ctrl+r"} {
		goOn := make(chan struct{})
		play(t, setting{change: func(o *Options) {
			o.Deleted = true
			goOn = make(chan struct{})
			o.Suspend = func() (tea.Cmd, string) { <-goOn; return nil, "" }
		}}, func(p *player) {
			p.sees("safe for 2h 13m")
			p.server.Set(func(k *local.Knobs) { k.Latency = time.Second })
			for _, k := range strings.Fields(key) {
				p.send(bytesOf(k))
			}
			p.wait(100 * time.Millisecond)
			p.send(bytesOf("ctrl+z"))
			time.Sleep(2 * time.Hour)
			close(goOn)
			p.wait(3 * time.Second)
			if row := p.row("prod/orders/db"); !strings.Contains(row, "safe for 13m") {
				t.Errorf("after two hours: %s", row)
			}
		})
	}
}
