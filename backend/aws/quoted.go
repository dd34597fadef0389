package aws

import (
	"bytes"
	"errors"
	"strings"
	"unicode"

	"strongroom/backend"
)

const (
	// longWord is how many letters a value may have and still be a word of a sentence.
	longWord = 12
	// shortest is how many characters a value needs to be told from a word, a number or a sign where it is not quoted.
	shortest = 4
	// fragment is how much of a value must stand in a sentence to be a part of it and no coincidence.
	fragment = 16
)

// withoutValue takes the service's words out of an error that quotes the value it was sent, or a part of it. What the request
// names anyway may stand there.
func withoutValue(err error, v backend.Value, named string) error {
	var e *backend.Error
	if errors.As(err, &e) {
		v.Use(func(b []byte) {
			if quotes(e.Message, named, b) {
				e.Message = "the service's words quote the value and are not shown"
			}
		})
	}
	return err
}

// quotes reports whether a sentence holds a value that can be told from the sentence's own words, elsewhere than in the name.
func quotes(sentence, named string, value []byte) bool {
	if len(value) == 0 {
		return false
	}
	text, size := []byte(sentence), min(len(value), fragment)
	for i := 0; i+size <= len(value); i++ {
		part := value[i : i+size]
		for from := 0; ; {
			n := bytes.Index(text[from:], part)
			if n < 0 {
				break
			}
			at := from + n
			if !within(text, at, size, named) && (len(value) > fragment || standsOut(text[:at], value, text[at+size:])) {
				return true
			}
			from = at + 1
		}
	}
	return false
}

// within reports whether all of what stands at a place is part of a name that stands there.
func within(text []byte, at, size int, named string) bool {
	n := len(named)
	return n >= size && bytes.Contains(text[max(0, at+size-n):min(len(text), at+n)], []byte(named))
}

// standsOut reports a value between what stands before and behind it that is quoted there, or is no word.
func standsOut(before, value, behind []byte) bool {
	const marks = "'\"`"
	if n := len(before); n > 0 && len(behind) > 0 && before[n-1] == behind[0] && strings.IndexByte(marks, behind[0]) >= 0 {
		return true
	}
	word := !bytes.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) })
	return len(value) >= shortest && !(word && len(value) <= longWord)
}
