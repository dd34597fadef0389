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
