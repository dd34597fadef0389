package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Box is a dialog. All are built alike: the title says what will be done; then, inside, the whole names of what it is done to, where
// that is, the body, and the buttons, the safe one first; the lower border has one hint.
type Box struct {
	Title string // safe text
	// Subject are names, whole: they are wrapped. Where is their account and region. Both are safe text.
	Subject []string
	Where   string
	Lines   []string // the body, each W cells wide
	Spots   [][]Spot // what can be clicked on in each of them, as far as there is any
	W       int
	Buttons []Button
	Foot    string // safe text
	// Leave is the key by which it is left where it has no buttons, and what that does: "close". The footer has it; where the box
	// covers that, its own border.
	Leave FooterKey
	// Fields are those of a form that has no room for all of them, and At which of them has the focus, -1 for none.
	Fields []int
	At     int
	// Time is what drains, at the right end of the lower border; where there is no room for both, the foot goes.
	Time []Span
	// alone: nothing is behind it, and it may have the whole screen.
	alone bool
}

// Hidden is how many fields of a form it has no room for.
func (b Box) Hidden() int {
	n := len(b.Fields)
	for _, spots := range b.Spots {
		if n > 0 && spots != nil {
			n--
		}
	}
	return n
}

// BoxPart is which part of a box a line of it belongs to.
type BoxPart int

// The parts that something can be done to.
const (
	Nowhere   BoxPart = iota // beside it
	InHead                   // title, names and place
	InBody                   // one of Lines
	InButtons                // a row of buttons
	InLeave                  // the words that tell how it is left
	InBorder                 // nothing of all these
)

// LowScreens are those up to this height: a box goes without blank lines there.
const LowScreens = 15

// boxLine is a line inside a box, the n-th of its part.
type boxLine struct {
	text string
	of   BoxPart
	n    int
}

// Room is how many lines the body may have on a screen h lines high.
func (b Box) Room(h int) int {
	rest := h - 2 - len(b.head(Plain(), h)) - len(b.buttonRows(Plain(), h))
	if h > LowScreens { // the first and the last line of the screen stay
		rest -= b.blanks() + 2
	}
	return max(1, rest)
}

// blanks are how many lines are left free, where there is room.
func (b Box) blanks() (n int) {
	if len(b.head(Plain(), 1000)) > 0 {
		n++
	}
	if len(b.Buttons) > 0 {
		n++
	}
	return n
}

// head are the title where the border has no room for it, the names and the place. Names that would fill the screen lose their
// middle: they differ at their ends. A line of the body is left to what is typed or chosen.
func (b Box) head(th *Theme, h int) (lines []string) {
	add := func(r Role, text string) { lines = append(lines, NewLine(b.W, th.Text).Gap(1).Add(r, text).String()) }
	if Width(b.Title) > b.W-2 {
		for _, part := range Wrap(b.Title, b.W-2) {
			add(th.Strong, part)
		}
	}
	var where []string
	if b.Where != "" {
		where = PlaceLines(b.Where, max(8, b.W-2))
	}
	most := max(2, min((h-2)*2/3, h-3-len(lines)-len(where)-len(b.buttonRows(th, h))))
	for _, name := range b.Subject {
		parts := cut(name, max(4, b.W-2))
		if len(parts) > most {
			tail := parts[len(parts)-most/2:]
			head := parts[:most-len(tail)]
			head[len(head)-1] = FitEnd(head[len(head)-1]+ellipsis, b.W-2)
			parts = append(head, tail...)
		}
		for _, part := range parts {
			add(th.Strong, part)
		}
	}
	for _, line := range where {
		add(th.Dim, line)
	}
	return lines
}

// inside are the lines of the box on a screen h lines high, but for its borders. Where they are too many, blank lines go first, then
// the end of the body.
func (b Box) inside(th *Theme, h int) (out []boxLine) {
	head, rows := b.head(th, h), b.buttonRows(th, h)
	body := b.Lines
	free := h - 2 - len(head) - len(rows) - len(body)
	if h > LowScreens && !b.alone {
		free -= 2
	}
	put := func(of BoxPart, lines []string) {
		for n, l := range lines {
			out = append(out, boxLine{l, of, n})
		}
	}
	blank := func(is bool) {
		if is && free > 0 {
			free--
			out = append(out, boxLine{Blank(b.W), Nowhere, 0})
		}
	}
	put(InHead, head)
	blank(len(head) > 0 && (len(body) > 0 && strings.TrimSpace(ansi.Strip(body[0])) != ""))
	if free < 0 {
		body = body[:max(0, len(body)+free)]
	}
	put(InBody, body)
	blank(len(rows) > 0 && (len(body) == 0 || strings.TrimSpace(ansi.Strip(body[len(body)-1])) != ""))
	put(InButtons, rows)
	return out
}

