package ui

import "strings"

// Mask stands for every value that is not shown. It has one width, so that it tells nothing about the value's length.
const Mask = "••••••••••••"

// ShortMask is the mask where several values stand side by side.
const ShortMask = "••••••"

// FieldRow is one line of a JSON value: a key with its value masked, revealed, or summed up.
type FieldRow struct {
	Key     string // outside text
	Indent  int
	KeyW    int // width of the key column, indent included
	Folds   bool
	Folded  bool
	Nested  bool   // some field beside it folds, so all leave room for the arrow
	Summary string // of an object or array
	Masked  bool
	Note    string // what may be said of a masked value, safe text
	// Text is the revealed piece, as safe text; First is whether it is the value's first line, GoesOn whether the line above it was too
	// long.
	Text   string
	First  bool
	GoesOn bool
	Empty  bool // the value is a text without characters
	Cursor bool
	Focus  bool
}

// indented is how far to the right a key stands in a column of w cells: two a level, as long as its beginning stays in the column.
func indented(levels, w int, key string) int {
	const least = 8
	return min(2*levels, max(0, w-min(Width(key), least)))
}

// foldArrow stands before a key: what folds, what is folded, and room for the arrow beside those.
func foldArrow(folds, folded, nested bool) string {
	switch {
	case folds && folded:
		return "▸ "
	case folds:
		return "▾ "
	case nested:
		return "  "
	}
	return ""
}

// Draw puts the field into w cells.
func (r FieldRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	if r.GoesOn {
		l.To(r.KeyW).Add(st.Faint, wrapped)
	}
	if r.First {
		key, arrow := Datum(r.Key), foldArrow(r.Folds, r.Folded, r.Nested)
		in := indented(r.Indent, r.KeyW-Width(arrow), key)
		l.Gap(in).Add(st.Accent, arrow).Cell(st.Name, key, max(1, r.KeyW-in-Width(arrow)))
	}
	l.To(2 + r.KeyW)
	l.Gap(2)
	switch {
	case r.Folds:
		l.Add(st.Dim, r.Summary)
	case r.Masked:
		l.Add(st.Mask, Mask).Add(st.Dim, "  "+r.Note)
	case r.Empty:
		l.Add(st.Dim, Empty)
	default:
		l.Add(st.Value, r.Text)
	}
	return l.String()
}

// wrapped marks a piece that goes on from the line above it.
const wrapped = "↪"

// Before is the cell before a piece of a text, which tells whether it goes on from the line above it.
func Before(goesOn bool) string {
	if goesOn {
		return wrapped
	}
	return " "
}

// gutter draws the two cells at the left of a line that a cursor can be on.
func gutter(l *Line, st Styles, cursor, focus bool) {
	rowGutter(l, &st, cursor, focus, false)
}

// TextRow is one line of a revealed text, or a further piece of one that was too long.
func TextRow(th *Theme, text string, goesOn, cursor, focus bool, w int) string {
	st := th.Row(cursor, focus)
	l := NewLine(w, st.Text)
	gutter(l, st, cursor, focus)
	if goesOn {
		l = barred(NewLine(w, st.Text), &st, cursor, focus).Add(st.Faint, wrapped)
	}
	return l.Add(st.Value, text).String()
}

// Bar is a line that drains: of w cells, the share part of whole is drawn full.
func Bar(th *Theme, part, whole, w int) []Span {
	full := 0
	if whole > 0 {
		full = max(0, min(w, (part*w+whole-1)/whole))
	}
	role := th.Good
	if part*3 < whole {
		role = th.Warn
	}
	return []Span{{role, strings.Repeat("━", full)}, {th.Faint, strings.Repeat("─", w-full)}}
}

// FactRow is one line of a two-column page: a label and a value, or the rest of a value that needed more lines.
type FactRow struct {
	Label  string // safe text
	LabelW int
	Text   string // safe text
	Role   Role
	Toned  bool // the role means something, and stays where the cursor is
	Cursor bool
	Focus  bool
}

// Draw puts the fact into w cells.
func (r FactRow) Draw(th *Theme, w int) string {
	st, role := th.Row(r.Cursor, r.Focus), r.Role
	if r.Cursor && r.Focus && !r.Toned {
		role = st.Strong
	}
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	l.Cell(st.Dim, r.Label, r.LabelW).Gap(2)
	return l.Add(role, r.Text).String()
}
