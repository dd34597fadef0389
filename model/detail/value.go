package detail

import (
	"slices"
	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// value is a secret's value in the detail pane. It keeps the bytes in val alone: lines are offsets, drawn anew from
// the bytes for each frame, so that wiping val leaves nothing.
type value struct {
	pane.Hold
	val  backend.Value
	doc  document.Document
	meta backend.Revealed // without its Value
	then keymap.Action    // what the value is being read to be shown by, "" for nothing
	// awaited is the copy that it is being read for.
	awaited awaited

	// shown are the revealed fields, and whole where a value without fields is; laid is how it was when the lines were laid.
	shown  *pane.Exposure
	laid   int
	folded map[int]bool
	keys   int // width of the key column
	nested bool
	kept   bool // as binary
	lines  []valueLine
	scroll pane.Scroll
	w      int
	// decoded is what the value, or a field of it, says in another form, which is looked at then; nil for nothing. depth is how
	// many such layers lie below.
	decoded *layer
	depth   int
}

// part is what is shown or masked: a field of a layer, or the whole of it.
type part struct{ depth, field int }

func (v *value) part(field int) part { return part{v.depth, field} }

func (v *value) shows(field int) bool { return v.shown.Shows(v.part(field)) }

func (v *value) show(field int, show bool) { v.shown.Set(v.part(field), show) }

// valueLine is one line of the Value tab: a piece [from,to) of a field's decoded text, or of the whole value.
type valueLine struct {
	field    int
	from, to int
	first    bool
}

// whole stands for a field where there are none: it is all of the value.
const whole = -1

// take holds a value that was read. The cursor stays on the key it was on, where the skeleton of an older read had one;
// known tells whether it did.
func (v *value) take(r backend.Revealed, doc document.Document) (known bool) {
	v.undecode()
	if v.kept = r.Value.Binary(); v.kept {
		if text, ok := document.AsText(r.Value); ok {
			doc = text
		}
	}
	on, known := v.field()
	if known {
		on, known = v.doc.Counterpart(on, doc)
	}
	if c := &v.awaited; c.on {
		c.field, c.on = v.doc.Counterpart(c.field, doc)
	}
	v.val, v.doc, v.meta = r.Value, doc, r
	v.meta.Value = backend.Value{}
	v.State, v.folded = pane.Held, map[int]bool{}
	v.shown.Hold()
	v.lines = nil
	v.scroll.To(0)
	v.layout()
	if known {
		v.goTo(on)
	}
	return known
}

// goTo puts the cursor on a field's first line.
func (v *value) goTo(field int) {
	if at := slices.IndexFunc(v.lines, func(l valueLine) bool { return l.field == field }); at >= 0 {
		v.scroll.To(at)
	}
}

// end wipes the bytes and keeps the key names as a masked skeleton. A read on its way is not waited for any more,
// unless it is for the clipboard, which shows nothing.
func (v *value) end() {
	if v.then = ""; v.State == pane.Reading && v.awaited.as == "" {
		v.Read.Stop()
		v.State = pane.Unread
	}
	if v.State != pane.Held {
		return
	}
	v.undecode()
	v.val.Wipe()
	v.shown.End()
	v.State = pane.Ended
	v.layout()
}

// forget wipes the bytes and the skeleton: the pane turns to another secret.
func (v *value) forget() {
	v.undecode()
	v.val.Wipe()
	v.Read.Stop()
	v.shown.End()
	*v = value{Hold: pane.Hold{Read: v.Read}, shown: v.shown, w: v.w, scroll: pane.Scroll{H: v.scroll.H}, folded: map[int]bool{}}
}

func (v *value) resize(w, h int) {
	v.scroll.H = h
	if w != v.w || v.laid != v.shown.Changes() {
		v.w = w
		v.layout()
	}
	v.scroll.Clamp()
	if v.decoded != nil {
		v.decoded.resize(w, h)
	}
}

// layout works out the lines from the shape, and from the bytes of what is revealed.
func (v *value) layout() {
	at, onField := v.field()
	v.lines, v.laid = v.lines[:0], v.shown.Changes()
	if v.doc.Kind == document.KindJSON {
		v.layoutFields()
	} else if v.State == pane.Held && v.shows(whole) {
		v.val.Use(func(b []byte) { v.addText(whole, b, v.w-2) })
	}
	v.scroll.N = len(v.lines)
	v.scroll.Clamp()
	if onField {
		v.goTo(at)
	}
}

func (v *value) layoutFields() {
	v.keys, v.nested = 0, false
	for i := range v.doc.Fields {
		v.nested = v.nested || v.doc.Fields[i].Container()
	}
	for i := 0; i < len(v.doc.Fields); i = v.after(i) {
		v.keys = max(v.keys, 2*v.doc.Fields[i].Depth+ui.Width(ui.Datum(ui.VisibleKey(v.doc.Label(i)))))
	}
	if v.nested {
		v.keys += 2
	}
	v.keys = min(v.keys, max(8, v.w/2))
	for i := 0; i < len(v.doc.Fields); i = v.after(i) {
		f := v.doc.Fields[i]
		if !f.Container() && v.shows(i) {
			text := v.doc.Text(v.val, i)
			text.Use(func(b []byte) { v.addText(i, b, v.w-v.keys-5) })
			text.Wipe()
		} else {
			v.lines = append(v.lines, valueLine{field: i, first: true})
		}
	}
}

// after is the field in the line below field i.
func (v *value) after(i int) int {
	if v.folded[i] {
		return v.doc.Fields[i].Next
	}
	return i + 1
}

// addText breaks a text into lines of w cells.
func (v *value) addText(field int, b []byte, w int) {
	first := true
	ui.Break(b, ui.Piece{To: len(b)}, max(4, w), func(from, to int) {
		v.lines = append(v.lines, valueLine{field: field, from: from, to: to, first: first})
		first = false
	})
}

// field is the JSON field under the cursor.
func (v *value) field() (int, bool) {
	if v.doc.Kind != document.KindJSON || v.scroll.Pos < 0 || v.scroll.Pos >= len(v.lines) {
		return 0, false
	}
	return v.lines[v.scroll.Pos].field, true
}

// move moves by fields where a field's lines are all in sight, else by lines.
func (v *value) move(a keymap.Action) bool {
	from, onField := v.field()
	if !v.scroll.Move(a) {
		return false
	}
	if !onField || a != keymap.Up && a != keymap.Down {
		return true
	}
	first, last := v.span(from)
	if last-first >= v.scroll.H {
		return true
	}
	if a == keymap.Down {
		v.scroll.To(last)
		return true
	}
	if at := v.lines[v.scroll.Pos].field; at == from {
		v.scroll.To(max(0, first-1))
	}
	if first, last = v.span(v.lines[v.scroll.Pos].field); last-first < v.scroll.H {
		v.scroll.To(last - 1) // show the whole field
		v.scroll.To(first)
	}
	return true
}

// span are the lines [first, last) of a field; last is a line that exists where there is one.
func (v *value) span(field int) (first, last int) {
	first = v.scroll.Pos
	for first > 0 && v.lines[first].field >= field {
		first--
	}
	for first < len(v.lines) && v.lines[first].field != field {
		first++
	}
	for last = first; last < len(v.lines) && v.lines[last].field == field; last++ {
	}
	return first, last
}

// toggleField reveals or hides the field under the cursor, or all that is inside it.
func (v *value) toggleField() {
	f, ok := v.field()
	if !ok {
		v.showAll(!v.shows(whole))
		return
	}
	to := f + 1
	if v.doc.Fields[f].Container() {
		to = v.doc.Fields[f].Next
	}
	show := !v.allShownIn(f, to)
	for i := f; i < to; i++ {
		v.show(i, show)
	}
	v.layout()
}

func (v *value) allShownIn(from, to int) bool {
	for i := from; i < to; i++ {
		if !v.doc.Fields[i].Container() && !v.shows(i) {
			return false
		}
	}
	return true
}

// shownHere reports whether what the cursor is on is revealed.
func (v *value) shownHere() bool {
	f, ok := v.field()
	if v.State != pane.Held || !ok {
		return v.State == pane.Held && v.shows(whole)
	}
	if v.doc.Fields[f].Container() {
		return v.allShownIn(f, v.doc.Fields[f].Next)
	}
	return v.shows(f)
}

func (v *value) allShown() bool {
	if v.doc.Kind != document.KindJSON {
		return v.shows(whole)
	}
	return v.allShownIn(0, len(v.doc.Fields))
}

func (v *value) showAll(show bool) {
	if v.doc.Kind != document.KindJSON {
		v.show(whole, show)
	}
	for i := range v.doc.Fields {
		v.show(i, show)
	}
	v.layout()
}

func (v *value) toggleFold() {
	if f, ok := v.field(); ok && v.doc.Fields[f].Container() {
		v.folded[f] = !v.folded[f]
		v.layout()
	}
}

// foldHere folds the object under the cursor or around it, and reports whether it did.
func (v *value) foldHere() bool {
	f, ok := v.field()
	if !ok {
		return false
	}
	if !v.doc.Fields[f].Container() || v.folded[f] {
		f = v.doc.Fields[f].Parent
	}
	if f < 0 {
		return false
	}
	v.folded[f] = true
	v.layout()
	v.goTo(f)
	return true
}
