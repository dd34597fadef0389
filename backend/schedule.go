package backend

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits of a rotation's schedule (aws.md 2.6): days between rotations, hours of a window, and how often is too often.
const (
	MaxRotationDays   = 1000
	MaxScheduleLength = 256
	soonestRotation   = 4 * time.Hour
	maxWindow         = 24 * time.Hour
)

// Schedule is when a rotation's windows open, in UTC, as AutomaticallyAfterDays or a ScheduleExpression says: every so many days
// or hours, or by a cron expression with fields for hours, days of the month, months and days of the week.
type Schedule struct {
	// Days is set where the schedule is a plain number of days, which the service takes as AutomaticallyAfterDays.
	Days int
	// Text is the expression as the service takes it, "" with Days.
	Text string

	every                      time.Duration // 0 for a cron expression
	hours, dom, months, weekly func(time.Time) bool
}

// ParseSchedule reads a number of days, rate() or cron() by the rules of the user guide's "Schedule expressions". The error says
// which rule a text breaks.
func ParseSchedule(text string) (Schedule, error) {
	text = strings.TrimSpace(text)
	if number, unit, _ := strings.Cut(text, " "); strings.Trim(number, "-0123456789") == "" && number != "" && (unit == "" || unit == "day" || unit == "days") {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > MaxRotationDays {
			return Schedule{}, fmt.Errorf("days are 1 to %d", MaxRotationDays)
		}
		return Schedule{Days: n, every: time.Duration(n) * Day}, nil
	}
	name, rest, _ := strings.Cut(text, "(")
	body, whole := strings.CutSuffix(rest, ")")
	fields := strings.Fields(body)
	s, err := Schedule{Text: name + "(" + strings.Join(fields, " ") + ")"}, error(nil)
	switch {
	case len(text) > MaxScheduleLength:
		return s, fmt.Errorf("a schedule has at most %d characters", MaxScheduleLength)
	case name != "rate" && name != "cron", !whole:
		return s, fmt.Errorf("a number of days, rate(30 days), rate(12 hours) or cron(0 2 1 * ? *)")
	case name == "rate":
		s.every, err = parseRate(fields)
	default:
		err = s.parseCron(fields)
	}
	return s, err
}

func parseRate(f []string) (time.Duration, error) {
	if len(f) != 2 {
		return 0, fmt.Errorf("a rate is a number and a unit: rate(30 days)")
	}
	n, ok := digits(f[0])
	if !ok || n < 1 {
		return 0, fmt.Errorf("a rate is a positive number of hours or days")
	}
	switch f[1] {
	case "day", "days":
		if n > MaxRotationDays {
			return 0, fmt.Errorf("days are 1 to %d", MaxRotationDays)
		}
		return time.Duration(n) * Day, nil
	case "hour", "hours":
		if n > MaxRotationDays*24 {
			return 0, fmt.Errorf("a rate is at most %d days", MaxRotationDays)
		}
		if every := time.Duration(n) * time.Hour; every >= soonestRotation {
			return every, nil
		}
		return 0, fmt.Errorf("a secret is rotated every 4 hours at most")
	}
	return 0, fmt.Errorf("the unit of a rate is hours or days")
}

func (s *Schedule) parseCron(f []string) (err error) {
	switch {
	case len(f) != 6:
		return fmt.Errorf("a cron expression has six fields: minutes, hours, day of month, month, day of week, year")
	case f[0] != "0":
		return fmt.Errorf("the minutes must be 0: windows open on the hour")
	case f[5] != "*":
		return fmt.Errorf("the year must be *")
	case (f[2] == "?") == (f[4] == "?"):
		return fmt.Errorf("either the day of month or the day of week must be ?")
	}
	months, days := strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"), strings.Fields("SUN MON TUE WED THU FRI SAT")
	if s.hours, err = cronField("hours", f[1], 0, 23, nil, time.Time.Hour); err != nil {
		return err
	}
	if s.months, err = cronField("month", f[3], 1, 12, months, func(t time.Time) int { return int(t.Month()) }); err != nil {
		return err
	}
	s.dom, s.weekly = everyTime, everyTime
	switch {
	case f[2] == "L":
		s.dom = func(t time.Time) bool { return t.Add(Day).Day() == 1 }
	case f[2] != "?":
		s.dom, err = cronField("day of month", f[2], 1, 31, nil, time.Time.Day)
	default:
		s.weekly, err = cronWeekdays(f[4], days)
	}
	if err != nil {
		return err
	}
	if len(s.Next(anyYear(), 1)) == 0 {
		return fmt.Errorf("that day never comes")
	}
	if s.tightest() < soonestRotation {
		return fmt.Errorf("a secret is rotated every 4 hours at most")
	}
	return nil
}

