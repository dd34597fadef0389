package local

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// schedule is a rotation schedule: a rate, or a cron expression whose minute is 0 and whose year is any. All in UTC.
type schedule struct {
	every                    time.Duration
	hours, dom, months, days string
}

func parseSchedule(text string) (schedule, error) {
	name, rest, ok := strings.Cut(text, "(")
	body, ok2 := strings.CutSuffix(rest, ")")
	if !ok || !ok2 {
		return schedule{}, errors.New("it must be rate(...) or cron(...)")
	}
	switch name {
	case "rate":
		return parseRate(strings.Fields(body))
	case "cron":
		return parseCron(strings.Fields(body))
	}
	return schedule{}, errors.New("it must be rate(...) or cron(...)")
}

func parseRate(f []string) (schedule, error) {
	if len(f) != 2 {
		return schedule{}, errors.New("a rate is a number and a unit")
	}
	n, err := strconv.Atoi(f[0])
	if err != nil || n < 1 {
		return schedule{}, errors.New("a rate is a positive number of hours or days")
	}
	switch f[1] {
	case "hour", "hours":
		if n < 4 {
			return schedule{}, errors.New("a secret can't be rotated more often than every 4 hours")
		}
		return schedule{every: time.Duration(n) * time.Hour}, nil
	case "day", "days":
		return schedule{every: time.Duration(n) * day}, nil
	}
	return schedule{}, errors.New("the unit of a rate is hours or days")
}

func parseCron(f []string) (schedule, error) {
	switch {
	case len(f) != 6:
		return schedule{}, errors.New("a cron expression has six fields")
	case f[0] != "0":
		return schedule{}, errors.New("the minutes must be 0")
	case f[5] != "*":
		return schedule{}, errors.New("the year must be *")
	case (f[2] == "?") == (f[4] == "?"):
		return schedule{}, errors.New("one of day-of-month and day-of-week must be ?")
	}
	s := schedule{hours: f[1], dom: f[2], months: f[3], days: f[4]}
	if !plain(s.hours, 0, 23, nil) || !plain(s.months, 1, 12, monthNames()) || !validDays(s) {
		return schedule{}, errors.New("a field of the cron expression is out of range")
	}
	return s, nil
}

func monthNames() []string {
	return strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")
}

func dayNames() []string { return strings.Fields("SUN MON TUE WED THU FRI SAT") }

func validDays(s schedule) bool {
	if s.dom != "?" && s.dom != "L" && !plain(strings.TrimSuffix(s.dom, "W"), 1, 31, nil) {
		return false
	}
	if s.days == "?" || s.days == "L" {
		return true
	}
	d, nth, ok := strings.Cut(s.days, "#")
	if ok && (len(nth) != 1 || nth < "1" || nth > "5") {
		return false
	}
	return plain(strings.TrimSuffix(d, "L"), 1, 7, dayNames())
}

// plain reports whether a field is made of *, numbers or names, ranges, steps and lists of these.
func plain(field string, low, high int, names []string) bool {
	for item := range strings.SplitSeq(field, ",") {
		if _, _, _, ok := span(item, low, high, names); !ok {
			return false
		}
	}
	return true
}

// span reads one item of a list as from, to and step.
func span(item string, low, high int, names []string) (from, to, step int, ok bool) {
	base, by, stepped := strings.Cut(item, "/")
	step = 1
	if stepped {
		n, err := strconv.Atoi(by)
		if err != nil || n < 1 {
			return 0, 0, 0, false
		}
		step = n
	}
	if base == "*" {
		return low, high, step, true
	}
	a, z, ranged := strings.Cut(base, "-")
	from, ok = number(a, low, names)
	to = from
	if ok && ranged {
		to, ok = number(z, low, names)
	} else if stepped {
		to = high
	}
	return from, to, step, ok && from >= low && from <= to && to <= high
}

func number(s string, low int, names []string) (int, bool) {
	for i, n := range names {
		if strings.EqualFold(s, n) {
			return i + low, true
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func covers(field string, x, low, high int, names []string) bool {
	for item := range strings.SplitSeq(field, ",") {
		from, to, step, ok := span(item, low, high, names)
		if ok && x >= from && x <= to && (x-from)%step == 0 {
			return true
		}
	}
	return false
}

// next is the first moment after now; zero if there is none within two years.
func (s schedule) next(now time.Time) time.Time {
	if s.every >= day {
		return now.Truncate(day).Add(s.every)
	}
	if s.every > 0 {
		return now.Truncate(time.Hour).Add(s.every)
	}
	t := now.Truncate(time.Hour)
	for range 2 * 366 * 24 {
		t = t.Add(time.Hour)
		if covers(s.hours, t.Hour(), 0, 23, nil) && covers(s.months, int(t.Month()), 1, 12, monthNames()) && s.onDay(t) {
			return t
		}
	}
	return time.Time{}
}

func (s schedule) onDay(t time.Time) bool {
	last := t.AddDate(0, 1, -t.Day()).Day()
	if s.dom != "?" {
		if s.dom == "L" {
			return t.Day() == last
		}
		return covers(strings.TrimSuffix(s.dom, "W"), t.Day(), 1, 31, nil)
	}
	weekday := int(t.Weekday()) + 1
	if s.days == "L" {
		return weekday == 7
	}
	if d, nth, ok := strings.Cut(s.days, "#"); ok {
		n, _ := strconv.Atoi(nth)
		return covers(d, weekday, 1, 7, dayNames()) && (t.Day()-1)/7+1 == n
	}
	if d, ok := strings.CutSuffix(s.days, "L"); ok {
		return covers(d, weekday, 1, 7, dayNames()) && t.Day()+7 > last
	}
	return covers(s.days, weekday, 1, 7, dayNames())
}
