package detail

import (
	"path"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unsavable is the reason why the value in the detail pane cannot go to a file.
func (d *Pane) unsavable() string {
	switch {
	case !d.on:
		return "no secret is selected"
	case d.value.State != pane.Held:
		return "read it first: " + d.Keys.Key(keymap.Detail, d.Reads()) + " tells its type and size"
	case d.top().doc.Kind != document.KindBinary && !d.top().kept:
		return "only a binary value goes to a file: " + d.Keys.Key(keymap.Detail, keymap.Copy) + " copies a text"
	}
	return ""
}

// saveDialog asks for the name of a new file for the binary value that is held.
func (d *Pane) saveDialog() pane.Dialog {
	name := path.Base(d.secret.Name)
	if d.version.ID != "" {
		name += "-" + ui.FirstOf(d.version.ID)
	}
	v, s, held := d.top(), d.secret, d.heldNow()
	return dialog.SaveFile(d.Keys, ui.Text(d.called()), name, v.doc.Bytes, func() (backend.Value, string) {
		switch {
		case !d.isAbout(s):
			return backend.Value{}, "not saved: " + notSelected(s)
		case !held():
			return backend.Value{}, ""
		}
		d.value.shown.Touch()
		return v.val.Clone(), ""
	})
}
