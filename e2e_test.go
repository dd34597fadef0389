//go:build unix

package main

import (
	"syscall"
	"testing"
)

// startDemo runs the built program on the made-up company.
func startDemo(t *testing.T, args ...string) *terminal {
	t.Helper()
	return start(t, session{args: append([]string{"--demo"}, args...), w: 120, h: 36}).sees("Secrets", "? help")
}

func TestTheBuiltProgramGivesTheTerminalBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		end    func(x *terminal)
		status int
	}{
		{"q", func(x *terminal) { x.press("q") }, 0},
		{"ctrl+c", func(x *terminal) { x.press("ctrl+c") }, 0},
		{"INT", func(x *terminal) { x.signal(syscall.SIGINT) }, 130},
		{"TERM", func(x *terminal) { x.signal(syscall.SIGTERM) }, 143},
		{"HUP", func(x *terminal) { x.signal(syscall.SIGHUP) }, 129},
		{"QUIT", func(x *terminal) { x.signal(syscall.SIGQUIT) }, 131},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := startDemo(t)
			c.end(x)
			if status := x.exit(); status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			x.restored()
		})
	}
}

func TestTheBuiltProgramEndsWithItsTerminal(t *testing.T) {
	x := startDemo(t)
	x.hangUp()
	<-x.exited
}
