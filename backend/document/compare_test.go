package document

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"strongroom/backend"
)

// told is a comparison in one line: each pair or run as its sign and label.
func told(c Comparison) string {
	var out []string
	for _, f := range c.Fields {
		s := string(f.Change) + f.Label
		if f.Next == 0 {
			s += "!"
		}
		if f.Respelled {
			s += "~"
		}
		out = append(out, strings.Repeat(".", f.Depth)+s)
	}
	for _, r := range c.Runs {
		out = append(out, fmt.Sprintf("%c%d-%d/%d-%d", r.Change, r.AFrom, r.ATo, r.BFrom, r.BTo))
	}
	return strings.Join(out, " ")
}

func TestValuesAreComparedByKeyByLineOrAsAWhole(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"changed, added, removed": {`{"a":1,"b":"x","c":true}`, `{"a":1,"b":"y","d":null}`, "=a ~b -c +d"},
		"nested":                  {`{"o":{"x":1,"y":2},"z":[1,2]}`, `{"o":{"x":1,"y":3},"z":[1,2,3]}`, "~o .=x .~y ~z .=[0] .=[1] .+[2]"},
		"whole objects":           {`{"o":{"x":1}}`, `{"p":{"y":{"z":2}}}`, "-o .-x +p .+y ..+z"},
		"number spelling":         {`{"n":1.0,"m":1e3}`, `{"n":1,"m":1000}`, "~n ~m"},
		"duplicates":              {`{"k":1,"k":2}`, `{"k":1,"k":3,"k":4}`, "=k ~k +k"},
		"spelled otherwise":       {`{"k":"\u0041"}`, `{"k":"A"}`, "~k~"},
		"an object that is text":  {`{"k":{"a":1}}`, `{"k":"{\"a\":1}"}`, "~k"},
		"another order":           {`{"a":1,"b":2}`, `{"b":2,"a":1}`, "=b =a"},
		"array against object":    {`[1]`, `{"a":1}`, "~0-1/0-1"},
		"JSON against text":       {`{"a":1}`, "a\n", "~0-1/0-1"},
		"lines":                   {"a\nb\nc\n", "a\nx\nc\nd\n", "=0-1/0-1 ~1-2/1-2 =2-3/2-3 +3-3/3-4"},
		"the last line's end":     {"a\nb", "a\nb\n", "=0-1/0-1 ~1-2/1-2"},
		"nothing":                 {"", "", ""},
		"from nothing":            {"", "a\n", "+0-0/0-1"},
	} {
		if got := told(Compare(backend.TextValue(c.a), backend.TextValue(c.b))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	b := Compare(backend.NewValue([]byte{0, 0xff}, true), backend.TextValue("x"))
	if b.By != ByBytes || b.SameBytes {
		t.Errorf("binary: %+v", b)
	}
}

func TestWhiteSpaceAloneIsTheSameContent(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		bytes, conten bool
	}{
		{`{"a":1}`, `{"a":1}`, true, true},
		{`{"a":1}`, "{ \"a\" :\n1 }\n", false, true},
		{`{"a":"x y"}`, `{"a":"xy"}`, false, false},
		{`{"a":"\" "}`, `{"a":"\"  "}`, false, false},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, false, false},
		{`{"a":1.0}`, `{"a":1}`, false, false},
		{"a b\r\nc", "a  b\nc\n", false, true},
		{"ab", "a b", false, false},
		{"a", "a\n", false, true},
		{" ", "", false, true},
	} {
		got := Compare(backend.TextValue(c.a), backend.TextValue(c.b))
		if got.SameBytes != c.bytes || got.SameContent != c.conten {
			t.Errorf("%q and %q: same bytes %v, same content %v", c.a, c.b, got.SameBytes, got.SameContent)
		}
	}
}

func TestAComparisonHoldsNothingOfTheValues(t *testing.T) {
	for _, c := range [][2]string{{`{"k":"made-up-canary-1","l":["made-up-canary-2"]}`, `{"k":"made-up-canary-3"}`}, {"made-up-canary\nx", "made-up-canary\ny"}} {
		got := fmt.Sprintf("%+v", Compare(backend.TextValue(c[0]), backend.TextValue(c[1])))
		if strings.Contains(got, "canary") {
			t.Errorf("a comparison prints %s", got)
		}
	}
}

func TestRunsOfLinesAddUpToBothTexts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range rng.IntN(12) {
			b.WriteString(strings.Repeat("x", rng.IntN(3)) + "\n")
		}
		return b.String()
	}
	for range 2000 {
		a, b := text(), text()
		c := Compare(backend.TextValue(a), backend.TextValue(b))
		atA, atB := 0, 0
		for _, r := range c.Runs {
			if r.AFrom != atA || r.BFrom != atB || r.Change == Same && r.ATo-r.AFrom != r.BTo-r.BFrom {
				t.Fatalf("%q to %q: %s", a, b, told(c))
			}
			for i := 0; r.Change == Same && i < r.ATo-r.AFrom; i++ {
				x, y := c.ALines[r.AFrom+i], c.BLines[r.BFrom+i]
				if a[x.Start:x.End] != b[y.Start:y.End] {
					t.Fatalf("%q to %q calls different lines the same", a, b)
				}
			}
			atA, atB = r.ATo, r.BTo
		}
		if atA != len(c.ALines) || atB != len(c.BLines) {
			t.Fatalf("%q to %q: %s leaves lines out", a, b, told(c))
		}
	}
}

func FuzzComparing(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"x"}]}`), []byte(`{"a":[{"b":"y"}],"a":2}`))
	f.Add([]byte("a\nb"), []byte("\n\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		c := Compare(backend.NewValue(bytes.Clone(a), false), backend.NewValue(bytes.Clone(b), false))
		changed, added, removed, _ := c.Counts()
		if bytes.Equal(a, b) != c.SameBytes || c.SameBytes && (!c.SameContent || changed+added+removed > 0) {
			t.Errorf("%q and %q: %s", a, b, told(c))
		}
		for i, p := range c.Fields {
			if p.Next <= i || p.Next > len(c.Fields) || p.A < 0 && p.B < 0 {
				t.Errorf("pair %d of %s", i, told(c))
			}
		}
	})
}
