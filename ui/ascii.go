package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// glyph is how a character of ours is drawn where there is nothing but ASCII, and what it is called where the screen is read aloud; ""
// for what only decorates.
type glyph struct {
	ascii byte
	word  string
}

// glyphs are all characters beyond ASCII that we draw ourselves: a test finds one that is missing here. Each takes one cell, and so does
// what stands for it.
func glyphs() map[rune]glyph {
	return map[rune]glyph{
		'·': {'-', ","}, '×': {'x', "times"}, '–': {'-', " to "}, '—': {'-', ","}, '“': {'"', ""}, '”': {'"', ""}, '…': {'~', "..."}, '§': {'$', "section"},
		'•': {'*', ""}, '‹': {'<', ""}, '›': {'>', ""}, '−': {'-', "minus"}, '≠': {'!', "differs"}, '≤': {'<', "at most"}, '≥': {'>', "at least"},
		'←': {'<', "left"}, '→': {'>', "to"}, '↑': {'^', "up"}, '↓': {'_', "down"}, '↪': {'>', ""}, '⇄': {'=', "or"}, '⟳': {'%', "rotates"},
		'␠': {'_', "blank"}, '␣': {'_', "blank"}, '⏎': {'$', "line end"}, '⇥': {'>', "tabulator"}, '␍': {'^', "carriage return"}, '↵': {'$', "line end"}, '∅': {'-', ""},
		'─': {'-', ""}, '━': {'=', ""}, '│': {'|', ","}, '╭': {'+', ""}, '╮': {'+', ""}, '╯': {'+', ""}, '╰': {'+', ""}, '┃': {'|', ","}, '┏': {'+', ""}, '┓': {'+', ""}, '┗': {'+', ""}, '┛': {'+', ""},
		'▀': {'"', ""}, '▄': {'_', ""}, '█': {'#', ""}, '▌': {'>', ""}, '▏': {'|', ""},
		'⠋': {'|', ""}, '⠙': {'/', ""}, '⠹': {'-', ""}, '⠸': {'\\', ""}, '⠼': {'|', ""}, '⠴': {'/', ""}, '⠦': {'-', ""}, '⠧': {'\\', ""}, '⠇': {'|', ""}, '⠏': {'/', ""},
		'▸': {'>', chosenWord}, '▾': {'v', "unfolded"}, '◂': {'<', ""}, '◇': {'.', ""}, '○': {'o', ""}, '●': {'@', ""}, '✓': {'+', tickWord}, '✗': {'x', "failed:"},
	}
}

// HasASCII reports whether a character can be drawn where there is nothing but ASCII.
func HasASCII(r rune) bool {
	_, ours := glyphs()[r]
	return r < 0x80 || ours
}

// ASCIIOnly draws what was drawn for any terminal with ASCII alone, cell by cell: our own signs by what stands for them, and each other
// character as a question mark.
type ASCIIOnly struct{ of map[rune]glyph }

// NewASCII makes it.
func NewASCII() *ASCIIOnly { return &ASCIIOnly{glyphs()} }

// Draw is a text, styled or not, in ASCII; a nil one leaves it as it is.
func (a *ASCIIOnly) Draw(s string) string {
	if a == nil || isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		if plain := asciiRun(s); plain > 0 {
			b.WriteString(s[:plain])
			s = s[plain:]
			continue
		}
		cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[len(cluster):]
		r := []rune(cluster)
		if ours, is := a.of[r[0]]; is && len(r) == 1 {
			b.WriteByte(ours.ascii)
			continue
		}
		b.WriteString(strings.Repeat("?", w))
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// asciiRun is how much of the beginning of s is ASCII and carries no mark.
func asciiRun(s string) int {
	i := 0
	for i < len(s) && s[i] < 0x80 {
		i++
	}
	if i == 0 || i == len(s) || s[i-1] < ' ' || !joins(s[i-1:i], firstRune(s[i:])) {
		return i
	}
	return i - 1
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
