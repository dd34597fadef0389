package detail

import (
	"encoding/hex"
	"fmt"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Panel is the frame, with the secret's name and the tabs.
func (d *Pane) Panel(f pane.Frame) ui.Panel {
	p := ui.Panel{Title: "no secret selected", Focus: f.Focus}
	if !d.on {
		return p
	}
	p.Title = ui.Text(d.secret.Name)
	p.Tabs = []string{"Value", "Info", fmt.Sprintf("Tags %d", len(d.secret.Tags))}
	p.Tab = int(d.tab)
	if v := &d.value; v.State == pane.Held && d.tab == tabValue {
		p.Foot = v.Foot(f.Th, d.Now)
	}
	return p
}

// View draws the tab in force.
func (d *Pane) View(f pane.Frame) []string {
	switch {
	case !d.on:
		return nil
	case d.tab == tabValue:
		return d.viewValue(f)
	}
	return d.viewFacts(f)
}

func drawKeys(p *ui.Page, f pane.Frame, actions ...keymap.Action) {
	words := map[keymap.Action]string{keymap.Reveal: "reveals", keymap.RevealAll: "reveals all", keymap.Copy: "copies without showing",
		keymap.Restore: "restores it"}
	const oneLine = 58 // below it one key stands under the other
	var spans []ui.Span
	for _, a := range actions {
		if len(spans) > 0 && p.W < oneLine {
			p.Line(spans...)
			spans = nil
		}
		if len(spans) > 0 {
			spans = append(spans, ui.Span{Role: p.Th.Dim, Text: " · "})
		}
		spans = append(spans, ui.Span{Role: p.Th.Key, Text: f.Keys.Key(keymap.Detail, a)}, ui.Span{Role: p.Th.Text, Text: " " + words[a]})
	}
	p.Line(spans...)
}

func (d *Pane) viewValue(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: d.w}
	v := &d.value
	p.Lines = append(p.Lines, d.headline(f))
	if !d.secret.Deleted.IsZero() {
		return d.viewDeleted(f, p)
	}
	switch v.State {
	case pane.Unread:
		p.Lines = append(p.Lines, d.older(f))
		p.Text(f.Th.Strong, "not read")
		p.Blank()
		drawKeys(p, f, keymap.Reveal, keymap.RevealAll, keymap.Copy)
		p.Text(f.Th.Dim, "one decrypt, recorded by AWS")
		return p.Lines
	case pane.Reading:
		p.Lines = append(p.Lines, d.older(f))
		p.Text(f.Th.Dim, "reading…")
		return p.Lines
	case pane.Unreadable:
		return d.viewUnreadable(f, p)
	}
	if v.doc.Kind == document.KindJSON {
		return d.viewFields(f, p)
	}
	return d.viewText(f, p)
}

// viewDeleted is the Value tab of a secret scheduled for deletion: what is certain, and the way back.
func (d *Pane) viewDeleted(f pane.Frame, p *ui.Page) []string {
	dl := d.Deadline(d.secret, f.Now)
	p.Blank()
	p.Text(f.Th.Strong, "scheduled for deletion")
	p.Text(ui.UrgencyOf(dl, f.Now).Role(f.Th.Styles), ui.CountdownLong(dl, f.Now))
	if !dl.Deleted.IsZero() {
		p.Text(f.Th.Dim, "deleted "+ui.When(dl.Deleted, f.Now))
	}
	p.Blank()
	if !d.ReadOnly {
		drawKeys(p, f, keymap.Restore)
		p.Blank()
	}
	note := "Its value cannot be read until then."
	if !dl.Exact() {
		note += " AWS does not tell how long a recovery window is, so only what is certain is shown."
	}
	p.Text(f.Th.Dim, note)
	return p.Lines
}

func (d *Pane) viewUnreadable(f pane.Frame, p *ui.Page) []string {
	err := d.value.Err
	p.Lines = append(p.Lines, d.older(f))
	p.Text(f.Th.Urgent, ui.Text(err.Error()))
	if m := backend.Message(err); m != "" {
		p.Text(f.Th.Dim, ui.Text(m))
	}
	if h := d.Hint(err); h != "" && h != ui.Text(backend.Message(err)) {
		p.Blank()
		p.Text(f.Th.Text, h)
	}
	p.Blank()
	p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Detail, keymap.Reveal)}, ui.Span{Role: f.Th.Text, Text: " tries again"})
	return p.Lines
}

// headline says what the value is: kind, size where that is no secret, version and labels.
func (d *Pane) headline(f pane.Frame) string {
	v := &d.value
	l := ui.NewLine(d.w, f.Th.Text).Gap(2)
	switch v.State {
	case pane.Held, pane.Ended:
		l.Add(f.Th.Info, ui.DescribeKind(v.doc))
		if v.State == pane.Held {
			l.Add(f.Th.Dim, " · "+ui.LabelWords(v.meta.Stages)+" · "+ui.ShortID(v.meta.Version)+" · "+ui.Old(v.meta.Created, f.Now))
		} else {
			l.Add(f.Th.Dim, " · wiped · ").Add(f.Th.Key, f.Keys.Key(keymap.Detail, keymap.Reveal)).Add(f.Th.Dim, " reads it again")
		}
	default:
		if desc := ui.Text(d.secret.Description); desc != "" {
			l.Add(f.Th.Dim, desc)
		}
	}
	return l.String()
}

