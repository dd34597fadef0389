package pane

import (
	"time"

	"strongroom/keymap"
	"strongroom/ui"
)

// Frame is what drawing depends on besides a pane's own state.
type Frame struct {
	Th    *ui.Theme
	Keys  *keymap.Map
	Now   time.Time // the service's clock as far as it is known
	Focus bool
}

// Earliest is the sooner of two times, a zero one meaning never.
func Earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// SideBySide is the width of the screen from which panes stand beside each other.
const SideBySide = 80
