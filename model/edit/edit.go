// Package edit is the pane in which one secret's value is changed or a new secret is made. Values are masked unless shown.
package edit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Pane is the pane in which one secret's value is changed. It takes the right side while it is open, and stays with its
// secret whatever is selected. Values are masked unless shown; they are wiped when it closes.
type Pane struct {
	*pane.Desk
	*session
	secret backend.Secret
	mode   editMode
	// fresh is the secret that is yet to be made, nil for one that exists; holder is what has its name already.
	fresh  *backend.NewSecret
	holder holder
	// base is the value the edit started from, version the version it was ("" where there was none yet).
	base    backend.Value
	version string
	read    pane.Ask
	since   time.Time // when what is being read was asked for
	err     error     // the last save, or the reading, failed so
	note    string
	shown   *pane.Exposure // rows of the form and of a conflict, what is typed, the text

	form     form
	aimed    aim // what the cursor begins on
	typing   *typing
	text     *dialog.Buffer // the whole value as text
	back     bool           // esc leads from the text to the form
	asBinary bool           // the text is kept as binary
	picked   []pickedFile   // for a binary value; the last is what would be saved
	top      int
	conflict *conflict

	saving  bool
	reads   bool         // and that is the read of a value alone
	work    pane.Ask     // the save, or what comes before it, that is under way
	unsure  bool         // whether the last save took effect is not known
	merged  bool         // it is made of theirs and ours
	attempt *change.Save // the last save, for its token
	weak    bool         // this role may not move labels here, or (crowded) no label is free
	crowded bool
	revival change.Revival // the last one, without its value
	// anewGone is the secret that was deleted for good so that this one can have its name.
	anewGone string
	trip     editorTrip

	id *pane.Question // this edit, which has a draft of its own

	w, h int
}

// session is what outlives an edit and ends with the program.
type session struct {
	drafts drafting
	rest   resting
	// passwords are the rules of the generator, as they were last; madeHere: on this machine.
	passwords backend.PasswordRules
	madeHere  bool
	// labelsDenied are the ARNs of secrets whose labels this role may not move.
	labelsDenied map[string]bool
	// The dialogs that were opened last; what they ask for they get as long as they wait for it.
	choosing  *draftsDialog
	generator *generator
	picking   filePicking
	editor    *pane.Editor // the user's own, nil for none
	agreed    bool         // copies that it may keep are accepted
}

// New makes the pane; store keeps its drafts.
func New(d *pane.Desk, store *disk.Drafts) *Pane {
	e := &Pane{Desk: d, shown: d.Exposures.Of(pane.Edit, nil), session: &session{drafts: drafting{store: store}, editor: d.Editor,
		labelsDenied: map[string]bool{}, passwords: backend.PasswordRules{Length: backend.DefaultPassword, RequireEachType: true}}}
	e.form.shown = e.shown
	return e
}

type editMode int

const (
	editClosed editMode = iota
	editReading
	editUnreadable
	editAside // its values lie in its draft alone
	inForm
	inText
	inBytes
	inConflict
)

// hasNoValue reports whether there is none to edit yet, or at all.
func (m editMode) hasNoValue() bool { return m == editReading || m == editUnreadable || m == editAside }

// IsOpen reports whether there is an edit.
func (e *Pane) IsOpen() bool { return e.mode != editClosed }

// Scope of the pane's keys.
func (e *Pane) Scope() keymap.Scope {
	switch {
	case e.typing != nil:
		return keymap.Typing
	case e.mode == inText:
		return keymap.Text
	case e.mode == inBytes:
		return keymap.Bytes
	case e.mode == inConflict:
		return keymap.Conflict
	}
	return keymap.Edit
}

// Resize gives the pane's outer size.
func (e *Pane) Resize(w, h int) {
	e.w, e.h = ui.Inner(w, h)
	e.form.resize(e.w)
	e.fit()
}

// Close ends the edit: what it held is wiped.
func (e *Pane) Close() {
	e.read.Stop()
	e.picking.Stop()
	e.base.Wipe()
	e.form.wipe()
	if e.typing != nil {
		e.typing.buf.Wipe()
	}
	if e.text != nil {
		e.text.Wipe()
	}
	for _, p := range e.picked {
		p.value.Wipe()
	}
	e.trip.kept.Wipe()
	if e.conflict != nil {
		e.conflict.wipe()
	}
	if e.attempt != nil {
		e.attempt.Value.Wipe()
	}
	e.work.Stop()
	e.shown.End()
	*e = Pane{Desk: e.Desk, session: e.session, shown: e.shown, id: new(pane.Question), w: e.w, h: e.h}
	e.form.w, e.form.shown = e.w, e.shown
}

// Conceal ends nothing: the edit goes on, masked.
func (e *Pane) Conceal() {}

func (e *Pane) touch() { e.shown.Touch() }

// typesPlain reports whether what is typed shows on the screen.
func (e *Pane) typesPlain() bool {
	if e.typing != nil {
		return e.typing.shows()
	}
	return e.mode == inText && !e.hidden()
}

// hidden reports whether the text is masked.
func (e *Pane) hidden() bool { return !e.shown.Shows(pane.Whole{}) }

// Wake is never: what the edit shows ends by itself.
func (e *Pane) Wake(now time.Time, drawn bool) time.Time {
	if e.mode != editReading || !drawn {
		return time.Time{}
	}
	return pane.SpinnerWakes(e.since, now)
}

// result is the value as it would be saved. Whoever asks wipes it.
func (e *Pane) result() backend.Value {
	switch e.mode {
	case inForm:
		return e.form.result()
	case inText:
		return e.textResult()
	case inBytes:
		return e.bytes()
	case inConflict:
		return e.conflict.result()
	}
	return backend.Value{}
}

// Dirty reports whether there is anything to lose.
func (e *Pane) Dirty() bool {
	switch e.mode {
	case inForm, inText, inBytes:
	case inConflict, editAside:
		return true
	default:
		return false
	}
	if e.saving || e.trip.kept.Held() || e.typing != nil && e.typing.begun() {
		return true
	}
	v := e.result()
	defer v.Wipe()
	if !e.base.Held() {
		return v.Len() > 0
	}
	return !document.SameBytes(e.base, v)
}

// Show tells of the edit that is open.
func (e *Pane) Show(on *pane.Shown) {
	if e.IsOpen() {
		on.Editing = e.secret.Name
	}
}

// Follow sees to the draft, and to the editor that waits. An edit stays with its secret, whatever is selected.
func (e *Pane) Follow(on *pane.Shown) tea.Cmd {
	return tea.Batch(e.putAside(), e.followDraft(), e.outsideAfterRead(on))
}

// ClickTab has no tabs to turn to.
func (e *Pane) ClickTab(int) tea.Cmd { return nil }
