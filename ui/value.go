package ui

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Mask stands for every value that is not shown. It has one width, so that it tells nothing about the value's length.
const Mask = "••••••••••••"

// ShortMask is the mask where several values stand side by side.
const ShortMask = "••••••"

// tabShown is how a tab inside a value is drawn: visible, and of one width.
const tabShown = "→   "

// ValueText is a piece of one line of a value, made safe to show; tabs are drawn as arrows.
func ValueText(b []byte) string {
	if bytes.IndexByte(b, '\t') < 0 {
		return Text(string(b))
	}
	parts := strings.Split(string(b), "\t")
	for i := range parts {
		parts[i] = Text(parts[i])
	}
	return strings.Join(parts, tabShown)
}

// Break cuts a text into the pieces that are drawn one to a line: at line ends, and where w cells are full.
// Line ends belong to no piece. An empty text is one empty piece.
func Break(b []byte, w int, emit func(from, to int)) {
	for from := 0; ; {
		end := bytes.IndexByte(b[from:], '\n')
		last := end < 0
		if last {
			end = len(b) - from
		}
		breakLine(b, from, from+end, w, emit)
		if from += end + 1; last || from >= len(b) {
			return
		}
	}
}

func breakLine(b []byte, from, to, w int, emit func(from, to int)) {
	start, used := from, 0
	for i := from; i < to; {
		n, cells := 1, 1
		if c := b[i]; c < ' ' || c > '~' {
			_, n = utf8.DecodeRune(b[i:to])
			cells = Width(ValueText(b[i : i+n]))
		}
		if used+cells > w && used > 0 {
			emit(start, i)
			start, used = i, 0
		}
		i, used = i+n, used+cells
	}
	emit(start, to)
}

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
	// Text is the revealed piece, as safe text; First is whether it is the value's first line.
	Text   string
	First  bool
	Cursor bool
	Focus  bool
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
	st := th.Styles
	if r.Cursor {
		st = th.Sel
	}
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	if !r.First {
		l.To(r.KeyW).Add(st.Faint, wrapped)
	}
	if r.First {
		l.Gap(2 * r.Indent)
		arrow := foldArrow(r.Folds, r.Folded, r.Nested)
		l.Add(st.Accent, arrow)
		l.Cell(st.Name, Text(r.Key), max(1, r.KeyW-2*r.Indent-Width(arrow)))
	}
	l.To(2 + r.KeyW)
	l.Gap(2)
	switch {
	case r.Folds:
		l.Add(st.Dim, r.Summary)
	case r.Masked:
		l.Add(st.Mask, Mask)
	default:
		l.Add(st.Value, r.Text)
	}
	return l.String()
}

// wrapped marks a piece that goes on from the line above it.
const wrapped = "↪"

// gutter draws the two cells at the left of a line that a cursor can be on.
func gutter(l *Line, st Styles, cursor, focus bool) {
	SecretRow{Cursor: cursor, Focus: focus}.gutter(l, st)
}

// TextRow is one line of a revealed text, or a further piece of one that was too long.
func TextRow(th *Theme, text string, goesOn, cursor, focus bool, w int) string {
	st := th.Styles
	if cursor {
		st = th.Sel
	}
	l := NewLine(w, st.Text)
	gutter(l, st, cursor, focus)
	if goesOn {
		l = NewLine(w, st.Text)
		if cursor {
			l.Add(st.Accent, "▌")
		} else {
			l.Gap(1)
		}
		l.Add(st.Faint, wrapped)
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
	Cursor bool
	Focus  bool
}

// Draw puts the fact into w cells.
func (r FactRow) Draw(th *Theme, w int) string {
	st := th.Styles
	role := r.Role
	if r.Cursor {
		st, role = th.Sel, th.Sel.Strong
	}
	l := NewLine(w, st.Text)
	SecretRow{Cursor: r.Cursor, Focus: r.Focus}.gutter(l, st)
	l.Cell(st.Dim, r.Label, r.LabelW).Gap(2)
	return l.Add(role, r.Text).String()
}
