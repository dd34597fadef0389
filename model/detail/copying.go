package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
)

func (d *Pane) copyField() tea.Cmd {
	v := &d.value
	if v.State != pane.Held {
		return d.need(keymap.Copy)
	}
	v.shown.Touch()
	f, ok := v.field()
	if v.doc.Kind != document.KindJSON || !ok {
		return d.copyWhole()
	}
	return d.copies.Put(v.doc.Called(f), v.doc.Text(v.val, f), true)
}

func (d *Pane) copyWhole() tea.Cmd {
	if d.value.doc.Kind == document.KindBinary {
		return pane.Say(pane.Warning, "a binary value cannot go on a text clipboard; nothing was copied")
	}
	return d.copies.Put(d.called(), d.value.val.Clone(), true)
}

func (d *Pane) copyFact() tea.Cmd {
	rows := d.factRows()
	d.facts.N = len(rows)
	d.facts.Clamp()
	r := rows[d.facts.Pos]
	if r.datum == "" {
		return pane.Say(pane.Plain, "there is nothing to copy in this row; nothing was copied")
	}
	return d.copies.Put(r.name(), backend.TextValue(r.datum), false)
}
