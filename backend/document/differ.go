package document

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Differ is the parts of each of two texts, [from,to), in which it differs from the other, in whole characters: as many of the one as of
// the other, in order, and without them the two are the same. There is none where they are the same, and where they have no more in
// common than line ends.
func Differ(a, b []byte) (x, y [][2]int) {
	from, same := alikeAtEnds(a, b)
	if len(a)+len(b) == 2*(from+same) {
		return nil, nil
	}
	end, other := len(a)-same, len(b)-same
	x, y = between(a[from:end], b[from:other])
	if len(x) == 1 && len(bytes.Trim(a[:from], "\r\n"))+len(bytes.Trim(a[end:], "\r\n")) == 0 {
		return nil, nil
	}
	for i := range x {
		x[i], y[i] = [2]int{from + x[i][0], from + x[i][1]}, [2]int{from + y[i][0], from + y[i][1]}
	}
	return x, y
}

// alikeAtEnds is how many bytes two texts have in common at their beginning and at their end, in whole characters.
func alikeAtEnds(a, b []byte) (from, same int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for from > 0 && (from < len(a) && !utf8.RuneStart(a[from]) || from < len(b) && !utf8.RuneStart(b[from])) {
		from--
	}
	for same < min(len(a), len(b))-from && a[len(a)-1-same] == b[len(b)-1-same] {
		same++
	}
	for same > 0 && !utf8.RuneStart(a[len(a)-same]) {
		same--
	}
	return from, same
}

const (
	// mostCompared is how many characters are compared one by one.
	mostCompared = 4000
	// leastAlike is how many characters in a row have to be the same to be told apart from chance.
	leastAlike = 3
	// shareAlike: where less than one in so many characters is the same, two texts are taken to differ as a whole.
	shareAlike = 3
)

// between is how two texts differ that begin and end otherwise: in several parts, where what is between those is no chance.
func between(a, b []byte) (x, y [][2]int) {
	whole, other := [][2]int{{0, len(a)}}, [][2]int{{0, len(b)}}
	if len(a) == 0 || len(b) == 0 || max(len(a), len(b)) > mostCompared {
		return whole, other
	}
	ra, atA := letters(a)
	rb, atB := letters(b)
	defer clear(ra)
	defer clear(rb)
	diffs := lcs.DiffRunes(ra, rb)
	slices.SortFunc(diffs, func(p, q lcs.Diff) int { return p.Start - q.Start })
	alike, last := 0, 0
	for i, d := range diffs {
		run := d.Start - last
		if last = d.End; i > 0 && run < leastAlike {
			x[len(x)-1][1], y[len(y)-1][1] = atA[d.End], atB[d.ReplEnd]
			continue
		}
		alike += run
		x, y = append(x, [2]int{atA[d.Start], atA[d.End]}), append(y, [2]int{atB[d.ReplStart], atB[d.ReplEnd]})
	}
	if len(x) == 0 || shareAlike*alike < max(len(ra), len(rb)) {
		return whole, other
	}
	for i := range x { // what was drawn together may begin and end alike
		from, same := alikeAtEnds(a[x[i][0]:x[i][1]], b[y[i][0]:y[i][1]])
		x[i], y[i] = [2]int{x[i][0] + from, x[i][1] - same}, [2]int{y[i][0] + from, y[i][1] - same}
	}
	return x, y
}

// letters are the characters of a text, those that are none among them, and where each begins; behind the last one, where the text
// ends.
func letters(b []byte) (out []rune, at []int) {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			r = utf8.MaxRune + 1 + rune(b[i])
		}
		out, at = append(out, r), append(at, i)
		i += n
	}
	return out, append(at, len(b))
}
