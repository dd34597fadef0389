package compare

import (
	"cmp"
	"encoding/hex"
	"strconv"
	"strings"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// label is a key, with its number where it is not the first of its like in its object: k, k#2, k#3. It is outside text.
func (c *Pane) label(p document.FieldPair) string {
	doc, at := c.cmp.B, p.B
	if at < 0 {
		doc, at = c.cmp.A, p.A
	}
	if n := doc.Fields[at].Nth; n > 0 {
		return ui.VisibleKey(p.Label) + "#" + strconv.Itoa(n+1)
	}
	return ui.VisibleKey(p.Label)
}

// summary is what stands for an object or array on both sides, "" for anything else.
func (c *Pane) summary(i int) string {
	f := c.cmp.Fields[i]
	a, b := sizeOf(c.cmp.A, f.A), sizeOf(c.cmp.B, f.B)
	switch {
	case f.A < 0 || a == b:
		return b
	case f.B < 0:
		return a
	case c.cmp.A.Fields[f.A].Kind != c.cmp.B.Fields[f.B].Kind:
		return "" // an object became a text or an array: both are shown as they are written
	}
	return a + " → " + b
}

// sizeOf is how many fields an object or array has, "" for anything else.
func sizeOf(d document.Document, field int) string {
	if field < 0 || !d.Fields[field].Container() {
		return ""
	}
	if d.Fields[field].Kind == document.FieldArray {
		return "[ " + ui.Plural(d.Fields[field].Children, "item") + " ]"
	}
	return "{ " + ui.Plural(d.Fields[field].Children, "key") + " }"
}

// maskedField is a side's field that is not shown, so many characters long.
func maskedField(d document.Document, field, length int) ui.DiffCell {
	return ui.DiffCell{Masked: true, Note: cmp.Or(sizeOf(d, field), withEnds(ui.Characters(length), d.Fields[field].Ends))}
}

// Panel is the frame.
func (c *Pane) Panel(f pane.Frame) ui.Panel {
	p := ui.Panel{Title: "Compare · " + ui.Text(c.secret.Name), Place: c.Elsewhere(c.secret.ARN), Focus: true}
	p.Foot = c.shown.Bar(f.Th, "wiped", p.FootRoom(c.w))
	return p
}

// View draws the head and the differences in sight.
func (c *Pane) View(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: c.w, Lines: c.head(f)}
	switch c.State {
	case pane.Unread:
		p.Blank()
		p.Line(ui.Span{Role: f.Th.Dim, Text: "not read · "}, ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Comparing, keymap.Reveal)}, ui.Span{Role: f.Th.Text, Text: " reads both (2 decrypts)"})
		return p.Lines
	case pane.Reading:
		p.Blank()
		p.Line(pane.Spun(f.Th, "reading both…", c.Since, c.Now)...)
		return p.Lines
	case pane.Unreadable:
		return c.viewUnreadable(f, p)
	}
	if c.cmp.By == document.ByBytes {
		return c.viewBytes(f, p)
	}
	of := texts{at: -1}
	defer of.wipe()
	for i := c.scroll.Top; i < min(len(c.lines), c.scroll.Top+c.scroll.H); i++ {
		p.Lines = append(p.Lines, c.draw(f, i, &of))
	}
	return p.Lines
}

// head is what stands above the differences.
func (c *Pane) head(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: c.w}
	known := c.State == pane.Held || c.State == pane.Ended
	beside := known && c.wide() && c.cmp.By != document.ByBytes
	if !beside {
		p.Line(side(f, "-", f.Th.Urgent, c.old, c.w-4)...)
		p.Line(side(f, "+", f.Th.Good, c.new, c.w-4)...)
	}
	if !known {
		return p.Lines
	}
	where := c.where()
	if !c.low() || where == "" {
		p.Line(c.verdict(f)...)
	}
	if !c.low() || where != "" {
		p.Line(ui.Span{Role: f.Th.Dim, Text: ui.FitEnd(where, max(0, c.w-3))})
	}
	if beside { // as high as where they stand above each other
		p.Blank()
		p.Lines = append(p.Lines, ui.DiffHead(f.Th, c.labelW, c.w, func(room int) (old, with []ui.Span) {
			return side(f, "-", f.Th.Urgent, c.old, room), side(f, "+", f.Th.Good, c.new, room)
		}))
	}
	return p.Lines
}

// Beside are the lines above the differences.
func (c *Pane) Beside(f pane.Frame) []string { return c.head(f) }

// texts are those of the pair that is being drawn, once for all its lines.
type texts struct {
	at   int
	a, b backend.Value
}

func (t *texts) wipe() {
	t.a.Wipe()
	t.b.Wipe()
}