// at is where the box stands on a screen of w by h cells, borders included.
func (b Box) at(w, h, lines int) (x, y, bw, bh int) {
	bw, bh = b.W+4, lines+2
	return max(0, (w-bw)/2), max(0, (h-bh)/2), bw, bh
}

// Hit is what lies at a place of a screen of w by h cells: the part of the box, and there which line, or which button; at is the cell in
// it.
func (b Box) Hit(x, y, w, h int) (of BoxPart, n, at int) {
	inside := b.inside(Plain(), h)
	left, top, bw, bh := b.at(w, h, len(inside))
	if x < left || x >= left+bw || y < top || y >= top+bh {
		return Nowhere, 0, 0
	}
	x, y = x-left-2, y-top-1
	switch from, to := b.leave(b.covers(len(inside), h, h-1)); {
	case y == len(inside) && x >= from && x < to:
		return InLeave, 0, x
	case x < 0 || x >= b.W || y < 0 || y >= len(inside):
		return InBorder, 0, x
	}
	l := inside[y]
	if l.of != InButtons {
		return l.of, l.n, x
	}
	for i, p := range b.places(h) {
		if p.row == l.n && x >= p.from && x < p.to {
			return InButtons, i, x
		}
	}
	return InBorder, 0, x
}

// Covers reports whether it stands on a line of a screen h lines high, or on what is above.
func (b Box) Covers(h, line int) bool { return b.covers(len(b.inside(Plain(), h)), h, line) }

// covers is Covers of a box with so many lines inside.
func (b Box) covers(lines, h, line int) bool {
	_, y, _, bh := b.at(0, h, lines)
	return y+bh > line
}

// Over draws the box in the middle of a screen w cells wide. What lies behind it fades, so that there is no doubt
// about what has the keys.
func (b Box) Over(th *Theme, screen []string, w int) []string {
	box := b.draw(th, len(screen))
	out, faint := make([]string, len(screen)), th.Behind
	x, y, bw, _ := b.at(w, len(screen), len(box)-2)
	for i, l := range screen {
		back := ansi.Strip(l)
		if i < y || i >= y+len(box) {
			out[i] = faint.Render(Fit(back, w))
			continue
		}
		left := Fit(ansi.Truncate(back, x, ""), x)
		right := Fit(ansi.TruncateLeft(back, x+bw, ""), w-x-bw)
		out[i] = faint.Render(left) + box[i-y] + faint.Render(right)
	}
	if h := len(screen); !b.covers(len(box)-2, h, h-1) && !b.alone { // the footer tells the dialog's own keys
		out[h-1] = screen[h-1]
	}
	return out
}

func (b Box) draw(th *Theme, h int) []string {
	border, f := th.BorderFocus, th.frame(true)
	top := NewLine(b.W+3, border)
	top.Add(border, f.topLeft+" ").Add(th.Strong, FitEnd(b.Title, b.W-2)).Add(border, " ")
	top.Add(border, strings.Repeat(f.across, max(0, top.Left())))
	out := []string{top.String() + border.Render(f.topRight)}
	side := border.Render(f.down)
	inside := b.inside(th, h)
	for _, l := range inside {
		out = append(out, side+" "+l.text+" "+side)
	}
	return append(out, b.bottom(th, b.covers(len(inside), h, h-1))+border.Render(f.bottomRight))
}

// bottom is the lower border but for its corner, of a box that covers the footer or does not.
func (b Box) bottom(th *Theme, covers bool) string {
	border, f := th.BorderFocus, th.frame(true)
	foot, leave, time := b.foot(covers)
	l := NewLine(b.W+3, border).Add(border, f.bottomLeft)
	l.Add(border, strings.Repeat(f.across, max(0, l.Left()-Width(foot)-Width(leave)-SpansWidth(time)-1)))
	return l.Add(th.Dim, foot+leave).Spans(time...).Add(border, f.across).String()
}

