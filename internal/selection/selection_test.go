//go:build unix

package selection

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"strongroom/internal/tools"
	"strongroom/model/clip"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

const text = "CANARY-5f0c1d77 two\nlines"

// server is an X server of the test's own.
type server struct {
	t       *testing.T
	display string // DISPLAY=:N
}

func newServer(t *testing.T) server {
	t.Helper()
	tools.Need(t, "xclip")
	return server{t, tools.Display(t)}
}

func (s server) open() *Display {
	s.t.Helper()
	d, err := Open(strings.TrimPrefix(s.display, "DISPLAY="), patience)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(d.Close)
	return d
}

func (s server) owning(text string, secret bool) *Display {
	s.t.Helper()
	d := s.open()
	if err := d.Own(s.t.Context(), []byte(text), secret); err != nil {
		s.t.Fatal(err)
	}
	return d
}

// xclip is what the second client says.
func (s server) xclip(in string, args ...string) (out []byte, err error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, "xclip", append([]string{"-selection", "clipboard"}, args...)...)
	c.Env = []string{s.display, "LC_ALL=C.UTF-8"}
	if slices.Contains(args, "-in") {
		c.Stdin = strings.NewReader(in)
		return nil, c.Run() // its pipes stay with the one who holds the text
	}
	return c.Output()
}

func (s server) copies(text string) {
	s.t.Helper()
	before, _ := s.open().Owner(s.t.Context())
	if _, err := s.xclip(text, "-in"); err != nil {
		s.t.Fatal(err)
	}
	// It comes back before the server has heard of it.
	for d := s.open(); ; time.Sleep(time.Millisecond) {
		if owner, err := d.Owner(s.t.Context()); err != nil || owner != 0 && owner != before {
			return
		}
	}
}

func (s server) pastes(args ...string) string {
	out, _ := s.xclip("", append([]string{"-out"}, args...)...)
	return string(out)
}

func TestATextIsHandedOutWholeWhateverItsSize(t *testing.T) {
	s := newServer(t)
	for _, size := range []int{0, 1, mostAtOnce - 1, mostAtOnce, mostAtOnce + 1, 3 * mostAtOnce, 1 << 20} {
		whole := strings.Repeat("0123456789abcdef\n", size/17+1)[:size]
		d := s.owning(whole, true)
		for range 2 {
			if got := s.pastes("-target", utf8String); got != whole {
				t.Errorf("of %d bytes %d were handed out", size, len(got))
			}
		}
		if n, err := do(t.Context(), d, func() (int, error) { return len(d.parcels), nil }); n != 0 || err != nil {
			t.Errorf("of %d bytes %d are still to be fetched, %v", size, n, err)
		}
		d.Close()
	}
}

func TestEveryFormIsTheTextItselfOrNotOffered(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct{ text, latin string }{
		{"plain\ttext\r\n", "plain\ttext\r\n"},
		{"é and ÿ", "\xe9 and \xff"},
		{"€ is no letter of Latin-1", ""},
		{"no text: \xff\xfe\x00\x80", "no text: \xff\xfe\x00\x80"},
	} {
		s.owning(c.text, true)
		for _, target := range []string{utf8String, utf8Mime} {
			if got := s.pastes("-target", target); got != c.text {
				t.Errorf("%q as %s is %q", c.text, target, got)
			}
		}
		if got := s.pastes("-target", "STRING"); got != c.latin {
			t.Errorf("%q as STRING is %q", c.text, got)
		}
		all := strings.Fields(s.pastes("-target", targets))
		if offered := slices.Contains(all, "STRING"); offered != (c.latin != "") {
			t.Errorf("%q is offered as %v", c.text, all)
		}
		if at := s.pastes("-target", timestamp); at == "" {
			t.Error("nobody can tell since when the clipboard holds it")
		}
	}
}

func TestASecretIsMarkedAndANameIsNot(t *testing.T) {
	s := newServer(t)
	for _, secret := range []bool{true, false} {
		s.owning(text, secret)
		if marked := slices.Contains(strings.Fields(s.pastes("-target", targets)), hint); marked != secret {
			t.Errorf("of a secret (%v) the mark is offered: %v", secret, marked)
		}
		if got := s.pastes("-target", hint); (got == "secret") != secret {
			t.Errorf("of a secret (%v) the mark is %q", secret, got)
		}
	}
}

func TestEverybodyIsServedWhileAnAnswerIsAwaited(t *testing.T) {
	s := newServer(t)
	d := s.owning(text, true)
	waits, pasted := make(chan struct{}), make(chan string)
	go func() {
		_, _ = do(t.Context(), d, func() (int, error) {
			close(waits)
			return 0, d.await(patience, func(e xgb.Event) bool { _, taken := e.(xproto.SelectionClearEvent); return taken })
		})
	}()
	<-waits
	go func() { pasted <- s.pastes() }()
	select {
	case got := <-pasted:
		if got != text {
			t.Errorf("pasted is %q", got)
		}
	case <-time.After(patience / 2):
		t.Error("nobody is served")
	}
	s.copies("theirs")
}

