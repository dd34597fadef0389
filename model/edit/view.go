package edit

import (
	"fmt"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Panel is the frame.
func (e *Pane) Panel(f pane.Frame) ui.Panel {
	p := ui.Panel{Title: "edit " + ui.Text(e.secret.Name), Focus: f.Focus}
	if e.fresh != nil {
		p.Title = "new secret " + ui.Text(e.secret.Name)
	}
	if e.mode == inConflict {
		p.Title = "conflict in " + ui.Text(e.secret.Name)
	}
	p.Foot, p.Place = e.state(f.Th), e.Elsewhere(e.secret.ARN)
	p.Foot = append(p.Foot, e.shown.Bar(f.Th, "masked", p.FootRoom(e.w)-ui.SpansWidth(p.Foot))...)
	return p
}

// state is what is to be known of the edit in its border, in a few words.
func (e *Pane) state(th *ui.Theme) []ui.Span {
	switch {
	case e.reads:
		return []ui.Span{{Role: th.Brand, Text: " reading… "}}
	case e.saving:
		return []ui.Span{{Role: th.Brand, Text: " saving… "}}
	case e.mode == inForm && e.form.touched() != "":
		return []ui.Span{{Role: th.Warn, Text: " " + e.form.touched() + " "}}
	case e.mode == inText && e.text.Len() > backend.MaxValue*9/10:
		return []ui.Span{{Role: th.Warn, Text: fmt.Sprintf(" %s of %s bytes ", ui.Count(e.text.Len()), ui.Count(backend.MaxValue))}}
	}
	return nil
}

// View draws what is being edited.
func (e *Pane) View(f pane.Frame) []string {
	lines, _ := e.draw(f)
	return lines
}

// Cursor is where the next letter goes.
func (e *Pane) Cursor() (x, y int, on bool) {
	if e.typing == nil && e.mode != inText {
		return 0, 0, false
	}
	_, at := e.draw(pane.Frame{Th: ui.Plain(), Keys: e.Keys, Now: e.Served()})
	return at.x, at.y, at.on
}

// caret is where the terminal's cursor belongs inside the pane.
type caret struct {
	x, y int
	on   bool
}

// below is where it belongs if y more lines stand above.
func (c caret) below(y int) caret { return caret{c.x, c.y + y, c.on} }

func (e *Pane) draw(f pane.Frame) (lines []string, at caret) {
	p := &ui.Page{Th: f.Th, W: e.w}
	foot := e.foot(f.Th)
	switch h := e.h - len(foot); e.mode {
	case editReading, editAside:
		p.Blank()
		p.Line(pane.Spun(f.Th, "reading…", e.since, e.Now)...)
	case editUnreadable:
		e.viewTrouble(p)
	case inForm:
		at = e.viewForm(f, p, h)
	case inText:
		at = e.viewText(f, p, h)
	case inBytes:
		e.viewBytes(f, p)
	case inConflict:
		e.conflict.view(f, p, h)
	}
	return append(ui.Pad(p.Lines, e.w, max(0, e.h-len(foot))), foot...), at
}

// fit works out what is in sight of what is being edited.
func (e *Pane) fit() {
	if e.w < 1 || e.h < 1 {
		return
	}
	h := e.room()
	switch e.mode {
	case inForm:
		e.fitForm(formRoom(h))
	case inText:
		e.top, _, _, _ = e.text.Window(e.textWidth(), textRoom(h), e.top)
	case inConflict:
		e.conflict.fit(e.w, h)
	}
}

// formRoom and textRoom are how many lines there are below the headline, of h above the foot.
func formRoom(h int) int { return max(1, h-2) }
func textRoom(h int) int { return max(1, h-2) }

func (e *Pane) viewTrouble(p *ui.Page) {
	p.Blank()
	p.Text(p.Th.Urgent, e.WhatFailed(e.err))
	if m := backend.Message(e.err); m != "" {
		p.Text(p.Th.Dim, ui.Text(m))
	}
	if h := e.Hint(e.err); h != "" && h != ui.Text(backend.Message(e.err)) {
		p.Text(p.Th.Text, h)
	}
}

// headline says what is edited, what it started from, which the review tells again, and what becomes of a draft.
func (e *Pane) headline(f pane.Frame, kind string) string {
	l := ui.NewLine(e.w, f.Th.Text).Gap(2).Add(f.Th.Info, kind)
	from, draft := "", ""
	if e.version != "" {
		from = " · from " + ui.ShortID(e.version)
	}
	if words := e.keeping(); words != "" {
		draft = " · " + words
	}
	said, fits := from+draft, func(s string) bool { return ui.Width(s) <= l.Left() }
	switch {
	case fits(said):
	case e.drafts.store.Missing() != "":
		said = draft
	case fits(from):
		said = from
	default:
		said = ""
	}
	return l.Add(f.Th.Dim, said).String()
}

func (e *Pane) valueWidth() int { return max(8, e.w-e.form.keys-6) }

func (e *Pane) formHeadline(f pane.Frame) string {
	now := e.form.doc
	now.Top = e.form.edit.Top(e.form.doc)
	return e.headline(f, ui.DescribeKind(now))
}

func (e *Pane) viewForm(f pane.Frame, p *ui.Page, h int) (at caret) {
	fm := &e.form
	p.Lines = append(p.Lines, e.formHeadline(f))
	p.Blank()
	room := formRoom(h)
	put := func(lines []string, c caret) {
		if c.on {
			at = c.below(len(p.Lines))
		}
		p.Lines = append(p.Lines, lines...)
	}
	switch {
	case len(fm.rows) == 0 && e.typing == nil:
		p.Text(f.Th.Dim, "nothing in it yet")
		p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Edit, keymap.AddKey)}, ui.Span{Role: f.Th.Text, Text: " adds a key"})
		return at
	case len(fm.rows) == 0:
		put(e.newLines(f, room))
		return at
	}
	for i := fm.scroll.Top; i < len(fm.rows) && len(p.Lines) < room+2; i++ {
		put(e.rowLines(f, i, room))
		if e.adding() && i == fm.scroll.Pos {
			put(e.newLines(f, room))
		}
	}
	p.Lines = p.Lines[:min(len(p.Lines), room+2)]
	return at
}

