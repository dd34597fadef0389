package edit

// has reports whether there is such a row, folded away or not.
func (f *form) has(id rowID) bool {
	_, added := f.edit.Added(id.id)
	return id.field >= 0 || added
}

func (f *form) sameText(other *form, id rowID) bool {
	if !other.has(id) {
		return false
	}
	a, b := f.text(formRow{rowID: id}), other.text(formRow{rowID: id})
	defer a.Wipe()
	defer b.Wipe()
	return a.Equal(b)
}

// toggle reveals or hides the row under the cursor, or all that is inside it.
func (f *form) toggle(r formRow) {
	rows := []formRow{r}
	if r.folds {
		rows = nil
		for _, in := range f.rows[f.scroll.Pos+1:] {
			if in.depth <= r.depth {
				break
			}
			if !in.folds {
				rows = append(rows, in)
			}
		}
	}
	show := false
	for _, in := range rows {
		show = show || !f.shown.Shows(in.rowID)
	}
	for _, in := range rows {
		f.show(in.rowID, show)
	}
}

func (f *form) show(id rowID, on bool) {
	f.shown.Set(id, on)
	if on {
		return
	}
	for _, s := range f.steps {
		delete(s.shown, id)
	}
}

// revealed reports whether a row's value is on the screen as it is: of an object or array, all that is inside.
func (f *form) revealed(r formRow) bool {
	if !r.folds {
		return f.shown.Shows(r.rowID)
	}
	next := f.doc.Fields[r.field].Next
	for i := r.field + 1; i < next; {
		in := f.fieldRow(i, 0)
		if !in.folds && !f.shown.Shows(in.rowID) {
			return false
		}
		if i++; !in.folds {
			i = f.doc.Fields[i-1].Next
		}
	}
	for parent, added := range f.edit.ByParent() {
		for _, a := range added {
			if parent >= r.field && parent < next && !f.shown.Shows(rowID{-1, a.ID}) {
				return false
			}
		}
	}
	return true
}

func (f *form) toggleAll() {
	show := false
	for _, r := range f.rows {
		show = show || !r.folds && !f.shown.Shows(r.rowID)
	}
	for _, r := range f.rows {
		f.show(r.rowID, show && !r.folds)
	}
}
