package detail

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Panel is the frame, with the secret's name and the tabs.
func (d *Pane) Panel(f pane.Frame) ui.Panel {
	p := ui.Panel{Title: d.insteadOf, Focus: f.Focus}
	if !d.on {
		return p
	}
	p.Title, p.Place = ui.Text(d.secret.Name), d.Elsewhere(d.secret.ARN)
	p.Tabs = []string{"Value", "Info", "Tags " + d.tagCount(), d.replicaTab(), "Rotation", "Policy"}
	p.Tab, p.Below = int(d.tab), d.tabsBelow
	if v := &d.value; v.State == pane.Held && d.tab == tabValue {
		p.Foot = v.shown.Bar(f.Th, "wiped", p.FootRoom(d.w))
	}
	return p
}

// View draws the tab in force.
func (d *Pane) View(f pane.Frame) []string {
	switch {
	case !d.on && d.instead == nil:
		return nil
	case !d.on:
		return d.instead(f, d.w, d.h)
	case d.tab == tabValue:
		return d.viewValue(f)
	case d.tab == tabPolicy:
		return d.viewPolicies(f)
	}
	return d.viewFacts(f)
}

func drawKeys(p *ui.Page, f pane.Frame, actions ...keymap.Action) {
	does := func(a keymap.Action) string {
		switch a {
		case keymap.Reveal:
			return " reveals"
		case keymap.RevealAll:
			return " reveals all"
		case keymap.Copy:
			return " copies without showing"
		}
		return " restores it"
	}
	const oneLine = 58 // below it one key stands under the other
	spans := make([]ui.Span, 0, 3*len(actions))
	for _, a := range actions {
		if len(spans) > 0 && p.W < oneLine {
			p.Line(spans...)
			spans = spans[:0]
		}
		if len(spans) > 0 {
			spans = append(spans, ui.Span{Role: p.Th.Dim, Text: " · "})
		}
		spans = append(spans, ui.Span{Role: p.Th.Key, Text: f.Keys.Key(keymap.Detail, a)}, ui.Span{Role: p.Th.Text, Text: does(a)})
	}
	p.Line(spans...)
}

func (d *Pane) viewValue(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: d.w}
	v := &d.value
	p.Lines = append(p.Lines, d.headlines(f)...)
	if !d.secret.Deleted.IsZero() {
		return d.viewDeleted(f, p)
	}
	switch v.State {
	case pane.Unread:
		p.Lines = append(p.Lines, d.older(f))
		p.Text(f.Th.Strong, "not read")
		p.Blank()
		if why := d.Lacks(backend.OpReveal, d.known()); why != "" {
			p.Text(f.Th.Warn, why)
			return p.Lines
		}
		if d.Exposures.Denied != "" {
			drawKeys(p, f, keymap.Copy)
		} else {
			drawKeys(p, f, keymap.Reveal, keymap.RevealAll, keymap.Copy)
		}
		p.Text(f.Th.Dim, "one decrypt, recorded by AWS")
		return p.Lines
	case pane.Reading:
		p.Lines = append(p.Lines, d.older(f))
		p.Line(pane.Spun(f.Th, "reading…", v.Since, d.Now)...)
		return p.Lines
	case pane.Unreadable:
		return d.viewUnreadable(f, p)
	}
	v = d.top()
	p.Lines = append(p.Lines, d.heading(f)...)
	if v.doc.Kind == document.KindJSON {
		return d.viewFields(f, p, v)
	}
	return d.viewText(f, p, v)
}

// Beside are the lines above the keys of a value.
func (d *Pane) Beside(f pane.Frame) []string {
	if v := &d.value; !d.on || d.tab != tabValue || v.State != pane.Held && v.State != pane.Ended || d.top().doc.Kind != document.KindJSON {
		return nil
	}
	return append(d.headlines(f), d.heading(f)...)
}

