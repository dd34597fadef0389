package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
)

// Arrivals tells how keys reach the program. A pasted text may hold the mark that ends a paste: some terminals send it on, and
// what stands behind it arrives as keys.
type Arrivals interface {
	// Alone reports whether a key came by itself, as from a finger. It is asked about every key once, in their order.
	Alone(tea.KeyPressMsg) bool
	// Quiet is how long nothing has come from the terminal.
	Quiet() time.Duration
}

// heldBack reports whether the key that was pressed may not have an action done. Quitting by a key that types nothing is never
// held back: no paste holds one, and it is what is pressed again and again.
func (m *Model) heldBack(a keymap.Action, k tea.KeyPressMsg) bool {
	return a.Acts() && !m.alone && !(a == keymap.Quit && k.Text == "")
}

// holdBack says that a key was not taken, until another is pressed.
func (m *Model) holdBack(k tea.KeyPressMsg) {
	m.status.set(pane.Said{Text: keymap.Spell(k.String()) + " came amid other input, as from a paste, and was not taken: press it again", Kind: pane.Warning}, m.Now)
	m.status.untilKey = true
}
