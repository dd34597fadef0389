package compare

import (
	"encoding/hex"
	"strconv"
	"strings"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// wide: the sides stand side by side.
func (c *Pane) wide() bool { return c.w+2 >= pane.Stacked }

// layout works out the lines from the comparison, and from the bytes of what is revealed.
func (c *Pane) layout() {
	at, on := c.here()
	c.lines, c.labelW = c.lines[:0], 0
	switch {
	case c.State != pane.Held && c.State != pane.Ended:
	case c.cmp.By == document.ByKey:
		for _, f := range c.cmp.Fields {
			c.labelW = max(c.labelW, 2*f.Depth+ui.Width(ui.Text(f.Label)))
		}
		c.labelW = min(c.labelW, max(8, c.w*2/7))
		c.layoutFields(0, len(c.cmp.Fields), 0)
	case c.cmp.By == document.ByLine:
		c.labelW = len(strconv.Itoa(max(len(c.cmp.ALines), len(c.cmp.BLines))))
		c.layoutRuns()
	}
	c.scroll.N = len(c.lines)
	if on {
		for i, l := range c.lines {
			if l.at == at.at && (l.fold > 0) == (at.fold > 0) {
				c.scroll.To(i)
				return
			}
		}
	}
	c.scroll.Clamp()
}

// room is the width of one side's text.
func (c *Pane) room() int {
	w := c.w - c.labelW - 6
	if c.wide() {
		w = (w - 3) / 2
	}
	return max(4, w)
}

func (c *Pane) layoutFields(from, to, depth int) {
	same, first := 0, 0
	flush := func() {
		if same > 0 {
			c.lines = append(c.lines, diffLine{at: first, fold: same, indent: depth})
		}
		same = 0
	}
	for i := from; i < to; i = c.cmp.Fields[i].Next {
		f := c.cmp.Fields[i]
		if f.Change == document.Same && !c.unfolded {
			if same == 0 {
				first = i
			}
			same++
			continue
		}
		flush()
		c.layoutField(i)
		c.layoutFields(i+1, f.Next, depth+1)
	}
	flush()
}

func (c *Pane) layoutField(i int) {
	f := c.cmp.Fields[i]
	if !c.shown[i] || c.summary(i) != "" {
		c.lines = append(c.lines, diffLine{at: i, first: true})
		return
	}
	pieces := func(d document.Document, v backend.Value, field int) (out []stretch) {
		if field < 0 {
			return nil
		}
		text := d.Text(v, field)
		defer text.Wipe()
		text.Use(func(b []byte) {
			ui.Break(b, c.room(), func(from, to int) { out = append(out, stretch{on: true, from: from, to: to}) })
		})
		return out
	}
	c.put(i, pieces(c.cmp.A, c.va, f.A), pieces(c.cmp.B, c.vb, f.B), f.Change != document.Same)
}

// put adds the lines of one part: beside each other, or the old ones above the new ones.
func (c *Pane) put(at int, a, b []stretch, differ bool) {
	if c.wide() {
		for i := range max(len(a), len(b), 1) {
			l := diffLine{at: at, first: i == 0}
			if i < len(a) {
				l.a = a[i]
			}
			if i < len(b) {
				l.b = b[i]
			}
			c.lines = append(c.lines, l)
		}
		return
	}
	if !differ {
		a = nil
	}
	first := true
	for _, p := range a {
		c.lines = append(c.lines, diffLine{at: at, first: first, side: document.Removed, a: p})
		first = false
	}
	for _, p := range b {
		side := document.Added
		if !differ {
			side = document.Same
		}
		c.lines = append(c.lines, diffLine{at: at, first: first, side: side, b: p})
		first = false
	}
}

func (c *Pane) layoutRuns() {
	for i, r := range c.cmp.Runs {
		if r.Change == document.Same && !c.unfolded {
			c.lines = append(c.lines, diffLine{at: i, fold: r.ATo - r.AFrom})
			continue
		}
		pieces := func(v backend.Value, spans []document.Span, from, to int) (out []stretch) {
			for n := from; n < to; n++ {
				if !c.shown[i] {
					out = append(out, stretch{on: true, line: n})
					continue
				}
				v.Use(func(b []byte) {
					ui.Break(b[spans[n].Start:spans[n].End], c.room(), func(from, to int) {
						out = append(out, stretch{on: true, line: n, from: spans[n].Start + from, to: spans[n].Start + to})
					})
				})
			}
			return out
		}
		c.put(i, pieces(c.va, c.cmp.ALines, r.AFrom, r.ATo), pieces(c.vb, c.cmp.BLines, r.BFrom, r.BTo), r.Change != document.Same)
	}
}

// summary is what stands for an object or array, "" for anything else.
func (c *Pane) summary(i int) string {
	f := c.cmp.Fields[i]
	one := func(d document.Document, field int) string {
		if field < 0 || !d.Fields[field].Container() {
			return ""
		}
		if d.Fields[field].Kind == document.FieldArray {
			return "[ " + ui.Plural(d.Fields[field].Children, "item") + " ]"
		}
		return "{ " + ui.Plural(d.Fields[field].Children, "key") + " }"
	}
	a, b := one(c.cmp.A, f.A), one(c.cmp.B, f.B)
	switch {
	case f.A < 0 || a == b:
		return b
	case f.B < 0:
		return a
	case a == "" || b == "":
		return "" // an object became a text: both are shown as they are written
	}
	return a + " → " + b
}

// Panel is the frame.
func (c *Pane) Panel(f pane.Frame) ui.Panel {
	return ui.Panel{Title: "Compare · " + ui.Text(c.secret.Name), Focus: true, Foot: c.Foot(f.Th, c.Now)}
}

// View draws the head and the differences in sight.
func (c *Pane) View(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: c.w}
	drawSide(p, f, "-", f.Th.Urgent, c.old)
	drawSide(p, f, "+", f.Th.Good, c.new)
	switch c.State {
	case pane.Unread, pane.Reading:
		p.Blank()
		p.Text(f.Th.Dim, "reading both…")
		return p.Lines
	case pane.Unreadable:
		return c.viewUnreadable(f, p)
	}
	p.Line(c.verdict(f)...)
	p.Blank()
	if c.cmp.By == document.ByBytes {
		return c.viewBytes(f, p)
	}
	for i := c.scroll.Top; i < min(len(c.lines), c.scroll.Top+c.scroll.H); i++ {
		p.Lines = append(p.Lines, c.draw(f, i))
	}
	return p.Lines
}

