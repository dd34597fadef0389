package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

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
		box, said := m.box(), lines[len(lines)-1]
		keys, _ := m.dialogKeys(box)
		lines = box.Over(m.th, append(lines, m.footer(keys)), m.w)
		if s, ok := m.status.current(m.Now); ok && s.Serious() && m.h > ui.LowScreens { // why a key does nothing, whatever covers it
			lines[len(lines)-2] = said
		}
	}
	return strings.Join(lines, "\n")
}

func (m *Model) frame(focus bool) pane.Frame {
	return pane.Frame{Th: m.th, Keys: m.Keys, Now: m.Served(), Focus: focus}
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
