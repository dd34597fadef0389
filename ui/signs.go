package ui

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// The signs stand for white space, or nothing, that would not be seen. Text spells them out where an outside text has one, so on the screen
// each of them is a sign, with or without colours; Role.Render paints them.
const (
	signBlank  = "␠"
	signTab    = "⇥"
	signReturn = "␍"
	signEnd    = "⏎" // LF
	signEmpty  = "∅"
)

// Empty stands for a value of no bytes. No text looks like it.
const Empty = signEmpty + " empty"

// tabShown is how a tab inside a value is drawn: visible, and of one width.
const tabShown = signTab + "   "

func isSign(r rune) bool { return r == '␠' || r == '⇥' || r == '␍' || r == '⏎' || r == '∅' }

// nextSign is where the first sign of s lies, with its length; the end of s where there is none.
func nextSign(s string) (at, n int) {
	const first, length = 0xE2, 3 // all of them in UTF-8
	for {
		i := strings.IndexByte(s[at:], first)
		if i < 0 {
			return len(s), 0
		}
		at += i
		if r, _ := utf8.DecodeRuneInString(s[at:]); isSign(r) {
			return at, length
		}
		at++
	}
}

// placed is a text as it may stand in a row: through the door, but for our signs.
func placed(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return strange(r) && !isSign(r) }) {
		return s
	}
	var b strings.Builder
	for s != "" {
		at, n := nextSign(s)
		b.WriteString(Text(s[:at]))
		b.WriteString(s[at : at+n])
		s = s[at+n:]
	}
	return b.String()
}

// Datum is Text of what a user may take for itself (a description, a tag, a key). Two of them look the same nowhere: blanks at its
// ends are signs, and what reads like a spelling of Text, and is none, is spelled itself.
func Datum(s string) string {
	inner := strings.Trim(s, " ")
	if len(inner) == len(s) && firstOdd(s) == len(s) && !strings.ContainsAny(s, `\<`) {
		return s
	}
	head := len(s) - len(strings.TrimLeft(s, " "))
	p := speller{cluster: -1}
	for i := 0; i < len(s); {
		if s[i] == ' ' && (i < head || i >= head+len(inner)) {
			p.begin(signBlank)
			i++
			continue
		}
		i += p.takeDatum(s[i:])
	}
	return string(p.out)
}

// takeDatum is take for the character of a datum that s begins with.
func (p *speller) takeDatum(s string) int {
	const longest = len("<U+10FFFF>")
	if c := s[0]; (c == '\\' || c == '<') && readsSpelled([]byte(s[:min(len(s), longest)])) {
		p.spellRune(rune(c))
		return 1
	}
	return p.take(s)
}

// Piece is a stretch [From,To) of a value's bytes. What of it lies in one of the parts Diff, [from,to) of the value, differs from
// another value. Ends: a line end behind it is drawn, wherever in the value it is. In is InsideOf the value, which takes a look at all
// of it: whoever draws many pieces of one value gives it to each, and nil has it worked out.
type Piece struct {
	From, To int
	Diff     [][2]int
	Ends     bool
	In       *Inside
}

// Differs is where it first differs, its beginning where it does nowhere.
func (p Piece) Differs() int {
	if len(p.Diff) == 0 {
		return p.From
	}
	return p.Diff[0][0]
}

// ValueText is a piece of a value, made safe to show. Nothing of it is invisible, and pieces that differ look different: tabs and
// CR are signs wherever they stand, blanks at the end of the piece, and all white space at the ends of the value. What reads like a
// spelling is spelled, as in Datum.
func ValueText(b []byte, p Piece) Marked {
	in := p.inside(b)
	trail := p.To
	for trail > p.From && (b[trail-1] == ' ' || b[trail-1] == '\t' || b[trail-1] == '\r') {
		trail--
	}
	sp := speller{out: make([]byte, 0, p.To-p.From+16), cluster: -1}
	for i := p.From; i < p.To; {
		if b[i] == ' ' && (i < in.head || i >= min(in.tail, trail)) {
			sp.begin(signBlank)
			i++
			continue
		}
		i += sp.takeValue(b[i:])
	}
	if p.endShown(b, in, p.To) {
		sp.put(signEnd)
	}
	return mark(b, p, string(sp.out))
}

// Inside is what of a value lies between the white space at its ends, [head,tail).
type Inside struct{ head, tail int }

// InsideOf looks for it.
func InsideOf(b []byte) *Inside {
	const white = " \t\r\n"
	rest := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\ufeff")), white)
	head := len(b) - len(rest)
	return &Inside{head, max(head, len(bytes.TrimRight(b, white)))}
}

func (p Piece) inside(b []byte) *Inside {
	if p.In != nil {
		return p.In
	}
	return InsideOf(b)
}

// endShown reports whether there is a line end at a place, which is drawn: at the ends of the value, where it differs, and where the
// piece says so.
func (p Piece) endShown(b []byte, in *Inside, at int) bool {
	switch {
	case at >= len(b) || b[at] != '\n':
		return false
	case at < in.head, at >= in.tail, p.Ends && at == p.To:
		return true
	}
	return slices.ContainsFunc(p.Diff, func(part [2]int) bool { return part[0] <= at && at < part[1] })
}

// takeValue is take for the character of a value that b begins with, drawn as ValueText does where no line ends.
func (p *speller) takeValue(b []byte) int {
	switch c := b[0]; {
	case c == '\t':
		p.put(tabShown)
	case c == '\r':
		p.put(signReturn)
	case c == '\n':
		p.put(signEnd)
	case readsSpelled(b):
		p.spellRune(rune(c))
	case c >= ' ' && c <= '~':
		p.cluster, p.last, p.at, p.marks = len(p.out), len(p.out), len(p.out), 0
		p.out = append(p.out, c)
	default:
		return p.take(string(b[:min(len(b), maxEncoded)]))
	}
	return 1
}

// put writes a sign, which no mark joins.
func (p *speller) put(sign string) {
	p.at = len(p.out)
	p.out = append(p.out, sign...)
	p.cluster, p.marks = -1, 0
}

// readsSpelled reports whether b begins with what a spelling looks like.
func readsSpelled(b []byte) bool {
	switch {
	case b[0] == '\\':
		return len(b) >= 4 && b[1] == 'x' && digits(b[2:4], hexDigits) == 2
	case b[0] == '<' && bytes.HasPrefix(b, []byte("<U+")):
		const most = 6
		n := digits(b[3:min(len(b), 3+most)], upperHex)
		return n >= 4 && len(b) > 3+n && b[3+n] == '>'
	}
	return false
}

// digits is how many of those digits b begins with.
func digits(b []byte, of string) int {
	for i, c := range b {
		if strings.IndexByte(of, c) < 0 {
			return i
		}
	}
	return len(b)
}
