//go:build unix

package keyboard

import (
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// watcher looks at a terminal while nobody reads it: a reader that was busy finds bytes of long ago and of just now alike.
// All it claims is what it has seen: at the time seen there was nothing. It waits by a timer: a thread that waits in the
// system has the runtime's monitor wake some fifty times until it is given up.
type watcher struct {
	tty *os.File

	mu    sync.Mutex
	seen  time.Time
	begun time.Time   // what seen was when the last read began
	last  time.Time   // when something was taken
	next  *time.Timer // for the next look; nil once it is closed
}

// watch begins to look.
func watch(tty *os.File) silence {
	w := &watcher{tty: tty, last: time.Now()}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = time.AfterFunc(nextLook(0), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.look()
	})
	return w
}

// look sees whether nothing has come, and plans the next look. mu is held.
func (w *watcher) look() {
	now := time.Now()
	if w.next == nil || !silent(int(w.tty.Fd())) {
		return
	}
	w.seen = now
	w.plan(now)
}

func (w *watcher) plan(now time.Time) {
	if next := nextLook(now.Sub(w.last)); next > 0 {
		w.next.Reset(next)
	}
}

// nextLook is when to look again at a terminal on which nothing has come for a while, which is once more silence than that
// matters; 0 for no more.
func nextLook(still time.Duration) time.Duration {
	for _, matters := range []time.Duration{Still, afterPart, AfterPaste} {
		if still < matters {
			return matters - still
		}
	}
	return 0
}

// silent reports whether there is nothing to read. A terminal that cannot be looked at has never been seen to be silent.
func silent(fd int) bool {
	for {
		var fds unix.FdSet
		fds.Set(fd)
		n, err := unix.Select(fd+1, &fds, nil, nil, &unix.Timeval{}) // poll does not know terminals on macOS
		if err != unix.EINTR {
			return err == nil && n == 0
		}
	}
}

func (w *watcher) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun = w.seen
}

func (w *watcher) taken() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last = time.Now(); w.next != nil {
		w.plan(w.last)
	}
}

func (w *watcher) before(since time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun.Sub(since)
}

func (w *watcher) quiet(since time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look()
	return w.seen.Sub(since)
}

func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next != nil {
		w.next.Stop()
		w.next = nil
	}
}
