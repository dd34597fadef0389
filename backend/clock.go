package backend

import "time"

// A machine has two clocks: the wall's goes on while it sleeps and may be set, the monotonic one stands still while it sleeps
// and never goes back. A time.Time of time.Now reads both, and package time compares by the second alone.

// Elapsed is how long ago began was at now, by the clock that has gone further: a machine that slept has not stopped time.
func Elapsed(began, now time.Time) time.Duration {
	return max(now.Sub(began), wallElapsed(began, now))
}

func wallElapsed(began, now time.Time) time.Duration { return now.Round(0).Sub(began.Round(0)) }

// setBack is how far the wall's clock may go back without anybody having set it.
const setBack = time.Second

// Lifetime is a stretch of time that something may last. It is over as soon as either clock says so, and where the wall's clock
// was set back to before its beginning: nobody knows then how long it has been. The zero Lifetime is over.
type Lifetime struct {
	began  time.Time
	length time.Duration
}

// NewLifetime is a lifetime that begins at began.
func NewLifetime(began time.Time, length time.Duration) Lifetime { return Lifetime{began, length} }

// Left is what is left at now: 0 where it is over, never more than its length.
func (l Lifetime) Left(now time.Time) time.Duration {
	if wallElapsed(l.began, now) < -setBack {
		return 0
	}
	return max(0, min(l.length-Elapsed(l.began, now), l.length))
}

// Over reports whether nothing is left.
func (l Lifetime) Over(now time.Time) bool { return l.Left(now) == 0 }

// Tick is the next moment at which so many whole seconds are left, zero once it is over. Timers stand still while a
// machine sleeps: whoever holds something that must end looks at the clock this often.
func (l Lifetime) Tick(now time.Time) time.Time {
	left := l.Left(now)
	if left == 0 {
		return time.Time{}
	}
	return now.Add((left-1)%time.Second + 1)
}

// Trip is when a request was sent and when its answer had come, by this machine's clock. The zero Trip was noted by nobody.
type Trip struct{ Sent, Came time.Time }

// By is the trip as another clock of this machine tells it, whose time is now.
func (t Trip) By(now time.Time) Trip {
	if t.Sent.IsZero() {
		return t
	}
	ahead := wallElapsed(time.Now(), now)
	return Trip{t.Sent.Add(ahead), t.Came.Add(ahead)}
}

const (
	// dateStep is what an answer's Date header is cut to.
	dateStep = time.Second
	// smallSkew is what clocks may differ by without anybody being told.
	smallSkew = 3 * time.Second
)

// Skew is how far the service's clock is ahead of this machine's, of which known was known so far, once an answer told the
// time at, at some moment of its trip. An answer that was long under way, since the machine slept or the program was stopped,
// tells little: what was known stands as far as the answer allows it.
func Skew(known time.Duration, at time.Time, t Trip) time.Duration {
	least, most := at.Sub(t.Came), at.Add(dateStep).Sub(t.Sent)
	if at.IsZero() || t.Sent.IsZero() || least > most {
		return known
	}
	known = min(max(known, least), most)
	if known.Abs() < smallSkew {
		return 0
	}
	return known
}
