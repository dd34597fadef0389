package model

import (
	"context"
	"errors"
	"path"
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

// edit is the pane in which one secret's value is changed. It takes the right side while it is open, and stays with its
// secret whatever is selected. Values are masked unless shown; they are wiped when it closes.
type edit struct {
	*pane.Desk
	secret backend.Secret
	mode   editMode
	// fresh is the secret that is yet to be made, nil for one that exists; holder is what has its name already.
	fresh  *backend.NewSecret
	holder holder
	// base is the value the edit started from, version the version it was ("" where there was none yet).
	base    backend.Value
	version string
	read    pane.Ask
	err     error // the last save, or the reading, failed so
	note    string
	left    backend.Lifetime // of what is shown

	form   form
	aimed  aim // what the cursor begins on
	typing *typing
	text   *dialog.Buffer // the whole value as text
	back   bool           // esc leads from the text to the form
	hidden bool           // the text is masked
	picked []fileBytes    // for a binary value; the last is what would be saved
	top    int
	clash  *clash

	saving  bool
	work    pane.Ask     // the save, or what comes before it, that is under way
	unsure  bool         // whether the last save took effect is not known
	attempt *change.Save // the last save, for its token
	weak    bool         // this role may not move labels here, or (crowded) no label is free
	crowded bool
	revival change.Revival // the last one, without its value
	// anewGone is the secret that was deleted for good so that this one can have its name.
	anewGone string
	out      outing

	*session
	life *pane.Question // this edit, which has a draft of its own

	w, h   int
	cursor spot
}

// session is what outlives an edit and ends with the program.
type session struct {
	drafts drafting
	// passwords are the rules of the generator, as they were last; madeHere: on this machine.
	passwords backend.PasswordRules
	madeHere  bool
	// labelsDenied are the ARNs of secrets whose labels this role may not move.
	labelsDenied map[string]bool
	// The dialogs that were opened last; what they ask for they get as long as they wait for it.
	choosing  *draftsDialog
	generator *generator
	picking   filePicking
	editor    *Editor // the user's own, nil for none
	agreed    bool    // copies that it may keep are accepted
}

// newEdit makes the pane; store keeps its drafts, and editor is the user's own, nil for none.
func newEdit(d *pane.Desk, store *disk.Drafts, editor *Editor) *edit {
	return &edit{Desk: d, session: &session{drafts: drafting{store: store}, editor: editor, labelsDenied: map[string]bool{},
		passwords: backend.PasswordRules{Length: backend.DefaultPassword, RequireEachType: true}}}
}

// spot is where the terminal's cursor belongs inside the pane.
type spot struct {
	x, y int
	on   bool
}

type editMode int

const (
	editClosed editMode = iota
	editReading
	editUnreadable
	inForm
	inText
	inBytes
	inConflict
)

// IsOpen reports whether there is an edit.
func (e *edit) IsOpen() bool { return e.mode != editClosed }

// Scope of the pane's keys.
func (e *edit) Scope() keymap.Scope {
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
func (e *edit) Resize(w, h int) {
	e.w, e.h = ui.Inner(w, h)
	e.form.resize(e.w)
}

// start opens the pane on a secret. held is its value if it is held already, which is then not read again.
func (e *edit) start(s backend.Secret, held backend.Value, version string) tea.Cmd {
	e.Close()
	e.secret = s
	e.touch()
	if held.Held() {
		e.take(held, version)
		return nil
	}
	e.mode = editReading
	ctx, id := e.read.Start(e.Ctx)
	return readForEdit(ctx, id, e.Backend, s.ARN)
}

// editRead is the value that an edit asked for; it has nothing to do with one that is looked at.
type editRead struct {
	ask *pane.Question
	r   backend.Revealed
	err error
}

func readForEdit(ctx context.Context, id *pane.Question, be backend.Backend, arn string) tea.Cmd {
	return func() tea.Msg {
		r, err := be.Reveal(ctx, arn, backend.VersionRef{Stage: backend.Current})
		return editRead{id, r, err}
	}
}

// take begins the edit of a value, which it keeps.
func (e *edit) take(v backend.Value, version string) {
	e.base, e.version = v, version
	doc := document.Of(v)
	switch {
	case v.Binary():
		e.mode = inBytes
	case doc.Kind == document.KindJSON:
		e.mode = inForm
		e.form.load(v.Clone(), doc)
		e.aim(e.aimed)
	default:
		e.mode, e.text, e.hidden = inText, dialog.BufferIn(e.Ledger, v), false
	}
}

// aim puts the form's cursor on a field, once there is a form.
func (e *edit) aim(at aim) {
	e.aimed = at
	if e.mode == inForm {
		at.in(e.form.doc, func(field int) bool { return e.form.goTo(rowID{field, 0}) })
	}
}

// Close ends the edit: what it held is wiped.
func (e *edit) Close() {
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
	e.out.kept.Wipe()
	if e.clash != nil {
		e.clash.wipe()
	}
	if e.attempt != nil {
		e.attempt.Value.Wipe()
	}
	e.work.Stop()
	*e = edit{Desk: e.Desk, read: e.read, work: e.work, session: e.session, life: new(pane.Question), w: e.w, h: e.h}
	e.form.w = e.w
}

// Conceal masks everything; the edit goes on.
func (e *edit) Conceal() {
	e.form.hideAll()
	if e.typing != nil {
		e.typing.shown = false
	}
	e.hidden = e.text != nil
	if e.clash != nil {
		clear(e.clash.shown)
	}
}

func (e *edit) touch() { e.left = backend.NewLifetime(e.Now, pane.Lifetime) }

// Expire masks what was shown long enough.
func (e *edit) Expire(now time.Time) {
	if e.IsOpen() && e.plain() && e.left.Over(now) {
		e.Conceal()
	}
}

// plain reports whether any plaintext may be on the screen.
func (e *edit) plain() bool {
	return len(e.form.shown) > 0 || e.typing != nil && e.typing.shown || e.text != nil && !e.hidden || e.clash != nil && len(e.clash.shown) > 0
}

// typesPlain reports whether what is typed shows on the screen.
func (e *edit) typesPlain() bool {
	if e.typing != nil {
		return e.typing.shown
	}
	return e.mode == inText && !e.hidden
}

// Wake is when it is looked next whether what is shown must be masked.
func (e *edit) Wake(now time.Time, _ bool) time.Time {
	if e.IsOpen() && e.plain() {
		return e.left.Tick(now)
	}
	return time.Time{}
}

// Hear hears the value that was asked for.
func (e *edit) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Refreshed:
		return e.FindDrafts()
	case outsideChosen:
		e.agreed = true
		e.Tell(pane.Asked{Action: keymap.EditOutside})
	case broughtBack:
		e.stir()
		return e.hearBack(msg)
	case dropChosen:
		e.stir()
		e.drop()
	case newChosen:
		e.stir()
		return e.startNew(msg)
	case createChosen:
		e.stir()
		return e.startCreate(e.result(), msg.way)
	case created:
		e.stir()
		return e.hearCreate(msg)
	case existingChosen:
		return e.readExisting()
	case existingRead:
		e.stir()
		e.hearExisting(msg)
	case anewAsked:
		e.Open(e.anewDialog())
	case anotherName:
		e.askAnotherName()
	case saveChosen:
		e.stir()
		return e.startSave(msg)
	case editSaved:
		e.stir()
		return e.hearSave(msg)
	case discardChosen:
		return e.discard(msg)
	case fileRead:
		e.stir()
		e.hearFile(msg)
	case passwordMade:
		e.hearPassword(msg)
	case passwordChosen:
		e.stir()
		e.takePassword(msg.v)
	case draftDue:
		return e.draftIsDue(msg)
	case draftKept:
		e.draftWasKept(msg)
	case draftsFound:
		return e.hearDrafts(msg)
	case draftChosen:
		return takeDraft(e.drafts.store, msg.id, e.Pressed)
	case draftTaken:
		e.stir()
		return e.hearTaken(msg)
	case dropDraftChosen:
		return e.dropLeft(msg.id)
	case draftDropped:
		e.hearDropped(msg)
	case editRead:
		e.stir()
		e.hearRead(msg)
	}
	return nil
}

