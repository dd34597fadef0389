//go:build unix

package main

import (
	"fmt"
	"strings"
	"time"
)

// keyBytes are what a terminal sends for the keys that have a name.
func keyBytes() map[string]string {
	return map[string]string{
		"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
		"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "f1": "\x1bOP",
	}
}

// press presses keys, named as the program names them: "j", "enter", "ctrl+d", "alt+x".
func (x *terminal) press(keys ...string) *terminal {
	x.t.Helper()
	for _, key := range keys {
		x.send(bytesOf(key))
		if key == "esc" {
			time.Sleep(100 * time.Millisecond) // what follows at once would be read as alt and a key
		}
	}
	return x
}

// settledPress presses a key that answers a dialog, once it takes one.
func (x *terminal) settledPress(key string) *terminal {
	x.t.Helper()
	time.Sleep(400 * time.Millisecond)
	return x.press(key)
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

// typeText types characters as fast as they come.
func (x *terminal) typeText(text string) *terminal {
	x.t.Helper()
	return x.send(text)
}

// paste pastes as a terminal does that marks pasted text.
func (x *terminal) paste(text string) *terminal {
	x.t.Helper()
	return x.send("\x1b[200~" + text + "\x1b[201~")
}

// click presses and releases the left button; columns and lines count from 0.
func (x *terminal) click(col, line int) *terminal {
	x.t.Helper()
	return x.send(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", col+1, line+1, col+1, line+1))
}

// wheel turns the wheel down by n notches, up where n is negative.
func (x *terminal) wheel(col, line, n int) *terminal {
	x.t.Helper()
	button := 65
	if n < 0 {
		button, n = 64, -n
	}
	return x.send(strings.Repeat(fmt.Sprintf("\x1b[<%d;%d;%dM", button, col+1, line+1), n))
}

// focus and blur are what a terminal reports when its window gets or loses the keyboard.
func (x *terminal) focus() *terminal { return x.send("\x1b[I") }
func (x *terminal) blur() *terminal  { return x.send("\x1b[O") }

func (x *terminal) send(s string) *terminal {
	x.t.Helper()
	if _, err := x.master.WriteString(s); err != nil {
		x.t.Fatalf("could not type %q: %v", s, err)
	}
	return x
}

func (x *terminal) resize(w, h int) *terminal {
	x.t.Helper()
	x.mu.Lock()
	x.emu.Resize(w, h)
	x.mu.Unlock()
	x.setSize(w, h)
	return x
}
