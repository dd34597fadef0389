package document_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
)

// spelling is a piece of a JSON string as it is written, and the UTF-16 units that it stands for.
type spelling struct {
	raw   string
	units []uint16
}

// spellings are pieces among which are halves of surrogate pairs, and much that looks like them.
func spellings() []spelling {
	return []spelling{
		{`\ud800`, []uint16{0xd800}}, {`\uDBFF`, []uint16{0xdbff}}, {`\udc00`, []uint16{0xdc00}}, {`\uDfFf`, []uint16{0xdfff}},
		{`\ud83d\ude00`, []uint16{0xd83d, 0xde00}}, {`\ufffd`, []uint16{0xfffd}}, {`\uFFFD`, []uint16{0xfffd}}, {"\ufffd", []uint16{0xfffd}},
		{`\\`, []uint16{'\\'}}, {`\\ufffd`, utf16.Encode([]rune(`\ufffd`))}, {`\\ud800`, utf16.Encode([]rune(`\ud800`))}, {`\"`, []uint16{'"'}},
		{`\/`, []uint16{'/'}}, {`\b\f\n\r\t`, []uint16{8, 12, 10, 13, 9}}, {"x", []uint16{'x'}}, {`\u0041`, []uint16{'A'}}, {"u", []uint16{'u'}},
		{"d800", utf16.Encode([]rune("d800"))}, {"é", []uint16{0xe9}}, {"😀", []uint16{0xd83d, 0xde00}}, {`\uD7FF\ue000`, []uint16{0xd7ff, 0xe000}},
	}
}

// halves reports whether half a pair stands alone.
func halves(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		switch {
		case !utf16.IsSurrogate(rune(units[i])):
		case i+1 < len(units) && utf16.DecodeRune(rune(units[i]), rune(units[i+1])) != 0xfffd:
			i++
		default:
			return true
		}
	}
	return false
}

func TestAStringIsCalledLosslessWhereNoHalfOfAPairStandsAlone(t *testing.T) {
	all, r := spellings(), rand.New(rand.NewPCG(8, 8))
	seen := map[bool]int{}
	for range 20_000 {
		var raw strings.Builder
		var units []uint16
		for range r.IntN(5) {
			s := all[r.IntN(len(all))]
			raw.WriteString(s.raw)
			units = append(units, s.units...)
		}
		written := `"` + raw.String() + `"`
		if !json.Valid([]byte(written)) {
			t.Fatalf("%s is no JSON: the test is wrong", written)
		}
		v := backend.TextValue(`{"k":` + written + `}`)
		d := document.Of(v)
		lossless, want := d.Lossless(v, 0), !halves(units)
		if seen[want]++; lossless != want {
			t.Fatalf("%s: lossless is %v", written, lossless)
		}
		text := string(utf16.Decode(units))
		if !want {
			text = written
		}
		if got := string(backendtest.Bytes(d.Text(v, 0))); got != text {
			t.Fatalf("the text of %s is %q, want %q", written, got, text)
		}
		raw8, err := document.RawLiteral(backend.TextValue(written))
		if err != nil || raw8.Lossless() != want || string(backendtest.Bytes(raw8.Text())) != text || !d.Says(v, 0, raw8) {
			t.Fatalf("%s as a literal: %v, lossless %v, text %q", written, err, raw8.Lossless(), backendtest.Bytes(raw8.Text()))
		}
	}
	if seen[true] < 1000 || seen[false] < 1000 {
		t.Errorf("%v", seen)
	}
}

func TestTheStringThatWasCalledLosslessIsNot(t *testing.T) {
	for raw, want := range map[string]bool{`"\ud800 \\ufffd"`: false, `"\udc00 \ud800 \\ufffd \\ufffd"`: false, `"\\ud800 \\ufffd"`: true, `"\ufffd \\uFFFD"`: true} {
		v := backend.TextValue(`[` + raw + `]`)
		if got := document.Of(v).Lossless(v, 0); got != want {
			t.Errorf("%s: lossless is %v", raw, got)
		}
	}
}

// Two keys that differ in nothing but which half of a pair they hold are two keys.
func TestKeysWithHalvesOfPairsStayTheKeysTheyAre(t *testing.T) {
	v := backend.TextValue(`{"\ud800":1,"\ud801":2,"\ufffd":3}`)
	d := document.Of(v)
	if d.Fields[0].Key == d.Fields[1].Key || d.Fields[1].Key == d.Fields[2].Key {
		t.Errorf("the keys are %q", []string{d.Fields[0].Key, d.Fields[1].Key, d.Fields[2].Key})
	}
	got := string(backendtest.Bytes(document.Edit{}.Rename(d, 2, d.Fields[0].Key+"x").Apply(v, d)))
	if want := `{"\ud800":1,"\ud801":2,"\ud800x":3}`; got != want {
		t.Errorf("renamed it is %s", got)
	}
	for name, ok := range map[string]bool{d.Fields[0].Key: true, "plain é": true, "\xff": false, "a\xed\xa0": false, "": true} {
		if problem := document.FieldNameProblem(name); (problem == "") != ok {
			t.Errorf("%q: %q", name, problem)
		}
	}
}

func TestAMergeTellsHalvesOfPairsApart(t *testing.T) {
	for _, c := range [][4]string{
		{`{"k":"\ud800"}`, `{"k":"\ud800"}`, `{"k":"\udfff"}`, `{"k":"\udfff"}`},
		{`{"k":"\ud800"}`, `{"k":"\uD800"}`, `{"k":"\ufffd"}`, `{"k":"\ufffd"}`},
		{`{"\ud800":1}`, `{"\ud800":1}`, `{"\ud801":1}`, `{"\ud801":1}`},
	} {
		if got, clashes := merged(c[0], c[1], c[2]); got != c[3] || clashes != 0 {
			t.Errorf("%v: merged is %s with %d clashes", c, got, clashes)
		}
		_, clashes := merged(c[0], strings.Replace(c[1], "00", "02", 1), c[2])
		if strings.Contains(c[0], `"k"`) && clashes != 1 {
			t.Errorf("%v, theirs changed too: %d clashes", c, clashes)
		}
	}
	if c := document.Compare(backend.TextValue(`{"k":"\ud800"}`), backend.TextValue(`{"k":"\udfff"}`)); c.Fields[0].Respelled || c.Fields[0].Change != document.Changed {
		t.Errorf("compared: %s", fmt.Sprintf("%+v", c.Fields))
	}
}

func FuzzAJSONStringIsReadAsTheStandardLibraryReadsIt(f *testing.F) {
	for _, s := range spellings() {
		f.Add(s.raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v := backend.TextValue(`["` + raw + `"]`)
		d := document.Of(v)
		if d.Kind != document.KindJSON || len(d.Fields) != 1 || !d.Lossless(v, 0) {
			return
		}
		var want [1]string
		if err := json.Unmarshal(backendtest.Bytes(v), &want); err != nil {
			t.Skip()
		}
		text := d.Text(v, 0)
		if got := string(backendtest.Bytes(text)); got != want[0] {
			t.Fatalf("%q reads as %q, want %q", raw, got, want[0])
		}
		again, err := document.ParseLiteral(text, document.FieldString)
		if err != nil || string(backendtest.Bytes(again.Text())) != want[0] || !d.Says(v, 0, again) {
			t.Fatalf("%q written anew is %s (%v)", raw, backendtest.Bytes(again.Raw), err)
		}
	})
}
