package edit

import (
	"encoding/hex"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// pickedFile is what a file holds that was picked as a binary value.
type pickedFile struct {
	name  string
	value backend.Value
}

// fileRead is a file that was to be picked.
type fileRead struct {
	ask  *pane.Question
	name string
	v    backend.Value
	err  error
}

// filePicking is the dialog that asks for a file, and what it waits for.
type filePicking struct {
	prompt *dialog.Prompt
	pane.Ask
}

// askFile asks for the file whose bytes become the value.
func (e *Pane) askFile() { e.Open(e.fileDialog()) }

func (e *Pane) fileDialog() *dialog.Prompt {
	p := dialog.FilePrompt(e.Keys, "From a file", ui.Text(e.secret.Name), "",
		"Its bytes become the value as they are, 1 to "+ui.Count(backend.MaxValue)+" of them. Nothing is saved before the review.")
	e.picking.Stop()
	e.picking.prompt = p
	p.Yes, p.Where, p.Stays, p.OnNo = "read it", e.PlaceOf(e.secret), true, e.picking.Stop
	p.OnYes = func(name string) tea.Cmd {
		_, id := e.picking.Start(e.Ctx)
		return func() tea.Msg {
			v, err := disk.LoadFile(disk.HomePath(name), e.Ledger)
			return fileRead{id, name, v, err}
		}
	}
	return p
}

// hearFile takes a file that was read for the open dialog, which stays with the reason where it could not be. A dialog that
// was closed meanwhile wants no file any more.
func (e *Pane) hearFile(msg fileRead) {
	if !e.picking.Fits(msg.ask) {
		msg.v.Wipe()
		return
	}
	e.picking.Done()
	if msg.err != nil {
		e.picking.prompt.Wrong = ui.Text(msg.err.Error()) + ": " + ui.Text(backend.Message(msg.err))
		return
	}
	e.Tell(pane.Closed{Dialog: e.picking.prompt})
	e.pick(msg)
}

// pick takes a file's bytes as the new value.
func (e *Pane) pick(msg fileRead) {
	if e.mode != inBytes || e.saving {
		msg.v.Wipe()
		return
	}
	e.err, e.note = nil, ""
	e.picked = append(e.picked, pickedFile{filepath.Base(msg.name), msg.v})
}

// unpick goes back to the file before.
func (e *Pane) unpick() {
	last := len(e.picked) - 1
	e.picked[last].value.Wipe()
	e.picked = e.picked[:last]
}

// bytes is the binary value as it would be saved.
func (e *Pane) bytes() backend.Value {
	if n := len(e.picked); n > 0 {
		return e.picked[n-1].value.Clone()
	}
	return e.base.Clone()
}

func (e *Pane) bytesUnavailable(a keymap.Action) string {
	switch {
	case a == keymap.UndoEdit && len(e.picked) == 0:
		return "nothing to undo in this edit"
	case a == keymap.ChangeText:
		v := e.bytes()
		defer v.Wipe()
		if _, ok := document.AsText(v); !ok {
			return "its bytes are no text"
		}
	case a == keymap.SaveFile && !e.base.Held():
		return "there is no value yet to save to a file"
	case a == keymap.Save && len(e.picked) == 0 && e.fresh != nil:
		return "it needs a value: " + e.Keys.Key(keymap.Bytes, keymap.FromFile) + " takes it from a file"
	}
	return ""
}

func (e *Pane) viewBytes(f pane.Frame, p *ui.Page) {
	p.Lines = append(p.Lines, e.headline(f, "binary value"))
	p.Blank()
	if e.base.Held() {
		p.Line(ui.Span{Role: f.Th.Strong, Text: "now"})
		drawBytes(p, e.base)
		p.Blank()
	}
	n := len(e.picked)
	if e.bytesUnavailable(keymap.ChangeText) == "" {
		p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Bytes, keymap.ChangeText)}, ui.Span{Role: f.Th.Text, Text: " edits it as the text that it is"})
	}
	if n == 0 {
		p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Bytes, keymap.FromFile)}, ui.Span{Role: f.Th.Text, Text: " takes the bytes of a file as the new value"})
		if e.base.Held() {
			p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Bytes, keymap.SaveFile)}, ui.Span{Role: f.Th.Text, Text: " saves the present value to a file"})
		}
		return
	}
	p.Line(ui.Span{Role: f.Th.Warn, Text: "new"}, ui.Span{Role: f.Th.Dim, Text: ", from " + ui.Text(e.picked[n-1].name)})
	drawBytes(p, e.picked[n-1].value)
}

// facts tell of a binary value what can be told without showing it.
func drawBytes(p *ui.Page, v backend.Value) {
	doc := document.Of(v)
	row := func(label, text string, r ui.Role) {
		p.Lines = append(p.Lines, ui.FactRow{Label: label, LabelW: 8, Text: text, Role: r}.Draw(p.Th, p.W))
	}
	row("size", ui.Plural(doc.Bytes, "byte"), p.Th.Text)
	row("type", doc.Media, p.Th.Text)
	label := "sha-256"
	for _, part := range ui.Wrap(sum(v), max(8, p.W-13)) {
		row(label, part, p.Th.Dim)
		label = ""
	}
}

// sum is a value's SHA-256 as one compares it by eye.
func sum(v backend.Value) string {
	s, _ := v.Sum()
	return hex.EncodeToString(s[:])
}

// inShort tells one binary value from another in a line.
func inShort(v backend.Value) string {
	if !v.Held() {
		return "nothing"
	}
	doc := document.Of(v)
	return ui.Plural(doc.Bytes, "byte") + " · " + doc.Media + " · sha-256 " + sum(v)[:12] + "…"
}
