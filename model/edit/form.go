package edit

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// form is a JSON text as rows of keys and values, and the changes made to it so far. It is a step of undo itself.
type form struct {
	base  backend.Value // the value that it began with
	value backend.Value // the base, or what a step has brought
	doc   document.Document
	edit  document.Edit
	steps []formStep
	docs  int // counts the documents: a row of one is none of another

	rows   []formRow
	shown  *pane.Exposure // the revealed ones, by rowID
	folded map[int]bool
	scroll pane.Scroll
	keys   int
	nested bool
	w      int
}

// formStep is the form as it was before a change. What the change has brought ends with it, or with the form.
type formStep struct {
	value   backend.Value
	doc     document.Document
	edit    document.Edit
	docs    int
	shown   map[rowID]bool // what was revealed, which says nothing any more once all was hidden
	hidden  int
	brought []backend.Value
	anew    bool // the change was another text: its added rows are none of those before
}

// rowID names a row: a field of the document, or (field -1) an added one.
type rowID struct{ field, id int }

type formRow struct {
	rowID
	depth    int
	key      string
	label    string // the key as it is shown, "" for a new item of an array
	kind     document.FieldKind
	children int
	folds    bool
	mark     ui.EditMark
	ends     document.Ends // of its text
}

// load begins with a value, which the form keeps.
func (f *form) load(v backend.Value, doc document.Document) {
	*f = form{base: v, value: v, doc: doc, w: f.w, shown: f.shown, folded: map[int]bool{}}
	f.layout()
}

// become goes on with a value that was changed as text, as one step. Where it can, it tells which keys have changed since
// the beginning; else it is another document. The cursor stays on the key that it is on.
func (f *form) become(v backend.Value, doc document.Document) {
	old := f.result()
	same := document.SameBytes(old, v)
	old.Wipe()
	if same {
		v.Wipe()
		return
	}
	on := f.cursor()
	first := f.state()
	if len(f.steps) > 0 {
		first = f.steps[0]
	}
	e, exact := document.EditTo(first.value, v)
	brought := []backend.Value{v}
	if exact {
		v.Wipe()
		v, doc, brought = first.value, first.doc, e.Values()
	}
	f.remember(brought...)
	f.steps[len(f.steps)-1].anew = true
	if !exact || f.docs != first.docs {
		f.docs++
		f.folded = map[int]bool{}
	}
	f.value, f.doc, f.edit = v, doc, e
	f.shown.HideAll()
	f.layout()
	f.follow(on)
}

// toChange puts the cursor on the first row that is not as it was.
func (f *form) toChange() {
	if i := slices.IndexFunc(f.rows, func(r formRow) bool { return r.mark != ui.Kept }); i >= 0 {
		f.scroll.To(i)
	}
}

func (f *form) wipe() {
	f.base.Wipe()
	for _, s := range f.steps {
		s.wipe()
	}
	*f = form{w: f.w, shown: f.shown}
}

func (s formStep) wipe() {
	for _, v := range s.brought {
		v.Wipe()
	}
}

func (f *form) result() backend.Value { return f.edit.Apply(f.value, f.doc) }

func (f *form) resize(w int) {
	if f.w != w {
		f.w = w
		f.layout()
	}
}

// state is the form as it is, as a step keeps it.
func (f *form) state() formStep {
	return formStep{value: f.value, doc: f.doc, edit: f.edit, docs: f.docs, shown: pane.PartsOf[rowID](f.shown), hidden: f.shown.Hidden()}
}

// remember makes the state as it is the one that undo goes back to. The change that follows has brought those values.
func (f *form) remember(brought ...backend.Value) {
	s := f.state()
	s.brought = brought
	f.steps = append(f.steps, s)
}

// change makes one step.
func (f *form) change(e document.Edit, brought ...backend.Value) {
	f.remember(brought...)
	f.edit = e
	f.layout()
}

