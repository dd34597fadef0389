package ui

import "strings"

// Line builds one row of the screen, exactly as wide as it was made, from text in roles. Every row is made by one, and what it
// takes goes through Text, but for our signs: outside text that was not made safe before only has another width than whoever placed it counted with.
// What does not fit is cut with an ellipsis; nothing is ever wider.
type Line struct {
	b    strings.Builder
	w    int
	max  int
	fill Role
}

// NewLine starts a row of w cells; fill paints what stays empty.
func NewLine(w int, fill Role) *Line {
	l := &Line{max: max(0, w), fill: fill}
	l.b.Grow(w + 64)
	return l
}

// Left is the number of cells still free.
func (l *Line) Left() int { return l.max - l.w }

// Add appends text, cut to what is free.
func (l *Line) Add(r Role, s string) *Line {
	free := l.Left()
	if free <= 0 || s == "" {
		return l
	}
	s = placed(s)
	w := Width(s)
	if w > free {
		s, w = Fit(s, free), free
	}
	l.b.WriteString(r.Render(s))
	l.w += w
	return l
}

// Gap appends n blank cells.
func (l *Line) Gap(n int) *Line {
	n = min(n, l.Left())
	if n > 0 {
		l.b.WriteString(l.fill.Render(strings.Repeat(" ", n)))
		l.w += n
	}
	return l
}

// To fills up to column col.
func (l *Line) To(col int) *Line { return l.Gap(col - l.w) }

// Cell appends text in exactly w cells.
func (l *Line) Cell(r Role, s string, w int) *Line {
	if w = min(w, l.Left()); w > 0 {
		l.b.WriteString(r.Render(Fit(placed(s), w)))
		l.w += w
	}
	return l
}

// Span is a text in a role, for pieces that are measured before they are placed.
type Span struct {
	Role Role
	Text string
}

// Spans appends several pieces.
func (l *Line) Spans(spans ...Span) *Line {
	for _, s := range spans {
		l.Add(s.Role, s.Text)
	}
	return l
}

// Right puts pieces against the right edge; if they do not fit, the first ones go.
func (l *Line) Right(spans ...Span) *Line {
	w := SpansWidth(spans)
	for len(spans) > 0 && w > l.Left() {
		w -= Width(spans[0].Text)
		spans = spans[1:]
	}
	return l.Gap(l.Left() - w).Spans(spans...)
}

// SpansWidth is the width of pieces in cells.
func SpansWidth(spans []Span) (w int) {
	for _, s := range spans {
		w += Width(s.Text)
	}
	return w
}

// String is the row, filled to its width.
func (l *Line) String() string {
	l.Gap(l.Left())
	return l.b.String()
}

// Blank is a row of nothing.
func Blank(w int) string { return strings.Repeat(" ", max(0, w)) }

// Pad makes lines exactly h rows of w cells, cutting or adding blank ones.
func Pad(lines []string, w, h int) []string {
	if len(lines) > h {
		lines = lines[:max(0, h)]
	}
	for len(lines) < h {
		lines = append(lines, Blank(w))
	}
	return lines
}
