package document

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"strongroom/backend"
)

// Path is a field's path, as it would be written in jq: "db.hosts[0]", a."b.c". Of a long one it is the end. It is for eyes
// alone, since two fields can have one path: what is what, the place tells (Counterpart).
func (d Document) Path(field int) string { return d.path(field, d.step) }

// Called is the path, with the number of each key that is not the first of its like in an object: k, k#2, k#3.
func (d Document) Called(field int) string {
	return d.path(field, func(i int) string {
		if n := d.Fields[i].Nth; n > 0 {
			return d.step(i) + "#" + strconv.Itoa(n+1)
		}
		return d.step(i)
	})
}

func (d Document) path(field int, step func(int) string) string {
	if field < 0 || field >= len(d.Fields) {
		return ""
	}
	var parts []string
	size := 0
	for i := field; i >= 0; i = d.Fields[i].Parent {
		if size > longestPath {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, step(i))
		size += 1 + len(parts[len(parts)-1])
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		if b.Len() > 0 && !strings.HasPrefix(parts[i], "[") {
			b.WriteByte('.')
		}
		b.WriteString(parts[i])
	}
	return b.String()
}

// longestPath is how many bytes of a path are told, more or less: enough for eyes, whatever the depth.
const longestPath = 120

func (d Document) step(i int) string {
	f := d.Fields[i]
	if d.inArray(f) {
		return "[" + strconv.Itoa(f.Index) + "]"
	}
	if key := d.plainKey(i); key != f.Key {
		return `"` + key + `"`
	}
	if f.Key != "" && !strings.ContainsAny(f.Key, `.[]"#…`) {
		return f.Key
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f.Key) + `"`
}

func (d Document) inArray(f Field) bool {
	if f.Parent < 0 {
		return d.Array
	}
	return d.Fields[f.Parent].Kind == FieldArray
}

// Counterpart is the field of another document that has the place of one of d: in the same objects and arrays, under the same
// key and of its like the same, in arrays at the same index.
func (d Document) Counterpart(field int, other Document) (at int, ok bool) {
	if field < 0 || field >= len(d.Fields) || d.Array != other.Array {
		return -1, false
	}
	parent := -1
	for _, i := range d.down(field) {
		if at, ok = other.child(parent, d.occurrence(i)); !ok || i != field && other.Fields[at].Kind != d.Fields[i].Kind {
			return -1, false
		}
		parent = at
	}
	return at, true
}

// down are the fields that lead to one, which is the last.
func (d Document) down(field int) (way []int) {
	for i := field; i >= 0; i = d.Fields[i].Parent {
		way = append(way, i)
	}
	slices.Reverse(way)
	return way
}

// child is the field inside a container, -1 for the top one, that is the occurrence.
func (d Document) child(parent int, o occurrence) (at int, ok bool) {
	from, to := d.inside(parent)
	for i := from; i < to; i = d.Fields[i].Next {
		if d.occurrence(i) == o {
			return i, true
		}
	}
	return -1, false
}

// occurrence tells a field from its siblings: the n-th of its key, since keys can stand more than once, or of an array.
type occurrence struct {
	key string
	n   int
}

// Twins is how many fields of its object have a field's key, itself among them.
func (d Document) Twins(field int) (n int) {
	from, to := d.inside(d.Fields[field].Parent)
	for i := from; i < to; i = d.Fields[i].Next {
		if d.Fields[i].Key == d.Fields[field].Key {
			n++
		}
	}
	return n
}

func (d Document) occurrence(field int) occurrence {
	f := d.Fields[field]
	if d.inArray(f) {
		return occurrence{"", f.Index}
	}
	return occurrence{f.Key, f.Nth}
}

// inside is where the fields of a container begin and end, -1 for the top one.
func (d Document) inside(parent int) (from, to int) {
	if parent < 0 {
		return 0, len(d.Fields)
	}
	return parent + 1, d.Fields[parent].Next
}

// Label is a field's key, told from those that look like it, or its index in an array. It is for eyes alone.
func (d Document) Label(field int) string {
	if f := d.Fields[field]; !d.inArray(f) {
		return d.plainKey(field)
	}
	return d.step(field)
}

// Alone is an object of one field of v, or its element of an array, as they are written. It is the zero Value where Text is.
func (d Document) Alone(v backend.Value, field int) (out backend.Value) {
	if field < 0 || field >= len(d.Fields) {
		return out
	}
	f := d.Fields[field]
	v.Use(func(b []byte) {
		if f.End > len(b) {
			return
		}
		if f.KeyEnd == f.KeyStart {
			out = v.Like(bytes.Clone(b[f.Start:f.End]), false)
			return
		}
		text := make([]byte, 0, f.KeyEnd-f.KeyStart+f.End-f.Start+len(`{: }`))
		text = append(append(append(text, '{'), b[f.KeyStart:f.KeyEnd]...), ':', ' ')
		out = v.Like(append(append(text, b[f.Start:f.End]...), '}'), false)
	})
	return out
}
