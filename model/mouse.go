package model

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// pointer is what the mouse has been doing.
type pointer struct {
	clicked time.Time // when the last click on a pane was
	x, y    int       // and where
	drags   bool      // the divider is held
}

// doubleClick is the time within which two clicks on one place are one.
const doubleClick = 400 * time.Millisecond

// mouse moves and selects; whatever it does there is a key for. A border holds no row: nothing but its tabs can be hit, and the
// divider, which can be dragged.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if m.dialogs.Len() > 0 || m.blind() {
		m.pointer.drags = false
	}
	if m.blind() || m.astray(msg) {
		return nil
	}
	cmd := m.point(msg, msg.Mouse())
	switch msg.(type) {
	case tea.MouseClickMsg, tea.MouseWheelMsg:
		if m.status.untilKey { // till now it has covered what lies below it
			m.status.read(m.Now)
		}
	}
	return cmd
}

// point is mouse where there is something to be seen.
func (m *Model) point(msg tea.MouseMsg, at tea.Mouse) tea.Cmd {
	if m.dialogs.Len() > 0 {
		return m.mouseInDialog(msg, at)
	}
	on, hit := m.paneAt(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if hit == inInside && (at.Button == tea.MouseWheelDown || at.Button == tea.MouseWheelUp) {
			m.panes[on.name].Wheel(at.Button == tea.MouseWheelDown)
		}
	case tea.MouseMotionMsg:
		if m.pointer.drags {
			m.room.divided = at.X + 1
		}
	case tea.MouseReleaseMsg:
		m.pointer.drags = false
	case tea.MouseClickMsg:
		m.pointer.drags = at.Button == tea.MouseLeft && m.onDivider(at.X, at.Y)
		switch {
		case at.Button != tea.MouseLeft || m.pointer.drags:
		case at.Y == m.h-1:
			return m.clickFooter(at.X)
		case hit != inNothing:
			return m.click(on, hit, at.X, at.Y)
		}
	}
	return nil
}

// onDivider reports whether a place is on the border between the list and what stands beside it.
func (m *Model) onDivider(x, y int) bool {
	a := m.areas()
	return !a.one && !m.compare.On() && !m.wide() && y > a.body.y && y < a.body.y+a.body.h-1 && (x == a.list.w-1 || x == a.list.w)
}

// clickFooter does what the key at a place of the footer does.
func (m *Model) clickFooter(x int) tea.Cmd {
	keys, actions := m.footerKeys(m.shown())
	switch i := ui.FooterAt(keys, m.w, x); {
	case i < 0:
		return nil
	case m.dialogs.Len() > 0 && actions[i] != keymap.Quit:
		return m.dialogs.Press(actions[i])
	default:
		return m.act(actions[i])
	}
}

// mouseInDialog presses buttons, picks rows, gives the focus to fields and scrolls. A click beside the dialog does nothing.
func (m *Model) mouseInDialog(msg tea.MouseMsg, at tea.Mouse) tea.Cmd {
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if at.Button == tea.MouseWheelDown || at.Button == tea.MouseWheelUp {
			m.dialogs.Wheel(at.Button == tea.MouseWheelDown, m.box())
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft {
			return m.clickDialog(at.X, at.Y)
		}
	}
	return nil
}

func (m *Model) clickDialog(x, y int) tea.Cmd {
	box := m.box()
	switch part, n, at := box.Hit(x, y, m.w, m.h); part {
	case ui.Nowhere:
		if y == m.h-1 && !box.Covers(m.h, m.h-1) {
			return m.clickFooter(x)
		}
	case ui.InButtons:
		return m.dialogs.Press(box.Buttons[n].Do)
	case ui.InLeave:
		return m.dialogs.Press(keymap.No)
	case ui.InBody:
		if spot, is := box.Spot(n, at); is {
			return m.dialogs.Spot(spot, at)
		}
		return m.dialogs.Click(n, at)
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
	case a.one && (m.inPane == pane.List || m.list.Bare() && !m.editing()):
		return []paneArea{{pane.List, a.list}}
	case a.one && m.edit.IsOpen(), m.wide():
		return []paneArea{{pane.Edit, m.side(a)}}
	case a.one:
		return []paneArea{{m.inPane, a.body}}
	case m.edit.IsOpen():
		return []paneArea{{pane.List, a.list}, {pane.Edit, m.side(a)}}
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
	panel := target.Panel(m.frame(true))
	line := y - p.y
	if hit == inTop || panel.Below && line == 1 {
		tab := panel.TabAt(m.th, x-p.x, line, p.w)
		if tab < 0 {
			return nil
		}
		m.give(p.name)
		return target.ClickTab(tab)
	}
	m.give(p.name)
	again := m.Now.Sub(m.pointer.clicked) < doubleClick && m.pointer.x == x && m.pointer.y == y
	m.pointer.clicked, m.pointer.x, m.pointer.y = m.Now, x, y
	if panel.Below {
		line--
	}
	cmd := target.Click(x-p.x-1, line-1)
	if d, opens := target.(pane.DoubleClicker); opens && again {
		m.pointer.clicked = time.Time{} // a third one begins anew
		d.DoubleClick()
	}
	return cmd
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
