package keyboard

import (
	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Filter takes away what terminals send that has no meaning here, for tea.WithFilter: each message costs a frame.
func Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.MouseMotionMsg:
		if msg.Button == tea.MouseNone { // nothing is dragged
			return nil
		}
	case uv.UnknownEvent, uv.UnknownCsiEvent, uv.UnknownSs3Event, uv.UnknownOscEvent, uv.UnknownDcsEvent, uv.UnknownSosEvent, uv.UnknownPmEvent, uv.UnknownApcEvent,
		tea.CursorPositionMsg, tea.KeyReleaseMsg:
		return nil
	}
	return msg
}
