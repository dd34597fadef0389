package model

import (
	"strongroom/model/pane"
)

// Below this the screen says so instead of drawing garbage.
const minW, minH = 40, 10

// The list has at least so many cells, and at most so much of a hundred.
const leastList, mostList = 34, 40

// dragged are the cells that a pane keeps at least where the divider is dragged.
const leastDragged = 24

// The timeline stands below the detail where the right side has at least this room; else it is folded to its labels.
const unfoldedW, unfoldedH = 44, 18

// leastTimeline keeps its border where it is from secret to secret, as long as they have few versions.
const leastTimeline = 6

// room is what the user has made of the screen; it stays as long as the program runs.
type room struct {
	zoomed  bool // the pane in focus has the whole body
	divided int  // the width of the list as it was dragged, 0 where it was not
}

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
	if m.single() || m.room.zoomed {
		return areas{list: body, detail: body, timeline: body, body: body, one: true}
	}
	w := m.listWidth()
	a := areas{list: rect{0, 1, w, body.h}, body: body}
	m.split(&a, rect{w, 1, m.w - w, body.h})
	if m.opts.Plain { // what is told stands beside nothing, and nothing of it is cut
		a.list = body
	}
	return a
}

// single reports whether one pane has the screen whatever the user makes of it: there is no room for more, or nothing to show in them.
func (m *Model) single() bool { return m.w < pane.SideBySide || m.list.Bare() }

// listWidth depends on the screen's size and on the names of the place alone, so that the divider stands still whatever is looked at.
func (m *Model) listWidth() int {
	if m.room.divided > 0 {
		return max(leastDragged, min(m.room.divided, m.w-leastDragged))
	}
	return max(leastList, min(m.list.Natural(m.w), m.w*mostList/100))
}

// split divides the right side between detail and timeline. Where no secret is selected, one card has all of it.
func (m *Model) split(a *areas, right rect) {
	h := 3
	switch {
	case !m.list.Selects():
		a.detail, a.timeline = right, rect{right.x, right.y + right.h, right.w, 0}
		return
	case right.w >= unfoldedW && right.h >= unfoldedH:
		h = min(max(leastTimeline, m.timeline.Rows()+2), right.h/2)
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

// cannotZoom is the reason why no pane can be given more room, or less.
func (m *Model) cannotZoom() string {
	switch {
	case m.w < pane.SideBySide:
		return "the screen has room for one pane: it has all of it already"
	case m.compare.On():
		return "the comparison has the whole screen already"
	case m.list.Bare(), m.wide():
		return "this has the whole screen already"
	}
	return ""
}

// editing reports whether the edit pane has the keys.
func (m *Model) editing() bool { return m.edit.IsOpen() && m.inPane != pane.List }

// wide reports whether the edit pane has the keys and shows values beside each other, which takes all of the screen.
func (m *Model) wide() bool { return m.editing() && m.edit.Wide() }

// side is where the edit pane is: the whole right side, and the whole screen for values beside each other.
func (m *Model) side(a areas) rect {
	if a.one || m.wide() || m.opts.Plain {
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
	m.edit.Resize(m.side(a).w, m.side(a).h)
}
