package change

import (
	"strings"

	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

func (e *policyEdit) inner() int      { return max(20, dialog.Width(110, e.w)) }
func (e *policyEdit) textWidth() int  { return max(8, e.inner()-3) }
func (e *policyEdit) textHeight() int { return max(1, e.box().Room(e.h)-len(e.told(ui.Plain()))) }

// box is the dialog without its body.
func (e *policyEdit) box() ui.Box {
	return ui.Box{Title: "Edit the policy", Subject: []string{ui.Text(e.secret.Name)}, Where: e.where, W: e.inner()}
}

// Resize works out which lines of the text are in sight.
func (e *policyEdit) Resize(w, h int) {
	e.w, e.h = w, h
	e.top, _, _, _ = e.buf.Window(e.textWidth(), e.textHeight(), e.top)
}

// View draws the text, and below it what it says where the cursor is, and what is wrong.
func (e *policyEdit) View(f pane.Frame, w, h int) ui.Box {
	iw := e.inner()
	top, lines, x, y := e.buf.Window(e.textWidth(), e.textHeight(), e.top)
	var out []string
	marks := e.marked(top, len(lines))
	for i, l := range lines {
		spans, fill := []ui.Span{{Role: f.Th.Value, Text: e.buf.Shown(l)}}, f.Th.Text
		if i == y && !e.saving && !e.away && !e.leaving {
			before, after := cutAt(spans[0].Text, x)
			spans = []ui.Span{{Role: f.Th.Sel.Value, Text: before}, {Role: f.Th.Sel.Accent, Text: caret}, {Role: f.Th.Sel.Value, Text: after}}
			fill = f.Th.Sel.Text
		}
		sign := ui.Span{Role: f.Th.Faint, Text: ui.Before(l.GoesOn)}
		if marks[i] {
			sign = ui.Span{Role: f.Th.Urgent, Text: "!"}
		}
		out = append(out, ui.NewLine(iw, fill).Spans(sign).Spans(spans...).String())
	}
	told := e.told(f.Th)
	out = append(ui.Pad(out, iw, e.textHeight()), told...)
	box := e.box()
	box.Lines, box.Foot, box.Leave.Label = out, e.foot(f), "leave"
	switch {
	case e.saving || e.away:
		box.Leave.Label = "close"
	case e.leaving:
		box.Leave.Label = "go on"
	}
	return box
}

// caret stands where the next letter goes.
const caret = "▏"

// cutAt cuts a safe text behind x cells.
func cutAt(text string, x int) (before, after string) {
	before, _ = ui.Head(text, x)
	return before, text[len(before):]
}

func (e *policyEdit) foot(f pane.Frame) string {
	key := func(a keymap.Action) string { return f.Keys.Key(keymap.Text, a) }
	if e.saving || e.away {
		return "closed, it goes on"
	}
	if e.leaving {
		return f.Keys.Key(keymap.Dialog, keymap.Yes) + " drops it"
	}
	foot := key(keymap.Save) + " reviews and saves"
	if e.of.Editor != nil && e.of.Editor.Missing == "" && e.w > 70 {
		foot = key(keymap.EditOutside) + " in " + ui.Text(e.of.Editor.Name) + " · " + foot
	}
	return foot
}

// roomy is how high a screen is that has room for blank lines.
const roomy = 16

// told is what stands below the text: what the statement under the cursor says, what is wrong.
func (e *policyEdit) told(th *ui.Theme) (lines []string) {
	iw := e.inner()
	add := func(r ui.Role, text string, most int) {
		for i, part := range ui.Wrap(text, iw-2) {
			if i < most {
				lines = append(lines, ui.NewLine(iw, th.Text).Gap(1).Add(r, part).String())
			}
		}
	}
	low := e.h < roomy
	if !low {
		lines = append(lines, ui.Blank(iw))
	}
	switch {
	case e.leaving:
		add(th.Warn, "What was typed is not saved. Drop it?", 2)
		return lines
	case e.saving:
		add(th.Info, "saving…", 1)
		return lines
	case e.away:
		add(th.Info, "it is in "+ui.Text(e.of.Editor.Name)+"…", 1)
		return lines
	}
	for i, why := range e.failed {
		add(map[bool]ui.Role{true: th.Urgent, false: th.Text}[i == 0], why, 3)
	}
	doc, err := policy.Parse(e.buf.Text())
	if here := e.at(doc); err == nil && here >= 0 && !low {
		said := ui.WrapSpans(ui.PolicyWords(th.Styles, doc.Statements[here].Sentence(e.secret.ARN)), iw-2)
		for _, l := range said[:min(len(said), max(1, e.h/8))] {
			lines = append(lines, ui.NewLine(iw, th.Text).Gap(1).Spans(l...).String())
		}
	}
	for _, f := range e.found(doc) {
		add(th.Urgent, f, 2)
	}
	switch {
	case e.clashed && len(e.failed) == 0:
		add(th.Urgent, "Somebody else has changed the policy meanwhile: "+e.of.Keys.Key(keymap.Text, keymap.Save)+" shows both. Nothing was written.", 3)
	case e.wrong:
		add(th.Warn, ui.Text(e.problem.Why), 2)
	case e.note == "" && len(e.failed) == 0:
		add(th.Good, "in form: "+ui.Plural(len(doc.Statements), "statement"), 1)
	}
	if e.note != "" && !(e.wrong && strings.HasSuffix(e.note, ui.Text(e.problem.Why))) {
		add(th.Text, e.note, 2)
	} else if e.note != "" {
		add(th.Urgent, "not saved, and not sent", 1)
	}
	return lines
}

// found is what the service finds wrong, each with the statements that it is about; safe text.
func (e *policyEdit) found(doc policy.Document) (out []string) {
	for _, f := range e.findings {
		at := ""
		for _, i := range doc.Concerns(f.Message) {
			at += doc.Called(i) + ": "
		}
		out = append(out, ui.Text(at)+findingWords(f.Check, f.Message))
	}
	return out
}

// findingWords are a finding in a line; safe text.
func findingWords(check, message string) string {
	if check == "" {
		return ui.Text(message)
	}
	return ui.Text(message + " (" + check + ")")
}

// marked are the lines in sight that a finding is about.
func (e *policyEdit) marked(top, n int) map[int]bool {
	out := map[int]bool{}
	if len(e.findings) == 0 {
		return out
	}
	doc, _ := policy.Parse(e.buf.Text())
	for _, f := range e.findings {
		for _, i := range doc.Concerns(f.Message) {
			first, last := e.buf.LineAt(doc.Statements[i].From, e.textWidth()), e.buf.LineAt(doc.Statements[i].To-1, e.textWidth())
			for line := first; line <= last; line++ {
				if line >= top && line < top+n {
					out[line-top] = true
				}
			}
		}
	}
	return out
}
