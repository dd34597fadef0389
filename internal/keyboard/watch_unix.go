//go:build unix

package keyboard

import (
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// watcher looks at a terminal while nobody reads it: a reader that was busy finds bytes of long ago and of just now alike.
// All it claims is what it has seen: at the time seen there was nothing.
type watcher struct {
	tty        *os.File
	bell, rung *os.File // a pipe: a byte in it wakes the watcher, whose look would sleep on when others read what woke it
	ringing    atomic.Bool
	ended      atomic.Bool
	gone       chan struct{} // closed when it no longer looks

	mu    sync.Mutex
	seen  time.Time
	begun time.Time // what seen was when the last read began
	last  time.Time // when something was taken
}

// watch begins to look. Where that cannot be done, how long a read waits is all that is known.
func watch(tty *os.File) silence {
	rung, bell, err := os.Pipe()
	if err != nil {
		return &patience{}
	}
	w := &watcher{tty: tty, bell: bell, rung: rung, gone: make(chan struct{}), last: time.Now()}
	go w.run()
	return w
}

func (w *watcher) run() {
	defer close(w.gone)
	defer func() { _ = w.rung.Close() }()
	for {
		next, ready, woken := w.look()
		if !ready && !woken {
			ready, woken = w.wait(true, next)
		}
		if ready && !woken { // until it is taken there is nothing to see
			_, woken = w.wait(false, -1)
		}
		if !woken {
			continue
		}
		var b [1]byte
		_, _ = w.rung.Read(b[:])
		w.ringing.Store(false)
		if w.ended.Load() {
			return
		}
	}
}

// look sees whether there is something to read, and tells when to look again.
func (w *watcher) look() (next time.Duration, ready, woken bool) {
	now := time.Now()
	if ready, woken = w.wait(true, 0); ready {
		return 0, ready, woken
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = now
	return nextLook(now.Sub(w.last)), ready, woken
}

// nextLook is when to look again at a terminal on which nothing has come for a while, which is once more silence than that matters; negative
// for not before something comes. Each look wakes threads: it is not looked all the time.
func nextLook(still time.Duration) time.Duration {
	for _, matters := range []time.Duration{Still, afterPart, AfterPaste} {
		if still < matters {
			return matters - still
		}
	}
	return -1
}

// wait waits until there is something to read on the terminal, if that matters, or the bell rings; a negative time is for ever.
func (w *watcher) wait(tty bool, d time.Duration) (ready, woken bool) {
	in, bell := int(w.tty.Fd()), int(w.rung.Fd())
	for {
		var fds unix.FdSet
		fds.Set(bell)
		if tty {
			fds.Set(in)
		}
		var limit *unix.Timeval
		if d >= 0 {
			t := unix.NsecToTimeval(d.Nanoseconds())
			limit = &t
		}
		n, err := unix.Select(max(in, bell)+1, &fds, nil, nil, limit) // poll does not know terminals on macOS
		switch {
		case err == unix.EINTR:
		case err != nil:
			return true, false // a terminal that cannot be looked at has never been seen to be silent
		default:
			return n > 0 && tty && fds.IsSet(in), n > 0 && fds.IsSet(bell)
		}
	}
}

func (w *watcher) ring() {
	if !w.ringing.Swap(true) {
		_, _ = w.bell.Write([]byte{0})
	}
}

func (w *watcher) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun = w.seen
}

func (w *watcher) taken() {
	w.mu.Lock()
	w.last = time.Now()
	w.mu.Unlock()
	w.ring()
}

func (w *watcher) before(since time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun.Sub(since)
}

func (w *watcher) quiet(since time.Time) time.Duration {
	if !w.ended.Load() {
		w.look()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen.Sub(since)
}

func (w *watcher) close() {
	if w.ended.Swap(true) {
		return
	}
	w.ring()
	<-w.gone
	_ = w.bell.Close()
}
