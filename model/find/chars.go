package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class sorts characters by what they say about word boundaries. The order matters: everything up to delimiter
// separates words.
type class uint8

const (
	white class = iota
	nonWord
	delimiter
	lower
	upper
	letter
	number
	classes
)

// The scores of fzf's default scheme: what an alignment earns for each character, and pays for each gap.
const (
	scoreMatch     = 16
	gapStart       = -3
	gapExtension   = -1
	bonusBoundary  = scoreMatch / 2
	bonusNonWord   = scoreMatch / 2
	bonusCamel     = bonusBoundary + gapExtension
	bonusChain     = -(gapStart + gapExtension)
	bonusWhite     = bonusBoundary + 2
	bonusDelimiter = bonusBoundary + 1
	firstFactor    = 2
)

func classOf(r rune) class {
	switch {
	case r >= 'a' && r <= 'z':
		return lower
	case r >= 'A' && r <= 'Z':
		return upper
	case r >= '0' && r <= '9':
		return number
	case r > unicode.MaxASCII:
		return classBeyondASCII(r)
	case strings.ContainsRune(" \t\n\v\f\r", r):
		return white
	case strings.ContainsRune("/,:;|", r):
		return delimiter
	}
	return nonWord
}

func classBeyondASCII(r rune) class {
	switch {
	case unicode.IsLower(r):
		return lower
	case unicode.IsUpper(r):
		return upper
	case unicode.IsNumber(r):
		return number
	case unicode.IsLetter(r):
		return letter
	case unicode.IsSpace(r):
		return white
	}
	return nonWord
}

// bonusOf is what a character of class c earns by its place after one of class before. The start of the text counts
// as white.
func bonusOf(before, c class) int16 {
	if c > nonWord {
		switch before {
		case white:
			return bonusWhite
		case delimiter:
			return bonusDelimiter
		case nonWord:
			return bonusBoundary
		}
	}
	if before == lower && c == upper || before != number && c == number {
		return bonusCamel
	}
	switch c {
	case nonWord, delimiter:
		return bonusNonWord
	case white:
		return bonusWhite
	}
	return 0
}

// alphabet holds the lookups for ASCII, made once for each index.
type alphabet struct {
	class [128]class
	bonus [classes][classes]int16
	// bit is a place for each byte in a set of 64: letters, digits and what AWS allows in a name have one of their own.
	bit  [256]uint8
	sole [256]bool
}

func newAlphabet() *alphabet {
	a := new(alphabet)
	for i := range a.class {
		a.class[i] = classOf(rune(i))
	}
	for b := range classes {
		for c := range classes {
			a.bonus[b][c] = bonusOf(b, c)
		}
	}
	own := "abcdefghijklmnopqrstuvwxyz0123456789/-_.+=@! :"
	for i := range a.bit {
		a.bit[i] = uint8(len(own) + i%(64-len(own)))
	}
	for i := range len(own) {
		a.bit[own[i]], a.sole[own[i]] = uint8(i), true
	}
	return a
}

// text is a name spread out by runes, for everything that need not be fast: names beyond ASCII and highlights.
type text struct {
	runes []rune
	lower []rune // as exact terms fold
	fuzzy []rune // as fuzzy terms fold: only letters whose category is upper case
	bonus []int16
	class []class
}

func spread(s string) *text {
	t := &text{}
	t.take([]byte(s))
	return t
}

// take spreads out another name, in the same memory.
func (t *text) take(name []byte) {
	n := len(name) // characters at most
	t.runes, t.lower, t.fuzzy = slices.Grow(t.runes[:0], n), slices.Grow(t.lower[:0], n), slices.Grow(t.fuzzy[:0], n)
	t.bonus, t.class = slices.Grow(t.bonus[:0], n), slices.Grow(t.class[:0], n)
	before := white
	for at := 0; at < len(name); {
		r, size := utf8.DecodeRune(name[at:])
		at += size
		c, lower := classOf(r), unicode.ToLower(r)
		folded := r
		if c == upper {
			folded = lower
		}
		t.runes, t.lower, t.fuzzy = append(t.runes, r), append(t.lower, lower), append(t.fuzzy, folded)
		t.class, t.bonus = append(t.class, c), append(t.bonus, bonusOf(before, c))
		before = c
	}
}

// inner is the text without the white space around it: [from, to).
func (t *text) inner() (from, to int) {
	to = len(t.runes)
	for to > 0 && unicode.IsSpace(t.runes[to-1]) {
		to--
	}
	for from < to && unicode.IsSpace(t.runes[from]) {
		from++
	}
	return from, to
}
