package model

import (
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// page collects the lines of a tab that is mostly words.
type page struct {
	th  *ui.Theme
	w   int
	out []string
}

func (p *page) line(spans ...ui.Span) {
	p.out = append(p.out, ui.NewLine(p.w, p.th.Text).Gap(2).Spans(spans...).String())
}

func (p *page) blank() { p.out = append(p.out, ui.Blank(p.w)) }

func (p *page) text(r ui.Role, text string) {
	for _, part := range ui.Wrap(text, max(1, p.w-4)) {
		p.line(ui.Span{Role: r, Text: part})
	}
}

// drawVersion is one version of a dialog: which, how old, exactly since when.
func drawVersion(p *page, now time.Time, what string, v backend.Version) {
	l := ui.NewLine(p.w, p.th.Text).Gap(2).Cell(p.th.Dim, what, 12).Gap(1)
	if v.ID == "" {
		p.out = append(p.out, l.Add(p.th.Dim, "no version").String())
		return
	}
	l.Add(p.th.Name, ui.ShortVersion(v.ID)).Gap(2)
	if exact := ui.Exact(v.Created); !v.Created.IsZero() && l.Left() > ui.Width(exact)+12 {
		l.Add(p.th.Text, agoOf(v.Created, now)).Add(p.th.Dim, " · "+exact)
	} else {
		l.Add(p.th.Text, agoOf(v.Created, now))
	}
	p.out = append(p.out, l.String())
}

// drawLabelsAfter shows where every label will sit, and what loses its last one.
func drawLabelsAfter(p *page, versions []backend.Version, before, after map[string][]string) {
	for _, v := range versions {
		labels := inOrder(after[v.ID])
		if len(labels) == 0 && len(before[v.ID]) == 0 {
			continue
		}
		l := ui.NewLine(p.w, p.th.Text).Gap(2)
		sign, role := ui.VersionSign(labels, p.th.Styles)
		l.Add(role, sign).Gap(1).Cell(p.th.Name, ui.ShortVersion(v.ID), 9).Gap(2)
		if len(labels) == 0 {
			l.Add(p.th.Warn, "no label left: AWS may remove it")
		} else {
			l.Spans(ui.LabelSpans(labels, p.th.Styles, l.Left())...)
		}
		p.out = append(p.out, l.String())
	}
}
