package edit

import (
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// editOf is the pane with the edit of one secret's value in it.
func editOf(d *pane.Desk, v backend.Value) (*Pane, *pane.Shown) {
	e := New(d, nil)
	e.Resize(62, 38)
	on := &pane.Shown{Focus: pane.Edit, On: true, Secret: backend.Secret{ARN: "arn", Name: "app/canary"}}
	e.start(on.Secret, v, "made-up")
	return e, on
}

// opened are the dialogs that a desk was told to open.
func opened(d *pane.Desk) (all []pane.Dialog) {
	for _, n := range d.Told() {
		if o, ok := n.(pane.Opened); ok {
			all = append(all, o.Dialog)
		}
	}
	return all
}

// editChores are what a user can ask of a value while editing it.
func editChores() map[string]panetest.Chore {
	type see func(acts ...keymap.Action)
	chore := func(does func(e *Pane, see see, value func(string) backend.Value) func()) panetest.Chore {
		return func(d *pane.Desk, value func(string) backend.Value) func() {
			e, on := editOf(d, value("one"))
			see := func(acts ...keymap.Action) {
				for _, a := range acts {
					e.Act(a, on)
				}
				e.Resize(62, 38)
				panetest.Draw(d, e, on)
			}
			see()
			return does(e, see, value)
		}
	}
	become := func(e *Pane, v backend.Value) { e.form.become(v, document.Of(v)) }
	return map[string]panetest.Chore{
		"edit": func(d *pane.Desk, value func(string) backend.Value) func() {
			v := value("one")
			doc := document.Of(v)
			e, on := editOf(d, backend.Value{})
			e.Close()
			on.Focus = pane.Detail
			on.Held = func() (backend.Value, string, bool) { return v.Clone(), "made-up", true }
			on.Field = func() (document.Document, int, bool) { return doc, len(doc.Fields) - 1, true }
			return func() { e.Act(keymap.EditValue, on); panetest.Draw(d, e, on) }
		},
		"reveal in the form": chore(func(_ *Pane, see see, _ func(string) backend.Value) func() {
			return func() { see(keymap.RevealAll); see(keymap.RevealAll) }
		}),
		"change the deepest": chore(func(e *Pane, see see, _ func(string) backend.Value) func() {
			see(keymap.Bottom)
			return func() {
				see(keymap.ChangeText)
				e.types([]byte(`"made-up"`))
				see(keymap.KeepTyped)
				see(keymap.UndoEdit)
			}
		}),
		"change all as text": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			see(keymap.Bottom)
			v := value("two")
			return func() {
				see(keymap.WholeText)
				v.Use(e.text.ReplaceAll)
				e.leaveText()
				see()
				e.Dirty()
				see(keymap.UndoEdit)
			}
		}),
		"review": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			become(e, value("two"))
			return func() {
				see(keymap.Save)
				for _, d := range opened(e.Desk) {
					d.Resize(120, 40)
					d.View(panetest.Frame(e.Desk), 120, 40)
					d.Act(keymap.Reveal)
					d.Resize(120, 40)
					d.View(panetest.Frame(e.Desk), 120, 40)
				}
			}
		}),
		"conflict": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			become(e, value("two"))
			theirs := value("three")
			return func() {
				e.meet(backend.Revealed{Value: theirs, Version: "made-up"})
				see()
				see(keymap.RevealAll)
				see(keymap.TakeYours, keymap.Down, keymap.TakeYours, keymap.Down, keymap.TakeYours, keymap.Down)
				e.Dirty()
				r := e.result()
				r.Wipe()
			}
		}),
		"new like it": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			v := value("one")
			return func() {
				e.fresh = &backend.NewSecret{Name: "app/new"}
				e.beginLike(backend.Revealed{Value: v})
				see()
			}
		}),
		"add a key to every object": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			v := value(`one","n":"x`)
			if document.Of(v).Kind != document.KindJSON { // nothing can be added there
				v = value("one")
			}
			return func() {
				become(e, v)
				see()
				see(keymap.RevealAll)
				see(keymap.Top, keymap.Down, keymap.ChangeText, keymap.DropTyped)
				e.Dirty()
			}
		}),
		"draft": chore(func(e *Pane, see see, value func(string) backend.Value) func() {
			become(e, value("two"))
			d, _ := e.unsaved()
			e.Close()
			return func() { e.resume(d); see() }
		}),
	}
}

// A value that is deep enough for itself is too deep inside of another.
func TestAnEditThatHasBecomeTooDeepIsUndone(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	e, on := editOf(d, backend.TextValue(`{"a":1}`))
	defer e.Close()
	e.Act(keymap.ChangeText, on)
	e.Paste(strings.Repeat("[", 10000) + strings.Repeat("]", 10000))
	e.Act(keymap.KeepTyped, on)
	e.Act(keymap.UndoEdit, on)
	if n := len(e.form.steps); n != 0 {
		t.Errorf("%d steps are left", n)
	}
}

func TestNoChoreOfAnEditGrowsWithTheSquareOfTheDepth(t *testing.T) {
	panetest.GrowsGently(t, editChores())
}

func BenchmarkDeepEdit(b *testing.B) { panetest.Deep(b, editChores()) }
