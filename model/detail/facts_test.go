package detail

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
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

func TestWhatIsUrgentIsSoUnderTheCursorToo(t *testing.T) {
	th := ui.NewTheme(true)
	f := pane.Frame{Th: th, Keys: keymap.Default(), Focus: true}
	row := fact{label: "state", text: "made-up", role: func(st ui.Styles) ui.Role { return st.Urgent }}
	for cursor, want := range map[bool]string{false: th.Urgent.Render("made-up"), true: th.Sel.Urgent.Render("made-up")} {
		if got := drawFact(f, row, 8, 40, cursor); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("cursor %v: %q has no %q", cursor, got, want)
		}
	}
	if got := drawFact(f, fact{label: "name", text: "made-up"}, 8, 40, true); !strings.Contains(got[0], th.Sel.Strong.Render("made-up")) {
		t.Errorf("what has no role is %q", got)
	}
}
