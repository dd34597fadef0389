package ui

import "time"

// Validity says until when something holds that holds from one time to another, either zero where it does not say: "ends in 12 days",
// "ended 3 hours ago", "holds in 2 days"; "" for what never ends.
func Validity(from, until, now time.Time) (words string, u Urgency) {
	switch {
	case !from.IsZero() && now.Before(from):
		return "holds in " + largest(from.Sub(now)), Soon
	case until.IsZero():
		return "", Calm
	case !now.Before(until):
		return "ended " + largest(now.Sub(until)) + " ago", Pressing
	}
	soon, pressing := 30*day, 7*day
	if whole := until.Sub(from); !from.IsZero() { // what is made for an hour is not urgent all of it
		soon, pressing = min(soon, whole/3), min(pressing, whole/10)
	}
	left := until.Sub(now)
	switch {
	case left < pressing:
		u = Pressing
	case left < soon:
		u = Soon
	}
	return "ends in " + largest(left), u
}

// ValidityChanges is when Validity next says something else; zero where it never does.
func ValidityChanges(from, until, now time.Time) time.Time {
	at := until
	if !from.IsZero() && now.Before(from) {
		at = from
	}
	if at.IsZero() {
		return at
	}
	left := at.Sub(now)
	step := stepOf(left.Abs())
	if left > 0 {
		return now.Add(left%step + 1)
	}
	return now.Add(step + left%step)
}

// largest is a length of time in the largest unit of which there are two, rounded down: "12 days", "47 hours".
func largest(d time.Duration) string {
	step := stepOf(d)
	return Plural(int(d/step), map[time.Duration]string{day: "day", time.Hour: "hour", time.Minute: "minute", time.Second: "second"}[step])
}

func stepOf(d time.Duration) time.Duration {
	for _, step := range []time.Duration{day, time.Hour, time.Minute} {
		if d >= 2*step {
			return step
		}
	}
	return time.Second
}
