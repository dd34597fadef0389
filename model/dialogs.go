package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// pasteInto gives a paste to the top dialog, if that has been seen and takes any.
func (m *Model) pasteInto(text string) tea.Cmd {
	top := m.dialogs[len(m.dialogs)-1]
	if p, ok := top.(pane.Paster); ok && m.seen() {
		return p.Paste(text)
	}
	return nil
}
