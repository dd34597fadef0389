package document

import (
	"encoding/json"
	"testing"

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
