package play

import (
	"regexp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// reports are what a terminal sends where a mouse does things one right after the other.
func reports(all ...tea.MouseMsg) (bytes string) {
	for _, msg := range all {
		at := msg.Mouse()
		_, moves := msg.(tea.MouseMotionMsg)
		_, lets := msg.(tea.MouseReleaseMsg)
		bytes += ansi.MouseSgr(ansi.EncodeMouseButton(at.Button, moves, false, false, false), at.X, at.Y, lets)
	}
	return bytes
}

// Points does things with the mouse, one right after the other, once what was sent before is over.
func (p *Player) Points(all ...tea.MouseMsg) *Player {
	p.T.Helper()
	p.pause(0)
	p.Send(reports(all...))
	p.Pass(0)
	return p
}

// Clicks presses the left button at a cell.
func (p *Player) Clicks(x, y int) *Player { return p.Points(click(x, y)...) }

// click is a press and its end.
func click(x, y int) []tea.MouseMsg {
	return []tea.MouseMsg{tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft}}
}

// Wheels turns the wheel at a cell.
func (p *Player) Wheels(x, y int) *Player {
	return p.Points(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
}

// Wheel turns the wheel by one over the middle of a frame, and returns how many lines further down is what is seen then.
func (p *Player) Wheel(title string, button tea.MouseButton) int {
	p.T.Helper()
	f := p.Frame(title)
	now := p.Points(tea.MouseWheelMsg{X: f.X + f.w/2, Y: f.Y + 5, Button: button}).Wait(50 * time.Millisecond).Frame(title)
	middle := len(f.Lines) / 2
	for by := range middle {
		for _, at := range []int{middle - by, middle + by} {
			if at < len(now.Lines) && now.Lines[at] == f.Lines[middle] {
				return middle - at
			}
		}
	}
	p.T.Fatalf("%q went out of sight of\n%s", f.Lines[middle], p.Screen)
	return 0
}

// Drags presses the left button at one cell, moves to another, and lets it go there.
func (p *Player) Drags(x, y, toX, toY int) *Player {
	return p.Points(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseMotionMsg{X: (x + toX) / 2, Y: y, Button: tea.MouseLeft},
		tea.MouseMotionMsg{X: toX, Y: toY, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: toX, Y: toY, Button: tea.MouseLeft}).Wait(50 * time.Millisecond)
}

// DoubleClicks clicks twice on a cell, as fast as one does.
func (p *Player) DoubleClicks(x, y int) *Player {
	p.Clicks(x, y).Wait(120 * time.Millisecond)
	return p.Clicks(x, y).Wait(50 * time.Millisecond)
}

// SelectsEachRow clicks on one line of a frame after the other, and looks whether the cursor is on it then, if it is a row or
// belongs to one, which has so many lines; a click on any other line changes nothing.
func (p *Player) SelectsEachRow(title, row string, lines int) {
	p.T.Helper()
	is, rows := regexp.MustCompile(row), 0
	before := p.Frame(title)
	for i, at := 0, before.cursor(); i < len(before.Lines); i++ {
		for j := i; j > i-lines && j >= 0; j-- {
			if is.MatchString(before.Lines[j]) {
				at = j
				rows++
				break
			}
		}
		p.Clicks(before.X+4, before.Y+1+i)
		now := p.Wait(50 * time.Millisecond).Frame(title)
		if now.cursor() != at {
			p.T.Fatalf("a click on line %d of %s selected line %d, not %d:\n%s", i, title, now.cursor(), at, p.Screen)
		}
		for j, line := range now.Lines {
			if is.MatchString(line) && head(line) != head(before.Lines[j]) {
				p.T.Fatalf("a click on line %d of %s changed what is shown:\n%s", i, title, p.Screen)
			}
		}
	}
	if rows < 3 {
		p.T.Fatalf("%s has %d rows:\n%s", title, rows, p.Screen)
	}
}

// head is what a row is called: the rest of it may tell more where the cursor is.
func head(line string) string {
	runes := []rune(strings.TrimLeft(line, " ▌"))
	return string(runes[:min(len(runes), 12)])
}

// Cell is the place of a text in a line of the screen.
func (p *Player) Cell(line, text string) (x, y int) {
	p.T.Helper()
	for y, l := range strings.Split(p.Screen.String(), "\n") {
		if at := strings.Index(l, text); at >= 0 && strings.Contains(l, line) {
			return len([]rune(l[:at])), y
		}
	}
	p.T.Fatalf("there is no %q on\n%s", text, p.Screen)
	return 0, 0
}

// InTabs reports whether a column is at the tabs of an upper border.
func InTabs(line string, x int) bool {
	at := len([]rune(line[:max(0, strings.Index(line, "Active"))]))
	tabs := max(strings.LastIndex(line, "Value│"), strings.LastIndex(line, "Value │"), strings.LastIndex(line, "‹"))
	return strings.Contains(line, "Active") && x >= at-1 && x <= at+22 || tabs >= 0 && x >= len([]rune(line[:tabs]))-1
}
