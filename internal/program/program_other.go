//go:build !unix

package program

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// Harden is called first of all: none of the switches that make Bubble Tea write frames or panics to files.
func Harden() {
	_ = os.Unsetenv("TEA_TRACE")
	_ = os.Unsetenv("TEA_DEBUG")
	debug.SetTraceback("none")
}

func (l *Lifecycle) listen() func() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-l.ended:
		case sig := <-signals:
			l.leave(128 + int(sig.(syscall.Signal)))
		}
	}()
	return func() { signal.Stop(signals) }
}

// CanSuspend is false: nothing here continues a stopped program.
func CanSuspend() bool { return false }

func askToEnd(p *os.Process) { _ = p.Kill() }

// The terminal is Bubble Tea's alone here: there is nothing to save, and nobody to watch.
type terminalState struct{}

func saveTerminal() terminalState { return terminalState{} }

func (terminalState) giveBack() {}

func (terminalState) inFront() bool { return true }

func (terminalState) tidy() {}

type watcher struct{}

func (terminalState) watch() watcher { return watcher{} }

func (watcher) dismiss() {}

// WatchTerminal is false: nobody watches.
func WatchTerminal() bool { return false }

func muteStderr() func() { return func() {} }
