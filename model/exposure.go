package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// hideUnseen hides what the user does not look at now. What comes while nothing is drawn, or while the terminal has lost its
// focus, may not stand there either once somebody looks.
func (m *Model) hideUnseen() {
	if m.blind() || m.away || m.lock.on {
		m.Exposures.HideAll()
	}
	m.Exposures.Follow(m.shown().Secret.ARN, m.inSight)
}

// inSight reports whether it is an owner of exposures that the user looks at: the pane that has the keys, also below a dialog,
// or the dialog on top.
func (m *Model) inSight(owner any) bool {
	if of, is := owner.(pane.Name); is {
		return of == m.focus()
	}
	return owner == m.dialogs.Top()
}

// notice learns from a message whether somebody sits before the terminal. One that tells of the focus it has lost need not tell
// that it has it again: keys do.
func (m *Model) notice(msg tea.Msg) {
	switch msg.(type) {
	case tea.BlurMsg:
		m.away = true
	case tea.FocusMsg:
		m.away = false
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg:
		if m.away {
			m.away = false
			m.Tell(tea.FocusMsg{})
		}
	}
	if fromUser(msg) {
		m.touched()
	}
}

// denied is why no value may stand on the screen, "" where it may.
func denied(o Options) string {
	switch {
	case o.Present:
		return pane.Presenting
	case o.Lines != nil:
		return pane.Staying
	}
	return ""
}