// fitForm scrolls so far that all of the row under the cursor is in sight, and in it the place that is typed at.
func (e *Pane) fitForm(room int) {
	if t := e.typing; t != nil && t.shows() && !t.name() {
		t.top, _, _, _ = t.buf.Window(e.valueWidth(), e.typingHeight(room), t.top)
	}
	fm := &e.form
	if len(fm.rows) == 0 {
		return
	}
	measured := pane.Frame{Th: ui.Plain(), Keys: e.Keys}
	height := func(i int) int {
		lines, _ := e.rowLines(measured, i, room)
		return len(lines)
	}
	fm.scroll.H = room
	fm.scroll.Clamp()
	top, used := fm.scroll.Top, 0
	if e.adding() {
		used = e.typingHeight(room)
	}
	for i := top; i <= fm.scroll.Pos; i++ {
		used += height(i)
	}
	for ; used > room && top < fm.scroll.Pos; top++ {
		used -= height(top)
	}
	fm.scroll.Top = top
}

// adding reports whether a key is being typed that has no row yet.
func (e *Pane) adding() bool { return e.typing != nil && e.typing.row.field < 0 && e.typing.row.id < 0 }

func (e *Pane) typingHeight(room int) int {
	return min(max(1, room/2), max(1, e.typing.buf.Lines(e.valueWidth())))
}

// rowLines are the lines of one row, and where the cursor is in them.
func (e *Pane) rowLines(f pane.Frame, i, room int) ([]string, caret) {
	fm := &e.form
	r := fm.rows[i]
	here := i == fm.scroll.Pos && !e.adding()
	row := ui.EditRow{Key: r.label, Indent: r.depth, KeyW: fm.keys, Folds: r.folds, Folded: fm.folded[r.field] && r.field >= 0, Nested: fm.nested, Mark: r.mark,
		First: true, Cursor: here, Focus: f.Focus, Text: ui.Mask, Note: typeNote(r.kind)}
	st := f.Th.Row(here, f.Focus)
	row.Role = st.Mask
	if t := e.typing; t != nil && here && t.row == r.rowID {
		return e.typingLines(f, row, room)
	}
	switch {
	case r.folds && r.kind == document.FieldArray:
		row.Summary, row.Note = "[ "+ui.Plural(r.children, "item")+" ]", ""
	case r.folds:
		row.Summary, row.Note = "{ "+ui.Plural(r.children, "key")+" }", ""
	case fm.shown.Shows(r.rowID):
		return e.shownLines(f, st, r, row), caret{}
	case r.ends != document.Ends{}:
		row.Note = ui.EndsWords(r.ends) + " "
	}
	return []string{row.Draw(f.Th, e.w)}, caret{}
}

// typeNote names a type that is not the usual one.
func typeNote(k document.FieldKind) string {
	switch k {
	case document.FieldNumber:
		return "number "
	case document.FieldBool:
		return "true/false "
	case document.FieldNull:
		return "null "
	case document.FieldObject, document.FieldArray:
		return "JSON "
	}
	return ""
}

// maxShown is how many lines of a revealed value a form shows; as text it can be seen whole.
const maxShown = 6

