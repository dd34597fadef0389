package model

import (
	"strongroom/model/pane"
)

// Below this the screen says so instead of drawing garbage.
const minW, minH = 40, 10

// sideBySideWide is the same where a row also names its region.
const sideBySideWide = 104

// stackedH is the height that the timeline needs below the detail.
const stackedH = 20

// areas are the rectangles of the screen, for drawing and for the mouse.
type areas struct {
	list, detail, timeline rect
	body                   rect
	one                    bool // one pane at a time
	folded                 bool // the timeline is folded to its labels
	covered                bool // the timeline has the detail's place
}

type rect struct{ x, y, w, h int }

func (r rect) holds(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// inside is what a panel's border leaves.
func (r rect) inside() rect { return rect{r.x + 1, r.y + 1, max(0, r.w-2), max(0, r.h-2)} }

func (m *Model) areas() areas {
	body := rect{0, 1, m.w, max(0, m.h-3)}
	if m.w < pane.SideBySide || m.list.Troubled() || m.list.Wide() && m.w < sideBySideWide {
		return areas{list: body, detail: body, timeline: body, body: body, one: true}
	}
	share := 48
	if m.list.Deleted() {
		share = 58
	}
	if m.list.Wide() {
		share = 66
	}
	w := m.w * share / 100
	a := areas{list: rect{0, 1, w, body.h}, body: body}
	m.split(&a, rect{w, 1, m.w - w, body.h})
	return a
}

// split divides the right side between detail and timeline.
func (m *Model) split(a *areas, right rect) {
	h := 3
	switch {
	case m.w >= pane.Stacked && right.h >= stackedH:
		h = right.h * 2 / 5
	case m.inPane == pane.Timeline:
		a.detail, a.timeline, a.covered = right, right, true
		return
	case right.h < 12:
		a.detail, a.folded = right, true
		return
	default:
		a.folded = true
	}
	a.detail = rect{right.x, right.y, right.w, right.h - h}
	a.timeline = rect{right.x, right.y + right.h - h, right.w, h}
}

// editing reports whether the edit pane has the keys.
func (m *Model) editing() bool { return m.edit.IsOpen() && m.inPane != pane.List }

// wide reports whether the edit pane has the keys and shows values beside each other, which takes all of the screen.
func (m *Model) wide() bool { return m.editing() && m.edit.Wide() }

// side is the whole right side, which the edit pane takes.
func (a areas) side() rect {
	if a.one {
		return a.body
	}
	return rect{a.list.w, a.body.y, a.body.w - a.list.w, a.body.h}
}

func (m *Model) arrange() {
	a := m.areas()
	m.list.Resize(a.list.w, a.list.h)
	m.detail.Resize(a.detail.w, a.detail.h)
	m.timeline.Resize(a.timeline.w, a.timeline.h)
	m.compare.Resize(a.body.w, a.body.h)
	edit := a.side()
	if m.wide() {
		edit = a.body
	}
	m.edit.Resize(edit.w, edit.h)
}
