package edit

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
	"strongroom/ui"
)

// Click puts the cursor where it was clicked: on a row, or in a text that is seen at a cell.
func (e *Pane) Click(x, y int) tea.Cmd {
	h := e.room()
	e.touch()
	switch {
	case e.saving || y >= h:
	case e.mode == inForm && e.typing == nil:
		if at := e.rowAt(y-headLines, formRoom(h)); at >= 0 {
			e.form.scroll.To(at)
		}
	case e.mode == inText && !e.hidden() && y >= headLines:
		e.text.Click(e.textWidth(), e.top+y-headLines, x-textIndent)
	case e.mode == inConflict:
		if at, shown := e.conflict.scroll.At(y - len(e.conflict.head(ui.Plain(), e.w, h))); shown {
			e.conflict.scroll.To(at)
		}
	}
	return nil
}

// room is how many lines there are above the foot.
func (e *Pane) room() int { return e.h - len(e.foot(ui.Plain())) }

// headLines stand above what is edited, and textIndent is how far a text is indented.
const headLines, textIndent = 2, 2

// rowAt is the row of the form on a line, -1 for none.
func (e *Pane) rowAt(line, room int) int {
	fm, y := &e.form, 0
	for i := fm.scroll.Top; i < len(fm.rows) && line >= 0; i++ {
		lines, _ := e.rowLines(pane.Frame{Th: ui.Plain(), Keys: e.Keys}, i, room)
		if y += len(lines); line < y {
			return i
		}
	}
	return -1
}

// Wheel moves the cursor: what is edited is where it is.
func (e *Pane) Wheel(down bool) {
	h := e.room()
	switch a := pane.WheelMove(down); {
	case e.saving:
	case e.mode == inForm && e.typing == nil:
		e.form.scroll.Move(a)
	case e.mode == inText && !e.hidden():
		e.text.Act(a, e.textWidth(), textRoom(h))
	case e.mode == inConflict:
		e.conflict.scroll.Move(a)
	}
}
