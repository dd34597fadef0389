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
	Ends  string // the key that ends typing where letters are text, "" where they are keys, or nothing can be told
}

// Anywhere is the key of an action that has one in all panes, behind the one that has to be pressed first.
func (f Frame) Anywhere(s keymap.Scope, a keymap.Action) string {
	if f.Ends != "" {
		return f.Ends + " " + f.Keys.Key(s, a)
	}
	return f.Keys.Key(s, a)
}

// Key is the key that a dialog names for an action: one that types nothing, since letters may be text in it.
func (f Frame) Key(a keymap.Action) string { return f.Keys.Untyped(keymap.Dialog, a) }

// Earliest is the sooner of two times, a zero one meaning never.
func Earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Widths of the screen: from SideBySide on panes stand beside each other, from Stacked on there is room for whole lines on one
// side.
const SideBySide, Stacked = 80, 110
