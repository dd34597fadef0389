package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// dialog is a box above the panes. The top one owns the keys. Dialogs open from key presses only.
type dialog interface {
	// Act follows an action of the Dialog scope; closed ends the dialog.
	Act(keymap.Action) (cmd tea.Cmd, closed bool)
	// View draws the inside for a screen of w by h cells, as lines of one width.
	View(f frame, w, h int) ui.Box
}

// typist is a dialog that takes typed text itself; it says whether it took the key.
type typist interface {
	Key(tea.KeyPressMsg) (cmd tea.Cmd, closed, taken bool)
}

// writer is a typist to which letters are nothing but text: those typed before it was seen are not lost.
type writer interface {
	typist
	writes()
}

// calm is a dialog of which no key has a consequence that is not asked about first: it need not have been seen.
type calm interface{ harmless() bool }

// paster is a dialog that takes a paste.
type paster interface{ Paste(text string) }
