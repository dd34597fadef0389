package backend

import (
	"testing"
	"time"
)

func TestDeadlines(t *testing.T) {
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the night Europe's clocks change
	d := func(days float64) time.Time { return now.Add(time.Duration(days * float64(day))) }
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
			now.Add(900*time.Millisecond + 7*day), now.Add(900*time.Millisecond + 30*day), Safe},
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
