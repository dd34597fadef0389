// Package ui draws plain values into cells. It knows styles and widths, and neither messages nor keys' meanings.
// Outside text (names, tags, errors, values) enters through Text and nowhere else.
package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Text makes outside text safe to show on one line and hides nothing: what a terminal would obey, reorder, draw as
// nothing or measure differently from us is spelled out, bytes as \x1b, other characters as <U+202E>. Plain printable
// ASCII comes back as it is, without an allocation.
//
// Promises: the result is valid UTF-8 of printable characters only; the renderer's two ways of counting cells agree on
// it wherever it stands; Text(Text(s)) == Text(s); two texts that differ look different in the result, unless
// one of them contains a spelling (a literal `\x1b` or `<U+202E>`) itself; none holds one of our signs for white space. Look-alike
// letters are letters.
func Text(s string) string {
	if i := firstOdd(s); i < len(s) && strings.ContainsFunc(s[i:], strange) {
		return spell(s, i)
	}
	return s
}

// firstOdd is the index of the first byte that is not printable ASCII.
func firstOdd(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return i
		}
	}
	return len(s)
}

// strange reports any rune that has to be looked at: neither printable ASCII nor ordinary.
func strange(r rune) bool { return (r < ' ' || r > '~') && !ordinary(r) }

// maxMarks is how many combining marks one character may carry; more of them climb over the neighbouring lines.
const maxMarks = 2

// speller rewrites a text rune by rune. cluster is where the current grapheme cluster begins in out, -1 where a
// mark would have nothing of this text to sit on.
type speller struct {
	out     []byte
	cluster int
	marks   int
	last    int // where the last kept rune begins in out
	at      int // where what became of the last rune begins in out
}

func spell(s string, odd int) string {
	p := speller{out: make([]byte, 0, len(s)+len(s)/2+16), cluster: -1}
	if odd > 0 {
		p.out = append(p.out, s[:odd]...)
		p.cluster, p.last = odd-1, odd-1
	}
	for i := odd; i < len(s); {
		i += p.take(s[i:])
	}
	return string(p.out)
}

// take rewrites the rune that s begins with, and returns its length.
func (p *speller) take(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1:
		p.spellByte(s[0])
	case r < 0x80 && r >= ' ' && r != 0x7f:
		p.begin(s[:1])
	case r < 0x80:
		p.spellByte(byte(r))
	case ordinary(r):
		p.begin(s[:n])
	case mustSpell(r):
		p.spellRune(r)
	default:
		p.add(r, s[:n])
	}
	return n
}

// add keeps a visible non-ASCII rune where it stays inside its own cells, else spells it.
func (p *speller) add(r rune, enc string) {
	if p.cluster < 0 {
		if joins("x", enc) || !agrees(enc) {
			p.spellRune(r)
			return
		}
		p.begin(enc)
		return
	}
	before := string(p.out[p.cluster:])
	if !joins(before, enc) {
		p.cluster = -1
		p.add(r, enc)
		return
	}
	mark := unicode.IsMark(r)
	switch {
	case agrees(before+enc) && (!mark || p.marks < maxMarks):
		p.last, p.at = len(p.out), len(p.out)
		p.out = append(p.out, enc...)
		if mark {
			p.marks++
		}
	case !mark && p.marks > 0:
		// A joining mark (virama) made one cluster of two letters. Spelling the mark keeps both letters legible.
		joiner, _ := utf8.DecodeRune(p.out[p.last:])
		p.out = p.out[:p.last]
		p.spellRune(joiner)
		p.add(r, enc)
	default:
		p.spellRune(r)
	}
}

func (p *speller) begin(enc string) {
	p.cluster, p.last, p.at, p.marks = len(p.out), len(p.out), len(p.out), 0
	p.out = append(p.out, enc...)
}

func (p *speller) spellByte(b byte) {
	p.at = len(p.out)
	p.out = append(p.out, '\\', 'x', hexDigits[b>>4], hexDigits[b&15])
	p.cluster, p.marks = -1, 0
}

func (p *speller) spellRune(r rune) {
	p.at = len(p.out)
	p.out = append(p.out, "<U+"...)
	shift := 12
	for r>>(shift+4) != 0 {
		shift += 4
	}
	for ; shift >= 0; shift -= 4 {
		p.out = append(p.out, upperHex[r>>shift&15])
	}
	p.out = append(p.out, '>')
	p.cluster, p.marks = -1, 0
}

const (
	hexDigits = "0123456789abcdef"
	upperHex  = "0123456789ABCDEF"
)

