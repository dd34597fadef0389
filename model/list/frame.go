package list

import (
	"fmt"
	"time"

	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Panel is the frame, with a tab for each view. Its lower border counts.
func (l *Pane) Panel(f pane.Frame) ui.Panel {
	return ui.Panel{Title: "Secrets", Tabs: []string{"Active", "Deleted " + l.Count().Deleted}, Tab: int(l.view), Focus: f.Focus, Foot: l.foot(f)}
}

// foot counts: what is marked, how far all regions are listed, and where in the list the cursor is, or how many match. Where there
// is no room for all of it the last goes first.
func (l *Pane) foot(f pane.Frame) (out []ui.Span) {
	parts := make([][]ui.Span, 0, 4)
	if text := l.Marks(); text != "" {
		parts = append(parts, []ui.Span{{Role: f.Th.Brand, Text: text}})
	}
	if text := l.progress(); text != "" {
		parts = append(parts, []ui.Span{{Role: f.Th.Dim, Text: text}})
	}
	if spans := l.regionsSpan(f); spans != nil {
		parts = append(parts, spans)
	}
	switch n := l.scroll.N; {
	case l.query.Text() != "" && n > 0 && !l.typing:
		parts = append(parts, []ui.Span{{Role: f.Th.Info, Text: l.found()}})
	case n > l.scroll.H && l.scroll.H > 0:
		parts = append(parts, []ui.Span{{Role: f.Th.Dim, Text: ui.Count(l.scroll.Pos+1) + " of " + ui.Count(n)}})
	}
	out = make([]ui.Span, 0, 3*len(parts)+1)
	for i, spans := range parts {
		between := " "
		if i > 0 {
			between = " · "
		}
		if ui.SpansWidth(out)+ui.Width(between)+ui.SpansWidth(spans)+1 > ui.FootRoom(l.width) {
			break
		}
		out = append(append(out, ui.Span{Role: f.Th.Dim, Text: between}), spans...)
	}
	if len(out) > 0 {
		out = append(out, ui.Span{Role: f.Th.Dim, Text: " "})
	}
	return out
}

// Marks counts the marks, and those among them that the filter hides.
func (l *Pane) Marks() string {
	n, hidden := l.marks.Len(), l.hiddenMarked()
	switch {
	case n == 0:
		return ""
	case hidden > 0:
		return fmt.Sprintf("✓ %d marked, %d hidden", n, hidden)
	}
	return fmt.Sprintf("✓ %d marked", n)
}

// dateOf is the date that a row tells.
func (l *Pane) dateOf(r find.Row) time.Time {
	switch l.dated() {
	case find.Accessed:
		return l.index.Accessed(r)
	case find.Created:
		return l.index.Created(r)
	}
	return l.index.Changed(r)
}

// progress is how far a listing that takes a while has come, as far as that can be told.
func (l *Pane) progress() string {
	if !l.listing.Open || !l.tells() || l.got == 0 {
		return ""
	}
	of := 0
	text := "listing " + ui.Count(l.got)
	if l.before > l.got {
		of = l.before
		text += " of " + ui.Count(of)
	}
	if pace := ui.Pace(l.got, of, l.Now.Sub(l.asked)); pace != "" {
		text += " · " + pace
	}
	return text
}
