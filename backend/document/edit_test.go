package document_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
)

// bytesOf copies a value's bytes out, for tests only.
func lit(t *testing.T, text string, kind document.FieldKind) document.Literal {
	t.Helper()
	l, err := document.ParseLiteral(backend.TextValue(text), kind)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTheCorpusIsLargeAndFitsTheService(t *testing.T) {
	all := backendtest.AwkwardValues()
	if len(all) < 60 {
		t.Errorf("only %d values", len(all))
	}
	for _, a := range all {
		if len(a.Bytes) == 0 || len(a.Bytes) > backend.MaxValue {
			t.Errorf("%s has %d bytes", a.Name, len(a.Bytes))
		}
	}
}

func TestAnEmptyEditGivesBackEveryByte(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		v := backend.NewValue(bytes.Clone(a.Bytes), a.Binary)
		d := document.Of(v)
		if got := backendtest.Bytes(document.Edit{}.Apply(v, d)); d.Kind == document.KindJSON && !bytes.Equal(got, a.Bytes) {
			t.Errorf("%s is changed by an edit of nothing", a.Name)
		}
	}
}

// Every field of every document of the corpus is set: what stands before and after its span must be the same bytes.
func TestSettingOneValueChangesItsBytesAndNoOther(t *testing.T) {
	tried := 0
	for _, a := range backendtest.AwkwardValues() {
		v := backend.NewValue(bytes.Clone(a.Bytes), a.Binary)
		d := document.Of(v)
		for i, f := range d.Fields {
			if i > 200 {
				break
			}
			for _, to := range []document.Literal{lit(t, "new \"x\"\n\u00e9", document.FieldString), lit(t, "1e999", document.FieldNumber), lit(t, `{"n":[]}`, document.FieldObject)} {
				got := backendtest.Bytes(document.Edit{}.Set(d, i, to).Apply(v, d))
				want := bytes.Join([][]byte{a.Bytes[:f.Start], backendtest.Bytes(to.Raw), a.Bytes[f.End:]}, nil)
				if !bytes.Equal(got, want) {
					t.Fatalf("%s: setting %s gives\n%.200q, want\n%.200q", a.Name, d.Path(i), got, want)
				}
				if !json.Valid(got) {
					t.Fatalf("%s: setting %s gives no JSON", a.Name, d.Path(i))
				}
				tried++
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d edits tried", tried)
	}
}

func TestRenamingChangesTheKeysBytesAndNoOther(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		v := backend.NewValue(bytes.Clone(a.Bytes), a.Binary)
		d := document.Of(v)
		for i, f := range d.Fields {
			if i > 200 || f.KeyStart == f.KeyEnd {
				continue
			}
			got := backendtest.Bytes(document.Edit{}.Rename(d, i, "new\tname").Apply(v, d))
			want := bytes.Join([][]byte{a.Bytes[:f.KeyStart], []byte(`"new\tname"`), a.Bytes[f.KeyEnd:]}, nil)
			if !bytes.Equal(got, want) {
				t.Fatalf("%s: renaming %s gives\n%.200q", a.Name, d.Path(i), got)
			}
		}
	}
}

func TestAddingAndDeletingKeepsTheLayout(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"compact", `{"a":1,"b":2}`, `{"a":1,"b":2,"n":"x"}`},
		{"pretty", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"n\": \"x\"\n}\n"},
		{"one key, pretty", "{\r\n\t\"a\" : 1\r\n}", "{\r\n\t\"a\" : 1,\r\n\t\"n\" : \"x\"\r\n}"},
		{"empty", `{}`, `{"n": "x"}`},
		{"array", `[1, 2]`, `[1, 2, "x"]`},
	} {
		v := backend.TextValue(c.before)
		d := document.Of(v)
		e, id := document.Edit{}.Add(-1, "n", lit(t, "x", document.FieldString))
		if got := string(backendtest.Bytes(e.Apply(v, d))); got != c.after {
			t.Errorf("%s: adding gives %q", c.name, got)
		}
		if got := string(backendtest.Bytes(e.SetAdded(id, nil).Apply(v, d))); got != c.before {
			t.Errorf("%s: adding and taking back gives %q", c.name, got)
		}
		after := backend.TextValue(c.after)
		d = document.Of(after)
		if got := string(backendtest.Bytes(document.Edit{}.Delete(len(d.Fields)-1).Apply(after, d))); got != c.before {
			t.Errorf("%s: deleting gives %q", c.name, got)
		}
	}
	for _, c := range []struct {
		before string
		del    []int
		after  string
	}{
		{`{ "a":1, "b":2, "c":3 }`, []int{0}, `{ "b":2, "c":3 }`},
		{`{ "a":1, "b":2, "c":3 }`, []int{1}, `{ "a":1, "c":3 }`},
		{`{ "a":1, "b":2, "c":3 }`, []int{0, 1}, `{ "c":3 }`},
		{`{ "a":1, "b":2, "c":3 }`, []int{1, 2}, `{ "a":1 }`},
		{`{ "a":1, "b":2, "c":3 }`, []int{0, 2}, `{ "b":2 }`},
		{`{ "a":1, "b":2, "c":3 }`, []int{0, 1, 2}, `{  }`},
		{`{"a":{"b":1},"c":2}`, []int{1}, `{"a":{},"c":2}`},
	} {
		v := backend.TextValue(c.before)
		d := document.Of(v)
		var e document.Edit
		for _, i := range c.del {
			e = e.Delete(i)
		}
		if got := string(backendtest.Bytes(e.Apply(v, d))); got != c.after {
			t.Errorf("%s without %v is %q, want %q", c.before, c.del, got, c.after)
		}
	}
}