// turn makes them those of another pair.
func (t *texts) turn(c *Pane, at int) {
	if t.at == at {
		return
	}
	t.wipe()
	p := c.cmp.Fields[at]
	t.at, t.a, t.b = at, c.cmp.A.Text(c.va, p.A), c.cmp.B.Text(c.vb, p.B)
}

// side is one of the two versions in w cells: which, its labels, how old, and since when where there is room for that.
func side(f pane.Frame, sign string, role ui.Role, v backend.Version, w int) []ui.Span {
	spans := []ui.Span{{Role: role, Text: sign + " "}, {Role: f.Th.Name, Text: ui.ShortVersion(v.ID)}, {Role: f.Th.Text, Text: "  "}}
	age, since := ui.Ago(v.Created, f.Now), ""
	if age != "" {
		age, since = "  "+age, " · "+ui.Exact(v.Created)
	}
	spans = append(spans, ui.LabelSpans(ui.LabelsInOrder(v.Stages), f.Th.Styles, max(0, w-ui.SpansWidth(spans)-ui.Width(age)))...)
	if spans = append(spans, ui.Span{Role: f.Th.Text, Text: age}); ui.SpansWidth(spans)+ui.Width(since) <= w {
		spans = append(spans, ui.Span{Role: f.Th.Dim, Text: since})
	}
	return spans
}

func (c *Pane) viewUnreadable(f pane.Frame, p *ui.Page) []string {
	p.Blank()
	p.Text(f.Th.Urgent, ui.ShortVersion(c.failed)+": "+c.WhatFailed(c.Err))
	if h := c.Advice(c.Err); h != "" {
		p.Text(f.Th.Text, h)
	}
	p.Blank()
	p.Line(ui.Span{Role: f.Th.Key, Text: c.AgainBy(f.Keys.Key(keymap.Comparing, keymap.Reveal), backend.OpReveal, c.secret.ARN)}, ui.Span{Role: f.Th.Text, Text: " reads both again"})
	return p.Lines
}

// verdict is the comparison in one line.
func (c *Pane) verdict(f pane.Frame) (out []ui.Span) {
	add := func(r ui.Role, s string) {
		if len(out) > 0 {
			out = append(out, ui.Span{Role: f.Th.Dim, Text: " · "})
		}
		out = append(out, ui.Span{Role: r, Text: s})
	}
	changed, added, removed, same := c.cmp.Counts()
	switch {
	case c.cmp.SameBytes:
		add(f.Th.Good, "the same, byte for byte")
		return out
	case c.cmp.SameContent && c.cmp.By == document.ByBytes:
		add(f.Th.Warn, "the same bytes, one kept as text and one as binary")
		return out
	case c.cmp.SameContent:
		add(f.Th.Good, "same content, different bytes: only white space differs")
	case c.cmp.By == document.ByBytes:
		add(f.Th.Warn, "different")
		return out
	}
	for _, n := range []struct {
		count int
		word  string
		role  ui.Role
	}{{changed, "changed", f.Th.Warn}, {added, "added", f.Th.Good}, {removed, "removed", f.Th.Urgent}, {same, "unchanged", f.Th.Dim}} {
		if n.count > 0 {
			add(n.role, ui.Count(n.count)+" "+n.word)
		}
	}
	switch {
	case c.cmp.Reordered:
		add(f.Th.Text, "keys in another order")
	case c.cmp.By == document.ByKey && !c.cmp.SameContent && changed+added+removed == 0:
		add(f.Th.Text, "keys spelled otherwise")
	}
	if c.cmp.By == document.ByLine && c.cmp.A.Kind != c.cmp.B.Kind {
		add(f.Th.Dim, ui.DescribeKind(c.cmp.A)+" against "+ui.DescribeKind(c.cmp.B)+": by line")
	}
	if c.State == pane.Ended {
		add(f.Th.Dim, "wiped: "+f.Keys.Key(keymap.Comparing, keymap.Reveal)+" reads both again, 2 decrypts")
	}
	return out
}

// viewBytes compares what is no text: size, type and SHA-256.
func (c *Pane) viewBytes(f pane.Frame, p *ui.Page) []string {
	var sums [2][]string
	for i, v := range []backend.Value{c.va, c.vb} {
		if sum, ok := v.Sum(); ok {
			sums[i] = ui.Wrap(hex.EncodeToString(sum[:]), max(8, c.w-6))
		}
	}
	rows, room := 2+len(sums[0])+len(sums[1]), c.h-len(p.Lines)
	if rows > room { // either size comes before a sum
		sums = [2][]string{}
	}
	for i, s := range []struct {
		sign string
		role ui.Role
		doc  document.Document
	}{{"-", f.Th.Urgent, c.cmp.A}, {"+", f.Th.Good, c.cmp.B}} {
		p.Line(ui.Span{Role: s.role, Text: s.sign + " "}, ui.Span{Role: f.Th.Text, Text: ui.Plural(s.doc.Bytes, "byte")},
			ui.Span{Role: f.Th.Dim, Text: " · " + strings.TrimPrefix(ui.DescribeKind(s.doc), "binary · ")})
		for _, part := range sums[i] {
			p.Line(ui.Span{Role: f.Th.Dim, Text: "  " + part})
		}
		if i == 0 && rows < room {
			p.Blank()
		}
	}
	return p.Lines
}

