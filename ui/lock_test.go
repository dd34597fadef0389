package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func TestTheLockedScreenSaysWhatToPressWhereverThereIsRoom(t *testing.T) {
	l := Lock{Why: "no key for 10 minutes", Notes: []string{"Values are wiped, and what was copied is taken off the clipboard.", "An unsaved edit is kept as an encrypted draft."},
		Key: "enter", Does: "comes back"}
	for w := 1; w <= 130; w += 3 {
		for h := 1; h <= 40; h++ {
			lines := l.Draw(NewTheme(true), w, h)
			if len(lines) != h {
				t.Fatalf("%dx%d has %d lines", w, h, len(lines))
			}
			for _, line := range lines {
				if Width(line) != w {
					t.Fatalf("%dx%d has the line %q of %d cells", w, h, ansi.Strip(line), Width(line))
				}
			}
			all := ansi.Strip(strings.Join(lines, "\n"))
			for text, needs := range map[string][2]int{"locked": {6, 1}, "enter": {16, 1}, "enter comes back": {18, 2}, "no key": {24, 6}, "Values are wiped": {60, 8}, "encrypted draft": {60, 9}} {
				if shown := strings.Contains(all, text); !shown && w >= needs[0] && h >= needs[1] {
					t.Errorf("%dx%d lacks %q:\n%s", w, h, text, all)
				}
			}
		}
	}
}

func TestALengthOfTimeIsSpokenInWholeUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{10 * time.Second: "10 seconds", time.Minute: "1 minute", 90 * time.Second: "90 seconds", 10 * time.Minute: "10 minutes",
		90 * time.Minute: "90 minutes", time.Hour: "1 hour", 24 * time.Hour: "24 hours"} {
		if got := Spoken(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
