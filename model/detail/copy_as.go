package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// copyAsDialog offers the forms in which a secret is wanted elsewhere. Only the forms with a value read it.
func (d *Pane) copyAsDialog(on *pane.Shown) pane.Dialog {
	s, version := on.Secret, d.version
	if on.Focus == pane.Timeline {
		version = *on.Version
	}
	id := version.ID
	at := d.Backend.Where().Of(s.ARN)
	c := &dialog.Choice{Title: "Copy as", Subject: []string{ui.Text(s.Name)}, Where: d.PlaceOf(s)}
	if d.Elsewhere(s.ARN) != "" {
		c.Where = d.PlaceOf(s)
	}
	text := func(key, label, what, out string) {
		c.Options = append(c.Options, dialog.Option{Key: key, Label: label, Hint: ui.Text(out), Do: func() tea.Cmd {
			return d.copies.Put(what, backend.TextValue(out), false)
		}})
	}
	text("s", "name", "the name", s.Name)
	text("a", "ARN", "the ARN", s.ARN)
	if id != "" {
		c.Title += " · version " + ui.FirstOf(id)
		text("i", "version id", "the version's id", id)
	}
	if on.Focus == pane.Detail && d.tab == tabValue {
		d.decodedForms(c)
	}
	field := d.copyableField(on)
	if field >= 0 {
		d.fieldForms(c, field)
	}
	c.Options = append(c.Options, dialog.Option{Key: "v", Label: "whole value", Hint: "as it is stored; reads it unless it is held", Do: d.ofVersion(s, version, copyWholeValue)})
	asJSON := dialog.Option{Key: "J", Label: "JSON", Hint: "the whole value as JSON; reads it unless it is held", Do: d.ofVersion(s, version, copyAsJSON)}
	if field >= 0 && d.value.State == pane.Held {
		asJSON.Hint, asJSON.Do = "an object with this key alone", d.ofHeld(func() tea.Cmd { return d.copyJSON(field) })
	}
	c.Options = append(c.Options, asJSON)
	text("w", "AWS CLI", "the AWS CLI command", awsCommand(at, s.ARN, id))
	text("b", "boto3", "the boto3 call", botoCall(at, s.ARN, id))
	text("p", "PowerShell", "the PowerShell command", powerShell(at, s.ARN, id))
	key := ""
	if field >= 0 {
		key = d.value.doc.Fields[field].Key
	}
	if field >= 0 && d.value.doc.Twins(field) > 1 {
		why := "more than one key is called " + ui.Datum(ui.VisibleKey(key)) + ": a reference cannot tell them apart"
		for _, o := range [][2]string{{"r", "CloudFormation"}, {"x", "ECS valueFrom"}} {
			c.Options = append(c.Options, dialog.Option{Key: o[0], Label: o[1], Hint: why, Do: func() tea.Cmd { return pane.Say(pane.Warning, why) }})
		}
		return c
	}
	reference := suffix(":", key)
	if id != "" {
		reference = ":" + key + "::" + id
	}
	text("r", "CloudFormation", "the dynamic reference", "{{resolve:secretsmanager:"+s.ARN+":SecretString"+reference+"}}")
	ecs := s.ARN
	if key != "" || id != "" {
		ecs += ":" + key + "::" + id
	}
	text("x", "ECS valueFrom", "the ECS reference", ecs)
	if address := d.console(); address != "" {
		text("o", "console address", "the console's address", address)
	}
	return c
}

// console is where the AWS console shows the secret, "" where nothing does.
func (d *Pane) console() string {
	if w := d.Backend.Where(); w.Kind != "AWS" || w.Endpoint != "" {
		return ""
	}
	address, _ := backend.ConsoleAddress(d.secret.ARN)
	return address
}

// copyableField is the top-level field under the cursor of a value that is held or known by its keys, or -1.
func (d *Pane) copyableField(on *pane.Shown) int {
	if on.Focus != pane.Detail || d.tab != tabValue {
		return -1
	}
	f, ok := d.value.field()
	if !ok || d.value.doc.Fields[f].Depth > 0 || d.value.doc.Array {
		return -1
	}
	return f
}

