package document

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"strongroom/backend"
)

func TestTheEndsOfATextAreTold(t *testing.T) {
	for text, want := range map[string]Ends{
		"":               {},
		"hunter2":        {},
		"hun ter2":       {},
		"hunter2 ":       {After: true},
		"hunter2\t":      {After: true},
		"hunter2\u00a0":  {After: true},
		"hunter2\u200b":  {After: true},
		"hunter2\n":      {Lines: 1},
		"hunter2\r\n":    {Lines: 1},
		"hunter2\r":      {Lines: 1},
		"hunter2\n\n":    {Lines: 2},
		"hunter2\r\n\n":  {Lines: 2},
		"hunter2\n\n\n":  {Lines: 2},
		"hunter2 \n":     {After: true},
		"hunter2\n ":     {After: true},
		" hunter2":       {Before: true},
		"\nhunter2":      {Before: true},
		"\ufeffhunter2":  {Mark: true},
		"\ufeff hunter2": {Mark: true, Before: true},
		"one\ntwo":       {Several: true},
		"one\ntwo\n":     {Several: true, Lines: 1},
		"é":              {},
	} {
		if got := EndsOf([]byte(text)); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
		raw, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if want.Lines == 0 {
			want.Several = false
		}
		v := backend.TextValue(`{"k":` + string(raw) + `}`)
		if got := Of(v).Fields[0].Ends; got != want {
			t.Errorf("a field that says %q: %+v, want %+v", text, got, want)
		}
		if got := (Literal{Raw: backend.TextValue(string(raw)), Kind: FieldString}).Ends(); got != want {
			t.Errorf("a literal that says %q: %+v, want %+v", text, got, want)
		}
	}
	for _, raw := range []string{`"\u0020x"`, `"x\u000a"`, `"x\t"`} {
		if got := Of(backend.TextValue(`[` + raw + `]`)).Fields[0].Ends; got == (Ends{}) {
			t.Errorf("nothing is told of %s", raw)
		}
	}
	for _, raw := range []string{"5", "true", "null", `""`, `"\ud800 "`, `" \ud800"`} {
		if got := Of(backend.TextValue(`[` + raw + ` ]`)).Fields[0].Ends; got != (Ends{}) {
			t.Errorf("of %s is told %+v", raw, got)
		}
	}
}

func TestTwoTextsDifferInOnePartOfEach(t *testing.T) {
	for _, c := range []struct {
		a, b string
		x, y [2]int
	}{
		{"", "", [2]int{}, [2]int{}},
		{"same", "same", [2]int{}, [2]int{}},
		{"hunter2", "hunter2\n", [2]int{7, 7}, [2]int{7, 8}},
		{"hunter2 ", "hunter2", [2]int{7, 8}, [2]int{7, 7}},
		{" hunter2", "hunter2", [2]int{0, 1}, [2]int{0, 0}},
		{"port=5432\n", "port=5433\n", [2]int{8, 9}, [2]int{8, 9}},
		{"aaa", "aa", [2]int{2, 3}, [2]int{2, 2}},
		{"old", "new", [2]int{}, [2]int{}},
		{"old\n", "new\n", [2]int{}, [2]int{}},
		{"xé", "xè", [2]int{1, 3}, [2]int{1, 3}},
		{"日x", "本x", [2]int{0, 3}, [2]int{0, 3}},
		{"x", "", [2]int{}, [2]int{}},
	} {
		x, y := Differ([]byte(c.a), []byte(c.b))
		if x != c.x || y != c.y {
			t.Errorf("%q and %q differ in %v and %v, want %v and %v", c.a, c.b, x, y, c.x, c.y)
		}
		y, x = Differ([]byte(c.b), []byte(c.a))
		if x != c.x || y != c.y {
			t.Errorf("the other way round %q and %q differ in %v and %v", c.a, c.b, x, y)
		}
	}
}

func FuzzDiffer(f *testing.F) {
	f.Add("hunter2", "hunter2\n")
	f.Add("xé日", "xè本")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := Differ([]byte(a), []byte(b))
		if x == y && x == [2]int{} {
			return
		}
		if a[:x[0]] != b[:y[0]] || a[x[1]:] != b[y[1]:] {
			t.Fatalf("%q and %q are not the same but for %v and %v", a, b, x, y)
		}
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return
		}
		for _, s := range []string{a[:x[0]], a[x[0]:x[1]], a[x[1]:], b[y[0]:y[1]]} {
			if !utf8.ValidString(s) {
				t.Fatalf("%q and %q: a character is cut: %v, %v", a, b, x, y)
			}
		}
	})
}
