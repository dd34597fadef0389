// Package document is what a value is made of: the fields of a JSON text and where they lie, edits of them that leave every
// other byte alone, merges and comparisons. It reads values and makes values; it asks nobody and keeps nothing.
package document

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strings"
	"unicode/utf8"

	"strongroom/backend"
)

// Kind is what a value looks like.
type Kind int

// The kinds of a value.
const (
	KindText Kind = iota
	KindPEM
	KindJSON   // an object or an array
	KindScalar // any other valid JSON text: "x", 42, true, null
	KindBinary // SecretBinary, or a text that is not UTF-8
)

// FieldKind is the type of a JSON value.
type FieldKind byte

// The types of a field.
const (
	FieldString FieldKind = 's'
	FieldNumber FieldKind = 'n'
	FieldBool   FieldKind = 'b'
	FieldNull   FieldKind = '0'
	FieldObject FieldKind = '{'
	FieldArray  FieldKind = '['
)

// Field is one value inside a JSON text, as a span of its bytes. It holds the key, which is no secret, and nothing of
// the value.
type Field struct {
	Key   string // decoded, half a surrogate pair as its three bytes; "" in arrays
	Index int    // position among its siblings, from 0
	Nth   int    // how many siblings before it have the same key
	Kind  FieldKind
	Depth int
	// Parent is an index into Document.Fields, -1 at the top.
	Parent int
	// Next is the index after the last field inside this one, so a folded one is skipped in one step.
	Next int
	// Children is the number of fields directly inside.
	Children int
	// Start and End span the value as written, quotes included; KeyStart and KeyEnd the key, and are Start in arrays.
	Start, End       int
	KeyStart, KeyEnd int
	Ends             Ends // of its text
}

// Container reports whether the field can be unfolded.
func (f Field) Container() bool { return f.Kind == FieldObject || f.Kind == FieldArray }

// Document is the shape of a value: what it is and where its fields lie, without any of its bytes.
type Document struct {
	Kind   Kind
	Array  bool // the top of a KindJSON is an array
	Fields []Field
	// Top is the number of fields at the top.
	Top int
	// Bytes is the length, Lines the number of lines of a text.
	Bytes, Lines int
	Ends         Ends // of a text
	// Blocks names the blocks of a KindPEM: "CERTIFICATE", "PRIVATE KEY".
	Blocks []string
	// Media is a guess at the type of a KindBinary, from its first bytes.
	Media string
}

// Of reads the shape of a value. It is the zero Document for a value that holds nothing.
func Of(v backend.Value) (doc Document) {
	v.Use(func(b []byte) {
		if v.Binary() || !utf8.Valid(b) {
			doc = Document{Bytes: len(b), Kind: KindBinary, Media: media(b)}
			return
		}
		doc = ofText(b)
	})
	return doc
}

// AsText is Of for a text that is kept as binary: its shape as the text that it is. ok is false for a value that is none.
func AsText(v backend.Value) (doc Document, ok bool) {
	v.Use(func(b []byte) {
		if ok = isText(b); ok {
			doc = ofText(b)
		}
	})
	return doc, ok
}

// isText reports bytes that somebody may have written: UTF-8, and no control characters but those of a text.
func isText(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' })
}

func ofText(b []byte) (doc Document) {
	doc.Bytes = len(b)
	doc.Ends = EndsOf(b)
	doc.Lines = bytes.Count(b, []byte("\n"))
	if len(b) > 0 && b[len(b)-1] != '\n' {
		doc.Lines++
	}
	if doc.Blocks = pemBlocks(b); len(doc.Blocks) > 0 {
		doc.Kind = KindPEM
		return doc
	}
	if !json.Valid(b) {
		return doc
	}
	s := scanner{b: b}
	s.space()
	if c := s.peek(); c != '{' && c != '[' {
		doc.Kind = KindScalar
		return doc
	}
	doc.Kind, doc.Array = KindJSON, s.peek() == '['
	doc.Top = s.container(-1, 0)
	doc.Fields = s.fields
	return doc
}

