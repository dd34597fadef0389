package ui

// EditRow is one line of a form: a key and its value, with what has become of it.
type EditRow struct {
	Key     string // outside text
	Indent  int
	KeyW    int
	Folds   bool
	Folded  bool
	Nested  bool
	Mark    EditMark
	Summary string // of an object or array, safe text
	// Text is the value's piece on this line, safe; Role how it is drawn. First is the value's first line.
	Text   string
	Role   Role
	First  bool
	GoesOn bool   // the line above it was too long
	Note   string // at the right, safe text
	Cursor bool
	Focus  bool
	Typing bool // the key itself is being typed: Text stands in the key's place
}

// EditMark is what has become of a row.
type EditMark int

// The marks.
const (
	Kept EditMark = iota
	Changed
	Added
	Removed
)

// Sign is the mark as one cell.
func (m EditMark) Sign() string { return [...]string{" ", "●", "+", "−"}[m] }

// Role is the mark's colour.
func (m EditMark) Role(st Styles) Role {
	return [...]Role{st.Text, st.Warn, st.Good, st.Urgent}[m]
}

// Draw puts the row into w cells.
func (r EditRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := barred(NewLine(w, st.Text), &st, r.Cursor, r.Focus)
	if r.First {
		key, arrow := Datum(r.Key), foldArrow(r.Folds, r.Folded, r.Nested)
		in := 2 * r.Indent
		if !r.Typing {
			in = indented(r.Indent, r.KeyW-Width(arrow), key)
		}
		l.Add(r.Mark.Role(st), r.Mark.Sign()).Gap(1+in).Add(st.Accent, arrow)
		r.key(l, st, key, max(1, r.KeyW-in-Width(arrow)))
	}
	if r.GoesOn {
		l.To(4+r.KeyW).Add(st.Faint, wrapped)
	}
	l.To(5 + r.KeyW)
	if r.Typing {
		return l.String()
	}
	if Width(r.Text)+1+Width(r.Note) > l.Left() {
		r.Note = ""
	}
	switch {
	case r.Mark == Removed:
		l.Add(st.Gone, Mask)
	case r.Summary != "":
		l.Add(st.Dim, r.Summary)
	default:
		l.Add(r.Role, r.Text)
	}
	if r.Note != "" {
		l.Right(Span{st.Dim, r.Note})
	}
	return l.String()
}

func (r EditRow) key(l *Line, st Styles, key string, room int) {
	switch {
	case r.Typing && r.Text == "":
		l.Add(st.Dim, "name of the key")
	case r.Typing:
		l.Add(st.Value, r.Text)
	case r.Mark == Removed:
		l.Add(st.Gone, FitEnd(key, room))
	default:
		l.Cell(st.Name, key, room)
	}
}

// ReviewRow is one line of a review: what becomes of one key.
type ReviewRow struct {
	Path   string // outside text
	Mark   EditMark
	PathW  int
	Before Marked
	After  Marked
	Note   string // safe text
}

// Draw puts the row into w cells.
func (r ReviewRow) Draw(th *Theme, w int) string {
	st := th.Styles
	l := NewLine(w, st.Text).Gap(1).Add(r.Mark.Role(st), r.Mark.Sign()).Gap(1)
	switch r.Mark {
	case Removed:
		l.Add(st.Gone, FitEnd(Datum(r.Path), r.PathW)).To(3 + r.PathW).Gap(2)
		l.Add(st.Gone, FitEnd(r.Before.Text, max(1, l.Left()-12))).Add(st.Urgent, "  disappears")
	case Added:
		l.Cell(st.Name, Datum(r.Path), r.PathW).Gap(2).Add(st.Value, FitEnd(r.After.Text, max(1, l.Left()-7))).Add(st.Good, "  new")
	default:
		l.Cell(st.Name, Datum(r.Path), r.PathW).Gap(2)
		half := (l.Left() - 5 - Width(r.Note)) / 2
		if half < max(Width(Mask), Width(r.Before.Text), Width(r.After.Text)) {
			half, r.Note = max(4, (l.Left()-3)/2), ""
		}
		l.Spans(r.Before.Spans(st.Dim, st.Differs, half)...).Add(st.Accent, " → ").Spans(r.After.Spans(st.Value, st.Differs, half)...)
		l.Add(st.Dim, "  "+r.Note)
	}
	return l.String()
}

// ClashRow is one key of a conflict: their value, the one both started from, and yours.
type ClashRow struct {
	KeyW   int       // of the longest key
	Path   string    // outside text
	Texts  [3]Marked // theirs, base, yours
	Taken  int       // 0 theirs, 2 yours, -1 not chosen yet
	Clash  bool      // needs a choice
	Cursor bool
	Focus  bool
}

// ClashColumns are the widths of a conflict's key and of each of its three values, where the longest key has keyW cells.
func ClashColumns(w, keyW int) (key, column int) {
	key = min(max(8, keyW+1), max(8, min(w*3/8, w-28))) // a masked value needs 8
	return key, max(4, (w-4-key)/3)
}

// Draw puts the row into w cells.
func (r ClashRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	key, column := ClashColumns(w, r.KeyW)
	l := barred(NewLine(w, st.Text), &st, r.Cursor, r.Focus)
	sign, role := "✓", st.Good
	if r.Clash && r.Taken < 0 {
		sign, role = "?", st.Urgent
	}
	l.Add(role, sign).Gap(1).Cell(st.Name, Datum(r.Path), key-1).Gap(1)
	for i, text := range r.Texts {
		role, mark := st.Dim, " "
		if i == r.Taken {
			role, mark = st.Value, "▸"
		}
		end := l.w + column
		l.Add(st.Accent, mark).Spans(text.Spans(role, st.Differs, column-2)...).To(end)
	}
	return l.String()
}
