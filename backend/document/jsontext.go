package document

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// A JSON string may hold half of a surrogate pair, which is no character and which UTF-8 cannot spell. Where two such
// strings must be told apart it stands as its three bytes would (WTF-8), anywhere else the string stays as it is written.

// unquote is what a JSON value says: a string without its quotes and escapes, anything else, and a string with half a
// pair, as it is written. The caller owns the bytes; nothing else is left of them.
func unquote(raw []byte, k FieldKind) []byte {
	if k != FieldString || loneSurrogate(raw) {
		return bytes.Clone(raw)
	}
	return unescape(raw)
}

// loneSurrogate reports whether an escape of a JSON string, as it is written, is half a pair.
func loneSurrogate(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		r, n := escaped(raw[i:])
		if utf16.IsSurrogate(r) {
			return true
		}
		i += n - 1
	}
	return false
}

// escaped reads the escape that b begins with: the character, which is a surrogate where its other half does not follow,
// and how many bytes it takes.
func escaped(b []byte) (r rune, n int) {
	switch b[1] {
	case 'u':
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	default:
		return rune(b[1]), 2
	}
	r = hex4(b[2:])
	if utf16.IsSurrogate(r) && bytes.HasPrefix(b[6:], []byte(`\u`)) {
		if pair := utf16.DecodeRune(r, hex4(b[8:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6
}

func hex4(b []byte) (r rune) {
	for _, c := range b[:4] {
		if c > '9' {
			c = c | 0x20 - 'a' + '0' + 10
		}
		r = r<<4 | rune(c-'0')
	}
	return r
}

// unescape is the text of a JSON string as it is written, quotes included; half a pair becomes its three bytes. It writes
// into one buffer that does not grow.
func unescape(raw []byte) []byte {
	inner := raw[1 : len(raw)-1]
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); {
		next := bytes.IndexByte(inner[i:], '\\')
		if next < 0 {
			return append(out, inner[i:]...)
		}
		out = append(out, inner[i:i+next]...)
		r, n := escaped(inner[i+next:])
		if utf16.IsSurrogate(r) {
			out = append(out, 0xe0|byte(r>>12), 0x80|byte(r>>6&0x3f), 0x80|byte(r&0x3f))
		} else {
			out = utf8.AppendRune(out, r)
		}
		i += next + n
	}
	return out
}

// halfPair is the surrogate whose three bytes b begins with.
func halfPair(b []byte) (r rune, ok bool) {
	if len(b) < 3 || b[0] != 0xed || b[1]&0xe0 != 0xa0 || b[2]&0xc0 != 0x80 {
		return 0, false
	}
	return 0xd000 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f), true
}

// Quote is a text as a JSON string: it escapes what JSON says must be escaped, and half a pair, and nothing else. It writes into one buffer that does not
// grow.
func Quote(b []byte) []byte {
	out := make([]byte, 0, quotedLen(b))
	out = append(out, '"')
	for i := 0; i < len(b); i++ {
		c := b[i]
		r, half := halfPair(b[i:])
		switch e := shortEscape(c); {
		case e != 0:
			out = append(out, '\\', e)
		case c < ' ':
			out = appendEscape(out, rune(c))
		case half:
			out = appendEscape(out, r)
			i += 2
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

func quotedLen(b []byte) int {
	n := 2
	for i := 0; i < len(b); i++ {
		_, half := halfPair(b[i:])
		switch {
		case shortEscape(b[i]) != 0:
			n += 2
		case b[i] < ' ':
			n += 6
		case half:
			n += 6
			i += 2
		default:
			n++
		}
	}
	return n
}

func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\n':
		return 'n'
	case '\t':
		return 't'
	case '\r':
		return 'r'
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	}
	return 0
}

func appendEscape(out []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(out, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}

// quotable is why a text cannot be a JSON string, "" where it can.
func quotable(b []byte) string {
	if !utf8.Valid(b) {
		return "a JSON text cannot hold bytes that are not UTF-8"
	}
	return ""
}

// FieldNameProblem is why a text cannot be the key of a JSON object, "" where it can. Half a surrogate pair can.
func FieldNameProblem(name string) string {
	for b := []byte(name); len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		if _, half := halfPair(b); half {
			n = 3
		} else if r == utf8.RuneError && n == 1 {
			return quotable(b)
		}
		b = b[n:]
	}
	return ""
}