func everyTime(time.Time) bool { return true }

// cronWeekdays are days of the week, 1 for Sunday: L for the last one, FRIL for the last Friday of the month, TUE#3 for the third
// Tuesday.
func cronWeekdays(field string, names []string) (func(time.Time) bool, error) {
	day := func(text string) (func(time.Time) bool, error) {
		return cronField("day of week", text, 1, 7, names, func(t time.Time) int { return int(t.Weekday()) + 1 })
	}
	if d, nth, is := strings.Cut(field, "#"); is {
		on, err := day(d)
		n, ok := digits(nth)
		if err == nil && (!ok || n < 1 || n > 5 || strings.ContainsAny(d, "*,-/")) {
			err = fmt.Errorf("# names one day and which of the month it is, 1 to 5: TUE#3")
		}
		return func(t time.Time) bool { return on(t) && (t.Day()-1)/7+1 == n }, err
	}
	if d, is := strings.CutSuffix(field, "L"); is && d != "" {
		on, err := day(d)
		if err == nil && strings.ContainsAny(d, "*,-/") {
			err = fmt.Errorf("an L stands behind one day: FRIL")
		}
		return func(t time.Time) bool { return on(t) && t.Add(7*Day).Month() != t.Month() }, err
	}
	if field == "L" {
		field = "7"
	}
	return day(field)
}

// cronField reads *, numbers or names, ranges, steps and lists of these.
func cronField(what, field string, low, high int, names []string, of func(time.Time) int) (func(time.Time) bool, error) {
	in := map[int]bool{}
	for item := range strings.SplitSeq(field, ",") {
		from, to, step, ok := cronItem(item, low, high, names)
		if !ok {
			return everyTime, fmt.Errorf("%s: %q is none of %d to %d", what, item, low, high)
		}
		for n := from; n <= to; n += step {
			in[n] = true
		}
	}
	return func(t time.Time) bool { return in[of(t)] }, nil
}

func cronItem(item string, low, high int, names []string) (from, to, step int, ok bool) {
	number := func(s string) (int, bool) {
		for i, n := range names {
			if strings.EqualFold(s, n) {
				return i + low, true
			}
		}
		n, ok := digits(s)
		return n, ok && n >= low && n <= high
	}
	base, by, stepped := strings.Cut(item, "/")
	from, to, step, ok = low, high, 1, true
	if stepped {
		step, ok = digits(by)
		ok = ok && step > 0
	}
	if base == "*" || stepped && base == "" { // cron(0 /8 * * ? *) is an example of the guide
		return from, to, step, ok
	}
	a, z, ranged := strings.Cut(base, "-")
	from, is := number(a)
	ok = ok && is
	switch {
	case ranged:
		to, is = number(z)
		ok = ok && is && from <= to
	case !stepped:
		to = from
	}
	return from, to, step, ok
}

// digits reads a number without a sign, which the field of an expression may not have.
func digits(s string) (n int, ok bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && strings.Trim(s, "0123456789") == ""
}

// Every is the interval, 0 for a cron expression.
func (s Schedule) Every() time.Duration { return s.every }

// Next are the next n openings of the window after a moment, fewer where they lie beyond some years. An interval is counted from
// midnight of that day, where the service counts it from the last rotation.
func (s Schedule) Next(after time.Time, n int) (out []time.Time) {
	after = after.UTC()
	midnight := after.Truncate(Day)
	if s.every > 0 {
		step := s.every
		for t := midnight.Add(step); len(out) < n; t = t.Add(step) {
			if t.After(after) {
				out = append(out, t)
			}
		}
		return out
	}
	for day := midnight; len(out) < n && day.Before(midnight.Add(rarest)); day = day.Add(Day) {
		if !s.months(day) || !s.dom(day) || !s.weekly(day) {
			continue
		}
		for h := range 24 {
			if t := day.Add(time.Duration(h) * time.Hour); s.hours(t) && t.After(after) && len(out) < n {
				out = append(out, t)
			}
		}
	}
	return out
}

// rarest is as long as a day is away that comes at all: the fifth Sunday of a February comes every 28 years, and once only after 40.
const rarest = 41 * 366 * Day

// anyYear is the eve of a leap year, from which the rules are tried out.
func anyYear() time.Time { return time.Date(2023, 12, 31, 23, 0, 0, 0, time.UTC) }

