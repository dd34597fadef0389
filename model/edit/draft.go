package edit

import (
	"crypto/sha256"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// draftDelay is how long a change to an edit may be without a draft. What comes within it is written at once.
const draftDelay = time.Second

// drafting keeps a draft of the open edit, so that the program can be killed at any moment, and knows the drafts that
// earlier runs have left. An edit that is closed has no draft: it was saved or dropped.
type drafting struct {
	store *disk.Drafts

	// slot is where the open edit's draft lies, nil before there is one; of is the edit that it belongs to.
	slot    *disk.Slot
	of      *pane.Question
	number  int               // of the last write
	sum     [sha256.Size]byte // of what was written last
	trouble string            // why the last write failed; safe text
	older   bool              // something was written before
	stirred bool              // the edit may have changed since it was looked at
	waiting bool              // a timer runs
	timer   *pane.Question
	ended   bool
	atEnd   func() tea.Msg // writes for the last time; it may be called again and from anywhere

	left []disk.KeptDraft
}

// draftDue tells that an edit's draft may be written anew.
type draftDue struct{ timer *pane.Question }

// draftKept is the result of writing one.
type draftKept struct {
	of  *pane.Question
	err error
}

// draftsFound are the drafts that earlier runs have left. lost is how many no key opens any more.
type draftsFound struct {
	keys int // how many keys had been pressed when the user asked for them, 0 where nobody did
	left []disk.KeptDraft
	lost int
	err  error
}

// FindDrafts looks for them.
func (e *Pane) FindDrafts() tea.Cmd { return e.findDrafts(0) }

// findDrafts looks for them, keys being how many keys had been pressed where the user wants it.
func (e *Pane) findDrafts(keys int) tea.Cmd {
	store, now := e.drafts.store, e.Now
	if store.Missing() != "" {
		return nil
	}
	return func() tea.Msg {
		left, lost, err := store.List(now)
		return draftsFound{keys, left, lost, err}
	}
}

// followDraft sees to the draft after each message: it ends with its edit, and is due a while after a change.
func (e *Pane) followDraft() tea.Cmd {
	d := &e.drafts
	if d.ended {
		return nil
	}
	var cmd tea.Cmd
	if d.of != e.id {
		cmd = d.drop()
		d.of, d.trouble, d.older = e.id, "", false
	}
	if !e.IsOpen() || d.store.Missing() != "" || !d.stirred || d.waiting {
		return cmd
	}
	d.waiting = true
	d.timer = new(pane.Question)
	return tea.Batch(cmd, pane.After(e.Ctx, draftDelay, draftDue{d.timer}))
}

// stir notes that the edit may have changed. Too often costs little, too seldom costs the user's letters.
func (e *Pane) stir() { e.drafts.stirred = true }

// draftIsDue writes the draft that a timer was for.
func (e *Pane) draftIsDue(msg draftDue) tea.Cmd {
	d := &e.drafts
	if msg.timer != d.timer || !d.waiting {
		return nil
	}
	d.waiting = false
	return e.keepDraft()
}

// draftWasKept tells of trouble with the open edit's draft.
func (e *Pane) draftWasKept(msg draftKept) {
	d := &e.drafts
	if msg.of != d.of {
		return
	}
	if d.trouble = ""; msg.err == nil {
		d.older = true
	} else {
		d.trouble, d.sum = ui.Text(backend.Message(msg.err)), [sha256.Size]byte{}
	}
}

// keepDraft writes the open edit's draft where there is anything new in it, and drops it where there is nothing to lose.
func (e *Pane) keepDraft() tea.Cmd {
	d := &e.drafts
	d.stirred = false
	if d.ended || d.store.Missing() != "" || e.mode == editAside { // which is its draft already
		return nil
	}
	dr, ok := e.unsaved()
	if !ok {
		return d.drop()
	}
	sum := dr.Sum()
	if sum == d.sum {
		dr.Wipe()
		return nil
	}
	d.sum = sum
	write := d.write(dr)
	of := d.of
	return func() tea.Msg { return draftKept{of, write()} }
}

// write is one write of a draft, which it ends.
func (d *drafting) write(dr disk.Draft) func() error {
	if d.slot == nil {
		d.slot, d.number = d.store.Slot(), 0
	}
	d.number++
	slot, number := d.slot, d.number
	return func() error {
		defer dr.Wipe()
		return slot.Keep(number, dr)
	}
}

// drop takes the open edit's draft away.
func (d *drafting) drop() tea.Cmd {
	slot := d.slot
	d.slot, d.sum = nil, [sha256.Size]byte{}
	if slot == nil {
		return nil
	}
	return func() tea.Msg {
		if err := slot.Drop(); err != nil {
			return pane.Said{Text: ui.Text(err.Error()), Hint: ui.Text(backend.Message(err)) + ": it will be offered again", Kind: pane.Warning}
		}
		return nil
	}
}

// lastDraft writes what the edit is like when the program ends, and leaves it to the next run. Once it is called it is only
// waited for. It tells of a draft that could not be written.
func (e *Pane) lastDraft() tea.Cmd {
	d := &e.drafts
	var drop tea.Cmd
	if !d.ended {
		drop = e.keepDraftAtEnd()
		d.ended = true
	}
	return func() tea.Msg {
		if drop != nil {
			drop()
		}
		return d.atEnd()
	}
}

func (e *Pane) keepDraftAtEnd() (drop tea.Cmd) {
	d := &e.drafts
	d.atEnd = func() tea.Msg { return nil }
	if e.mode == editAside {
		slot := d.slot
		d.atEnd = func() tea.Msg { slot.Leave(); return nil }
		return nil
	}
	if d.store.Missing() != "" || !e.IsOpen() {
		return d.drop()
	}
	dr, ok := e.unsaved()
	if !ok {
		return d.drop()
	}
	write := d.write(dr)
	slot := d.slot
	kept, name := "no draft", ui.Text(e.secret.Name)
	if d.older {
		kept = "only an older draft"
	}
	d.atEnd = sync.OnceValue(func() tea.Msg {
		defer slot.Leave()
		if err := write(); err != nil {
			return pane.Said{Text: kept + " of the edit of " + name + " is kept: " + ui.Text(backend.Message(err)), Kind: pane.Failure}
		}
		return nil
	})
	return nil
}

// noDraft drops the draft for the last time: the user wants nothing of the edit to stay.
func (e *Pane) noDraft() tea.Cmd {
	d := &e.drafts
	if d.ended {
		return nil
	}
	d.ended, d.atEnd = true, func() tea.Msg { return nil }
	return d.drop()
}

// unsaved is the open edit as a draft keeps it; ok is false where there is nothing to lose.
func (e *Pane) unsaved() (d disk.Draft, ok bool) {
	d = disk.Draft{Place: disk.PlaceOf(e.Backend.Where(), e.Who), ARN: e.secret.ARN, Name: e.secret.Name, At: e.Now}
	if e.fresh != nil {
		fresh := *e.fresh // which may get another name while the draft is written
		d.ARN, d.Fresh = "", &fresh
	}
	switch e.mode {
	case inForm, inText, inBytes:
		d.Base, d.Version, d.Value = e.base.Clone(), e.version, e.soFar()
	case inConflict:
		d.Base, d.Version, d.Value = e.conflict.draft(e)
	default:
		return d, false
	}
	if d.Base.Held() && document.SameBytes(d.Base, d.Value) || !d.Base.Held() && d.Value.Len() == 0 {
		d.Wipe()
		return disk.Draft{}, false
	}
	if last := e.attempt; last != nil {
		tried := *last
		tried.Value = last.Value.Clone()
		d.Tried = &tried
	}
	return d, true
}

// draft is the conflict as an edit: of their version once all is chosen, else of the one that yours started from, which
// brings the conflict up again.
func (c *conflict) draft(e *Pane) (base backend.Value, version string, v backend.Value) {
	if c.open() == 0 {
		if v = c.result(); !document.SameBytes(v, c.theirs) {
			return c.theirs.Clone(), c.version, v
		}
		v.Wipe()
	}
	return e.base.Clone(), e.version, c.yours.Clone()
}

// soFar is the edit's value with what is being typed in it, though it is not kept yet.
func (e *Pane) soFar() backend.Value {
	if e.mode != inForm || e.typing == nil || !e.typing.begun() {
		return e.result()
	}
	if e.typing.name() {
		empty := e.Ledger.Text(`""`) // the value of a key that has none yet
		defer empty.Wipe()
		next, ok := e.named(empty)
		if !ok {
			return e.result()
		}
		return next.Apply(e.form.value, e.form.doc)
	}
	text := e.typing.buf.Value()
	defer text.Wipe()
	lit, err := e.typing.literal(text)
	if err != nil { // half a number, half a JSON text: better as text than lost
		lit, err = document.ParseLiteral(text, document.FieldString)
	}
	if err != nil {
		return e.result()
	}
	defer lit.Raw.Wipe()
	return e.with(lit).Apply(e.form.value, e.form.doc)
}

// with is the form's edit with the value that is being typed.
func (e *Pane) with(lit document.Literal) document.Edit {
	t, f := e.typing, &e.form
	switch {
	case t.what == typingNewValue:
		next, _ := f.edit.Add(t.parent, t.key, lit)
		return next
	case t.row.field < 0:
		a, _ := f.edit.Added(t.row.id)
		a.Literal = lit
		return f.edit.SetAdded(t.row.id, &a)
	}
	return f.edit.Set(f.doc, t.row.field, lit)
}

// named is the form's edit with the key's name that is being typed, and a new key's value; ok is false where it cannot be one.
func (e *Pane) named(value backend.Value) (next document.Edit, ok bool) {
	t, f := e.typing, &e.form
	name, parent := t.buf.Text(), t.parent
	if t.what == typingName {
		parent, _ = f.parent(formRow{rowID: t.row})
	}
	switch {
	case name == "" || document.FieldNameProblem(name) != "" || f.taken(parent, name, t.row):
		return next, false
	case t.what == typingNewName:
		next, _ = f.edit.Add(parent, name, document.Literal{Raw: value, Kind: document.FieldString})
	case t.row.field < 0:
		a, _ := f.edit.Added(t.row.id)
		a.Key = name
		next = f.edit.SetAdded(t.row.id, &a)
	default:
		next = f.edit.Rename(f.doc, t.row.field, name)
	}
	return next, true
}

// resume begins the edit as a draft has it, all masked. It keeps what it needs of the draft and ends the rest.
func (e *Pane) resume(d disk.Draft) {
	e.fresh, e.attempt = d.Fresh, d.Tried
	if last := e.attempt; last != nil && last.ID != "" && !last.Weak {
		last.Left = last.Aside(true)
	}
	e.take(d.Base, d.Version)
	doc := document.Of(d.Value)
	switch {
	case d.Value.Binary():
		e.form.wipe()
		if e.text != nil {
			e.text.Wipe()
		}
		e.text, e.asBinary = nil, false
		e.mode, e.picked = inBytes, append(e.picked, pickedFile{"the draft", d.Value})
	case e.mode == inForm && doc.Kind == document.KindJSON:
		e.form.become(d.Value, doc)
		e.form.toChange()
	default:
		if e.text == nil {
			e.text = dialog.BufferIn(e.Ledger, d.Base)
		}
		e.form.wipe()
		e.mode = inText
		d.Value.Use(e.text.ReplaceAll)
		d.Value.Wipe()
	}
	e.shown.HideAll()
}

// roomForWhy is how high the pane must be for its foot to say why no draft is kept.
const roomForWhy = 14

// noDraftWhy says that the edit has no draft, or none of now, and why; "" where it has one.
func (e *Pane) noDraftWhy() string {
	switch missing := e.drafts.store.Missing(); {
	case missing != "" && e.h >= roomForWhy:
		return "no draft is kept: " + ui.Text(missing)
	case e.drafts.trouble == "":
		return ""
	case e.drafts.older:
		return "only an older draft is kept: " + e.drafts.trouble
	}
	return "no draft is kept: " + e.drafts.trouble
}

// keeping says in a few words how long the edit's draft lasts, or that there is none. What the foot tells already is "".
func (e *Pane) keeping() string {
	switch store := e.drafts.store; {
	case e.noDraftWhy() != "":
		return ""
	case store.Missing() != "":
		return "no draft is kept"
	case store.OutliveLogin():
		return "draft's key in the keyring"
	}
	return "draft kept until log-out"
}
