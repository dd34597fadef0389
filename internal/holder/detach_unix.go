//go:build unix

package holder

import (
	"os"
	"os/signal"
	"syscall"
)

// detached is a process in a session of its own, which the terminal's end and its job's signals do not reach.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// deafen ignores what is meant for programs on a terminal, and returns what asks everything to end.
func deafen() <-chan os.Signal {
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGPIPE, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU)
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGTERM)
	return ends
}
