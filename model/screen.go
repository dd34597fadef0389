package model

import (
	"cmp"
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
	if m.opts.Plain {
		return m.plainView()
	}
	v := tea.NewView(m.opts.ASCII.Draw(m.th.Painted(m.screen())))
	v.AltScreen, v.ReportFocus, v.WindowTitle = true, true, title
	if m.opts.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.dialogs.Len() > 0 || m.blind() || m.lock.on {
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
	if m.lock.on {
		return strings.Join(m.lockLines(), "\n")
	}
	if m.blind() {
		return m.noRoom()
	}
	lines, on := make([]string, 0, m.h), m.shown()
	lines = append(lines, m.header(on))
	lines = append(lines, m.body()...)
	status := m.statusLines()
	if n, more := len(lines)-1, len(status)-1; more > 0 && n > more {
		lines = append(lines[:n-more], lines[n]) // the panes' lower border stays
	}
	lines = append(lines, status...)
	if m.dialogs.Len() == 0 {
		keys, _ := m.footerKeys(on)
		lines = append(lines, m.footer(keys))
	} else {
		lines = m.behindBox(lines, status)
	}
	return strings.Join(lines, "\n")
}

// behindBox are the lines of the screen with the top dialog over them, and the footer. A warning or a failure is told whatever covers it:
// it may be why a key does nothing. There is one line for it, or on a low screen the border.
func (m *Model) behindBox(lines, status []string) []string {
	box := m.box()
	keys, _ := m.dialogKeys(box)
	s, ok := m.status.current(m.Now)
	if !ok || !s.Serious() {
		return box.Over(m.th, append(lines, m.footer(keys)), m.w)
	}
	if m.h <= ui.LowScreens && box.Covers(m.h, m.h-2) {
		box.Foot = s.Whole()
		return box.Over(m.th, append(lines, m.footer(keys)), m.w)
	}
	lines = box.Over(m.th, append(lines, m.footer(keys)), m.w)
	if lines[len(lines)-2] = status[0]; len(status) > 1 {
		text := cmp.Or(ui.FirstParts(s.Whole(), m.w-3), s.Whole())
		lines[len(lines)-2] = ui.StatusLine(m.th, []ui.Span{{Role: s.Kind.Role(m.th.Styles), Text: text}}, nil, m.w)
	}
	return lines
}

func (m *Model) frame(focus bool) pane.Frame {
	return pane.Frame{Th: m.th, Keys: m.Keys, Now: m.Served(), Focus: focus, Ends: m.endsTyping()}
}

// endsTyping is the key after which letters are keys again, and which loses nothing.
func (m *Model) endsTyping() string {
	switch s := m.scope(); s {
	case keymap.Find:
		return m.Keys.Key(s, keymap.KeepFind)
	case keymap.Typing:
		return m.Keys.Key(s, keymap.KeepTyped)
	}
	return ""
}

// body draws the panes where they are. One beside another shares its lines.
func (m *Model) body() []string {
	drawn, focus := m.drawn(), m.focus()
	framed, size := make([]ui.Framed, len(drawn)), 0
	for i, at := range drawn {
		p, f := m.panes[at.name], m.frame(at.name == focus)
		framed[i] = p.Panel(f).Frame(m.th, p.View(f), at.w, at.h)
		size += framed[i].Size()
	}
	var b strings.Builder
	b.Grow(size)
	ends := make([]int, m.areas().body.h)
	for y := range ends {
		for i, at := range drawn {
			framed[i].Line(&b, y+1-at.y)
		}
		ends[y] = b.Len()
	}
	lines, from, all := make([]string, len(ends)), 0, b.String()
	for y, end := range ends {
		lines[y], from = all[from:end], end
	}
	return lines
}
