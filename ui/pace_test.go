package ui

import (
	"testing"
	"time"
)

func TestAPaceTellsHowFastItGoesAndHowLongTheRestTakes(t *testing.T) {
	for _, c := range []struct {
		done, total int
		took        time.Duration
		want        string
	}{
		{0, 10, time.Hour, ""}, {5, 10, 900 * time.Millisecond, ""}, {10, 10, time.Minute, ""}, {20, 300, 10 * time.Second, "2/s · 2m 20s left"},
		{1, 2, 20 * time.Second, "3/min · 20s left"}, {5000, 0, 2 * time.Second, "2,500/s"}, {100, 10_000, time.Second, "100/s · 1m 39s left"},
		{1, 1000, time.Minute, "1/min · 16h 39m left"}, {3, 0, 10 * time.Minute, ""},
	} {
		if got := Pace(c.done, c.total, c.took); got != c.want {
			t.Errorf("%d of %d in %v is %q, want %q", c.done, c.total, c.took, got, c.want)
		}
	}
}
