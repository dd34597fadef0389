package list

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// View draws the find line and the visible rows.
func (l *Pane) View(f pane.Frame) []string {
	lines := []string{l.findLine(f)}
	switch {
	case l.scroll.N == 0 && l.alone:
		return append(lines, l.instead(f, l.width, l.scroll.H)...)
	case l.scroll.N == 0 && l.told:
		return lines
	case l.scroll.N == 0:
		p := &ui.Page{Th: f.Th, W: l.width}
		p.Text(f.Th.Dim, l.nothing())
		return append(append(lines, ui.Blank(l.width)), p.Lines...)
	}
	return l.drawRows(lines, f)
}

// drawRows adds the visible rows.
func (l *Pane) drawRows(lines []string, f pane.Frame) []string {
	from, to := l.scroll.Top, min(l.scroll.N, l.scroll.Top+l.scroll.H)
	sheet, d := ui.NewSheet(to-from, l.width), l.drawing()
	lines = slices.Grow(lines, to-from)
	rows := make([]find.Row, 0, to-from)
	if l.tree.on {
		for _, line := range l.tree.lines[from:to] {
			rows = append(rows, l.tree.row(line))
		}
		for i, name := range l.index.Names(rows) {
			lines = append(lines, l.drawBranch(sheet, f, from+i, name, d))
		}
		return lines
	}
	found := min(to, l.result.Len())
	for i := from; i < found && l.result.Told(i, i+1); i++ {
		rows = append(rows, l.result.Row(i))
	}
	for i, name := range l.index.Names(rows) {
		row := l.row(f, rows[i], d)
		row.Name, row.Cursor = name, from+i == l.scroll.Pos
		lines = append(lines, row.Draw(sheet, f.Th, l.width))
	}
	for range found - from - len(rows) { // yet to be ranked
		lines = append(lines, ui.Blank(l.width))
	}
	for i := max(from, found); i < to; i++ {
		lines = append(lines, l.drawFailure(f, l.failures()[i-l.result.Len()], i == l.scroll.Pos))
	}
	return lines
}

// findLine shows the filter, and the titles of the columns.
func (l *Pane) findLine(f pane.Frame) string {
	if l.Bare() && l.query.Text() == "" && !l.typing {
		return ui.Blank(l.width)
	}
	line, right := ui.NewLine(l.width, f.Th.Text).Add(f.Th.Accent, " / "), l.right(f)
	room := l.width - 4 - ui.SpansWidth(right)
	switch q := l.query.Text(); {
	case l.typing:
		role, shown := f.Th.Strong, l.visibleQuery()
		if l.query.Selected() {
			role = f.Th.Sel.Strong
		}
		line.Add(role, shown).Add(f.Th.Dim, ui.FitEnd(l.rest(), max(0, l.queryRoom()-ui.Width(shown))))
	case q != "":
		line.Add(f.Th.Brand, ui.FitEnd(ui.Text(q), max(4, room)))
	default:
		line.Add(f.Th.Faint, "find")
	}
	return line.Right(right...).String()
}

// right is the right end of the find line: how many match, while that is typed; else the titles of the columns.
func (l *Pane) right(f pane.Frame) []ui.Span {
	if l.query.Text() != "" && (l.typing || l.scroll.N == 0) {
		return []ui.Span{{Role: f.Th.Info, Text: l.found() + " "}}
	}
	by := func(c find.Column) ui.ColumnHead {
		return ui.ColumnHead{Text: columnName(c), Sorted: l.order.By == c, Down: l.order.Descending}
	}
	if l.view == find.Deleted {
		gone := ui.ColumnHead{Text: "deleted"}
		if l.order.By != find.Deadline && l.order.By != find.Name {
			gone = by(l.order.By)
		}
		return l.named(f, ui.Heads{Deleted: true, Places: l.wide.on, First: by(find.Deadline), Second: gone}.Spans(f.Th, l.width))
	}
	return l.named(f, ui.Heads{First: by(l.dated()), Second: ui.ColumnHead{Text: "env"}}.Spans(f.Th, l.width))
}

// named are the titles with that of the names before them, where there is room for it.
func (l *Pane) named(f pane.Frame, heads []ui.Span) []ui.Span {
	const find = "find"
	if l.query.Text() != "" || l.order.By != nameColumn {
		return heads
	}
	name := ui.ColumnHead{Text: columnName(nameColumn), Sorted: true, Down: l.order.Descending}.Words()
	if room := l.width - 3 - ui.Width(find) - ui.SpansWidth(heads) - 2; ui.Width(name) <= room {
		return append([]ui.Span{{Role: f.Th.Text, Text: name + ui.Blank(room-ui.Width(name)+1)}}, heads...)
	}
	return heads
}

