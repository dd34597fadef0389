//go:build unix

package main

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// screen is what the user sees, blanks at the ends of lines cut.
func (x *terminal) screen() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.emu.String()
}

// sees waits until all texts are on the screen at once.
func (x *terminal) sees(texts ...string) *terminal {
	x.t.Helper()
	return x.until("does not see "+quoted(texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// gone waits until none of the texts is on the screen.
func (x *terminal) gone(texts ...string) *terminal {
	x.t.Helper()
	return x.until("still sees "+quoted(texts), func(screen string) bool {
		for _, text := range texts {
			if strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

func quoted(texts []string) string { return fmt.Sprintf("%q", texts) }

// until polls the screen.
func (x *terminal) until(otherwise string, ok func(screen string) bool) *terminal {
	x.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		screen := x.screen()
		if ok(screen) {
			return x
		}
		if time.Now().After(deadline) {
			x.t.Fatalf("the user %s after %v on\n%s", otherwise, patience, screen)
		}
	}
}

// styled is the first cell of a text that is on the screen, as SGR parameters show it: bold, colours, reverse.
func (x *terminal) styled(text string) string {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	for y := range x.emu.Height() {
		line, at := "", map[int]int{}
		for col := range x.emu.Width() {
			if c := x.emu.CellAt(col, y); c != nil && c.Width > 0 {
				at[len(line)] = col
				line += c.Content
			}
		}
		if i := strings.Index(line, text); i >= 0 {
			return x.emu.CellAt(at[i], y).Style.String()
		}
	}
	x.t.Fatalf("no %q on the screen to look at the style of", text)
	return ""
}

// watch makes every later screen be searched for a text, however short it stands there; hasShown tells.
func (x *terminal) watch(text string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.watched, x.shown = text, strings.Contains(x.emu.String(), text)
}

func (x *terminal) hasShown() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.shown
}

// sent is every byte the program has sent so far.
func (x *terminal) sent() []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	return bytes.Clone(x.bytes)
}

// copied is everything that was put on the clipboard through the terminal (OSC 52), in order.
func (x *terminal) copied() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]string(nil), x.clipboard...)
}

// settle waits until the program has sent nothing for a while.
func (x *terminal) settle() *terminal {
	for n := -1; n != len(x.sent()); time.Sleep(150 * time.Millisecond) {
		n = len(x.sent())
	}
	return x
}

// exit waits for the program's end and returns its status as a shell would: 128 and the signal's number if one killed it.
func (x *terminal) exit() int {
	x.t.Helper()
	select {
	case <-x.exited:
	case <-time.After(patience):
		x.t.Fatalf("the program still runs after %v on\n%s", patience, x.screen())
	}
	x.settle()
	ws := x.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// leftBehind lists what a program that has ended must not leave on: modes, a hidden cursor, changed settings.
func (x *terminal) leftBehind() []string {
	x.t.Helper()
	var left []string
	if !reflect.DeepEqual(x.settings(), x.before) {
		left = append(left, "terminal settings")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.emu.IsAltScreen() {
		left = append(left, "alternate screen")
	}
	if on, set := x.modes[ansi.ModeTextCursorEnable]; set && !on {
		left = append(left, "hidden cursor")
	}
	for mode, on := range x.modes {
		if on && mode != ansi.ModeTextCursorEnable && mode != ansi.ModeUnicodeCore {
			left = append(left, fmt.Sprintf("mode %d", mode.Mode()))
		}
	}
	pushed := len(regexp.MustCompile(`\x1b\[>\d+u`).FindAll(x.bytes, -1))
	if popped := len(regexp.MustCompile(`\x1b\[<\d*u`).FindAll(x.bytes, -1)); popped < pushed {
		left = append(left, fmt.Sprintf("%d keyboard modes", pushed-popped))
	}
	if other := regexp.MustCompile(`\x1b\[>4(;\d)?m`).FindAll(x.bytes, -1); len(other) > 0 && string(other[len(other)-1]) != "\x1b[>4m" {
		left = append(left, "other keys' mode")
	}
	return left
}

// restored fails the test where the program left anything behind.
func (x *terminal) restored() {
	x.t.Helper()
	for _, what := range x.leftBehind() {
		x.t.Errorf("left behind: %s", what)
	}
}

// altScreen reports whether the alternate screen is on.
func (x *terminal) altScreen() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.emu.IsAltScreen()
}
