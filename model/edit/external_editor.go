package edit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editorTrip is what the edit pane knows of the user's own editor.
type editorTrip struct {
	id    *pane.Question // of the value that is in the editor
	away  bool           // the value is in the editor
	alone bool           // the pane was opened for the editor alone
	began time.Time
	// waits: the editor is to start once the value is read, if no key is pressed meanwhile.
	waits   bool
	pressed int
	broken  *broken
	kept    backend.Value // what came back and was not taken over; reopening begins with it
}

// broken is a text that is not JSON any more, where it was: it is in the text editor, and the way back is kept.
type broken struct {
	inForm  bool // it left from the form, which still stands as it was
	typed   bool // it was typed here, and not in another editor
	strokes int  // else: the steps that the text had
}

// broughtBack is what an editor has made of a value.
type broughtBack struct {
	trip *pane.Question
	v    backend.Value
	err  error
}

// outsideChosen is the user's yes to an editor that may keep copies, for one secret, in the edit that was open then or in a new one;
// dropChosen the yes to losing what came back.
type outsideChosen struct {
	of   backend.Secret
	edit *pane.Question
}
type dropChosen struct{}

// quickly is how soon an editor comes back that did not wait for its window.
const quickly = 2 * time.Second

// cannotGoOutside is the reason why the value cannot go to the user's own editor now.
func (e *Pane) cannotGoOutside(on *pane.Shown) string {
	if on.Focus != pane.Edit {
		if why := e.editable(on.Known(), on.On); why != "" {
			return why
		}
		if on.Bytes && !e.IsOpen() {
			return binaryStays
		}
	}
	if e.IsOpen() {
		if why := e.stays(); why != "" {
			return why
		}
	}
	if e.Exposures.Denied != "" {
		return e.Exposures.Denied
	}
	switch ed := e.editor; {
	case ed == nil:
		return "there is no editor here"
	case ed.Missing != "":
		return ui.Text(ed.Missing)
	}
	return ""
}

const binaryStays = "a binary value is replaced from a file"

// stays is the reason why what the pane holds cannot leave it.
func (e *Pane) stays() string {
	switch {
	case e.saving:
		return "saving " + ui.Text(e.secret.Name) + "…"
	case e.trip.away:
		return "it is in the editor already"
	case e.typing != nil:
		return "a value is being typed: " + e.Keys.Key(keymap.Typing, keymap.KeepTyped) + " keeps it first"
	}
	switch e.mode {
	case editReading, inForm, inText:
		if e.asBinary {
			return "a text that is kept as binary is edited here"
		}
		return ""
	case inConflict:
		return "choose here first: an editor takes one value, and there are three"
	case editAside:
		return stillRead
	case editUnreadable:
		return "there is no value to edit: " + e.Keys.Key(keymap.Edit, keymap.Leave) + " leaves"
	}
	return binaryStays
}

// editOutside edits the value in the user's own editor, and asks before the first time where copies of it may stay.
func (e *Pane) editOutside(on *pane.Shown) tea.Cmd {
	if ed := e.editor; !e.agreed && (ed.Unknown || ed.Disk != "") {
		e.Open(e.outsideDialog(on))
		return nil
	}
	opened := !e.IsOpen()
	cmd := e.startOn(on)
	if opened {
		e.trip.alone = true
	}
	if e.mode == editReading {
		e.trip.waits, e.trip.pressed = true, e.Pressed
		return cmd
	}
	return tea.Batch(cmd, e.leaveForEditor())
}

// agreeOutside goes on with what was agreed to. The secret may have gone from the list behind the question, and an edit been closed by
// the end of a save.
func (e *Pane) agreeOutside(msg outsideChosen) {
	e.agreed = true
	switch {
	case e.id != msg.edit:
		e.Say(pane.Said{Text: "the edit of " + ui.Text(msg.of.Name) + " is closed meanwhile", Kind: pane.Warning})
	case e.IsOpen():
		e.Tell(pane.Asked{Action: keymap.EditOutside})
	default:
		e.Tell(pane.Asked{Action: keymap.EditOutside, Of: msg.of})
	}
}

