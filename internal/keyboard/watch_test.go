//go:build unix

package keyboard

import (
	"os"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"
	"golang.org/x/term"
)

func onTerminal(t *testing.T) (master *os.File, f *File) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal: ", err)
	}
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	f = NewFile(tty)
	t.Cleanup(func() { _ = f.Close(); _ = master.Close(); _ = tty.Close() })
	return master, f
}

func read(t *testing.T, f *File) string {
	t.Helper()
	var buf [4096]byte
	n, err := f.Read(buf[:])
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Text: string(r), Code: r} }

func TestAKeyIsAloneHoweverLateItIsRead(t *testing.T) {
	master, f := onTerminal(t)
	_, _ = master.WriteString("j")
	_ = read(t, f)
	time.Sleep(400 * time.Millisecond)
	_, _ = master.WriteString("v")
	time.Sleep(100 * time.Millisecond)
	if _ = read(t, f); !f.Alone(letter('v')) {
		t.Errorf("it was not taken for one that came by itself")
	}
	time.Sleep(70 * time.Millisecond)
	_, _ = master.WriteString("j")
	time.Sleep(400 * time.Millisecond) // the reader is busy
	if _ = read(t, f); !f.Alone(letter('j')) {
		t.Error("it came a moment after v")
	}
}

func TestASilentTerminalIsLookedAtOnlyWhereASilenceBeginsToMatter(t *testing.T) {
	var looks []time.Duration
	for at := nextLook(0); len(looks) < 10; at += nextLook(at) {
		if looks = append(looks, at); nextLook(at) == 0 {
			break
		}
	}
	if !slices.Equal(looks, []time.Duration{Still, afterPart, AfterPaste}) {
		t.Errorf("it is looked at after %v", looks)
	}
}

func TestHowLongNothingCameIsToldForThisMomentAndNotForTheLastLook(t *testing.T) {
	master, f := onTerminal(t)
	_, _ = master.WriteString("j")
	_ = read(t, f)
	const between = 250 * time.Millisecond // two looks
	time.Sleep(between)
	if quiet := f.Quiet(); quiet < between {
		t.Errorf("nothing has come for %v, and %v is told", between, quiet)
	}
	_, _ = master.WriteString("k")
	for silent(int(f.Fd())) {
		time.Sleep(time.Millisecond)
	}
	before := f.Quiet()
	time.Sleep(50 * time.Millisecond)
	if quiet := f.Quiet(); quiet != before {
		t.Errorf("%v more of silence is told while a key waits", quiet-before)
	}
}
