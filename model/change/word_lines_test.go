package change

import (
	"slices"
	"strings"
	"testing"
)

func TestALogIsBrokenAtBlanksAndLosesNothingElse(t *testing.T) {
	for text, want := range map[string][]string{
		"": {""}, "one": {"one"}, "one\ntwo\n": {"one", "two", ""}, "one\n\ntwo": {"one", "", "two"},
		"made-up words that are too long": {"made-up", "words that", "are too", "long"},
		"abcdefghijklmnop":                {"abcdefghij", "klmnop"},
		"a bcdefghijklmnop":               {"a bcdefghi", "jklmnop"}, // a blank near the beginning would leave a short line
		"üüüüü üüüüüü":                    {"üüüüü", "üüüüüü"},
		"日本語 日本語":                         {"日本語", "日本語"},
	} {
		var got []string
		b := []byte(text)
		for _, l := range wordLines(b, 10) {
			got = append(got, string(b[l[0]:l[1]]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	long := strings.Repeat("x", 300_000)
	if n := len(wordLines([]byte(long), 100)); n != 3000 {
		t.Errorf("a long line is broken into %d", n)
	}
}

func TestALogIsLookedThroughOnceHoweverManyLinesItHas(t *testing.T) {
	b := []byte(strings.Repeat("\n", 2000))
	if n := testing.AllocsPerRun(5, func() { wordLines(b, 10) }); n > 100 { // those of a slice that grows
		t.Errorf("%.0f allocations", n)
	}
}