// foot is what stands in the lower border: the hint, how it is left where the footer cannot tell it, and what drains. Where there is no
// room for all of them the last parts of the hint go first, and how it is left stays: it can be clicked on.
func (b Box) foot(covers bool) (hint, leave string, time []Span) {
	if b.Leave.Key != "" && covers {
		leave = " " + b.Leave.Key + " " + b.Leave.Label + " "
	}
	if SpansWidth(b.Time) <= FootRoom(b.W)-Width(leave) {
		time = b.Time
	}
	room := b.W - 4 - Width(leave) - SpansWidth(time)
	if leave != "" {
		room--
	}
	if hint = FirstParts(b.Foot, room); hint == "" {
		return "", leave, time
	}
	if hint = " " + hint + " "; leave != "" {
		hint += "·"
	}
	return hint, leave, time
}

// FirstParts are as many parts of "one · another" as there is room for, each whole.
func FirstParts(hint string, room int) string {
	for hint != "" && Width(hint) > room {
		hint = hint[:max(0, strings.LastIndex(hint, " · "))]
	}
	return hint
}

// leave are the cells of the lower border that tell how it is left, counted from those of the inside.
func (b Box) leave(covers bool) (from, to int) {
	_, leave, time := b.foot(covers)
	to = b.W - SpansWidth(time)
	return to - Width(leave), to
}

// Hint is its foot, with how it is left.
func (b Box) Hint() string {
	switch leave := b.Leave.Key + " " + b.Leave.Label; {
	case b.Leave.Key == "":
		return b.Foot
	case b.Foot == "":
		return leave
	default:
		return b.Foot + " · " + leave
	}
}

// FitEnd is s if it fits, else s cut to w cells.
func FitEnd(s string, w int) string {
	if Width(s) <= w {
		return s
	}
	return Fit(s, w)
}

// NamedRow is one of several that a dialog is about: its name, whose middle goes where there is no room, and what is to be known of it.
func NamedRow(th *Theme, w int, name string, right ...Span) string {
	room := w - SpansWidth(right) - 3
	if Width(name) > room {
		name = FitMiddle(name, max(4, room))
	}
	return NewLine(w, th.Text).Gap(1).Add(th.Strong, name).Right(append(append([]Span{{th.Text, " "}}, right...), Span{th.Text, " "})...).String()
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

// Whole is how wide a row is with all of its hint.
func (o OptionRow) Whole() int {
	before := gutterW + o.LabelW + 2
	if o.Key != "" {
		before += Width(o.Key) + 2
	}
	return before + Width(o.Hint)
}

// Cut reports whether a row w cells wide has no room for all of the hint.
func (o OptionRow) Cut(w int) bool { return o.Whole()-o.slack(w) > w }

// slack is by how much the label of a row w cells wide is moved together for its hint. Where there is room the hints stand below each
// other.
func (o OptionRow) slack(w int) int {
	const narrow = 50
	over := o.Whole() - w
	if w >= narrow || over > o.LabelW-Width(o.Label) {
		return 0
	}
	return max(0, over)
}

// Draw puts the option into w cells.
func (o OptionRow) Draw(th *Theme, w int) string {
	st := th.Styles
	if o.Cursor {
		st = th.Sel
	}
	l := NewLine(w, st.Text)
	gutter(l, st, o.Cursor, true)
	if o.Key != "" {
		l.Add(st.Key, o.Key).Gap(2)
	}
	role := st.Strong
	if o.Dim {
		role = st.Dim
	}
	room := min(o.LabelW-o.slack(w), l.Left())
	if Width(o.Label) > room { // where it is cut, what matched may be gone
		l.Cell(role, o.Label, room)
	} else {
		l.Spans(marked(nil, o.Label, o.Match, 0, role, st.Match)...).Gap(room - Width(o.Label))
	}
	return l.Gap(2).Add(st.Dim, o.Hint).String()
}

// Inside are all lines of the box on a screen h lines high, but for its borders.
func (b Box) Inside(th *Theme, h int) (lines []string) {
	for _, l := range b.inside(th, h) {
		lines = append(lines, l.text)
	}
	return lines
}
