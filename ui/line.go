package ui

import (
	"strings"
	"unicode/utf8"
)

// Line builds one row of the screen, exactly as wide as it was made, from text in roles. Every row is made by one, and what it
// takes goes through Text, but for our signs: outside text that was not made safe before only has another width than whoever placed it counted with.
// What does not fit is cut with an ellipsis; nothing is ever wider.
type Line struct {
	own  strings.Builder
	on   *Sheet // nil for a row by itself
	from int    // where the row begins on its sheet
	w    int
	max  int
	fill Role
}

// NewLine starts a row of w cells; fill paints what stays empty.
func NewLine(w int, fill Role) *Line {
	l := &Line{max: max(0, w), fill: fill}
	l.own.Grow(3*l.max + 64) // as styled says, and is not called to have rows without an allocation of their own
	return l
}

// styled is how many bytes a row of w cells has, with those of its colours and signs.
func styled(w int) int { return 3*max(0, w) + 64 }

// Sheet is what many rows of a frame are written on, one after the other: they share its memory. A nil Sheet gives each row its own.
type Sheet struct {
	b   strings.Builder
	row Line // the one that is being written
}

// NewSheet has room for so many rows of w cells.
func NewSheet(rows, w int) *Sheet {
	s := &Sheet{}
	s.b.Grow(max(0, rows) * styled(w))
	return s
}

// Line starts a row of w cells. The one before it must have come to its end.
func (s *Sheet) Line(w int, fill Role) *Line {
	if s == nil {
		return NewLine(w, fill)
	}
	s.row = Line{on: s, from: s.b.Len(), max: max(0, w), fill: fill}
	return &s.row
}

func (l *Line) b() *strings.Builder {
	if l.on != nil {
		return &l.on.b
	}
	return &l.own
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
		return l.cut(r, 0, s, free)
	}
	r.write(l.b(), s)
	l.w += w
	return l
}

// cut appends the beginning of a text that is too long, in exactly w cells, behind so many blanks.
func (l *Line) cut(r Role, lead int, s string, w int) *Line {
	if at, _ := nextSign(s); at < len(s) || lead >= w {
		r.write(l.b(), Fit(strings.Repeat(" ", lead)+s, w))
	} else {
		head, n := cutHead(s, w-1-lead)
		r.fitted(l.b(), lead, head, ellipsis, w-1-lead-n)
	}
	l.w += w
	return l
}

// word appends a text behind a blank.
func (l *Line) word(r Role, s string) *Line {
	s = placed(s)
	w := 1 + Width(s)
	if at, _ := nextSign(s); at < len(s) || w > l.Left() {
		return l.Add(r, " "+s)
	}
	r.fitted(l.b(), 1, s, "", 0)
	l.w += w
	return l
}

// Gap appends n blank cells.
func (l *Line) Gap(n int) *Line {
	n = min(n, l.Left())
	if n > 0 {
		l.fill.fitted(l.b(), 0, "", "", n)
		l.w += n
	}
	return l
}

// To fills up to column col.
func (l *Line) To(col int) *Line { return l.Gap(col - l.w) }

// Cell appends text in exactly w cells.
func (l *Line) Cell(r Role, s string, w int) *Line {
	return l.cell(r, 0, s, w)
}

// cell is Cell with so many blanks before the text.
func (l *Line) cell(r Role, lead int, s string, w int) *Line {
	if w = min(w, l.Left()); w <= 0 {
		return l
	}
	s = placed(s)
	have := lead + Width(s)
	if have > w {
		return l.cut(r, lead, s, w)
	}
	if at, _ := nextSign(s); at < len(s) {
		r.write(l.b(), Fit(strings.Repeat(" ", lead)+s, w))
	} else {
		r.fitted(l.b(), lead, s, "", w-have)
	}
	l.w += w
	return l
}

// words is cell for words of ours, no character of which takes more than a cell: they need be no text of their own.
func (l *Line) words(r Role, lead int, words []byte, w int) *Line {
	have := lead + utf8.RuneCount(words)
	if w = min(w, l.Left()); w <= 0 || have > w {
		return l.cell(r, lead, string(words), w)
	}
	r.fitted(l.b(), lead, string(words), "", w-have)
	l.w += w
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
	return l.b().String()[l.from:]
}

// repeat appends a sign of one cell n times.
func (l *Line) repeat(r Role, sign string, n int) {
	if n = min(n, l.Left()); n <= 0 {
		return
	}
	b := l.b()
	b.WriteString(r.open)
	for range n {
		b.WriteString(sign)
	}
	b.WriteString(r.close)
	l.w += n
}

// end is String with a sign behind the last cell.
func (l *Line) end(r Role, sign string) string {
	l.Gap(l.Left())
	r.write(l.b(), sign)
	return l.String()
}

// Blank is a row of nothing.
func Blank(w int) string {
	if w <= len(blanks) {
		return blanks[:max(0, w)]
	}
	return strings.Repeat(" ", w)
}

const blanks = "                                                                                                                                "

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
