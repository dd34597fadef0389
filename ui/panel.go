package ui

import "strings"

// Panel is a box with a title at the left of its upper border and tabs at the right.
type Panel struct {
	Title string // safe text
	// Tabs and Tab, the chosen one; none is drawn where there is no room.
	Tabs  []string
	Tab   int
	Focus bool
	// Foot is drawn into the lower border, at the right.
	Foot []Span
}

// Inner is the room inside a panel of w by h cells.
func Inner(w, h int) (int, int) { return max(0, w-2), max(0, h-2) }

// Draw puts lines, each exactly as wide as Inner says, into the box.
func (p Panel) Draw(th *Theme, lines []string, w, h int) []string {
	border := th.Border
	if p.Focus {
		border = th.BorderFocus
	}
	iw, ih := Inner(w, h)
	out := make([]string, 0, h)
	out = append(out, p.top(th, border, w))
	side := border.Render("│")
	for _, l := range Pad(lines, iw, ih) {
		out = append(out, side+l+side)
	}
	return append(out, p.bottom(border, w))
}

func (p Panel) top(th *Theme, border Role, w int) string {
	l := NewLine(w-1, border)
	l.Add(border, "╭ ")
	tabs := p.tabSpans(th, border)
	tw := SpansWidth(tabs)
	if tw > 0 && tw+12 > l.Left() {
		tabs, tw = p.shortTab(th), 0
		if tw = SpansWidth(tabs); tw+8 > l.Left() {
			tabs, tw = nil, 0
		}
	}
	title := th.Dim
	if p.Focus {
		title = th.Strong
	}
	if free := l.Left() - tw - 3; free > 0 {
		text := p.Title
		if Width(text) > free {
			text = FitMiddle(text, free)
		}
		l.Add(title, text)
	}
	l.Add(border, " ")
	l.Add(border, strings.Repeat("─", max(0, l.Left()-tw)))
	l.Spans(tabs...)
	return l.String() + border.Render("╮")
}

func (p Panel) tabSpans(th *Theme, border Role) []Span {
	if len(p.Tabs) == 0 {
		return nil
	}
	spans := []Span{{border, " "}}
	for i, t := range p.Tabs {
		if i > 0 {
			spans = append(spans, Span{border, " │ "})
		}
		r := th.Dim
		if i == p.Tab {
			r = th.Accent
		}
		spans = append(spans, Span{r, t})
	}
	return append(spans, Span{border, " "})
}

func (p Panel) shortTab(th *Theme) []Span {
	return []Span{{th.Dim, " "}, {th.Accent, p.Tabs[p.Tab]}, {th.Dim, " "}}
}

func (p Panel) bottom(border Role, w int) string {
	l := NewLine(w-1, border)
	l.Add(border, "╰")
	foot := p.Foot
	fw := SpansWidth(foot)
	if fw > 0 && fw+4 > l.Left() {
		foot, fw = nil, 0
	}
	tail := 0
	if fw > 0 {
		tail = 1
	}
	l.Add(border, strings.Repeat("─", max(0, l.Left()-fw-tail)))
	l.Spans(foot...)
	l.Add(border, strings.Repeat("─", tail))
	return l.String() + border.Render("╯")
}

// TabAt tells which tab lies at column x of a panel w wide, or -1. It mirrors top.
func (p Panel) TabAt(th *Theme, x, w int) int {
	tabs := p.tabSpans(th, th.Border)
	tw := SpansWidth(tabs)
	if tw == 0 || tw+12 > w-3 {
		return -1
	}
	at := w - 1 - tw
	for i, s := range tabs {
		if sw := Width(s.Text); x >= at && x < at+sw && i%2 == 1 {
			return i / 2
		} else {
			at += sw
		}
	}
	return -1
}
