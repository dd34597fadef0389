// Package pane is what panes and features are, and what they share: news, questions, time, lifetimes and scrolling.
// It knows none of them.
package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
)

// Pane is one part of the screen with its own state. It never sees a key, only what the key asked for.
type Pane interface {
	Scope() keymap.Scope
	// Act does what the user asked for.
	Act(keymap.Action) tea.Cmd
	// Unavailable says why an action cannot be done now, "" if it can.
	Unavailable(keymap.Action) string
	// Update hears what has happened.
	Update(tea.Msg) tea.Cmd
	// View draws exactly the cells that Resize gave.
	View(Frame) []string
	Resize(w, h int)
	// Wake is when the pane next looks different by time alone; zero for never.
	Wake(now time.Time) time.Time
}