// A thousand random rows of edits, held against a plain model of what they mean: an ordered list of fields.
func TestAnyRowOfEditsMeansWhatItSays(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for round := range 1000 {
		before := make([]field, r.IntN(6))
		var text strings.Builder
		gap := []string{"", " ", "\n  "}[r.IntN(3)]
		for i := range before {
			before[i] = field{fmt.Sprintf("k%d", i), fmt.Sprint(r.IntN(100))}
			text.WriteString(map[bool]string{true: "", false: ","}[i == 0] + gap + `"` + before[i].key + `":` + before[i].value)
		}
		v := backend.TextValue("{" + text.String() + gap + "}")
		d := document.Of(v)
		var e document.Edit
		var want, tail []field
		for i, f := range before {
			switch r.IntN(4) {
			case 0:
				e = e.Delete(i)
				continue
			case 1:
				f.value = fmt.Sprint(1000 + r.IntN(1000))
				e = e.Set(d, i, lit(t, f.value, document.FieldNumber))
			case 2:
				f.key = fmt.Sprintf("r%d", i)
				e = e.Rename(d, i, f.key)
			}
			want = append(want, f)
		}
		for i := range r.IntN(3) {
			f := field{fmt.Sprintf("n%d", i), fmt.Sprint(i)}
			e, _ = e.Add(-1, f.key, lit(t, f.value, document.FieldNumber))
			tail = append(tail, f)
		}
		want = append(want, tail...)
		got := backendtest.Bytes(e.Apply(v, d))
		if !json.Valid(got) || fmt.Sprint(fieldsOf(t, got)) != fmt.Sprint(want) {
			t.Fatalf("round %d: %s became\n%s, want %v", round, backendtest.Bytes(v), got, want)
		}
	}
}

type field struct{ key, value string }

func fieldsOf(t *testing.T, text []byte) (out []field) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		k, _ := dec.Token()
		v, _ := dec.Token()
		out = append(out, field{fmt.Sprint(k), fmt.Sprint(v)})
	}
	return out
}

func TestATypeIsKeptUnlessItIsChangedOnPurpose(t *testing.T) {
	for _, c := range []struct {
		text string
		kind document.FieldKind
		ok   bool
	}{
		{"12345678901234567890", document.FieldNumber, true}, {"1e400", document.FieldNumber, true}, {"abc", document.FieldNumber, false},
		{"true", document.FieldNumber, false}, {"", document.FieldNumber, false}, {"01", document.FieldNumber, false}, {"true", document.FieldBool, true},
		{"null", document.FieldNull, true}, {"nil", document.FieldNull, false}, {`{"a":1}`, document.FieldObject, true}, {`[1]`, document.FieldObject, false},
		{"anything\x00", document.FieldString, true}, {"\xff", document.FieldString, false},
	} {
		_, err := document.ParseLiteral(backend.TextValue(c.text), c.kind)
		if (err == nil) != c.ok {
			t.Errorf("%q as %c: %v", c.text, c.kind, err)
		}
		if err != nil && !errors.Is(err, backend.ErrInvalid) {
			t.Errorf("%q: %v is not ErrInvalid", c.text, err)
		}
	}
}

func TestAStringWithHalfASurrogateIsNotEditedAsText(t *testing.T) {
	v := backend.TextValue(`{"a":"\ud800","b":"\ud83d\ude00","c":"\ufffd","d":"x"}`)
	d := document.Of(v)
	for i, want := range []bool{false, true, true, true} {
		if d.Lossless(v, i) != want {
			t.Errorf("%s: lossless is %v", d.Label(i), !want)
		}
	}
}

