package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Age is how long ago t was, in one short unit: "now", "5m", "2h", "3d", "6w", "2y". "" for a zero time.
func Age(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	in := func(d, unit time.Duration, name string) string { return strconv.Itoa(int(d/unit)) + name }
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return in(d, time.Minute, "m")
	case d < 2*day:
		return in(d, time.Hour, "h")
	case d < 60*day:
		return in(d, day, "d")
	case d < 730*day:
		return in(d, 30*day, "mo")
	default:
		return in(d, 365*day, "y")
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
