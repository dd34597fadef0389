package ui

// FolderRow is a folder of the tree, with what is known of all that is in it: its columns are those of a SecretRow.
type FolderRow struct {
	Label  string // outside text
	Indent int
	Count  int
	Open   bool
	Cursor bool
	Focus  bool
	// Age is when something in it changed last; in the Deleted view Countdown, Short and Urgency are of what goes first.
	Age       string
	Countdown string
	Short     string
	Urgency   Urgency
	Drain     float64
}

// Draw puts the folder into w cells of a sheet.
func (f *FolderRow) Draw(sheet *Sheet, th *Theme, w int) string {
	st := th.row(f.Cursor, f.Focus)
	l := sheet.Line(w, st.Text)
	rowGutter(l, st, f.Cursor, f.Focus, false)
	l.Gap(2 * f.Indent)
	cols := columnsFor(w, f.Countdown != "")
	cols.deleted = 0
	arrow := "▸ "
	if f.Open {
		arrow = "▾ "
	}
	count := "  " + Count(f.Count)
	room := max(4, l.Left()-columnsFor(w, f.Countdown != "").width()-1-Width(arrow)-Width(count))
	var spans [4]Span
	name := Styles{Text: st.Name, Dim: st.Dim}
	l.Add(st.Accent, arrow).Spans(nameSpans(spans[:0], f.Label, nil, room, &name)...).Add(st.Dim, count)
	l.To(w - columnsFor(w, f.Countdown != "").width())
	row := SecretRow{Age: f.Age, Countdown: f.Countdown, Short: f.Short, Urgency: f.Urgency, Drain: f.Drain}
	if f.Countdown != "" {
		row.deadline(l, st, cols, "")
	} else {
		row.facts(l, st, cols)
	}
	return l.String()
}