// viewDeleted is the Value tab of a secret scheduled for deletion: what is certain, and the way back.
func (d *Pane) viewDeleted(f pane.Frame, p *ui.Page) []string {
	dl := d.Deadline(d.secret, f.Now)
	p.Blank()
	p.Text(f.Th.Strong, "scheduled for deletion")
	p.Deadline(dl, f.Now)
	if !dl.Deleted.IsZero() {
		p.Text(f.Th.Dim, "deleted "+ui.When(dl.Deleted, f.Now))
	}
	p.Blank()
	switch why := d.Lacks(backend.OpRestore, d.secret); {
	case d.ReadOnly:
	case why != "":
		p.Text(f.Th.Warn, why)
		p.Blank()
	default:
		drawKeys(p, f, keymap.Restore)
		p.Blank()
	}
	note := "Its value cannot be read until then."
	if whole := note + " AWS does not tell how long a recovery window is, so only what is certain is shown."; !dl.Exact() && len(p.Lines)+len(ui.Wrap(whole, d.w-4)) <= d.h {
		note = whole
	}
	p.Text(f.Th.Dim, note)
	return p.Lines
}

func (d *Pane) viewUnreadable(f pane.Frame, p *ui.Page) []string {
	const roomy = 8
	err := d.value.Err
	if p.Lines = append(p.Lines, d.older(f)); d.h < roomy { // what is wrong needs it
		p.Lines = nil
	}
	if errors.Is(err, backend.ErrNoValue) && d.version.ID == "" {
		p.Text(f.Th.Strong, "no value yet")
		p.Blank()
		if !d.ReadOnly {
			p.Says(f.Keys.Key(keymap.Detail, keymap.EditValue), "puts the first one in")
		}
		p.Says(d.AgainBy(f.Keys.Key(keymap.Detail, d.Reads()), backend.OpReveal, d.secret.ARN), "looks again")
		return p.Lines
	}
	p.Text(f.Th.Urgent, d.WhatFailed(err))
	said, todo := p.Apart(), p.Apart()
	if m := backend.Message(err); m != "" {
		said.Text(f.Th.Dim, ui.Text(m))
	}
	if h := d.Advice(err); h != "" && h != ui.Text(backend.Message(err)) {
		todo.Blank()
		todo.Text(f.Th.Text, h)
	}
	todo.Blank()
	todo.Says(d.AgainBy(f.Keys.Key(keymap.Detail, d.Reads()), backend.OpReveal, d.secret.ARN), "tries again")
	if len(p.Lines)+len(said.Lines)+len(todo.Lines) > d.h { // what to do comes before what explains
		said.Lines = nil
	}
	if len(p.Lines)+len(todo.Lines) > d.h {
		todo.Lines = slices.DeleteFunc(todo.Lines, func(line string) bool { return line == ui.Blank(d.w) })
	}
	p.Lines = slices.Concat(p.Lines, said.Lines, todo.Lines)
	return p.Lines
}

// headlines say what the value is, or while it is not read what the secret is for: of that as much as there is room for.
func (d *Pane) headlines(f pane.Frame) []string {
	const roomy, most = 12, 3
	if d.value.State == pane.Held || d.value.State == pane.Ended {
		return []string{d.headline(f)}
	}
	lines := ui.Wrap(ui.Datum(d.secret.Description), max(8, d.w-4))
	if d.h < roomy {
		lines = []string{ui.Datum(d.secret.Description)}
	} else if len(lines) > most {
		lines = append(lines[:most-1], strings.Join(lines[most-1:], " "))
	}
	p := &ui.Page{Th: f.Th, W: d.w}
	for _, l := range lines {
		p.Line(ui.Span{Role: f.Th.Dim, Text: l})
	}
	return p.Lines
}