// ordinary reports letters of the common scripts, and the signs that rows are drawn with, that stand alone whatever is beside
// them: no need to ask about clusters.
func ordinary(r rune) bool {
	return r > 0xA0 && r < 0x250 && r != 0xAD ||
		r == '•' || r == '…' || r >= 0x2500 && r < 0x2596 || drawn(r) ||
		r >= 0x391 && r < 0x483 && unicode.IsLetter(r) ||
		r >= 0x3041 && r < 0x30FF && unicode.IsLetter(r) ||
		r >= 0x4E00 && r < 0xA000
}

// drawn reports signs of ours that stand alone.
func drawn(r rune) bool {
	switch r {
	case '✓', '⟳', '⇄', '●', '○', '◇', '▸', '▾', '‹', '›', '↑', '↓', '←', '→':
		return true
	}
	return false
}

// mustSpell tells which characters never reach the screen: everything that is not a letter, mark, number, punctuation
// or symbol (so Cc, Cf, Co, Cs, Zl, Zp, unassigned and every space but U+0020), and of those what draws nothing,
// joins what follows, or is a sign of ours.
func mustSpell(r rune) bool {
	switch {
	case !unicode.IsPrint(r), isSign(r):
		return true
	case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(unicode.Variation_Selector, r):
		return true
	case r == utf8.RuneError, r == 0xFFFC: // replacement, object replacement
		return true
	case r >= 0x1160 && r <= 0x11FF, r >= 0xD7B0 && r <= 0xD7FF: // halves of Hangul syllables: no cells, or one each
		return true
	case r == 0x2800, r == 0x1D159, r == 0x16FE4, r == 0x13441, r == 0x13442: // blanks among symbols and letters
		return true
	}
	return prepends(r)
}

// prepends reports the letters that join whatever comes after them, which may be a border of ours.
func prepends(r rune) bool {
	switch {
	case r == 0x0D4E, r >= 0x111C2 && r <= 0x111C3, r >= 0x113D1 && r <= 0x113D2, r == 0x1193F, r == 0x11941,
		r == 0x11A3A, r >= 0x11A84 && r <= 0x11A89, r == 0x11D46, r == 0x11F02:
		return true
	}
	return false
}

// joins reports whether enc continues the grapheme cluster before.
func joins(before, enc string) bool {
	both := before + enc
	first, _ := ansi.FirstGraphemeCluster(both, ansi.GraphemeWidth)
	return len(first) == len(both)
}

// agrees reports whether both of the renderer's ways of counting (by cluster where the terminal reports mode 2027, by code
// point elsewhere) find the same cells for one cluster, and find any.
func agrees(cluster string) bool {
	w := ansi.StringWidth(cluster)
	return w > 0 && w == ansi.StringWidthWc(cluster)
}

// Width is the number of cells of a line: of Text's results and of styled lines made from them.
func Width(s string) int {
	odd := firstOdd(s)
	w := odd
	for _, r := range s[odd:] {
		switch {
		case strange(r):
			return ansi.StringWidth(s)
		case r >= 0x3041: // of the two scripts that are wide
			w += 2
		default:
			w++
		}
	}
	return w
}

const ellipsis = "…"

// Fit makes safe plain text exactly w cells wide: too long is cut at the end with "…", too short is padded with spaces.
func Fit(s string, w int) string {
	if fits, padded := padded(s, w); fits {
		return padded
	}
	head, n := cutHead(s, w-1)
	return head + ellipsis + strings.Repeat(" ", w-1-n)
}

// FitLeft is Fit that keeps the end of the text: what is cut is cut at the left.
func FitLeft(s string, w int) string {
	s = Tail(s, w)
	return s + Blank(w-Width(s))
}

// FitMiddle is Fit that keeps both ends of the text, and gives the beginning the odd cell.
func FitMiddle(s string, w int) string {
	if fits, padded := padded(s, w); fits {
		return padded
	}
	tail, n := cutTail(s, (w-1)/2)
	head, m := cutHead(s, w-1-n)
	return head + ellipsis + tail + strings.Repeat(" ", w-1-n-m)
}

// padded pads a text that fits into w cells; where w is nothing, nothing is what fits.
func padded(s string, w int) (bool, string) {
	if w <= 0 {
		return true, ""
	}
	if have := Width(s); have <= w {
		return true, s + Blank(w-have)
	}
	return false, ""
}

// cutHead is the longest beginning of s of at most w cells, and its cells.
func cutHead(s string, w int) (string, int) {
	if odd := firstOdd(s); odd > w {
		return s[:w], w
	}
	i, have := 0, 0
	for i < len(s) {
		cluster, n := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		if have+n > w {
			break
		}
		i, have = i+len(cluster), have+n
	}
	return s[:i], have
}

// cutTail is the longest end of s of at most w cells, and its cells.
func cutTail(s string, w int) (string, int) {
	if firstOdd(s) == len(s) {
		return s[len(s)-w:], w
	}
	i, left := 0, Width(s)
	for left > w {
		cluster, n := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		i, left = i+len(cluster), left-n
	}
	return s[i:], left
}
