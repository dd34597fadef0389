package ui

import (
	"slices"
	"strconv"
	"strings"

	"strongroom/backend/document"
)

// DiffCell is one side of a line of a comparison.
type DiffCell struct {
	Text Marked // without text where the side has nothing here
	// Masked stands for a value that is not shown; Note, safe text, says what may be said of it.
	Masked bool
	Note   string
	GoesOn bool   // the line above it was too long
	Kind   string // of the value, where the other side's is another
}

func (c DiffCell) spans(st Styles) []Span {
	switch {
	case c.Masked && c.Note != "":
		return []Span{{st.Mask, Mask[:3*4]}, {st.Dim, " " + c.Note}}
	case c.Masked:
		return []Span{{st.Mask, Mask}}
	case c.Note != "":
		return []Span{{st.Dim, c.Note}}
	}
	spans := c.Text.Spans(st.Value, st.Differs, Width(c.Text.Text))
	if c.Kind != "" && len(spans) > 0 {
		spans = append(spans, Span{st.Dim, "  " + c.Kind})
	}
	return spans
}

func (c DiffCell) empty() bool { return c.Text.Text == "" && !c.Masked && c.Note == "" }

// DiffRow is one line of a comparison: side by side where it is Wide, else one below the other.
type DiffRow struct {
	Change document.Change
	Label  string // outside text
	Indent int
	LabelW int
	First  bool // of the lines of its part
	Old    DiffCell
	New    DiffCell
	Wide   bool
	Cursor bool
	Focus  bool
}

// DiffSign is the sign of a change and its role.
func DiffSign(c document.Change, st Styles) (string, Role) {
	switch c {
	case document.Changed:
		return "≠", st.Warn
	case document.Added:
		return "+", st.Good
	case document.Removed:
		return "-", st.Urgent
	}
	return "=", st.Dim
}

// Draw puts the line into w cells.
func (r DiffRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	sign, role := DiffSign(r.Change, st)
	start := r.LabelW + 6
	if r.First {
		label := Datum(r.Label)
		in := indented(r.Indent, r.LabelW, label)
		l.Add(role, sign).Gap(1+in).Cell(st.Name, label, max(1, r.LabelW-in))
	} else if !r.Wide && r.Change != document.Same {
		l.Add(role, sign)
	}
	l.To(start-1).Add(st.Faint, Before(r.Old.GoesOn || !r.Wide && r.New.GoesOn))
	if r.Wide {
		col := max(1, (w-start-3)/2) // as DiffHead has it
		NewColumn(l, start+col, r.Old.spans(st))
		l.To(start+col).Add(st.Faint, " │"+Before(r.New.GoesOn))
		NewColumn(l, w, r.New.spans(st))
		return l.String()
	}
	switch {
	case r.Old.empty():
		l.Spans(r.New.spans(st)...)
	case r.New.empty():
		l.Spans(r.Old.spans(st)...)
	default:
		l.Spans(r.both(st, l.Left())...)
	}
	return l.String()
}

// both are the two sides on one line of w cells. Of masked ones the lengths stay longest: the second mask goes first, then the word that
// both lengths have.
func (r DiffRow) both(st Styles, w int) []Span {
	const to = " → "
	old, with := r.Old.spans(st), r.New.spans(st)
	all := func() []Span { return append(append(slices.Clone(old), Span{st.Dim, to}), with...) }
	if !r.Old.Masked || !r.New.Masked || r.Old.Note == "" || r.New.Note == "" || SpansWidth(all()) <= w {
		return all()
	}
	with = []Span{{st.Dim, r.New.Note}}
	if n, is := countOf(r.Old.Note); is && SpansWidth(all()) > w {
		if _, is := countOf(r.New.Note); is {
			old = []Span{old[0], {st.Dim, " " + n}}
		}
	}
	return all()
}

// countOf is the number of a note that is nothing but a length.
func countOf(note string) (n string, is bool) {
	n, word, _ := strings.Cut(note, " ")
	return n, word == "char" || word == "chars"
}

// DiffHead is the line above rows that are Wide and have labels labelW cells wide: sides gives what stands above either, in so many
// cells.
func DiffHead(th *Theme, labelW, w int, sides func(room int) (old, with []Span)) string {
	start := labelW + 6
	col := max(1, (w-start-3)/2)
	old, with := sides(col)
	l := NewLine(w, th.Text).Gap(start)
	NewColumn(l, start+col, old)
	l.To(start+col).Add(th.Faint, " │ ")
	NewColumn(l, w, with)
	return l.String()
}

// NewColumn appends spans up to column end and no further.
func NewColumn(l *Line, end int, spans []Span) {
	for _, s := range spans {
		if free := min(l.Left(), end-l.w); free > 0 {
			l.Add(s.Role, FitEnd(s.Text, free))
		}
	}
}

// SameRow stands for parts that are the same on both sides.
type SameRow struct {
	Count  int
	Word   string // "key", "line"
	Indent int
	Cursor bool
	Focus  bool
}

// Draw puts the row into w cells.
func (r SameRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	word := r.Word
	if r.Count != 1 {
		word += "s"
	}
	words := Count(r.Count) + " " + word + " unchanged"
	return l.Gap(min(2*r.Indent, l.Left()-2-Width(words))).Add(st.Accent, "▸ ").Add(st.Dim, words).String()
}

// Characters is a length in words: "1 char", "18 chars".
func Characters(n int) string {
	if n == 1 {
		return "1 char"
	}
	return strconv.Itoa(n) + " chars"
}
