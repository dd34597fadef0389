package document

import (
	"fmt"
	"strings"
	"unicode"
)

// plainKey is a field's key as it can be told from those beside it. Two keys may be drawn alike and differ, é being one character or an
// e with an accent behind it (Unicode, normal forms): what then composes such a letter stands as its escape, e\u0301.
func (d Document) plainKey(field int) string {
	key := d.Fields[field].Key
	if !strings.ContainsFunc(key, composes) {
		return key
	}
	const mostBeside = 300 // more are not looked through for each of them
	parent := d.Fields[field].Parent
	if parent < 0 && d.Top > mostBeside || parent >= 0 && d.Fields[parent].Children > mostBeside {
		return escapedParts(key)
	}
	from, to := d.inside(parent)
	for i := from; i < to; i = d.Fields[i].Next {
		if other := d.Fields[i].Key; other != key && mayLookAlike(key, other) {
			return escapedParts(key)
		}
	}
	return key
}

// composes reports the characters that a normal form writes otherwise: marks, and the signs that are but another name of a letter.
func composes(r rune) bool {
	const kelvin, angstrom, ohm = 0x212A, 0x212B, 0x2126
	return unicode.Is(unicode.Mn, r) || r == kelvin || r == angstrom || r == ohm
}

// mayLookAlike reports whether two keys have the same letters, as far as can be told without the tables of Unicode: beside a letter with
// an accent any other may stand.
func mayLookAlike(a, b string) bool {
	x, y := baseLetters(a), baseLetters(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] && x[i] <= unicode.MaxASCII && y[i] <= unicode.MaxASCII {
			return false
		}
	}
	return true
}

func baseLetters(key string) (out []rune) {
	for _, r := range key {
		if !unicode.Is(unicode.Mn, r) {
			out = append(out, r)
		}
	}
	return out
}

func escapedParts(key string) string {
	var b strings.Builder
	for _, r := range key {
		if composes(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
