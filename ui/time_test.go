package ui

import (
	"testing"
	"time"

	"strongroom/backend"
)

// A lower bound is rounded down and an upper one up: neither may be over before what it says.
func TestACountdownSaysLessThanIsCertainAndMoreThanIsPossible(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	const hour = time.Hour
	for _, c := range []struct {
		ago  time.Duration
		want string
	}{
		{3*day + 3*hour, "safe for 3d 21h · ≤ 27d"},
		{4 * day, "safe for 3d 0h · ≤ 26d"},
		{4*day - 1, "safe for 3d 0h · ≤ 27d"},
		{4*day + 1, "safe for 2d 23h · ≤ 26d"},
		{7*day - 6*hour - time.Minute, "≥ 6h 01m left"},
		{7*day - hour, "≥ 1h 00m left"},
		{7*day - 13*time.Minute - 5*time.Second, "≥ 13m 05s left"},
		{7*day - 5*time.Second, "≥ 5s left"},
		{5*day + 1, "≥ 47h 59m left"},
	} {
		if got := Countdown(backend.DeadlineOf(now.Add(-c.ago), time.Time{}, now), now); got != c.want {
			t.Errorf("deleted %v ago: %q, want %q", c.ago, got, c.want)
		}
	}
}

func TestACountdownIsDrawnAnewWheneverItReadsDifferently(t *testing.T) {
	deleted := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	for _, end := range []time.Time{{}, backend.WindowEnd(deleted, 9)} {
		now := deleted.Add(4*day - 40*time.Minute)
		for shown := 0; shown < 100; shown++ {
			d := backend.DeadlineOf(deleted, end, now)
			next := NextChange(d, now)
			if next.IsZero() {
				break
			}
			last := next.Add(-2) // at the step itself only the upper bound has moved
			if a, b := Countdown(d, now), Countdown(d, last); a != b {
				t.Fatalf("from %v it reads %q, and at %v already %q", now, a, last, b)
			}
			if a, b := CountdownLong(d, now), CountdownLong(d, next); a == b {
				t.Fatalf("from %v to %v nothing changes: %q", now, next, a)
			}
			now = next
		}
		for _, at := range []time.Duration{7 * day, 9 * day, 10*day + 1, 29 * day} { // the phases end too
			now := deleted.Add(at)
			d := backend.DeadlineOf(deleted, end, now)
			if next := NextChange(d, now); !next.IsZero() && d.Phase(next) == d.Phase(now) && d.Phase(now) != backend.Safe {
				t.Errorf("at %v the next change is said to be %v", at, next)
			}
		}
	}
}

// There is no guaranteed time of removal (RestoreSecret and DeleteSecret, API reference): what can be promised is the window.
func TestNoCountdownPromisesWhenASecretIsGone(t *testing.T) {
	deleted := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		after time.Duration
		end   time.Time
		want  string
	}{
		{3 * day, time.Time{}, "safe for 4d 0h, its window ends by 22 Dec 2026 at the latest"},
		{7*day - 3*time.Hour, time.Time{}, "at least 3h 00m left, its window ends by 22 Dec 2026 at the latest"},
		{7*day + 12*time.Hour, backend.WindowEnd(deleted, 9), "36h 00m left, not removed before 1 Dec 2026 03:00:00 UTC"},
		{8 * day, time.Time{}, "past the shortest window: may go at any moment, its window ends by 22 Dec 2026 at the latest"},
		{31 * day, time.Time{}, "past its window: due for removal, a restore may still work"},
		{3 * day, backend.WindowEnd(deleted, 9), "6d 0h left, not removed before 1 Dec 2026 03:00:00 UTC"},
	} {
		now := deleted.Add(c.after)
		if got := CountdownLong(backend.DeadlineOf(deleted, c.end, now), now); got != c.want {
			t.Errorf("after %v: %q, want %q", c.after, got, c.want)
		}
	}
}

func TestDatesToComeHaveTheirDayAndYearOnceAndTheirHourOnlyWhereOneIsNotMidnight(t *testing.T) {
	midnight := time.Date(2026, 12, 3, 0, 0, 0, 0, time.UTC)
	for want, at := range map[string][]time.Time{"": nil, "3 Dec 2026": {midnight}, "3 Dec · 4 Dec 2026": {midnight, midnight.Add(day)},
		"3 Dec 2026 · 2 Jan · 1 Feb 2027":          {midnight, midnight.Add(30 * day), midnight.Add(60 * day)},
		"3 Dec · 4 Dec 2026, at 04:00 UTC":         {midnight.Add(4 * time.Hour), midnight.Add(28 * time.Hour)},
		"3 Dec 04:00 · 4 Dec 2026 05:00 UTC":       {midnight.Add(4 * time.Hour), midnight.Add(29 * time.Hour)},
		"3 Dec 00:00 12:00 · 4 Dec 2026 00:00 UTC": {midnight, midnight.Add(12 * time.Hour), midnight.Add(day)},
		"31 Dec 2026 12:00 · 1 Jan 2027 00:00 UTC": {midnight.Add(28*day + 12*time.Hour), midnight.Add(29 * day)},
		"3 Dec 2026 00:00 12:00 UTC":               {midnight, midnight.Add(12 * time.Hour)}} {
		if got := Dates(at); got != want {
			t.Errorf("%v are %q, want %q", at, got, want)
		}
	}
}