func (c *Pane) draw(f pane.Frame, i int, of *texts) string {
	l := c.lines[i]
	cursor := i == c.scroll.Pos
	if l.fold > 0 {
		word := "key"
		if c.cmp.By == document.ByLine {
			word = "line"
		}
		return ui.SameRow{Count: l.fold, Word: word, Indent: l.indent, Cursor: cursor, Focus: f.Focus}.Draw(f.Th, c.w)
	}
	row := ui.DiffRow{LabelW: c.labelW, First: l.first, Wide: c.wide(), Cursor: cursor, Focus: f.Focus}
	if c.cmp.By == document.ByKey {
		c.drawField(&row, l, of)
	} else {
		c.drawLine(&row, l)
	}
	if l.side != 0 && row.Change != document.Same {
		row.Change = l.side
	}
	return row.Draw(f.Th, c.w)
}

func (c *Pane) drawField(row *ui.DiffRow, l diffLine, of *texts) {
	p := c.cmp.Fields[l.at]
	row.Change, row.Label, row.Indent = p.Change, c.label(p), p.Depth
	if s := c.summary(l.at); s != "" {
		row.Old.Note = s
		if p.A < 0 {
			row.Old.Note, row.New.Note = "", s
		}
		return
	}
	if !c.shown.Shows(l.at) {
		if p.A >= 0 && (p.Change != document.Same || c.wide()) {
			row.Old = maskedField(c.cmp.A, p.A, p.ALen)
		}
		if p.B >= 0 {
			row.New = maskedField(c.cmp.B, p.B, p.BLen)
		}
		if p.Respelled {
			row.New.Note += ", " + respelled
		}
		return
	}
	of.turn(c, l.at)
	cell := func(text backend.Value, at stretch) (out ui.DiffCell) {
		if !at.on {
			return out
		}
		text.Use(func(b []byte) {
			out.GoesOn = at.From > 0 && b[at.From-1] != '\n'
			if out.Text = c.shown.Permit(l.at).Text(b, at.Piece); len(b) == 0 {
				out.Note = ui.Empty
			}
		})
		return out
	}
	row.Old, row.New = cell(of.a, l.a), cell(of.b, l.b)
	if p.A >= 0 && p.B >= 0 {
		if a, b := c.cmp.A.Fields[p.A].Kind, c.cmp.B.Fields[p.B].Kind; a != b { // 5432 and "5432" read alike
			row.Old.Kind, row.New.Kind = ui.KindWord(a), ui.KindWord(b)
		}
	}
}

func (c *Pane) drawLine(row *ui.DiffRow, l diffLine) {
	row.Change = c.cmp.Runs[l.at].Change
	n := l.b.line
	if l.a.on {
		n = l.a.line
	}
	row.Label, row.First = strconv.Itoa(n+1), true
	cell := func(d document.Document, v backend.Value, spans []document.Span, at stretch) (out ui.DiffCell) {
		switch {
		case !at.on:
		case !c.shown.Shows(l.at):
			out.Masked, out.Note = true, lineWords(d, spans, at.line)
		default:
			v.Use(func(b []byte) { out.Text = c.shown.Permit(l.at).Text(b, at.Piece) })
			if out.GoesOn = at.From > spans[at.line].Start; out.GoesOn {
				row.Label = ""
			}
		}
		return out
	}
	row.Old, row.New = cell(c.cmp.A, c.va, c.cmp.ALines, l.a), cell(c.cmp.B, c.vb, c.cmp.BLines, l.b)
}

// lineWords is the size of a masked line, its line end included, and with the last one what stands at the value's ends.
func lineWords(d document.Document, lines []document.Span, line int) string {
	size := lines[line].End - lines[line].Start
	if lines[line].End < d.Bytes {
		size++
	}
	if line+1 < len(lines) {
		return ui.Plural(size, "byte")
	}
	return withEnds(ui.Plural(size, "byte"), d.Ends)
}

func withEnds(size string, e document.Ends) string {
	if words := ui.EndsWords(e); words != "" {
		return size + ", " + words
	}
	return size
}
