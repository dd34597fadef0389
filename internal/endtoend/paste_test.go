//go:build unix

package endtoend

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/keyboard"
)

// fillers are sequences that mean nothing to the program, of which a pasted text may have any number: they make time pass, and
// some of them are not even told to the model. Each of the others costs a frame, so that there are fewer of them here.
var fillers = []struct {
	name, text string
	size       int
}{
	{"unknown CSI", "\x1b[999~", 48 << 10}, {"mouse", "\x1b[<35;3;3M", 8 << 10}, {"OSC", "\x1b]999;x\x07", 48 << 10}, {"marks", "\x1b[200~\x1b[201~", 8 << 10},
	{"unknown CSI with a letter", "\x1b[1;2;3;4x", 240 << 10}, {"DCS", "\x1bP999q\x1b\\", 48 << 10}, {"wheel", "\x1b[<64;3;3M", 8 << 10},
	{"focus", "\x1b[I", 4 << 10}, {"cursor reports", "\x1b[12;40R", 8 << 10}, {"nothing", "", 0},
}

// attacked counts what a server is asked that a paste must not ask.
func attacked(s *local.Server) map[string]int {
	calls := maps.Clone(s.Calls())
	maps.DeleteFunc(calls, func(op string, _ int) bool {
		return strings.HasPrefix(op, "List") || strings.HasPrefix(op, "Describe") || op == "GetCallerIdentity" || op == "LookupEvents"
	})
	return calls
}

// underAttack starts the program on a server of its own.
func underAttack(t *testing.T, args ...string) (*local.Server, *terminal.Terminal) {
	t.Helper()
	s, endpoint := serveDemo(t)
	x := terminal.Start(t, terminal.Session{Args: append([]string{"--endpoint-url", endpoint, "--region", "eu-west-1"}, args...), W: 100, H: 30,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}})
	x.Sees("5 deleted", "? help")
	return s, x
}

// aClick is a press of the button, and its end, on the footer's first hint of a screen of 30 lines: it reveals.
const aClick = "\x1b[<0;3;30M\x1b[<0;3;30m"

// selfEndingPaste is a text that ends its own paste and goes on with keys, each behind a filler of some size.
func selfEndingPaste(filler string, size int, keys ...string) string {
	n := 0
	if filler != "" {
		n = size / len(filler) / (len(keys) + 1)
	}
	var b strings.Builder
	b.WriteString("\x1b[200~x\x1b[201~")
	for _, key := range keys {
		b.WriteString(strings.Repeat(filler, n) + key)
	}
	b.WriteString(strings.Repeat(filler, n))
	return b.String()
}

// trickle sends a text that ends its own paste and then its parts, with pauses between them. The longest pause that it really made
// is returned: a machine with too much to do makes a patient finger of it.
func trickle(x *terminal.Terminal, filler string, keys ...string) (longest time.Duration) {
	for _, pause := range []time.Duration{20, 60, 200} {
		x.Send(selfEndingPaste("", 0))
		sent := time.Now()
		for _, key := range keys {
			for _, part := range []string{strings.Repeat(filler, 20), key, strings.Repeat(filler, 20)} {
				if part != "" {
					time.Sleep(pause * time.Millisecond)
					x.Send(part)
					longest = max(longest, time.Since(sent))
					sent = time.Now()
				}
			}
		}
	}
	return longest
}

// presses presses a key until it is taken, and reports whether it is: that a finger's key works is what makes the rest tell something.
// It is pressed again only after a while, as a second one may undo what the first does.
func presses(x *terminal.Terminal, key string, taken func() bool) bool {
	for end := time.Now().Add(terminal.Patience); time.Now().Before(end); {
		x.Press(key)
		for again := time.Now().Add(terminal.Patience / 5); time.Now().Before(again); time.Sleep(50 * time.Millisecond) {
			if taken() {
				return true
			}
		}
	}
	return false
}

// everything asks for each filler against each key, which takes minutes.
var everything = os.Getenv("STRONGROOM_ALL_PASTES") != ""

// attack is keys that a paste must not press, and clicks that it must not make, where they would do something.
type attack struct {
	nr     int
	name   string
	keys   []string
	then   string   // the call that the keys ask for
	args   []string // of the program
	before []string // keys that lead there
}

func TestAPasteActsOnNothingHoweverLongItTakes(t *testing.T) {
	t.Parallel()
	for _, a := range []attack{
		{0, "delete", []string{"d", "y"}, "DeleteSecret", []string{"--filter", "prod/orders/db"}, nil},
		{1, "reveal", []string{"v"}, "GetSecretValue", []string{"--filter", "prod/orders/db"}, nil},
		{2, "copy", []string{"c"}, "GetSecretValue", []string{"--filter", "prod/orders/db"}, nil},
		{3, "restore", []string{"R", "y"}, "RestoreSecret", []string{"--deleted"}, nil},
		{4, "promote", []string{"p", "y"}, "UpdateSecretVersionStage", []string{"--filter", "staging/warehouse/webhook-signing"}, []string{"3", "j"}},
		{5, "click", []string{aClick}, "GetSecretValue", []string{"--filter", "prod/orders/db"}, nil},
	} {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			for tries := 1; !a.fails(t); tries++ {
				if tries == 5 {
					t.Fatal("this machine makes a patient finger of every paste")
				}
			}
		})
	}
}

