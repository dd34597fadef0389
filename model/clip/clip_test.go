package clip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAReceiptKnowsItsTextAndKeepsNoneOfIt(t *testing.T) {
	const secret = "CANARY-5f0c1d77"
	r := NewReceipt([]byte(secret))
	if !r.Is([]byte(secret)) || r.Is([]byte(secret+"x")) || r.Is(nil) {
		t.Error("the receipt does not know its text from others")
	}
	if r == NewReceipt([]byte(secret)) {
		t.Error("two receipts for one text are equal: it could be found out by trying")
	}
	if (Receipt{}).Is(nil) || (Receipt{}).Is([]byte("x")) {
		t.Error("no receipt is for some text")
	}
	if empty := NewReceipt(nil); !empty.Is([]byte{}) {
		t.Error("the empty text has no receipt")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if strings.Contains(fmt.Sprintf(verb, r), secret) {
			t.Errorf("%s prints the text", verb)
		}
	}
}

// fake is a clipboard whose tool can fail or hang.
type fake struct {
	text                string
	readErr, writeErr   error
	readTime, writeTime time.Duration
	deaf                bool // says yes and does nothing
	written             []string
	mu                  sync.Mutex
}

func (f *fake) now() *fake {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &fake{readErr: f.readErr, writeErr: f.writeErr, readTime: f.readTime, writeTime: f.writeTime, deaf: f.deaf, text: f.text, written: slices.Clone(f.written)}
}

func (f *fake) read(context.Context) ([]byte, error) {
	time.Sleep(f.now().readTime)
	is := f.now()
	return []byte(is.text), is.readErr
}

func (f *fake) write(_ context.Context, b []byte, _ bool) error {
	was := f.now()
	time.Sleep(was.writeTime)
	if was.writeErr == nil && !was.deaf {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.text = string(b)
		f.written = append(f.written, f.text)
	}
	return was.writeErr
}

func TestTakingATextOffAgain(t *testing.T) {
	broken := errors.New("exit status 1")
	for _, c := range []struct {
		name string
		then func(f *fake) // between copying and clearing
		want Outcome
		left string
	}{
		{"still there", func(*fake) {}, Cleared, ""},
		{"something else copied", func(f *fake) { f.text = "somebody's" }, NotOurs, "somebody's"},
		{"emptied by others", func(f *fake) { f.text = "" }, NotOurs, ""},
		{"cannot be read", func(f *fake) { f.readErr = broken }, Unknown, "secret\nline"},
		{"cannot be written", func(f *fake) { f.writeErr = broken }, Failed, "secret\nline"},
		{"says yes and does nothing", func(f *fake) { f.deaf = true }, Failed, "secret\nline"},
		{"lines ended as on Windows", func(f *fake) { f.text = "secret\r\nline" }, Cleared, ""},
	} {
		f := &fake{}
		n := newNative("tool", f.read, f.write)
		r := NewReceipt([]byte("secret\nline"))
		if err := n.Write(t.Context(), []byte("secret\nline"), Stay{}); err != nil {
			t.Fatal(err)
		}
		c.then(f)
		if got, err := n.ClearIfOurs(t.Context(), r); got != c.want || f.text != c.left {
			t.Errorf("%s: outcome %d (%v) and %q left, want %d and %q", c.name, got, err, f.text, c.want, c.left)
		}
	}
}

func TestAHangingToolCostsTwoSecondsAndNeverOvertakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{writeTime: time.Minute}
		n := newNative("tool", f.read, f.write)
		began := time.Now()
		r := NewReceipt([]byte("late"))
		err := n.Write(t.Context(), []byte("late"), Stay{})
		if took := time.Since(began); took != Deadline || !errors.Is(err, ErrSilent) {
			t.Errorf("came back after %v with %v, want %v and no answer", took, err, Deadline)
		}
		if outcome, err := n.ClearIfOurs(t.Context(), r); outcome != Unknown || !errors.Is(err, ErrSilent) {
			t.Errorf("clearing behind a hanging tool: %d, %v", outcome, err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		f.writeTime = 0
		if outcome, err := n.ClearIfOurs(t.Context(), r); outcome != Cleared || err != nil {
			t.Errorf("clearing what arrived late: %d, %v", outcome, err)
		}
		if !slices.Equal(f.written, []string{"late", ""}) {
			t.Errorf("written in the order %q", f.written)
		}
	})
}

func TestACancelledCopyComesBackAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{writeTime: time.Hour}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		began := time.Now()
		if err := newNative("tool", f.read, f.write).Write(ctx, nil, Stay{}); !errors.Is(err, context.Canceled) || time.Since(began) > time.Second {
			t.Errorf("came back after %v with %v", time.Since(began), err)
		}
		time.Sleep(time.Hour)
	})
}

func TestTheRightToolIsFound(t *testing.T) {
	for _, c := range []struct{ goos, env, tools, want string }{
		{"linux", "", "xclip xsel wl-copy wl-paste", ""}, // no display to talk to
		{"linux", "DISPLAY", "xclip xsel", "xclip"},
		{"linux", "DISPLAY", "xsel", "xsel"},
		{"linux", "WAYLAND_DISPLAY", "wl-copy wl-paste xclip", "wl-copy"},
		{"linux", "WAYLAND_DISPLAY", "wl-copy xclip", ""}, // half of wl-clipboard, and no X display
		{"linux", "WAYLAND_DISPLAY DISPLAY", "xclip", "xclip"},
		{"linux", "", "termux-clipboard-set termux-clipboard-get", "termux-clipboard-set"},
		{"linux", "", "clip.exe powershell.exe", "clip.exe"},
		{"linux", "DISPLAY", "", ""},
		{"darwin", "", "", "pbcopy"},
		{"windows", "", "", "the Windows clipboard"},
	} {
		look := func(tool string) (string, error) {
			if slices.Contains(strings.Fields(c.tools), tool) {
				return "/bin/" + tool, nil
			}
			return "", errors.New("not found")
		}
		if got := findTool(c.goos, set(c.env), look); got != c.want {
			t.Errorf("%s with %s set and %s installed: %q, want %q", c.goos, c.env, c.tools, got, c.want)
		}
	}
}

// set is an environment where the named variables hold something.
func set(names string) func(string) string {
	return func(name string) string {
		if slices.Contains(strings.Fields(names), name) {
			return ":0"
		}
		return ""
	}
}

func TestOverSSHNoToolFillsTheOtherMachinesClipboard(t *testing.T) {
	for _, name := range []string{"SSH_TTY", "SSH_CONNECTION"} {
		if tool := Tool(set("DISPLAY WAYLAND_DISPLAY " + name)); tool != nil {
			t.Errorf("with %s set %s would", name, tool.Name())
		}
	}
}

func TestMultiplexersAreSpokenOf(t *testing.T) {
	for env, want := range map[string]string{"TMUX": "set-clipboard", "STY": "screen", "TMUX STY": "set-clipboard"} {
		if note := NewTerminal(set(env), io.Discard).note; !strings.Contains(note, want) {
			t.Errorf("with %s: %q", env, note)
		}
	}
	for _, env := range []string{"TMUX", "STY"} { // whatever there is no room for, what it hangs on stands
		if first, _, _ := strings.Cut(NewTerminal(set(env), io.Discard).note, " · "); !strings.HasPrefix(first, "only if ") || len(first) > 27 {
			t.Errorf("with %s it begins with %q", env, first)
		}
	}
	if note := NewTerminal(set("SSH_TTY"), io.Discard).note; note != "" {
		t.Errorf("with nothing to say: %q", note)
	}
}
