package document

import (
	"fmt"
	"testing"

	"strongroom/backend"
)

func TestKeysThatAreDrawnAlikeAreToldApart(t *testing.T) {
	for text, want := range map[string][]string{
		"{\"caf\u00e9\":1,\"cafe\u0301\":2}":                 {"café", `cafe\u0301`},
		"{\"cafe\u0301\":1}":                                 {"cafe\u0301"},
		"{\"cafe\u0301\":1,\"caff\":2}":                      {"cafe\u0301", "caff"},
		"{\"a\u0323\u0307\":1,\"a\u0307\u0323\":2}":          {`a\u0323\u0307`, `a\u0307\u0323`},
		"{\"\u212b\":1,\"\u00c5\":2}":                        {`\u212b`, "Å"},
		"{\"x\":{\"e\u0301\":1},\"\u00e9\":2,\"e\u0301\":3}": {"x", "e\u0301", "é", `e\u0301`},
	} {
		doc := Of(backend.TextValue(text))
		for i, w := range want {
			if got := doc.Label(i); got != w {
				t.Errorf("field %d of %s is called %q, not %q", i, text, got, w)
			}
		}
	}
	many := "{\"0e\u0301\":0"
	for i := 1; i < 400; i++ {
		many += fmt.Sprintf(",\"%de\u0301\":0", i)
	}
	if got := Of(backend.TextValue(many + "}")).Label(399); got != `399e\u0301` {
		t.Errorf("among 400 keys, of which none is looked through for another, one is called %q", got)
	}
	doc := Of(backend.TextValue("{\"caf\u00e9\":1,\"cafe\u0301\":2}"))
	if doc.Called(1) != `"cafe\u0301"` || doc.Called(0) != "café" || doc.Fields[1].Key != "cafe\u0301" {
		t.Errorf("they are called %q and %q", doc.Called(0), doc.Called(1))
	}
}
