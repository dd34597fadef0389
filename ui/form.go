package ui

import (
	"cmp"
	"slices"
	"strings"

	"strongroom/keymap"
)

// Form collects the lines of a dialog that asks for more than yes or no. What matters least gives way first where the
// screen is low.
type Form struct {
	th    *Theme
	w     int
	lines []formLine
	at    int  // the line in focus
	focus bool // there is one
}

type formLine struct {
	text  string
	rank  int // the highest goes first
	spots []Spot
	// of is the first line of the text that this one goes on with, as far as it does; cut is the line where that text ends with it.
	of  int
	cut string
}

// Ranks of a form's lines.
const (
	rankField = iota
	rankOther // a field without the focus
	rankAside
	rankNote
	rankBlank
)

// formLabel is the width of a form's left column.
const formLabel = 18

// NewForm makes an empty form w cells wide.
func NewForm(th *Theme, w int) *Form { return &Form{th: th, w: w} }

func (f *Form) add(rank int, text string) {
	f.lines = append(f.lines, formLine{text: text, rank: rank, of: len(f.lines)})
}

// parts adds a text in lines of at most w cells, each drawn alone; all but the first may give way, the last one first.
func (f *Form) parts(first int, text string, w int, draw func(n int, part string) string) {
	of := len(f.lines)
	for i, part := range Wrap(text, w) {
		rank := first
		if i > 0 {
			rank = rankNote
		}
		f.lines = append(f.lines, formLine{text: draw(i, part), rank: rank, of: of, cut: draw(i, FitEnd(part+ellipsis, w))})
	}
}

// Width is the form's width.
func (f *Form) Width() int { return f.w }

// Room is the width of the right column.
func (f *Form) Room() int { return max(4, f.w-f.label()-2) }

func (f *Form) label() int { return min(formLabel, f.w/3) }

// Blank is an empty line.
func (f *Form) Blank() { f.add(rankBlank, Blank(f.w)) }

// Raw is a line as it is, w cells wide.
func (f *Form) Raw(line string) { f.add(rankField, line) }

// Line is one line that must stay.
func (f *Form) Line(spans ...Span) {
	f.add(rankField, NewLine(f.w, f.th.Text).Gap(1).Spans(spans...).String())
}

// Note is text of any length that may give way.
func (f *Form) Note(r Role, text string) {
	f.parts(rankNote, text, max(8, f.w-2), func(_ int, part string) string {
		return NewLine(f.w, f.th.Text).Gap(1).Add(r, part).String()
	})
}

// Place is where something is; it must stay.
func (f *Form) Place(r Role, text string) {
	for _, line := range PlaceLines(text, max(8, f.w-2)) {
		f.Line(Span{Role: r, Text: line})
	}
}

// Rows are lines as they are, of which none gives way.
func (f *Form) Rows(lines []string) {
	for _, l := range lines {
		f.Raw(l)
	}
}

// Fact is a label and text of any length beside it.
func (f *Form) Fact(label string, s Span) { f.fact(rankField, label, s) }

// Stake is what must be read whole: beside the labels, or over the whole width in as many of the words as there is room for.
func (f *Form) Stake(r Role, forms ...string) {
	if Width(forms[0]) <= f.Room() {
		f.Fact("", Span{r, forms[0]})
		return
	}
	for _, text := range forms {
		if Width(text) <= f.w-2 {
			f.Line(Span{r, text})
			return
		}
	}
	for _, part := range Wrap(forms[len(forms)-1], max(8, f.w-2)) {
		f.Line(Span{r, part})
	}
}

// Beneath is text of any length below a field's value, which may give way; where it would be many short lines it has the whole width.
func (f *Form) Beneath(r Role, text string) {
	const least, most = 40, 2
	if f.Room() < least || len(Wrap(text, f.Room())) > most {
		f.Note(r, text)
		return
	}
	f.fact(rankNote, "", Span{r, text})
}

// Aside is a fact that gives way where there is no room for what matters more.
func (f *Form) Aside(label string, s Span) { f.fact(rankAside, label, s) }

func (f *Form) fact(first int, label string, s Span) {
	f.parts(first, s.Text, f.Room(), func(n int, part string) string {
		if n > 0 {
			label = ""
		}
		return NewLine(f.w, f.th.Text).Gap(1).Cell(f.th.Dim, label, f.label()).Gap(1).Add(s.Role, part).String()
	})
}

// Choice is a label and what is chosen there, which a click turns; with the focus it stands out. Where it is one of several, and not
// merely on or off, turned is how many.
func (f *Form) Choice(field int, label, value, unit string, turned int, focus bool) {
	l, st := f.begin(label, focus, f.th.Styles)
	var back Spot
	if turned == 0 {
		l.Add(st.Strong, value)
	} else {
		back = Spot{From: l.w, To: l.w + 2, Do: keymap.Toggle, Times: turned - 1}
		l.Add(st.Strong, "◂ "+FitEnd(value, max(4, l.Left()-5))+" ▸")
		if Width(unit) >= l.Left() {
			unit = ""
		}
	}
	f.field(l.Add(f.th.Dim, unit), field, focus, back, Spot{To: f.w, Do: keymap.Toggle, Times: 1})
}

