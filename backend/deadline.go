package backend

import "time"

// Recovery windows of the service, in days (DeleteSecret, API reference).
const (
	MinWindowDays     = 7
	MaxWindowDays     = 30
	DefaultWindowDays = 30

	// Day is a day of a window, and of anything else that is told in days.
	Day = 24 * time.Hour
	// SameDeletion is how far two tellings of one deletion's time may lie apart: the service notes them within milliseconds
	// of each other, but the Date header and an audit event are cut to seconds.
	SameDeletion = 5 * time.Second
	// clockSlack is how far in the future a deletion date may lie and still be "just now": the Date header is cut
	// to whole seconds and servers' clocks differ a little.
	clockSlack = time.Minute
)

// WindowEnd is the end of a recovery window of so many days that began at begun, in UTC. A day of it is 24 hours, whatever
// clocks on walls do meanwhile (DeleteSecret's answer in a recording: the request's time and 7 times 24 hours).
func WindowEnd(begun time.Time, days int) time.Time {
	return begun.Add(time.Duration(days) * Day).UTC()
}

// WindowOf is how many days a recovery window has that began at begun and ends at end, 0 where those two make none: the
// service knows whole days of 24 hours, and from 7 to 30 of them.
func WindowOf(begun, end time.Time) (days int) {
	days = int((end.Sub(begun) + Day/2) / Day)
	if days < MinWindowDays || days > MaxWindowDays || WindowEnd(begun, days).Sub(end).Abs() > SameDeletion {
		return 0
	}
	return days
}

// Deadline is when a secret pending deletion can go: not before Earliest, and by Latest the window is over for certain.
// Both are equal where the end is known. The service gives no end date in any read (its DeletedDate is when deletion
// was requested), so without a remembered end only the range of possible windows is true.
type Deadline struct {
	Deleted  time.Time // when deletion was requested; zero if unknown
	Earliest time.Time
	Latest   time.Time
}

// Phase is what a deadline means at a moment.
type Phase int

// The phases of a deadline.
const (
	NotPending Phase = iota // not scheduled for deletion
	Safe                    // before Earliest: a restore will work
	AnyMoment               // past Earliest: a restore may still work
	Overdue                 // past Latest: due for removal
)

// DeadlineOf works out the deadline of a secret whose DeletedDate is deleted. end is the end of the window where it is
// known (DeleteSecret's DeletionDate, or an audit event), else zero. now is the server's clock.
//
// Emulators return the end of the window as DeletedDate; a date in the future can only be that, and is taken as the end.
func DeadlineOf(deleted, end, now time.Time) Deadline {
	switch {
	case deleted.IsZero():
		return Deadline{}
	case !end.IsZero():
		return Deadline{Deleted: deleted, Earliest: end, Latest: end}
	case deleted.After(now.Add(clockSlack)):
		return Deadline{Earliest: deleted, Latest: deleted}
	}
	return Deadline{Deleted: deleted, Earliest: WindowEnd(deleted, MinWindowDays), Latest: WindowEnd(deleted, MaxWindowDays)}
}

// Pending reports whether there is a deadline at all.
func (d Deadline) Pending() bool { return !d.Earliest.IsZero() }

// Exact reports whether the end of the window is known.
func (d Deadline) Exact() bool { return d.Pending() && d.Earliest.Equal(d.Latest) }

// Phase tells what the deadline means at now.
func (d Deadline) Phase(now time.Time) Phase {
	switch {
	case !d.Pending():
		return NotPending
	case now.Before(d.Earliest):
		return Safe
	case now.Before(d.due()):
		return AnyMoment
	}
	return Overdue
}

// due is when the phase becomes Overdue. Removal is a background task after the window, at no guaranteed time.
func (d Deadline) due() time.Time {
	if d.Exact() {
		return d.Latest.Add(Day)
	}
	return d.Latest
}

// NextPhase is when the phase changes next after now, zero where it stays.
func (d Deadline) NextPhase(now time.Time) time.Time {
	switch d.Phase(now) {
	case Safe:
		return d.Earliest
	case AnyMoment:
		return d.due()
	}
	return time.Time{}
}

// Left is the time that is certain at now, never negative.
func (d Deadline) Left(now time.Time) time.Duration { return max(0, d.Earliest.Sub(now)) }
