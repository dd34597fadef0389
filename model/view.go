package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// title is constant: outside text never goes into a window title.
const title = "strongroom"

// View composes the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.screen())
	v.AltScreen, v.ReportFocus, v.WindowTitle = true, true, title
	if m.opts.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.dialogs.Len() > 0 || m.blind() {
		return v
	}
	for _, at := range m.drawn() {
		if at.name != m.focus() {
			continue
		}
		if x, y, on := m.panes[at.name].Cursor(); on {
			v.Cursor = tea.NewCursor(at.x+1+x, at.y+1+y)
		}
	}
	return v
}

func (m *Model) screen() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	if m.blind() {
		return m.noRoom()
	}
	lines := make([]string, 0, m.h)
	lines = append(lines, m.header())
	lines = append(lines, m.body()...)
	status := m.statusLines()
	if n, more := len(lines)-1, len(status)-1; more > 0 && n > more {
		lines = append(lines[:n-more], lines[n]) // the panes' lower border stays
	}
	lines = append(append(lines, status...), m.footer())
	if top := m.dialogs.Top(); top != nil {
		lines = top.View(m.frame(true), m.w, m.h).Over(m.th, lines, m.w)
	}
	return strings.Join(lines, "\n")
}

func (m *Model) frame(focus bool) pane.Frame {
	return pane.Frame{Th: m.th, Keys: m.Keys, Now: m.Served(), Focus: focus}
}

// body draws the panes where they are. One beside another shares its lines.
func (m *Model) body() []string {
	lines := make([]string, m.areas().body.h)
	focus := m.focus()
	for _, at := range m.drawn() {
		p, f := m.panes[at.name], m.frame(at.name == focus)
		for i, l := range p.Panel(f).Draw(m.th, p.View(f), at.w, at.h) {
			lines[at.y-1+i] += l
		}
	}
	return lines
}

func (m *Model) header() string {
	w := m.Backend.Where()
	var place []ui.Part
	add := func(rank int, s string) {
		if s != "" {
			place = append(place, ui.Part{Text: ui.Text(s), Rank: rank})
		}
	}
	add(1, w.Profile)
	if m.Who != nil {
		add(2, ui.Account(m.Who.Account))
	}
	add(0, w.Region)
	kind := 1 // that this is not AWS itself must not be missed
	if w.Kind == "AWS" {
		kind = 3
	}
	add(kind, w.Kind)
	add(3, w.Endpoint)
	in := m.list.Count()
	h := ui.Header{Place: place, Secrets: in.Active, Deleted: in.Deleted, Unknown: in.Unknown, Decrypts: m.Journal.Decrypts(), Doubtful: m.Journal.Doubtful() > 0, Drafts: m.edit.DraftsLeft()}
	if m.ReadOnly {
		h.Badge = "read-only"
	} else if m.Guard.LockedHere() {
		h.Badge = "locked"
	}
	h.Banner, h.Colour = m.banner()
	if in.Partial && !in.Unknown {
		h.Note = "partial"
	}
	return h.Draw(m.th, m.w)
}

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
			left = append(left, ui.Span{Role: m.th.Dim, Text: " · " + s.Hint})
		}
	} else {
		left = m.list.Idling(f, m.areas().one)
	}
	return []string{ui.StatusLine(m.th, left, right, m.w)}
}

// footer shows the keys that do something here and now, most useful first.
func (m *Model) footer() string {
	scope := m.scope()
	if scope == keymap.Dialog {
		return ui.Footer(m.th, nil, ui.FooterKey{Key: m.Keys.Untyped(keymap.Dialog, keymap.No), Label: "closes"}, m.w)
	}
	var keys []ui.FooterKey
	on := m.shown()
	for _, b := range m.Keys.Footer(scope) {
		if b.Action != keymap.Help && m.worthShowing(b.Action, on) {
			keys = append(keys, ui.FooterKey{Key: keymap.Spell(b.Keys[0]), Label: m.labelNow(b, on)})
		}
	}
	if scope == keymap.Find {
		return ui.Footer(m.th, keys, ui.FooterKey{Key: m.Keys.Untyped(keymap.Find, keymap.Quit), Label: "quit"}, m.w)
	}
	return ui.Footer(m.th, keys, ui.FooterKey{Key: m.Keys.Key(scope, keymap.Help), Label: "help"}, m.w)
}

// labelNow is a footer's word for what a key would do now.
func (m *Model) labelNow(b keymap.Binding, on *pane.Shown) string {
	for _, h := range m.handlers {
		if l, ok := h.(pane.Labeller); ok {
			if word := l.Label(b.Action, on); word != "" {
				return word
			}
		}
	}
	return b.Label
}

// worthShowing reports whether the footer has room for a key: it can be pressed, and does something.
func (m *Model) worthShowing(a keymap.Action, on *pane.Shown) bool {
	for _, h := range m.handlers {
		if i, ok := h.(pane.Idler); ok && i.Idle(a, on) {
			return false
		}
	}
	return m.unavailable(a, on) == ""
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

// banner is what the header says of a protected place.
func (m *Model) banner() (text, colour string) {
	for _, p := range m.Guard.Here() {
		if p.Label == "" && p.Colour == "" {
			continue
		}
		text, colour = ui.Text(p.Label), p.Colour
		if text == "" {
			text = "PROTECTED"
		}
		break
	}
	return text, colour
}
