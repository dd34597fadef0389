package change

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// The lines of the form of the metadata.
const (
	lineDescription = iota
	lineKey
)

func (a *amend) metadataForm(s backend.Secret) *amendForm {
	from, token := change.MetadataOf(s), change.NewToken()
	region := backend.RegionOf(s.ARN)
	if region == "" {
		region = a.Backend.Where().Region
	}
	d := &amendForm{Form: dialog.Form{Title: "Description and KMS key", Name: ui.Text(s.Name), Where: a.PlaceOf(s), Yes: "review the change"}}
	d.Lines = []dialog.FormLine{
		{Label: "description", Field: dialog.NewInput(a.Keys, from.Description), Hint: " none", Ends: true},
		{Label: "kms key", Field: dialog.NewInput(a.Keys, from.KMSKey), Hint: " empty: aws/secretsmanager"}}
	to := func() change.Metadata {
		return change.Metadata{Description: d.Text(lineDescription), KMSKey: d.Text(lineKey)}
	}
	d.Refuse = func() (int, string) {
		if p := backend.DescriptionProblem(to().Description); p != "" {
			return lineDescription, p
		}
		if p := backend.KeyProblem(to().KMSKey, region); p != "" {
			return lineKey, ui.Text(p)
		}
		if to() == from {
			return -1, "nothing is changed"
		}
		return 0, ""
	}
	d.About = func(f pane.Frame, b *ui.Form) {
		switch {
		case backend.KeyProblem(to().KMSKey, region) != "":
		case to().KMSKey != from.KMSKey:
			aboutKey(f, b, to().KMSKey, region)
		default:
			b.Note(f.Th.Dim, "Both are in clear in lists and in CloudTrail: no secrets here. The value and its versions stay as they are.")
		}
	}
	d.rebase = func(now backend.Detail) {
		for line, pair := range [][2]string{{from.Description, now.Description}, {from.KMSKey, now.KMSKey}} {
			if d.Text(line) == pair[0] && pair[0] != pair[1] {
				d.Lines[line].Field.Set(pair[1])
			}
		}
		from = change.MetadataOf(now.Secret)
	}
	last := change.Metadata{}
	d.OnYes = func() tea.Cmd {
		if to() != last { // the same change again is the same action
			last, token = to(), change.NewToken()
		}
		e := change.MetadataEdit{ID: s.ARN, From: from, To: to(), Token: token}
		return lead(metadataReview(s, e, d))
	}
	return d
}

// aboutKey says what another key does and needs (aws.md 2.5).
func aboutKey(f pane.Frame, b *ui.Form, key, region string) {
	b.Note(f.Th.Text, "New versions are encrypted with it, and anew those labelled AWSCURRENT, AWSPENDING or AWSPREVIOUS, unless you lack kms:Encrypt on it. Other versions keep the old key.")
	if key == "" || key == "alias/aws/secretsmanager" {
		b.Note(f.Th.Warn, "aws/secretsmanager serves this account alone: callers of another account need a customer key.")
		return
	}
	if region == "" {
		region = "this region"
	}
	b.Note(f.Th.Text, "Needs kms:GenerateDataKey, kms:Encrypt and kms:Decrypt; a symmetric key in "+ui.Text(region)+".")
	b.Note(f.Th.Warn, "Whoever reads the secret then needs kms:Decrypt on this key.")
}

// metadataChosen is the user's yes to a review.
type metadataChosen struct {
	name string
	edit change.MetadataEdit
	form *amendForm
}

// metadataReview shows what will change before it does.
func metadataReview(s backend.Secret, e change.MetadataEdit, d *amendForm) pane.Dialog {
	rekey := e.From.KMSKey != e.To.KMSKey
	c := &dialog.Confirm{Title: "Change " + metadataWords(e), Subject: []string{d.Name}, Where: d.Where, Yes: "save", No: "back", OnNo: rekey,
		OnYes: func() tea.Msg { return metadataChosen{s.Name, e, d} }}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		if e.From.Description != e.To.Description {
			was, is := whatDiffers(e.From.Description, e.To.Description)
			drawFromTo(p, "description", orNone(was), orNone(is))
		}
		if rekey {
			drawFromTo(p, "kms key", ui.Text(keyWords(e.From.KMSKey)), ui.Text(keyWords(e.To.KMSKey)))
			p.Blank()
			p.Text(f.Th.Warn, "AWSCURRENT, AWSPENDING and AWSPREVIOUS are encrypted anew: whoever reads them needs kms:Decrypt on the new key.")
		}
		return p.Lines
	}
	return c
}

