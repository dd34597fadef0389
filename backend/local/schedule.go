package local

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Limits of a schedule: hours between rotations, and days (AutomaticallyAfterDays).
const soonest, mostDays = 4, 1000

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
	n, ok := number(f[0], 0, nil)
	if !ok || n < 1 {
		return schedule{}, errors.New("a rate is a positive number of hours or days")
	}
	switch f[1] {
	case "hour", "hours":
		if n < 4 {
			return schedule{}, errors.New("a secret can't be rotated more often than every 4 hours")
		}
		if n > mostDays*24 {
			return schedule{}, errors.New("a secret must be rotated every 1000 days")
		}
		return schedule{every: time.Duration(n) * time.Hour}, nil
	case "day", "days":
		if n > mostDays {
			return schedule{}, errors.New("a secret must be rotated every 1000 days")
		}
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
	if s.next(time.Time{}).IsZero() {
		return schedule{}, errors.New("the cron expression names a day that never comes")
	}
	if s.tooOften() {
		return schedule{}, errors.New("a secret can't be rotated more often than every 4 hours")
	}
	return s, nil
}

// tooOften looks for two openings that are too near to each other.
func (s schedule) tooOften() bool {
	near, before := false, -24
	for h := range 48 { // as if it opened every day
		if covers(s.hours, h%24, 0, 23, nil) {
			near, before = near || h-before < soonest, h
		}
	}
	if !near {
		return false
	}
	begin, last := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}
	for t := s.next(begin.Add(-1)); !t.IsZero() && t.Before(begin.AddDate(28, 0, 0)); t = s.next(t) { // weekdays and leap years come again
		if !last.IsZero() && t.Sub(last) < soonest*time.Hour {
			return true
		}
		last = t
	}
	return false
}

// fits refuses a window that runs into the next one or into the next UTC day.
func (s schedule) fits(window time.Duration) error {
	long := errors.New("the Duration runs into the next window or the next day")
	if s.every > 0 && s.every < window {
		return long
	}
	for at := s.every; s.every > 0 && at < 24*s.every; at += s.every { // after so many it comes back to midnight
		if at%day+window > day {
			return long
		}
	}
	end := 0
	for h := range 24 {
		if s.every > 0 || !covers(s.hours, h, 0, 23, nil) {
			continue
		}
		if h < end || time.Duration(h)*time.Hour+window > day {
			return long
		}
		end = h + int(window/time.Hour)
	}
	return nil
}

func monthNames() []string {
	return strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")
}

func dayNames() []string { return strings.Fields("SUN MON TUE WED THU FRI SAT") }

// validDays checks the two fields of days. What L and # belong to is one day.
func validDays(s schedule) bool {
	switch {
	case s.dom != "?" && s.dom != "L" && !plain(s.dom, 1, 31, nil):
		return false
	case s.days == "?", s.days == "L":
		return true
	}
	if d, nth, ok := strings.Cut(s.days, "#"); ok {
		return single(d, 1, 7, dayNames()) && single(nth, 1, 5, nil)
	}
	if d, ok := strings.CutSuffix(s.days, "L"); ok {
		return single(d, 1, 7, dayNames())
	}
	return plain(s.days, 1, 7, dayNames())
}

func single(s string, low, high int, names []string) bool {
	n, ok := number(s, low, names)
	return ok && n >= low && n <= high
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
		n, ok := number(by, 0, nil)
		if !ok || n < 1 {
			return 0, 0, 0, false
		}
		step = n
	}
	if base == "*" || stepped && base == "" { // cron(0 /8 * * ? *) is an example of the guide
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
	if strings.Trim(s, "0123456789") != "" { // the field has no signs
		return 0, false
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

// next is the first moment after now; zero if there is none within forty years, the longest that the
// fifth Monday of a February is away.
func (s schedule) next(now time.Time) time.Time {
	if s.every > 0 { // counted from midnight (aws.md 2.6)
		midnight := now.Truncate(day)
		return midnight.Add((now.Sub(midnight)/s.every + 1) * s.every)
	}
	for d := range 40*366 + 1 {
		date := now.Truncate(day).AddDate(0, 0, d)
		if !covers(s.months, int(date.Month()), 1, 12, monthNames()) || !s.onDay(date) {
			continue
		}
		for h := range 24 {
			if t := date.Add(time.Duration(h) * time.Hour); covers(s.hours, h, 0, 23, nil) && t.After(now) {
				return t
			}
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
		return covers(s.dom, t.Day(), 1, 31, nil)
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