// hearRead begins the edit of the value that was asked for.
func (e *edit) hearRead(msg editRead) {
	if e.mode != editReading || !e.read.Fits(msg.ask) || e.fresh == nil && msg.r.ARN != e.secret.ARN && msg.err == nil {
		msg.r.Value.Wipe()
		return
	}
	e.read.Done()
	switch {
	case e.fresh != nil && (msg.err == nil || errors.Is(msg.err, backend.ErrNoValue)):
		e.beginLike(msg.r)
	case errors.Is(msg.err, backend.ErrNoValue):
		e.mode, e.text = inText, dialog.BufferIn(e.Ledger, backend.Value{})
		e.note = "this secret has no value yet"
	case msg.err != nil:
		e.mode, e.err = editUnreadable, msg.err
	default:
		e.take(msg.r.Value.Clone(), msg.r.Version)
		msg.r.Value.Wipe()
		e.touch()
	}
}

// result is the value as it would be saved. Whoever asks wipes it.
func (e *edit) result() backend.Value {
	switch e.mode {
	case inForm:
		return e.form.result()
	case inText:
		return e.text.Value()
	case inBytes:
		return e.bytes()
	case inConflict:
		return e.clash.result()
	}
	return backend.Value{}
}

// Dirty reports whether there is anything to lose.
func (e *edit) Dirty() bool {
	switch e.mode {
	case inForm, inText, inBytes:
	case inConflict:
		return true
	default:
		return false
	}
	if e.saving || e.out.kept.Held() || e.typing != nil && e.typing.touched {
		return true
	}
	v := e.result()
	defer v.Wipe()
	if !e.base.Held() {
		return v.Len() > 0
	}
	return !document.SameBytes(e.base, v)
}

