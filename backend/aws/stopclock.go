package aws

import (
	"sync"
	"time"
)

// stopClock measures the time of a sign-in without that in which it waits for a person.
type stopClock struct {
	mu      sync.Mutex
	halted  int
	pending []*limit
}

// limit is a time on the clock that is over some day.
type limit struct {
	of    *stopClock
	over  chan struct{}
	left  time.Duration
	since time.Time
	timer *time.Timer
	ended bool
}

// after is over once so much time has passed on the clock.
func (c *stopClock) after(d time.Duration) *limit {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := &limit{of: c, over: make(chan struct{}), left: d}
	c.pending = append(c.pending, l)
	if c.halted == 0 {
		l.start()
	}
	return l
}

// start is called with the lock held, as the next two are.
func (l *limit) start() {
	l.since = time.Now()
	l.timer = time.AfterFunc(l.left, func() {
		l.of.mu.Lock()
		defer l.of.mu.Unlock()
		if !l.ended && l.timer != nil {
			l.ended = true
			close(l.over)
		}
	})
}

func (l *limit) pause() {
	if l.timer != nil {
		l.timer.Stop()
		l.left -= time.Since(l.since)
		l.timer = nil
	}
}

// halt makes the clock stand still until run was called as often.
func (c *stopClock) halt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.halted++; c.halted == 1 {
		for _, l := range c.pending {
			l.pause()
		}
	}
}

func (c *stopClock) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.halted--; c.halted == 0 {
		for _, l := range c.pending {
			if !l.ended {
				l.start()
			}
		}
	}
}

// stop ends a limit that nobody waits for any more.
func (l *limit) stop() {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	l.ended = true
	l.pause()
	for i, other := range l.of.pending {
		if other == l {
			l.of.pending = append(l.of.pending[:i], l.of.pending[i+1:]...)
			break
		}
	}
}