// nameColumn is the one that the find line stands above.
const nameColumn = find.Name

// dated is the date that rows tell of active secrets: the one that they are sorted by, else when they last changed.
func (l *Pane) dated() find.Column {
	switch l.order.By {
	case find.Accessed, find.Created:
		return l.order.By
	}
	return find.Changed
}

func columnName(c find.Column) string {
	switch c {
	case find.Changed:
		return "changed"
	case find.Accessed:
		return "accessed"
	case find.Created:
		return "created"
	case find.Deadline:
		return "deadline"
	}
	return "name"
}

func (l *Pane) queryRoom() int {
	room := l.width - 3 - 16
	if l.typing { // what stands beside it then is how many match
		room = l.width - 3 - ui.Width(l.found()) - 2
	}
	return max(8, room)
}

// visibleQuery is the end of the query that fits, as safe text.
func (l *Pane) visibleQuery() string {
	q, room := ui.Text(l.query.Text()), l.queryRoom()-1
	if ui.Width(q) > room {
		return ui.FitLeft(q, room)
	}
	return q
}

// Cursor is where the terminal's cursor belongs while the find line is typed into.
func (l *Pane) Cursor() (x, y int, ok bool) {
	if !l.typing {
		return 0, 0, false
	}
	return 3 + min(ui.Width(ui.Text(l.query.Before())), l.queryRoom()-1), 0, true
}

// drawBranch is a line of the tree, with the name of its secret, or of one in its folder.
func (l *Pane) drawBranch(sheet *ui.Sheet, f pane.Frame, i int, name string, d *drawing) string {
	line := l.tree.lines[i]
	if line.n > 0 {
		row := l.folderRow(f, i, name)
		return row.Draw(sheet, f.Th, l.width)
	}
	row := l.row(f, l.tree.row(line), d)
	row.Name, row.Match, row.Indent, row.Cursor = name[line.from:], nil, int(line.depth), i == l.scroll.Pos
	return row.Draw(sheet, f.Th, l.width)
}

// row asks the index for what a row shows besides its name, and for no more: a frame has many of them.
func (l *Pane) row(f pane.Frame, r find.Row, d *drawing) ui.SecretRow {
	x := l.index
	row := ui.SecretRow{
		Focus: f.Focus, Marked: l.marks.Has(r), Rotating: x.Rotation(r).Enabled, Replica: x.PrimaryRegion(r) != "",
		Owner: x.Owner(r), Env: d.env(l.envOf(r)), Dated: l.dateOf(r), Now: f.Now,
	}
	if d.why != nil {
		row.Match, row.Why = d.match(r)
	}
	if len(l.notes) > 0 || len(l.guests) > 0 || l.Overlay.Wrote() {
		l.happened(&row, x.ARN(r))
	}
	id := l.siteID(r)
	row.Place = l.Elsewhere(id)
	if l.wide.on && row.Place == "" {
		row.Place = ui.Text(backend.RegionOf(id))
	}
	if deleted := x.Deleted(r); !deleted.IsZero() {
		row.Deadline = x.Deadline(r, f.Now)
	}
	return row
}

// happened puts into a row what this session knows of its secret by its ARN.
func (l *Pane) happened(row *ui.SecretRow, arn string) {
	row.Note = strings.Replace(l.notes[arn].text, "secretsmanager:", "", 1)
	if row.Why == "" && l.Overlay.Unlisted(arn) {
		row.Why = "not listed"
	}
	if row.Note == "" {
		row.Note = l.guestNote(arn)
	}
}

// siteID is as much of a secret's ARN as says where it is.
func (l *Pane) siteID(r find.Row) string {
	if head, ok := l.head(r); ok {
		return head
	}
	return l.index.ARN(r)
}

// envOf is the value of the tag that names the environment, under the names in common use.
func (l *Pane) envOf(r find.Row) []byte { return l.index.TagOf(r, "env", "environment", "stage") }

// unknown says what the failed listing leaves open.
func (l *Pane) unknown() string {
	switch {
	case l.query.Text() != "":
		return "whether anything matches is not known"
	case l.view == find.Deleted:
		return "what is scheduled for deletion is not known"
	}
	return "which secrets are here is not known"
}

