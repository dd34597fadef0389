package model

import (
	"strings"

	"strongroom/model/pane"
	"strongroom/ui"
)

// mostStatus is how many lines a warning or a failure may take.
const mostStatus = 4

// statusLines is the line above the footer; a warning or a failure that is longer covers the last rows of the panes.
func (m *Model) statusLines() (lines []string) {
	now, f := m.Now, m.frame(false)
	right := m.notes(f)
	var left []ui.Span
	if s, ok := m.status.current(now); ok {
		r := s.Kind.Role(m.th.Styles)
		if whole := s.Whole(); s.Serious() && ui.Width(whole)+3+ui.SpansWidth(right) > m.w {
			parts := ui.Wrap(whole, m.w-3)
			if len(parts) > mostStatus {
				parts = append(parts[:mostStatus-1], ui.FitEnd(strings.Join(parts[mostStatus-1:], " "), m.w-3))
			}
			for i, part := range parts {
				if i == len(parts)-1 && ui.Width(part)+3+ui.SpansWidth(right) <= m.w {
					lines = append(lines, ui.StatusLine(m.th, []ui.Span{{Role: r, Text: part}}, right, m.w))
					break
				}
				lines = append(lines, ui.StatusLine(m.th, []ui.Span{{Role: r, Text: part}}, nil, m.w))
			}
			return lines
		}
		left = append(left, ui.Span{Role: r, Text: s.Kind.Sign() + s.Text})
		if s.Hint != "" {
			hint := ui.FirstParts(s.Hint, m.w-6-ui.SpansWidth(left)-ui.SpansWidth(right))
			if hint == "" { // the first part stands at any rate
				hint, _, _ = strings.Cut(s.Hint, " · ")
			}
			left = append(left, ui.Span{Role: m.th.Dim, Text: " · " + hint})
		}
	} else {
		left = m.list.Idling(f, m.areas().one && !(m.focus() == pane.Detail && m.detail.Describes()))
	}
	return []string{ui.StatusLine(m.th, left, right, m.w)}
}

// notes are what stands at the right end of the status line.
func (m *Model) notes(f pane.Frame) (spans []ui.Span) {
	said, on := m.status.current(m.Now)
	if !on {
		said = pane.Said{}
	}
	for _, h := range m.handlers {
		if n, ok := h.(pane.Noter); ok {
			spans = append(spans, n.Note(f, m.w, said, m.focus())...)
		}
	}
	return spans
}
