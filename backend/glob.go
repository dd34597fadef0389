package backend

import (
	"path"
	"strings"
)

// GoodPattern reports whether a pattern can be understood.
func GoodPattern(pattern string) bool {
	_, err := path.Match(strings.ReplaceAll(pattern, "**", "*"), "")
	return err == nil
}

// glob is path.Match where ** stands for any text, slashes and all; "" matches everything. What is between two ** is taken as soon as
// it comes, which leaves the most room for the rest: no pattern makes it try all ways.
func glob(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	if sign := strings.IndexAny(pattern, signs); sign > 0 && !strings.HasPrefix(text, pattern[:sign]) { // soon told of most
		return false
	}
	part, rest, deep := strings.Cut(pattern, "**")
	if !deep {
		return matches(part, text)
	}
	for end := beginsWith(part, text); end >= 0; end = holds(part, text) {
		text = text[end:]
		if part, rest, deep = strings.Cut(rest, "**"); !deep {
			return endsWith(part, text)
		}
	}
	return false
}

const signs = `*?[\`

func literal(part string) bool { return !strings.ContainsAny(part, signs) }

func matches(part, text string) bool {
	ok, err := path.Match(part, text)
	return ok && err == nil
}

// beginsWith is where the shortest beginning of a text ends that a part matches, -1 where none does.
func beginsWith(part, text string) int {
	if literal(part) {
		if !strings.HasPrefix(text, part) {
			return -1
		}
		return len(part)
	}
	for end := range len(text) + 1 {
		if matches(part, text[:end]) {
			return end
		}
	}
	return -1
}

// holds is where what a part matches soonest in a text ends, -1 where it matches nothing.
func holds(part, text string) int {
	sign := strings.IndexAny(part, signs)
	if sign < 0 {
		sign = len(part)
	}
	soonest := -1
	for at, end := 0, len(text); ; at++ {
		next := strings.Index(text[at:end], part[:sign])
		if next < 0 {
			return soonest
		}
		at += next
		if n := beginsWith(part, text[at:end]); n >= 0 {
			soonest, end = at+n, at+n
		}
		if at >= end {
			return soonest
		}
	}
}

// endsWith reports whether a part matches an end of a text.
func endsWith(part, text string) bool {
	if literal(part) {
		return strings.HasSuffix(text, part)
	}
	for start := range len(text) + 1 {
		if matches(part, text[start:]) {
			return true
		}
	}
	return false
}