// headline says of a value what it is: kind, size where that is no secret, version and labels. What is told of the version below goes
// first where there is little room; of one that is not the current one the line below tells all of it.
func (d *Pane) headline(f pane.Frame) string {
	v := &d.value
	l := ui.NewLine(d.w, f.Th.Text).Gap(2).Add(f.Th.Info, ui.DescribeKind(v.doc))
	if v.kept && v.doc.Kind != document.KindBinary {
		l.Add(f.Th.Dim, " · kept as binary")
	}
	if v.State != pane.Held {
		return l.Add(f.Th.Dim, " · wiped · ").Add(f.Th.Key, f.Keys.Key(keymap.Detail, d.Reads())).Add(f.Th.Dim, " reads it again").String()
	}
	if d.isOlder() {
		return l.String()
	}
	labels, id, age := " · "+ui.LabelWords(v.meta.Stages), " · "+ui.ShortID(v.meta.Version), ""
	if old := ui.Old(d.made(), f.Now); old != "" {
		age = " · " + old
	}
	for _, said := range []string{labels + id + age, labels + age, age} {
		if ui.Width(said) <= l.Left() {
			return l.Add(f.Th.Dim, said).String()
		}
	}
	return l.String()
}

func (d *Pane) viewFields(f pane.Frame, p *ui.Page, v *value) []string {
	if len(v.lines) == 0 {
		p.Text(f.Th.Dim, "an empty "+map[bool]string{true: "array", false: "object"}[v.doc.Array])
		return p.Lines
	}
	var text backend.Value // the decoded text of the field being drawn, once for all its lines
	textOf := -1
	for i := v.scroll.Top; i < min(len(v.lines), v.scroll.Top+v.scroll.H); i++ {
		l := v.lines[i]
		if l.field != textOf && v.shows(l.field) {
			text.Wipe()
			text, textOf = v.doc.Text(v.val, l.field), l.field
		}
		p.Lines = append(p.Lines, v.fieldRow(l, text, f.Focus).Draw(f.Th, d.w))
	}
	text.Wipe()
	return p.Lines
}

func (v *value) fieldRow(l valueLine, text backend.Value, focus bool) ui.FieldRow {
	fd := v.doc.Fields[l.field]
	at, _ := v.field()
	row := ui.FieldRow{Key: ui.VisibleKey(v.doc.Label(l.field)), Indent: fd.Depth, KeyW: v.keys, First: l.first, Focus: focus,
		Cursor: l.field == at, Nested: v.nested, Folds: fd.Container(), Folded: v.folded[l.field], Masked: !v.shows(l.field), Note: ui.EndsWords(fd.Ends)}
	switch fd.Kind {
	case document.FieldObject:
		row.Summary = "{ " + ui.Plural(fd.Children, "key") + " }"
	case document.FieldArray:
		row.Summary = "[ " + ui.Plural(fd.Children, "item") + " ]"
	default:
		if !row.Masked {
			text.Use(func(b []byte) {
				row.GoesOn = goesOn(b, l)
				row.Text = v.shown.Permit(v.part(l.field)).Text(b, ui.Piece{From: l.from, To: l.to}).Text
			})
			row.Empty = l.first && fd.Kind == document.FieldString && text.Len() == 0
		}
	}
	return row
}

// goesOn reports whether a line of a text goes on from the one above it, which was too long.
func goesOn(b []byte, l valueLine) bool { return l.from > 0 && b[l.from-1] != '\n' }

func (d *Pane) viewText(f pane.Frame, p *ui.Page, v *value) []string {
	switch {
	case v.doc.Kind == document.KindBinary && v.State == pane.Held:
		return d.viewBinary(f, p, v)
	case v.State == pane.Ended || !v.shows(whole):
		p.Line(ui.Span{Role: f.Th.Mask, Text: ui.Mask}, ui.Span{Role: f.Th.Dim, Text: "  " + ui.EndsWords(v.doc.Ends)})
		return p.Lines
	}
	permit := v.shown.Permit(v.part(whole))
	v.val.Use(func(b []byte) {
		for i := v.scroll.Top; i < min(len(v.lines), v.scroll.Top+v.scroll.H); i++ {
			l := v.lines[i]
			p.Lines = append(p.Lines, ui.TextRow(f.Th, permit.Text(b, ui.Piece{From: l.from, To: l.to}).Text, goesOn(b, l), i == v.scroll.Pos && len(v.lines) > 1, f.Focus, d.w))
		}
	})
	return p.Lines
}

