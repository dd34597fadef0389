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
			parts := seriousParts(s, m.w-3)
			for i, part := range parts {
				if i == len(parts)-1 && ui.Width(part)+3+ui.SpansWidth(right) <= m.w {
					lines = append(lines, ui.StatusLine(m.th, []ui.Span{{Role: r, Text: part}}, right, m.w))
					break
				}
				lines = append(lines, ui.StatusLine(m.th, []ui.Span{{Role: r, Text: part}}, nil, m.w))
			}
			return lines
		}
		left = m.mild(s, m.w-3-ui.SpansWidth(right))
	} else {
		left = m.list.Idling(f, m.areas().one && !(m.focus() == pane.Detail && m.detail.Describes()))
	}
	return []string{ui.StatusLine(m.th, left, right, m.w)}
}

// seriousParts are the lines of a warning or a failure that is longer than one. Where not even all of them have room for it, what is to
// be done stays whole as far as it can.
func seriousParts(s pane.Said, w int) []string {
	parts := ui.Wrap(s.Whole(), w)
	if len(parts) <= mostStatus {
		return parts
	}
	said, hint := ui.Wrap(s.Kind.Sign()+s.Text, w), []string(nil)
	if s.Hint != "" {
		hint = ui.Wrap(s.Hint, w)
	}
	room := mostStatus - len(hint)
	if room < 1 {
		return append(parts[:mostStatus-1], ui.FitEnd(strings.Join(parts[mostStatus-1:], " "), w))
	}
	if len(said) > room { // at its end stands why
		said = append(said[:room-1], ui.FitMiddle(strings.Join(said[room-1:], " "), w))
	}
	return append(said, hint...)
}

// mild is what is said that is no warning and no failure, in w cells. The first part of its hint stands at any rate: the middle of a name
// that may goes for it.
func (m *Model) mild(s pane.Said, w int) []ui.Span {
	const between, least = " · ", 8
	said := s.Kind.Sign() + s.Text
	hint := ui.FirstParts(s.Hint, w-ui.Width(between)-ui.Width(said))
	if s.Hint != "" && hint == "" {
		hint, _, _ = strings.Cut(s.Hint, between)
		over, name := ui.Width(said+between+hint)-w, ui.Width(s.Name)
		if s.Brief != "" && over > max(0, name-least) {
			over -= ui.Width(s.Text) - ui.Width(s.Brief)
			said = s.Kind.Sign() + s.Brief
		}
		if room := max(least, name-over); over > 0 && room < name {
			said = strings.Replace(said, s.Name, ui.FitMiddle(s.Name, room), 1)
		}
	}
	spans := []ui.Span{{Role: s.Kind.Role(m.th.Styles), Text: said}}
	if hint != "" {
		spans = append(spans, ui.Span{Role: m.th.Dim, Text: between + hint})
	}
	return spans
}

// notes are what stands at the right end of the status line, one apart from the other. Where there is no room for all of them the first
// ones go.
func (m *Model) notes(f pane.Frame) (spans []ui.Span) {
	const apart = "   "
	said, on := m.status.current(m.Now)
	if !on {
		said = pane.Said{}
	}
	for _, h := range m.handlers {
		if n, ok := h.(pane.Noter); ok {
			note := n.Note(f, m.w, said, m.focus())
			switch {
			case len(note) == 0 || len(spans) == 0:
				spans = append(spans, note...)
			case ui.SpansWidth(spans)+ui.Width(apart)+ui.SpansWidth(note) > m.w-3:
				spans = note
			default:
				spans = append(append(spans, ui.Span{Role: f.Th.Text, Text: apart}), note...)
			}
		}
	}
	return spans
}
