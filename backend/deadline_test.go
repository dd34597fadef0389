package backend

import (
	"testing"
	"time"
)

func TestDeadlines(t *testing.T) {
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the night Europe's clocks change
	d := func(days float64) time.Time { return now.Add(time.Duration(days * float64(Day))) }
	for _, c := range []struct {
		name             string
		deleted, end     time.Time
		earliest, latest time.Time
		phase            Phase
	}{
		{"not deleted", time.Time{}, time.Time{}, time.Time{}, time.Time{}, NotPending},
		{"known end is exact", d(-3), d(4), d(4), d(4), Safe},
		{"known end counts to the second", d(-7), now.Add(time.Second), now.Add(time.Second), now.Add(time.Second), Safe},
		{"known end just passed may go at any moment", d(-7), now, now, now, AnyMoment},
		{"known end passed a day ago is overdue", d(-9), d(-1), d(-1), d(-1), Overdue},
		{"unknown end is a range", d(-3), time.Time{}, d(4), d(27), Safe},
		{"past the shortest window", d(-10), time.Time{}, d(-3), d(20), AnyMoment},
		{"past the longest window", d(-31), time.Time{}, d(-24), d(-1), Overdue},
		{"an emulator's future date is the end", d(7), time.Time{}, d(7), d(7), Safe},
		{"deleted this second, by a Date header cut to seconds", now.Add(900 * time.Millisecond), time.Time{},
			now.Add(900*time.Millisecond + 7*Day), now.Add(900*time.Millisecond + 30*Day), Safe},
	} {
		got := DeadlineOf(c.deleted, c.end, now)
		if !got.Earliest.Equal(c.earliest) || !got.Latest.Equal(c.latest) || got.Phase(now) != c.phase {
			t.Errorf("%s: got %v–%v phase %d, want %v–%v phase %d", c.name, got.Earliest, got.Latest, got.Phase(now), c.earliest, c.latest, c.phase)
		}
	}
	if left := DeadlineOf(d(-9), d(-1), now).Left(now); left != 0 {
		t.Errorf("time left after the end is %v, want 0", left)
	}
}

// A window is whole days of 24 hours: the night in which clocks change is not an hour longer or shorter.
func TestAWindowIsCountedInHoursThatPassAndNotInDaysOfACalendar(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	for _, night := range []time.Time{time.Date(2026, 3, 25, 12, 0, 0, 0, berlin), time.Date(2026, 10, 21, 12, 0, 0, 0, berlin)} {
		d := DeadlineOf(night, time.Time{}, night.Add(time.Hour))
		if got := d.Earliest.Sub(night); got != 7*24*time.Hour {
			t.Errorf("from %v the shortest window is %v", night, got)
		}
		if got := d.Left(d.Earliest.Add(-time.Second)); got != time.Second {
			t.Errorf("a second before its end %v are left", got)
		}
		if before, at := d.Phase(d.Earliest.Add(-time.Nanosecond)), d.Phase(d.Earliest); before != Safe || at != AnyMoment {
			t.Errorf("at its end the phase goes from %v to %v", before, at)
		}
	}
}

// By a clock that is 20 minutes slow, what was deleted just now lies in the future and would be taken for an emulator's
// end; by one that is 20 minutes fast, it has 20 minutes less. Only the service's clock gives the right range.
func TestOnlyTheServicesClockGivesTheRightRange(t *testing.T) {
	served := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	right := DeadlineOf(served, time.Time{}, served)
	if right.Exact() || right.Left(served) != 7*Day {
		t.Errorf("by the service's clock: %+v", right)
	}
	if slow := DeadlineOf(served, time.Time{}, served.Add(-20*time.Minute)); !slow.Exact() {
		t.Error("the guard against emulators does not see a date in the future")
	}
	if fast := right.Left(served.Add(20 * time.Minute)); fast != 7*Day-20*time.Minute {
		t.Errorf("by a fast clock %v are left", fast)
	}
}