// Unavailable gives the reason why an action of the edit cannot run.
func (e *edit) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.Resume:
		return e.unresumable(), true
	case keymap.EditOutside:
		return e.cannotGoOutside(on), true
	}
	if on.Focus == pane.Edit {
		return e.unavailable(a), true
	}
	switch a {
	case keymap.EditValue:
		return e.editable(on.Secret, on.On), true
	case keymap.NewSecret, keymap.NewLike:
		return e.canMake(a, on), true
	}
	return "", false
}

func (e *edit) unavailable(a keymap.Action) string {
	if e.saving {
		return e.whileSaving(a)
	}
	if e.out.away && a != keymap.Quit {
		return e.stays()
	}
	if e.mode == editReading || e.mode == editUnreadable {
		return e.withoutValue(a)
	}
	if a == keymap.Generate && e.typing != nil && e.typing.name() {
		return "a key's name is not generated"
	}
	if a == keymap.Generate && e.mode == inText && e.hidden {
		return e.maskedText()
	}
	if e.mode == inBytes {
		return e.bytesUnavailable(a)
	}
	if e.mode == inForm && e.typing == nil {
		return e.form.unavailable(a, e.Keys)
	}
	return ""
}

// withoutValue is the reason why what needs a value cannot be done before there is one.
func (e *edit) withoutValue(a keymap.Action) string {
	switch a {
	case keymap.ChangeValue, keymap.AddKey, keymap.DeleteKey, keymap.RenameKey, keymap.UndoEdit, keymap.ChangeText, keymap.WholeText,
		keymap.Reveal, keymap.RevealAll, keymap.Save:
		if e.mode == editReading {
			return "the value is still being read"
		}
		return e.stays()
	}
	return ""
}

// Show tells of the edit that is open.
func (e *edit) Show(on *pane.Shown) {
	if e.IsOpen() {
		on.Editing = e.secret.Name
	}
}

