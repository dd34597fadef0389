package timeline

import (
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Panel is the frame. Its lower border tells what the row under the cursor has no room for.
func (t *Pane) Panel(f pane.Frame) ui.Panel {
	p := ui.Panel{Title: "Versions", Focus: f.Focus, Place: t.Elsewhere(t.secret.ARN)}
	if n := len(t.versions); n > 0 && t.loaded {
		p.Title += " " + ui.Count(n)
		if t.failed != nil {
			p.Title += "+"
		}
	}
	switch {
	case !t.on:
	case t.waits():
		text := " listing… "
		if n := len(t.coming); n > 0 {
			text = " listing… " + ui.Count(n) + " "
		}
		p.Foot = []ui.Span{{Role: f.Th.Dim, Text: text}}
	case t.small:
		p.Foot = []ui.Span{{Role: f.Th.Key, Text: " " + f.Keys.Key(keymap.List, keymap.PaneTimeline)}, {Role: f.Th.Dim, Text: " opens "}}
	default:
		p.Foot = t.foot(f, p.FootRoom(t.w))
	}
	return p
}

// foot tells of the version under the cursor when it was read and which key it has, and which row that is.
func (t *Pane) foot(f pane.Frame, room int) []ui.Span {
	var parts []string
	if v, ok := t.selected(); ok && !v.Empty && !v.Created.IsZero() {
		if key := t.otherKey(v); key != "" {
			parts = append(parts, "key "+ui.Text(key))
		}
		parts = append(parts, t.lastRead(v))
	}
	if t.scroll.N > t.scroll.H {
		parts = append(parts, ui.Count(t.scroll.Pos+1)+" of "+ui.Count(t.scroll.N))
	}
	for len(parts) > 0 {
		if text := " " + strings.Join(parts, " · ") + " "; ui.Width(text) <= room {
			return []ui.Span{{Role: f.Th.Dim, Text: text}}
		}
		parts = parts[1:]
	}
	return nil
}

// Rows are how many lines the pane has use for.
func (t *Pane) Rows() int {
	if len(t.rows) == 0 && t.failed == nil && !t.loaded {
		return t.tall // as it was: what comes will tell
	}
	return len(t.rows) + t.notices()
}

// notices are the lines above the versions.
func (t *Pane) notices() int {
	if t.small {
		return 0
	}
	n := 0
	_, rotating := t.turn()
	for _, on := range []bool{rotating || t.failed != nil, len(t.left()) > 0} {
		if on {
			n++
		}
	}
	return n
}

// left are the labels that saves have left on the versions.
func (t *Pane) left() []backend.LabelMove { return backend.LeftOn(t.versions) }

// View draws the versions that are in sight.
func (t *Pane) View(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: t.w}
	switch {
	case !t.on:
		return nil
	case t.small:
		return t.viewSmall(f, p)
	case len(t.rows) == 0:
		return t.viewNone(f, p)
	}
	t.viewNotice(f, p)
	for i := t.scroll.Top; i < min(len(t.rows), t.scroll.Top+t.scroll.H); i++ {
		p.Lines = append(p.Lines, t.row(f, i))
	}
	return p.Lines
}

func (t *Pane) row(f pane.Frame, i int) string {
	cursor := i == t.scroll.Pos
	id := t.rows[i]
	if id == "" {
		return ui.FoldRow{Count: t.bare, Open: t.unfolded, Cursor: cursor, Focus: f.Focus}.Draw(f.Th, t.w)
	}
	v := t.version(id)
	r := ui.VersionRow{ID: id, Labels: ui.LabelsInOrder(v.Stages), Age: ui.Ago(v.Created, f.Now), Cursor: cursor, Focus: f.Focus, Marked: slices.Contains(t.marks, id)}
	switch {
	case v.Empty:
		r.Age = noValueYet
	case v.Created.IsZero():
		r.Age = "date not known"
	case cursor:
		r.Exact = ui.Exact(v.Created)
	}
	return r.Draw(f.Th, t.w)
}

// noValueYet is what is known of a version that no listing tells.
const noValueYet = "no value yet"

func (t *Pane) lastRead(v backend.Version) string {
	told := t.LastRead(t.secret.ARN, v.ID, v.Accessed)
	if told == ui.Date(time.Time{}) {
		return "never read"
	}
	return "last read " + told
}

// otherKey is a version's KMS key where it is not that of the current version.
func (t *Pane) otherKey(v backend.Version) string {
	c := t.holder(backend.Current)
	if c == nil || len(v.KMSKeys) == 0 || slices.Equal(c.KMSKeys, v.KMSKeys) {
		return ""
	}
	var keys []string
	for _, k := range v.KMSKeys {
		if k == "DefaultEncryptionKey" {
			k = "aws/secretsmanager"
		}
		keys = append(keys, k[strings.LastIndexByte(k, ':')+1:])
	}
	return strings.Join(keys, ", ")
}

