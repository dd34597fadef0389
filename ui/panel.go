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
	f := p.Frame(th, lines, w, h)
	out := make([]string, f.h)
	for y := range out {
		var b strings.Builder
		f.Line(&b, y)
		out[y] = b.String()
	}
	return out
}

// Framed is a panel with its lines, which are written beside those of others.
type Framed struct {
	top, bottom, side string
	lines             []string
	w, h              int // the room inside w, all rows h
}

// Frame puts lines, each exactly as wide as Inner says, into the box.
func (p Panel) Frame(th *Theme, lines []string, w, h int) Framed {
	border := th.Border
	if p.Focus {
		border = th.BorderFocus
	}
	iw, ih := Inner(w, h)
	sheet := NewSheet(3, w)
	if p.Below {
		lines = append([]string{sheet.Line(iw, th.Text).Gap(1).Spans(p.allTabs(th, th.Border, iw-1).spans...).String()}, lines...)
	}
	return Framed{p.top(sheet, th, border, w), p.bottom(sheet, th, border, w), border.Render(th.frame(p.Focus).down), lines, iw, ih + 2}
}

// Size is how many bytes its lines have together, or more.
func (f *Framed) Size() int {
	n := len(f.top) + len(f.bottom) + f.h*(2*len(f.side)+f.w)
	for _, l := range f.lines {
		n += len(l)
	}
	return n
}

// Line writes line y of it, counted from 0; nothing above and below.
func (f *Framed) Line(b *strings.Builder, y int) {
	switch {
	case y < 0 || y >= f.h:
	case y == 0:
		b.WriteString(f.top)
	case y == f.h-1:
		b.WriteString(f.bottom)
	default:
		b.WriteString(f.side)
		if y <= len(f.lines) {
			b.WriteString(f.lines[y-1])
		} else {
			pad(b, f.w)
		}
		b.WriteString(f.side)
	}
}

func (p Panel) top(sheet *Sheet, th *Theme, border Role, w int) string {
	l, f := sheet.Line(w-1, border), th.frame(p.Focus)
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
	l.repeat(border, f.across, l.Left()-tw)
	l.Spans(tabs...)
	return l.end(border, f.topRight)
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
	room, title, all := w-3-titleGap, Width(p.Title), 2
	for _, t := range p.Tabs {
		all += Width(t)
	}
	for _, between := range [...]string{" │ ", "│"} {
		if all+(len(p.Tabs)-1)*Width(between)+title <= room {
			return p.eachTab(th, border, between)
		}
	}
	if short := p.oneTab(th); SpansWidth(short.spans)+min(title, leastTitle) <= room {
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
	n := 2*len(p.Tabs) + 1
	row.spans, row.leads = make([]Span, 0, n), make([]int, 0, n)
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
	row.spans, row.leads = make([]Span, 0, 4), make([]int, 0, 4)
	row.add(th.Dim, " ‹ ", (p.Tab+n-1)%n)
	row.add(th.Accent, p.Tabs[p.Tab], p.Tab)
	row.add(th.Dim, " "+Count(p.Tab+1)+"/"+Count(n), -1)
	row.add(th.Dim, " › ", (p.Tab+1)%n)
	return row
}

func (p Panel) bottom(sheet *Sheet, th *Theme, border Role, w int) string {
	l, f := sheet.Line(w-1, border), th.frame(p.Focus)
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
	l.repeat(border, f.across, l.Left()-fw-tail)
	l.Spans(foot...)
	l.repeat(border, f.across, tail)
	return l.end(border, f.bottomRight)
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
