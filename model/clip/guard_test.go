package clip

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aymanbagabas/go-osc52/v2"
)

// sentry is a guard that notes what it is told, and what the terminal held at that moment.
type sentry struct {
	out *outbox
	mu  sync.Mutex
	did []string
}

func (s *sentry) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out.holds() != "" {
		what += " full"
	}
	s.did = append(s.did, what)
}

func (s *sentry) Away()    { s.note("away") }
func (s *sentry) Dismiss() { s.note("dismissed") }

func (s *sentry) done() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.did)
}

// guarded runs a game where only the terminal can be asked, and secrets on it are guarded.
func guarded(t *testing.T, env string, game func(d *desk, sentries func() []*sentry)) {
	t.Helper()
	sit(t, func(d *desk) {
		d.native = nil
		var mu sync.Mutex
		var all []*sentry
		d.terminal = NewTerminal(set(env), d.out).Guarded(func(r Receipt) Guard {
			mu.Lock()
			defer mu.Unlock()
			if !r.Is([]byte("it")) && !r.Is([]byte("other")) {
				t.Error("a guard has the receipt of another text")
			}
			s := &sentry{out: d.out}
			s.note("posted")
			all = append(all, s)
			return s
		})
		game(d, func() []*sentry { mu.Lock(); defer mu.Unlock(); return slices.Clone(all) })
	})
}

func TestASecretOnTheTerminalIsGuardedFromBeforeItIsThereUntilItIsOff(t *testing.T) {
	for name, off := range map[string]func(d *desk){
		"at its time": func(d *desk) { d.pass(life + AskTime) },
		"at the end":  func(d *desk) { d.Leave() },
		"at its time though something else may be there": func(d *desk) { d.Away(); d.Away(); d.pass(life + AskTime) },
		"by another": func(d *desk) { _, _ = d.copies("other", life) },
		"by a name":  func(d *desk) { _, _ = d.copies("other", 0) },
	} {
		guarded(t, "", func(d *desk, sentries func() []*sentry) {
			_, _ = d.copies("it", life)
			if d.pass(life - time.Second); !slices.Equal(sentries()[0].done(), []string{"posted"}) {
				t.Errorf("%s: before that it is told %q", name, sentries()[0].done())
			}
			off(d)
			d.pass(0)
			want := map[string][]string{"at its time though something else may be there": {"posted", "away full", "dismissed full"},
				"by another": {"posted", "dismissed full"}, "by a name": {"posted", "dismissed full"}}[name]
			if want == nil {
				want = []string{"posted", "dismissed"}
			}
			if did := sentries()[0].done(); !slices.Equal(did, want) {
				t.Errorf("%s: it is told %q, want %q", name, did, want)
			}
			if n := len(sentries()); (n == 2) != (name == "by another") {
				t.Errorf("%s: %d guards were posted", name, n)
			}
		})
	}
}

func TestACopyThatIsNotMadeIsNotGuarded(t *testing.T) {
	guarded(t, "", func(d *desk, sentries func() []*sentry) {
		first := d.Begin("it", []byte("it"), life)
		_, _ = d.copies("other", life)
		if _, err := first.Write([]byte("it")); !errors.Is(err, ErrReplaced) {
			t.Fatal(err)
		}
		if did := sentries()[1].done(); !slices.Equal(did, []string{"posted full", "dismissed full"}) {
			t.Errorf("it is told %q", did)
		}
	})
}

// Without a tmux to ask, what it keeps is never known to be gone.
func TestWhatTmuxMayKeepIsGuardedAfterTheTerminalIsEmptied(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	guarded(t, "TMUX", func(d *desk, sentries func() []*sentry) {
		_, _ = d.copies("it", life)
		d.pass(life + AskTime)
		if !strings.HasSuffix(strings.Join(d.out.sent(), ""), "\x1b]52;c;\x07\x1bPtmux;\x1b\x1b]52;c;\x07\x1b\\") {
			t.Fatalf("the terminal was not emptied: %q", d.out.sent())
		}
		if did := sentries()[0].done(); !slices.Equal(did, []string{"posted"}) {
			t.Errorf("it is told %q", did)
		}
		if d.pass(time.Hour); len(sentries()[0].done()) != 2 {
			t.Errorf("once nobody tries any more it is told %q", sentries()[0].done())
		}
	})
}

// early is a clipboard that knows by itself when somebody else copies.
type early struct {
	*native
	gone func()
}

func (e *early) Write(ctx context.Context, b []byte, s Stay) error {
	e.gone = s.Gone
	return e.native.Write(ctx, b, s)
}

func TestAClipboardThatTellsOfAnothersCopyIsHeardAtOnce(t *testing.T) {
	sit(t, func(d *desk) {
		e := &early{native: newNative("tool", d.tool.read, d.tool.write)}
		d.native = e
		_, _ = d.copies("it", life)
		d.pass(5 * time.Second)
		if _, _, held := d.Held(); !held {
			t.Fatal("nothing is held, so this proves nothing")
		}
		d.change(func(f *fake) { f.text = "theirs" })
		e.gone()
		d.pass(round)
		if _, _, held := d.Held(); held {
			t.Error("the countdown goes on")
		}
		if n := <-d.News(); n.Outcome != NotOurs || n.What != "it" || d.held() != "theirs" {
			t.Errorf("the news are %+v, and %q is held", n, d.held())
		}
	})
}

func TestTheSequencesAreThoseOfTheLibraryInEachMultiplexer(t *testing.T) {
	for env, modes := range map[string][]osc52.Mode{"": {osc52.DefaultMode}, "TMUX": {osc52.DefaultMode, osc52.TmuxMode}, "STY": {osc52.ScreenMode}, "TMUX STY": {osc52.DefaultMode, osc52.TmuxMode}} {
		for _, size := range []int{0, 1, 2, 3, 56, 57, 58, 114, 115, 1000, 64 << 10} {
			text, want, out := strings.Repeat("é~", size)[:size], "", &outbox{}
			for _, mode := range modes {
				want += osc52.New(text).Mode(mode).String()
			}
			if err := NewTerminal(set(env), out).write([]byte(text), func() error { return nil }); err != nil || out.bytes.String() != want {
				t.Errorf("with %q set and %d bytes the terminal got %.200q (%v), want %.200q", env, size, out.bytes.String(), err, want)
			}
		}
	}
}