// drawFromTo is a change: what it is, and what it becomes.
func drawFromTo(p *ui.Page, label, was, is string) {
	const most = 4 // lines of either
	for i, text := range []string{was, is} {
		role, what := p.Th.Gone, label
		if i == 1 {
			role, what = p.Th.Strong, "becomes"
		}
		parts := ui.Wrap(text, max(8, p.W-15))
		if len(parts) > most {
			parts = append(parts[:most-1], "… "+ui.Count(len(parts)-most+1)+" more lines")
		}
		for _, part := range parts {
			p.Lines = append(p.Lines, ui.NewLine(p.W, p.Th.Text).Gap(2).Cell(p.Th.Dim, what, 11).Gap(2).Add(role, part).String())
			what = ""
		}
	}
}

// whatDiffers cuts what two long texts have in common at their ends, but for a few words.
func whatDiffers(a, b string) (string, string) {
	const long, keep = 160, 24
	x, y := []rune(a), []rune(b)
	if len(x) <= long && len(y) <= long {
		return ui.Datum(a), ui.Datum(b)
	}
	head := 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	from, off := max(0, head-keep), max(0, tail-keep)
	cut := func(r []rune) string {
		text := string(r[from : len(r)-off])
		if from > 0 {
			text = "…" + text
		}
		if off > 0 {
			text += "…"
		}
		return ui.Datum(text)
	}
	return cut(x), cut(y)
}

func orNone(text string) string {
	if text == "" {
		return "(none)"
	}
	return text
}

func keyWords(key string) string {
	if key == "" {
		return "aws/secretsmanager"
	}
	return key
}

// metadataWords names what changes.
func metadataWords(e change.MetadataEdit) string {
	switch {
	case e.From.KMSKey == e.To.KMSKey:
		return "the description"
	case e.From.Description == e.To.Description:
		return "the KMS key"
	}
	return "the description and the KMS key"
}

// metadataEdited is how it went.
type metadataEdited struct {
	name string
	edit change.MetadataEdit
	out  change.Edited
	err  error
}

func (a *amend) writeMetadata(msg metadataChosen) tea.Cmd {
	if a.running {
		return nil
	}
	a.start(msg.name, "metadata "+msg.edit.ID, msg.form)
	w := &write{doing: "changing", op: backend.OpUpdate, secret: backend.Secret{ARN: msg.edit.ID, Name: msg.name}}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.Edited, out.err = msg.edit.Run(ctx, be)
	}
	w.told = func(out outcome) { a.tellMetadata(metadataEdited{msg.name, msg.edit, out.Edited, out.err}) }
	return w.start(a.Desk)
}

// tellMetadata tells how it went. After a failure the form stands as it was, on what the service shows now.
func (a *amend) tellMetadata(msg metadataEdited) {
	e, out := msg.edit, msg.out
	switch found := a.foundDone(out); {
	case msg.err == nil && found:
		a.tellFound("changed "+metadataWords(e)+" of", a.Placed(ui.Text(msg.name), e.ID))
	case msg.err == nil:
		a.end(nil)
		a.Tell(unmetadata(e, msg.name))
		a.Say(metadataSaid(msg, a.Placed(ui.Text(msg.name), e.ID), a.Keys.Key(keymap.Global, keymap.Undo)))
	default:
		if a.form != nil && out.ReadErr == nil && errors.Is(msg.err, backend.ErrConflict) {
			a.form.rebase(out.Detail)
		}
		a.fail(msg.err, a.metadataFailed(msg), a.Keys.Key(keymap.Detail, keymap.EditMetadata))
	}
}

// metadataFailed are the lines of a failure.
func (a *amend) metadataFailed(msg metadataEdited) []string {
	if !errors.Is(msg.err, backend.ErrConflict) {
		return a.failedLines(msg.err, msg.out)
	}
	now, was := change.MetadataOf(msg.out.Detail.Secret), msg.edit.From
	lines := []string{"not written: somebody else changed it"}
	if now.Description != was.Description {
		lines = append(lines, "the description is now: "+orNone(ui.Datum(now.Description)))
	}
	if now.KMSKey != was.KMSKey {
		lines = append(lines, "the KMS key is now: "+ui.Text(keyWords(now.KMSKey)))
	}
	return append(lines, "What you typed is still here; saving again replaces theirs.")
}

