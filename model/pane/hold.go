package pane

import (
	"fmt"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// Lifetime is how long a value that was read stays held after its last use.
const Lifetime = 30 * time.Second

// State is where a value is in its life.
type State int

// A value is unread, read, held for a while, and ended; or it cannot be read.
const (
	Unread State = iota
	Reading
	Held
	Ended
	Unreadable
)

// Hold is how long what was read of a secret stays held, the same wherever it is held.
type Hold struct {
	State State
	Left  backend.Lifetime
	Read  Ask
	Err   error // why it is unreadable
}

// Touch begins the time anew: it runs from the last use.
func (l *Hold) Touch(now time.Time) { l.Left = backend.NewLifetime(now, Lifetime) }

// Over reports whether something is held past its time.
func (l *Hold) Over(now time.Time) bool { return l.State == Held && l.Left.Over(now) }

// Wake is the next moment the bar drains.
func (l *Hold) Wake(now time.Time) (at time.Time) {
	if l.State == Held {
		at = l.Left.Tick(now)
	}
	return at
}

// Foot is the bar that drains.
func (l *Hold) Foot(th *ui.Theme, now time.Time) []ui.Span {
	if l.State != Held {
		return nil
	}
	left := SecondsOf(l.Left.Left(now))
	foot := append([]ui.Span{{Role: th.Dim, Text: fmt.Sprintf(" wiped in %ds ", left)}}, ui.Bar(th, left, int(Lifetime/time.Second), 15)...)
	return append(foot, ui.Span{Role: th.Dim, Text: " "})
}

// SecondsOf is a rest in seconds, of which the last has begun until it is over.
func SecondsOf(rest time.Duration) int { return int((rest + time.Second - 1) / time.Second) }
