package backend

import (
	"bytes"
	"slices"
)

// splice replaces the bytes [from,to) of a text.
type splice struct {
	from, to int
	with     []byte
}

// Apply is v with the changes made. Bytes that no change names are copied as they are.
func (e Edit) Apply(v Value, d Document) (out Value) {
	v.Use(func(b []byte) { out = NewValue(render(b, e.splices(b, d, -1), 0, len(b)), false) })
	return out
}

// ApplyTo is one field as it is written after the changes.
func (e Edit) ApplyTo(v Value, d Document, field int) (out Value) {
	if to, ok := e.changed[field]; ok {
		return to.Raw.Clone()
	}
	v.Use(func(b []byte) {
		f := d.Fields[field]
		out = NewValue(render(b, e.splices(b, d, field), f.Start, f.End), false)
	})
	return out
}

// render copies [from,to) with the splices, which are in order and apart, and wipes their bytes.
func render(b []byte, splices []splice, from, to int) []byte {
	n := to - from
	for _, s := range splices {
		n += len(s.with) - (s.to - s.from)
	}
	out, at := make([]byte, 0, max(0, n)), from
	for _, s := range splices {
		out = append(append(out, b[at:s.from]...), s.with...)
		at = s.to
		clear(s.with)
	}
	return append(out, b[at:to]...)
}

// splices are the changes inside a container, -1 for the top one, in order.
func (e Edit) splices(b []byte, d Document, parent int) (out []splice) {
	kids := d.children(parent)
	kept := false // a field before this one stays
	for i, k := range kids {
		f := d.Fields[k]
		if !e.deleted[k] {
			kept = true
			out = append(out, e.fieldSplices(b, d, k)...)
			continue
		}
		switch {
		case kept:
			out = append(out, splice{from: d.Fields[kids[i-1]].End, to: f.End})
		case i+1 < len(kids):
			out = append(out, splice{from: f.KeyStart, to: d.Fields[kids[i+1]].KeyStart})
		default:
			out = append(out, splice{from: f.KeyStart, to: f.End})
		}
	}
	if s, ok := e.addition(b, d, parent, kids, kept); ok {
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b splice) int { return a.from - b.from })
	return out
}

func (e Edit) fieldSplices(b []byte, d Document, k int) (out []splice) {
	f := d.Fields[k]
	if key, ok := e.renamed[k]; ok {
		out = append(out, splice{f.KeyStart, f.KeyEnd, quote([]byte(key))})
	}
	if to, ok := e.changed[k]; ok {
		to.Raw.Use(func(raw []byte) { out = append(out, splice{f.Start, f.End, bytes.Clone(raw)}) })
		return out
	}
	if f.Container() {
		out = append(out, e.splices(b, d, k)...)
	}
	return out
}

// addition writes the new fields of a container in the style of those before them.
func (e Edit) addition(b []byte, d Document, parent int, kids []int, kept bool) (splice, bool) {
	adds := e.Additions(parent)
	if len(adds) == 0 {
		return splice{}, false
	}
	array, open := d.Array, bytes.IndexAny(b, "{[")
	if parent >= 0 {
		array, open = d.Fields[parent].Kind == FieldArray, d.Fields[parent].Start
	}
	at, comma, colon := open+1, []byte(", "), []byte(": ")
	if n := len(kids); n > 0 {
		last := d.Fields[kids[n-1]]
		at, colon = last.End, b[last.KeyEnd:last.Start]
		if n > 1 {
			comma = b[d.Fields[kids[n-2]].End:last.KeyStart]
		} else {
			comma = append([]byte(","), b[open+1:last.KeyStart]...)
		}
	}
	var text []byte
	for i, a := range adds {
		if kept || i > 0 {
			text = append(text, comma...)
		}
		if !array {
			text = append(append(text, quote([]byte(a.Key))...), colon...)
		}
		a.Raw.Use(func(raw []byte) { text = append(text, raw...) })
	}
	return splice{at, at, text}, true
}

// children are the fields directly inside a container, -1 for the top one.
func (d Document) children(parent int) (out []int) {
	from, to := 0, len(d.Fields)
	if parent >= 0 {
		from, to = parent+1, d.Fields[parent].Next
	}
	for i := from; i < to; i = d.Fields[i].Next {
		out = append(out, i)
	}
	return out
}
