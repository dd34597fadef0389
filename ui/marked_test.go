package ui

import (
	"reflect"
	"strings"
	"testing"
)

func TestThePartThatDiffersIsMarkedByItsCells(t *testing.T) {
	for _, c := range []struct {
		value string
		p     Piece
		want  Marked
	}{
		{"hunter2 ", Piece{To: 8, Diff: [][2]int{{7, 8}}}, Marked{"hunter2␠", [][2]int{{7, 8}}}},
		{"hunter2", Piece{To: 7, Diff: [][2]int{{7, 7}}}, Marked{"hunter2", [][2]int{{7, 7}}}},
		{"hunter2", Piece{To: 7, Diff: [][2]int{{3, 3}}}, Marked{"hunter2", [][2]int{{3, 3}}}},
		{"hunter2", Piece{To: 7}, Marked{"hunter2", nil}},
		{"hunter2\n", Piece{To: 7, Diff: [][2]int{{7, 8}}}, Marked{"hunter2⏎", [][2]int{{7, 8}}}},
		{"ab\ncd", Piece{To: 2, Diff: [][2]int{{2, 3}}}, Marked{"ab⏎", [][2]int{{2, 3}}}},
		{"ab\ncd", Piece{To: 2, Ends: true}, Marked{"ab⏎", nil}},
		{"ab\ncd", Piece{From: 3, To: 5, Diff: [][2]int{{0, 2}}}, Marked{"cd", nil}},
		{"ab\ncd", Piece{From: 3, To: 5, Diff: [][2]int{{1, 4}}}, Marked{"cd", [][2]int{{0, 1}}}},
		{"ab\ncd", Piece{To: 2, Diff: [][2]int{{3, 4}}}, Marked{"ab", nil}},
		{"a\tb", Piece{To: 3, Diff: [][2]int{{1, 2}}}, Marked{"a⇥   b", [][2]int{{1, 5}}}},
		{"日本x", Piece{To: 7, Diff: [][2]int{{3, 6}}}, Marked{"日本x", [][2]int{{2, 4}}}},
		{"e\u0301x", Piece{To: 4, Diff: [][2]int{{1, 3}}}, Marked{"e\u0301x", [][2]int{{0, 1}}}},
		{`\x1b`, Piece{To: 4, Diff: [][2]int{{0, 1}}}, Marked{`<U+005C>x1b`, [][2]int{{0, 8}}}},
		{"1 two 3", Piece{To: 7, Diff: [][2]int{{0, 1}, {6, 7}}}, Marked{"1 two 3", [][2]int{{0, 1}, {6, 7}}}},
		{"1 two 3 four", Piece{From: 2, To: 7, Diff: [][2]int{{0, 1}, {6, 7}, {8, 12}}}, Marked{"two 3", [][2]int{{4, 5}}}},
		{"a\tb\tc", Piece{To: 5, Diff: [][2]int{{1, 2}, {4, 5}}}, Marked{"a⇥   b⇥   c", [][2]int{{1, 5}, {10, 11}}}},
	} {
		if got := ValueText([]byte(c.value), c.p); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q, %+v: %+v, want %+v", c.value, c.p, got, c.want)
		}
	}
}

// shownMarked is a text as spans show it: what is marked stands in brackets.
func shownMarked(spans []Span, mark Role) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Role == mark {
			s.Text = "[" + s.Text + "]"
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestThePartThatDiffersStaysInSight(t *testing.T) {
	long := strings.Repeat("abcdefghi ", 6)
	mark := Role{open: "mark"}
	for _, c := range []struct {
		text  string
		parts [][2]int
		w     int
		want  string
	}{
		{"hunter2", nil, 10, "hunter2"},
		{"hunter2␠", [][2]int{{7, 8}}, 10, "hunter2[␠]"},
		{"hunter2", [][2]int{{7, 7}}, 10, "hunter2[]"},
		{long + "X", [][2]int{{60, 61}}, 10, "…cdefghi [X]"},
		{long, [][2]int{{60, 60}}, 10, "…bcdefghi []"},
		{long, nil, 10, "abcdefghi…"},
		{long, [][2]int{{2, 4}}, 10, "ab[cd]efghi…"},
		{long + "X" + long, [][2]int{{60, 61}}, 10, "…defghi [X]…"},
		{long, [][2]int{{20, 50}}, 10, "…fghi [abc…]"},
		{"日本語日本語日本語", [][2]int{{12, 14}}, 9, "…本語[日]… "},
		{"abc", [][2]int{{1, 2}}, 0, "[]"},
		{"one two three", [][2]int{{0, 1}, {4, 7}, {12, 13}}, 20, "[o]ne [two] thre[e]"},
		{"one two three", [][2]int{{0, 1}, {4, 7}, {12, 13}}, 9, "[o]ne [two] …[]"},
		{long + "one two", [][2]int{{60, 63}, {64, 67}}, 12, "…defghi [one]…[]"},
		{"日本語 日本語", [][2]int{{0, 2}, {7, 11}}, 20, "[日]本語 [日本]語"},
	} {
		spans := Marked{c.text, c.parts}.Spans(Role{}, mark, c.w)
		if got := shownMarked(spans, mark); got != c.want {
			t.Errorf("%.20q in %d cells is %q, want %q", c.text, c.w, got, c.want)
		}
		if n := SpansWidth(spans); n > c.w {
			t.Errorf("%.20q takes %d cells of %d", c.text, n, c.w)
		}
	}
}