func TestAFieldAsTextHoldsTheChangesInsideIt(t *testing.T) {
	v := backend.TextValue(`{"a":{"b": 1,"c":2},"d":3}`)
	d := document.Of(v)
	e := document.Edit{}.Set(d, 1, lit(t, "7", document.FieldNumber)).Delete(2)
	if got := string(backendtest.Bytes(e.ApplyTo(v, d, 0))); got != `{"b": 7}` {
		t.Errorf("got %s", got)
	}
	e = e.Set(d, 0, lit(t, `{"b":8}`, document.FieldObject))
	if got := string(backendtest.Bytes(e.Apply(v, d))); got != `{"a":{"b":8},"d":3}` {
		t.Errorf("got %s", got)
	}
}

func TestAMergeTakesWhatDoesNotClashAndAsksForTheRest(t *testing.T) {
	base := backend.TextValue("{\n \"a\": 1,\n \"b\": {\"x\": \"1\", \"y\": 2},\n \"c\": 3, \"gone\": 4, \"gone2\": 5\n}")
	theirs := backend.TextValue("{\n \"a\":  10,\n \"b\": {\"x\": \"\\u0031\", \"y\": 20},\n \"c\": 30, \"gone2\": 5,\n \"t\": 1\n}")
	yours := backend.TextValue("{\n \"a\": 1,\n \"b\": {\"x\": \"mine\", \"y\": 2},\n \"c\": 31, \"gone\": 4, \"new\": [1]\n}")
	m := document.NewMerge(base, theirs, yours)
	states := map[string]document.MergeState{}
	for _, r := range m.Rows {
		states[r.Path] = r.State
	}
	want := map[string]document.MergeState{"a": document.TheirsOnly, "b.x": document.YoursOnly, "b.y": document.TheirsOnly, "c": document.Clash,
		"gone": document.TheirsOnly, "gone2": document.YoursOnly, "new": document.YoursOnly, "t": document.TheirsOnly}
	if fmt.Sprint(states) != fmt.Sprint(want) {
		t.Errorf("states %v\nwant %v", states, want)
	}
	got := string(backendtest.Bytes(m.Result(func(r document.MergeRow) document.Side {
		if r.State == document.YoursOnly || r.State == document.Clash {
			return document.YourSide
		}
		return document.TheirSide
	})))
	if want := "{\n \"a\":  10,\n \"b\": {\"x\": \"mine\", \"y\": 20},\n \"c\": 31,\n \"t\": 1,\n \"new\": [1]\n}"; got != want {
		t.Errorf("merged is\n%s\nwant\n%s", got, want)
	}
	text := document.NewMerge(backend.TextValue("a"), backend.TextValue("b"), backend.TextValue("c"))
	if len(text.Rows) != 1 || text.Rows[0].State != document.Clash {
		t.Errorf("texts give %+v", text.Rows)
	}
}

func FuzzAnEditLeavesValidJSON(f *testing.F) {
	for _, a := range backendtest.AwkwardValues() {
		if len(a.Bytes) < 500 {
			f.Add(a.Bytes, uint8(1))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, which uint8) {
		v := backend.NewValue(bytes.Clone(text), false)
		d := document.Of(v)
		if d.Kind != document.KindJSON || len(d.Fields) == 0 {
			return
		}
		i := int(which) % len(d.Fields)
		e, _ := document.Edit{}.Delete(i).Add(d.Fields[i].Parent, "k", lit(t, "v", document.FieldString))
		if got := backendtest.Bytes(e.Apply(v, d)); !json.Valid(got) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestTakingBackAnObjectTakesBackWhatWasChangedInsideIt(t *testing.T) {
	v := backend.TextValue(`{"o":{"a":"1"},"b":"2"}`)
	d := document.Of(v)
	at := func(key string) int {
		return slices.IndexFunc(d.Fields, func(f document.Field) bool { return f.Key == key })
	}
	e := document.Edit{}.Set(d, at("a"), lit(t, "changed", document.FieldString)).Set(d, at("b"), lit(t, "changed", document.FieldString))
	if e = e.Unset(d, at("o")); e.Empty() {
		t.Error("what is beside it is taken back too")
	}
	if _, changed := e.Changed(at("a")); changed {
		t.Error("what was changed inside it stays")
	}
	e = document.Edit{}.Set(d, at("a"), lit(t, "changed", document.FieldString)).Set(d, at("o"), lit(t, `{"c":1}`, document.FieldObject))
	if _, changed := e.Changed(at("a")); changed {
		t.Error("what was changed inside an object outlives its being replaced")
	}
}
