package detail

import (
	"strongroom/backend"
	"testing"
	"time"
)

func TestTheEndOfARecoveryWindowIsATimeOrTheIntervalItLiesIn(t *testing.T) {
	deleted := time.Date(2026, 11, 2, 3, 4, 5, 6, time.FixedZone("", 3600))
	now := deleted.Add(time.Hour)
	if got := span(backend.DeadlineOf(deleted, time.Time{}, now)); got != "2026-11-09T02:04:05Z/2026-12-02T02:04:05Z" {
		t.Errorf("unknown: %q", got)
	}
	if got := span(backend.DeadlineOf(deleted, deleted.AddDate(0, 0, 9), now)); got != "2026-11-11T02:04:05Z" {
		t.Errorf("known: %q", got)
	}
}
