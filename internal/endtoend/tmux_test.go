//go:build unix

package endtoend

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// tmux is a shell in tmux, with a history that can be searched.
type tmux struct{ *terminal.Tmux }

func startTmux(t *testing.T, command string) *tmux {
	t.Helper()
	x := &tmux{terminal.NewTmux(t)}
	x.Run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "env -i TMUX=\"$TMUX\" TERM=tmux-256color HOME="+t.TempDir()+
		" PATH=/usr/bin:/bin PS1='shell> ' bash --norc --noprofile")
	x.sees("shell>")
	x.Run("set-option", "-s", "set-clipboard", "on")
	x.keys(command, "Enter")
	return x
}

// buffers are the beginnings of what tmux keeps of copies.
func (x *tmux) buffers() string {
	x.T.Helper()
	return x.Run("list-buffers", "-F", "#{buffer_sample}")
}

func (x *tmux) keys(keys ...string) {
	x.T.Helper()
	for _, k := range keys {
		x.Run("send-keys", k)
		time.Sleep(150 * time.Millisecond)
	}
}

func (x *tmux) sees(texts ...string) {
	x.T.Helper()
	for _, text := range texts {
		screen := ""
		for end := time.Now().Add(terminal.Patience); ; time.Sleep(50 * time.Millisecond) {
			if screen = x.Run("capture-pane", "-p"); strings.Contains(screen, text) {
				break
			} else if time.Now().After(end) {
				x.T.Fatalf("tmux does not show %q but\n%s", text, screen)
			}
		}
	}
}

// isBack waits until the shell asks again: the line that began the program is back on the screen before it has ended.
func (x *tmux) isBack() {
	x.T.Helper()
	screen := ""
	for end := time.Now().Add(terminal.Patience); ; time.Sleep(50 * time.Millisecond) {
		screen = x.Run("capture-pane", "-p")
		if lines := strings.Split(strings.TrimSpace(screen), "\n"); len(lines) > 1 && strings.TrimSpace(lines[len(lines)-1]) == "shell>" {
			return
		} else if time.Now().After(end) {
			x.T.Fatalf("the program has not ended:\n%s", screen)
		}
	}
}

func TestInTmuxTheValueLeavesNoTraceInTheHistory(t *testing.T) {
	t.Parallel()
	x := startTmux(t, terminal.Strongroom(t)+" --demo")
	x.sees("214 secrets", "? help")
	x.keys("/", "'prod/payments/stripe", "Enter", "V")
	x.sees("made-up-prod-api-key")
	x.keys("c")
	x.sees("by the terminal")
	if buffers := x.buffers(); !strings.Contains(buffers, "made-up-prod") {
		t.Errorf("tmux took no copy, so this proves nothing: %q", buffers)
	}
	x.keys("q")
	x.isBack()
	if all := x.Run("capture-pane", "-p", "-S", "-"); strings.Contains(all, "made-up-prod") {
		t.Errorf("tmux's history holds the value:\n%s", all)
	}
	if buffers := x.buffers(); strings.Contains(buffers, "made-up-prod") {
		t.Errorf("a tmux buffer holds the value: %s", buffers)
	}
}

// tmux keeps every copy that it passes on, also of one that was made just before the end.
func TestInTmuxNoBufferKeepsACopyHoweverSoonTheEndComes(t *testing.T) {
	t.Parallel()
	x := startTmux(t, terminal.Strongroom(t)+" --demo")
	x.sees("214 secrets", "? help")
	x.keys("/", "'dev/payments/stripe", "Enter")
	x.sees("1 of 214", "not read")
	time.Sleep(200 * time.Millisecond) // for a key that comes by itself
	x.keys("V")
	x.sees("made-up-dev-api-key")
	x.keys("c", "j", "c", "q")
	x.isBack()
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if buffers := x.buffers(); strings.Contains(buffers, "made-up-dev") {
			t.Fatalf("a tmux buffer holds a value: %s", buffers)
		}
	}
}

func TestInTmuxTheDeletedViewCountsAndRestores(t *testing.T) {
	t.Parallel()
	x := startTmux(t, terminal.Strongroom(t)+" --demo --deleted")
	x.sees("deadline ↑", "prod/orders/db", "≥ 2h")
	x.keys("Space", "Space", "R")
	x.sees("Restore 2 secrets")
	time.Sleep(400 * time.Millisecond)
	x.keys("y")
	x.sees("restored all 2", "3 deleted")
	x.keys("q")
	x.isBack()
}

// The program cannot take its copy off any more: another process of ours does.
func TestInTmuxNoBufferKeepsACopyOfAProgramThatWasKilled(t *testing.T) {
	t.Parallel()
	x := startTmux(t, terminal.Strongroom(t)+" --demo")
	x.sees("214 secrets", "? help")
	x.keys("/", "'dev/payments/stripe", "Enter")
	x.sees("1 of 214", "not read")
	time.Sleep(200 * time.Millisecond) // for a key that comes by itself
	x.keys("V")
	x.sees("made-up-dev-api-key")
	x.keys("c")
	x.sees("by the terminal")
	if !strings.Contains(x.buffers(), "made-up-dev") {
		t.Fatalf("tmux took no copy, so this proves nothing: %q", x.buffers())
	}
	shell, err := strconv.Atoi(strings.TrimSpace(x.Run("list-panes", "-F", "#{pane_pid}")))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(terminal.Descendants(shell)[1], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	until(t, time.Now().Add(terminal.Patience), "no tmux buffer holds the value", func() bool { return !strings.Contains(x.buffers(), "made-up-dev") })
}

func TestTmuxPassesACopyThroughWhereItIsAllowedTo(t *testing.T) {
	t.Parallel()
	inner := terminal.NewTmux(t)
	conf := filepath.Join(t.TempDir(), "tmux.conf")
	if err := os.WriteFile(conf, []byte("set -s set-clipboard off\nset -g allow-passthrough on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := terminal.Start(t, terminal.Session{Program: tools.Need(t, "tmux"), Args: []string{"-L", inner.Socket, "-f", conf, "new-session", terminal.Strongroom(t) + " --demo --filter '^dev/payments/stripe$'"},
		Env: []string{"PATH=/usr/bin:/bin"}, W: 120, H: 36}).Sees("1 of 214", "? help")
	x.Press("c").Sees("by the terminal")
	until(t, time.Now().Add(terminal.Patience), "the terminal behind tmux has the copy", func() bool {
		told := x.Copied()
		return len(told) == 1 && strings.Contains(told[0], "made-up-dev")
	})
	x.Press("q")
	until(t, time.Now().Add(terminal.Patience), "it is emptied at the end", func() bool {
		told := x.Copied()
		return len(told) == 2 && told[1] == ""
	})
}