// tightest is the shortest time between two openings; a day or more is a day.
func (s Schedule) tightest() time.Duration {
	if s.every > 0 {
		return min(s.every, Day)
	}
	first, last, gap := -1, -1, Day
	for h := range 24 {
		if !s.hours(anyYear().Truncate(Day).Add(time.Duration(h) * time.Hour)) {
			continue
		}
		if first < 0 {
			first = h
		} else {
			gap = min(gap, time.Duration(h-last)*time.Hour)
		}
		last = h
	}
	if over := time.Duration(24+first-last) * time.Hour; over < gap && s.dayAfterDay() {
		gap = over
	}
	return gap
}

// dayAfterDay reports whether it ever opens on two days that follow each other.
func (s Schedule) dayAfterDay() bool {
	begin, before := anyYear().Truncate(Day), false
	for day := begin; day.Before(begin.Add(rarest)); day = day.Add(Day) {
		opens := s.months(day) && s.dom(day) && s.weekly(day)
		if opens && before {
			return true
		}
		before = opens
	}
	return false
}

// Opens is the hour at which each window opens, where it is the same each time.
func (s Schedule) Opens() (hour int, same bool) {
	if s.every > 0 {
		return 0, s.every%Day == 0
	}
	hour = -1
	for h := range 24 {
		if s.hours(time.Date(2024, 1, 1, h, 0, 0, 0, time.UTC)) {
			if hour >= 0 {
				return 0, false
			}
			hour = h
		}
	}
	return hour, true
}

// RotationWindow reads a window: "" for the service's own, else a number of hours as Duration has it ("3h").
func RotationWindow(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, "h"))
	if d := time.Duration(n) * time.Hour; err == nil && n >= 1 && d <= maxWindow {
		return d, nil
	}
	return 0, fmt.Errorf("a window is 1h to 24h")
}

// hours says how long a window is.
func hours(d time.Duration) string { return Counted(int(d/time.Hour), "hour") }

// Holds says why a window does not fit: it must not reach into the next one, nor into the next UTC day.
func (s Schedule) Holds(window time.Duration) error {
	if window == 0 {
		return nil
	}
	if gap := s.tightest(); window > gap {
		return fmt.Errorf("a window of %s reaches into the next one, %s later", hours(window), hours(gap))
	}
	latest := time.Duration(0)
	for _, t := range s.Next(anyYear(), 30) {
		latest = max(latest, t.Sub(t.Truncate(Day)))
	}
	if latest+window > Day {
		return fmt.Errorf("a window of %s from %02d:00 reaches into the next UTC day", hours(window), latest/time.Hour)
	}
	return nil
}

// Window is how long a window is open that the rotation does not tell: an hour where windows open several times a day, else the
// rest of the day.
func (s Schedule) Window() time.Duration {
	hour, same := s.Opens()
	if !same {
		return time.Hour
	}
	return Day - time.Duration(hour)*time.Hour
}

// OfRotation is the schedule that a rotation has; an error where there is none, or one that cannot be read.
func OfRotation(r Rotation) (Schedule, error) {
	if r.Schedule != "" {
		return ParseSchedule(r.Schedule)
	}
	return ParseSchedule(strconv.Itoa(r.AfterDays))
}

// FunctionProblem says why a text cannot name the rotation function of the secret with that ARN, "" where it can: it must be
// the whole ARN of a Lambda function in the secret's region.
func FunctionProblem(function, secret string) string {
	parts := strings.SplitN(function, ":", 7)
	region := orWord(RegionOf(secret), "REGION")
	switch {
	case function == "":
		return "the ARN of a Lambda function that rotates this secret is needed"
	case len(parts) < 7 || parts[0] != "arn" || parts[1] == "" || parts[4] == "":
		return "not a whole ARN: arn:aws:lambda:" + region + ":" + orWord(AccountOf(secret), "ACCOUNT") + ":function:NAME"
	case parts[2] != "lambda" || parts[5] != "function":
		return "an ARN of " + orWord(parts[2], "no service") + ", not of a Lambda function"
	case RegionOf(secret) != "" && parts[3] != RegionOf(secret):
		return "that function is in " + orWord(parts[3], "no region") + ", the secret in " + region + ": it must be in the secret's region"
	case AccountOf(secret) != "" && parts[4] != AccountOf(secret):
		return "that function is of account " + parts[4] + ", the secret of " + AccountOf(secret)
	case parts[6] == "" || strings.Trim(strings.ToLower(parts[6]), "abcdefghijklmnopqrstuvwxyz0123456789-_:$") != "":
		return "the name of a function is letters, digits, - and _"
	}
	return ""
}
