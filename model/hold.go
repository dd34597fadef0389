package model

import (
	"fmt"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// lifetime is how long a value that was read stays held after its last use.
const lifetime = 30 * time.Second

// The life of a value: unread, reading, held, ended. See the design's "life of a value".
type valueState int

const (
	unread valueState = iota
	reading
	held
	ended
	unreadable
)

// life is how long what was read of a secret stays held, the same wherever it is held.
type life struct {
	state valueState
	left  backend.Lifetime
	read  ask
	err   error // why it is unreadable
}

// touch begins the time anew: it runs from the last use.
func (l *life) touch(now time.Time) { l.left = backend.NewLifetime(now, lifetime) }

// over reports whether something is held past its time.
func (l *life) over(now time.Time) bool { return l.state == held && l.left.Over(now) }

// wake is the next moment the bar drains.
func (l *life) wake(now time.Time) (at time.Time) {
	if l.state == held {
		at = l.left.Tick(now)
	}
	return at
}

// foot is the bar that drains.
func (l *life) foot(th *ui.Theme, now time.Time) []ui.Span {
	if l.state != held {
		return nil
	}
	left := secondsOf(l.left.Left(now))
	foot := append([]ui.Span{{Role: th.Dim, Text: fmt.Sprintf(" wiped in %ds ", left)}}, ui.Bar(th, left, int(lifetime/time.Second), 15)...)
	return append(foot, ui.Span{Role: th.Dim, Text: " "})
}

// secondsOf is a rest in seconds, of which the last has begun until it is over.
func secondsOf(rest time.Duration) int { return int((rest + time.Second - 1) / time.Second) }
