package detail

import (
	"bytes"
	"strings"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/ui"
)

// envName is a key as the name of a variable: as it is where a shell takes it, else with _ for what no name has, "" where letters would
// get lost (POSIX, 3.216: letters of ASCII, digits and underscores, and no digit first).
func envName(key string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r == '_', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		case r > ' ' && r < 0x7f, r == ' ':
			return '_'
		}
		return -1
	}, key)
	switch {
	case len(name) != len(key), strings.Trim(name, "_") == "" && name != key:
		return ""
	case name != "" && name[0] >= '0' && name[0] <= '9':
		return "_" + name
	}
	return name
}

// envNameOf is envName of a field, or why it has none of its own.
func envNameOf(doc document.Document, field int) (name, why string) {
	key := doc.Fields[field].Key
	if name = envName(key); name == "" {
		return "", ui.Datum(ui.VisibleKey(key)) + " cannot name a variable: a shell takes A–Z, a–z, 0–9 and _"
	}
	for i := 0; i < len(doc.Fields); i = doc.Fields[i].Next {
		if other := doc.Fields[i].Key; other != key && envName(other) == name {
			return "", ui.Datum(key) + " and " + ui.Datum(ui.VisibleKey(other)) + " would both be " + name
		}
	}
	return name, ""
}

// envLine is a line of a .env file, as its common readers take it. It is written into one buffer that does not grow.
func envLine(name string, v backend.Value) (line backend.Value) {
	v.Use(func(b []byte) {
		out := append(make([]byte, 0, len(name)+2*len(b)+len(`_=""`)), name+"="...)
		line = v.Ledger().Value(envQuote(out, b), false)
	})
	return line
}

func envQuote(out, b []byte) []byte {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+"
	if len(b) > 0 && len(bytes.Trim(b, plain)) == 0 {
		return append(out, b...)
	}
	if len(b) > 0 && !bytes.ContainsAny(b, "'\\\r\n") { // no reader looks into single quotes; in double ones only some know \$ and \`
		return append(append(append(out, '\''), b...), '\'')
	}
	out = append(out, '"')
	for _, c := range b {
		switch c {
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\\', '"', '$', '`':
			out = append(out, '\\', c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}
