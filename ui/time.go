package ui

import (
	"fmt"
	"strings"
	"time"

	"strongroom/backend"
)

const day = 24 * time.Hour

// Age is how long ago t was, in one short unit: "now", "5m", "2h", "3d", "6w", "2y". "" for a zero time.
func Age(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 2*day:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 60*day:
		return fmt.Sprintf("%dd", d/day)
	case d < 730*day:
		return fmt.Sprintf("%dmo", d/(30*day))
	default:
		return fmt.Sprintf("%dy", d/(365*day))
	}
}

// Exact is a time to the second, in UTC: "19 Dec 2026 14:03:22 UTC".
func Exact(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 Jan 2006 15:04:05 UTC")
}

// Date is a time of which only the day is known.
func Date(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 Jan 2006")
}

// Dates are moments to come, in UTC, each day and each year once: "3 Dec · 13 Dec 2026 · 2 Jan 2027", with the hours where one is
// not midnight: "3 Dec · 10 Dec 2026, at 04:00 UTC", "3 Dec 00:00 12:00 · 4 Dec 2026 00:00 UTC".
func Dates(at []time.Time) string {
	var days, hours []string // of each day its hours
	same := true
	for i, t := range at {
		t = t.UTC()
		form, hour := "2 Jan", t.Format("15:04")
		if i == len(at)-1 || at[i+1].UTC().Year() != t.Year() {
			form = "2 Jan 2006"
		}
		if i > 0 && at[i-1].UTC().Truncate(day).Equal(t.Truncate(day)) {
			days[len(days)-1], hours[len(hours)-1], same = t.Format(form), hours[len(hours)-1]+" "+hour, false
			continue
		}
		days, hours = append(days, t.Format(form)), append(hours, hour)
	}
	for _, h := range hours {
		same = same && h == hours[0]
	}
	switch {
	case len(days) == 0 || same && hours[0] == "00:00":
		return strings.Join(days, " · ")
	case same:
		return strings.Join(days, " · ") + ", at " + hours[0] + " UTC"
	}
	for i := range days {
		days[i] += " " + hours[i]
	}
	return strings.Join(days, " · ") + " UTC"
}

// Remaining is a time to come: "2h 14m 09s" below two days, "3d 21h" from there.
func Remaining(d time.Duration) string {
	d = max(0, d)
	if d >= 2*day {
		return fmt.Sprintf("%dd %dh", d/day, d%day/time.Hour)
	}
	h, m, s := d/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second
	switch {
	case h > 0:
		return fmt.Sprintf("%dh %02dm %02ds", h, m, s)
	case m > 0:
		return fmt.Sprintf("%dm %02ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}

// Urgency says how soon a deadline wants somebody's attention.
type Urgency int

// Urgencies, least first.
const (
	Calm Urgency = iota
	Soon
	Pressing
)

// UrgencyOf is Pressing under a day or past the guaranteed time, Soon under three days.
func UrgencyOf(d backend.Deadline, now time.Time) Urgency {
	switch p := d.Phase(now); {
	case p == backend.NotPending:
		return Calm
	case p != backend.Safe || d.Left(now) < day:
		return Pressing
	case d.Left(now) < 3*day:
		return Soon
	}
	return Calm
}

// Role is the urgency's style among st.
func (u Urgency) Role(st Styles) Role {
	switch u {
	case Pressing:
		return st.Urgent
	case Soon:
		return st.Warn
	}
	return st.Good
}

// Countdown is a deadline in the space of a row: what is certain, and no more.
func Countdown(d backend.Deadline, now time.Time) string {
	switch d.Phase(now) {
	case backend.Safe:
		if d.Exact() {
			return Remaining(d.Left(now)) + " left"
		}
		if d.Left(now) < 2*day { // seconds count now, and take the room
			return "safe for " + Remaining(d.Left(now))
		}
		return fmt.Sprintf("safe for %s · ≤ %dd", Remaining(d.Left(now)), atMost(d.Latest.Sub(now), day))
	case backend.AnyMoment:
		return "may go at any moment"
	case backend.Overdue:
		return "overdue, may be gone"
	}
	return ""
}

// CountdownShort is a deadline where there is room for twelve cells.
func CountdownShort(d backend.Deadline, now time.Time) string {
	switch d.Phase(now) {
	case backend.Safe:
		if d.Exact() {
			return brief(d.Left(now)) + " left"
		}
		return "safe " + brief(d.Left(now))
	case backend.AnyMoment:
		return "any moment"
	case backend.Overdue:
		return "overdue"
	}
	return ""
}

// brief is what Remaining tells in its two largest units.
func brief(d time.Duration) string {
	words := strings.Fields(Remaining(d))
	return strings.Join(words[:min(2, len(words))], " ")
}

// atMost is how many units a stretch has at most: what is said of its end must not be over before it.
func atMost(d, unit time.Duration) int64 { return int64((d + unit - 1) / unit) }

// CountdownLong is the same with the room of the detail pane.
func CountdownLong(d backend.Deadline, now time.Time) string {
	switch d.Phase(now) {
	case backend.Safe:
		if d.Exact() {
			return fmt.Sprintf("%s left, not removed before %s", Remaining(d.Left(now)), Exact(d.Earliest))
		}
		return fmt.Sprintf("safe for %s, its window ends by %s at the latest", Remaining(d.Left(now)), Date(d.Latest))
	case backend.AnyMoment:
		if d.Exact() {
			return "the window ended " + Exact(d.Earliest) + ": may go at any moment, a restore may still work"
		}
		return fmt.Sprintf("past the shortest window: may go at any moment, its window ends by %s at the latest", Date(d.Latest))
	case backend.Overdue:
		return "past its window: due for removal, a restore may still work"
	}
	return ""
}

// NextChange is when the shown countdown next reads differently; zero where it stays. What is left is rounded down, so it
// reads less right behind each whole step of it.
func NextChange(d backend.Deadline, now time.Time) time.Time {
	if d.Phase(now) != backend.Safe {
		return d.NextPhase(now)
	}
	left := d.Left(now)
	step := time.Hour
	if left < 2*day {
		step = time.Second
	}
	return now.Add(left%step + 1)
}

// NextShort is NextChange of CountdownShort, which tells no seconds from an hour on.
func NextShort(d backend.Deadline, now time.Time) time.Time {
	left := d.Left(now)
	if d.Phase(now) != backend.Safe || left < time.Hour || left >= 2*day {
		return NextChange(d, now)
	}
	return now.Add(left%time.Minute + 1)
}

// Spoken is a length of time in the largest unit that gives a whole number: "10 minutes", "90 seconds".
func Spoken(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d >= unit.length && d%unit.length == 0 {
			return Plural(int(d/unit.length), unit.name)
		}
	}
	return Plural(int(d/time.Second), "second")
}