// outsideAfterRead starts the editor that waited for the value. Whoever has done something else meanwhile is not interrupted.
func (e *Pane) outsideAfterRead(on *pane.Shown) tea.Cmd {
	if !e.trip.waits || e.mode == editReading {
		return nil
	}
	e.trip.waits = false
	if e.mode != inForm && e.mode != inText {
		e.trip.alone = false
		if e.mode == inBytes {
			e.note = binaryStays
		}
		return nil
	}
	if e.Pressed != e.trip.pressed || e.Covered() || on.Focus != pane.Edit {
		e.trip.alone = false
		e.note = "read: " + e.Keys.Key(e.Scope(), keymap.EditOutside) + " opens it in " + ui.Text(e.editor.Name)
		return nil
	}
	return e.leaveForEditor()
}

// leaveForEditor hands the present value over. The screen that comes back shows nothing of it.
func (e *Pane) leaveForEditor() tea.Cmd {
	v := e.trip.kept.Clone() // it stays until something comes back in its place
	if !v.Held() {
		v = e.result()
	}
	trip := new(pane.Question)
	e.trip.id, e.trip.away, e.trip.began, e.note = trip, true, e.Now, ""
	e.Tell(pane.TerminalLent{})
	// The loop waits while the editor runs: what there is gets its draft before.
	return tea.Sequence(e.keepDraft(), e.editor.Run(v, func(v backend.Value, err error) tea.Msg { return broughtBack{trip, v, err} }))
}

// hearBack takes what came back from the editor into the edit.
func (e *Pane) hearBack(msg broughtBack) tea.Cmd {
	e.Tell(pane.TerminalBack{})
	if !e.IsOpen() || !e.trip.away || e.trip.id != msg.trip {
		msg.v.Wipe()
		return nil
	}
	name := ui.Text(e.editor.Name)
	alone := e.trip.alone
	e.trip.away, e.trip.alone = false, false
	e.touch()
	sent := e.result()
	defer sent.Wipe()
	v, cut := disk.WithoutAddedEnd(sent, msg.v)
	if v.Held() {
		e.trip.kept.Wipe()
		e.trip.kept = backend.Value{}
	}
	if msg.err != nil {
		why := backend.Message(msg.err)
		if why == "" {
			why = msg.err.Error()
		}
		e.note = "nothing is taken over from " + name + ": " + ui.Text(why) + ". The edit is as it was" + e.keepBack(sent, v)
		return nil
	}
	switch {
	case document.SameBytes(sent, v):
		v.Wipe()
		return e.unchangedOutside(name, alone)
	case document.Of(v).Kind == document.KindBinary:
		e.note = "nothing is taken over from " + name + ": it saved bytes that are not UTF-8, which a text cannot hold. The edit is as it was" + e.keepBack(sent, v)
		return nil
	}
	e.note = changedOutside(sent, v) + " in " + name + " · " + e.Keys.Key(keymap.Edit, keymap.Save) + " reviews and saves"
	if cut {
		e.note += " · " + name + "'s added line end was taken off"
	}
	e.bringBack(v, document.Of(sent).Kind == document.KindJSON)
	return nil
}

// keepBack keeps what came back and is not taken over, until the pane closes, and says how to go on with it.
func (e *Pane) keepBack(sent, v backend.Value) string {
	switch {
	case v.Held() && !document.SameBytes(sent, v):
		e.trip.kept = v
	case !e.trip.kept.Held():
		v.Wipe()
		return ""
	}
	return "; " + e.Keys.Key(e.Scope(), keymap.EditOutside) + " reopens what was saved"
}

// changedOutside counts what an editor has changed.
func changedOutside(sent, v backend.Value) string {
	merge := document.NewMerge(sent, sent, v)
	if merge.Doc(document.BaseSide).Kind != document.KindJSON || merge.Doc(document.YourSide).Kind != document.KindJSON {
		return "changed"
	}
	n := 0
	for _, r := range merge.Rows {
		if r.State != document.Unchanged {
			n++
		}
	}
	if n == 0 {
		return "only white space or spelling changed"
	}
	return ui.Plural(n, "key") + " changed"
}

func (e *Pane) unchangedOutside(name string, alone bool) tea.Cmd {
	text := "nothing was changed in " + name
	if e.editor.Unknown && e.Now.Sub(e.trip.began) < quickly {
		text += ": if it still has a window open, $EDITOR needs the flag that makes it wait"
	}
	if alone {
		e.Close()
		return pane.Say(pane.Plain, text)
	}
	e.note = text
	return nil
}

