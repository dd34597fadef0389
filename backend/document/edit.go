package document

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"strongroom/backend"
)

// Edit is a set of changes to one JSON text, kept apart from its bytes: applied, it changes the bytes it names and no
// other one. An Edit is never changed itself, every method gives a new one, so an older Edit is a step of undo.
// The zero Edit changes nothing.
type Edit struct {
	changed map[int]Literal
	renamed map[int]string
	deleted map[int]bool
	added   []Addition
	lastID  int
}

// Literal is one JSON value as it is written, with its type.
type Literal struct {
	Raw  backend.Value
	Kind FieldKind
}

// Addition is a new field at the end of an object or array; Parent is -1 for the top one. ID stays while it is edited.
type Addition struct {
	ID     int
	Parent int
	Key    string
	Literal
}

// ParseLiteral writes a typed text as a JSON value of a type: a string is quoted and escaped, anything else must be
// JSON of that type already. The error is ErrInvalid and says in its Message what is wrong, without the text.
func ParseLiteral(text backend.Value, kind FieldKind) (Literal, error) {
	var raw []byte
	wrong := "there is nothing to set"
	text.Use(func(b []byte) {
		wrong = ""
		if kind == FieldString {
			if wrong = quotable(b); wrong == "" {
				raw = Quote(b)
			}
			return
		}
		trimmed := bytes.TrimSpace(b)
		if !json.Valid(trimmed) || kindOf(trimmed) != kind {
			wrong = "this is not " + kind.words()
			return
		}
		raw = bytes.Clone(trimmed)
	})
	if wrong != "" {
		return Literal{}, &backend.Error{Op: "set the value", Kind: backend.ErrInvalid, Unsent: true, Message: wrong}
	}
	return Literal{Raw: text.Like(raw, false), Kind: kind}, nil
}

// RawLiteral takes a JSON text as it is, whatever its type.
func RawLiteral(text backend.Value) (lit Literal, err error) {
	valid := false
	text.Use(func(b []byte) {
		b = bytes.TrimSpace(b)
		if valid = json.Valid(b); valid {
			lit = Literal{Raw: text.Like(bytes.Clone(b), false), Kind: kindOf(b)}
		}
	})
	if !valid {
		return lit, &backend.Error{Op: "set the value", Kind: backend.ErrInvalid, Unsent: true, Message: "this is not JSON"}
	}
	return lit, nil
}

// Text is the value as text: a string without its quotes and escapes; anything else, and a string that has no text, as it
// is written.
func (l Literal) Text() (out backend.Value) {
	l.Raw.Use(func(b []byte) { out = l.Raw.Like(unquote(b, l.Kind), false) })
	return out
}

func (k FieldKind) words() string {
	switch k {
	case FieldString:
		return "a JSON text in quotes"
	case FieldNumber:
		return "a number"
	case FieldBool:
		return "true or false"
	case FieldNull:
		return "null"
	case FieldObject:
		return "a JSON object"
	}
	return "a JSON array"
}

func kindOf(raw []byte) FieldKind {
	if len(raw) == 0 {
		return FieldNumber
	}
	switch c := raw[0]; c {
	case '{', '[':
		return FieldKind(c)
	case '"':
		return FieldString
	default:
		return scalarKind(c)
	}
}

// Lossless reports whether Text gives a field's whole text: a string with half a surrogate pair has none, and is edited
// as it is written.
func (d Document) Lossless(v backend.Value, field int) bool {
	lossless := true
	f := d.Fields[field]
	v.Use(func(b []byte) { lossless = f.Kind != FieldString || !loneSurrogate(b[f.Start:f.End]) })
	return lossless
}

// Lossless is the same of a literal.
func (l Literal) Lossless() bool {
	lossless := true
	l.Raw.Use(func(b []byte) { lossless = l.Kind != FieldString || !loneSurrogate(b) })
	return lossless
}

// Says reports whether a literal says what a field says: a string the same text in whatever escapes, anything else the
// same bytes.
func (d Document) Says(v backend.Value, field int, l Literal) (same bool) {
	f := d.Fields[field]
	backend.UseBoth(v, l.Raw, func(b, raw []byte) { same = f.Kind == l.Kind && sayAlike(b[f.Start:f.End], raw, l.Kind) })
	return same
}

// sayAlike compares two values of one type as they are written: strings by what they say.
func sayAlike(a, b []byte, k FieldKind) bool {
	if k != FieldString || bytes.Equal(a, b) {
		return bytes.Equal(a, b)
	}
	x, y := unescape(a), unescape(b)
	defer clear(x)
	defer clear(y)
	return bytes.Equal(x, y)
}

// Raw is a field as it is written.
func (d Document) Raw(v backend.Value, field int) (out backend.Value) {
	v.Use(func(b []byte) {
		if f := d.Fields[field]; f.End <= len(b) {
			out = v.Like(bytes.Clone(b[f.Start:f.End]), false)
		}
	})
	return out
}

func (e Edit) clone() Edit {
	return Edit{maps.Clone(e.changed), maps.Clone(e.renamed), maps.Clone(e.deleted), slices.Clone(e.added), e.lastID}
}

// Wipe ends the new values. An Edit that this one was made of, or that was made of it, shares them.
func (e Edit) Wipe() {
	for _, v := range e.Values() {
		v.Wipe()
	}
}

// Values are the new values.
func (e Edit) Values() (all []backend.Value) {
	for _, l := range e.changed {
		all = append(all, l.Raw)
	}
	for _, a := range e.added {
		all = append(all, a.Raw)
	}
	return all
}

