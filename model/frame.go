package model

import (
	"time"

	"strongroom/keymap"
	"strongroom/ui"
)

// frame is what drawing depends on besides a pane's own state.
type frame struct {
	th    *ui.Theme
	keys  *keymap.Map
	now   time.Time // the service's clock as far as it is known
	focus bool
}

// earliest is the sooner of two times, a zero one meaning never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
