package document

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Ends tells what stands at the two ends of a text that nobody sees: that there is something and of which kind, and nothing of
// the text.
type Ends struct {
	Mark    bool // it begins with a byte order mark
	Before  bool // with blanks, tabs or line ends
	After   bool // it ends with white space that is more than line ends
	Lines   int  // it ends with so many line ends and no other white space; more than 2 are 2
	Several bool // it has several lines
}

// EndsOf reads them.
func EndsOf(b []byte) (e Ends) {
	const mark = "\ufeff"
	if e.Mark = bytes.HasPrefix(b, []byte(mark)); e.Mark {
		b = b[len(mark):]
	}
	r, _ := utf8.DecodeRune(b)
	e.Before, e.Several = unseen(r), bytes.IndexByte(bytes.TrimSpace(b), '\n') >= 0
	if r, _ = utf8.DecodeLastRune(b); !unseen(r) {
		return e
	}
	for _, end := range []string{"\r\n", "\n", "\r"} {
		for e.Lines < 2 && bytes.HasSuffix(b, []byte(end)) {
			b = b[:len(b)-len(end)]
			e.Lines++
		}
	}
	r, _ = utf8.DecodeLastRune(b)
	if e.After = unseen(r) && r != '\n' && r != '\r'; e.After {
		e.Lines = 0
	}
	return e
}

func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// fieldEnds are those of a JSON string as it is written; of anything else there are none. That such a text has several lines is
// told only where a line end is the last thing in it.
func fieldEnds(raw []byte, k FieldKind) (e Ends) {
	if k != FieldString || len(raw) <= 2 {
		return Ends{}
	}
	const escape = 6 // bytes of the longest
	plain := func(c byte) bool { return c > ' ' && c < utf8.RuneSelf && c != '\\' }
	inner := raw[1 : len(raw)-1]
	if tail := inner[max(0, len(inner)-escape):]; plain(inner[0]) && plain(inner[len(inner)-1]) && bytes.IndexByte(tail, '\\') < 0 {
		return Ends{}
	}
	text := unquote(raw, k)
	defer clear(text)
	if e = EndsOf(text); e.Lines == 0 {
		e.Several = false
	}
	return e
}

// Ends are those of a literal's text.
func (l Literal) Ends() (e Ends) {
	l.Raw.Use(func(b []byte) { e = fieldEnds(b, l.Kind) })
	return e
}

// Differ is the part of each of two texts, [from,to), in which it differs from the other, in whole characters. There is none where
// they are the same, and where they have no more in common than line ends.
func Differ(a, b []byte) (x, y [2]int) {
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for from > 0 && (from < len(a) && !utf8.RuneStart(a[from]) || from < len(b) && !utf8.RuneStart(b[from])) {
		from--
	}
	same := 0
	for same < min(len(a), len(b))-from && a[len(a)-1-same] == b[len(b)-1-same] {
		same++
	}
	for same > 0 && !utf8.RuneStart(a[len(a)-same]) {
		same--
	}
	if len(a)+len(b) == 2*(from+same) || len(bytes.Trim(a[:from], "\r\n"))+len(bytes.Trim(a[len(a)-same:], "\r\n")) == 0 {
		return x, y
	}
	return [2]int{from, len(a) - same}, [2]int{from, len(b) - same}
}
