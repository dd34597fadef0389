package ui

import (
	"time"

	"strongroom/backend"
)

// FolderRow is a folder of the tree, with what is known of all that is in it: its columns are those of a SecretRow.
type FolderRow struct {
	Label  string // outside text
	Indent int
	Count  int
	Open   bool
	Cursor bool
	Focus  bool
	// Dated is when something in it changed last; in the Deleted view Deadline is of what goes first. Now is what time it is.
	Dated    time.Time
	Deadline backend.Deadline
	Now      time.Time
}

// Draw puts the folder into w cells of a sheet.
func (f *FolderRow) Draw(sheet *Sheet, th *Theme, w int) string {
	st := th.row(f.Cursor, f.Focus)
	l := sheet.Line(w, st.Text)
	rowGutter(l, st, f.Cursor, f.Focus, false)
	l.Gap(2 * f.Indent)
	pending := f.Deadline.Phase(f.Now) != backend.NotPending
	cols := columnsFor(w, pending)
	cols.deleted = 0
	arrow := "▸ "
	if f.Open {
		arrow = "▾ "
	}
	right, count := columnsFor(w, pending).width(), Count(f.Count)
	room := max(4, l.Left()-right-1-Width(arrow)-2-Width(count))
	var spans [4]Span
	name := Styles{Text: st.Name, Dim: st.Dim}
	l.Add(st.Accent, arrow).Spans(nameSpans(spans[:0], f.Label, nil, room, &name)...).cell(st.Dim, 2, count, 2+Width(count))
	l.To(w - right)
	row := SecretRow{Dated: f.Dated, Deadline: f.Deadline, Now: f.Now}
	if pending {
		row.deadline(l, st, cols, "")
	} else {
		row.facts(l, st, cols)
	}
	return l.String()
}
