package detail

import (
	"strongroom/model/pane"
	"strongroom/ui"
)

// besideFrom is how wide the pane is from which on the exact text stands beside the words, and not below them.
const besideFrom = 96

// besides are the widths of the words and of the exact text.
func (d *Pane) besides() (words, text int, beside bool) {
	if d.w < besideFrom {
		return d.w, d.w, false
	}
	words = d.w * 2 / 5
	return words, d.w - words - 1, true
}

// policyWidth is the room that a row has.
func (d *Pane) policyWidth(r policyRow) int {
	words, text, _ := d.besides()
	if r.kind == textRow {
		return text
	}
	return words
}

// column is which lines stand below each other, which of them is the first in sight, and from which to which is the row that shall be.
type column struct {
	lines         []int
	top, at, upTo int
}

// line is the one that row y of a column shows, -1 for none.
func (c column) line(y int) int {
	if y += c.top; y < 0 || y >= len(c.lines) {
		return -1
	}
	return c.lines[y]
}

// policyColumns are the words and the exact text beside each other. One has the cursor, and the other follows it.
func (d *Pane) policyColumns(room int) (words, text column) {
	p := &d.policies
	here, _ := p.row()
	followed := false
	for i, l := range p.lines {
		r, c := p.rows[l.row], &words
		if r.kind == textRow {
			c = &text
		}
		switch {
		case i == p.scroll.Pos:
			c.at, c.upTo = len(c.lines), len(c.lines)
		case !followed && (r.kind == textRow) != (here.kind == textRow) && follows(here, r):
			c.at, c.upTo, followed = len(c.lines), len(c.lines), true
		}
		if n := len(c.lines); c.upTo == n-1 && n > c.at && l.row == p.lines[c.lines[n-1]].row {
			c.upTo = n
		}
		c.lines = append(c.lines, i)
	}
	for i, c := range []*column{&words, &text} {
		apart := p.apart[i] && p.apartAt == p.scroll.Pos
		if c.top = p.tops[i]; !apart && (c.at < c.top || min(c.upTo, c.at+room-1) >= c.top+room) {
			c.top = c.at - room/3
		}
		c.top = max(0, min(c.top, len(c.lines)-room))
	}
	return words, text
}

// clickPolicies puts the cursor on a line: the other column follows it, the one that was clicked on stays.
func (d *Pane) clickPolicies(line int) {
	p := &d.policies
	p.scroll.To(line)
	here, _ := p.row()
	p.apart, p.apartAt = [2]bool{here.kind != textRow, here.kind == textRow}, p.scroll.Pos
}

// keepColumns remembers what is seen, which moves only where the cursor, or what follows it, would be out of sight.
func (d *Pane) keepColumns() {
	words, text := d.policyColumns(d.policies.scroll.H)
	d.policies.tops = [2]int{words.top, text.top}
}

// wheelPolicies moves what is seen, and not the cursor.
func (d *Pane) wheelPolicies(down bool) {
	p := &d.policies
	if _, _, beside := d.besides(); !beside {
		p.scroll.Wheel(down)
		return
	}
	p.apart, p.apartAt = [2]bool{true, true}, p.scroll.Pos
	words, text := d.policyColumns(p.scroll.H)
	for i, c := range []column{words, text} {
		s := pane.Scroll{N: len(c.lines), H: p.scroll.H, Top: c.top}
		s.Wheel(down)
		p.tops[i] = s.Top
	}
}

// follows reports whether a row of the other column is about what the cursor is on.
func follows(here, r policyRow) bool {
	if r.of != here.of {
		return false
	}
	statement := here.statement
	for at := &here; at != nil && statement < 0; at = at.within {
		statement = at.statement
	}
	switch {
	case statement >= 0 && r.kind == textRow:
		return r.statement == statement
	case statement >= 0:
		return r.kind == sentenceRow && r.statement == statement
	case r.kind == textRow:
		return r.line == 0
	}
	return r.kind == headRow
}

// viewBeside draws the words and the exact text beside each other.
func (d *Pane) viewBeside(f pane.Frame, page *ui.Page, room int) []string {
	p := &d.policies
	words, text := d.policyColumns(room)
	here, _ := p.row()
	drawn := map[int][]string{}
	draw := func(line, w int) string {
		if line < 0 {
			return ui.Blank(w)
		}
		l := p.lines[line]
		if drawn[l.row] == nil {
			drawn[l.row] = d.drawPolicyRow(f.Th, p.rows[l.row], p.rows[l.row].same(here), f.Focus)
		}
		return drawn[l.row][min(l.at, len(drawn[l.row])-1)]
	}
	left, right, _ := d.besides()
	for y := range min(room, max(len(words.lines), len(text.lines))) {
		page.Lines = append(page.Lines, draw(words.line(y), left)+f.Th.Border.Render("│")+draw(text.line(y), right))
	}
	return page.Lines
}

// policyAt is the line of the rows that is drawn at a place in the pane, -1 for none.
func (d *Pane) policyAt(x, y int) int {
	p := &d.policies
	left, _, beside := d.besides()
	y -= d.h - p.scroll.H
	switch {
	case y < 0:
		return -1
	case !beside:
		if line, shown := p.scroll.At(y); shown {
			return line
		}
		return -1
	}
	words, text := d.policyColumns(p.scroll.H)
	if x > left {
		return text.line(y)
	}
	return words.line(y)
}
