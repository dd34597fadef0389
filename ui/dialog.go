package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Box is a dialog: lines, each W cells wide, under a title.
type Box struct {
	Title string // safe text
	Lines []string
	W     int
	Foot  string // safe text
	// Time is what drains, at the right end of the lower border; where there is no room for both, the foot goes.
	Time []Span
}

// Over draws the box in the middle of a screen w cells wide. What lies behind it fades, so that there is no doubt
// about what has the keys.
func (b Box) Over(th *Theme, screen []string, w int) []string {
	box := b.draw(th)
	bw := b.W + 4
	out, faint := make([]string, len(screen)), th.Behind
	for i, l := range screen {
		out[i] = faint.Render(Fit(ansi.Strip(l), w))
	}
	x, y := max(0, (w-bw)/2), max(0, (len(screen)-len(box))/2)
	for i, l := range box {
		if y+i >= len(out) {
			break
		}
		back := ansi.Strip(screen[y+i])
		left := Fit(ansi.Truncate(back, x, ""), x)
		right := Fit(ansi.TruncateLeft(back, x+bw, ""), w-x-bw)
		out[y+i] = faint.Render(left) + l + faint.Render(right)
	}
	return out
}

func (b Box) draw(th *Theme) []string {
	border, f := th.BorderFocus, th.frame(true)
	top := NewLine(b.W+3, border)
	top.Add(border, f.topLeft+" ").Add(th.Strong, FitEnd(b.Title, b.W-2)).Add(border, " ")
	top.Add(border, strings.Repeat(f.across, max(0, top.Left())))
	out := []string{top.String() + border.Render(f.topRight)}
	side := border.Render(f.down)
	for _, l := range b.Lines {
		out = append(out, side+" "+l+" "+side)
	}
	bottom := NewLine(b.W+3, border).Add(border, f.bottomLeft)
	foot, time := "", b.Time
	if SpansWidth(time) > FootRoom(b.W) {
		time = nil
	}
	if b.Foot != "" && Width(b.Foot)+SpansWidth(time)+4 <= b.W {
		foot = " " + b.Foot + " "
	}
	bottom.Add(border, strings.Repeat(f.across, max(0, bottom.Left()-Width(foot)-SpansWidth(time)-1))).Add(th.Dim, foot).Spans(time...).Add(border, f.across)
	return append(out, bottom.String()+border.Render(f.bottomRight))
}

// Untold is how many lines inside the box its title takes, 0 where the border has room for all of it.
func (b Box) Untold() int {
	if Width(b.Title) <= b.W-2 {
		return 0
	}
	return len(cut(b.Title, b.W-2))
}

// Told is the box with its title in n lines inside it. Where these are too few, the title's middle goes: names differ at their
// ends.
func (b Box) Told(th *Theme, n int) Box {
	if n == 0 {
		return b
	}
	lines := cut(b.Title, b.W-2) // names have no blanks to break at
	if len(lines) > n {
		tail := lines[len(lines)-n/2:]
		head := lines[:n-len(tail)]
		head[len(head)-1] = Fit(head[len(head)-1], b.W-3) + "…"
		lines = append(head, tail...)
	}
	told := make([]string, 0, n+len(b.Lines))
	for _, l := range lines {
		told = append(told, NewLine(b.W, th.Text).Gap(1).Add(th.Strong, l).String())
	}
	b.Lines = append(told, b.Lines...)
	return b
}

// FitEnd is s if it fits, else s cut to w cells.
func FitEnd(s string, w int) string {
	if Width(s) <= w {
		return s
	}
	return Fit(s, w)
}

// Button is a word to press in a dialog.
type Button struct {
	Label string
	Key   string
	Focus bool
}

// Buttons draws a row of buttons; the focused one is in brackets and highlighted. Where the row is too narrow for all of it,
// the keys go before the words.
func Buttons(th *Theme, w int, buttons []Button) string {
	l := NewLine(w, th.Text).Gap(1)
	whole := 1 - 3
	for _, b := range buttons {
		whole += Width(b.Label) + Width(b.Key) + 8
	}
	if whole > w {
		for _, b := range buttons {
			role, text := th.Text, "  "+b.Label+" "
			if b.Focus {
				role, text = th.Sel.Accent, "▸ "+b.Label+" "
			}
			l.Add(role, text).Gap(1)
		}
		return l.String()
	}
	for _, b := range buttons {
		if b.Focus {
			l.Add(th.Sel.Accent, " ▸ "+b.Label+" ")
		} else {
			l.Add(th.Text, "   "+b.Label+" ")
		}
		l.Add(th.Dim, " "+b.Key).Gap(3)
	}
	return l.String()
}

// OptionRow is one line of a choice. Its texts are safe.
type OptionRow struct {
	Key, Label, Hint string
	// Match are the byte ranges [from,to) of Label that what was typed matched.
	Match  [][2]int
	LabelW int // of the column of labels
	Cursor bool
	Dim    bool // it is there, and not what one would choose
}

// Draw puts the option into w cells.
func (o OptionRow) Draw(th *Theme, w int) string {
	st := th.Styles
	if o.Cursor {
		st = th.Sel
	}
	l := NewLine(w, st.Text)
	SecretRow{Cursor: o.Cursor, Focus: true}.gutter(l, st)
	if o.Key != "" {
		l.Add(st.Key, o.Key).Gap(2)
	}
	role := st.Strong
	if o.Dim {
		role = st.Dim
	}
	room := min(o.LabelW, l.Left())
	if Width(o.Label) > room { // where it is cut, what matched may be gone
		l.Cell(role, o.Label, room)
	} else {
		l.Spans(marked(o.Label, o.Match, 0, role, st.Match)...).Gap(room - Width(o.Label))
	}
	return l.Gap(2).Add(st.Dim, o.Hint).String()
}
