//go:build unix

package terminal

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// keyBytes are what a terminal sends for the keys that have a name.
func keyBytes() map[string]string {
	return map[string]string{
		"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
		"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "f1": "\x1bOP",
	}
}

// Press presses keys, named as the program names them: "j", "enter", "ctrl+d", "alt+x".
func (x *Terminal) Press(keys ...string) *Terminal {
	x.T.Helper()
	for _, key := range keys {
		x.breathe()
		x.Send(bytesOf(key))
		x.press(key)
	}
	return x
}

// press notes that what was just sent is one key.
func (x *Terminal) press(key string) {
	x.mu.Lock()
	x.pressed = key
	x.mu.Unlock()
}

// breathe is the moment that passes between what was sent and the next key of a person, who sees a paste end, a program begin or
// come back, and a key have its effect. A machine with too much to do takes keys late.
func (x *Terminal) breathe() {
	x.T.Helper()
	for again := true; again; again = x.pressAgain() {
		x.taken(2 * time.Second)
		x.mu.Lock()
		pause, since := 150*time.Millisecond, time.Now()
		if strings.Contains(x.last, "\x1b[201~") || len(x.last) >= 256 || x.begun.After(x.lastAt) {
			pause = 500 * time.Millisecond
		}
		x.mu.Unlock()
		time.Sleep(time.Until(since.Add(pause)))
	}
}

// taken waits until the program has read what was sent, for so long at most: one that is stopped reads nothing.
func (x *Terminal) taken(patience time.Duration) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		var fds unix.FdSet
		fds.Set(int(x.tty.Fd()))
		if n, err := unix.Select(int(x.tty.Fd())+1, &fds, nil, nil, &unix.Timeval{}); err != nil || n == 0 {
			return
		}
	}
}

// notTaken is how the program says of a key that it did not come by itself, which a machine with too much to do cannot tell.
const notTaken = " came amid other input"

// pressAgain presses a key once more that the program asks for, and reports whether it did.
func (x *Terminal) pressAgain() bool {
	x.T.Helper()
	x.mu.Lock()
	key := x.pressed
	asked := key != "" && strings.Contains(x.screen(), key+notTaken)
	x.mu.Unlock()
	if !asked {
		return false
	}
	time.Sleep(500 * time.Millisecond)
	x.T.Logf("%s is pressed again", key)
	x.Send(bytesOf(key)).press(key)
	for deadline := time.Now().Add(2 * time.Second); time.Now().Before(deadline) && strings.Contains(x.Screen(), key+notTaken); {
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

// KeyToFrame sends a key at once, and tells how long it took until the program began to draw; ok is false where it did not in time.
func (x *Terminal) KeyToFrame(key string, patience time.Duration) (took time.Duration, ok bool) {
	x.T.Helper()
	select {
	case <-x.drew:
	default:
	}
	began := time.Now()
	x.Send(bytesOf(key))
	select {
	case at := <-x.drew:
		return at.Sub(began), true
	case <-time.After(patience):
		return patience, false
	}
}

// SettledPress presses a key that answers a dialog, once it takes one.
func (x *Terminal) SettledPress(key string) *Terminal {
	x.T.Helper()
	time.Sleep(400 * time.Millisecond)
	return x.Press(key)
}

func bytesOf(key string) string {
	if b, ok := keyBytes()[key]; ok {
		return b
	}
	if c, ok := strings.CutPrefix(key, "ctrl+"); ok && len(c) == 1 {
		return string(c[0] & 0x1f)
	}
	if rest, ok := strings.CutPrefix(key, "alt+"); ok {
		return "\x1b" + bytesOf(rest)
	}
	return key
}

// Type types characters as fast as they come.
func (x *Terminal) Type(text string) *Terminal {
	x.T.Helper()
	x.breathe()
	return x.Send(text)
}

// Paste pastes as a terminal does that marks pasted text.
func (x *Terminal) Paste(text string) *Terminal {
	x.T.Helper()
	return x.Send("\x1b[200~" + text + "\x1b[201~")
}

// Click presses and releases the left button; columns and lines count from 0.
func (x *Terminal) Click(col, line int) *Terminal {
	x.T.Helper()
	return x.Send(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", col+1, line+1, col+1, line+1))
}

// Wheel turns the wheel down by n notches, up where n is negative.
func (x *Terminal) Wheel(col, line, n int) *Terminal {
	x.T.Helper()
	button := 65
	if n < 0 {
		button, n = 64, -n
	}
	return x.Send(strings.Repeat(fmt.Sprintf("\x1b[<%d;%d;%dM", button, col+1, line+1), n))
}

// Focus is what a terminal reports when its window gets the keyboard, Blur when it loses it.
func (x *Terminal) Focus() *Terminal { return x.Send("\x1b[I") }
func (x *Terminal) Blur() *Terminal  { return x.Send("\x1b[O") }

// Send sends bytes as they are.
func (x *Terminal) Send(s string) *Terminal {
	x.T.Helper()
	x.mu.Lock()
	x.last, x.lastAt, x.pressed = s, time.Now(), ""
	x.mu.Unlock()
	if _, err := x.master.WriteString(s); err != nil {
		x.T.Fatalf("could not type %q: %v", s, err)
	}
	return x
}

// Resize gives the terminal another size, in cells.
func (x *Terminal) Resize(w, h int) *Terminal {
	x.T.Helper()
	x.mu.Lock()
	x.emu.Resize(w, h)
	x.text = ""
	x.mu.Unlock()
	x.setSize(w, h)
	return x
}
