// Package pane is what panes and features are, and what they share: news, questions, time, lifetimes and scrolling.
// It knows none of them.
package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// Name is a pane of the screen.
type Name int

// The panes. Compare and Edit cover others while they are open.
const (
	List Name = iota
	Detail
	Timeline
	Compare
	Edit
)

// Handler is a pane, or a feature that is none. The root asks it and hands it what has happened; no handler reaches into
// another.
type Handler interface {
	// Unavailable tells whether an action is this handler's, and if so why it cannot run now, "" where it can. It is asked
	// often: for each key that the footer may show.
	Unavailable(a keymap.Action, on *Shown) (why string, mine bool)
	// Act does what the user asked for. The action is this handler's, and can run.
	Act(a keymap.Action, on *Shown) tea.Cmd
	// Hear takes in what has happened: its own replies and everybody's news. A reply that comes too late it wipes.
	Hear(msg tea.Msg) tea.Cmd
	// Conceal ends at once every value that is held, but for what an edit needs: nothing is on the screen any more.
	Conceal()
	// Leaving is asked before the program ends, and changes nothing by itself.
	Leaving(why Why) Leaving
	// Close wipes everything: the program ends.
	Close()
}

// Pane is a handler with a place on the screen.
type Pane interface {
	Handler
	// Scope is what its keys mean now.
	Scope() keymap.Scope
	// Show fills in what of it the user is looking at.
	Show(on *Shown)
	// Follow brings in line what depends on what others show. It is called after every message.
	Follow(on *Shown) tea.Cmd
	// Key takes a key that is no action in a scope of typing, and reports whether it did.
	Key(k tea.KeyPressMsg) (tea.Cmd, bool)
	// Paste takes a paste.
	Paste(text string) tea.Cmd
	// Resize gives the pane's outer size. It is called after every message, and last of all: what drawing needs to know of
	// the size and of what the pane holds is worked out here.
	Resize(w, h int)
	// Panel is its frame, View the cells inside; neither changes anything.
	Panel(f Frame) ui.Panel
	View(f Frame) []string
	// Cursor is where the terminal's cursor belongs inside the pane.
	Cursor() (x, y int, on bool)
	// Wake is when it next looks different by time alone, where it is drawn; zero for never. What it exposes ends by itself.
	Wake(now time.Time, drawn bool) time.Time
	// Wheel scrolls. Click is on a place inside the pane, ClickTab on one of the tabs of its frame.
	Wheel(down bool)
	Click(x, y int) tea.Cmd
	ClickTab(tab int) tea.Cmd
}

// Besider is a pane of rows with lines beside them that tell more than a row does: where the screen is read aloud these are told as they
// change, and of the rows the one under the cursor alone. They hold nothing of a value.
type Besider interface{ Beside(f Frame) []string }

// DoubleClicker is a pane of which a double click opens what its first click has put the cursor on.
type DoubleClicker interface{ DoubleClick() }

// Labeller is a handler whose keys go back and forth: Label is a footer's word for what an action would do now, "" for the
// usual one.
type Labeller interface {
	Label(a keymap.Action, on *Shown) string
}

// Keeper is a handler that keeps what was typed and not written of the secret that is looked at: its keys bring that back,
// whatever was refused.
type Keeper interface {
	Keeps(on *Shown) bool
}

// Idler is a handler of which a key can do nothing worth offering, although nothing forbids it.
type Idler interface {
	Idle(a keymap.Action, on *Shown) bool
}

// Noter is a handler with something to show at the right end of a status line w cells wide. said is what else stands there.
type Noter interface {
	Note(f Frame, w int, said Said, focus Name) []ui.Span
}

// Locker is a handler with something to see to while the screen is locked, besides what Conceal ends: Lock ends what is for
// nobody now, and Unlock goes on with it.
type Locker interface {
	Lock()
	Unlock() tea.Cmd
}

// Feature is what a handler need not say that holds nothing and hears nothing.
type Feature struct{}

// Hear hears nothing.
func (Feature) Hear(tea.Msg) tea.Cmd { return nil }

// Conceal has nothing to end.
func (Feature) Conceal() {}

// Leaving has nothing to lose.
func (Feature) Leaving(Why) Leaving { return Leaving{} }

// Close has nothing to wipe.
func (Feature) Close() {}
