package document

import (
	"strings"
	"testing"

	"strongroom/backend"
)

func TestAProblemOfJSONIsNamedWithItsPlaceAndNothingOfTheText(t *testing.T) {
	for text, want := range map[string]Problem{
		"{\n  \"a\": \"x\"\n  \"b\": 1\n}": {Why: "something unexpected after object key:value pair", Line: 3, Column: 3},
		"{\"a\": §}":                       {Why: "something unexpected where a value should begin", Line: 1, Column: 7},
		"{\"a\": 1":                        {Why: "it ends too early", Line: 1, Column: 8},
		"{\"a\": tru!}":                    {Why: "something unexpected in literal true", Line: 1, Column: 10},
		"{\"a\": \"x\ny\"}":                {Why: "something unexpected in string literal", Line: 1, Column: 9},
		"[\"é\", 'x']":                     {Why: "something unexpected where a value should begin", Line: 1, Column: 7},
		"{\"a\": 1, }":                     {Why: "something unexpected where a key should begin", Line: 1, Column: 10},
		"":                                 {Why: "it ends too early", Line: 1, Column: 1},
		strings.Repeat("\n", 41) + "   {\"a\": 1},": {Why: "something unexpected after top-level value", Line: 42, Column: 12},
	} {
		if got, _ := JSONProblem(backend.TextValue(text)); got.At > len(text) || strings.Count(text[:got.At], "\n") != got.Line-1 {
			t.Errorf("%q: at byte %d", text, got.At)
		}
		if got, ok := JSONProblem(backend.TextValue(text)); !ok || got.Why != want.Why || got.Line != want.Line || got.Column != want.Column {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
	if p, ok := JSONProblem(backend.TextValue(` {"a": [1, 2]} `)); ok {
		t.Errorf("valid JSON has the problem %+v", p)
	}
}
