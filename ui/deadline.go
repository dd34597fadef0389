package ui

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"strongroom/backend"
)

// Urgency says how soon a deadline wants somebody's attention.
type Urgency int

// Urgencies, least first.
const (
	Calm Urgency = iota
	Soon
	Pressing
)

// soon and pressing are from when on a deadline is so.
const soon, pressing = 2 * day, 6 * time.Hour

// UrgencyOf is Pressing under six hours or past the guaranteed time, Soon under two days.
func UrgencyOf(d backend.Deadline, now time.Time) Urgency {
	switch p := d.Phase(now); {
	case p == backend.NotPending:
		return Calm
	case p != backend.Safe || d.Left(now) < pressing:
		return Pressing
	case d.Left(now) < soon:
		return Soon
	}
	return Calm
}

// Role is the urgency's style among st.
func (u Urgency) Role(st Styles) Role { return u.role(&st) }

func (u Urgency) role(st *Styles) Role {
	switch u {
	case Pressing:
		return st.Urgent
	case Soon:
		return st.Warn
	}
	return st.Good
}

// remains is a time to come as a countdown tells it: "3d 21h", below two days "2h 13m", and in its last hour the seconds.
func remains(d time.Duration) string { return string(appendRemains(nil, d)) }

func appendRemains(b []byte, d time.Duration) []byte {
	if d < soon && d >= time.Hour {
		return parts(b, part{d / time.Hour, "h", 1}, part{d % time.Hour / time.Minute, "m", 2})
	}
	return appendRemaining(b, d)
}

// NextChange is when the shown countdown next reads differently; zero where it stays. What is left is rounded down, so it
// reads less right behind each whole step of it.
func NextChange(d backend.Deadline, now time.Time) time.Time {
	if d.Phase(now) != backend.Safe {
		return d.NextPhase(now)
	}
	left, step := d.Left(now), time.Hour
	switch {
	case left < time.Hour:
		step = time.Second
	case left < soon:
		step = time.Minute
	}
	return now.Add(left%step + 1)
}

// Countdown is a deadline in the space of a row: what is certain, and no more. Only what is calm is called safe.
func Countdown(d backend.Deadline, now time.Time) string {
	switch d.Phase(now) {
	case backend.Safe:
		switch {
		case d.Exact():
			return remains(d.Left(now)) + " left"
		case UrgencyOf(d, now) != Calm:
			return "≥ " + remains(d.Left(now)) + " left"
		}
		return "safe for " + remains(d.Left(now)) + " · ≤ " + strconv.FormatInt(atMost(d.Latest.Sub(now), day), 10) + "d"
	case backend.AnyMoment:
		return "may go at any moment"
	case backend.Overdue:
		return "overdue, may be gone"
	}
	return ""
}

// atMost is how many units a stretch has at most: what is said of its end must not be over before it.
func atMost(d, unit time.Duration) int64 { return int64((d + unit - 1) / unit) }

// CountdownLong is the same with the room of the detail pane.
func CountdownLong(d backend.Deadline, now time.Time) string {
	if d.Phase(now) == backend.NotPending {
		return ""
	}
	return countdownHead(d, now) + countdownRest(d, now)
}

// countdownHead is how long is certain, or that nothing is.
func countdownHead(d backend.Deadline, now time.Time) string {
	switch phase := d.Phase(now); {
	case phase == backend.Safe && d.Exact():
		return remains(d.Left(now)) + " left"
	case phase == backend.Safe && UrgencyOf(d, now) == Calm:
		return "safe for " + remains(d.Left(now))
	case phase == backend.Safe:
		return "at least " + remains(d.Left(now)) + " left"
	case phase == backend.AnyMoment && d.Exact():
		return "the window ended " + Exact(d.Earliest)
	case phase == backend.AnyMoment:
		return "past the shortest window"
	}
	return "past its window"
}

// countdownRest goes on from the head to what follows from it.
func countdownRest(d backend.Deadline, now time.Time) string {
	switch phase := d.Phase(now); {
	case phase == backend.Safe && d.Exact():
		return ", not removed before " + Exact(d.Earliest)
	case phase == backend.Safe:
		return fmt.Sprintf(", its window ends by %s at the latest", Date(d.Latest))
	case phase == backend.AnyMoment && d.Exact():
		return ": may go at any moment, a restore may still work"
	case phase == backend.AnyMoment:
		return fmt.Sprintf(": may go at any moment, its window ends by %s at the latest", Date(d.Latest))
	}
	return ": due for removal, a restore may still work"
}

// Drain is how much of a deadline's window is left, as a share of 1: of the part of it that was certain when it began.
func Drain(d backend.Deadline, now time.Time) float64 {
	whole := backend.MaxWindowDays * day
	if !d.Deleted.IsZero() {
		whole = d.Earliest.Sub(d.Deleted)
	}
	if d.Phase(now) != backend.Safe || whole <= 0 {
		return 0
	}
	return min(1, float64(d.Left(now))/float64(whole))
}

