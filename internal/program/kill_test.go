//go:build unix

package program

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// A shell with job control takes the terminal back as soon as its job is dead, and so does the watcher.
func TestAfterAKillTheShellsNextLineCanBeUsed(t *testing.T) {
	for shell, args := range map[string][]string{"bash": {"--norc", "--noprofile", "-i"}, "zsh": {"-f", "-i"}} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			probe := terminal.Probe(t)
			x := terminal.Start(t, terminal.Session{Program: tools.Need(t, shell), Args: args, Env: []string{"PS1=shell> ", "PROMPT=shell> ", "HISTFILE="}}).Sees("shell>")
			own := x.Foreground()
			for i := range 10 {
				x.Type("\x0c"+probe+"\r").Sees("probe", terminal.Canary)
				time.Sleep(300 * time.Millisecond) // what the terminal has been asked is answered
				_ = syscall.Kill(-x.Foreground(), syscall.SIGKILL)
				for end := time.Now().Add(terminal.Patience); x.Foreground() != own && time.Now().Before(end); time.Sleep(time.Millisecond) {
				}
				time.Sleep(time.Duration(i) * 40 * time.Millisecond) // before, while and after the watcher is at it
				x.Sees("shell>").Type("echo it is $((6*7))\r").Sees("it is 42").Gone(terminal.Canary)
				if screen := x.Screen(); !strings.Contains(screen, "echo it is $((6*7))") || strings.Contains(screen, "eecchh") {
					t.Fatalf("round %d: what is typed is not what is seen:\n%s", i, screen)
				}
				if x.AltScreen() {
					t.Fatalf("round %d: the program's screen is still there", i)
				}
				time.Sleep(200 * time.Millisecond)
			}
		})
	}
}
