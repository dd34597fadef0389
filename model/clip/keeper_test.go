package clip

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const life = 30 * time.Second

// desk is a machine's clipboard and a terminal's, and who copies to them.
type desk struct {
	t *testing.T
	*Keeper
	tool *fake
	out  *outbox
}

// outbox is a terminal that holds what it was told to hold last.
type outbox struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (o *outbox) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bytes.Write(b)
}

// sent are the sequences that the terminal got.
func (o *outbox) sent() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.SplitAfter(strings.TrimSuffix(o.bytes.String(), "\x07"), "\x07")
}

func (o *outbox) holds() string {
	all := o.sent()
	return strings.TrimSuffix(strings.TrimPrefix(all[len(all)-1], "\x1b]52;c;"), "\x07")
}

// sit runs a game with a keeper; nobody reads its news unless the game does.
func sit(t *testing.T, game func(d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{t: t, tool: &fake{}, out: &outbox{}}
		d.Keeper = NewKeeper(newNative("tool", d.tool.read, d.tool.write), NewTerminal(set(""), d.out), time.Now)
		defer func() {
			d.change(func(f *fake) { f.writeTime, f.readTime = 0, 0 })
			d.Close(context.Background())
			d.pass(time.Hour) // whatever hangs
		}()
		game(d)
	})
}

func (d *desk) copies(text string, life time.Duration) (Way, error) {
	d.t.Helper()
	return d.Begin("it", []byte(text), life).Write([]byte(text))
}

// held is what is on the machine's clipboard.
func (d *desk) held() string { return d.tool.now().text }

func (d *desk) change(change func(f *fake)) {
	d.tool.mu.Lock()
	defer d.tool.mu.Unlock()
	change(d.tool)
}

func (d *desk) pass(dt time.Duration) {
	time.Sleep(dt)
	synctest.Wait()
}

var errTool = errors.New("exit status 1")

func TestASecondCopyThatGoesToTheTerminalLeavesNoFirstOneBehind(t *testing.T) {
	for _, secondIs := range []time.Duration{life, 0} { // a secret, or a name
		sit(t, func(d *desk) {
			if way, err := d.copies("first", life); way != Native || err != nil {
				t.Fatal(way, err)
			}
			d.pass(10 * time.Second)
			d.change(func(f *fake) { f.writeErr = errTool })
			if way, err := d.copies("second", secondIs); way != ThroughTerminal || err != nil {
				t.Fatal(way, err)
			}
			d.change(func(f *fake) { f.writeErr = nil })
			if d.held() != "first" || d.out.holds() == "" {
				t.Fatalf("%q and %q are held, so this proves nothing", d.held(), d.out.holds())
			}
			d.pass(21 * time.Second)
			if d.held() != "" {
				t.Errorf("after its time %q is on the clipboard", d.held())
			}
			d.pass(15 * time.Second)
			if held := d.out.holds() != ""; held != (secondIs == 0) {
				t.Errorf("the second is held by the terminal: %v", held)
			}
		})
	}
}

func TestAToolThatAnswersLateLeavesNothingBehind(t *testing.T) {
	for _, takes := range []time.Duration{3 * time.Second, 29 * time.Second, 31 * time.Second, 20 * time.Minute} {
		sit(t, func(d *desk) {
			d.change(func(f *fake) { f.writeTime = takes })
			if way, err := d.copies("late", life); way != ThroughTerminal || err != nil {
				t.Fatal(way, err)
			}
			d.change(func(f *fake) { f.writeTime = 0 })
			d.pass(takes)
			if len(d.tool.now().written) == 0 || d.tool.now().written[0] != "late" {
				t.Fatalf("written was %q, so this proves nothing", d.tool.now().written)
			}
			d.pass(life + lastWait)
			if d.held() != "" || d.out.holds() != "" {
				t.Errorf("with a tool that takes %v, %q is left on the clipboard and %q on the terminal's", takes, d.held(), d.out.holds())
			}
		})
	}
}

func TestOfCopiesAtOnceTheLatestStays(t *testing.T) {
	sit(t, func(d *desk) {
		d.change(func(f *fake) { f.writeTime = 100 * time.Millisecond })
		first, second, third := d.Begin("a", []byte("a"), life), d.Begin("b", []byte("b"), life), d.Begin("c", []byte("c"), life)
		for _, c := range []*Copy{third, second, first} {
			go func() { _, _ = c.Write([]byte(c.what)) }()
			d.pass(10 * time.Millisecond)
		}
		d.pass(time.Second)
		if d.held() != "c" {
			t.Errorf("the clipboard holds %q, want the latest copy", d.held())
		}
		if what, _, ok := d.Held(); !ok || what != "c" || len(d.rest()) != 1 {
			t.Errorf("held is %q, by %d slips", what, len(d.rest()))
		}
	})
	sit(t, func(d *desk) { // one that fails late does not come after the one that was asked for later
		d.change(func(f *fake) { f.writeTime = time.Hour })
		go func() {
			if way, err := d.copies("a", life); !errors.Is(err, ErrReplaced) {
				t.Errorf("the older copy went on: %v, %v", way, err)
			}
		}()
		d.pass(time.Second)
		d.change(func(f *fake) { f.writeTime = 0 })
		if way, err := d.copies("b", life); way != ThroughTerminal || err != nil { // the tool hangs
			t.Errorf("%v, %v", way, err)
		}
		if len(d.out.sent()) != 1 || d.out.holds() != "Yg==" {
			t.Errorf("the terminal got %q", d.out.sent())
		}
	})
}

func TestANameThatIsCopiedAfterASecretStays(t *testing.T) {
	sit(t, func(d *desk) {
		_, _ = d.copies("secret", life)
		_, _ = d.copies("name", 0)
		if left := d.rest(); len(left) != 0 {
			t.Errorf("%d slips of what is no longer there are left", len(left))
		}
		if d.pass(2 * life); d.held() != "name" {
			t.Errorf("the clipboard holds %q", d.held())
		}
	})
}

func TestTheTextIsNoPartOfWhatTheKeeperKeeps(t *testing.T) {
	k := NewKeeper(nil, NewTerminal(set("TMUX"), io.Discard), time.Now)
	text := []byte("CANARY-5f0c1d77")
	if _, err := k.Begin("it", text, time.Hour).Write(text); err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.slips) != 2 || k.slips[0].receipts[0].Is([]byte("other")) || !k.slips[0].receipts[0].Is(text) {
		t.Errorf("kept are %d slips", len(k.slips))
	}
	k.slips = nil
	k.cancel()
}

// Where nothing was written nothing can be there: a line that tells otherwise sends somebody to clear what he never copied.
func TestACopyThatNothingTakesIsTakenOffNowhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(nil, NoTerminal(), time.Now)
		if way, err := k.Begin("it", []byte("made-up"), life).Write([]byte("made-up")); way != NoWay || !errors.Is(err, ErrNoClipboard) {
			t.Errorf("the copy went by way %v, and its error is %v", way, err)
		}
		if what, _, held := k.Held(); held {
			t.Errorf("%q is held", what)
		}
		k.Away()
		time.Sleep(2 * life)
		synctest.Wait()
		select {
		case n := <-k.News():
			t.Errorf("later it tells %+v", n)
		default:
		}
		if k.Close(context.Background()); k.Left() {
			t.Error("at the end something is said to be left on the terminal's clipboard")
		}
	})
}
