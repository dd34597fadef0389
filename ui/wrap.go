package ui

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks safe text at blanks into lines of at most w cells; a longer word is broken where it must be. Blanks inside a line stay
// as many as they are.
func Wrap(s string, w int) []string {
	if n := len(s); n > 0 && n <= w && s[0] != ' ' && s[n-1] != ' ' && firstOdd(s) == n {
		return []string{s}
	}
	out := make([]string, 0, 1+len(s)/max(1, w))
	from, to, used := 0, 0, 0 // the line that is being filled is s[from:to]
	for at := 0; at < len(s); {
		gap, word, rest := nextWord(s[at:])
		if at = len(s) - len(rest); word == "" {
			break
		}
		n := Width(word)
		if used > 0 && used+gap+n <= w {
			to, used = at, used+gap+n
			continue
		}
		if used > 0 {
			out = append(out, s[from:to])
		}
		from, to, used = at-len(word), at, n
		for w > 0 && used > w {
			head, _ := Head(s[from:to], w)
			if head == "" { // what no line has room for stays whole
				break
			}
			out, from = append(out, head), from+len(head)
			used = Width(s[from:to])
		}
	}
	return append(out, s[from:to])
}

// nextWord is the first word of s with the number of blanks before it. A blank that carries a mark is part of its word.
func nextWord(s string) (gap int, word, rest string) {
	carries := func(i int) bool {
		r, _ := utf8.DecodeRuneInString(s[i+1:])
		return i+1 < len(s) && r >= utf8.RuneSelf && joins(" ", string(r))
	}
	for gap < len(s) && s[gap] == ' ' && !carries(gap) {
		gap++
	}
	end := gap
	for end < len(s) && (s[end] != ' ' || carries(end)) {
		end++
	}
	return gap, s[gap:end], s[end:]
}

// cut cuts s wherever w cells are full. What no line has room for stays whole.
func cut(s string, w int) (pieces []string) {
	for w > 0 && Width(s) > w {
		head, _ := Head(s, w)
		if head == "" {
			break
		}
		pieces, s = append(pieces, head), s[len(head):]
	}
	return append(pieces, s)
}

// Head is the longest beginning of s that fits into w cells, and its width.
func Head(s string, w int) (string, int) { return cutHead(s, w) }

// Tail is the longest end of s that fits into w cells; what is cut has an ellipsis in its place.
func Tail(s string, w int) string {
	if Width(s) <= w {
		return s
	}
	if w < 1 {
		return ""
	}
	tail, _ := cutTail(s, w-1)
	return ellipsis + tail
}

// WrapSpans is Wrap for safe text in several roles.
func WrapSpans(spans []Span, w int) (lines [][]Span) {
	var whole strings.Builder
	for _, s := range spans {
		whole.WriteString(s.Text)
	}
	text, at := whole.String(), 0 // at is in text
	n, used := 0, 0               // which span, and how much of it is behind at
	skip := func(to int) (out []Span) {
		for at < to && n < len(spans) {
			rest := spans[n].Text[used:]
			take := min(len(rest), to-at)
			if take > 0 {
				out = append(out, Span{spans[n].Role, rest[:take]})
			}
			if at, used = at+take, used+take; used == len(spans[n].Text) {
				n, used = n+1, 0
			}
		}
		return out
	}
	for _, line := range Wrap(text, w) {
		from := at + max(0, strings.Index(text[at:], line))
		skip(from)
		lines = append(lines, skip(from+len(line)))
	}
	return lines
}