// DrainBar is a share of a window as a bar of w cells in the urgency's colour. What is left at all is one cell at least.
func DrainBar(st Styles, u Urgency, share float64, w int) []Span {
	return drainBar(nil, &st, u, share, w)
}

func drainBar(spans []Span, st *Styles, u Urgency, share float64, w int) []Span {
	full := min(w, int(share*float64(w)+0.999))
	return append(spans, Span{u.role(st), bar("━", "━━━━━━━━", full)}, Span{st.Faint, bar("─", "────────", w-full)})
}

// bar is a sign of one cell n times; short has it drainWide times.
func bar(sign, short string, n int) string {
	if n <= drainWide {
		return short[:len(sign)*max(0, n)]
	}
	return strings.Repeat(sign, n)
}

// drainWide and leastDrainWide are the cells of a bar beside a countdown, wordsWide those of the longest words beside one.
const drainWide, leastDrainWide, wordsWide = 8, 4, len("safe for 3d 21h")

// DeadlineSpans are a deadline as a bar and words in at most w cells: the words come before the bar, and the guaranteed part of
// them before the rest. Below each other the words stand in one column.
func DeadlineSpans(st Styles, u Urgency, share float64, words string, w int) []Span {
	return deadlineSpans(nil, &st, u, share, words, w)
}

func deadlineSpans(spans []Span, st *Styles, u Urgency, share float64, words string, w int) []Span {
	certain, _, _ := strings.Cut(words, " · ")
	bar := drainWide
	if w < bar+1+wordsWide {
		bar = leastDrainWide
	}
	if Width(certain)+1+bar > w {
		bar = leastDrainWide
	}
	if share > 0 && Width(certain)+1+bar <= w {
		if Width(words)+1+bar > w {
			words = certain
		}
		return append(drainBar(spans, st, u, share, bar), Span{st.Text, " "}, Span{u.role(st), words})
	}
	if Width(words) > w {
		words = certain
	}
	return append(spans, Span{u.role(st), FitEnd(words, w)})
}

// Deadline adds when a secret goes: a bar with what is certain, and what follows from it.
func (p *Page) Deadline(d backend.Deadline, now time.Time) {
	u := UrgencyOf(d, now)
	if d.Phase(now) != backend.Safe {
		p.Text(u.Role(p.Th.Styles), CountdownLong(d, now))
		return
	}
	p.Line(DeadlineSpans(p.Th.Styles, u, Drain(d, now), countdownHead(d, now), p.W-4)...)
	p.Text(p.Th.Text, strings.TrimPrefix(countdownRest(d, now), ", "))
}

// CountdownWithin is Countdown, or CountdownShort where w cells have no room for what is certain of it.
func CountdownWithin(d backend.Deadline, now time.Time, w int) string {
	words := Countdown(d, now)
	if certain, _, _ := strings.Cut(words, " · "); Width(certain) > w {
		return CountdownShort(d, now)
	}
	return words
}

// CountdownShort is a deadline where there is room for twelve cells.
func CountdownShort(d backend.Deadline, now time.Time) string {
	return string(appendShort(nil, d, now))
}

func appendShort(b []byte, d backend.Deadline, now time.Time) []byte {
	switch phase := d.Phase(now); {
	case phase == backend.Safe && d.Exact():
		return append(appendRemains(b, d.Left(now)), " left"...)
	case phase == backend.Safe && UrgencyOf(d, now) == Calm:
		return appendRemains(append(b, "safe "...), d.Left(now))
	case phase == backend.Safe:
		return appendRemains(append(b, "≥ "...), d.Left(now))
	case phase == backend.AnyMoment:
		return append(b, "any moment"...)
	case phase == backend.Overdue:
		return append(b, "overdue"...)
	}
	return b
}

// appendLeast is a deadline where there is room for seven cells: of what is only certain to be left, the largest unit.
func appendLeast(b []byte, d backend.Deadline, now time.Time) []byte {
	unit := func(b []byte) []byte {
		from := len(b)
		b = appendRemains(b, d.Left(now))
		first, _, _ := bytes.Cut(b[from:], []byte(" "))
		return b[:from+len(first)]
	}
	switch phase := d.Phase(now); {
	case phase == backend.Safe && d.Exact():
		return appendRemains(b, d.Left(now))
	case phase == backend.Safe && UrgencyOf(d, now) == Calm:
		return unit(append(b, "safe "...))
	case phase == backend.Safe:
		return unit(append(b, "≥ "...))
	case phase == backend.AnyMoment:
		return append(b, "may go"...)
	case phase == backend.Overdue:
		return append(b, "gone?"...)
	}
	return b
}
