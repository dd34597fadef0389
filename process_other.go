//go:build !unix

package main

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func harden() {
	_ = os.Unsetenv("TEA_TRACE")
	_ = os.Unsetenv("TEA_DEBUG")
	debug.SetTraceback("none")
}

func (l *lifecycle) listen() func() {
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

func canSuspend() bool { return false }

func askToEnd(p *os.Process) { _ = p.Kill() }

// The terminal is Bubble Tea's alone here: there is nothing to save, and nobody to watch.
type terminalState struct{}

func saveTerminal() terminalState { return terminalState{} }

func (terminalState) giveBack() {}

type watcher struct{}

func (terminalState) watch() watcher { return watcher{} }

func (watcher) dismiss() {}

func watchTerminal() bool { return false }

func muteStderr() func() { return func() {} }
