package list

import (
	"errors"
	"fmt"
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
	if l.scroll.N == 0 {
		return append(lines, l.empty(f)...)
	}
	end := min(l.scroll.N, l.scroll.Top+l.scroll.H)
	for i := l.scroll.Top; i < end; i++ {
		lines = append(lines, l.drawLine(f, i))
	}
	return lines
}

// Panel is the frame, with a tab for each view.
func (l *Pane) Panel(f pane.Frame) ui.Panel {
	_, deleted := l.counts()
	p := ui.Panel{Title: "Secrets", Tabs: []string{"Active", "Deleted " + deleted}, Tab: int(l.view), Focus: f.Focus}
	if n := l.scroll.N; n > l.scroll.H && l.scroll.H > 0 {
		p.Foot = []ui.Span{{Role: f.Th.Dim, Text: fmt.Sprintf(" %s of %s ", ui.Count(l.scroll.Pos+1), ui.Count(n))}}
	}
	return p
}

// findLine shows the filter and how much of the list it leaves.
func (l *Pane) findLine(f pane.Frame) string {
	line := ui.NewLine(l.width, f.Th.Text)
	q := l.query.Value()
	right := l.orderSpans(f)
	switch {
	case l.typing || q != "":
		r := f.Th.Strong
		if !l.typing {
			r = f.Th.Brand
		}
		line.Add(f.Th.Accent, " / ").Cell(r, l.visibleQuery(), l.queryRoom())
	default:
		line.Add(f.Th.Accent, " / ").Add(f.Th.Faint, "find")
	}
	return line.Right(right...).String()
}

// orderSpans are the right end of the find line: what is marked, and how many match or in which order they stand.
func (l *Pane) orderSpans(f pane.Frame) (spans []ui.Span) {
	if text := l.marksText(); text != "" {
		spans = append(spans, ui.Span{Role: f.Th.Brand, Text: text})
	}
	if l.query.Value() != "" {
		total, deleted := l.index.Len()
		if l.view == find.Deleted {
			total = deleted
		}
		return append(spans, ui.Span{Role: f.Th.Info, Text: fmt.Sprintf("%s of %s ", ui.Count(l.result.Len()), ui.Count(total))})
	}
	word := "by " + columnName(l.order.By) + map[bool]string{false: " ↑", true: " ↓"}[l.order.Descending]
	switch {
	case l.tree.on:
		word = "tree"
	case l.view == find.Deleted && l.order.By == find.Deadline && !l.order.Descending:
		word = "most urgent first"
	}
	spans = append(spans, l.regionsSpan(f)...)
	return append(spans, ui.Span{Role: f.Th.Dim, Text: word + " "})
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
	return max(8, room-ui.Width(l.marksText()))
}

// marksText counts the marks, and those among them that the filter hides.
func (l *Pane) marksText() string {
	n, hidden := len(l.marks), l.hiddenMarked()
	switch {
	case n == 0:
		return ""
	case hidden > 0:
		return fmt.Sprintf("✓ %d marked, %d hidden · ", n, hidden)
	}
	return fmt.Sprintf("✓ %d marked · ", n)
}

// visibleQuery is the end of the query that fits, as safe text.
func (l *Pane) visibleQuery() string {
	q, room := ui.Text(l.query.Value()), l.queryRoom()-1
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
	runes := []rune(l.query.Value())
	at := len(string(runes[:min(l.query.Position(), len(runes))]))
	return 3 + min(ui.Column([]byte(l.query.Value()), at), l.queryRoom()-1), 0, true
}

func (l *Pane) drawLine(f pane.Frame, i int) string {
	cursor := i == l.scroll.Pos
	if l.tree.on {
		t := l.tree.lines[i]
		if t.folder != "" {
			open := i+1 < len(l.tree.lines) && l.tree.lines[i+1].depth > t.depth
			return ui.FolderRow{Label: t.label, Indent: t.depth, Count: t.count, Open: open, Cursor: cursor, Focus: f.Focus}.Draw(f.Th, l.width)
		}
		row := l.row(f, t.row)
		row.Name, row.Match, row.Indent, row.Cursor = t.label, nil, t.depth, cursor
		return row.Draw(f.Th, l.width)
	}
	if n := l.result.Len(); i >= n {
		return l.drawFailure(f, l.failures()[i-n], cursor)
	}
	row := l.row(f, l.result.Row(i))
	row.Cursor = cursor
	return row.Draw(f.Th, l.width)
}