// Set gives a field another value. What was changed inside it before is part of the new value or gone.
func (e Edit) Set(d Document, field int, to Literal) Edit {
	n := e.clone()
	n.forgetInside(d, field)
	n.set(field, to)
	return n
}

// set, take and put change an Edit that nobody else has yet: many at once would take long one clone at a time.
func (e *Edit) set(field int, to Literal) {
	if e.changed == nil {
		e.changed = map[int]Literal{}
	}
	e.changed[field] = to
}

func (e *Edit) take(field int) {
	if e.deleted == nil {
		e.deleted = map[int]bool{}
	}
	e.deleted[field] = true
}

func (e *Edit) put(parent int, key string, to Literal) {
	e.lastID++
	e.added = append(e.added, Addition{ID: e.lastID, Parent: parent, Key: key, Literal: to})
}

// Unset takes a field's new value back, and what was changed inside it.
func (e Edit) Unset(d Document, field int) Edit {
	n := e.clone()
	n.forgetInside(d, field)
	delete(n.changed, field)
	return n
}

// Undelete keeps a deleted field after all.
func (e Edit) Undelete(field int) Edit {
	n := e.clone()
	delete(n.deleted, field)
	return n
}

func (e *Edit) forgetInside(d Document, field int) {
	for i := field + 1; i < d.Fields[field].Next; i++ {
		delete(e.changed, i)
		delete(e.renamed, i)
		delete(e.deleted, i)
	}
	e.added = slices.DeleteFunc(e.added, func(a Addition) bool { return a.Parent >= field && a.Parent < d.Fields[field].Next })
}

// Rename gives a field another key.
func (e Edit) Rename(d Document, field int, key string) Edit {
	n := e.clone()
	if n.renamed == nil {
		n.renamed = map[int]string{}
	}
	if n.renamed[field] = key; key == d.Fields[field].Key {
		delete(n.renamed, field)
	}
	return n
}

// Delete takes a field away.
func (e Edit) Delete(field int) Edit {
	n := e.clone()
	n.take(field)
	return n
}

// Add puts a field at the end of an object or array, and returns its ID.
func (e Edit) Add(parent int, key string, to Literal) (Edit, int) {
	n := e.clone()
	n.put(parent, key, to)
	return n, n.lastID
}

// SetAdded changes an added field; nil takes it away again.
func (e Edit) SetAdded(id int, to *Addition) Edit {
	n := e.clone()
	for i, a := range n.added {
		if a.ID != id {
			continue
		}
		if to == nil {
			n.added = slices.Delete(n.added, i, i+1)
		} else {
			n.added[i] = *to
			n.added[i].ID = id
		}
		break
	}
	return n
}

// Additions are the fields added inside parent, in order.
func (e Edit) Additions(parent int) (out []Addition) {
	for _, a := range e.added {
		if a.Parent == parent {
			out = append(out, a)
		}
	}
	return out
}

// ByParent are the added fields of every container that has any, in order.
func (e Edit) ByParent() map[int][]Addition {
	if len(e.added) == 0 {
		return nil
	}
	out := map[int][]Addition{}
	for _, a := range e.added {
		out[a.Parent] = append(out[a.Parent], a)
	}
	return out
}

// Added is an added field by its ID.
func (e Edit) Added(id int) (Addition, bool) {
	for _, a := range e.added {
		if a.ID == id {
			return a, true
		}
	}
	return Addition{}, false
}

// Changed is a field's new value.
func (e Edit) Changed(field int) (Literal, bool) { l, ok := e.changed[field]; return l, ok }

// Key is a field's key as it will be.
func (e Edit) Key(d Document, field int) string {
	if k, ok := e.renamed[field]; ok {
		return k
	}
	if f := d.Fields[field]; !d.inArray(f) {
		return f.Key
	}
	return d.step(field)
}

// Label is the same for eyes alone, told from keys that look like it.
func (e Edit) Label(d Document, field int) string {
	if e.Renamed(field) {
		return e.Key(d, field)
	}
	return d.Label(field)
}

// Renamed reports whether a field gets another key.
func (e Edit) Renamed(field int) bool { _, ok := e.renamed[field]; return ok }

// Deleted reports whether a field itself goes.
func (e Edit) Deleted(field int) bool { return e.deleted[field] }

// Top counts the keys or items at the top, as edited.
func (e Edit) Top(d Document) int {
	n := d.Top + len(e.Additions(-1))
	for i := 0; i < len(d.Fields); i = d.Fields[i].Next {
		if e.Deleted(i) {
			n--
		}
	}
	return n
}

// Empty reports whether the Edit changes nothing.
func (e Edit) Empty() bool { return len(e.changed)+len(e.renamed)+len(e.deleted)+len(e.added) == 0 }

// Skeleton is a JSON text with the same keys and layout and none of the values; ok is false for any other value.
func Skeleton(v backend.Value) (out backend.Value, ok bool) {
	d := Of(v)
	if d.Kind != KindJSON {
		return backend.Value{}, false
	}
	var e Edit
	for i, f := range d.Fields {
		switch {
		case f.Container():
		case f.Kind == FieldString:
			e.set(i, Literal{Raw: backend.TextValue(`""`), Kind: FieldString})
		default:
			e.set(i, Literal{Raw: backend.TextValue("null"), Kind: FieldNull})
		}
	}
	return e.Apply(v, d), true
}
