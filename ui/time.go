package ui

import (
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Age is how long ago t was, in one short unit: "now", "5m", "2h", "3d", "6w", "2y". "" for a zero time.
func Age(t, now time.Time) string {
	var room [shortWords]byte
	return string(appendAge(room[:0], t, now))
}

// shortWords is room for an age or a short countdown. A frame has many of them: they are written into the row, and are no texts of
// their own.
const shortWords = 32

func appendAge(b []byte, t, now time.Time) []byte {
	if t.IsZero() {
		return b
	}
	in := func(d, unit time.Duration, name string) []byte {
		return append(strconv.AppendInt(b, int64(d/unit), 10), name...)
	}
	switch d := now.Sub(t); {
	case d < time.Minute:
		return append(b, "now"...)
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
func Remaining(d time.Duration) string { return string(appendRemaining(nil, d)) }

func appendRemaining(b []byte, d time.Duration) []byte {
	d = max(0, d)
	if d >= 2*day {
		return parts(b, part{d / day, "d", 1}, part{d % day / time.Hour, "h", 1})
	}
	h, m, s := part{d / time.Hour, "h", 1}, part{d % time.Hour / time.Minute, "m", 2}, part{d % time.Minute / time.Second, "s", 2}
	switch {
	case h.n > 0:
		return parts(b, h, m, s)
	case m.n > 0:
		m.digits = 1
		return parts(b, m, s)
	}
	s.digits = 1
	return parts(b, s)
}

// part is a number of units with so many digits at least, of two.
type part struct {
	n      time.Duration
	unit   string
	digits int
}

// parts appends some, with blanks between them.
func parts(b []byte, all ...part) []byte {
	for i, p := range all {
		if i > 0 {
			b = append(b, ' ')
		}
		if p.digits > 1 && p.n < 10 {
			b = append(b, '0')
		}
		b = append(strconv.AppendInt(b, int64(p.n), 10), p.unit...)
	}
	return b
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
