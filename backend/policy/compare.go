package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Fate is what becomes of a statement or a line.
type Fate int

// The fates.
const (
	Stays Fate = iota
	Comes
	Goes
)

// Turn is a statement and what becomes of it. Index is its place in the document that it is of: the older one where it goes.
type Turn struct {
	Fate      Fate
	Index     int
	Statement Statement
}

// Turns are the statements of two policies: those that go stand before what comes in their place.
func Turns(before, after Document) (out []Turn) {
	key := func(d Document) (keys []string) {
		for _, s := range d.Statements {
			keys = append(keys, s.raw)
		}
		return keys
	}
	for _, r := range runs(key(before), key(after)) {
		switch r.fate {
		case Goes:
			out = append(out, Turn{Goes, r.at, before.Statements[r.at]})
		default:
			out = append(out, Turn{r.fate, r.at, after.Statements[r.at]})
		}
	}
	return out
}

// LineTurn is a line of a policy's text and what becomes of it.
type LineTurn struct {
	Fate Fate
	Text string
}

// LineTurns compares two texts line by line, both laid out in the same way where they are JSON.
func LineTurns(before, after string) (out []LineTurn) {
	a, b := Lines(before), Lines(after)
	for _, r := range runs(a, b) {
		if r.fate == Goes {
			out = append(out, LineTurn{Goes, a[r.at]})
		} else {
			out = append(out, LineTurn{r.fate, b[r.at]})
		}
	}
	return out
}

// Lines are a text laid out for reading: every token of JSON as it stands there, with other white space between them.
func Lines(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var b bytes.Buffer
	if json.Indent(&b, []byte(strings.TrimSpace(text)), "", "  ") == nil {
		text = b.String()
	}
	return strings.Split(strings.TrimRight(text, "\n"), "\n")
}

// OneLine is a JSON text without white space between its tokens; any other text is itself.
func OneLine(text string) string { return compact(json.RawMessage(text)) }

type run struct {
	fate Fate
	at   int
}

// runs is how one list becomes another; what stays and comes is by its place in the new one.
func runs(a, b []string) (out []run) {
	number := map[string]rune{}
	runes := func(list []string) []rune {
		r := make([]rune, len(list))
		for i, s := range list {
			if _, seen := number[s]; !seen {
				number[s] = rune(len(number) + 1)
			}
			r[i] = number[s]
		}
		return r
	}
	x, y := 0, 0
	rest := func(toX, toY int) {
		for ; x < toX; x++ {
			out = append(out, run{Goes, x})
		}
		for ; y < toY; y++ {
			out = append(out, run{Comes, y})
		}
	}
	keep := func(toX int) {
		for ; x < toX; x++ {
			out = append(out, run{Stays, y})
			y++
		}
	}
	diffs := lcs.DiffRunes(runes(a), runes(b))
	slices.SortFunc(diffs, func(x, y lcs.Diff) int { return x.Start - y.Start })
	for _, d := range diffs {
		keep(d.Start)
		rest(d.End, y+d.ReplEnd-d.ReplStart)
	}
	keep(len(a))
	return out
}
