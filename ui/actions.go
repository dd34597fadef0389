package ui

import "strings"

// ActionRow is a line of the palette: a word, what it does, and its key at the right.
type ActionRow struct {
	Label, Text, Key string // safe text
	LabelW, KeyW     int
	Cursor           bool
	// Refused: it cannot run now, and Text says why.
	Refused bool
}

// leastActionText is what room the text of an action has at least: in less it would end before it says anything.
const leastActionText = 24

// Draw puts it into w cells.
func (r ActionRow) Draw(th *Theme, w int) string {
	st := th.Styles
	if r.Cursor {
		st = th.Sel
	}
	word, key, text := st.Strong, st.Key, st.Dim
	if r.Refused {
		word, key = st.Dim, st.Dim
	}
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, true)
	l.Cell(word, r.Label, r.LabelW).Gap(2)
	if room := l.Left() - r.KeyW - 3; room >= leastActionText {
		l.Cell(text, FitEnd(r.Text, room), room).Gap(1)
	}
	return l.Right(Span{key, r.Key}, Span{st.Text, " "}).String()
}

// Rule is a line across a box.
func Rule(th *Theme, w int) string {
	return NewLine(w, th.Text).Gap(1).Add(th.Faint, strings.Repeat("─", max(0, w-2))).String()
}

// HelpRow is a line of the help screen: keys and what they do. Refused says why that cannot be done now, "" where it can.
type HelpRow struct {
	Keys, Word, Text string // safe text
	Refused          string // why it was refused, "" where it was not; safe text
}

// Draw puts it into lines of w cells, the keys into keyW of them and the word into wordW; 0 where they have no columns and stand above.
func (r HelpRow) Draw(th *Theme, keyW, wordW, w int) (out []string) {
	key, word, text := th.Key, th.Strong, th.Text
	if r.Refused != "" {
		key, word, text = th.Dim, th.Dim, th.Dim
		r.Text += " · " + r.Refused
	}
	if wordW == 0 { // no room for columns
		out = append(out, NewLine(w, th.Text).Gap(2).Add(key, r.Keys).Gap(2).Add(word, r.Word).String())
		for _, part := range Wrap(r.Text, max(8, w-6)) {
			out = append(out, NewLine(w, th.Text).Gap(4).Add(text, part).String())
		}
		return out
	}
	wordW += 2
	for i, part := range Wrap(r.Text, max(8, w-keyW-wordW-5)) {
		k, what := r.Keys, r.Word
		if i > 0 {
			k, what = "", ""
		}
		out = append(out, NewLine(w, th.Text).Gap(2).Cell(key, k, keyW).Gap(2).Cell(word, what, wordW).Add(text, part).String())
	}
	return out
}
