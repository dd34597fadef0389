package document

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTwoTextsDifferInTheirParts(t *testing.T) {
	type parts = [][2]int
	for _, c := range []struct {
		a, b string
		x, y parts
	}{
		{"", "", nil, nil},
		{"same", "same", nil, nil},
		{"hunter2", "hunter2\n", parts{{7, 7}}, parts{{7, 8}}},
		{"hunter2 ", "hunter2", parts{{7, 8}}, parts{{7, 7}}},
		{" hunter2", "hunter2", parts{{0, 1}}, parts{{0, 0}}},
		{"port=5432\n", "port=5433\n", parts{{8, 9}}, parts{{8, 9}}},
		{"aaa", "aa", parts{{2, 3}}, parts{{2, 2}}},
		{"old", "new", nil, nil},
		{"old\n", "new\n", nil, nil},
		{"xé", "xè", parts{{1, 3}}, parts{{1, 3}}},
		{"日x", "本x", parts{{0, 3}}, parts{{0, 3}}},
		{"x", "", nil, nil},
		{"user:old@db.example.com:5432", "user:new@db.example.com:5433", parts{{5, 8}, {27, 28}}, parts{{5, 8}, {27, 28}}},
		{"postgres://app@db-1/orders", "postgres://web@db-1/carts", parts{{11, 14}, {20, 25}}, parts{{11, 14}, {20, 24}}},
		{"1 made-up 2", "3 made-up 4", parts{{0, 1}, {10, 11}}, parts{{0, 1}, {10, 11}}},
		{"日 made-up 本", "本 made-up 日!", parts{{0, 3}, {12, 15}}, parts{{0, 3}, {12, 16}}},
		{"x7fQa9Zp3L", "x2gQb8Zk1L", parts{{1, 9}}, parts{{1, 9}}}, // what they share within is chance
		{"a\xffb made-up c", "a\xfeb made-up d", parts{{1, 2}, {12, 13}}, parts{{1, 2}, {12, 13}}},
	} {
		x, y := Differ([]byte(c.a), []byte(c.b))
		if !slices.Equal(x, c.x) || !slices.Equal(y, c.y) {
			t.Errorf("%q and %q differ in %v and %v, want %v and %v", c.a, c.b, x, y, c.x, c.y)
		}
	}
}

func FuzzDiffer(f *testing.F) {
	f.Add("hunter2", "hunter2\n")
	f.Add("xé日", "xè本")
	f.Add("1 made-up 2", "3 made-up 4")
	f.Add(strings.Repeat("made-up ", 40), strings.Repeat("made_up ", 41))
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := Differ([]byte(a), []byte(b))
		if len(x) != len(y) {
			t.Fatalf("%q and %q differ in %v and %v", a, b, x, y)
		}
		if len(x) == 0 {
			return
		}
		if without(t, a, x) != without(t, b, y) {
			t.Fatalf("%q and %q are not the same but for %v and %v", a, b, x, y)
		}
	})
}

// without is a text without some parts of it, which are in order and cut no character.
func without(t *testing.T, s string, parts [][2]int) string {
	var out strings.Builder
	at := 0
	for _, p := range parts {
		if p[0] < at || p[1] < p[0] || p[1] > len(s) {
			t.Fatalf("%v are no parts of %q", parts, s)
		}
		for _, piece := range []string{s[at:p[0]], s[p[0]:p[1]], s[p[1]:]} {
			if utf8.ValidString(s) && !utf8.ValidString(piece) {
				t.Fatalf("%q: a character is cut: %v", s, parts)
			}
		}
		out.WriteString(s[at:p[0]])
		at = p[1]
	}
	return out.String() + s[at:]
}
