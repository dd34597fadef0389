package pane

import (
	"time"

	"strongroom/ui"
)

// What is waited for is not told of at once: an answer that comes soon would only flicker.
const (
	// WaitTold is after how long it is told that something is waited for.
	WaitTold = 150 * time.Millisecond
	// spinsAfter is after how long something moves, so that nobody takes it for stuck.
	spinsAfter = 300 * time.Millisecond
	spinStep   = 100 * time.Millisecond
)

// Waits reports whether it is to be told that something is waited for since then.
func Waits(since, now time.Time) bool { return !since.IsZero() && now.Sub(since) >= WaitTold }

// Spinner turns after a while of waiting; it takes one cell at all times.
func Spinner(since, now time.Time) string {
	const turning = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
	waited := now.Sub(since)
	if since.IsZero() || waited < spinsAfter {
		return " "
	}
	frames := []rune(turning)
	return string(frames[int(waited/spinStep)%len(frames)])
}

// SpinnerWakes is when what is drawn of a wait that has begun then next looks different.
func SpinnerWakes(since, now time.Time) time.Time {
	switch waited := now.Sub(since); {
	case since.IsZero():
		return time.Time{}
	case waited < WaitTold:
		return since.Add(WaitTold)
	case waited < spinsAfter:
		return since.Add(spinsAfter)
	default:
		return since.Add((waited/spinStep + 1) * spinStep)
	}
}

// Spun says that something is read, and turns a spinner behind it after a while: nothing else moves for it.
func Spun(th *ui.Theme, what string, since, now time.Time) []ui.Span {
	return []ui.Span{{Role: th.Dim, Text: what + " "}, {Role: th.Accent, Text: Spinner(since, now)}}
}

// spunW is how many cells the spinner takes behind a text.
const spunW = 2

// SpunText is Spun in lines of at most w cells.
func SpunText(th *ui.Theme, what string, w int, since, now time.Time) (lines [][]ui.Span) {
	parts := ui.Wrap(what, max(8, w-spunW))
	last := len(parts) - 1
	for _, part := range parts[:last] {
		lines = append(lines, []ui.Span{{Role: th.Dim, Text: part}})
	}
	return append(lines, Spun(th, parts[last], since, now))
}