func (f *form) undo() bool {
	n := len(f.steps)
	if n == 0 {
		return false
	}
	s, on := f.steps[n-1], f.cursor()
	f.steps = f.steps[:n-1]
	now := *f
	f.value, f.doc, f.edit, f.docs = s.value, s.doc, s.edit, s.docs
	if f.docs != now.docs { // no row of the one is a row of the other
		f.shown.HideAll()
		f.folded = map[int]bool{}
	}
	for id := range pane.PartsOf[rowID](f.shown) {
		if before := s.hidden == f.shown.Hidden() && s.shown[id]; !f.has(id) || !before && !f.sameText(&now, id) {
			f.shown.Hide(id)
		}
	}
	s.wipe()
	f.layout()
	if s.anew {
		f.follow(on)
	}
	return true
}

// layout works out the rows.
func (f *form) layout() {
	at, had := f.at()
	f.rows, f.nested, f.keys = f.rows[:0], false, 0
	f.inside(-1, 0, f.edit.ByParent())
	for _, r := range f.rows {
		f.nested = f.nested || r.folds
		f.keys = max(f.keys, 2*r.depth+ui.Width(ui.Datum(r.label)))
	}
	if f.nested {
		f.keys += 2
	}
	f.keys = min(f.keys, max(8, f.w/2))
	f.scroll.N = len(f.rows)
	if had {
		f.goTo(at.rowID)
	}
	f.scroll.Clamp()
}

// widen makes room for a key that is being added, which has no row yet.
func (f *form) widen(parent int, key string) {
	depth := 0
	if parent >= 0 {
		depth = f.doc.Fields[parent].Depth + 1
	}
	w := 2*depth + ui.Width(ui.Datum(key))
	if f.nested {
		w += 2
	}
	f.keys = max(f.keys, min(w, max(8, f.w/2)))
}

// inside adds the rows of a container: its fields, then what was added to it.
func (f *form) inside(parent, depth int, added map[int][]document.Addition) {
	from, to := 0, len(f.doc.Fields)
	if parent >= 0 {
		from, to = parent+1, f.doc.Fields[parent].Next
	}
	for i := from; i < to; i = f.doc.Fields[i].Next {
		r := f.fieldRow(i, depth)
		f.rows = append(f.rows, r)
		if r.folds && !f.folded[i] {
			f.inside(i, depth+1, added)
		}
	}
	for _, a := range added[parent] {
		r := formRow{rowID: rowID{-1, a.ID}, depth: depth, key: a.Key, kind: a.Kind, mark: ui.Added, ends: a.Literal.Ends()}
		if !f.array(parent) {
			r.label = ui.VisibleKey(a.Key)
		}
		f.rows = append(f.rows, r)
	}
}

func (f *form) fieldRow(i, depth int) formRow {
	fd := f.doc.Fields[i]
	r := formRow{rowID: rowID{i, 0}, depth: depth, key: f.edit.Key(f.doc, i), kind: fd.Kind, children: fd.Children, ends: fd.Ends}
	r.label = ui.VisibleKey(f.edit.Label(f.doc, i))
	to, changed := f.edit.Changed(i)
	switch {
	case f.edit.Deleted(i):
		r.mark = ui.Removed
		return r
	case changed:
		r.kind, r.mark, r.ends = to.Kind, ui.Changed, to.Ends()
	case f.edit.Renamed(i):
		r.mark = ui.Changed
	}
	r.folds = !changed && fd.Container()
	return r
}

// at is the row under the cursor.
func (f *form) at() (formRow, bool) {
	if f.scroll.Pos < 0 || f.scroll.Pos >= len(f.rows) {
		return formRow{}, false
	}
	return f.rows[f.scroll.Pos], true
}

// goTo puts the cursor on a row, and reports whether it is there, and not folded away.
func (f *form) goTo(id rowID) bool {
	at := slices.IndexFunc(f.rows, func(r formRow) bool { return r.rowID == id })
	if at >= 0 {
		f.scroll.To(at)
	}
	return at >= 0
}

// key is a row's key as it will be.
func (f *form) key(id rowID) string {
	if a, ok := f.edit.Added(id.id); id.field < 0 && ok {
		return a.Key
	}
	return f.edit.Key(f.doc, id.field)
}

// text is a row's value as text; the zero Value for an object or array. Whoever asks wipes it.
func (f *form) text(r formRow) backend.Value {
	if a, ok := f.edit.Added(r.id); r.field < 0 && ok {
		return a.Literal.Text()
	}
	if to, ok := f.edit.Changed(r.field); ok {
		return to.Text()
	}
	return f.doc.Text(f.value, r.field)
}

