package edit

import (
	"bytes"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/dialog"
)

// bytesAsText opens a binary value that is a text as one; it stays what it is kept as.
func (e *Pane) bytesAsText() {
	v := e.bytes()
	defer v.Wipe()
	e.beginText(dialog.NewBuffer(v))
	e.back, e.asBinary = true, true
}

// textResult is what the text has become, kept as it was.
func (e *Pane) textResult() backend.Value {
	v := e.text.Value()
	if !e.asBinary {
		return v
	}
	defer v.Wipe()
	return inKind(v, true)
}

// leaveBytesText goes back to the binary value, with what the text has become.
func (e *Pane) leaveBytesText() {
	v, was := e.textResult(), e.bytes()
	defer was.Wipe()
	e.endText()
	if e.mode, e.asBinary = inBytes, false; v.Len() == 0 || document.SameBytes(v, was) {
		v.Wipe()
		return
	}
	e.picked = append(e.picked, pickedFile{"the text that was typed here", v})
}

// inKind is a value of the same bytes, kept as a text or as binary.
func inKind(v backend.Value, binary bool) (out backend.Value) {
	v.Use(func(b []byte) { out = v.Like(bytes.Clone(b), binary) })
	return out
}

// asTexts are copies of two values as the texts that they are though they are kept as binary; nil where one is not.
func asTexts(old, value backend.Value) []backend.Value {
	for _, v := range []backend.Value{old, value} {
		if _, ok := document.AsText(v); !ok || !v.Binary() {
			return nil
		}
	}
	return []backend.Value{inKind(old, false), inKind(value, false)}
}

// unseen reports whether what is saved is never shown.
func (r *review) unseen() bool { return r.value.Binary() && r.texts == nil }

func (r *review) endTexts() {
	for _, v := range r.texts {
		v.Wipe()
	}
}
