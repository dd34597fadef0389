package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// pasteInto gives a paste to the top dialog, if that has been seen and takes any.
func (m *Model) pasteInto(text string) tea.Cmd {
	top := m.dialogs[len(m.dialogs)-1]
	if p, ok := top.(pane.Paster); ok && m.seen() {
		p.Paste(text)
		if f, ok := top.(interface{ pasted() tea.Cmd }); ok {
			return f.pasted()
		}
	}
	return nil
}

// hearCompleted lets the text go on, if it is still the same.
func (m *Model) hearCompleted(msg completed) {
	if len(m.dialogs) == 0 {
		return
	}
	if p, ok := m.dialogs[len(m.dialogs)-1].(*prompt); ok && p.looks == msg.ask && p.typed.text() == msg.typed {
		p.typed.set(msg.to)
		p.beside = msg.beside
	}
}
