package edit

import (
	"strongroom/backend/document"
)

// aim is a field of a document as it was looked at: what it is called may be the name of another one too. The zero one is
// none.
type aim struct {
	doc   document.Document
	field int
}

// in looks for the field in another document, and where it is not there for what it was in. there takes it, or refuses.
func (a aim) in(doc document.Document, there func(field int) bool) {
	for i := a.field; i >= 0 && i < len(a.doc.Fields); i = a.doc.Fields[i].Parent {
		if at, ok := a.doc.Counterpart(i, doc); ok && there(at) {
			return
		}
	}
}

// formCursor is what the form's cursor is on, so that it is found again in another text.
type formCursor struct {
	row  rowID
	docs int
	aim
}

func (f *form) cursor() formCursor {
	r, ok := f.at()
	if !ok {
		return formCursor{docs: -1}
	}
	doc, places := f.places()
	c := formCursor{row: r.rowID, docs: f.docs, aim: aim{doc, -1}}
	for id := r.rowID; ; {
		if at, stays := places[id]; stays {
			c.field = at
			return c
		}
		parent, _ := f.parent(formRow{rowID: id})
		if parent < 0 {
			return c
		}
		id = rowID{parent, 0}
	}
}

// follow puts the cursor on what it was on before the text became another.
func (f *form) follow(c formCursor) {
	if c.docs == f.docs && c.row.field >= 0 && f.goTo(c.row) {
		return
	}
	doc, places := f.places()
	rows := map[int]rowID{}
	for id, at := range places {
		rows[at] = id
	}
	c.in(doc, func(at int) bool {
		id, ok := rows[at]
		return ok && f.goTo(id)
	})
}

// places are the rows in the text that the form makes, as fields of it. What is deleted is not there.
func (f *form) places() (made document.Document, places map[rowID]int) {
	v := f.result()
	defer v.Wipe()
	if made, places = document.Of(v), map[rowID]int{}; made.Kind != document.KindJSON { // too deep for one, all in all
		return made, places
	}
	f.placesIn(made, -1, 0, f.edit.ByParent(), places)
	return made, places
}

// placesIn are those in one container, whose first field in the text is at.
func (f *form) placesIn(made document.Document, parent, at int, added map[int][]document.Addition, places map[rowID]int) {
	put := func(id rowID) {
		places[id] = at
		at = made.Fields[at].Next
	}
	from, to := 0, len(f.doc.Fields)
	if parent >= 0 {
		from, to = parent+1, f.doc.Fields[parent].Next
	}
	for i := from; i < to; i = f.doc.Fields[i].Next {
		if f.edit.Deleted(i) {
			continue
		}
		if _, changed := f.edit.Changed(i); !changed && f.doc.Fields[i].Container() {
			f.placesIn(made, i, at+1, added, places)
		}
		put(rowID{i, 0})
	}
	for _, a := range added[parent] {
		put(rowID{-1, a.ID})
	}
}
