package edit

import (
	"slices"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// typing is a value or a key that is being typed in the form.
type typing struct {
	row    rowID
	what   typingWhat
	parent int    // where a new key goes
	key    string // the new key's name, once it is typed
	kind   document.FieldKind
	buf    *dialog.Buffer
	shown  *pane.Exposure
	// whole: the old value stands untouched, and the first letter takes its place.
	whole   bool
	fresh   bool // there was no old value
	ownFrom int  // the step by which the old value went
	touched bool
	was     document.FieldKind
	aside   aside
	top     int
}

// aside is what null has replaced, which is the last step of the text for as long as nothing else is done to it.
type aside struct {
	steps int
	whole bool
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

// typed is what is being typed, as a part of what the edit exposes.
type typed struct{}

// begun reports whether there is anything of it to lose: of a new key there is its name, before its value is typed.
func (t *typing) begun() bool { return t.touched || t.what == typingNewValue && t.key != "" }

// shows reports whether what is typed can be seen. A name always can.
func (t *typing) shows() bool { return t.name() || t.shown.Shows(typed{}) }

// unseen reports whether an old text stands here that is not shown: nobody can edit inside it.
func (t *typing) unseen() bool {
	return !t.shows() && !t.whole && !t.own() && !t.name() && t.buf.Len() > 0
}

// own reports whether all of the text was typed here.
func (t *typing) own() bool { return t.fresh || t.ownFrom > 0 && t.buf.Steps() >= t.ownFrom }

// beginTyping goes on behind a text that stands there already, and shows it where it may be shown.
func (e *Pane) beginTyping(t *typing, shown bool) {
	t.was, t.fresh, t.shown = t.kind, t.buf.Len() == 0, e.shown
	t.buf.Act(keymap.Bottom, 4, 1)
	e.shown.Set(typed{}, shown)
	e.typing = t
}

// undo takes back a step. Where that brings back the old text, the next letter takes its place again, as it did.
func (t *typing) undo() bool {
	own := t.own()
	done := t.buf.Undo()
	t.whole = false
	if t.buf.Steps() == 0 {
		t.whole = !t.fresh && !t.name() && (own || !t.shows())
		t.touched = t.kind != t.was
	}
	return done
}

// replace puts another text in the place of all of it.
func (t *typing) replace(text []byte) {
	own := t.own()
	t.buf.ReplaceAll(text)
	if t.whole = false; !own {
		t.ownFrom = t.buf.Steps()
	}
}

func (t *typing) insert(text []byte, typed bool) {
	if t.whole {
		t.replace(nil)
	}
	if t.name() && !typed { // a pasted name is one line
		text = []byte(dialog.OneLine(string(text)))
	}
	t.buf.Insert(text, typed)
	t.touched = true
}

func (e *Pane) actForm(a keymap.Action) {
	f := &e.form
	r, ok := f.at()
	switch {
	case f.scroll.Move(a):
		return
	case a == keymap.RevealAll:
		f.toggleAll()
	case a == keymap.UndoEdit:
		f.undo()
	case a == keymap.AddKey:
		e.add(r, ok)
	case a == keymap.WholeText:
		e.asText()
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
		e.beginTyping(&typing{row: r.rowID, what: typingName, buf: dialog.OpenBuffer(e.Ledger, r.key)}, false)
	case a == keymap.DeleteKey:
		e.delete(r)
	}
}

// typeValue opens a row's value. What is not text in JSON's sense is typed as it is written.
func (e *Pane) typeValue(r formRow) {
	f := &e.form
	if !f.lossless(r) || r.kind == document.FieldObject || r.kind == document.FieldArray {
		e.typeRaw(r)
		return
	}
	v := f.text(r)
	defer v.Wipe()
	e.beginTyping(&typing{row: r.rowID, what: typingValue, kind: r.kind, buf: dialog.NewBuffer(v), whole: v.Len() > 0}, f.shown.Shows(r.rowID))
}

// typeRaw opens a row's value as JSON text, masked unless it was revealed: an object is mostly edited inside, so it says how.
func (e *Pane) typeRaw(r formRow) {
	v, shown := e.form.raw(r), e.form.revealed(r)
	defer v.Wipe()
	e.beginTyping(&typing{row: r.rowID, what: typingRaw, kind: r.kind, buf: dialog.NewBuffer(v), whole: !shown}, shown)
	if !shown {
		e.note = e.masked()
	}
}

func (e *Pane) masked() string {
	if e.Exposures.Denied != "" {
		return e.Exposures.Denied
	}
	return "masked: " + e.Keys.Key(keymap.Typing, keymap.ShowTyped) + " reveals it, to edit inside it"
}

// typesAnew says what can be typed where an old value stands that is not shown.
func (e *Pane) typesAnew() string {
	if e.Exposures.Denied != "" {
		return "type or paste a new value; " + e.Exposures.Denied
	}
	return "type or paste a new value; " + e.Keys.Key(keymap.Typing, keymap.ShowTyped) + " reveals the old one, to edit inside it"
}

// add begins a new key: inside the unfolded object under the cursor, else beside the row.
func (e *Pane) add(r formRow, ok bool) {
	f := &e.form
	parent, array := f.parentOr(r, ok)
	if ok && r.folds && !f.folded[r.field] {
		parent, array = r.field, f.array(r.field)
	}
	t := &typing{row: rowID{-1, -1}, parent: parent, kind: document.FieldString}
	if array {
		t.what, t.buf = typingNewValue, dialog.BufferIn(e.Ledger, backend.Value{})
	} else {
		t.what, t.buf = typingNewName, dialog.OpenBuffer(e.Ledger, "")
	}
	e.beginTyping(t, false)
}

func (e *Pane) delete(r formRow) {
	f := &e.form
	switch {
	case r.field < 0:
		f.change(f.edit.SetAdded(r.id, nil))
	case f.edit.Deleted(r.field) && f.doubles(r):
		e.note = "there is a key " + ui.Datum(r.label) + " already: rename or delete it first"
	case f.edit.Deleted(r.field):
		f.change(f.edit.Undelete(r.field))
	default:
		f.change(f.edit.Delete(r.field))
	}
}

func (e *Pane) actTyping(a keymap.Action) {
	t := e.typing
	if t.unseen() && changesText(a) {
		e.note = e.masked()
		return
	}
	switch a {
	case keymap.KeepTyped:
		if err := e.keep(); err != nil {
			e.note = backend.Message(err)
		}
	case keymap.DropTyped:
		e.endTyping()
	case keymap.ShowTyped:
		e.shown.Set(typed{}, !t.shows())
		t.whole = t.whole && !(t.shows() && t.what == typingRaw)
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
		if !t.undo() {
			e.note = "nothing to undo"
		}
	case keymap.Backspace, keymap.DeleteChar, keymap.DeleteLine, keymap.DeleteWord:
		if t.whole {
			t.insert(nil, true)
			return
		}
		t.touched = t.buf.Act(a, e.valueWidth(), 1) || t.touched
	default:
		if t.whole && !t.shows() {
			e.note = e.typesAnew()
			return
		}
		t.whole = false
		if whole, ends := map[keymap.Action]keymap.Action{keymap.LineStart: keymap.Top, keymap.LineEnd: keymap.Bottom}[a]; ends && t.name() {
			a = whole // a name is one line, whatever line ends it holds
		}
		t.buf.Act(a, e.valueWidth(), 4)
	}
}

// turnType goes through the types that one line can hold.
func (e *Pane) turnType() {
	t := e.typing
	if t.name() || t.what == typingRaw {
		return
	}
	kinds := []document.FieldKind{document.FieldNumber, document.FieldString, document.FieldBool, document.FieldNull}
	if t.kind == document.FieldNull && t.aside.steps > 0 && t.aside.steps == t.buf.Steps() {
		t.buf.Undo()
		t.whole = t.aside.whole
	}
	t.kind = kinds[(slices.Index(kinds, t.kind)+1)%len(kinds)]
	t.touched = t.kind != t.was || t.buf.Steps() > 0
	if t.kind == document.FieldNull {
		before := t.whole
		t.buf.ReplaceAll([]byte("null"))
		t.aside, t.whole = aside{t.buf.Steps(), before}, true
	}
	e.note = "the type is now " + ui.KindWord(t.kind)
}

// changesText tells the actions that change a text from those that move in it.
func changesText(a keymap.Action) bool {
	switch a {
	case keymap.Backspace, keymap.DeleteChar, keymap.DeleteLine, keymap.DeleteWord, keymap.NewLine, keymap.InsertTab, keymap.UndoEdit:
		return true
	}
	return false
}

func (e *Pane) endTyping() {
	if e.typing != nil {
		e.typing.buf.Wipe()
		e.shown.Hide(typed{})
		e.typing = nil
	}
}

// keep takes what was typed into the form; an error says what is wrong with it, and typing goes on.
func (e *Pane) keep() error {
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
	v := t.buf.Value()
	defer v.Wipe()
	lit, err := t.literal(v)
	if err != nil {
		return e.withWayOut(err)
	}
	f := &e.form
	switch {
	case t.what == typingNewValue:
		next, id := f.edit.Add(t.parent, t.key, lit)
		f.change(next, lit.Raw)
		f.goTo(rowID{-1, id})
	case t.row.field < 0:
		a, _ := f.edit.Added(t.row.id)
		a.Literal = lit
		f.change(f.edit.SetAdded(t.row.id, &a), lit.Raw)
	default:
		e.setField(t.row.field, lit)
	}
	e.endTyping()
	return nil
}

// literal is what was typed, as JSON.
func (t *typing) literal(v backend.Value) (document.Literal, error) {
	if t.what == typingRaw {
		return document.RawLiteral(v)
	}
	return document.ParseLiteral(v, t.kind)
}

// setField sets a field, or takes its change back where it is what it was: then its old spelling stays too.
func (e *Pane) setField(field int, lit document.Literal) {
	f := &e.form
	if f.doc.Says(f.value, field, lit) {
		lit.Raw.Wipe()
		f.change(f.edit.Unset(f.doc, field))
		return
	}
	f.change(f.edit.Set(f.doc, field, lit), lit.Raw)
}

// withWayOut adds to a refusal of a type how to change the type.
func (e *Pane) withWayOut(err error) error {
	if t := e.typing; t.what != typingRaw && t.kind != document.FieldString {
		return &backend.Error{Kind: backend.ErrInvalid, Message: backend.Message(err) + ": " + e.Keys.Key(keymap.Typing, keymap.ChangeType) + " changes the type"}
	}
	return err
}

func (e *Pane) keepName() error {
	t, f := e.typing, &e.form
	name, parent := t.buf.Text(), t.parent
	if t.what == typingName {
		parent, _ = f.parent(formRow{rowID: t.row})
	}
	switch {
	case t.what == typingName && name == f.key(t.row):
	case name == "":
		return &backend.Error{Kind: backend.ErrInvalid, Message: "a key needs a name"}
	case document.FieldNameProblem(name) != "":
		return &backend.Error{Kind: backend.ErrInvalid, Message: document.FieldNameProblem(name)}
	case f.taken(parent, name, t.row):
		return &backend.Error{Kind: backend.ErrInvalid, Message: "there is a key " + ui.Datum(ui.VisibleKey(name)) + " already"}
	case t.what == typingNewName:
		t.buf.Wipe()
		f.widen(parent, name)
		e.beginTyping(&typing{row: t.row, what: typingNewValue, parent: parent, key: name, kind: document.FieldString, buf: dialog.BufferIn(e.Ledger, backend.Value{})}, false)
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
