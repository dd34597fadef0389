package change

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// untaggable is the reason why an action on tags cannot run on a secret that can be changed.
func (a *amend) untaggable(action keymap.Action, on *pane.Shown) string {
	switch {
	case !on.Tags:
		return "tags are changed in their tab"
	case action == keymap.AddTag:
		return backend.NoRoomForTag(on.Known().Tags)
	case on.Tag == nil:
		return "there is no tag yet: " + a.Keys.Key(keymap.Tags, keymap.AddTag) + " adds one"
	}
	return change.TagEdit{Was: on.Tag}.Problem(nil)
}

// The lines of the form of a tag.
const (
	lineTagKey = iota
	lineTagValue
)

func (a *amend) tagForm(s backend.Secret, was *backend.Tag, action keymap.Action) *amendForm {
	d := &amendForm{Form: dialog.Form{Title: "Add a tag", Name: ui.Text(s.Name), Where: a.PlaceOf(s), Yes: "add the tag"}}
	before := backend.Tag{}
	if was != nil {
		before = *was
		d.Title, d.Yes = "Tag "+ui.Datum(was.Key), "change the tag"
	}
	d.Lines = []dialog.FormLine{{Label: "key", Field: dialog.NewInput(a.Keys, before.Key)}, {Label: "value", Field: dialog.NewInput(a.Keys, before.Value), Hint: " none"}}
	if action == keymap.ChangeTag {
		d.At = lineTagValue
	}
	is := func() backend.Tag { return backend.Tag{Key: d.Text(lineTagKey), Value: d.Text(lineTagValue)} }
	edit := func() change.TagEdit {
		now := is()
		return change.TagEdit{ID: s.ARN, Was: was, Is: &now}
	}
	tags := s.Tags
	d.Refuse = func() (int, string) {
		if was != nil && is() == *was {
			return -1, "nothing is changed"
		}
		there := tags
		if d.half { // its own first half is no reason to refuse the second
			there = slices.DeleteFunc(slices.Clone(tags), func(t backend.Tag) bool { return t == is() })
		}
		p := ui.Text(edit().Problem(there))
		if strings.Contains(p, "value") {
			return lineTagValue, p
		}
		return lineTagKey, p
	}
	d.About = func(f pane.Frame, b *ui.Form) { aboutTag(f, b, edit()) }
	d.rebase = func(now backend.Detail) { tags = now.Tags }
	if was != nil {
		d.rebase = func(now backend.Detail) {
			tags = now.Tags
			if i := slices.IndexFunc(tags, func(t backend.Tag) bool { return t.Key == was.Key }); i >= 0 {
				next := tags[i]
				if d.Text(lineTagValue) == was.Value {
					d.Lines[lineTagValue].Field.Set(next.Value)
				}
				was = &next
			}
		}
	}
	d.OnYes = func() tea.Cmd {
		msg := tagChosen{s.Name, edit(), d}
		return func() tea.Msg { return msg }
	}
	return d
}

// aboutTag says what the change of a tag is and what it may do.
func aboutTag(f pane.Frame, b *ui.Form, e change.TagEdit) {
	for _, text := range []string{e.Is.Key, e.Is.Value} {
		if strings.TrimSpace(text) != text {
			b.Note(f.Th.Warn, "there is a space at its beginning or its end")
			break
		}
	}
	if e.Renames() && e.Is.Key != "" {
		b.Note(f.Th.Text, "Another key: "+ui.Datum(e.Is.Key)+" is added, then "+ui.Datum(e.Was.Key)+" is removed.")
	}
	b.Note(f.Th.Dim, "A tag may decide who can use the secret (policies by tag), and what it is billed to. Tags are in clear in lists and in CloudTrail.")
}

// untagDialog asks before a tag is removed.
func (a *amend) untagDialog(s backend.Secret, t backend.Tag) pane.Dialog {
	e := change.TagEdit{ID: s.ARN, Was: &t}
	where := a.PlaceOf(s)
	return &dialog.Confirm{Title: "Remove a tag", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "remove", OnNo: true, OnYes: func() tea.Msg { return tagChosen{s.Name, e, nil} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w, Flush: true}
			p.Text(f.Th.Gone, ui.Datum(t.Key)+" = "+orEmpty(t.Value))
			p.Blank()
			p.Text(f.Th.Dim, "A tag may decide who can use the secret (policies by tag): without it some may lose access, or gain it.")
			return p.Lines
		}}
}

func orEmpty(value string) string {
	if value == "" {
		return ui.Empty
	}
	return ui.Datum(value)
}

// tagChosen is the user's yes to a change of a tag.
type tagChosen struct {
	name string
	edit change.TagEdit
	form *amendForm // nil where none asked
}

// tagEdited is how it went.
type tagEdited struct {
	name string
	edit change.TagEdit
	out  change.Edited
	err  error
}

func (a *amend) writeTag(msg tagChosen) tea.Cmd {
	if a.running {
		return nil
	}
	slot := "tag " + msg.edit.ID
	if msg.edit.Was != nil {
		slot += " " + msg.edit.Was.Key
	}
	a.start(msg.name, slot, msg.form)
	w := &write{doing: "changing a tag of", op: backend.OpTag, secret: backend.Secret{ARN: msg.edit.ID, Name: msg.name}}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.Edited, out.err = msg.edit.Run(ctx, be)
	}
	w.told = func(out outcome) { a.tellTag(tagEdited{msg.name, msg.edit, out.Edited, out.err}) }
	return w.start(a.Desk)
}

