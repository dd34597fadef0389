package ui

// FailureRow is a line of a list that stands for what could not be listed.
type FailureRow struct {
	What, Why     string // safe text
	Cursor, Focus bool
}

// Draw puts the row into w cells.
func (r FailureRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	return l.Cell(st.Dim, r.What, min(16, w/3)).Gap(1).Add(st.Warn, FitEnd(r.Why, max(4, l.Left()))).String()
}