// Wheel moves what is seen, and not the cursor.
func (l *Pane) Wheel(down bool) {
	l.Stay()
	l.scroll.Wheel(down)
}

// Click puts the cursor on a line; on the find line it begins to type.
func (l *Pane) Click(_, y int) tea.Cmd {
	if y == 0 {
		l.Tell(pane.Asked{Action: keymap.FindSecret})
		return nil
	}
	l.stopTyping()
	line, shown := l.scroll.At(y - 1)
	if !shown {
		return nil
	}
	again := line == l.scroll.Pos
	l.pinned = true
	l.scroll.To(line)
	l.note()
	if again && l.at.folder != "" {
		l.Tell(pane.Asked{Action: keymap.Into})
	}
	return nil
}

// DoubleClick opens the secret under the cursor; a folder is unfolded by the second click already.
func (l *Pane) DoubleClick() {
	l.Settle()
	if l.at.arn != "" {
		l.Tell(pane.Asked{Action: keymap.Into})
	}
}

// ClickTab turns to a view.
func (l *Pane) ClickTab(tab int) tea.Cmd {
	if tab != int(l.view) {
		l.Tell(pane.Asked{Action: keymap.ToggleView})
	}
	return nil
}

// Label is what a key that goes back and forth would do.
func (l *Pane) Label(a keymap.Action, on *pane.Shown) string {
	if a == keymap.ToggleView && l.view == find.Deleted {
		return "active"
	}
	if a != keymap.Back || on.Focus != pane.List {
		return ""
	}
	switch {
	case l.marks.Len() > 0:
		return "drop marks"
	case l.query.Text() != "":
		return "clear filter"
	case on.Stops:
		return "stop"
	}
	return ""
}

// Idle reports keys that do nothing worth offering: most where there is no row, and going back from nothing.
func (l *Pane) Idle(a keymap.Action, on *pane.Shown) bool {
	if on.Focus != pane.List {
		return false
	}
	if a == keymap.Back {
		return l.query.Text() == "" && l.marks.Len() == 0 && l.view != find.Deleted && !l.listing.Open
	}
	switch a {
	case keymap.ToggleView, keymap.LookAround, keymap.Refresh, keymap.Quit, keymap.Resume, keymap.FindSecret, keymap.ClearFind:
		return false
	}
	return l.scroll.N == 0
}

// Idling is what the status line says while nothing has happened: what the row under the cursor cannot show. alone: no other
// pane tells of the secret.
func (l *Pane) Idling(f pane.Frame, alone bool) []ui.Span {
	dim := f.Th.Dim
	switch {
	case l.typing && len(l.offers) > 0:
		return []ui.Span{{Role: f.Th.Key, Text: f.Keys.Key(keymap.Find, keymap.Complete)}, {Role: f.Th.Strong, Text: " " + ui.Text(l.offers[0])},
			{Role: dim, Text: strings.TrimRight(" · "+ui.Text(strings.Join(l.offers[1:], " · ")), " ·")}}
	case l.typing:
		return []ui.Span{{Role: dim, Text: "foo bar · 'exact · ^start · end$ · !not · a | b · " + find.Words()}}
	case l.failed != nil && !l.Troubled():
		return []ui.Span{{Role: f.Th.Warn, Text: "partial: " + ui.Text(l.failed.Error())},
			{Role: dim, Text: " · " + cmp.Or(l.LogsIn(l.failed), l.Refreshes())}}
	case l.at.region != "":
		err := l.wide.failed[l.at.region]
		return []ui.Span{{Role: f.Th.Warn, Text: ui.Text(l.at.region) + ": " + ui.Text(pane.ErrorText(err))}}
	case l.at.folder != "" && alone:
		return []ui.Span{{Role: dim, Text: ui.Text(l.at.folder)}}
	}
	r, ok := l.index.Lookup(l.at.arn)
	switch arn := l.at.arn; {
	case !ok || arn == "":
		return nil
	case l.notes[arn].text != "":
		return []ui.Span{{Role: f.Th.Warn, Text: l.notes[arn].text}}
	case !alone: // the detail pane tells all there is
		return nil
	case l.Elsewhere(arn) != "":
		return []ui.Span{{Role: f.Th.Info, Text: l.Elsewhere(arn)}, {Role: dim, Text: " · " + ui.Text(l.index.Name(r))}}
	case l.index.Description(r) != "":
		return []ui.Span{{Role: dim, Text: ui.Datum(l.index.Description(r))}}
	}
	return []ui.Span{{Role: dim, Text: ui.Text(l.index.Name(r))}}
}
