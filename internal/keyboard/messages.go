package keyboard

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Messages tells of arrivals where the framework reads the console itself, as on Windows: messages are all that is seen of them.
type Messages struct {
	before time.Duration // how long nothing had come before the last message
	last   time.Time     // when that came
	pasted bool          // no silence has ended a paste yet
}

// Filter takes in what comes from the terminal, and hands on everything, for tea.WithFilter.
func (m *Messages) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.KeyMsg, tea.MouseMsg, tea.PasteMsg, tea.PasteStartMsg, tea.PasteEndMsg, tea.FocusMsg, tea.BlurMsg:
	default:
		return msg
	}
	m.before, m.last = time.Since(m.last), time.Now()
	if m.before >= AfterPaste {
		m.pasted = false
	}
	switch msg.(type) {
	case tea.PasteMsg, tea.PasteStartMsg, tea.PasteEndMsg:
		m.pasted = true
	}
	return msg
}

// Alone reports whether the key that came last came by itself.
func (m *Messages) Alone(tea.KeyPressMsg) bool { return !m.pasted && m.before >= Still }

// Pointed reports whether what the mouse did last came with no paste behind it.
func (m *Messages) Pointed(tea.MouseMsg) bool { return !m.pasted }

// Quiet is how long nothing has come.
func (m *Messages) Quiet() time.Duration { return time.Since(m.last) }
