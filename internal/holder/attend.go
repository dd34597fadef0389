package holder

import (
	"context"
	"os"
	"time"

	"strongroom/backend"
	"strongroom/model/clip"
)

// duty is what a holder does for a text.
type duty struct {
	clear func(context.Context) (clip.Outcome, error)
	lost  <-chan clip.Outcome // what became of a text that is no longer ours; nil where nobody tells
	away  func()              // something else may have been copied; nil where that makes no difference
	end   func()              // before the process ends; nil for nothing
	// alone: it is for the program's end, not for a time.
	alone bool
}

const (
	// round is how long a holder sleeps at most: a machine that was asleep too is noticed within it.
	round = time.Second
	// firstWait and lastWait are between two tries to take a text off; each wait is twice the one before.
	firstWait, lastWait = time.Second, time.Minute
	// mostTries is how often a clipboard that cannot be cleared is tried.
	mostTries = 10
)

// attendance is a holder at its duty.
type attendance struct {
	duty
	life time.Duration // 0: for as long as the text is there
	now  func() time.Time
	say  func(word)

	next  backend.Lifetime // until the next try
	wait  time.Duration
	tries int
}

func attend(d duty, life time.Duration, now func() time.Time, say func(word)) *attendance {
	return &attendance{duty: d, life: life, now: now, say: say, next: backend.NewLifetime(now(), life), wait: firstWait}
}

// run does the duty until it is done, and ends it. words are the program's, closed once it has ended; ends are requests to end.
func (a *attendance) run(words <-chan word, ends <-chan os.Signal) {
	if a.end != nil {
		defer a.end()
	}
	for over := false; !over; {
		timer := time.NewTimer(a.rest())
		select {
		case w, ok := <-words:
			if !ok {
				words = nil
				over = a.alone
				if over {
					a.try()
				}
				break
			}
			over = a.heed(w)
		case o := <-a.lost:
			a.say(fromOutcome(o))
			over = true
		case <-ends:
			over = !a.alone // whoever ends everything ends the program too, and it is better told than we are
			if over {
				a.try()
			}
		case <-timer.C:
			if a.life > 0 && a.next.Over(a.now()) {
				over = a.try()
			}
		}
		timer.Stop()
	}
}

// rest is how long there is nothing to look at.
func (a *attendance) rest() time.Duration {
	if a.life <= 0 {
		return time.Hour
	}
	return min(round, a.next.Left(a.now()))
}

// heed does what the program says, and reports whether that was the end of it.
func (a *attendance) heed(w word) (over bool) {
	switch w {
	case written:
		a.next = backend.NewLifetime(a.now(), a.life)
	case clearNow:
		return a.try()
	case away:
		if a.away != nil {
			a.away()
		}
	case dismissed:
		return true
	}
	return false
}

// try takes the text off, says what became of it, and reports whether there is nothing left to do.
func (a *attendance) try() (over bool) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), clip.Deadline, clip.ErrSilent)
	defer cancel()
	o, _ := a.clear(ctx)
	a.say(fromOutcome(o))
	a.tries++
	a.next = backend.NewLifetime(a.now(), a.wait)
	a.wait = min(2*a.wait, lastWait)
	return o == clip.Cleared || o == clip.NotOurs || a.tries >= mostTries
}