// Follow sees to the draft, and to the editor that waits. An edit stays with its secret, whatever is selected.
func (e *edit) Follow(on *pane.Shown) tea.Cmd {
	return tea.Batch(e.followDraft(), e.outsideAfterRead(on))
}

// Key types letters.
func (e *edit) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if k.Text == "" {
		return nil, false
	}
	e.types([]byte(k.Text))
	return nil, true
}

// Cursor is where the next letter goes.
func (e *edit) Cursor() (x, y int, on bool) { return e.cursor.x, e.cursor.y, e.cursor.on }

// Mask hides every value.
func (e *edit) Mask() { e.Conceal() }

// Wheel does nothing.
func (e *edit) Wheel(bool) {}

// Click does nothing but give the keys to the edit.
func (e *edit) Click(_, _ int) tea.Cmd { return nil }

// ClickTab has no tabs to turn to.
func (e *edit) ClickTab(int) tea.Cmd { return nil }

// Idle: there is nothing to go on with.
func (e *edit) Idle(a keymap.Action, _ *pane.Shown) bool {
	return a == keymap.Resume && len(e.drafts.left) == 0
}

// Label is what a key that goes back and forth would do.
func (e *edit) Label(a keymap.Action, _ *pane.Shown) string {
	switch {
	case a == keymap.Leave && e.saving:
		return "stop waiting"
	case a == keymap.ShowTyped && e.typesPlain():
		return "hide"
	}
	return ""
}

// Act does what the user asked for.
func (e *edit) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	e.stir()
	switch a {
	case keymap.EditValue:
		return e.startOn(on)
	case keymap.EditOutside:
		return e.editOutside(on)
	case keymap.NewSecret, keymap.NewLike:
		e.askNew(a, on)
	case keymap.Resume:
		return e.resumeOrLook()
	case keymap.SaveFile:
		e.Open(dialog.SaveFile(e.Keys, ui.Text(e.secret.Name), path.Base(e.secret.Name), e.base.Len(), e.base.Clone))
	case keymap.FromFile:
		e.askFile()
	case keymap.Generate:
		return e.openGenerator()
	case keymap.Save:
		return e.reviewSave()
	case keymap.Leave:
		return e.leave()
	default:
		e.actInside(a)
	}
	return nil
}

// actInside does what changes the edit, or what of it is shown.
func (e *edit) actInside(a keymap.Action) {
	e.touch()
	e.note = ""
	switch {
	case e.typing != nil:
		e.actTyping(a)
	case e.mode == inForm:
		e.actForm(a)
	case e.mode == inText:
		e.actText(a)
	case e.mode == inBytes && a == keymap.UndoEdit:
		e.unpick()
	case e.mode == inConflict:
		e.clash.act(a)
	}
}

// types takes typed letters; exact takes a paste.
func (e *edit) types(text []byte) {
	e.stir()
	e.touch()
	e.note = ""
	switch {
	case e.saving || e.out.away:
	case e.typing != nil && e.typing.unseen():
		e.note = e.masked()
	case e.typing != nil:
		e.typing.insert(text, true)
	case e.unseenText():
	case e.mode == inText:
		e.text.Insert(text, true)
	}
}

// Paste takes pasted bytes as they are; it is never a command. Terminals send a line end as CR, so a paste of lines
// without any LF gets them back.
func (e *edit) Paste(content string) tea.Cmd {
	text := dialog.PastedBytes(content)
	defer clear(text)
	e.stir()
	switch {
	case e.saving || e.out.away || len(text) == 0:
	case e.typing != nil && e.typing.unseen():
		e.note = e.masked()
	case e.typing != nil:
		e.typing.insert(text, false)
	case e.unseenText():
	case e.mode == inText:
		e.text.Insert(text, false)
	default:
		return pane.Say(pane.Warning, "a paste needs a value to go into: enter opens one")
	}
	e.touch()
	return nil
}