// fails plays an attack, and reports whether it was one: where the machine stood still for as long as ends a paste, the next key
// is a finger's.
func (a attack) fails(t *testing.T) bool {
	s, x := underAttack(t, a.args...)
	time.Sleep(time.Second)
	x.Press(a.before...)
	slow := false
	for j, filler := range fillers {
		if (a.nr+j)%5 != 0 && !everything {
			continue
		}
		x.Send(selfEndingPaste(filler.text, filler.size, a.keys...))
		if everything {
			x.Send(selfEndingPaste(filler.text, 240<<10, a.keys...))
		}
		at := attacked(s)
		longest := trickle(x, filler.text, a.keys...)
		slow = slow || longest >= keyboard.AfterPaste
		time.Sleep(700 * time.Millisecond)
		calls, asks := attacked(s), strings.Contains(x.Screen(), "cancel")
		switch {
		case len(calls) == 0 && !asks:
		case len(at) == 0 && longest >= keyboard.AfterPaste:
			t.Logf("a pause of %v", longest)
			return false
		default:
			t.Fatalf("a paste with %s asked for %v (the longest pause was %v):\n%s", filler.name, calls, longest, x.Screen())
		}
	}
	if !presses(x, "?", func() bool { return strings.Contains(x.Screen(), "Help") }) { // until it is through with all of that
		t.Fatalf("? itself does nothing:\n%s", x.Screen())
	}
	x.Press("esc").Gone("Help")
	for i, key := range a.keys {
		done := func() bool { return attacked(s)[a.then] > 0 }
		if i < len(a.keys)-1 {
			done = func() bool { return strings.Contains(x.Screen(), "cancel") }
		}
		switch {
		case presses(x, key, done):
		case slow: // a finger's key has led elsewhere
			return false
		default:
			t.Fatalf("%s itself does nothing:\n%s", key, x.Screen())
		}
	}
	return true
}

func TestAPasteThroughTmuxActsOnNothing(t *testing.T) {
	t.Parallel()
	s, endpoint := serveDemo(t)
	x := startTmux(t, fmt.Sprintf("AWS_ACCESS_KEY_ID=made-up AWS_SECRET_ACCESS_KEY=made-up %s --endpoint-url %s --region eu-west-1", terminal.Strongroom(t), endpoint))
	x.sees("? help")
	dir := t.TempDir()
	for i, filler := range fillers {
		for j, keys := range [][]string{{"d", "y"}, {"v"}, {"c"}, {aClick + strings.ReplaceAll(aClick, ";30", ";29")}} { // the last line may be tmux's
			if i%4 != j && !everything {
				continue
			}
			file := filepath.Join(dir, "paste")
			if err := os.WriteFile(file, []byte(selfEndingPaste(filler.text, filler.size, keys...)), 0o600); err != nil {
				t.Fatal(err)
			}
			x.Run("load-buffer", file)
			x.Run("paste-buffer", "-p", "-d")
			time.Sleep(800 * time.Millisecond)
			if calls := attacked(s); len(calls) > 0 {
				t.Fatalf("a paste of %q with %s asked for %v", keys, filler.name, calls)
			}
		}
	}
	// It takes a while to be through with all of that, and what comes amid it is not taken: then the key does what it does.
	until(t, time.Now().Add(2*terminal.Patience), "the key itself reads the value", func() bool {
		x.keys("v")
		time.Sleep(time.Second)
		return attacked(s)["GetSecretValue"] > 0
	})
}

// What people do at a keyboard is not taken for a paste.
func TestQuickFingersLoseNothing(t *testing.T) {
	t.Parallel()
	s, x := underAttack(t)
	time.Sleep(time.Second)
	x.Send("/")
	for _, letter := range "prod/orders" { // 30 keys a second
		time.Sleep(33 * time.Millisecond)
		x.Send(string(letter))
	}
	x.Sees("prod/orders").Press("enter")
	time.Sleep(100 * time.Millisecond)
	for range 30 {
		x.Send("j")
		time.Sleep(33 * time.Millisecond)
	}
	for range 29 {
		x.Send("k")
		time.Sleep(33 * time.Millisecond)
	}
	read := func() bool { return attacked(s)["GetSecretValue"] == 1 }
	for tries := 1; !read(); tries++ {
		if tries == 6 { // one v alone may come too soon: where the machine stood still, the two keys have come together
			t.Fatalf("v right behind a move does not read the value\n%s", x.Screen())
		}
		x.Send("\x1b[A")
		time.Sleep(60 * time.Millisecond)
		x.Send("v")
		for end := time.Now().Add(terminal.Patience / 5); !read() && time.Now().Before(end); {
			time.Sleep(50 * time.Millisecond)
		}
	}
	x.Press("d")
	time.Sleep(200 * time.Millisecond)
	x.Send("\x1b").Press("q")
}
