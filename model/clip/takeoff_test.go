package clip

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAnEndBeforeTheAnswerLeavesNothingBehind(t *testing.T) {
	for name, game := range map[string]func(d *desk){
		"while it is written": func(d *desk) {
			d.change(func(f *fake) { f.writeTime = time.Second })
			go func() { _, _ = d.copies("early", life) }()
			d.pass(500 * time.Millisecond)
		},
		"before it is written": func(d *desk) {
			c := d.Begin("it", []byte("early"), life)
			d.Leave()
			if _, err := c.Write([]byte("early")); !errors.Is(err, ErrClosed) {
				d.t.Errorf("it was written at the end: %v", err)
			}
		},
		"just after it was written": func(d *desk) { _, _ = d.copies("early", life) },
		"while it goes to the terminal": func(d *desk) {
			d.change(func(f *fake) { f.writeErr = errTool })
			_, _ = d.copies("early", life)
			d.change(func(f *fake) { f.writeErr = nil })
		},
		"with one before it": func(d *desk) {
			_, _ = d.copies("first", life)
			d.change(func(f *fake) { f.writeErr = errTool })
			_, _ = d.copies("early", life)
			d.change(func(f *fake) { f.writeErr = nil })
		},
		"while it is taken off": func(d *desk) {
			_, _ = d.copies("early", life)
			d.change(func(f *fake) { f.readTime = 1500 * time.Millisecond })
			d.pass(life + time.Second)
		},
	} {
		sit(t, func(d *desk) {
			game(d)
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			began := time.Now()
			d.Leave()
			d.Close(ctx)
			d.pass(0)
			if d.held() != "" || d.out.holds() != "" {
				t.Errorf("%s: %q is left on the clipboard, %q on the terminal's", name, d.held(), d.out.holds())
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("%s: the end took %v", name, took)
			}
			if way, err := d.copies("after", life); !errors.Is(err, ErrClosed) || d.held() != "" {
				t.Errorf("%s: after the end it still copies: %v, %v", name, way, err)
			}
		})
	}
}

// Nobody reads the news in these: the program's loop stands still.
func TestASecretIsTakenOffThoughNobodyIsAwake(t *testing.T) {
	sit(t, func(d *desk) {
		_, _ = d.copies("native", life)
		d.pass(life - time.Second)
		if d.held() != "native" {
			t.Error("it was taken off too early")
		}
		if d.pass(time.Second); d.held() != "" {
			t.Errorf("%q is left", d.held())
		}
	})
	sit(t, func(d *desk) {
		d.native = nil
		for range 100 { // more than the news hold
			_, _ = d.copies("terminal", life)
		}
		if d.pass(life - time.Second); d.out.holds() == "" {
			t.Error("it was taken off too early")
		}
		if d.pass(time.Second + AskTime); d.out.holds() != "" {
			t.Error("it is left on the terminal's clipboard")
		}
	})
}

func TestWallTimeDecidesAtOnceAfterTheMachineSlept(t *testing.T) {
	sit(t, func(d *desk) {
		slept := time.Duration(0)
		var mu sync.Mutex
		d.now = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return time.Now().Round(0).Add(slept) // the clock on the wall alone; timers have not moved
		}
		_, _ = d.copies("it", life)
		d.pass(2 * time.Second)
		mu.Lock()
		slept = time.Hour
		mu.Unlock()
		if d.pass(round); d.held() != "" {
			t.Errorf("an hour later by the clock on the wall %q is left", d.held())
		}
	})
}

func TestTheTerminalIsAskedAndItsAnswerCounts(t *testing.T) {
	for name, c := range map[string]struct {
		away    bool
		content string
		known   bool
		want    Outcome
		cleared bool
	}{
		"it holds it":                  {true, "it", true, Cleared, true},
		"it holds the one before":      {true, "before", true, Cleared, true},
		"it holds something else":      {false, "theirs", true, NotOurs, false},
		"it does not say":              {false, "", false, Cleared, true},
		"it does not say after a blur": {true, "", false, Unknown, false},
		"it says nothing":              {false, "", true, Cleared, true},
		"it says nothing after a blur": {true, "", true, Unknown, false},
	} {
		sit(t, func(d *desk) {
			d.native = nil
			_, _ = d.copies("before", life)
			_, _ = d.copies("it", life)
			if c.away {
				d.Away()
			}
			d.pass(life)
			if n := <-d.News(); !n.Ask {
				t.Fatalf("%s: the news are %+v", name, n)
			}
			said := []byte(c.content)
			d.Answer(said, c.known)
			d.pass(0)
			if n := <-d.News(); n.Outcome != c.want || n.What != "it" {
				t.Errorf("%s: the news are %+v, want outcome %d", name, n, c.want)
			}
			if cleared := d.out.holds() == ""; cleared != c.cleared {
				t.Errorf("%s: cleared: %v", name, cleared)
			}
			if strings.Trim(string(said), "\x00") != "" {
				t.Errorf("%s: what the terminal said is still there: %q", name, said)
			}
		})
	}
}

func TestASecretThatCannotBeTakenOffIsToldOnceAndTriedAgain(t *testing.T) {
	sit(t, func(d *desk) {
		_, _ = d.copies("it", life)
		d.change(func(f *fake) { f.readErr = errTool })
		d.pass(life + 10*time.Second)
		d.change(func(f *fake) { f.readErr = nil })
		if d.pass(lastWait); d.held() != "" {
			t.Error("it was not tried again")
		}
		var told []Outcome
		for len(d.news) > 0 {
			told = append(told, (<-d.News()).Outcome)
		}
		if len(told) != 2 || told[0] != Unknown || told[1] != Cleared {
			t.Errorf("told was %v, want that it is not known, once, and then that it is cleared", told)
		}
	})
	sit(t, func(d *desk) { // a tool that is broken is not called for ever
		d.change(func(f *fake) { f.readErr, f.writeErr = errTool, errTool })
		_, _ = d.copies("it", life)
		if d.pass(24 * time.Hour); len(d.rest()) != 0 {
			t.Errorf("%d slips are left", len(d.rest()))
		}
	})
}

func TestAnEndThatLeavesTheTerminalsClipboardAloneSaysSo(t *testing.T) {
	for name, c := range map[string]struct {
		game func(d *desk)
		left bool
	}{
		"nothing was copied":              {func(*desk) {}, false},
		"it is taken off":                 {func(d *desk) { _, _ = d.copies("it", life) }, false},
		"something else may be there":     {func(d *desk) { _, _ = d.copies("it", life); d.Away() }, true},
		"a name, which may stay":          {func(d *desk) { _, _ = d.copies("it", 0); d.Away() }, false},
		"on the machine's, and left once": {func(d *desk) { d.change(func(f *fake) { f.writeErr = nil }); _, _ = d.copies("it", life); d.Away() }, false},
	} {
		sit(t, func(d *desk) {
			d.change(func(f *fake) { f.writeErr = errTool })
			c.game(d)
			d.Leave()
			d.Close(context.Background())
			if d.Left() != c.left {
				t.Errorf("%s: told that it is left is %t", name, d.Left())
			}
		})
	}
}
