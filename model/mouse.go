package model

import (
	"slices"
	"strongroom/model/pane"

	tea "charm.land/bubbletea/v2"
)

// mouse moves and selects; every click has a key that does the same. A border holds no row: nothing but its tabs can be hit.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if m.dialogs.Len() > 0 || m.blind() {
		return nil
	}
	at := msg.Mouse()
	on, hit := m.paneAt(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if hit == inInside {
			m.panes[on.name].Wheel(at.Button == tea.MouseWheelDown)
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
	name pane.Name
	rect
}

// drawn are the panes that the screen shows now.
func (m *Model) drawn() []paneArea {
	a := m.areas()
	switch {
	case m.compare.On():
		return []paneArea{{pane.Compare, a.body}}
	case m.wide():
		return []paneArea{{pane.Edit, a.body}}
	case a.one && (m.inPane == pane.List || m.list.Troubled() && !m.editing()):
		return []paneArea{{pane.List, a.list}}
	case a.one && m.edit.IsOpen():
		return []paneArea{{pane.Edit, a.side()}}
	case a.one:
		return []paneArea{{m.inPane, a.body}}
	case m.edit.IsOpen():
		return []paneArea{{pane.List, a.list}, {pane.Edit, a.side()}}
	case a.covered:
		return []paneArea{{pane.List, a.list}, {pane.Timeline, a.timeline}}
	}
	all := []paneArea{{pane.List, a.list}, {pane.Detail, a.detail}, {pane.Timeline, a.timeline}}
	return slices.DeleteFunc(all, func(p paneArea) bool { return p.h == 0 })
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

// click gives the keys to a pane, and tells it where it was hit.
func (m *Model) click(p paneArea, hit hit, x, y int) tea.Cmd {
	target := m.panes[p.name]
	if hit == inTop {
		tab := target.Panel(m.frame(true)).TabAt(m.th, x-p.x, p.w)
		if tab < 0 {
			return nil
		}
		m.give(p.name)
		return target.ClickTab(tab)
	}
	m.give(p.name)
	return target.Click(x-p.x-1, y-p.y-1)
}

// give gives the keys to a pane. What covers others has them already, or stands beside the list.
func (m *Model) give(to pane.Name) {
	switch to {
	case pane.Compare:
	case pane.Edit:
		m.inPane = pane.Detail
	default:
		m.inPane = to
	}
}
