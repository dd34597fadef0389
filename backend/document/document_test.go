package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
)

func TestFieldsAreFoundWhereTheyAreWritten(t *testing.T) {
	v := backend.TextValue(" {\"a\" : \"x\\ny\", \"n\":12345678901234567890 ,\"o\":{\"t\":true,\"z\":null,\"e\":{}},\"l\":[1,[\"q\\\"\"]],\"a\":2} ")
	d := Of(v)
	if d.Kind != KindJSON || d.Array || d.Top != 5 {
		t.Fatalf("kind %v array %v top %d", d.Kind, d.Array, d.Top)
	}
	var got []string
	for i, f := range d.Fields {
		text := d.Text(v, i)
		text.Use(func(b []byte) {
			got = append(got, fmt.Sprintf("%s=%q %c/%d next %d", d.Path(i), b, f.Kind, f.Children, f.Next))
		})
	}
	want := []string{
		`a="x\ny" s/0 next 1`, `n="12345678901234567890" n/0 next 2`, `o="{\"t\":true,\"z\":null,\"e\":{}}" {/3 next 6`,
		`o.t="true" b/0 next 4`, `o.z="null" 0/0 next 5`, `o.e="{}" {/0 next 6`, `l="[1,[\"q\\\"\"]]" [/2 next 10`,
		`l[0]="1" n/0 next 8`, `l[1]="[\"q\\\"\"]" [/1 next 10`, `l[1][0]="q\"" s/0 next 10`, `a="2" n/0 next 11`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestValuesAreRecognised(t *testing.T) {
	pemText := "-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n"
	for _, c := range []struct {
		v    backend.Value
		kind Kind
	}{
		{backend.TextValue("plain"), KindText}, {backend.TextValue(""), KindText}, {backend.TextValue("{\"a\":"), KindText}, {backend.TextValue(`"x"`), KindScalar},
		{backend.TextValue("42"), KindScalar}, {backend.TextValue("[]"), KindJSON}, {backend.TextValue("{}"), KindJSON}, {backend.TextValue("note\n" + pemText), KindPEM},
		{backend.NewValue([]byte{0xff, 0xfe}, false), KindBinary}, {backend.NewValue([]byte("text"), true), KindBinary},
		{backend.TextValue("\ufeff{}"), KindText}, {backend.TextValue(strings.Repeat("[", 20000)), KindText},
	} {
		if d := Of(c.v); d.Kind != c.kind {
			t.Errorf("kind %v, want %v", d.Kind, c.kind)
		}
	}
	var gone backend.Value
	if d := Of(gone); d.Bytes != 0 || d.Text(gone, 0).Held() {
		t.Error("a value that holds nothing has a shape")
	}
}

func FuzzDocumentSpans(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"\u0041"}],"c":null}`, `[[],{},""]`, `{"":{"":{}}}`, "\t[ 1e400 , -0 ]\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v := backend.NewValue(bytes.Clone(b), false)
		d := Of(v)
		for i, fd := range d.Fields {
			if !json.Valid(b[fd.Start:fd.End]) {
				t.Fatalf("field %d spans %q", i, b[fd.Start:fd.End])
			}
			if fd.Next <= i || fd.Next > len(d.Fields) || fd.Parent >= i {
				t.Fatalf("field %d has next %d parent %d", i, fd.Next, fd.Parent)
			}
			d.Text(v, i)
			d.Path(i)
		}
	})
}

func TestAShapeHoldsNothingOfTheValue(t *testing.T) {
	d := Of(backend.TextValue(`{"k":"` + backendtest.Canary + `","o":{"x":["` + backendtest.Canary + `"]}}`))
	if strings.Contains(fmt.Sprintf("%+v %#v", d, d), backendtest.Canary) {
		t.Error("the document shows the value")
	}
}
