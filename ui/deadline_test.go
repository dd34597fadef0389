package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"strongroom/backend"
)

func TestADeadlineIsGreenThenAmberThenRedAndSafeIsOnlySaidInGreen(t *testing.T) {
	deleted := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	th := NewTheme(true)
	for _, end := range []time.Time{{}, backend.WindowEnd(deleted, 7)} {
		for left, want := range map[time.Duration]Urgency{7 * day: Calm, 2 * day: Calm, 2*day - 1: Soon, 6 * time.Hour: Soon, 6*time.Hour - 1: Pressing, time.Second: Pressing,
			0: Pressing, -day: Pressing, -60 * day: Pressing} {
			now := deleted.Add(7*day - left)
			d := backend.DeadlineOf(deleted, end, now)
			got := UrgencyOf(d, now)
			if got != want {
				t.Errorf("%v before the end (%v): urgency %d, want %d", left, end, got, want)
			}
			for _, words := range []string{Countdown(d, now), CountdownLong(d, now)} {
				if strings.Contains(words, "safe") && got.Role(th.Styles) != th.Good {
					t.Errorf("%v before the end it is not green and says %q", left, words)
				}
			}
		}
	}
}

func TestADeadlineIsABarAndWords(t *testing.T) {
	deleted := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	th := NewTheme(true)
	for _, c := range []struct {
		after time.Duration
		end   time.Time
		w     int
		want  string
	}{
		{3 * day, backend.WindowEnd(deleted, 7), 30, "━━━━━─── 4d 0h left"},
		{7*day - 133*time.Minute, backend.WindowEnd(deleted, 7), 30, "━─────── 2h 13m left"},
		{7*day - 133*time.Minute, time.Time{}, 24, "━─────── ≥ 2h 13m left"},
		{7*day - 133*time.Minute, time.Time{}, 20, "━─── ≥ 2h 13m left"},
		{7*day - 133*time.Minute, time.Time{}, 17, "≥ 2h 13m left"},
		{3 * day, time.Time{}, 40, "━━━━━─── safe for 4d 0h · ≤ 27d"},
		{3 * day, time.Time{}, 24, "━━━━━─── safe for 4d 0h"},
		{3 * day, time.Time{}, 18, "safe for 4d 0h"},
		{7*day - 133*time.Minute, backend.WindowEnd(deleted, 7), 15, "2h 13m left"},
		{7*day - 133*time.Minute, backend.WindowEnd(deleted, 7), 16, "━─── 2h 13m left"},
		{0, time.Time{}, 24, "━━━━━━━━ safe for 7d 0h"},
		{8 * day, time.Time{}, 40, "may go at any moment"},
	} {
		now := deleted.Add(c.after)
		d := backend.DeadlineOf(deleted, c.end, now)
		spans := DeadlineSpans(th.Styles, UrgencyOf(d, now), Drain(d, now), Countdown(d, now), c.w)
		if got := textOf(spans); got != c.want {
			t.Errorf("after %v in %d cells: %q, want %q", c.after, c.w, got, c.want)
		}
		for _, w := range []int{80, 60} {
			row := ansi.Strip((&SecretRow{Name: "made-up", Deadline: d, Now: now}).Draw(nil, th, w))
			want := c.want
			if w < 76 { // where there is no room for a bar
				want = CountdownShort(d, now)
			}
			if Width(row) != w || c.w == 24 && !strings.Contains(row, want) {
				t.Errorf("after %v the row is %q", c.after, row)
			}
		}
	}
}

func TestARowThatNamesItsRegionOnANarrowScreenKeepsItsNameAndSaysNoMoreThanIsCertain(t *testing.T) {
	deleted := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	th := NewTheme(true)
	for _, c := range []struct {
		after time.Duration
		end   time.Time
		want  string
	}{
		{3*day + time.Hour, time.Time{}, "prod/old/mailer apse2 safe 3d"},
		{6*day - 1, time.Time{}, "prod/old/mailer apse2 ≥ 24h"},
		{7*day - 133*time.Minute, time.Time{}, "prod/old/mailer apse2 ≥ 2h !"},
		{8 * day, time.Time{}, "prod/old/mailer apse2 may go!"},
		{40 * day, time.Time{}, "prod/old/mailer apse2 gone? !"},
		{1, backend.WindowEnd(deleted, 30), "prod/old/mailer apse2 29d 23h"},
	} {
		now := deleted.Add(c.after)
		d := backend.DeadlineOf(deleted, c.end, now)
		row := SecretRow{Name: "prod/old/mailer", Place: "ap-southeast-2", Deadline: d, Now: now}
		if got := strings.Join(strings.Fields(ansi.Strip(row.Draw(nil, th, 32))), " "); got != c.want {
			t.Errorf("after %v the row is %q, want %q", c.after, got, c.want)
		}
	}
}