// lossless reports whether text gives a row's whole value.
func (f *form) lossless(r formRow) bool {
	if a, ok := f.edit.Added(r.id); r.field < 0 && ok {
		return a.Literal.Lossless()
	}
	if to, ok := f.edit.Changed(r.field); ok {
		return to.Lossless()
	}
	return f.doc.Lossless(f.value, r.field)
}

// raw is a row's value as JSON.
func (f *form) raw(r formRow) backend.Value {
	if a, ok := f.edit.Added(r.id); r.field < 0 && ok {
		return a.Raw.Clone()
	}
	return f.edit.ApplyTo(f.value, f.doc, r.field)
}

// parent is the container that a row is in, and array whether its fields have no keys.
func (f *form) parent(r formRow) (parent int, array bool) {
	if a, ok := f.edit.Added(r.id); r.field < 0 && ok {
		parent = a.Parent
	} else {
		parent = f.doc.Fields[r.field].Parent
	}
	return parent, f.array(parent)
}

func (f *form) array(parent int) bool {
	if parent < 0 {
		return f.doc.Array
	}
	return f.doc.Fields[parent].Kind == document.FieldArray
}

// taken reports whether a container has a key already.
func (f *form) taken(parent int, key string, but rowID) bool {
	from, to := 0, len(f.doc.Fields)
	if parent >= 0 {
		from, to = parent+1, f.doc.Fields[parent].Next
	}
	for i := from; i < to; i = f.doc.Fields[i].Next {
		if i != but.field && !f.edit.Deleted(i) && f.edit.Key(f.doc, i) == key {
			return true
		}
	}
	for _, a := range f.edit.Additions(parent) {
		if a.ID != but.id && a.Key == key {
			return true
		}
	}
	return false
}

// doubles reports whether keeping a deleted field would make a second key of its name, where the document had none.
func (f *form) doubles(r formRow) bool {
	parent, _ := f.parent(r)
	from, to := 0, len(f.doc.Fields)
	if parent >= 0 {
		from, to = parent+1, f.doc.Fields[parent].Next
	}
	for i := from; i < to; i = f.doc.Fields[i].Next {
		made := f.edit.Renamed(i) || f.edit.Renamed(r.field)
		if i != r.field && made && !f.edit.Deleted(i) && f.edit.Key(f.doc, i) == r.key {
			return true
		}
	}
	return slices.ContainsFunc(f.edit.Additions(parent), func(a document.Addition) bool { return a.Key == r.key })
}

func (f *form) unavailable(a keymap.Action, keys *keymap.Map) string {
	r, ok := f.at()
	switch a {
	case keymap.ChangeValue, keymap.RenameKey, keymap.DeleteKey, keymap.ChangeText, keymap.Reveal:
		if !ok {
			return "there is no key here: " + keys.Key(keymap.Edit, keymap.AddKey) + " adds one"
		}
	case keymap.UndoEdit:
		if len(f.steps) == 0 {
			return "nothing to undo in this edit"
		}
	}
	if ok && r.mark == ui.Removed && (a == keymap.ChangeValue || a == keymap.RenameKey || a == keymap.ChangeText) {
		return ui.Datum(r.label) + " is deleted: " + keys.Key(keymap.Edit, keymap.DeleteKey) + " keeps it after all"
	}
	if _, array := f.parentOr(r, ok); a == keymap.RenameKey && array {
		return "the items of an array have no keys"
	}
	return ""
}

func (f *form) parentOr(r formRow, ok bool) (int, bool) {
	if !ok {
		return -1, f.doc.Array
	}
	return f.parent(r)
}

// touched counts what the edit changes, for the border.
func (f *form) touched() string {
	var words []string
	for mark, word := range map[ui.EditMark]string{ui.Changed: "changed", ui.Added: "added", ui.Removed: "deleted"} {
		n := 0
		for _, r := range f.rows {
			if r.mark == mark {
				n++
			}
		}
		if n > 0 {
			words = append(words, ui.Count(n)+" "+word)
		}
	}
	return strings.Join(sorted(words), " · ")
}

func sorted(words []string) []string { slices.Sort(words); return words }