// Text is a field's value as a Value of its own: a string without its quotes and escapes; anything else, and a string that
// has no text (Lossless), as it is written.
// A field out of range or a value that holds nothing gives the zero Value.
func (d Document) Text(v backend.Value, field int) (out backend.Value) {
	if field < 0 || field >= len(d.Fields) {
		return out
	}
	f := d.Fields[field]
	v.Use(func(b []byte) {
		if f.End > len(b) {
			return
		}
		out = v.Like(unquote(b[f.Start:f.End], f.Kind), false)
	})
	return out
}

func pemBlocks(b []byte) (types []string) {
	if !bytes.Contains(b, []byte("-----BEGIN ")) {
		return nil
	}
	for rest := b; ; {
		block, next := pem.Decode(rest)
		if block == nil {
			return types
		}
		clear(block.Bytes)
		types, rest = append(types, block.Type), next
	}
}

func media(b []byte) string {
	switch {
	case len(b) > 4 && b[0] == 0x30 && b[1] == 0x82 && bytes.Contains(b[:min(len(b), 32)], []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07}):
		return "PKCS#12 key store"
	case len(b) > 4 && b[0] == 0x30 && b[1]&0x80 != 0:
		return "DER (certificate or key)"
	case bytes.HasPrefix(b, []byte{0xfe, 0xed, 0xfe, 0xed}):
		return "Java key store"
	case isText(b):
		return "text kept as binary"
	}
	m, _, _ := strings.Cut(http.DetectContentType(b), ";")
	if m == "text/plain" || m == "application/octet-stream" {
		return "unknown type"
	}
	return m
}

// scanner walks a text that is already known to be valid JSON.
type scanner struct {
	b      []byte
	i      int
	fields []Field
}

func (s *scanner) peek() byte {
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\n' || s.b[s.i] == '\r') {
		s.i++
	}
}

// container reads an object or array and returns how many fields lie directly inside.
func (s *scanner) container(parent, depth int) (n int) {
	object, end := s.b[s.i] == '{', byte(']')
	if object {
		end = '}'
	}
	s.i++
	var seen map[string]int
	for s.space(); s.peek() != end; s.space() {
		f := Field{Index: n, Depth: depth, Parent: parent, KeyStart: s.i, KeyEnd: s.i}
		if object {
			f.Key, f.KeyEnd = s.key()
			if seen == nil {
				seen = map[string]int{}
			}
			f.Nth = seen[f.Key]
			seen[f.Key]++
		}
		s.value(f)
		n++
		if s.space(); s.peek() == ',' {
			s.i++
		}
	}
	s.i++
	return n
}

// key reads a key and its colon, and returns where the key ends.
func (s *scanner) key() (text string, end int) {
	start := s.i
	s.str()
	raw, end := s.b[start:s.i], s.i
	s.space()
	s.i++ // the colon
	s.space()
	return string(unescape(raw)), end
}

func (s *scanner) value(f Field) {
	at := len(s.fields)
	f.Start = s.i
	s.fields = append(s.fields, f)
	switch c := s.peek(); c {
	case '{', '[':
		f.Kind = FieldKind(c)
		f.Children = s.container(at, f.Depth+1)
	case '"':
		f.Kind = FieldString
		s.str()
	default:
		f.Kind = scalarKind(c)
		for s.i < len(s.b) && !strings.ContainsRune(",]} \t\r\n", rune(s.b[s.i])) {
			s.i++
		}
	}
	f.End, f.Next = s.i, len(s.fields)
	f.Ends = fieldEnds(s.b[f.Start:f.End], f.Kind)
	s.fields[at] = f
}

func scalarKind(c byte) FieldKind {
	switch c {
	case 't', 'f':
		return FieldBool
	case 'n':
		return FieldNull
	}
	return FieldNumber
}

func (s *scanner) str() {
	for s.i++; s.b[s.i] != '"'; s.i++ {
		if s.b[s.i] == '\\' {
			s.i++
		}
	}
	s.i++
}
