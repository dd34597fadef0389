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
	p := ui.Panel{Title: "Secrets", Tabs: []string{"Active", "Deleted " + l.Count().Deleted}, Tab: int(l.view), Focus: f.Focus}
	if n := l.scroll.N; n > l.scroll.H && l.scroll.H > 0 {
		p.Foot = []ui.Span{{Role: f.Th.Dim, Text: fmt.Sprintf(" %s of %s ", ui.Count(l.scroll.Pos+1), ui.Count(n))}}
	}
	return p
}

// findLine shows the filter and how much of the list it leaves.
func (l *Pane) findLine(f pane.Frame) string {
	line := ui.NewLine(l.width, f.Th.Text)
	q := l.query.Text()
	right := l.orderSpans(f)
	switch {
	case l.typing || q != "":
		r := f.Th.Strong
		switch {
		case !l.typing:
			r = f.Th.Brand
		case l.query.Selected():
			r = f.Th.Sel.Strong
		}
		q := l.visibleQuery()
		line.Add(f.Th.Accent, " / ").Add(r, q).Add(f.Th.Dim, ui.FitEnd(l.rest(), max(0, l.queryRoom()-ui.Width(q))))
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
	if l.query.Text() != "" {
		return append(spans, ui.Span{Role: f.Th.Info, Text: l.found()})
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
	if q := l.sought(); q != "" {
		h := l.index.Match(q, r)
		for _, s := range h.Name {
			row.Match = append(row.Match, [2]int{s.From, s.To})
		}
		row.Why = h.Text
	}
	if row.Why == "" && l.Overlay.Unlisted(s.ARN) {
		row.Why = "not yet listed"
	}
	if row.Note == "" {
		row.Note = l.guestNote(s.ARN)
	}
	row.Place = l.Elsewhere(s.ARN)
	if l.wide.on && row.Place == "" {
		row.Place = ui.Text(backend.RegionOf(s.ARN))
	}
	if !s.Deleted.IsZero() {
		d := l.index.Deadline(r, f.Now)
		row.Countdown, row.Urgency, row.Drain = ui.Countdown(d, f.Now), ui.UrgencyOf(d, f.Now), ui.Drain(d, f.Now)
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

// trouble is a listing that failed with nothing to show: that it is not known, the sentence, what the service said, what to do.
func (l *Pane) trouble(f pane.Frame, e extent) []string {
	var out []string
	put := func(r ui.Role, text string) {
		for _, part := range ui.Wrap(text, max(1, l.width-6)) {
			out = append(out, ui.NewLine(l.width, f.Th.Text).Gap(3).Add(r, part).String())
		}
	}
	out = append(out, ui.Blank(l.width))
	if !l.Troubled() {
		put(f.Th.Strong, l.unknown())
	}
	sentence := ui.Text(e.failed.Error())
	if e.region != "" {
		sentence = ui.Text(e.region) + ": " + sentence
	}
	put(f.Th.Urgent, sentence)
	if m := backend.Message(e.failed); m != "" {
		put(f.Th.Dim, ui.Text(m))
	}
	if h := l.Hint(e.failed); h != "" && h != ui.Text(backend.Message(e.failed)) && backend.Hint(e.failed) != "" {
		out = append(out, ui.Blank(l.width))
		put(f.Th.Text, h)
	}
	out = append(out, ui.Blank(l.width))
	again := f.Keys.Key(keymap.List, keymap.Refresh) + " tries again"
	if l.query.Text() != "" {
		again += " · " + f.Keys.Key(keymap.List, keymap.Back) + " clears the filter"
	}
	put(f.Th.Dim, again)
	if errors.Is(e.failed, backend.ErrDenied) {
		put(f.Th.Strong, f.Keys.Key(keymap.List, keymap.OpenSecret)+" opens one secret by its name or ARN: that needs no right to list")
	}
	return out
}

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
func (l *Pane) Label(a keymap.Action, on *pane.Shown) string {
	if a == keymap.ToggleView && l.view == find.Deleted {
		return "active"
	}
	if a != keymap.Back || on.Focus != pane.List {
		return ""
	}
	switch {
	case len(l.marks) > 0:
		return "drop marks"
	case l.query.Text() != "":
		return "clear filter"
	case l.view == find.Deleted:
		return "active"
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
		return l.query.Text() == "" && len(l.marks) == 0 && l.view != find.Deleted && !l.listing.Open
	}
	switch a {
	case keymap.ToggleView, keymap.LookAround, keymap.Refresh, keymap.Quit, keymap.Resume, keymap.FindSecret, keymap.ClearFind:
		return false
	}
	return l.scroll.N == 0
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
	case l.typing && len(l.offers) > 0:
		return []ui.Span{{Role: f.Th.Key, Text: f.Keys.Key(keymap.Find, keymap.Complete)}, {Role: f.Th.Strong, Text: " " + ui.Text(l.offers[0])},
			{Role: dim, Text: strings.TrimRight(" · "+ui.Text(strings.Join(l.offers[1:], " · ")), " ·")}}
	case l.typing:
		return []ui.Span{{Role: dim, Text: "foo bar · 'exact · ^start · end$ · !not · a | b · " + find.Words()}}
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
	case l.Elsewhere(s.ARN) != "":
		return []ui.Span{{Role: f.Th.Info, Text: l.Elsewhere(s.ARN)}, {Role: dim, Text: " · " + ui.Text(s.Name)}}
	case s.Description != "":
		return []ui.Span{{Role: dim, Text: ui.Datum(s.Description)}}
	}
	return []ui.Span{{Role: dim, Text: ui.Text(s.Name)}}
}
