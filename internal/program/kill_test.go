//go:build unix

package program

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// A shell with job control takes the terminal back as soon as its job is dead, and so does the watcher.
func TestAfterAKillTheShellsNextLineCanBeUsed(t *testing.T) {
	t.Parallel()
	for shell, args := range map[string][]string{"bash": {"--norc", "--noprofile", "-i"}, "zsh": {"-f", "-i"}} {
		for i := range 5 {
			t.Run(fmt.Sprint(shell, " ", i), func(t *testing.T) {
				t.Parallel()
				x := terminal.Start(t, terminal.Session{Program: tools.Need(t, shell), Args: args, Env: []string{"PS1=shell> ", "PROMPT=shell> ", "HISTFILE="}}).Sees("shell>")
				own := x.Foreground()
				for _, steps := range []time.Duration{time.Duration(i), time.Duration(i + 5)} { // before, while and after the watcher is at it
					killedInAShell(x, own, steps*40*time.Millisecond)
					time.Sleep(200 * time.Millisecond)
				}
			})
		}
	}
}

// killedInAShell runs the probe in a shell and kills it, and uses the shell's next line so much later.
func killedInAShell(x *terminal.Terminal, own int, later time.Duration) {
	x.T.Helper()
	x.Type("\x0c"+terminal.Probe(x.T)+"\r").Sees("probe", terminal.Canary)
	time.Sleep(300 * time.Millisecond) // what the terminal has been asked is answered
	_ = syscall.Kill(-x.Foreground(), syscall.SIGKILL)
	for end := time.Now().Add(terminal.Patience); x.Foreground() != own && time.Now().Before(end); time.Sleep(time.Millisecond) {
	}
	time.Sleep(later)
	x.Sees("shell>").Type("echo it is $((6*7))\r").Sees("it is 42").Gone(terminal.Canary)
	if screen := x.Screen(); !strings.Contains(screen, "echo it is $((6*7))") || strings.Contains(screen, "eecchh") {
		x.T.Fatalf("%v later: what is typed is not what is seen:\n%s", later, screen)
	}
	if x.AltScreen() {
		x.T.Fatalf("%v later: the program's screen is still there", later)
	}
}
