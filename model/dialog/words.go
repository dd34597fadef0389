package dialog

import (
	"unicode"
	"unicode/utf8"
)

// wordBefore is where the word before a place begins.
func (p *pad) wordBefore(at int) int {
	for inWord := false; at > 0; {
		r, n := utf8.DecodeLastRune(p.text[:at])
		if is := unicode.IsLetter(r) || unicode.IsDigit(r); inWord && !is {
			break
		} else if is {
			inWord = true
		}
		at -= n
	}
	return at
}

// wordAfter is where the word behind a place ends.
func (p *pad) wordAfter(at int) int {
	for inWord := false; at < len(p.text); {
		r, n := utf8.DecodeRune(p.text[at:])
		if is := unicode.IsLetter(r) || unicode.IsDigit(r); inWord && !is {
			break
		} else if is {
			inWord = true
		}
		at += n
	}
	return at
}
