package detail

import (
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// drawPolicyRow draws all lines of a row.
func (d *Pane) drawPolicyRow(th *ui.Theme, r policyRow, cursor, focus bool) (out []string) {
	st := th.Row(cursor, focus)
	indent, spans, w := 0, []ui.Span(nil), d.policyWidth(r)
	switch r.kind {
	case headRow:
		spans = []ui.Span{{Role: st.Strong, Text: ui.Text(r.text)}, {Role: st.Dim, Text: "  " + r.note}}
	case noteRow:
		spans = []ui.Span{{Role: r.role(st), Text: ui.Text(r.text)}}
	case sentenceRow:
		indent = 2
		spans = append(ui.PolicyWords(st, r.parts), ui.Span{Role: st.Dim, Text: ui.Text(sidNote(r.text))})
		if d.policies.sought != "" {
			spans = ui.Sought(spans, ui.Text(d.policies.sought), st.Match)
		}
	case textRow:
		indent = 2 * min(r.depth, max(0, w/8))
		spans = []ui.Span{{Role: st.Value, Text: ui.Text(r.text)}, {Role: st.Dim, Text: r.note}}
		if sign := foldSign(r); sign != "" {
			spans = append([]ui.Span{{Role: st.Accent, Text: sign}}, spans...)
		} else {
			indent += 2
		}
		if d.policies.sought != "" {
			spans = ui.Sought(spans, ui.Text(d.policies.sought), st.Match)
		}
	}
	for i, line := range ui.WrapSpans(spans, max(8, w-4-indent)) {
		in := indent
		if i > 0 && r.kind != noteRow {
			in += 2
		}
		out = append(out, ui.ProseRow{Spans: line, Indent: in, Cursor: cursor, Focus: focus}.Draw(th, w))
	}
	return out
}

func sidNote(sid string) string {
	if sid == "" {
		return ""
	}
	return "  " + sid
}

func foldSign(r policyRow) string {
	switch {
	case r.shut:
		return "▸ "
	case r.opens:
		return "▾ "
	}
	return ""
}

// viewPolicies draws the Policy tab.
func (d *Pane) viewPolicies(f pane.Frame) []string {
	p, page := &d.policies, &ui.Page{Th: f.Th, W: d.w}
	switch {
	case !d.secret.Deleted.IsZero():
		page.Blank()
		page.Text(f.Th.Strong, "scheduled for deletion")
		page.Text(f.Th.Dim, "Its policies cannot be read before it is restored.")
		return page.Lines
	case p.err != nil:
		page.Blank()
		page.Text(f.Th.Urgent, d.WhatFailed(p.err))
		page.Text(f.Th.Text, d.Hint(p.err))
		page.Blank()
		page.Text(f.Th.Dim, "which policies it has is not known")
		return page.Lines
	case !p.told:
		page.Blank()
		page.Line(pane.Spun(f.Th, "reading the policies…", p.since, d.Now)...)
		return page.Lines
	}
	p.head(f, page)
	room := max(1, d.h-len(page.Lines))
	if _, _, beside := d.besides(); beside {
		return d.viewBeside(f, page, room)
	}
	row, drawn := -1, []string(nil)
	for i := p.scroll.Top; i < min(len(p.lines), p.scroll.Top+room); i++ {
		l := p.lines[i]
		if l.row != row {
			at, _ := p.row()
			row, drawn = l.row, d.drawPolicyRow(f.Th, p.rows[l.row], p.rows[l.row].same(at), f.Focus)
		}
		page.Lines = append(page.Lines, drawn[min(l.at, len(drawn)-1)])
	}
	return page.Lines
}

// head is what is said above the policies, or in their place.
func (p *policies) head(f pane.Frame, page *ui.Page) {
	if page.Blank(); len(p.rows) > 0 {
		return
	}
	page.Line(ui.Span{Role: f.Th.Dim, Text: "no resource policy · "}, ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Policy, keymap.EditPolicy)}, ui.Span{Role: f.Th.Dim, Text: " makes one"})
	page.Text(f.Th.Dim, "Who may use it is for the policies of users and roles in its own account to say.")
}
