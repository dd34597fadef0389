package ui

import (
	"time"

	"strongroom/backend"
)

// Page collects the lines of what is mostly words: a tab, a dialog's body.
type Page struct {
	Th    *Theme
	W     int
	Lines []string
	// Flush: it stands in a dialog, where words begin below its names; elsewhere they begin where rows do that a cursor can be on.
	Flush bool
	sheet *Sheet
}

// in is how many cells stay free at the left of a line.
func (p *Page) in() int {
	if p.Flush {
		return 1
	}
	return 2
}

// Apart is an empty page like this one.
func (p *Page) Apart() *Page { return &Page{Th: p.Th, W: p.W, Flush: p.Flush} }

// Line adds a line of spans.
func (p *Page) Line(spans ...Span) {
	if p.sheet == nil {
		p.sheet = NewSheet(6, p.W)
	}
	p.Lines = append(p.Lines, p.sheet.Line(p.W, p.Th.Text).Gap(p.in()).Spans(spans...).String())
}

// Blank adds an empty line.
func (p *Page) Blank() { p.Lines = append(p.Lines, Blank(p.W)) }

// Text adds a text, wrapped.
func (p *Page) Text(r Role, text string) {
	for _, part := range Wrap(text, max(1, p.W-2*p.in())) {
		p.Line(Span{Role: r, Text: part})
	}
}

// Says adds a key with what it does, wrapped.
func (p *Page) Says(key, does string) {
	for _, line := range WrapSpans([]Span{{p.Th.Key, key}, {p.Th.Text, " " + does}}, max(1, p.W-2*p.in())) {
		p.Line(line...)
	}
}

// Fact adds a label and what is to be said beside it, wrapped.
func (p *Page) Fact(label string, labelW int, r Role, text string) {
	for _, part := range Wrap(text, max(8, p.W-p.in()-labelW-3)) {
		p.Lines = append(p.Lines, NewLine(p.W, p.Th.Text).Gap(p.in()).Cell(p.Th.Dim, label, labelW).Gap(2).Add(r, part).String())
		label = ""
	}
}

// Place adds where something is.
func (p *Page) Place(r Role, text string) {
	for _, line := range PlaceLines(text, max(1, p.W-2*p.in())) {
		p.Line(Span{Role: r, Text: line})
	}
}

// Version is one version of a dialog: which, how old, exactly since when.
func (p *Page) Version(now time.Time, what string, v backend.Version) {
	l := NewLine(p.W, p.Th.Text).Gap(p.in()).Cell(p.Th.Dim, what, 11).Gap(1)
	if v.ID == "" {
		p.Lines = append(p.Lines, l.Add(p.Th.Dim, "no version").String())
		return
	}
	l.Add(p.Th.Name, ShortVersion(v.ID)).Gap(2)
	if exact := Exact(v.Created); !v.Created.IsZero() && l.Left() > Width(exact)+12 {
		l.Add(p.Th.Text, Ago(v.Created, now)).Add(p.Th.Dim, " · "+exact)
	} else {
		l.Add(p.Th.Text, Ago(v.Created, now))
	}
	p.Lines = append(p.Lines, l.String())
}

// LabelsAfter shows where every label will sit, and what loses its last one.
func (p *Page) LabelsAfter(versions []backend.Version, before, after map[string][]string) {
	for _, v := range versions {
		labels := LabelsInOrder(after[v.ID])
		if len(labels) == 0 && len(before[v.ID]) == 0 {
			continue
		}
		l := NewLine(p.W, p.Th.Text).Gap(p.in())
		sign, role := VersionSign(labels, p.Th.Styles)
		l.Add(role, sign).Gap(1).Cell(p.Th.Name, ShortVersion(v.ID), 9).Gap(2)
		if len(labels) == 0 {
			l.Add(p.Th.Warn, "no label left: AWS may remove it")
		} else {
			l.Spans(LabelSpans(labels, p.Th.Styles, l.Left())...)
		}
		p.Lines = append(p.Lines, l.String())
	}
}
