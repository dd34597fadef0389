package document

import (
	"fmt"

	"strongroom/backend"
)

// Lines stands for a run of lines in a MergeRow; Spans tells which bytes they are.
const Lines = -3

// byLine reports whether three values are texts that can be merged line by line. Lines mean nothing by themselves in JSON
// and in the blocks of a PEM.
func (m *Merge) byLine() bool {
	for _, d := range m.docs {
		if d.Kind != KindText || d.Bytes == 0 {
			return false
		}
	}
	return true
}

// hunks are the places where a side has moved away from the base, by line.
type hunks struct {
	runs  []LineRun
	moved int // how far the lines behind the last hunk that was taken have moved
}

// next is where the next hunk begins in the base.
func (h *hunks) next() (line int, ok bool) {
	if len(h.runs) == 0 {
		return 0, false
	}
	return h.runs[0].AFrom, true
}

// take takes the hunks that begin up to line end, and returns the end of the last one.
func (h *hunks) take(end int) int {
	for len(h.runs) > 0 && h.runs[0].AFrom <= end {
		end = max(end, h.runs[0].ATo)
		h.moved = h.runs[0].BTo - h.runs[0].ATo
		h.runs = h.runs[1:]
	}
	return end
}

// lines compares three texts line by line: each run of lines that differs on either side is a row. Runs that touch are one.
func (m *Merge) lines() {
	var side [3]hunks
	var starts [3][]Span
	for _, s := range []Side{TheirSide, YourSide} {
		var c Comparison
		backend.UseBoth(m.vals[BaseSide], m.vals[s], c.lines)
		starts[BaseSide], starts[s] = c.ALines, c.BLines
		for _, r := range c.Runs {
			if r.Change != Same {
				side[s].runs = append(side[s].runs, r)
			}
		}
	}
	for {
		from, ok := side[TheirSide].next()
		if yours, also := side[YourSide].next(); also && (!ok || yours < from) {
			from, ok = yours, true
		}
		if !ok {
			break
		}
		was := [3]int{0, side[TheirSide].moved, side[YourSide].moved}
		to := from
		for end := -1; end != to; {
			end = to
			to = side[YourSide].take(side[TheirSide].take(to))
		}
		row := MergeRow{ByLine: true, Path: lineWords(from, to)}
		for s := range row.At {
			row.Spans[s] = m.bytesOf(Side(s), starts[s], from+was[s], to+side[s].moved)
			if row.At[s] = Lines; row.Spans[s].Start == row.Spans[s].End {
				row.At[s] = -1
			}
		}
		m.add(row)
	}
	if len(m.Rows) == 1 && m.wholly(m.Rows[0]) {
		m.Rows = nil
		m.add(MergeRow{At: [3]int{Whole, Whole, Whole}})
	}
}

// bytesOf is where lines [from,to) lie, with their line ends.
func (m *Merge) bytesOf(s Side, lines []Span, from, to int) Span {
	at := func(line int) int {
		if line < len(lines) {
			return lines[line].Start
		}
		return m.docs[s].Bytes
	}
	return Span{at(from), at(to)}
}

// wholly reports whether a row leaves nothing on any side.
func (m *Merge) wholly(r MergeRow) bool {
	for s, span := range r.Spans {
		if span != (Span{0, m.docs[s].Bytes}) {
			return false
		}
	}
	return true
}

func lineWords(from, to int) string {
	switch to - from {
	case 0:
		if from == 0 {
			return "before line 1"
		}
		return fmt.Sprintf("after line %d", from)
	case 1:
		return fmt.Sprintf("line %d", to)
	}
	return fmt.Sprintf("lines %d–%d", from+1, to)
}

// joined is their text with the rows of yours that pick chooses.
func (m *Merge) joined(pick func(MergeRow) Side) backend.Value {
	size := m.docs[TheirSide].Bytes
	for _, r := range m.Rows {
		size += r.Spans[YourSide].End - r.Spans[YourSide].Start
	}
	out := make([]byte, 0, size) // at most: it must not grow and leave copies behind
	m.vals[TheirSide].Use(func(theirs []byte) {
		at := 0
		for _, r := range m.Rows {
			if pick(r) != YourSide {
				continue
			}
			out = append(out, theirs[at:r.Spans[TheirSide].Start]...)
			yours := m.Text(r, YourSide)
			yours.Use(func(b []byte) { out = append(out, b...) })
			yours.Wipe()
			at = r.Spans[TheirSide].End
		}
		out = append(out, theirs[at:]...)
	})
	return m.vals[TheirSide].Like(out, false)
}
