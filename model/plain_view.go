package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
	"strongroom/ui"
)

// prompt stands in the last line where nothing else does, so that the cursor has a place.
const prompt = ">"

// plainView is the last lines of a screen that is read aloud: a value in clear, or what is being typed.
func (m *Model) plainView() tea.View {
	lines, x, typed := m.lastLines()
	if len(lines) == 0 {
		lines, x, typed = []string{prompt}, len(prompt), true
	}
	y := len(lines) - 1
	if !typed && m.Pressed%2 == 1 { // a frame of another height is drawn anew: of one that only changes, a reader would read the letters that do
		lines = append(lines, "")
	}
	v := tea.NewView(m.opts.ASCII.Draw(strings.Join(lines, "\n")))
	v.ReportFocus, v.WindowTitle = true, title
	v.Cursor = tea.NewCursor(min(x, max(0, m.plain.w-1)), y)
	return v
}

// lastLines are those lines, in which column of the last one the cursor belongs, and whether they are being typed.
func (m *Model) lastLines() (lines []string, x int, typed bool) {
	if m.blind() {
		return nil, 0, false
	}
	s := m.scene()
	if !s.dialog && !m.lock.on {
		if at, y, on := m.panes[m.focus()].Cursor(); on && y < len(s.lines) {
			line := ui.Bare(s.lines[y])
			if m.focus() == pane.List { // what stands at its right end is told
				line, _, _ = strings.Cut(line, "    ")
			}
			return m.typed(line, max(0, at-ui.Indent(s.lines[y])))
		}
	}
	for _, l := range s.lines {
		if ui.HasCaret(l) {
			return m.typed(l, ui.Caret(l))
		}
	}
	if !m.Exposures.Any(s.owner) {
		return nil, 0, false
	}
	shown := s.current()
	if s.dialog || len(shown) == 0 {
		shown = s.lines
	}
	for _, l := range shown {
		text := ui.InClear(l)
		if s.dialog && ui.HasFocus(l) { // its buttons
			text = s.voice.Say(l)
		}
		if text != "" {
			lines = append(lines, m.fitted(text)...)
		}
	}
	lines = lines[:min(len(lines), max(1, m.plain.half()-2))]
	if len(lines) == 0 {
		return nil, 0, false
	}
	return lines, ui.Width(lines[len(lines)-1]), false
}

// typed is the row of a drawn line that is being typed in which the cursor is, in cell x of the whole line.
func (m *Model) typed(line string, x int) (lines []string, at int, typed bool) {
	text, x := ui.Typed(line, x)
	rows := m.fitted(text)
	for len(rows) > 1 && x >= ui.Width(rows[0]) {
		x, rows = x-ui.Width(rows[0]), rows[1:]
	}
	return rows[:1], x, true
}

// fitted breaks a line where the terminal ends.
func (m *Model) fitted(text string) []string { return ui.InCells(text, m.plain.w) }
