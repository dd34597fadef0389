package model

import (
	"regexp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// clicks presses the left button at a cell.
func (p *player) clicks(x, y int) *player {
	p.program.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	p.pass(0)
	return p
}

// wheels turns the wheel at a cell.
func (p *player) wheels(x, y int) *player {
	p.program.Send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
	p.pass(0)
	return p
}

// wheel turns the wheel by one over the middle of a frame, and returns how far its cursor went down.
func (p *player) wheel(title string, button tea.MouseButton) int {
	p.t.Helper()
	f := p.frame(title)
	p.program.Send(tea.MouseWheelMsg{X: f.x + f.w/2, Y: f.y + 6, Button: button})
	return p.wait(50*time.Millisecond).frame(title).cursor() - f.cursor()
}

// selectsEachRow clicks on one line of a frame after the other, and looks whether the cursor is on it then, if it is a row or
// belongs to one, which has so many lines; a click on any other line changes nothing.
func (p *player) selectsEachRow(title, row string, lines int) {
	p.t.Helper()
	is, rows := regexp.MustCompile(row), 0
	before := p.frame(title)
	for i, at := 0, before.cursor(); i < len(before.lines); i++ {
		for j := i; j > i-lines && j >= 0; j-- {
			if is.MatchString(before.lines[j]) {
				at = j
				rows++
				break
			}
		}
		p.clicks(before.x+4, before.y+1+i)
		now := p.wait(50 * time.Millisecond).frame(title)
		if now.cursor() != at {
			p.t.Fatalf("a click on line %d of %s selected line %d, not %d:\n%s", i, title, now.cursor(), at, p.screen)
		}
		for j, line := range now.lines {
			if is.MatchString(line) && strings.TrimLeft(line, " ▌") != strings.TrimLeft(before.lines[j], " ▌") {
				p.t.Fatalf("a click on line %d of %s changed what is shown:\n%s", i, title, p.screen)
			}
		}
	}
	if rows < 3 {
		p.t.Fatalf("%s has %d rows:\n%s", title, rows, p.screen)
	}
}

// cell is the place of a text in a line of the screen.
func (p *player) cell(line, text string) (x, y int) {
	p.t.Helper()
	for y, l := range strings.Split(p.screen.String(), "\n") {
		if at := strings.Index(l, text); at >= 0 && strings.Contains(l, line) {
			return len([]rune(l[:at])), y
		}
	}
	p.t.Fatalf("there is no %q on\n%s", text, p.screen)
	return 0, 0
}

// inTabs reports whether a column is at the tabs of an upper border.
func inTabs(line string, x int) bool {
	at := len([]rune(line[:max(0, strings.Index(line, "Active"))]))
	detail := len([]rune(line[:max(0, strings.LastIndex(line, "Value │"))]))
	return strings.Contains(line, "Active") && x >= at-1 && x <= at+22 || strings.Contains(line, "Value │") && x >= detail-1
}
