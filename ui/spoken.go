package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Voice makes of lines that were drawn what is read aloud: no boxes, no bars, no columns, and words for our signs.
type Voice struct {
	of map[rune]glyph
	// Chosen is what the mark before a row or a button means there, and Tick what a tick does.
	Chosen, Tick string
}

const (
	chosenWord = "\x00" // what Voice.Chosen stands for
	tickWord   = "\x01" // and Voice.Tick
)

// NewVoice makes it.
func NewVoice() Voice { return Voice{of: glyphs(), Tick: "done:"} }

// AtCursor reports whether a drawn line is one that the cursor is on.
func AtCursor(line string) bool { return strings.HasPrefix(ansi.Strip(line), "▌") }

// HasCaret reports whether something is typed in a drawn line.
func HasCaret(line string) bool { return strings.Contains(line, "▏") }

// HasFocus reports a row of buttons, one of which has the focus.
func HasFocus(line string) bool { return strings.Contains(line, "▸") && !isTurned(line) }

// isTurned reports a row with something that is turned left and right.
func isTurned(line string) bool { return strings.Contains(line, "◂") }

// Indent is how many cells Bare takes off the beginning of a line.
func Indent(line string) int {
	plain := ansi.Strip(line)
	return Width(plain) - Width(strings.TrimLeft(strings.TrimPrefix(plain, "▌"), " "))
}

// Bare is a drawn line as it stands, without styles, and without the cursor's mark and what fills it.
func Bare(line string) string {
	return strings.TrimRight(strings.TrimLeft(strings.TrimPrefix(ansi.Strip(line), "▌"), " "), " ")
}

// InClear is a drawn line with a value in clear, as it stands, but with a word for what is masked.
func InClear(line string) string { return unmask(Bare(line)) }

// Typed is a drawn line that is typed into, and in which of its cells the cursor is that stood in cell x: as it stands, but with a word
// for what is masked, and without the signs of a field and of its cursor, which the terminal's own cursor tells.
func Typed(line string, x int) (string, int) {
	text := Bare(line)
	left, right := ansi.Cut(text, 0, x), ansi.TruncateLeft(text, x, "")
	fieldSigns := strings.NewReplacer("◂ ", "", " ▸", "", "▸", "")
	clean := func(s string) string {
		if isTurned(text) {
			s = fieldSigns.Replace(s)
		}
		return unmask(s)
	}
	left = clean(strings.TrimLeft(left, "▸› "))
	return left + clean(strings.TrimPrefix(right, "▏")), Width(left)
}

// Caret is the cell of the cursor in a line that is drawn with one.
func Caret(line string) int {
	before, _, _ := strings.Cut(Bare(line), "▏")
	return Width(before)
}

func unmask(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, Mask, "masked"), ShortMask, "masked")
}

// Say is a drawn line in words; "" for one that only decorates.
func (v Voice) Say(line string) string {
	line = unmask(Bare(line))
	if isTurned(line) {
		v.Chosen = ""
	}
	var parts []string
	for column := range strings.SplitSeq(line, "  ") {
		if words := strings.Trim(v.words(column), " ,"); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, ", ")
}

func (v Voice) words(column string) string {
	var b strings.Builder
	if strings.Trim(column, " ▸") == "—" { // there is nothing in it
		column = strings.Replace(column, "—", "none", 1)
	}
	for _, r := range column {
		g, ours := v.of[r]
		switch {
		case !ours:
			b.WriteRune(r)
		case g.word == ",", g.word == "...":
			b.WriteString(g.word)
		case g.word == chosenWord:
			b.WriteString(" " + v.Chosen + " ")
		case g.word == tickWord:
			b.WriteString(" " + v.Tick + " ")
		default:
			b.WriteString(" " + g.word + " ")
		}
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(b.String()), " "), " ,", ",")
}

// Still is a line without its numbers: what differs in these alone has only grown older.
func Still(line string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, line)
}

// InCells breaks a safe text into lines of at most w cells.
func InCells(text string, w int) []string { return cut(text, max(8, w)) }
