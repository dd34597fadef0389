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
	if m.dialogs.Len() > 0 {
		return strings.Join(m.withBox(lines, status), "\n")
	}
	keys, _ := m.footerKeys(on)
	return strings.Join(append(withStatus(lines, status), m.footer(keys)), "\n")
}

// withStatus puts what is said below the panes. What is longer than a line covers their last rows, and not their lower border.
func withStatus(lines, status []string) []string {
	if n, more := len(lines)-1, len(status)-1; more > 0 && n > more {
		lines = append(lines[:n-more], lines[n])
	}
	return append(lines, status...)
}

// withBox puts the top dialog over the screen. A warning or a failure is told whatever covers it: it may be why a key does nothing. Where
// the dialog leaves no room for all of it there is one line for it, and on a low screen the dialog's border.
func (m *Model) withBox(lines, status []string) []string {
	box := m.box()
	keys, _ := m.dialogKeys(box)
	s, ok := m.status.current(m.Now)
	serious := ok && s.Serious()
	if n := len(status); serious && n > 1 && box.Covers(m.h, m.h-1-n) {
		text := cmp.Or(ui.FirstParts(s.Whole(), m.w-3), s.Whole())
		status = []string{ui.StatusLine(m.th, []ui.Span{{Role: s.Kind.Role(m.th.Styles), Text: text}}, nil, m.w)}
	}
	if serious && m.h <= ui.LowScreens && box.Covers(m.h, m.h-2) {
		box.Foot, serious = s.Whole(), false
	}
	lines = box.Over(m.th, append(withStatus(lines, status), m.footer(keys)), m.w)
	if serious {
		copy(lines[len(lines)-1-len(status):], status)
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
