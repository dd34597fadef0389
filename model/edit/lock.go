package edit

import (
	"crypto/sha256"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/disk"
	"strongroom/model/pane"
	"strongroom/ui"
)

// resting is what becomes of the open edit while the screen is locked: its values go to its draft, and out of memory once they
// are seen to lie there.
type resting struct {
	locked bool
	trying *pane.Question // the edit that is being put aside
	stays  string         // why it stays in memory; safe text that names nothing
	left   leftover
}

// leftover is what stays in memory of an edit whose values lie in its draft alone.
type leftover struct {
	unsure, weak, crowded bool
	revival               change.Revival // without its value
	label                 change.Left    // of the last save
	anewGone              string
	holder                holder
	err                   error
}

// asideKept tells that an edit's draft was written and read again, and sum what it holds.
type asideKept struct {
	of  *pane.Question
	sum [sha256.Size]byte
	err error
}

// asideRead is the edit that was put aside.
type asideRead struct {
	of  *pane.Question
	d   disk.Draft
	err error
}

// Lock puts the edit aside, at once or once what is under way with it has ended.
func (e *Pane) Lock() { e.rest.locked, e.rest.trying, e.rest.stays = true, nil, "" }

// Unlock brings it back, masked.
func (e *Pane) Unlock() tea.Cmd {
	e.rest.locked, e.rest.trying, e.rest.stays = false, nil, ""
	if e.mode != editAside {
		return nil
	}
	of, slot := e.id, e.drafts.slot
	return func() tea.Msg {
		d, err := slot.Read()
		return asideRead{of, d, err}
	}
}

// RestNote says what has become of an unsaved edit while the screen is locked, "" for nothing. It names nothing.
func (e *Pane) RestNote() string {
	switch {
	case e.mode == editAside:
		return "An unsaved edit is kept as an encrypted draft."
	case e.rest.stays != "":
		return "An unsaved edit stays in memory, masked: " + e.rest.stays + "."
	}
	return ""
}

// putAside goes on with putting the edit aside, where nothing is in the way of it.
func (e *Pane) putAside() tea.Cmd {
	if r := &e.rest; !r.locked || r.trying == e.id || r.stays != "" || !e.IsOpen() || e.mode == editAside || e.saving || e.trip.away {
		return nil
	}
	dr, unsaved := e.unsaved()
	switch {
	case unsaved && !e.trip.kept.Held() && e.KeepsDrafts():
		e.rest.trying = e.id
		return e.keepAside(dr)
	case unsaved && e.KeepsDrafts():
		e.rest.stays = "what came back from the editor has no draft"
	case unsaved:
		e.rest.stays = "no drafts are kept here"
	case e.attempt != nil:
		e.rest.stays = "how its last save went is not known"
	case e.base.Held() && e.fresh == nil, e.mode == editReading:
		name := ui.Text(e.secret.Name)
		e.Close()
		e.Say(pane.Said{Text: "the edit of " + name + " was closed while the screen was locked: nothing was changed in it"})
	}
	dr.Wipe()
	return nil
}

var errNotThere = errors.New("it does not lie there as it was written")

// keepAside writes the draft, and looks whether it can be read again.
func (e *Pane) keepAside(dr disk.Draft) tea.Cmd {
	sum, of := dr.Sum(), e.id
	write := e.drafts.write(dr)
	slot := e.drafts.slot
	return func() tea.Msg {
		out := asideKept{of: of, sum: sum, err: write()}
		if out.err != nil {
			return out
		}
		back, err := slot.Read()
		if out.err = err; err == nil && back.Sum() != sum {
			out.err = errNotThere
		}
		back.Wipe()
		return out
	}
}

// hearAside ends the edit's values once they lie in its draft, unless somebody is back already.
func (e *Pane) hearAside(msg asideKept) {
	if msg.of != e.id || e.rest.trying != e.id {
		return
	}
	if e.rest.trying = nil; msg.err != nil {
		e.rest.stays, e.drafts.sum = "its draft could not be written", [sha256.Size]byte{}
		return
	}
	e.drafts.sum = msg.sum
	if dr, unsaved := e.unsaved(); unsaved {
		same := dr.Sum() == msg.sum
		if dr.Wipe(); same {
			e.forgetValues()
		}
	}
}

// forgetValues leaves of the edit what is no value.
func (e *Pane) forgetValues() {
	kept := leftover{unsure: e.unsure, weak: e.weak, crowded: e.crowded, revival: e.revival, anewGone: e.anewGone, holder: e.holder, err: e.err}
	kept.revival.Value = backend.Value{}
	if e.attempt != nil {
		kept.label = e.attempt.Left
	}
	id, secret, fresh := e.id, e.secret, e.fresh
	e.Close()
	e.id, e.secret, e.fresh, e.mode, e.rest.left = id, secret, fresh, editAside, kept
}

// hearBackFromDraft goes on with the edit that was put aside. One that cannot be read stays for the next start.
func (e *Pane) hearBackFromDraft(msg asideRead) {
	if msg.of != e.id || e.mode != editAside {
		msg.d.Wipe()
		return
	}
	if msg.err != nil {
		name := ui.Text(e.secret.Name)
		e.drafts.slot.Leave()
		e.drafts.slot = nil
		e.Close()
		e.Say(pane.Said{Text: "the edit of " + name + " could not be read from its draft, which stays", Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Failure})
		return
	}
	k := e.rest.left
	e.unsure, e.weak, e.crowded, e.revival, e.anewGone, e.holder = k.unsure, k.weak, k.crowded, k.revival, k.anewGone, k.holder
	e.resume(msg.d)
	if e.err = k.err; e.attempt != nil {
		e.attempt.Left = k.label
	}
	e.note = "back from its draft, masked"
}
