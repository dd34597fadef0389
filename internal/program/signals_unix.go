//go:build unix

package program

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// Harden is called first of all: no core dumps, no tracing of this process by others of the same user where the system
// can refuse it, none of the switches that make Bubble Tea write frames or panics to files.
func Harden() {
	_ = os.Unsetenv("TEA_TRACE")
	_ = os.Unsetenv("TEA_DEBUG")
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	debug.SetTraceback("none")
	hideMemory()
}

// listen handles the process's signals until the returned function is called.
func (l *Lifecycle) listen() func() {
	signals := make(chan os.Signal, 8)
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP} {
		if !signal.Ignored(sig) { // nohup means it
			signal.Notify(signals, sig)
		}
	}
	lost := l.terminal.lost(l.ended)
	go func() {
		for {
			select {
			case <-l.ended:
				return
			case <-lost:
				l.leave(128 + int(syscall.SIGHUP))
				return
			case <-l.stops:
				l.stop(true, signals)
			case sig := <-signals:
				switch {
				case sig == syscall.SIGTSTP:
					l.stop(false, signals)
					continue
				case (sig == syscall.SIGINT || sig == syscall.SIGQUIT) && l.isAway():
					continue // a key meant for the editor, or for what it runs
				}
				l.leave(128 + int(sig.(syscall.Signal)))
				return
			}
		}
	}()
	return func() { signal.Stop(signals) }
}

// stop stops this process with its values hidden and the terminal given back, and returns when it has been continued and
// repainted. group stops the whole job, as a ctrl+z typed at the terminal does: a shell waits for the job's first process,
// which is not us under `go run`.
func (l *Lifecycle) stop(group bool, signals chan os.Signal) {
	if l.isAway() {
		halt() // the terminal is not ours to give
		return
	}
	l.hidden()
	defer deaf(signals, syscall.SIGTSTP)() // what stops the job is meant for the others of it: heard later it would stop us twice
	released := time.Now()
	_ = l.program.ReleaseTerminal()
	l.screen.giveBack()
	if group {
		_ = unix.Kill(0, unix.SIGTSTP)
	}
	halt()
	time.Sleep(settleTime - time.Since(released))
	if sig := l.awaitsFront(signals); sig != nil {
		signal.Ignore(syscall.SIGTTOU) // the framework gives the terminal back once more, from the background
		l.leave(128 + int(sig.(syscall.Signal)))
		return
	}
	if l.isAway() { // it was lent as we stopped: whom it was lent to has it, and gives it back
		return
	}
	l.back()
	if l.screen.take() != nil || l.program.RestoreTerminal() != nil {
		l.leave(128 + int(syscall.SIGHUP))
		return
	}
	msgs := []tea.Msg{l.tell.Resumed()}
	if _, is := l.screen.(framework); is { // the framework's renderer believes that its last frame still stands
		msgs = append([]tea.Msg{tea.ClearScreen()}, msgs...)
	}
	l.told(msgs...)
	select {
	case <-l.stops: // the key was held
	default:
	}
}

// awaitsFront returns once the terminal may be taken: from the background that would have the system stop us, deaf to signals. Continued
// there we stop again by ourselves, unless it was for a signal to end us, which a shell sends before it continues us.
func (l *Lifecycle) awaitsFront(signals chan os.Signal) os.Signal {
	for awake := time.Duration(0); !l.terminal.inFront(); awake += look {
		select {
		case sig := <-signals:
			return sig
		case <-time.After(look):
			if awake >= backgroundTime && !l.terminal.inFront() {
				halt()
				awake = 0
			}
		}
	}
	return nil
}

// look is how often it is looked whether something has come about.
const look = 10 * time.Millisecond

// halt stops this process, and returns when it was continued. The signal may take a moment, on a busy machine a long one: who goes on
// before takes the terminal and is stopped with it. A namespace's first process cannot be stopped.
func halt() {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	_ = unix.Kill(unix.Getpid(), unix.SIGSTOP)
	for awake := time.Duration(0); awake < haltTime; awake += look { // by the clock the time that we are stopped would count
		select {
		case <-continued:
			return
		case <-time.After(look):
		}
	}
}

// deaf ignores the signals of one kind, also those that have come and were not taken yet, until the returned function is called.
func deaf(signals chan os.Signal, kind os.Signal) func() {
	if signal.Ignored(kind) {
		return func() {}
	}
	signal.Ignore(kind)
	for range len(signals) {
		if sig := <-signals; sig != kind {
			signals <- sig
		}
	}
	return func() { signal.Notify(signals, kind) }
}

// CanSuspend reports whether a stopped Strongroom would ever be continued: some shell in this session, outside this job,
// waits for it. Else (a pane's or a container's first program) stopping would hang it.
func CanSuspend() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	group := unix.Getpgrp()
	for pid, depth := unix.Getppid(), 0; pid > 1 && depth < 16; pid, depth = parentOf(pid), depth+1 {
		sid, err := unix.Getsid(pid)
		if err != nil || sid != session {
			return false
		}
		if pgid, err := unix.Getpgid(pid); err != nil || pgid != group {
			return err == nil
		}
	}
	return false
}

func askToEnd(p *os.Process) { _ = p.Signal(syscall.SIGHUP) }
