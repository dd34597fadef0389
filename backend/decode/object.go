package decode

import (
	"unicode/utf8"

	"strongroom/backend/document"
)

// object is a JSON object that is put together part by part, and written into one buffer that does not grow.
type object struct{ parts []part }

type part struct {
	name string
	raw  []byte // JSON
	ours bool   // made here, and wiped here
}

// text adds a text; one of no bytes is left out. What is no UTF-8 stands as its bytes in hexadecimal.
func (o *object) text(name string, b []byte) {
	switch {
	case len(b) == 0:
	case !utf8.Valid(b):
		spelled := hexText(b)
		o.text(name, spelled)
		clear(spelled)
	default:
		o.parts = append(o.parts, part{name, document.Quote(b), true})
	}
}

// raw adds a JSON text as it is written.
func (o *object) raw(name string, b []byte) { o.parts = append(o.parts, part{name, b, false}) }

// list adds texts as an array; an empty one is left out.
func (o *object) list(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	raw := []byte{'['}
	for i, t := range texts {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, document.Quote([]byte(t))...)
	}
	o.raw(name, append(raw, ']'))
}

// written is the object. The parts are wiped; the caller owns the bytes.
func (o *object) written() []byte {
	n := 2
	names := make([][]byte, len(o.parts))
	for i, p := range o.parts {
		names[i] = document.Quote([]byte(p.name))
		n += len(names[i]) + len(p.raw) + 2
	}
	out := append(make([]byte, 0, n), '{')
	for i, p := range o.parts {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, names[i]...), ':'), p.raw...)
		if p.ours {
			clear(p.raw)
		}
	}
	o.parts = nil
	return append(out, '}')
}

func hexText(b []byte) []byte {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return out
}