func (d *Pane) viewBinary(f pane.Frame, p *ui.Page, v *value) []string {
	row := func(label, text string) {
		p.Lines = append(p.Lines, ui.FactRow{Label: label, LabelW: 8, Text: text, Role: f.Th.Text}.Draw(f.Th, d.w))
	}
	row("size", ui.Plural(v.doc.Bytes, "byte"))
	row("type", v.doc.Media)
	if sum, ok := v.val.Sum(); ok {
		row("sha-256", "")
		for _, part := range ui.Wrap(hex.EncodeToString(sum[:]), max(8, d.w-4)) {
			p.Line(ui.Span{Role: f.Th.Dim, Text: part})
		}
	}
	p.Blank()
	p.Says(f.Keys.Key(keymap.Detail, keymap.SaveFile), "saves it to a file · binary values are not shown")
	return p.Lines
}

func (d *Pane) viewFacts(f pane.Frame) []string {
	head, lines, at := d.factLines(f)
	room := max(1, d.h-len(head))
	from := d.factFrom(len(lines), room, at)
	return append(head, lines[from:min(len(lines), from+room)]...)
}

// factFrom is the first of n lines that is seen through a window of room, with the cursor in the middle of it or where the wheel has
// moved it.
func (d *Pane) factFrom(n, room, cursor int) int {
	at := cursor - room/2
	if d.wheeled {
		at = d.factTop
	}
	return max(0, min(at, n-room))
}

// factLines are the lines of a tab of facts, below those of its head, and which of them the cursor is on.
func (d *Pane) factLines(f pane.Frame) (head, lines []string, at int) {
	rows := d.factRows()
	p := &ui.Page{Th: f.Th, W: d.w}
	p.Blank()
	switch {
	case len(rows) > 0:
	case d.tab == tabReplicas:
		d.noReplicas(f, p)
	case d.untold() != "":
		p.Line(ui.Span{Role: f.Th.Dim, Text: "which tags it has is not known"})
	default:
		p.Line(ui.Span{Role: f.Th.Dim, Text: "no tags · "}, ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Tags, keymap.AddTag)}, ui.Span{Role: f.Th.Dim, Text: " adds one"})
	}
	if d.toldErr != nil {
		p.Text(f.Th.Warn, d.WhatFailed(d.toldErr)+" · "+d.Hint(d.toldErr))
		if d.untold() == "" {
			p.Text(f.Th.Dim, "shown is what the list told")
		}
		p.Blank()
	}
	labelW := 8
	for _, r := range rows {
		labelW = max(labelW, min(ui.Width(ui.Datum(r.label)), max(ui.Width(ui.Account("000000000000")), d.w/3)))
	}
	for i, r := range rows {
		cursor := f.Focus && i == d.facts.Pos
		if cursor {
			at = len(lines)
		}
		lines = append(lines, drawFact(f, r, labelW, d.w, cursor)...)
	}
	if len(rows) == 1 && d.tab == tabRotation && rows[0].text == neverSetUp && !d.ReadOnly {
		below := &ui.Page{Th: f.Th, W: d.w}
		below.Blank()
		below.Says(f.Keys.Key(keymap.Rotation, keymap.SetRotation), "sets it up")
		lines = append(lines, below.Lines...)
	}
	return p.Lines, lines, at
}

func drawFact(f pane.Frame, r fact, labelW, w int, cursor bool) (out []string) {
	st, role := f.Th.Row(cursor, f.Focus), f.Th.Text
	if r.role != nil {
		role = r.role(st)
	}
	label := ui.Datum(r.label)
	for i, text := range append([]string{r.text}, r.more...) {
		if i == 1 {
			role = st.Dim
		}
		for _, part := range ui.Wrap(ui.Datum(text), max(4, w-labelW-5)) {
			out = append(out, ui.FactRow{Label: label, LabelW: labelW, Text: part, Role: role, Toned: r.role != nil || i > 0, Cursor: cursor, Focus: f.Focus}.Draw(f.Th, w))
			label = ""
		}
	}
	return out
}
