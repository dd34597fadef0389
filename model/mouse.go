package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
)

// mouse moves and selects; every click has a key that does the same. A border holds no row: nothing but its tabs can be hit.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if len(m.dialogs) > 0 || m.blind() {
		return nil
	}
	at := msg.Mouse()
	on, hit := m.paneAt(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if hit == inInside {
			m.wheel(on, at.Button == tea.MouseWheelDown)
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft && hit != inNothing {
			return m.click(on, hit, at.X, at.Y)
		}
	}
	return nil
}

// hit is which part of a pane lies at a place.
type hit int

const (
	inNothing hit = iota
	inTop         // the upper border, with the tabs
	inInside
)

// paneArea is a pane that is drawn, and where.
type paneArea struct {
	name focus
	rect
}

// beyond the three panes that share the screen: what covers them.
const (
	onCompare focus = panes + iota
	onEdit
)

// drawn are the panes that the screen shows now.
func (m *Model) drawn() []paneArea {
	a := m.areas()
	switch {
	case m.compare.on:
		return []paneArea{{onCompare, a.body}}
	case a.one && (m.inPane == onList || m.list.troubled() && !m.editing()):
		return []paneArea{{onList, a.list}}
	case a.one && m.edit.open():
		return []paneArea{{onEdit, a.side()}}
	case a.one:
		return []paneArea{{m.inPane, a.body}}
	case m.edit.open():
		return []paneArea{{onList, a.list}, {onEdit, a.side()}}
	case a.covered:
		return []paneArea{{onList, a.list}, {onTimeline, a.timeline}}
	}
	return []paneArea{{onList, a.list}, {onDetail, a.detail}, {onTimeline, a.timeline}}
}

// paneAt finds the drawn pane at a place. What a long message covers is not there.
func (m *Model) paneAt(x, y int) (paneArea, hit) {
	bottom := m.h - 2 - len(m.statusLines()) // the line of the panes' lower border
	for _, p := range m.drawn() {
		switch {
		case p.inside().holds(x, y) && y < bottom:
			return p, inInside
		case y == p.y && p.holds(x, y):
			return p, inTop
		}
	}
	return paneArea{}, inNothing
}

func (m *Model) wheel(p paneArea, down bool) {
	switch p.name {
	case onList:
		m.list.wheel(down)
	case onDetail:
		m.detail.wheel(down)
	case onTimeline:
		m.timeline.wheel(down)
	case onCompare:
		m.compare.wheel(down)
	}
}

func (m *Model) click(p paneArea, hit hit, x, y int) tea.Cmd {
	if hit == inTop {
		return m.clickTab(p, x-p.x)
	}
	y -= p.y + 1
	switch p.name {
	case onList:
		m.inPane = onList
		if y == 0 {
			return m.act(keymap.FindSecret)
		}
		m.list.stopTyping()
		return m.list.click(y - 1)
	case onDetail:
		m.inPane = onDetail
		m.detail.click(y)
	case onTimeline:
		m.inPane = onTimeline
		return m.timeline.click(y)
	case onEdit:
		m.inPane = onDetail
	case onCompare:
		m.compare.click(y)
	}
	return nil
}

func (m *Model) clickTab(p paneArea, x int) tea.Cmd {
	switch p.name {
	case onList:
		if t := m.list.panel(m.frame(true)).TabAt(m.th, x, p.w); t >= 0 {
			m.inPane = onList
			if t != int(m.list.view) {
				return m.act(keymap.ToggleView)
			}
		}
	case onDetail:
		if t := m.detail.panel(m.frame(true)).TabAt(m.th, x, p.w); t >= 0 {
			m.inPane = onDetail
			m.detail.turnTo(tab(t))
		}
	}
	return nil
}
