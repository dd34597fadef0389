package document

import (
	"bytes"

	"strongroom/backend"
)

// splice replaces the bytes [from,to) of a text.
type splice struct {
	from, to int
	with     []byte
}

// splicer finds the splices of an edit, in one walk through the document: they come in order and apart.
type splicer struct {
	e     Edit
	b     []byte
	d     Document
	added map[int][]Addition
	out   []splice
}

func (e Edit) splicer(b []byte, d Document) *splicer {
	return &splicer{e: e, b: b, d: d, added: e.ByParent()}
}

// Apply is v with the changes made. Bytes that no change names are copied as they are.
func (e Edit) Apply(v backend.Value, d Document) (out backend.Value) {
	v.Use(func(b []byte) {
		s := e.splicer(b, d)
		s.container(-1)
		out = v.Like(render(b, s.out, 0, len(b)), false)
	})
	return out
}

// ApplyTo is one field as it is written after the changes.
func (e Edit) ApplyTo(v backend.Value, d Document, field int) (out backend.Value) {
	if to, ok := e.changed[field]; ok {
		return to.Raw.Clone()
	}
	v.Use(func(b []byte) {
		f, s := d.Fields[field], e.splicer(b, d)
		if f.Container() {
			s.container(field)
		}
		out = v.Like(render(b, s.out, f.Start, f.End), false)
	})
	return out
}

// render copies [from,to) with the splices, and wipes their bytes. It writes into one buffer that does not grow.
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

// container finds the changes inside a container, -1 for the top one.
func (s *splicer) container(parent int) {
	from, to := s.d.inside(parent)
	kept, before := false, -1 // whether a field before this one stays, and the field before this one
	for k := from; k < to; k = s.d.Fields[k].Next {
		f := s.d.Fields[k]
		switch {
		case !s.e.deleted[k]:
			kept = true
			s.field(k)
		case kept:
			s.out = append(s.out, splice{from: s.d.Fields[before].End, to: f.End})
		case f.Next < to:
			s.out = append(s.out, splice{from: f.KeyStart, to: s.d.Fields[f.Next].KeyStart})
		default:
			s.out = append(s.out, splice{from: f.KeyStart, to: f.End})
		}
		before = k
	}
	s.addition(parent, kept)
}

func (s *splicer) field(k int) {
	f := s.d.Fields[k]
	if key, ok := s.e.renamed[k]; ok {
		s.out = append(s.out, splice{f.KeyStart, f.KeyEnd, Quote([]byte(key))})
	}
	if to, ok := s.e.changed[k]; ok {
		to.Raw.Use(func(raw []byte) { s.out = append(s.out, splice{f.Start, f.End, bytes.Clone(raw)}) })
		return
	}
	if f.Container() {
		s.container(k)
	}
}

// addition writes the new fields of a container in the style of those before them.
func (s *splicer) addition(parent int, kept bool) {
	adds := s.added[parent]
	if len(adds) == 0 {
		return
	}
	at, comma, colon := s.style(parent)
	size := 0
	for _, a := range adds {
		size += len(comma) + quotedLen([]byte(a.Key)) + len(colon) + a.Raw.Len()
	}
	text := make([]byte, 0, size) // at most: it must not grow and leave copies behind
	for i, a := range adds {
		if kept || i > 0 {
			text = append(text, comma...)
		}
		if colon != nil {
			text = append(append(text, Quote([]byte(a.Key))...), colon...)
		}
		a.Raw.Use(func(raw []byte) { text = append(text, raw...) })
	}
	s.out = append(s.out, splice{at, at, text})
}

// style is where new fields of a container go, and what stands between fields and behind their keys; colon is nil in arrays.
func (s *splicer) style(parent int) (at int, comma, colon []byte) {
	d, array, open := s.d, s.d.Array, bytes.IndexAny(s.b, "{[")
	if parent >= 0 {
		array, open = d.Fields[parent].Kind == FieldArray, d.Fields[parent].Start
	}
	at, comma, colon = open+1, []byte(", "), []byte(": ")
	if before, last := d.lastTwo(parent); last >= 0 {
		f := d.Fields[last]
		at, colon = f.End, s.b[f.KeyEnd:f.Start]
		if before >= 0 {
			comma = s.b[d.Fields[before].End:f.KeyStart]
		} else {
			comma = append([]byte(","), s.b[open+1:f.KeyStart]...)
		}
	}
	if array {
		colon = nil
	}
	return at, comma, colon
}

// lastTwo are the last fields of a container, -1 where there is none.
func (d Document) lastTwo(parent int) (before, last int) {
	before, last = -1, -1
	from, to := d.inside(parent)
	for k := from; k < to; k = d.Fields[k].Next {
		before, last = last, k
	}
	return before, last
}

// children are the fields directly inside a container, -1 for the top one.
func (d Document) children(parent int) (out []int) {
	from, to := d.inside(parent)
	for i := from; i < to; i = d.Fields[i].Next {
		out = append(out, i)
	}
	return out
}