// Number is a label and a number of a few digits that is typed, or goes up and down.
func (f *Form) Number(field int, label string, typed Input, unit string, focus bool) {
	const digits = 8
	l, st := f.begin(label, focus, f.th.Styles)
	less := Spot{From: l.w, To: l.w + 2, Do: keymap.Down, Times: 1}
	if l.Add(st.Strong, "◂ "+typed.Show(digits, focus)); !focus { // there the caret stands
		l.Add(st.Strong, " ")
	}
	more := Spot{From: l.w, To: l.w + 2, Do: keymap.Up, Times: 1}
	f.field(l.Add(st.Strong, "▸").Add(f.th.Dim, unit), field, focus, less, more)
}

// Input is a label and a line that is typed into, which is seen to be one also where it is empty; hint is what stands in it beside
// what was typed.
func (f *Form) Input(field int, label string, typed Input, hint string, focus bool) {
	l, st := f.begin(label, focus, f.th.Bar)
	in := l.Typed(st.Strong, typed, f.Room()-Width(hint)-1, focus)
	if in.From == l.w {
		hint = strings.TrimPrefix(hint, " ")
	}
	l.Add(st.Dim, FitEnd(hint, max(0, f.w-1-l.w)))
	if f.th.depth <= Sixteen && !focus { // no background tells it
		l.Add(st.Faint, strings.Repeat("_", max(0, f.w-1-l.w)))
	} else {
		l.Add(st.Text, Blank(max(0, f.w-1-l.w)))
	}
	f.field(l, field, focus, in)
}

// Ask is a line that is typed into and has the focus, behind what it asks for.
func (f *Form) Ask(label Span, typed Input) {
	l := NewLine(f.w, f.th.Text).Gap(1).Spans(label)
	in := l.Typed(f.th.Strong, typed, l.Left()-2, true)
	f.field(l, 0, true, in)
}

// Stays has the last line give way to nothing.
func (f *Form) Stays() { f.lines[len(f.lines)-1].rank = rankField }

// begin is a field's line up to what stands in it.
func (f *Form) begin(label string, focus bool, without Styles) (*Line, Styles) {
	mark, st := " ", without
	if focus {
		mark, st = "▸", f.th.Sel
	}
	return NewLine(f.w, f.th.Text).Add(f.th.Accent, mark).Cell(f.th.Dim, label, f.label()).Gap(1), st
}

// field adds a field's line, of which a click on each spot does something, and one beside them gives it the focus. Without that it gives way
// last of all.
func (f *Form) field(l *Line, field int, focus bool, spots ...Spot) {
	rank := rankOther
	if focus {
		rank, f.at, f.focus = rankField, len(f.lines), true
	}
	spots = append(spots, Spot{To: f.w})
	for i := range spots {
		spots[i].Field = field
	}
	f.lines = append(f.lines, formLine{text: l.String(), rank: rank, spots: spots, of: len(f.lines)})
}

// Must is how many lines give way to nothing while there is room for them.
func (f *Form) Must() (n int) {
	for _, l := range f.lines {
		if l.rank == rankField {
			n++
		}
	}
	return n
}

// Lines are the lines that fit into h.
func (f *Form) Lines(h int) (out []string) {
	for _, l := range f.fit(h) {
		out = append(out, l.text)
	}
	return out
}

// In puts the lines into a box, as many as it has room for on a screen h lines high.
func (f *Form) In(box Box, h int) Box {
	fields, in := f.fields(f.lines), f.fit(box.Room(h))
	for _, l := range in {
		box.Lines, box.Spots = append(box.Lines, l.text), append(box.Spots, l.spots)
	}
	if len(f.fields(in)) < len(fields) {
		box.Fields, box.At = fields, -1
		if f.focus {
			box.At = slices.Index(fields, f.lines[f.at].spots[0].Field)
		}
	}
	return box
}

// fields are those of some lines.
func (f *Form) fields(lines []formLine) (out []int) {
	for _, l := range lines {
		if l.spots != nil {
			out = append(out, l.spots[0].Field)
		}
	}
	return out
}

// fit are the lines that fit into h. Of those that give way alike what is farthest from the focus goes first, a text from its end. Where there
// is no room even for those that give way to nothing, those stay that are nearest to the line in focus: nobody types into what is not seen.
func (f *Form) fit(h int) (out []formLine) {
	far := func(i int) int { return max(f.lines[i].of-f.at, f.at-f.lines[i].of) }
	first := make([]int, len(f.lines))
	for i := range first {
		first[i] = i
	}
	slices.SortFunc(first, func(a, b int) int {
		return cmp.Or(f.lines[b].rank-f.lines[a].rank, far(b)-far(a), b-a)
	})
	gone := make([]bool, len(f.lines))
	for _, i := range first[:max(0, len(first)-max(0, h))] {
		gone[i] = f.lines[i].rank > rankField || f.focus && i != f.at
	}
	for i, l := range f.lines {
		if gone[i] {
			continue
		}
		if i+1 < len(gone) && gone[i+1] && f.lines[i+1].of == l.of {
			l.text = l.cut
		}
		out = append(out, l)
	}
	return out
}
