package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
)

// Arrivals tells how keys and clicks reach the program. A pasted text may hold the mark that ends a paste: some terminals send it
// on, and what stands behind it arrives as keys, or as a mouse's reports.
type Arrivals interface {
	// Alone reports whether a key came by itself, as from a finger. It is asked about every key once, in their order.
	Alone(tea.KeyPressMsg) bool
	// Pointed reports whether a click or a turn of the wheel came from a mouse. It is asked about each of them once, in their order.
	Pointed(tea.MouseMsg) bool
	// Quiet is how long nothing has come from the terminal.
	Quiet() time.Duration
}

// heldBack reports whether the key that was pressed may not have an action done. Quitting by a key that types nothing is never
// held back: no paste holds one, and it is what is pressed again and again.
func (m *Model) heldBack(a keymap.Action, k tea.KeyPressMsg) bool {
	return a.Acts() && !m.alone && !(a == keymap.Quit && k.Text == "")
}

// holdBack says that a key was not taken, until another is pressed.
func (m *Model) holdBack(k tea.KeyPressMsg) { m.notTaken(keymap.Spell(k.String()), "press it again") }

// astray reports whether a click or a turn of the wheel is no mouse's, and says then that it was not taken: a click can do whatever a key
// does. Moves and releases are nothing by themselves.
func (m *Model) astray(msg tea.MouseMsg) bool {
	if m.pointed {
		return false
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		m.notTaken("a click", "click again")
	case tea.MouseWheelMsg:
		m.notTaken("the wheel", "turn it again")
	default:
		return false
	}
	return true
}

func (m *Model) notTaken(what, again string) {
	m.status.setUntilKey(pane.Said{Text: what + " came amid other input, as from a paste, and was not taken: " + again, Kind: pane.Warning}, m.Now)
}