func (l *Pane) row(f pane.Frame, r find.Row) ui.SecretRow {
	s := l.index.Secret(r)
	row := ui.SecretRow{
		Name: s.Name, Focus: f.Focus, Marked: l.marks[s.ARN], Rotating: s.Rotation.Enabled, Replica: s.PrimaryRegion != "",
		Owner: s.OwningService, Env: envOf(s.Tags), Age: ui.Age(s.Changed, f.Now), Note: strings.Replace(l.notes[s.ARN], "secretsmanager:", "", 1),
	}
	if q := l.query.Value(); q != "" {
		h := l.index.Match(q, r)
		for _, s := range h.Name {
			row.Match = append(row.Match, [2]int{s.From, s.To})
		}
		row.Why = h.Text
	}
	if row.Why == "" && l.Overlay.Unlisted(s.ARN) {
		row.Why = "not yet listed"
	}
	if note := l.guestNote(s.ARN); note != "" {
		row.Why = note
		if g := l.guests[s.ARN]; !g.known && row.Note == "" { // it tells nothing else
			row.Note = ui.Text(note)
		}
	}
	if l.wide.on {
		row.Region = ui.Text(backend.RegionOf(s.ARN))
	}
	if !s.Deleted.IsZero() {
		d := l.index.Deadline(r, f.Now)
		row.Countdown, row.Urgency = ui.Countdown(d, f.Now), ui.UrgencyOf(d, f.Now)
		if !d.Deleted.IsZero() {
			row.DeletedAge = ui.Age(d.Deleted, f.Now)
		}
	}
	return row
}

// envOf is the value of the tag that names the environment, under the names in common use.
func envOf(tags []backend.Tag) string {
	for _, t := range tags {
		switch strings.ToLower(t.Key) {
		case "env", "environment", "stage":
			return t.Value
		}
	}
	return ""
}

// empty says why there is nothing, and what to do.
func (l *Pane) empty(f pane.Frame) []string {
	var head, hint string
	key := func(a keymap.Action) string { return f.Keys.Key(keymap.List, a) }
	switch {
	case l.Troubled():
		return l.trouble(f)
	case l.query.Value() != "":
		head, hint = "nothing matches", key(keymap.Back)+" clears the filter"
		if l.elsewhere > 0 {
			hint = fmt.Sprintf("%s shows %d in the other view · %s clears", key(keymap.ToggleView), l.elsewhere, key(keymap.Back))
		}
	case l.listing.Open, l.wide.listing.Open:
		head = "listing…"
	case l.view == find.Deleted:
		head, hint = "nothing is scheduled for deletion", key(keymap.ToggleView)+" goes back to the active secrets"
	default:
		head, hint = "no secrets here", "is this the right account and region? "+key(keymap.WhereAmI)+" tells"
	}
	lines := []string{ui.Blank(l.width), ui.NewLine(l.width, f.Th.Text).Gap(3).Add(f.Th.Strong, head).String()}
	return append(lines, ui.NewLine(l.width, f.Th.Text).Gap(3).Add(f.Th.Dim, hint).String())
}

// Troubled reports that listing failed and there is nothing to show.
func (l *Pane) Troubled() bool {
	active, deleted := l.base.Len()
	return l.failed != nil && active+deleted == 0
}

// unlisted: listing failed, and no secret of this place is known by it.
func (l *Pane) unlisted() bool {
	active, deleted := l.lens()
	return l.failed != nil && active+deleted == 0
}

