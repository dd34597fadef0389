package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"strongroom/backend"
)

// Problem is what keeps a text from being JSON, and where: lines and columns (in characters) from 1. It holds nothing of
// the text.
type Problem struct {
	Why          string
	Line, Column int
	At           int // in bytes from the beginning
}

// JSONProblem looks for what is wrong; ok is false where nothing is.
func JSONProblem(v backend.Value) (p Problem, ok bool) {
	v.Use(func(b []byte) {
		var into json.RawMessage
		err := json.Unmarshal(b, &into)
		clear(into)
		var syntax *json.SyntaxError
		if ok = errors.As(err, &syntax); !ok {
			return
		}
		at := max(0, min(int(syntax.Offset)-1, len(b)))
		if p.Why = "it ends too early"; !strings.HasPrefix(syntax.Error(), "unexpected end") {
			p.Why = "something unexpected " + where(syntax.Error())
		} else {
			at = len(b)
		}
		before := b[:at]
		p.At = at
		p.Line = bytes.Count(before, []byte("\n")) + 1
		p.Column = utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	})
	return p, ok
}

// where is the part of a syntax error that names the place, without the character that it quotes: "after object key".
func where(text string) string {
	text = strings.TrimPrefix(text, "invalid character ")
	if i := strings.Index(text, "' "); i >= 0 {
		text = text[i+2:]
	}
	text, _, _ = strings.Cut(text, " (")
	if begins, ok := strings.CutPrefix(text, "looking for beginning of "); ok {
		if begins == "object key string" {
			return "where a key should begin"
		}
		return "where a " + begins + " should begin"
	}
	return text
}