// failedLines are an error in plain words, and what is known of its effect.
func (a *amend) failedLines(err error, out change.Edited) []string {
	lines := []string{a.WhatFailed(err)}
	if hint := a.Hint(err); hint != "" {
		lines = append(lines, hint)
	}
	if out.Unknown {
		return append(lines, "Whether it was written is not known, since reading it again failed too. Saving again is safe.")
	}
	return append(lines, "Nothing is changed, and what you typed is still here.")
}

// metadataSaid says that it is done; name is the secret's with its place, safe text.
func metadataSaid(msg metadataEdited, name, undo string) pane.Said {
	e := msg.edit
	good := pane.Said{Text: "changed " + metadataWords(e) + " of " + name, Hint: undo + " takes it back", Kind: pane.Good, Stay: pane.StayLong}
	if msg.out.ReadErr != nil {
		good.Kind, good.Hint = pane.Warning, "reading it again failed: "+pane.Reason(msg.out.ReadErr)
		return good
	}
	description, key := e.Kept(change.MetadataOf(msg.out.Detail.Secret))
	what := map[[2]bool]string{{true, false}: "description", {false, true}: "KMS key", {true, true}: "description and KMS key"}[[2]bool{description, key}]
	if what != "" {
		good.Text, good.Kind = "the service took the change, but still shows the old "+what+" of "+name, pane.Warning
		good.Hint = "it may lag, or ignore this"
	}
	return good
}

// unmetadata puts back what a change replaced, if it is still as the change left it.
func unmetadata(e change.MetadataEdit, name string) pane.Undoable {
	c := pane.Undoable{ARN: e.ID, Did: "changed " + metadataWords(e) + " of " + name, Undoes: "put back "}
	var parts []string
	if e.From.Description != e.To.Description {
		was, _ := whatDiffers(e.From.Description, e.To.Description)
		parts = append(parts, "the description \""+was+"\"")
	}
	if e.From.KMSKey != e.To.KMSKey {
		parts = append(parts, "the KMS key "+keyWords(e.From.KMSKey))
	}
	c.Undoes += strings.Join(parts, " and ")
	token := change.NewToken()
	c.Back = func(ctx context.Context, be backend.Backend) error {
		d, err := be.Describe(ctx, e.ID)
		if err != nil {
			return backend.Unsent(err)
		}
		inverse, why := inverseOf(e, change.MetadataOf(d.Secret))
		if why != "" {
			return &pane.Halfway{Text: "nothing was undone: " + why}
		}
		if inverse.From == inverse.To { // it is as it was already
			return nil
		}
		inverse.Token = token
		out, err := inverse.Run(ctx, be)
		if err != nil {
			return err
		}
		if description, key := inverse.Kept(change.MetadataOf(out.Detail.Secret)); out.ReadErr == nil && (description || key) {
			return &pane.Halfway{Text: "the service took the undo, but still shows " + metadataWords(inverse) + " as it was: it may lag, or ignore this"}
		}
		return nil
	}
	return c
}

// inverseOf is the way back from what the service shows now; what the change did not touch stays. why is set where
// somebody else has changed it since.
func inverseOf(e change.MetadataEdit, now change.Metadata) (inverse change.MetadataEdit, why string) {
	inverse = change.MetadataEdit{ID: e.ID, From: now, To: now}
	if e.From.Description != e.To.Description {
		if inverse.To.Description = e.From.Description; now.Description != e.To.Description && now.Description != e.From.Description {
			return inverse, "the description is now " + orNone(ui.Datum(now.Description))
		}
	}
	if e.From.KMSKey != e.To.KMSKey {
		if inverse.To.KMSKey = e.From.KMSKey; !backend.SameKey(now.KMSKey, e.To.KMSKey) && now.KMSKey != e.From.KMSKey {
			return inverse, "the KMS key is now " + ui.Text(keyWords(now.KMSKey))
		}
	}
	return inverse, ""
}
