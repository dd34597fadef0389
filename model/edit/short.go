package edit

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/pane"
	"strongroom/ui"
)

// maxShort is how many bytes of a value a line shows, and aheadShort how many of them stand before the place where it differs.
const maxShort, aheadShort = 400, 100

// sideText is the text of a row on one side of a merge: what of its value it is, and in what that differs from another side.
type sideText struct {
	in backend.Value
	ui.Piece
}

// textOn is a row on the first of two sides, compared with the second. Whoever asks wipes it. Where the two have nothing in common,
// nothing is said to differ.
func textOn(m *document.Merge, row document.MergeRow, sides [2]document.Side) sideText {
	v, at := m.Within(row, sides[0])
	other, in := m.Within(row, sides[1])
	defer other.Wipe()
	t := sideText{v, ui.Piece{From: at.Start, To: at.End}}
	backend.UseBoth(v, other, func(a, b []byte) {
		t.Diff, _ = document.Differ(a[at.Start:at.End], b[in.Start:in.End])
		for i := range t.Diff {
			t.Diff[i][0], t.Diff[i][1] = at.Start+t.Diff[i][0], at.Start+t.Diff[i][1]
		}
	})
	return t
}

// short is a row in a line: of several lines the one in which it differs.
func (t sideText) short(byLine bool, permit pane.Permit) (out ui.Marked) {
	switch {
	case t.in.Binary():
		return ui.Marked{Text: inShort(t.in)}
	case t.From == t.To && permit.InForce():
		return ui.Marked{Text: ui.Empty}
	}
	t.in.Use(func(b []byte) {
		p, more, cut := t.Piece, 0, ""
		if byLine {
			p, more = oneLine(b, p)
		}
		if from := p.Differs() - aheadShort; from > p.From {
			for p.From, cut = from, "…"; !utf8.RuneStart(b[p.From]); p.From++ {
			}
		}
		p.To = min(p.To, p.From+maxShort)
		out = permit.Text(b, p).Behind(cut)
		if more > 0 {
			out = out.Behind("+" + ui.Count(more) + " · ")
		}
	})
	return out
}

// broken is a row in lines of w cells; nil of bytes, which are not shown.
func (t sideText) broken(w int) (all []ui.Piece) {
	if t.in.Binary() {
		return nil
	}
	t.in.Use(func(b []byte) {
		ui.Break(b, t.Piece, w, func(from, to int) { all = append(all, ui.Piece{From: from, To: to, Diff: t.Diff}) })
	})
	return all
}

// atLength is a row in the lines that it is broken into, at most so many and those in which it differs, which of them go on from the one
// above, and how many more there are.
func (t sideText) atLength(all []ui.Piece, most int, permit pane.Permit) (out []ui.Marked, goesOn []bool, more int) {
	t.in.Use(func(b []byte) {
		from := 0
		if len(all) > most {
			most--
			at := slices.IndexFunc(all, func(p ui.Piece) bool { return t.Differs() <= p.To })
			from = max(0, min(at-1, len(all)-most))
		}
		for _, p := range all[from:min(len(all), from+most)] {
			out, goesOn = append(out, permit.Text(b, p)), append(goesOn, p.From > t.From && b[p.From-1] != '\n')
		}
		more = len(all) - len(out)
	})
	return out, goesOn, more
}

// oneLine is the line of a run of lines in which it differs, without its line end, and how many other lines there are.
func oneLine(b []byte, p ui.Piece) (line ui.Piece, more int) {
	run := bytes.TrimSuffix(b[p.From:p.To], []byte("\n"))
	at := max(0, min(p.Differs()-p.From, len(run)))
	line = ui.Piece{From: p.From + bytes.LastIndexByte(run[:at], '\n') + 1, To: p.From + len(run), Diff: p.Diff}
	if i := bytes.IndexByte(run[at:], '\n'); i >= 0 {
		line.To = p.From + at + i
	}
	return line, bytes.Count(run, []byte("\n"))
}