func TestTheLibrarySaysNothingByItself(t *testing.T) {
	if _, err := Open("nonsense", patience); err == nil || xgb.Logger.Writer() != io.Discard {
		t.Errorf("its log is written: %v", err)
	}
}

func TestPrimaryIsNobodys(t *testing.T) {
	s := newServer(t)
	d := s.owning(text, true)
	reply, err := xproto.GetSelectionOwner(d.conn, xproto.AtomPrimary).Reply()
	if err != nil || reply.Owner != xproto.WindowNone {
		t.Errorf("PRIMARY belongs to %v, %v", reply, err)
	}
}

func TestWhoeverCopiesNextHasTheClipboard(t *testing.T) {
	s := newServer(t)
	d := s.owning(text, true)
	s.copies("theirs")
	select {
	case <-d.Lost():
	case <-time.After(patience):
		t.Fatal("nobody was told")
	}
	if o, err := d.ClearIfOurs(t.Context(), clip.NewReceipt([]byte(text))); o != clip.NotOurs || err != nil {
		t.Errorf("taking it off: %d, %v", o, err)
	}
	if got := s.pastes(); got != "theirs" {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestAPictureIsNoEmptyText(t *testing.T) {
	s := newServer(t)
	d := s.owning("", true)
	other := s.owning("of no text", false)
	if _, err := do(t.Context(), other, func() (struct{}, error) {
		delete(other.offers, other.atoms[utf8String])
		return struct{}{}, nil
	}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-d.Lost():
	case <-time.After(patience):
		t.Fatal("nobody was told")
	}
	r := clip.NewReceipt(nil)
	if held, err := d.Holds(t.Context(), r); held || err != nil {
		t.Errorf("it is held to be the text: %v, %v", held, err)
	}
	if o, err := d.ClearIfOurs(t.Context(), r); o != clip.NotOurs || err != nil {
		t.Errorf("taking it off: %d, %v", o, err)
	}
	if got := s.pastes("-t", utf8Mime); got != "of no text" {
		t.Errorf("the clipboard holds %q", got)
	}
	s.copies("")
	if o, err := d.ClearIfOurs(t.Context(), r); o != clip.Cleared || err != nil {
		t.Errorf("taking an empty text off: %d, %v", o, err)
	}
}

func TestATextIsTakenOffWhoeverHasItByNow(t *testing.T) {
	s, r := newServer(t), clip.NewReceipt([]byte(text))
	big := strings.Repeat("CANARY-5f0c1d77\n", 1<<16)
	for _, c := range []struct {
		name string
		has  func() *Display
		r    clip.Receipt
	}{
		{"we", func() *Display { return s.owning(text, true) }, r},
		{"somebody who took it over", func() *Display { d := s.owning(text, true); s.copies(text); return d }, r},
		{"somebody who took a big one over", func() *Display { d := s.owning(big, true); s.copies(big); return d }, clip.NewReceipt([]byte(big))},
		{"somebody, with a line end behind it", func() *Display { s.copies(text + "\n"); return s.open() }, r},
	} {
		d := c.has()
		if o, err := d.ClearIfOurs(t.Context(), c.r); o != clip.Cleared || err != nil {
			t.Errorf("%s: %d, %v", c.name, o, err)
		}
		if got := s.pastes(); got != "" {
			t.Errorf("%s: %d bytes are left", c.name, len(got))
		}
		if o, err := d.ClearIfOurs(t.Context(), c.r); o != clip.Cleared || err != nil {
			t.Errorf("%s: of nothing: %d, %v", c.name, o, err)
		}
	}
}

// restorer puts a text back n times after it has gone, as programs do that remember what was copied.
func (s server) restorer(text string, n int) {
	d := s.open()
	go func() {
		for n > 0 && s.t.Context().Err() == nil {
			if owner, err := d.Owner(s.t.Context()); err == nil && owner == 0 {
				if d.Own(s.t.Context(), []byte(text), false) == nil {
					n--
				}
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
}

func TestATextThatIsPutBackIsTakenOffAgain(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want clip.Outcome
		left string
	}{{text, 1, clip.Cleared, ""}, {text, 3, clip.Cleared, ""}, {text, 1000, clip.Failed, text}, {"the one before", 1, clip.Cleared, "the one before"}} {
		s := newServer(t)
		d := s.owning(text, true)
		s.restorer(c.text, c.n)
		if o, err := d.ClearIfOurs(t.Context(), clip.NewReceipt([]byte(text))); o != c.want || err != nil {
			t.Errorf("%q put back %d times: %d, %v", c.text, c.n, o, err)
		}
		if got := s.pastes(); got != c.left && c.want == clip.Cleared {
			t.Errorf("%q put back %d times: %q is left", c.text, c.n, got)
		}
	}
}

func TestSeveralFormsAreGivenAtOnce(t *testing.T) {
	s := newServer(t)
	s.owning(text, true)
	c := s.open()
	first, second, third := c.atom("FIRST"), c.atom("SECOND"), c.atom("THIRD")
	asked := words(uint32(c.atoms[utf8String]), uint32(first), uint32(c.atom("image/png")), uint32(second), uint32(c.atoms[hint]), uint32(third))
	answered, err := do(t.Context(), c, func() ([]byte, error) {
		c.put(place{c.window, c.atoms[inbox]}, c.atoms[pairs], 32, asked)
		xproto.ConvertSelection(c.conn, c.window, c.atoms[clipboard], c.atoms[multiple], c.atoms[inbox], xproto.TimeCurrentTime)
		if err := c.await(patience, func(e xgb.Event) bool { _, is := e.(xproto.SelectionNotifyEvent); return is }); err != nil {
			return nil, err
		}
		_, b, err := c.fetch()
		return b, err
	})
	want := words(uint32(c.atoms[utf8String]), uint32(first), uint32(c.atom("image/png")), 0, uint32(c.atoms[hint]), uint32(third))
	if err != nil || !bytes.Equal(answered, want) {
		t.Errorf("answered was %v, %v, want %v", answered, err, want)
	}
	for at, want := range map[xproto.Atom]string{first: text, second: "", third: "secret"} {
		reply, err := xproto.GetProperty(c.conn, false, c.window, at, xproto.GetPropertyTypeAny, 0, 1000).Reply()
		if err != nil || string(reply.Value) != want {
			t.Errorf("at %d lies %q, %v, want %q", at, reply.Value, err, want)
		}
	}
}

func (d *Display) atom(name string) xproto.Atom {
	reply, err := xproto.InternAtom(d.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0
	}
	return reply.Atom
}

func TestWhatEndsTheServerEndsTheWaiting(t *testing.T) {
	s := newServer(t)
	d := s.owning(text, true)
	d.Close()
	select {
	case <-d.Lost():
	case <-time.After(patience):
		t.Fatal("nobody was told")
	}
	if _, err := d.Holds(t.Context(), clip.NewReceipt([]byte(text))); !errors.Is(err, errEnded) {
		t.Errorf("asked afterwards: %v", err)
	}
	if got := s.pastes(); got != "" {
		t.Errorf("the clipboard holds %q", got)
	}
}

// An answer that comes after the end reaches whoever gets the window's number next.
func TestNobodyLeavesBeforeTheAnswer(t *testing.T) {
	s := newServer(t)
	owner, d, r := s.owning(text, true), s.open(), clip.NewReceipt([]byte(text))
	answer, answered := make(chan struct{}), make(chan error, 1)
	go func() { _, _ = do(t.Context(), owner, func() (int, error) { <-answer; return 0, nil }) }()
	isBusy := func(d *Display) bool {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		_, err := do(ctx, d, func() (int, error) { return 0, nil })
		return err != nil
	}
	for !isBusy(owner) {
	}
	go func() { _, err := d.Holds(t.Context(), r); answered <- err }()
	for !isBusy(d) {
	}
	time.AfterFunc(100*time.Millisecond, func() { close(answer) })
	d.Close()
	if err := <-answered; err != nil {
		t.Errorf("it left over an open question: %v", err)
	}
	if _, err := d.Holds(t.Context(), r); !errors.Is(err, errEnded) {
		t.Errorf("asked afterwards: %v", err)
	}
}

func TestAServerThatSaysNothingIsNotWaitedFor(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	display := l.Addr().(*net.TCPAddr).Port - 6000
	if display < 0 {
		t.Fatalf("port %d is no display's", display+6000)
	}
	if _, err := Open(fmt.Sprintf("127.0.0.1:%d", display), 50*time.Millisecond); !errors.Is(err, errSilent) {
		t.Errorf("opening it: %v", err)
	}
}

func TestOnlyADisplayAtHandIsNear(t *testing.T) {
	for display, want := range map[string][2]bool{
		"": {}, "nonsense": {}, ":0": {true, false}, ":0.1": {true, false}, "unix:3": {true, false}, "/tmp/launch/org.xquartz:0": {true, false},
		"localhost:10.0": {true, true}, "127.0.0.1:10": {true, true}, "127.0.0.2:10": {true, true}, "[::1]:10.0": {true, true}, "::1:10": {true, true},
		"desk.example:0": {}, "192.0.2.1:0": {}, "tcp/desk.example:0": {}, "localhost.example:0": {},
	} {
		near, forwarded := Near(display)
		if near != want[0] || forwarded != want[1] {
			t.Errorf("%q: near %v, forwarded %v", display, near, forwarded)
		}
	}
}