func (d *Pane) fieldForms(c *dialog.Choice, f int) {
	v := &d.value
	key := v.doc.Fields[f].Key
	c.Options = append(c.Options, dialog.Option{Key: "f", Label: "key name", Hint: ui.Datum(key), Do: func() tea.Cmd {
		return d.copies.Put("the key's name", backend.TextValue(key), false)
	}})
	if v.State != pane.Held {
		return
	}
	name, why := envNameOf(v.doc, f)
	if why != "" {
		c.Options = append(c.Options, dialog.Option{Key: "e", Label: ".env line", Hint: why, Do: func() tea.Cmd { return pane.Say(pane.Warning, why) }})
		return
	}
	hint, what := ui.FitEnd(name, 30)+"="+ui.Mask, ".env line of "+key
	if name != key {
		hint += " · not " + ui.FitEnd(ui.Datum(ui.VisibleKey(key)), 24)
		what += ", named " + name
	}
	c.Options = append(c.Options, dialog.Option{Key: "e", Label: ".env line", Hint: hint, Do: d.ofHeld(func() tea.Cmd {
		text := v.doc.Text(v.val, f)
		defer text.Wipe()
		return d.copies.Put(what, envLine(name, text), true)
	})})
}

// ofVersion copies a version of the secret that a dialog names, as long as the pane is about that one: the list may have gone on to
// another one behind the dialog.
func (d *Pane) ofVersion(s backend.Secret, v backend.Version, then keymap.Action) func() tea.Cmd {
	return func() tea.Cmd {
		if !d.isAbout(s) {
			return pane.Say(pane.Warning, "not copied: "+notSelected(s))
		}
		if r := d.Readable(d.secret, d.on); r != "" {
			return pane.Say(pane.Warning, r)
		}
		d.turnToVersion(v)
		return d.need(then)
	}
}

func (d *Pane) isAbout(s backend.Secret) bool { return d.on && d.secret.ARN == s.ARN }

func notSelected(s backend.Secret) string { return ui.Text(s.Name) + " is no longer selected" }

// ofHeld does something with the value that is held now, or says that this is not held any more: what a dialog names is no other one.
func (d *Pane) ofHeld(do func() tea.Cmd) func() tea.Cmd {
	s, held := d.secret, d.heldNow()
	return func() tea.Cmd {
		switch {
		case !d.isAbout(s):
			return pane.Say(pane.Warning, "not copied: "+notSelected(s))
		case !held():
			return pane.Say(pane.Warning, "the value was wiped meanwhile: read it again")
		}
		d.value.shown.Touch()
		return do()
	}
}

// heldNow gives what tells later whether the value is still held that is held now.
func (d *Pane) heldNow() func() bool {
	arn, version := d.value.meta.ARN, d.value.meta.Version
	return func() bool {
		return d.value.State == pane.Held && d.value.meta.ARN == arn && d.value.meta.Version == version
	}
}

// decodedForms are what was decoded, and what that is of: what is shown, and what is stored.
func (d *Pane) decodedForms(c *dialog.Choice) {
	over := d.value.topLayer()
	if over == nil {
		return
	}
	c.Options = append(c.Options, dialog.Option{Key: "d", Label: "decoded", Hint: ui.Text(over.words()) + ": what is shown", Do: d.ofHeld(d.copyDecoded)})
	f, ok := d.value.field()
	if !ok {
		return
	}
	name := d.value.doc.Called(f)
	c.Options = append(c.Options, dialog.Option{Key: "t", Label: "stored", Hint: ui.Datum(name) + ": as it is stored", Do: d.ofHeld(func() tea.Cmd {
		return d.copies.Put(name, d.value.doc.Text(d.value.val, f), true)
	})})
}

// copyAsJSON asks of the detail pane the value, or the field under its cursor, as JSON.
const copyAsJSON keymap.Action = "copy-as-json"

// copyJSON copies the field under the cursor as an object of that key alone; a value without fields as a JSON text, and any other as it is.
func (d *Pane) copyJSON(field int) tea.Cmd {
	v := &d.value
	switch {
	case v.doc.Kind == document.KindBinary:
		return pane.Say(pane.Warning, "a binary value is no JSON; nothing was copied")
	case field >= 0:
		return d.copies.Put(v.doc.Called(field)+" as JSON", v.doc.Alone(v.val, field), true)
	case v.doc.Kind == document.KindJSON, v.doc.Kind == document.KindScalar:
		return d.copyWhole()
	}
	var quoted backend.Value
	v.val.Use(func(b []byte) { quoted = v.val.Like(document.Quote(b), false) })
	return d.copies.Put(d.called()+" as JSON", quoted, true)
}