// bringBack makes an editor's text the edit's, as one step of undo. wasJSON: it was JSON when it left.
func (e *Pane) bringBack(v backend.Value, wasJSON bool) {
	doc := document.Of(v)
	isJSON := doc.Kind == document.KindJSON
	switch {
	case e.mode == inForm && isJSON:
		e.form.become(v, doc)
		return
	case e.mode == inForm:
		e.text, e.back, e.top, e.mode = dialog.NewBuffer(v), true, 0, inText
		e.trip.broken = &broken{inForm: true}
	default:
		if e.trip.broken == nil && wasJSON && !isJSON {
			e.trip.broken = &broken{strokes: e.text.Steps()}
		}
		v.Use(func(b []byte) { e.text.ReplaceAll(b) })
	}
	v.Wipe()
	if isJSON && e.trip.broken != nil {
		inForm := e.trip.broken.inForm
		e.trip.broken = nil
		if inForm {
			e.leaveText()
		}
	}
	if e.trip.broken != nil {
		e.note = ""
		e.toProblem()
	}
}

// isBroken reports whether what came back from the editor still waits to be mended, saved as it is or dropped.
func (e *Pane) isBroken() bool {
	if e.mode != inText || e.trip.broken == nil {
		return false
	}
	v := e.text.Value()
	defer v.Wipe()
	return document.Of(v).Kind != document.KindJSON
}

// brokenWhy says in a line what is wrong with it.
func (e *Pane) brokenWhy() string {
	v := e.text.Value()
	defer v.Wipe()
	p, wrong := document.JSONProblem(v)
	if !wrong {
		return "no JSON object any more: one single value"
	}
	return "not JSON any more: line " + ui.Count(p.Line) + ", column " + ui.Count(p.Column) + ": " + p.Why
}

// drop goes back to the edit as it was before the editor.
func (e *Pane) drop() {
	b := e.trip.broken
	if b == nil || e.mode != inText {
		return
	}
	e.trip.broken = nil
	if !b.inForm {
		for e.text.Steps() > b.strokes && e.text.Undo() {
		}
		return
	}
	e.endText()
}

func (e *Pane) dropDialog() pane.Dialog {
	if e.trip.broken.typed {
		return e.about(e.secret, &dialog.Confirm{Title: "Drop the text's changes", Yes: "drop them", No: "stay and mend it", OnNo: true,
			OnYes: func() tea.Msg { return dropChosen{} }}, e.brokenWhy(), "The form is then as it was before it was edited as text.")
	}
	return e.about(e.secret, &dialog.Confirm{Title: "Drop what came back", Yes: "drop it", OnNo: true,
		OnYes: func() tea.Msg { return dropChosen{} }}, "The edit is then as it was before "+ui.Text(e.editor.Name)+" had it.")
}

func (e *Pane) outsideDialog(on *pane.Shown) pane.Dialog {
	ed := e.editor
	name := ui.Text(ed.Name)
	var texts []string
	if ed.Unknown {
		texts = append(texts, name+" may keep copies of the value: backups, a history, what its windows hold. Strongroom does not know how to prevent that, and cannot clean them away.")
	}
	if ed.Disk != "" {
		texts = append(texts, "No directory in memory is known here. The value would lie in a file in "+ui.Text(ed.Disk)+
			", on a disk, readable by you alone. Afterwards it is overwritten and removed, but a disk may keep what was overwritten.")
	}
	s, edit := on.Secret, e.id
	if e.IsOpen() {
		s = e.secret
	}
	return e.about(s, &dialog.Confirm{Title: "Edit in " + name, Yes: "edit in " + name, OnNo: true, OnYes: func() tea.Msg { return outsideChosen{s, edit} }},
		append(texts, "Asked once in this session.")...)
}

// about gives a question its texts, below the secret it is about.
func (e *Pane) about(s backend.Secret, c *dialog.Confirm, texts ...string) *dialog.Confirm {
	c.Subject, c.Where = []string{ui.Text(s.Name)}, e.PlaceOf(s)
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		for i, text := range texts {
			if i > 0 {
				p.Blank()
			}
			p.Text(f.Th.Text, text)
		}
		return p.Lines
	}
	return c
}
