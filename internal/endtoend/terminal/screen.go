//go:build unix

package terminal

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

// Screen is what the user sees, blanks at the ends of lines cut.
func (x *Terminal) Screen() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen()
}

// screen is Screen for who holds the lock: most who look see what stood there when somebody looked before.
func (x *Terminal) screen() string {
	if x.text == "" {
		x.text = x.emu.String()
	}
	return x.text
}

// Sees waits until all texts are on the screen at once.
func (x *Terminal) Sees(texts ...string) *Terminal {
	x.T.Helper()
	return x.until("does not see "+quoted(texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// Gone waits until none of the texts is on the screen.
func (x *Terminal) Gone(texts ...string) *Terminal {
	x.T.Helper()
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
func (x *Terminal) until(otherwise string, ok func(screen string) bool) *Terminal {
	x.T.Helper()
	for deadline := time.Now().Add(Patience); ; time.Sleep(10 * time.Millisecond) {
		screen := x.Screen()
		if ok(screen) {
			return x
		}
		x.pressAgain()
		if time.Now().After(deadline) {
			x.T.Fatalf("the user %s after %v on\n%s", otherwise, Patience, screen)
		}
	}
}

// Styled is the first cell of a text that is on the screen, as SGR parameters show it: bold, colours, reverse.
func (x *Terminal) Styled(text string) string {
	x.T.Helper()
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
	x.T.Fatalf("no %q on the screen to look at the style of", text)
	return ""
}

// Watch makes every later screen be searched for a text, however short it stands there; HasShown tells.
func (x *Terminal) Watch(text string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.watched, x.shown = text, strings.Contains(x.screen(), text)
}

// HasShown reports whether what is watched for has been on a screen.
func (x *Terminal) HasShown() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.shown
}

// Sent is every byte the program has sent so far.
func (x *Terminal) Sent() []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	return bytes.Clone(x.bytes)
}

// Copied is everything that was put on the clipboard through the terminal (OSC 52), in order.
func (x *Terminal) Copied() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]string(nil), x.clipboard...)
}

// Settle waits until the program has sent nothing for a while.
func (x *Terminal) Settle() *Terminal {
	for n := -1; n != len(x.Sent()); time.Sleep(150 * time.Millisecond) {
		n = len(x.Sent())
	}
	return x
}

// Exit waits for the program's end and returns its status as a shell would: 128 and the signal's number if one killed it.
func (x *Terminal) Exit() int {
	x.T.Helper()
	x.until("still sees the program run", func(string) bool {
		select {
		case <-x.Exited:
			return true
		default:
			return false
		}
	})
	x.Settle()
	ws := x.Cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// LeftBehind lists what a program that has ended must not leave on: modes, a hidden cursor, changed settings.
func (x *Terminal) LeftBehind() []string {
	x.T.Helper()
	var left []string
	if !reflect.DeepEqual(x.settings(), x.before) {
		left = append(left, "terminal settings")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.emu.IsAltScreen() {
		left = append(left, "alternate screen")
	}
	for mode, what := range map[ansi.Mode]string{ansi.ModeTextCursorEnable: "hidden cursor", ansi.ModeAutoWrap: "lines that do not wrap"} {
		if on, set := x.modes[mode]; set && !on {
			left = append(left, what)
		}
	}
	for mode, on := range x.modes {
		if on && mode != ansi.ModeTextCursorEnable && mode != ansi.ModeAutoWrap && mode != ansi.ModeUnicodeCore {
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

// Restored fails the test where the program left anything behind.
func (x *Terminal) Restored() {
	x.T.Helper()
	for _, what := range x.LeftBehind() {
		x.T.Errorf("left behind: %s", what)
	}
}

// AltScreen reports whether the alternate screen is on.
func (x *Terminal) AltScreen() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.emu.IsAltScreen()
}