// trouble is a failed first listing: the sentence, what the service said, what to do.
func (l *Pane) trouble(f pane.Frame) []string {
	var out []string
	put := func(r ui.Role, text string) {
		for _, part := range ui.Wrap(text, max(1, l.width-6)) {
			out = append(out, ui.NewLine(l.width, f.Th.Text).Gap(3).Add(r, part).String())
		}
	}
	out = append(out, ui.Blank(l.width))
	put(f.Th.Urgent, ui.Text(l.failed.Error()))
	if m := backend.Message(l.failed); m != "" {
		put(f.Th.Dim, ui.Text(m))
	}
	if h := l.Hint(l.failed); h != "" && h != ui.Text(backend.Message(l.failed)) {
		out = append(out, ui.Blank(l.width))
		put(f.Th.Text, h)
	}
	out = append(out, ui.Blank(l.width))
	put(f.Th.Dim, f.Keys.Key(keymap.List, keymap.Refresh)+" tries again")
	if errors.Is(l.failed, backend.ErrDenied) {
		put(f.Th.Strong, f.Keys.Key(keymap.List, keymap.OpenSecret)+" opens one secret by its name or ARN: that needs no right to list")
	}
	return out
}

// Wheel is the mouse's way to move.
func (l *Pane) Wheel(down bool) {
	for range 3 {
		l.scroll.Move(pane.WheelMove(down))
	}
	l.pinned = true
	l.note()
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
	if again {
		l.tree.toggle(l, true)
	}
	return nil
}

// ClickTab turns to a view.
func (l *Pane) ClickTab(tab int) tea.Cmd {
	if tab != int(l.view) {
		l.Tell(pane.Asked{Action: keymap.ToggleView})
	}
	return nil
}

// Label is what a key that goes back and forth would do.
func (l *Pane) Label(a keymap.Action, _ *pane.Shown) string {
	if a == keymap.ToggleView && l.view == find.Deleted {
		return "active"
	}
	return ""
}

// Idle reports keys that do nothing worth offering: most where there is no row, and going back from nothing.
func (l *Pane) Idle(a keymap.Action, on *pane.Shown) bool {
	if on.Focus != pane.List {
		return false
	}
	if a == keymap.Back {
		return l.query.Value() == "" && len(l.marks) == 0 && l.view != find.Deleted
	}
	return l.scroll.N == 0 && a != keymap.ToggleView && a != keymap.Refresh && a != keymap.Quit && a != keymap.Resume
}

// Count is what the list knows of the secrets of this place.
type Count struct {
	Active  string // with a sign where it may not be all
	Deleted int
	Partial bool // the listing has failed
	Unknown bool // and no secret of this place is known by it
}

// Count counts.
func (l *Pane) Count() Count {
	active, _ := l.counts()
	_, deleted := l.lens()
	return Count{Active: active, Deleted: deleted, Partial: l.failed != nil, Unknown: l.unlisted()}
}

// Wide reports whether rows also name their region.
func (l *Pane) Wide() bool { return l.wide.on }

// Deleted reports whether the list shows what is scheduled for deletion.
func (l *Pane) Deleted() bool { return l.view == find.Deleted }

// Idling is what the status line says while nothing has happened: what the row under the cursor cannot show. alone: no other
// pane tells of the secret.
func (l *Pane) Idling(f pane.Frame, alone bool) []ui.Span {
	dim := f.Th.Dim
	switch {
	case l.typing:
		return []ui.Span{{Role: dim, Text: "foo bar · 'exact · ^start · end$ · !not · a | b · tag:env=prod"}}
	case l.failed != nil && !l.Troubled():
		return []ui.Span{{Role: f.Th.Warn, Text: "partial: " + ui.Text(l.failed.Error())},
			{Role: dim, Text: " · " + f.Keys.Key(keymap.List, keymap.Refresh) + " lists again"}}
	case l.at.region != "":
		err := l.wide.failed[l.at.region]
		return []ui.Span{{Role: f.Th.Warn, Text: ui.Text(l.at.region) + ": " + ui.Text(pane.ErrorText(err))}}
	case l.at.folder != "":
		return []ui.Span{{Role: dim, Text: ui.Text(l.at.folder)}}
	}
	s, ok := l.selected()
	switch {
	case !ok:
		return nil
	case l.notes[s.ARN] != "":
		return []ui.Span{{Role: f.Th.Warn, Text: l.notes[s.ARN]}}
	case !alone: // the detail pane tells all there is
		return nil
	case s.Description != "":
		return []ui.Span{{Role: dim, Text: ui.Text(s.Description)}}
	}
	return []ui.Span{{Role: dim, Text: ui.Text(s.Name)}}
}
