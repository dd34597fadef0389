package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// awaited is a copy that is made once the value is read; the zero one is none.
type awaited struct {
	as    keymap.Action  // Copy, copyWholeValue or copyAsJSON
	turn  *pane.Question // the copier's: another copy may be asked for meanwhile
	what  string         // outside text
	field int            // of the skeleton, where on
	on    bool           // the cursor was on that field
}

func copies(a keymap.Action) bool {
	return a == keymap.Copy || a == copyWholeValue || a == copyAsJSON
}

// want adds to what the value is being read for: it is copied as was asked for last, and shown too where that was asked for.
func (d *Pane) want(a keymap.Action) {
	v := &d.value
	if !copies(a) {
		v.then = a
		return
	}
	c := awaited{as: a, what: d.called()}
	if f, on := v.field(); on && a == keymap.Copy {
		c.field, c.on, c.what = f, true, v.doc.Called(f)+" of "+c.what
	}
	if was := v.awaited; d.copies.Awaits(was.turn) && c.what == was.what {
		switch {
		case c.as != keymap.Copy: // else it is asked for twice
			v.awaited.as = c.as
		case was.as == copyAsJSON: // as it is stored after all
			v.awaited.as = copyWholeValue
		}
		return
	}
	c.turn = d.copies.Await(c.what)
	v.awaited = c
	d.forgetErrand()
}

// copyAwaited makes the copy that the value was read for, unless another one was asked for since.
func (d *Pane) copyAwaited() tea.Cmd {
	c := d.value.awaited
	d.value.awaited = awaited{}
	if !d.copies.Due(c.turn) {
		return nil
	}
	defer d.copies.Forgo() // nothing of it may be copied
	return d.copyHeld(c)
}

func (d *Pane) copyHeld(c awaited) tea.Cmd {
	v := &d.value
	switch {
	case c.as == copyAsJSON:
		return d.copyJSON(-1)
	case c.as == copyWholeValue:
	case c.on:
		return d.copyFieldOf(v, c.field)
	case v.doc.Kind == document.KindJSON && len(v.doc.Fields) > 0 && d.left:
		return pane.Say(pane.Warning, "nothing of "+ui.Text(d.called())+" was copied: on one of its keys "+d.Keys.Key(keymap.Detail, keymap.Copy)+" copies it")
	case v.doc.Kind == document.KindJSON && len(v.doc.Fields) > 0:
		return pane.Say(pane.Plain, "read: move to a key, "+d.Keys.Key(keymap.Detail, keymap.Copy)+" copies without showing")
	}
	return d.copyWhole()
}

// DropCopy gives up a copy whose value is still being read, and says why: where nobody is there any more, it would take the place
// of something else.
func (d *Pane) DropCopy(why string) {
	if what := d.GiveUpCopy(); what != "" {
		d.Say(pane.Said{Text: what + ": " + why, Kind: pane.Warning, Stay: pane.StayAway})
	}
}

// GiveUpCopy does so, and is what is to be said; "" where there is none.
func (d *Pane) GiveUpCopy() (said string) {
	for _, of := range []*Pane{d, d.errand} {
		if of == nil {
			continue
		}
		if c := of.value.awaited; d.copies.Drop(c.turn) {
			said = ui.Text(c.what) + " was not copied"
		}
		of.value.awaited = awaited{}
	}
	d.forgetErrand()
	return said
}

// leave turns away from the value. A read for the clipboard goes on for its own secret: whoever has pressed the key goes on at once,
// and would paste what was copied before.
func (d *Pane) leave() {
	v := &d.value
	if v.State == pane.Reading && d.copies.Awaits(v.awaited.turn) {
		d.forgetErrand()
		e := &Pane{Desk: d.Desk, copies: d.copies, secret: d.secret, version: d.version, left: true, value: *v}
		e.value.then, e.value.shown = "", d.Exposures.Of(e, nil)
		v.Read, d.errand = pane.Ask{}, e
		d.Say(pane.Said{Text: ui.Text(v.awaited.what) + " is still being read, and copied then", Stay: pane.StayLong})
	}
	v.forget()
}

// comeBack takes up again the read that goes on for what the pane has turned to.
func (d *Pane) comeBack() {
	e, v := d.errand, &d.value
	if e == nil || e.secret.ARN != d.secret.ARN || e.version.ID != d.version.ID {
		return
	}
	shown, w, h := v.shown, v.w, v.scroll.H
	*v, d.errand = e.value, nil
	v.shown, v.w, v.scroll.H = shown, w, h
	v.layout()
}

// forgetErrand gives up the read that goes on for a secret that was left.
func (d *Pane) forgetErrand() {
	if d.errand != nil {
		d.errand.value.forget()
		d.errand = nil
	}
}

// errandDone makes the copy of what was read for a secret that was left. Nothing of it is shown, and nothing is kept.
func (d *Pane) errandDone(msg valueRevealed) tea.Cmd {
	e := d.errand
	cmd := e.revealed(msg)
	d.forgetErrand()
	return cmd
}

// couldNotCopy says that the copy is not made whose value could not be read. Where that is shown, the pane says why.
func (d *Pane) couldNotCopy(err error) {
	c := d.value.awaited
	d.value.awaited = awaited{}
	if !d.copies.Drop(c.turn) || pane.IsCancelled(err) {
		return
	}
	if d.left {
		d.Say(pane.Said{Text: d.WhatFailed(err), Hint: "nothing was copied", Kind: pane.Failure})
		return
	}
	d.Say(pane.Said{Text: ui.Text(c.what) + " was not copied", Kind: pane.Failure})
}

// outdated gives up the copy of a secret's value of which another one may be read than is stored now.
func (d *Pane) outdated(arn string) {
	for _, of := range []*Pane{d, d.errand} {
		if of != nil && of.secret.ARN == arn && of.version.ID == "" && d.copies.Awaits(of.value.awaited.turn) {
			d.DropCopy("another value was saved meanwhile")
			return
		}
	}
}