// Beside are the lines above the versions.
func (t *Pane) Beside(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: t.w}
	if len(t.rows) > 0 {
		t.viewNotice(f, p)
	}
	return p.Lines
}

func (t *Pane) viewNotice(f pane.Frame, p *ui.Page) {
	switch {
	case t.small:
	case t.failed != nil:
		p.Line(ui.Span{Role: f.Th.Warn, Text: ui.FitEnd("incomplete: "+t.WhatFailed(t.failed), max(4, t.w-4))})
	default:
		if turn, is := t.turn(); is {
			p.Line(turnSpan(f, turn, t.w-4))
		}
	}
	if left := t.left(); !t.small && len(left) > 0 {
		p.Line(ui.Span{Role: f.Th.Warn, Text: t.unended(f, left[0], t.w-4)})
	}
}

// unended says what the label of a save is that is still there, as long as there is room.
func (t *Pane) unended(f pane.Frame, off backend.LabelMove, room int) string {
	takes := f.Keys.Key(keymap.Timeline, keymap.CleanLabel) + " takes it off"
	for _, s := range []string{"left by a save that did not end: " + ui.Text(off.Label) + " · " + takes, "left by a save: " + ui.Text(off.Label) + " · " + takes, "left by a save: " + takes, takes} {
		if ui.Width(s) <= room {
			return s
		}
	}
	return "!"
}

// turnSpan says how far a rotation has come, as long as there is room.
func turnSpan(f pane.Frame, turn backend.Turn, room int) ui.Span {
	is, role := "running", f.Th.Info
	if turn.Stuck(f.Now) {
		is, role = "stuck", f.Th.Urgent
	}
	age, step := ", begun "+ui.Ago(turn.Begun, f.Now), ""
	if turn.Before {
		age += " or before"
	}
	if words := turn.Step.Words(); words != "" {
		step = " · " + words
	}
	for _, s := range []string{"⟳ rotation " + is + age + step, "⟳ " + is + age + step, "⟳ " + is + age, "⟳ " + is} {
		if ui.Width(s) <= room {
			return ui.Span{Role: role, Text: s}
		}
	}
	return ui.Span{Role: role, Text: "⟳"}
}

// viewNone says why there are no versions.
func (t *Pane) viewNone(f pane.Frame, p *ui.Page) []string {
	switch {
	case t.failed != nil:
		p.Text(f.Th.Urgent, t.WhatFailed(t.failed))
		if h := t.Hint(t.failed); h != "" {
			p.Text(f.Th.Text, h)
		}
	case !t.loaded && t.waits():
		p.Text(f.Th.Dim, "listing…")
	case !t.loaded:
		p.Text(f.Th.Dim, "…")
	default:
		p.Text(f.Th.Strong, "no version yet")
		p.Text(f.Th.Dim, "This secret was made without a value. The first value that is put in becomes AWSCURRENT.")
	}
	return p.Lines
}

// viewSmall is the timeline folded to its labels.
func (t *Pane) viewSmall(f pane.Frame, p *ui.Page) []string {
	known := t.versions
	if !t.loaded {
		known = fromLabels(t.labels)
	}
	if len(known) == 0 {
		text := ""
		switch {
		case t.failed != nil:
			text = "not known: " + pane.Reason(t.failed)
		case t.loaded || t.labels != nil:
			text = "no version yet"
		}
		p.Line(ui.Span{Role: f.Th.Dim, Text: ui.FitEnd(text, max(4, t.w-4))})
		return p.Lines
	}
	l := ui.NewLine(t.w, f.Th.Text).Gap(2)
	for _, label := range firstLabels(known) {
		i := slices.IndexFunc(known, func(v backend.Version) bool { return slices.Contains(v.Stages, label) })
		sign, role := ui.VersionSign(known[i].Stages, f.Th.Styles)
		spans := []ui.Span{{Role: role, Text: sign + " "}, {Role: ui.LabelRole(label, f.Th.Styles), Text: ui.Text(label)}}
		if age := ui.Ago(known[i].Created, f.Now); age != "" {
			spans = append(spans, ui.Span{Role: f.Th.Dim, Text: " " + age})
		}
		if ui.SpansWidth(spans)+2 > l.Left() {
			break
		}
		l.Spans(spans...).Gap(2)
	}
	p.Lines = append(p.Lines, l.String())
	return p.Lines
}

// firstLabels are all labels, those that matter most first: a rotation that may be stuck comes before all.
func firstLabels(vs []backend.Version) (out []string) {
	var custom []string
	has := map[string]bool{}
	for _, v := range vs {
		for _, l := range v.Stages {
			if has[l] = true; !strings.HasPrefix(l, "AWS") {
				custom = append(custom, l)
			}
		}
	}
	for _, l := range []string{backend.Current, backend.Pending, backend.Previous} {
		if has[l] {
			out = append(out, l)
		}
	}
	return append(out, custom...)
}
