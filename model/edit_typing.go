package model

import (
	"slices"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// typing is a value or a key that is being typed in the form.
type typing struct {
	row    rowID
	what   typingWhat
	parent int    // where a new key goes
	key    string // the new key's name, once it is typed
	kind   backend.FieldKind
	buf    *buffer
	shown  bool
	// whole: the old value stands untouched, and the first letter takes its place.
	whole   bool
	touched bool
	top     int
}

type typingWhat int

const (
	typingValue typingWhat = iota
	typingRaw              // the value as JSON text
	typingName             // another name for a key
	typingNewName
	typingNewValue
)

func (t *typing) name() bool { return t.what == typingName || t.what == typingNewName }

func (t *typing) insert(text []byte, typed bool) {
	if t.whole {
		t.buf.replaceAll(nil)
		t.whole = false
	}
	if t.name() && !typed { // a pasted name is one line
		text = []byte(oneLine(string(text)))
	}
	t.buf.insert(text, typed)
	t.touched = true
}

func (e *edit) actForm(a keymap.Action) {
	f := &e.form
	r, ok := f.at()
	switch {
	case f.scroll.move(a):
		return
	case a == keymap.RevealAll:
		f.toggleAll()
	case a == keymap.UndoEdit:
		f.undo()
	case a == keymap.AddKey:
		e.add(r, ok)
	case a == keymap.WholeText:
		v := f.result()
		e.text, e.back, e.hidden, e.top = newBuffer(v), true, false, 0
		e.mode = inText
		v.Wipe()
	case !ok:
	case a == keymap.Reveal:
		f.toggle(r)
	case a == keymap.ChangeValue && r.folds:
		f.folded[r.field] = !f.folded[r.field]
		f.layout()
	case a == keymap.ChangeValue:
		e.typeValue(r)
	case a == keymap.ChangeText:
		e.typeRaw(r)
	case a == keymap.RenameKey:
		e.typing = &typing{row: r.rowID, what: typingName, buf: newBuffer(backend.TextValue(r.key)), shown: true}
		e.typing.buf.act(keymap.Bottom, e.w, 1)
	case a == keymap.DeleteKey:
		e.delete(r)
	}
}

// typeValue opens a row's value. What is not text in JSON's sense is typed as it is written.
func (e *edit) typeValue(r formRow) {
	f := &e.form
	_, changed := f.edit.Changed(r.field)
	if r.field >= 0 && !changed && !f.doc.Lossless(f.value, r.field) || r.kind == backend.FieldObject || r.kind == backend.FieldArray {
		e.typeRaw(r)
		return
	}
	v := f.text(r)
	defer v.Wipe()
	e.typing = &typing{row: r.rowID, what: typingValue, kind: r.kind, buf: newBuffer(v), shown: f.shown[r.rowID], whole: v.Len() > 0}
	e.typing.buf.act(keymap.Bottom, e.w, 1)
}

func (e *edit) typeRaw(r formRow) {
	v := e.form.raw(r)
	defer v.Wipe()
	e.typing = &typing{row: r.rowID, what: typingRaw, kind: r.kind, buf: newBuffer(v), shown: true}
	e.typing.buf.act(keymap.Bottom, e.w, 1)
}

// add begins a new key: inside the unfolded object under the cursor, else beside the row.
func (e *edit) add(r formRow, ok bool) {
	f := &e.form
	parent, array := f.parentOr(r, ok)
	if ok && r.folds && !f.folded[r.field] {
		parent, array = r.field, f.array(r.field)
	}
	t := &typing{row: rowID{-1, -1}, what: typingNewName, parent: parent, buf: newBuffer(backend.Value{}), shown: true, kind: backend.FieldString}
	if array {
		t.what, t.shown = typingNewValue, false
	}
	e.typing = t
}

func (e *edit) delete(r formRow) {
	f := &e.form
	switch {
	case r.field < 0:
		f.change(f.edit.SetAdded(r.id, nil))
	case f.edit.Deleted(r.field) && f.doubles(r):
		e.note = "there is a key " + ui.Text(r.key) + " already: rename or delete it first"
	case f.edit.Deleted(r.field):
		f.change(f.edit.Undelete(r.field))
	default:
		f.change(f.edit.Delete(r.field))
	}
}

func (e *edit) actTyping(a keymap.Action) {
	t := e.typing
	switch a {
	case keymap.KeepTyped:
		if err := e.keep(); err != nil {
			e.note = backend.Message(err)
		}
	case keymap.DropTyped:
		e.endTyping()
	case keymap.ShowTyped:
		t.shown = !t.shown
	case keymap.ChangeType:
		e.turnType()
	case keymap.NewLine:
		if !t.name() {
			t.insert([]byte("\n"), true)
		}
	case keymap.InsertTab:
		if !t.name() {
			t.insert([]byte("\t"), true)
		}
	case keymap.UndoEdit:
		if !t.buf.undo() {
			e.note = "nothing to undo"
		}
		t.whole = false
	case keymap.Backspace, keymap.DeleteChar, keymap.DeleteLine:
		if t.whole {
			t.insert(nil, true)
			return
		}
		if !t.shown && !t.touched {
			e.note = "masked: " + e.keys.Key(keymap.Typing, keymap.ShowTyped) + " shows it, to edit inside it"
			return
		}
		t.touched = t.buf.act(a, e.valueWidth(), 1) || t.touched
	default:
		if t.whole && !t.shown {
			e.note = "type or paste a new value; " + e.keys.Key(keymap.Typing, keymap.ShowTyped) + " shows the old one, to edit inside it"
			return
		}
		t.whole = false
		t.buf.act(a, e.valueWidth(), 4)
	}
}

// turnType goes through the types that one line can hold.
func (e *edit) turnType() {
	t := e.typing
	if t.name() || t.what == typingRaw {
		return
	}
	kinds := []backend.FieldKind{backend.FieldNumber, backend.FieldString, backend.FieldBool, backend.FieldNull}
	t.kind = kinds[(slices.Index(kinds, t.kind)+1)%len(kinds)]
	t.touched = true
	if t.kind == backend.FieldNull {
		t.buf.replaceAll([]byte("null"))
		t.whole = true
	}
}

func (e *edit) endTyping() {
	if e.typing != nil {
		e.typing.buf.wipe()
		e.typing = nil
	}
}

// keep takes what was typed into the form; an error says what is wrong with it, and typing goes on.
func (e *edit) keep() error {
	t := e.typing
	if t == nil {
		return nil
	}
	if t.name() {
		return e.keepName()
	}
	if !t.touched && t.what != typingNewValue {
		e.endTyping()
		return nil
	}
	v := t.buf.value()
	defer v.Wipe()
	lit, err := backend.ParseLiteral(v, t.kind)
	if t.what == typingRaw {
		lit, err = backend.RawLiteral(v)
	}
	if err != nil {
		return e.withWayOut(err)
	}
	f := &e.form
	switch {
	case t.what == typingNewValue:
		next, id := f.edit.Add(t.parent, t.key, lit)
		f.change(next)
		f.goTo(rowID{-1, id})
	case t.row.field < 0:
		a, _ := f.edit.Added(t.row.id)
		a.Literal = lit
		f.change(f.edit.SetAdded(t.row.id, &a))
	default:
		e.setField(t.row.field, lit)
	}
	e.endTyping()
	return nil
}

// setField sets a field, or takes its change back where it is what it was: then its old spelling stays too.
func (e *edit) setField(field int, lit backend.Literal) {
	f := &e.form
	was, is := f.doc.Text(f.value, field), lit.Text()
	defer was.Wipe()
	defer is.Wipe()
	if f.doc.Fields[field].Kind == lit.Kind && was.Equal(is) {
		lit.Raw.Wipe()
		f.change(f.edit.Unset(f.doc, field))
		return
	}
	f.change(f.edit.Set(f.doc, field, lit))
}

// withWayOut adds to a refusal of a type how to change the type.
func (e *edit) withWayOut(err error) error {
	if t := e.typing; t.what != typingRaw && t.kind != backend.FieldString {
		return &backend.Error{Kind: backend.ErrInvalid, Message: backend.Message(err) + ": " + e.keys.Key(keymap.Typing, keymap.ChangeType) + " changes the type"}
	}
	return err
}

func (e *edit) keepName() error {
	t, f := e.typing, &e.form
	var name string
	v := t.buf.value()
	v.Use(func(b []byte) { name = string(b) })
	parent := t.parent
	if t.what == typingName {
		r, _ := f.at()
		parent, _ = f.parent(r)
	}
	switch {
	case t.what == typingName && name == f.rows[f.scroll.pos].key:
	case name == "":
		return &backend.Error{Kind: backend.ErrInvalid, Message: "a key needs a name"}
	case f.taken(parent, name, t.row):
		return &backend.Error{Kind: backend.ErrInvalid, Message: "there is a key " + ui.Text(name) + " already"}
	case t.what == typingNewName:
		t.buf.wipe()
		e.typing = &typing{row: t.row, what: typingNewValue, parent: parent, key: name, kind: backend.FieldString, buf: newBuffer(backend.Value{})}
		return nil
	case t.row.field < 0:
		a, _ := f.edit.Added(t.row.id)
		a.Key = name
		f.change(f.edit.SetAdded(t.row.id, &a))
	case name != f.edit.Key(f.doc, t.row.field):
		f.change(f.edit.Rename(f.doc, t.row.field, name))
	}
	e.endTyping()
	return nil
}
