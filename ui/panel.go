package ui

import "strings"

// Panel is a box with a title at the left of its upper border and tabs at the right.
type Panel struct {
	Title string // safe text
	// Tabs and Tab, the chosen one; none is drawn where there is no room.
	Tabs []string
	Tab  int
	// Below: the tabs have the first line inside, all of them, so that nothing of them changes with the title. See TabsBelow.
	Below bool
	Focus bool
	// Foot is drawn into the lower border, at the right.
	Foot []Span
	// Place is where the panel's secret is, if that is elsewhere; it is drawn into the lower border, at the left. Safe text.
	Place string
}

// Inner is the room inside a panel of w by h cells.
func Inner(w, h int) (int, int) { return max(0, w-2), max(0, h-2) }

// TabsBelow reports whether a panel whose inside is w by h cells has room for a line of tabs.
func TabsBelow(w, h int) bool { return w >= 58 && h >= 10 }

// FootRoom is how many cells a foot may have in a panel whose inside is w cells wide.
func FootRoom(w int) int { return w - 4 }

// FootRoom is what the place leaves of it; an account and a short foot always have room.
func (p Panel) FootRoom(w int) int {
	const least = 18
	if p.Place == "" {
		return FootRoom(w)
	}
	return FootRoom(w) - min(Width(p.Place)+2, FootRoom(w)-least)
}

// Draw puts lines, each exactly as wide as Inner says, into the box.
func (p Panel) Draw(th *Theme, lines []string, w, h int) []string {
	border := th.Border
	if p.Focus {
		border = th.BorderFocus
	}
	iw, ih := Inner(w, h)
	out := make([]string, 0, h)
	out = append(out, p.top(th, border, w))
	f := th.frame(p.Focus)
	side := border.Render(f.down)
	if p.Below {
		lines = append([]string{NewLine(iw, th.Text).Gap(1).Spans(p.allTabs(th, th.Border, iw-1).spans...).String()}, lines...)
	}
	for _, l := range Pad(lines, iw, ih) {
		out = append(out, side+l+side)
	}
	return append(out, p.bottom(th, border, w))
}

func (p Panel) top(th *Theme, border Role, w int) string {
	l, f := NewLine(w-1, border), th.frame(p.Focus)
	l.Add(border, f.topLeft+" ")
	tabs := p.tabs(th, border, w).spans
	tw := SpansWidth(tabs)
	title := th.Dim
	if p.Focus {
		title = th.Strong
	}
	if free := l.Left() - tw - titleGap; free > 0 {
		text := p.Title
		if Width(text) > free {
			text = FitMiddle(text, free)
		}
		l.Add(title, text)
	}
	l.Add(border, " ")
	l.Add(border, strings.Repeat(f.across, max(0, l.Left()-tw)))
	l.Spans(tabs...)
	return l.String() + border.Render(f.topRight)
}

const (
	titleGap   = 2 // between a title and the tabs, at least
	leastTitle = 8 // cells of a title that is cut
)

// tabRow is a way to draw the tabs: the pieces, and which tab a click on each of them leads to, -1 for none.
type tabRow struct {
	spans []Span
	leads []int
}

func (r *tabRow) add(role Role, text string, leads int) {
	r.spans, r.leads = append(r.spans, Span{role, text}), append(r.leads, leads)
}

// tabs are the widest row that leaves room for all of the title; else the shortest, or none where hardly anything would be left of
// the title.
func (p Panel) tabs(th *Theme, border Role, w int) tabRow {
	if len(p.Tabs) == 0 || p.Below {
		return tabRow{}
	}
	room := w - 3 - titleGap
	rows := []tabRow{p.eachTab(th, border, " │ "), p.eachTab(th, border, "│"), p.oneTab(th)}
	for _, r := range rows {
		if SpansWidth(r.spans)+Width(p.Title) <= room {
			return r
		}
	}
	if short := rows[len(rows)-1]; SpansWidth(short.spans)+leastTitle <= room {
		return short
	}
	return tabRow{}
}

// allTabs are all tabs in w cells, as far apart as there is room.
func (p Panel) allTabs(th *Theme, border Role, w int) tabRow {
	if row := p.eachTab(th, border, " │ "); SpansWidth(row.spans) <= w {
		return row
	}
	return p.eachTab(th, border, "│")
}

func (p Panel) eachTab(th *Theme, border Role, between string) (row tabRow) {
	row.add(border, " ", -1)
	for i, t := range p.Tabs {
		if i > 0 {
			row.add(border, between, -1)
		}
		r := th.Dim
		if i == p.Tab {
			r = th.Accent
		}
		row.add(r, t, i)
	}
	row.add(border, " ", -1)
	return row
}

// oneTab is the chosen tab alone, and how many there are, between the ways to its neighbours.
func (p Panel) oneTab(th *Theme) (row tabRow) {
	n := len(p.Tabs)
	row.add(th.Dim, " ‹ ", (p.Tab+n-1)%n)
	row.add(th.Accent, p.Tabs[p.Tab], p.Tab)
	row.add(th.Dim, " "+Count(p.Tab+1)+"/"+Count(n), -1)
	row.add(th.Dim, " › ", (p.Tab+1)%n)
	return row
}

func (p Panel) bottom(th *Theme, border Role, w int) string {
	l, f := NewLine(w-1, border), th.frame(p.Focus)
	l.Add(border, f.bottomLeft)
	foot := p.Foot
	fw := SpansWidth(foot)
	if fw > FootRoom(l.Left()) {
		foot, fw = nil, 0
	}
	tail := 0
	if fw > 0 {
		tail = 1
	}
	if room := l.Left() - fw - tail - 2; p.Place != "" && room > 0 {
		l.Add(th.Warn, " "+FitPlace(p.Place, room)+" ")
	}
	l.Add(border, strings.Repeat(f.across, max(0, l.Left()-fw-tail)))
	l.Spans(foot...)
	l.Add(border, strings.Repeat(f.across, tail))
	return l.String() + border.Render(f.bottomRight)
}

// TabAt tells which tab a click at a place of a panel w wide leads to, or -1.
func (p Panel) TabAt(th *Theme, x, y, w int) int {
	row := p.tabs(th, th.Border, w)
	at := w - 1 - SpansWidth(row.spans)
	switch {
	case p.Below && y == 1:
		row, at = p.allTabs(th, th.Border, w-3), 2
	case y != 0:
		return -1
	}
	for i, s := range row.spans {
		sw := Width(s.Text)
		if x >= at && x < at+sw {
			return row.leads[i]
		}
		at += sw
	}
	return -1
}
