package ui

import "strings"

// Form collects the lines of a dialog that asks for more than yes or no. What matters least gives way first where the
// screen is low.
type Form struct {
	th    *Theme
	w     int
	lines []formLine
}

type formLine struct {
	text string
	rank int // the highest goes first
}

// Ranks of a form's lines.
const (
	rankField = iota
	rankAside // a field without the focus
	rankNote
	rankBlank
)

// formLabel is the width of a form's left column.
const formLabel = 18

// NewForm makes an empty form w cells wide.
func NewForm(th *Theme, w int) *Form { return &Form{th: th, w: w} }

func (f *Form) add(rank int, text string) { f.lines = append(f.lines, formLine{text, rank}) }

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
	for _, part := range Wrap(text, max(8, f.w-2)) {
		f.add(rankNote, NewLine(f.w, f.th.Text).Gap(1).Add(r, part).String())
	}
}

// Place is where something is; it must stay.
func (f *Form) Place(r Role, text string) {
	for _, line := range PlaceLines(text, max(8, f.w-2)) {
		f.Line(Span{Role: r, Text: line})
	}
}

// Pair is a text at the left and one at the right.
func (f *Form) Pair(left, right Span) {
	room := f.w - 3 - Width(right.Text)
	if Width(left.Text) > room {
		left.Text = FitMiddle(left.Text, max(4, room))
	}
	f.add(rankField, NewLine(f.w, f.th.Text).Gap(1).Add(left.Role, left.Text).Right(Span{right.Role, " " + right.Text + " "}).String())
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
	for i, part := range Wrap(s.Text, f.Room()) {
		if i > 0 {
			label = ""
		}
		rank := first
		if i > 0 {
			rank = rankNote
		}
		f.add(rank, NewLine(f.w, f.th.Text).Gap(1).Cell(f.th.Dim, label, f.label()).Gap(1).Add(s.Role, part).String())
	}
}

// Field is a label and a value that can be changed; with the focus it stands out. One without the focus gives way last of all.
func (f *Form) Field(label, value, unit string, focus bool) {
	l := NewLine(f.w, f.th.Text)
	mark, st := " ", f.th.Styles
	if focus {
		mark, st = "▸", f.th.Sel
	}
	l.Add(f.th.Accent, mark).Cell(f.th.Dim, label, f.label()).Gap(1)
	l.Add(st.Strong, value).Add(f.th.Dim, unit)
	rank := rankField
	if !focus {
		rank = rankAside
	}
	f.add(rank, l.String())
}

// Input is a label and a line that is typed into, which is seen to be one also where it is empty; hint is what stands in it beside
// what was typed.
func (f *Form) Input(label, value, hint string, focus bool) {
	l := NewLine(f.w, f.th.Text)
	mark, st, rank := " ", f.th.Bar, rankAside
	if focus {
		mark, st, rank = "▸", f.th.Sel, rankField
	}
	l.Add(f.th.Accent, mark).Cell(f.th.Dim, label, f.label()).Gap(1)
	if value == "" {
		hint = strings.TrimPrefix(hint, " ")
	}
	free := max(0, f.Room()-Width(value)-Width(hint))
	l.Add(st.Strong, value).Add(st.Dim, hint)
	if f.th.depth <= Sixteen && !focus { // no background tells it
		l.Add(st.Faint, strings.Repeat("_", free))
	} else {
		l.Add(st.Text, Blank(free))
	}
	f.add(rank, l.String())
}

// Lines are the lines that fit into h.
func (f *Form) Lines(h int) []string {
	drop := len(f.lines) - h
	gone := make([]bool, len(f.lines))
	for rank := rankBlank; rank > rankField && drop > 0; rank-- {
		for i := len(f.lines) - 1; i >= 0 && drop > 0; i-- {
			if f.lines[i].rank == rank {
				gone[i] = true
				drop--
			}
		}
	}
	var out []string
	for i, l := range f.lines {
		if !gone[i] {
			out = append(out, l.text)
		}
	}
	return out
}