func (d *Pane) viewFields(f pane.Frame, p *ui.Page) []string {
	v := &d.value
	p.Lines = append(p.Lines, d.older(f))
	if len(v.lines) == 0 {
		p.Text(f.Th.Dim, "an empty "+map[bool]string{true: "array", false: "object"}[v.doc.Array])
		return p.Lines
	}
	var text backend.Value // the decoded text of the field being drawn, once for all its lines
	textOf := -1
	for i := v.scroll.Top; i < min(len(v.lines), v.scroll.Top+v.scroll.H); i++ {
		l := v.lines[i]
		if l.field != textOf && v.shown[l.field] {
			text.Wipe()
			text, textOf = v.doc.Text(v.val, l.field), l.field
		}
		p.Lines = append(p.Lines, d.fieldRow(l, text, f.Focus).Draw(f.Th, d.w))
	}
	text.Wipe()
	return p.Lines
}

func (d *Pane) fieldRow(l valueLine, text backend.Value, focus bool) ui.FieldRow {
	v := &d.value
	fd := v.doc.Fields[l.field]
	at, _ := v.field()
	row := ui.FieldRow{Key: ui.VisibleKey(v.doc.Label(l.field)), Indent: fd.Depth, KeyW: v.keys, First: l.first, Focus: focus,
		Cursor: l.field == at, Nested: v.nested, Folds: fd.Container(), Folded: v.folded[l.field], Masked: !v.shown[l.field]}
	switch fd.Kind {
	case document.FieldObject:
		row.Summary = "{ " + ui.Plural(fd.Children, "key") + " }"
	case document.FieldArray:
		row.Summary = "[ " + ui.Plural(fd.Children, "item") + " ]"
	default:
		if !row.Masked {
			text.Use(func(b []byte) { row.Text = ui.ValueText(b[l.from:l.to]) })
			if row.Text == "" && l.first && fd.Kind == document.FieldString && text.Len() == 0 {
				row.Text = "(empty)"
			}
		}
	}
	return row
}

func (d *Pane) viewText(f pane.Frame, p *ui.Page) []string {
	v := &d.value
	p.Lines = append(p.Lines, d.older(f))
	switch {
	case v.doc.Kind == document.KindBinary && v.State == pane.Held:
		return d.viewBinary(f, p)
	case v.State == pane.Ended || !v.all:
		p.Line(ui.Span{Role: f.Th.Mask, Text: ui.Mask})
		return p.Lines
	}
	v.val.Use(func(b []byte) {
		for i := v.scroll.Top; i < min(len(v.lines), v.scroll.Top+v.scroll.H); i++ {
			l := v.lines[i]
			p.Lines = append(p.Lines, ui.TextRow(f.Th, ui.ValueText(b[l.from:l.to]), l.from > 0 && b[l.from-1] != '\n', i == v.scroll.Pos && len(v.lines) > 1, f.Focus, d.w))
		}
	})
	return p.Lines
}

func (d *Pane) viewBinary(f pane.Frame, p *ui.Page) []string {
	v := &d.value
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
	p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Detail, keymap.SaveFile)}, ui.Span{Role: f.Th.Text, Text: " saves it to a file"},
		ui.Span{Role: f.Th.Dim, Text: " · binary values are not shown"})
	return p.Lines
}

func (d *Pane) viewFacts(f pane.Frame) []string {
	rows := d.factRows()
	p := &ui.Page{Th: f.Th, W: d.w}
	p.Blank()
	if len(rows) == 0 {
		p.Line(ui.Span{Role: f.Th.Dim, Text: "no tags · "}, ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Tags, keymap.AddTag)}, ui.Span{Role: f.Th.Dim, Text: " adds one"})
	}
	if d.toldErr != nil {
		p.Text(f.Th.Warn, ui.Text(d.toldErr.Error())+" · "+d.Hint(d.toldErr))
		p.Text(f.Th.Dim, "shown is what the list told")
		p.Blank()
	}
	labelW := 8
	for _, r := range rows {
		labelW = max(labelW, min(ui.Width(ui.Text(r.label)), max(12, d.w/3)))
	}
	var lines []string
	cursorLine := 0
	for i, r := range rows {
		cursor := f.Focus && i == d.facts.Pos
		if cursor {
			cursorLine = len(lines)
		}
		lines = append(lines, drawFact(f, r, labelW, d.w, cursor)...)
	}
	room := max(1, d.h-len(p.Lines))
	from := max(0, min(cursorLine-room/2, len(lines)-room))
	return append(p.Lines, lines[from:min(len(lines), from+room)]...)
}

func drawFact(f pane.Frame, r fact, labelW, w int, cursor bool) (out []string) {
	role := f.Th.Text
	if r.role != nil {
		role = r.role(f.Th)
	}
	label := ui.Text(r.label)
	for _, part := range ui.Wrap(ui.Text(r.text), max(4, w-labelW-5)) {
		out = append(out, ui.FactRow{Label: label, LabelW: labelW, Text: part, Role: role, Cursor: cursor, Focus: f.Focus}.Draw(f.Th, w))
		label = ""
	}
	return out
}