func drawSide(p *ui.Page, f pane.Frame, sign string, role ui.Role, v backend.Version) {
	l := ui.NewLine(p.W, p.Th.Text).Gap(2).Add(role, sign).Gap(1).Add(p.Th.Name, ui.ShortVersion(v.ID)).Gap(2)
	if age := ui.Ago(v.Created, f.Now); age != "" {
		l.Add(p.Th.Text, age)
		if l.Left() > 50 {
			l.Add(p.Th.Dim, " · "+ui.Exact(v.Created))
		}
		l.Gap(2)
	}
	p.Lines = append(p.Lines, l.Spans(ui.LabelSpans(ui.LabelsInOrder(v.Stages), p.Th.Styles, l.Left())...).String())
}

func (c *Pane) viewUnreadable(f pane.Frame, p *ui.Page) []string {
	p.Blank()
	p.Text(f.Th.Urgent, ui.ShortVersion(c.failed)+": "+ui.Text(c.Err.Error()))
	if h := c.Hint(c.Err); h != "" {
		p.Text(f.Th.Text, h)
	}
	p.Blank()
	p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Comparing, keymap.Reveal)}, ui.Span{Role: f.Th.Text, Text: " reads both again"})
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
	if c.cmp.Reordered {
		add(f.Th.Text, "keys in another order")
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
	for _, s := range []struct {
		sign string
		role ui.Role
		doc  document.Document
		v    backend.Value
	}{{"-", f.Th.Urgent, c.cmp.A, c.va}, {"+", f.Th.Good, c.cmp.B, c.vb}} {
		p.Line(ui.Span{Role: s.role, Text: s.sign + " "}, ui.Span{Role: f.Th.Text, Text: ui.Plural(s.doc.Bytes, "byte")},
			ui.Span{Role: f.Th.Dim, Text: " · " + strings.TrimPrefix(ui.DescribeKind(s.doc), "binary · ")})
		if sum, ok := s.v.Sum(); ok {
			for _, part := range ui.Wrap(hex.EncodeToString(sum[:]), max(8, c.w-6)) {
				p.Line(ui.Span{Role: f.Th.Dim, Text: "  " + part})
			}
		}
		p.Blank()
	}
	return p.Lines
}

func (c *Pane) draw(f pane.Frame, i int) string {
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
		c.drawField(&row, l)
	} else {
		c.drawLine(&row, l)
	}
	if l.side != 0 && row.Change != document.Same {
		row.Change = l.side
	}
	return row.Draw(f.Th, c.w)
}

func (c *Pane) drawField(row *ui.DiffRow, l diffLine) {
	p := c.cmp.Fields[l.at]
	row.Change, row.Label, row.Indent = p.Change, p.Label, p.Depth
	if s := c.summary(l.at); s != "" {
		row.Old.Note = s
		if p.A < 0 {
			row.Old.Note, row.New.Note = "", s
		}
		return
	}
	if !c.shown[l.at] {
		if p.A >= 0 && (p.Change != document.Same || c.wide()) {
			row.Old = ui.DiffCell{Masked: true, Note: ui.Characters(p.ALen)}
		}
		if p.B >= 0 {
			row.New = ui.DiffCell{Masked: true, Note: ui.Characters(p.BLen)}
		}
		if p.Respelled {
			row.New.Note += ", the same text spelled otherwise"
		}
		return
	}
	cell := func(d document.Document, v backend.Value, field int, at stretch) (out ui.DiffCell) {
		if !at.on {
			return out
		}
		text := d.Text(v, field)
		defer text.Wipe()
		text.Use(func(b []byte) {
			if out.Text = ui.ValueText(b[at.from:at.to]); len(b) == 0 {
				out.Note = "(empty)"
			}
		})
		return out
	}
	row.Old, row.New = cell(c.cmp.A, c.va, p.A, l.a), cell(c.cmp.B, c.vb, p.B, l.b)
}

func (c *Pane) drawLine(row *ui.DiffRow, l diffLine) {
	row.Change = c.cmp.Runs[l.at].Change
	n := l.b.line
	if l.a.on {
		n = l.a.line
	}
	row.Label, row.First = strconv.Itoa(n+1), true
	cell := func(v backend.Value, spans []document.Span, at stretch) (out ui.DiffCell) {
		switch {
		case !at.on:
		case !c.shown[l.at]:
			out.Masked, out.Note = true, ui.Plural(spans[at.line].End-spans[at.line].Start, "byte")
		default:
			v.Use(func(b []byte) { out.Text = ui.ValueText(b[at.from:at.to]) })
			if at.from > spans[at.line].Start {
				row.Label = ""
			}
		}
		return out
	}
	row.Old, row.New = cell(c.va, c.cmp.ALines, l.a), cell(c.vb, c.cmp.BLines, l.b)
}
