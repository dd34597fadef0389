package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
)

func (d *Pane) copyField() tea.Cmd {
	if d.value.State != pane.Held {
		return d.need(keymap.Copy)
	}
	d.value.shown.Touch()
	v := d.top()
	if f, ok := v.field(); ok {
		return d.copyFieldOf(v, f)
	}
	if v != &d.value {
		return d.copyDecoded()
	}
	return d.copyWhole()
}

func (d *Pane) copyFieldOf(v *value, f int) tea.Cmd {
	what := d.calledIn(v, v.doc.Called(f))
	if d.left {
		what += " of " + d.called()
	}
	return d.copies.Put(what, v.doc.Text(v.val, f), true)
}

func (d *Pane) copyWhole() tea.Cmd { return d.copyText(d.called(), &d.value) }

// copyDecoded copies the whole of what is looked at.
func (d *Pane) copyDecoded() tea.Cmd {
	v := d.top()
	return d.copyText(d.calledIn(v, ""), v)
}

func (d *Pane) copyText(what string, v *value) tea.Cmd {
	if v.doc.Kind == document.KindBinary {
		return pane.Say(pane.Warning, "a binary value cannot go on a text clipboard; nothing was copied")
	}
	return d.copies.Put(what, v.val.Clone(), true)
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
