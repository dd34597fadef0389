package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// Dialog is a box above the panes. The top one owns the keys. Dialogs open from key presses only.
type Dialog interface {
	// Act follows an action of the Dialog scope; closed ends the dialog.
	Act(keymap.Action) (cmd tea.Cmd, closed bool)
	// Resize gives the screen's size, which is never too small to draw. It is called when the dialog opens and after every
	// message: what drawing needs to know of the size and of what the dialog holds is worked out here.
	Resize(w, h int)
	// View draws the inside for a screen of w by h cells, as lines of one width. It changes nothing.
	View(f Frame, w, h int) ui.Box
}

// Sizeless is what a dialog need not say that keeps nothing that depends on the screen's size.
type Sizeless struct{}

// Resize has nothing to work out.
func (Sizeless) Resize(_, _ int) {}

// Typist is a dialog that takes typed text itself; it says whether it took the key. What is typed answers nothing.
type Typist interface {
	Key(tea.KeyPressMsg) (cmd tea.Cmd, taken bool)
}

// Picker is a dialog with answers of its own for some keys. As every answer they have to have come by themselves.
type Picker interface {
	// Picks reports whether a key is one of them.
	Picks(tea.KeyPressMsg) bool
	Pick(tea.KeyPressMsg) (cmd tea.Cmd, closed bool)
}

// Writer is a typist to which letters are nothing but text: those typed before it was seen are not lost.
type Writer interface {
	Typist
	Writes()
}

// Calm is a dialog of which no key has a consequence that is not asked about first: it need not have been seen.
type Calm interface{ Harmless() bool }

// Lenient is a dialog of which some answers only look or move: those may come amid other keys.
type Lenient interface {
	Lenient(tea.KeyPressMsg, keymap.Action) bool
}

// Waker is a dialog that reads differently by time alone.
type Waker interface {
	// Wake is the next moment it does, zero for never.
	Wake(now time.Time) time.Time
}

// Paster is a dialog that takes a paste.
type Paster interface {
	Paste(text string) tea.Cmd
}

// Clicker is a dialog of which the lines that are no field's can be clicked on: line is which of its body, x the cell in it.
type Clicker interface {
	Click(line, x int) (cmd tea.Cmd, closed bool)
}

// Fielder is a dialog with a form, of which the mouse chooses a field.
type Fielder interface{ Focus(field int) }

// Wheeler is a dialog that the wheel scrolls.
type Wheeler interface{ Wheel(down bool) }

// Hearer is a dialog that waits for answers of its own.
type Hearer interface{ Hear(msg tea.Msg) tea.Cmd }

// Closer is a dialog that holds a value: Close wipes it. It is called where the program ends above it.
type Closer interface{ Close() }
