package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
)

// mouse moves and selects; every click has a key that does the same.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if len(m.dialogs) > 0 {
		return nil
	}
	a, at := m.areas(), msg.Mouse()
	if m.compare.on {
		m.compare.mouse(msg, at.Y-a.body.y-1)
		return nil
	}
	inList := a.list.holds(at.X, at.Y) && !(a.one && m.inPane != onList)
	inLine := !inList && a.timeline.holds(at.X, at.Y) && !(a.one && m.inPane != onTimeline)
	inDetail := !inList && !inLine && a.detail.holds(at.X, at.Y)
	if !inList && m.edit.open() && a.side().holds(at.X, at.Y) {
		m.inPane = onDetail
		return nil
	}
	switch msg.(type) {
	case tea.MouseWheelMsg:
		switch {
		case inList:
			m.list.wheel(at.Button == tea.MouseWheelDown)
		case inDetail:
			m.detail.wheel(at.Button == tea.MouseWheelDown)
		case inLine:
			m.timeline.wheel(at.Button == tea.MouseWheelDown)
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		switch {
		case inList:
			return m.clickList(at.X-a.list.x, at.Y-a.list.y, a.list.w)
		case inDetail:
			m.inPane = onDetail
			m.clickDetail(at.X-a.detail.x, at.Y-a.detail.y, a.detail.w)
		case inLine:
			m.inPane = onTimeline
			return m.timeline.click(at.Y - a.timeline.y - 1)
		}
	}
	return nil
}

func (m *Model) clickList(x, y, w int) tea.Cmd {
	f := m.frame(true)
	m.inPane = onList
	if y == 0 {
		if t := m.list.panel(f).TabAt(m.th, x, w); t >= 0 && t != int(m.list.view) {
			return m.act(keymap.ToggleView)
		}
		return nil
	}
	if y == 1 {
		return m.act(keymap.FindSecret)
	}
	m.list.stopTyping()
	return m.list.click(y - 1)
}

func (m *Model) clickDetail(x, y, w int) {
	if y == 0 {
		if t := m.detail.panel(m.frame(true)).TabAt(m.th, x, w); t >= 0 {
			m.detail.turnTo(tab(t))
		}
		return
	}
	m.detail.click(y - 1)
}