// tellTag tells how it went, half done or whole, and puts the cursor on the tag.
func (a *amend) tellTag(msg tagEdited) {
	e, out := msg.edit, msg.out
	if e.Is != nil && (msg.err == nil || out.Half) {
		a.Tell(pane.Tagged{ARN: e.ID, Key: e.Is.Key})
	}
	switch found := a.foundDone(out); {
	case msg.err == nil && found:
		a.tellFound(tagWords(e), a.Placed(ui.Text(msg.name), e.ID))
	case msg.err == nil:
		if a.form != nil && a.form.half {
			a.Tell(pane.Withdrawn{Change: untag(change.TagEdit{ID: e.ID, Is: e.Is}, msg.name)})
		}
		a.end(nil)
		a.Tell(untag(e, msg.name))
		a.Say(tagSaid(msg, a.Placed(ui.Text(msg.name), e.ID), a.Keys.Key(keymap.Global, keymap.Undo)))
	case out.Half:
		if a.form != nil {
			a.form.half = true
		}
		a.Tell(untag(change.TagEdit{ID: e.ID, Is: e.Is}, msg.name))
		a.fail(msg.err, a.tagHalf(msg), a.Keys.Key(keymap.Tags, keymap.RenameTag))
	default:
		if a.form != nil && errors.Is(msg.err, backend.ErrConflict) {
			a.form.rebase(out.Detail)
		}
		key := a.Keys.Key(keymap.Tags, keymap.ChangeTag)
		if e.Was == nil {
			key = a.Keys.Key(keymap.Tags, keymap.AddTag)
		}
		a.fail(msg.err, a.tagFailed(msg), key)
	}
}

func (a *amend) tagHalf(msg tagEdited) []string {
	is, was := ui.Datum(msg.edit.Is.Key), ui.Datum(msg.edit.Was.Key)
	return []string{"half done: " + is + " is added, " + was + " is still there",
		a.WhatFailed(msg.err) + " · " + pane.Reason(msg.err), "Saving again goes on by removing " + was + "; undo takes " + is + " off again."}
}

func (a *amend) tagFailed(msg tagEdited) []string {
	if errors.Is(msg.err, backend.ErrConflict) {
		lines := []string{"not written: somebody else changed it", ui.Text(backend.Message(msg.err))}
		if msg.edit.Is != nil {
			lines = append(lines, "What you typed is still here.")
		}
		return lines
	}
	return a.failedLines(msg.err, msg.out)
}

// tagSaid says that it is done; name is the secret's with its place, safe text.
func tagSaid(msg tagEdited, name, undo string) pane.Said {
	e := msg.edit
	good := pane.Said{Text: tagWords(e) + " " + name, Hint: undo + " takes it back", Kind: pane.Good, Stay: pane.StayLong}
	switch {
	case msg.out.ReadErr != nil:
		good.Kind, good.Hint = pane.Warning, "reading it again failed: "+pane.Reason(msg.out.ReadErr)
	case !e.Holds(msg.out.Detail.Tags):
		good = pane.Said{Text: "the service took the change, but still shows the old tags of " + name, Hint: "it may lag", Kind: pane.Warning}
	}
	return good
}

// tagWords say what was done, fit to stand before the secret's name.
func tagWords(e change.TagEdit) string {
	switch {
	case e.Was == nil:
		return "added the tag " + ui.Datum(e.Is.Key) + " to"
	case e.Is == nil:
		return "removed the tag " + ui.Datum(e.Was.Key) + " from"
	case e.Renames():
		return "renamed the tag " + ui.Datum(e.Was.Key) + " to " + ui.Datum(e.Is.Key) + " on"
	}
	return "changed the tag " + ui.Datum(e.Is.Key) + " of"
}

// untag takes the change of a tag back, if the tag is still as the change left it.
func untag(e change.TagEdit, name string) pane.Undoable {
	inverse := e.Inverse()
	undoes := ""
	switch {
	case e.Was == nil:
		undoes = "remove the tag " + e.Is.Key
	case e.Is == nil:
		undoes = "add the tag " + e.Was.Key + " again: " + orEmpty(e.Was.Value)
	case e.Renames():
		undoes = "give the tag its key " + e.Was.Key + " back"
	default:
		undoes = "make the tag " + e.Was.Key + " again: " + orEmpty(e.Was.Value)
	}
	return pane.Undoable{ARN: e.ID, Did: tagWords(e) + " " + name, Undoes: undoes, Back: func(ctx context.Context, be backend.Backend) error {
		out, err := inverse.Run(ctx, be)
		switch {
		case err == nil && out.ReadErr == nil && !inverse.Holds(out.Detail.Tags):
			return &pane.Halfway{Text: "the service took the undo, but still shows the tags as they were: it may lag"}
		case errors.Is(err, backend.ErrConflict):
			return &pane.Halfway{Text: "nothing was undone: " + backend.Message(err)}
		case out.Half:
			return &pane.Halfway{Text: "half undone: " + inverse.Is.Key + " is added, " + inverse.Was.Key + " is still there (" + pane.Reason(err) + ")", Err: err}
		}
		return err
	}}
}