func (e *Pane) shownLines(f pane.Frame, st ui.Styles, r formRow, row ui.EditRow) (out []string) {
	v := e.form.text(r)
	defer v.Wipe()
	row.Role = st.Value
	permit := e.form.shown.Permit(r.rowID)
	v.Use(func(b []byte) {
		if len(b) == 0 {
			row.Text, row.Role = ui.Empty, st.Dim
			out = append(out, row.Draw(f.Th, e.w))
			return
		}
		more := -maxShown
		ui.Break(b, ui.Piece{To: len(b)}, e.valueWidth()-ui.Width(row.Note)-1, func(from, to int) {
			if more++; more > 0 {
				return
			}
			row.Text, row.GoesOn = permit.Text(b, ui.Piece{From: from, To: to}).Text, from > 0 && b[from-1] != '\n'
			out = append(out, row.Draw(f.Th, e.w))
			row.First, row.Note = false, ""
		})
		if more > 0 {
			row.GoesOn = false
			row.Text, row.Role = "… "+ui.Plural(more, "more line"), st.Dim
			if ends := ui.EndsWords(r.ends); ends != "" {
				row.Text += ", " + ends
			}
			out = append(out, row.Draw(f.Th, e.w))
		}
	})
	return out
}

// newLines are the lines of a key that is being added.
func (e *Pane) newLines(f pane.Frame, room int) ([]string, caret) {
	t := e.typing
	row := ui.EditRow{Key: t.key, KeyW: e.form.keys, Nested: e.form.nested, Mark: ui.Added, First: true, Focus: f.Focus, Note: typeNote(t.kind)}
	if t.parent >= 0 {
		row.Indent = e.form.doc.Fields[t.parent].Depth + 1
	}
	return e.typingLines(f, row, room)
}

// typingLines draw what is being typed, in the value's place or, for a name, in the key's.
func (e *Pane) typingLines(f pane.Frame, row ui.EditRow, room int) (out []string, at caret) {
	t := e.typing
	f.Th = f.Th.Typing()
	st := f.Th.Row(true, f.Focus)
	row.Cursor, row.Role = true, st.Value
	if t.name() {
		row.Indent = min(row.Indent, e.w/4) // what is typed has the other half
		before, after := t.buf.Line(max(8, e.w-8-2*row.Indent))
		x := ui.Width(before)
		row.Typing, row.Text = true, before+after
		indent := 2*row.Indent + 3
		if row.Nested {
			indent += 2
		}
		return []string{row.Draw(f.Th, e.w)}, caret{indent + x, 0, true}
	}
	if !t.shows() {
		row.Text, row.Role, row.Note = ui.Mask, st.Mask, "masked: type the new value "
		switch {
		case t.unseen():
			row.Note = "masked "
		case t.touched && !t.whole:
			row.Note = ui.Count(runes(t.buf)) + " typed "
		}
		if t.touched && t.buf.Len() == 0 {
			row.Text, row.Note = "", "empty "
		}
		return []string{row.Draw(f.Th, e.w)}, caret{5 + row.KeyW + ui.Width(row.Text), 0, true}
	}
	_, lines, x, y := t.buf.Window(e.valueWidth(), e.typingHeight(room), t.top)
	for i, l := range lines {
		row.Text = t.buf.Show(t.shown.Permit(typed{}), l)
		row.First, row.GoesOn = i == 0, l.GoesOn
		if i > 0 || ui.Width(row.Text)+ui.Width(row.Note) > e.valueWidth() {
			row.Note = ""
		}
		if t.whole {
			row.Role = st.Match
		}
		out = append(out, row.Draw(f.Th, e.w))
	}
	return out, caret{5 + row.KeyW + x, y, true}
}

func runes(b *dialog.Buffer) int {
	return b.Runes()
}

func (e *Pane) textWidth() int  { return max(4, e.w-3) }
func (e *Pane) textHeight() int { return max(1, e.h-4) }

func (e *Pane) viewText(f pane.Frame, p *ui.Page, h int) (at caret) {
	kind := "text"
	if e.back {
		kind = "the whole value as text"
	}
	p.Lines = append(p.Lines, e.headline(f, kind))
	p.Blank()
	if e.hidden() {
		e.viewMasked(f, p)
		return at
	}
	f.Th = f.Th.Typing()
	_, lines, x, y := e.text.Window(e.textWidth(), textRoom(h), e.top)
	for i, l := range lines {
		p.Lines = append(p.Lines, ui.TextRow(f.Th, e.text.Show(e.shown.Permit(pane.Whole{}), l), l.GoesOn, i == y, f.Focus, e.w))
	}
	return caret{2 + x, 2 + y, true}
}

// viewMasked stands for a text that is not shown, with the way to see it.
func (e *Pane) viewMasked(f pane.Frame, p *ui.Page) {
	mask := []ui.Span{{Role: f.Th.Mask, Text: ui.Mask}}
	if n := e.text.Runes(); !e.sealed() && n > 0 {
		mask = append(mask, ui.Span{Role: f.Th.Dim, Text: " " + ui.Count(n) + " typed"})
	}
	if p.Line(mask...); e.Exposures.Denied != "" {
		p.Text(f.Th.Text, e.Exposures.Denied)
		return
	}
	p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Text, keymap.ShowTyped)}, ui.Span{Role: f.Th.Text, Text: " reveals it again; nothing of the edit is lost"})
}
