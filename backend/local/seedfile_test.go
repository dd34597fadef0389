package local

import (
	"reflect"
	"strings"
	"testing"
)

func TestSeedsAreReadFromJSONAndFromLines(t *testing.T) {
	for text, want := range map[string][]Seed{
		`{"b":"made-up \u00fc","a/json":{"x": 1.50},"n":7,"null":null}`: {{Name: "a/json", Text: `{"x": 1.50}`}, {Name: "b", Text: "made-up ü"}, {Name: "n", Text: "7"}, {Name: "null", Text: "null"}},
		` [{"Name":"a","Text":"made-up","Description":"d","Tags":{"k":"v"},"KMSKey":"alias/x","Region":"eu-west-3"},{"Name":"b","Binary":"AAE="},{"Name":"c"}]`: {
			{Name: "a", Text: "made-up", Description: "d", Tags: map[string]string{"k": "v"}, KMSKey: "alias/x", Region: "eu-west-3"}, {Name: "b", Binary: []byte{0, 1}}, {Name: "c"}},
		"# made-up\r\nA=one\r\n\nexport B = \"two\\nlines \\\"x\\\"\" # c\n C='it is $5 # no'\nD=plain # comment\nE=\nF=a=b#c\nprod/db=x": {
			{Name: "A", Text: "one"}, {Name: "B", Text: "two\nlines \"x\""}, {Name: "C", Text: "it is $5 # no"}, {Name: "D", Text: "plain"}, {Name: "E"}, {Name: "F", Text: "a=b#c"}, {Name: "prod/db", Text: "x"}},
		"A= # made-up\nB=\t# c\nC=one\t# c\nD=#one\nE=#\nF= one#two\nexport\tG=x\nexporter=y\nH=one two": {
			{Name: "A"}, {Name: "B"}, {Name: "C", Text: "one"}, {Name: "D", Text: "#one"}, {Name: "E", Text: "#"}, {Name: "F", Text: "one#two"}, {Name: "G", Text: "x"},
			{Name: "exporter", Text: "y"}, {Name: "H", Text: "one two"}},
		`A="C\a"` + "\n" + `B="C:\Users\x41\d\101"` + "\n" + `C="\$5 \` + "`" + `x\` + "`" + ` \r\\n"` + "\n" + `D="it's \'"	# c` + "\n" + `E="\\"` + "\n" + `F="a\"#b"`: {
			{Name: "A", Text: `C\a`}, {Name: "B", Text: `C:\Users\x41\d\101`}, {Name: "C", Text: "$5 `x` \r\\n"}, {Name: "D", Text: `it's \'`}, {Name: "E", Text: `\`}, {Name: "F", Text: `a"#b`}},
		`{"a":{"x":1,"x":2},"b":["b","b"]}`:                                  {{Name: "a", Text: `{"x":1,"x":2}`}, {Name: "b", Text: `["b","b"]`}},
		`[{"Name":"a","Text":"Name"},{"Name":"b","Tags":{"k":"v","K":"v"}}]`: {{Name: "a", Text: "Name"}, {Name: "b", Tags: map[string]string{"k": "v", "K": "v"}}},
		"\ufeffA=one": {{Name: "A", Text: "one"}}, "\ufeff{\"a\":\"one\"}": {{Name: "a", Text: "one"}},
	} {
		if got, err := ReadSeeds([]byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\ngot  %+v, %v\nwant %+v", text, got, err, want)
		}
	}
	const secret = "made-up-and-not-to-be-told"
	for text, says := range map[string]string{
		"": "nothing in it", " \n": "nothing in it", "{": "no JSON object", `["` + secret + `"]`: "no JSON array", `[{"Nmae":"` + secret + `"}]`: "no JSON array",
		"A=1\n" + secret: "line 2 is no NAME=value", `A="` + secret: "line 1", `A="` + secret + `\"`: "line 1", `A="x"` + secret: "line 1", `A='x' ` + secret: "line 1", "=" + secret: "secret 1 has no name",
		`{"grün":"` + secret + `"}`: "secret 1 has no name", `[{"Name":"a","Region":"` + secret + `"}]`: "no region",
		"A=" + strings.Repeat(secret, 3000):         "64 KiB",
		`{"a":"` + secret + `","b":1,"\u0061":"x"}`: `the key "a" is there twice`, `{"b":{"b":[1,{}]},"a":null,"a":"` + secret + `"}`: `the key "a" is there twice`,
		`[{"Name":"a"},{"Name":"b","Text":"` + secret + `","text":"x"}]`: `the key "text" is there twice`, `[{"Name":"a","Tags":{"k":"` + secret + `","k":"x"}}]`: `the key "k" is there twice`,
	} {
		if _, err := ReadSeeds([]byte(text)); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), secret) {
			t.Errorf("%.60s: %v, want %s", text, err, says)
		}
	}
}
