package ui

import (
	"testing"
	"time"
)

func TestAValiditySaysInTheLargestUnitWhenItEnds(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		from, until time.Duration // from now; 0 is never
		words       string
		urgency     Urgency
	}{
		{-300 * day, 12*day + time.Hour, "ends in 12 days", Soon}, {-300 * day, 40 * day, "ends in 40 days", Calm}, {-300 * day, 6 * day, "ends in 6 days", Pressing},
		{-300 * day, 47 * time.Hour, "ends in 47 hours", Pressing}, {-300 * day, -49 * time.Hour, "ended 2 days ago", Pressing}, {-time.Hour, 0, "", Calm}, {0, 0, "", Calm},
		{-time.Minute, 59 * time.Minute, "ends in 59 minutes", Calm}, {-50 * time.Minute, 10 * time.Minute, "ends in 10 minutes", Soon}, {-59 * time.Minute, time.Minute, "ends in 60 seconds", Pressing},
		{3 * day, 9 * day, "holds in 3 days", Soon}, {0, 12 * day, "ends in 12 days", Soon},
	} {
		at := func(d time.Duration) (t time.Time) {
			if d != 0 {
				t = now.Add(d)
			}
			return t
		}
		words, urgency := Validity(at(c.from), at(c.until), now)
		if words != c.words || urgency != c.urgency {
			t.Errorf("from %v until %v it %q (%v), not %q (%v)", c.from, c.until, words, urgency, c.words, c.urgency)
		}
		next := ValidityChanges(at(c.from), at(c.until), now)
		if next.IsZero() {
			if words != "" {
				t.Errorf("%q never changes", words)
			}
			continue
		}
		before, _ := Validity(at(c.from), at(c.until), next.Add(-2))
		if after, _ := Validity(at(c.from), at(c.until), next); !next.After(now) || before != words || after == words {
			t.Errorf("%q is %q before %v and %q then", words, before, next, after)
		}
	}
}
