package model

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

// tagAt is the tag under the cursor.
func (d *detail) tagAt() (backend.Tag, bool) {
	tags := sortedTags(d.known().Tags)
	if d.tab != tabTags || len(tags) == 0 {
		return backend.Tag{}, false
	}
	d.facts.N = len(tags)
	d.facts.Clamp()
	return tags[d.facts.Pos], true
}

func sortedTags(tags []backend.Tag) []backend.Tag {
	tags = slices.Clone(tags)
	slices.SortStableFunc(tags, func(a, b backend.Tag) int { return strings.Compare(a.Key, b.Key) })
	return tags
}

// holdTag keeps the cursor on its tag while the tags are told anew.
func (d *detail) holdTag(tell func()) {
	if t, ok := d.tagAt(); ok && d.tag == "" {
		d.tag = t.Key
	}
	tell()
	for i, t := range sortedTags(d.known().Tags) {
		if d.tab == tabTags && t.Key == d.tag {
			d.facts.N = len(d.known().Tags)
			d.facts.To(i)
		}
	}
	d.tag = ""
}

// untaggable is the reason why an action on tags cannot run on a secret that can be changed.
func (m *Model) untaggable(a keymap.Action) string {
	if m.detail.tab != tabTags {
		return "tags are changed in their tab"
	}
	if a == keymap.AddTag {
		return backend.NoRoomForTag(m.detail.known().Tags)
	}
	t, ok := m.detail.tagAt()
	if !ok {
		return "there is no tag yet: " + m.Keys.Key(keymap.Tags, keymap.AddTag) + " adds one"
	}
	return change.TagEdit{Was: &t}.Problem(nil)
}

// askTag opens the sheet of a tag, or asks whether it shall go.
func (m *Model) askTag(a keymap.Action) tea.Cmd {
	s := m.detail.known()
	if a == keymap.AddTag {
		return m.openSheet("tag "+s.ARN, func() *amendForm { return m.tagSheet(s, nil, a) })
	}
	t, _ := m.detail.tagAt()
	if a == keymap.RemoveTag {
		return m.open(m.untagDialog(s, t))
	}
	return m.openSheet("tag "+s.ARN+" "+t.Key, func() *amendForm { return m.tagSheet(s, &t, a) })
}

// The lines of the sheet of a tag.
const (
	lineTagKey = iota
	lineTagValue
)

func (m *Model) tagSheet(s backend.Secret, was *backend.Tag, a keymap.Action) *amendForm {
	d := &amendForm{Form: dialog.Form{Title: "Add a tag", Name: ui.Text(s.Name), Where: m.PlaceOf(s), Yes: "add the tag"}}
	before := backend.Tag{}
	if was != nil {
		before = *was
		d.Title, d.Yes = "Tag "+ui.Text(was.Key), "change the tag"
	}
	d.Lines = []dialog.FormLine{{Label: "key", Field: dialog.NewInput(m.Keys, before.Key)}, {Label: "value", Field: dialog.NewInput(m.Keys, before.Value), Hint: " none"}}
	if a == keymap.ChangeTag {
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
	d.rebase = func(now backend.Secret) { tags = now.Tags }
	if was != nil {
		d.rebase = func(now backend.Secret) {
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
		b.Note(f.Th.Text, "Another key: "+ui.Text(e.Is.Key)+" is added, then "+ui.Text(e.Was.Key)+" is removed.")
	}
	b.Note(f.Th.Dim, "A tag may decide who can use the secret (policies by tag), and what it is billed to. Tags are in clear in lists and in CloudTrail.")
}

// untagDialog asks before a tag is removed.
func (m *Model) untagDialog(s backend.Secret, t backend.Tag) pane.Dialog {
	e := change.TagEdit{ID: s.ARN, Was: &t}
	where := m.PlaceOf(s)
	return &dialog.Confirm{Title: "Remove the tag " + ui.Text(t.Key), Yes: "remove", OnNo: true, OnYes: func() tea.Msg { return tagChosen{s.Name, e, nil} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w}
			p.Text(f.Th.Strong, ui.Text(s.Name))
			p.Text(f.Th.Dim, where)
			p.Blank()
			p.Text(f.Th.Gone, ui.Text(t.Key)+" = "+orEmpty(t.Value))
			p.Blank()
			p.Text(f.Th.Dim, "A tag may decide who can use the secret (policies by tag): without it some may lose access, or gain it.")
			return p.Lines
		}}
}

func orEmpty(value string) string {
	if value == "" {
		return "(empty)"
	}
	return ui.Text(value)
}

// tagChosen is the user's yes to a change of a tag.
type tagChosen struct {
	name  string
	edit  change.TagEdit
	sheet *amendForm // nil where none asked
}

// tagEdited is how it went.
type tagEdited struct {
	name string
	edit change.TagEdit
	out  change.Edited
	err  error
}

func (m *Model) startTag(msg tagChosen) tea.Cmd {
	if m.amend.running {
		return nil
	}
	slot := "tag " + msg.edit.ID
	if msg.edit.Was != nil {
		slot += " " + msg.edit.Was.Key
	}
	m.amend.start(msg.name, slot, msg.sheet)
	ctx, be := context.WithoutCancel(m.Ctx), m.Backend
	write := func() (out tagEdited) {
		out.name, out.edit = msg.name, msg.edit
		defer pane.Caught(&out.err)
		out.out, out.err = msg.edit.Run(ctx, be)
		return out
	}
	return m.Write("changing a tag of", backend.OpTag, backend.Secret{ARN: msg.edit.ID, Name: msg.name}, func() tea.Msg { return write() })
}

// hearTag tells how it went, half done or whole, and puts the cursor on the tag.
func (m *Model) hearTag(msg tagEdited) tea.Cmd {
	e, out := msg.edit, msg.out
	if e.Is != nil && (msg.err == nil || out.Half) && e.ID == m.detail.secret.ARN {
		m.detail.tag = e.Is.Key
	}
	switch {
	case msg.err == nil:
		if f := m.amend.sheet; f != nil && f.half {
			m.undo.drop(untag(change.TagEdit{ID: e.ID, Is: e.Is}, msg.name))
		}
		m.endAmend(nil)
		m.undo.push(untag(e, msg.name))
		m.status.set(tagSaid(msg, m.Keys.Key(keymap.Global, keymap.Undo)), m.Now)
	case out.Half:
		if m.amend.sheet != nil {
			m.amend.sheet.half = true
		}
		m.undo.push(untag(change.TagEdit{ID: e.ID, Is: e.Is}, msg.name))
		m.tellAmend(msg.err, tagHalf(msg), m.Keys.Key(keymap.Tags, keymap.RenameTag))
	default:
		if f := m.amend.sheet; f != nil && errors.Is(msg.err, backend.ErrConflict) {
			f.rebase(out.Detail.Secret)
		}
		m.tellAmend(msg.err, tagFailed(msg), m.keyOfTag(e))
	}
	m.Reread(e.ID, out.Detail, out.ReadErr)
	return nil
}

func (m *Model) keyOfTag(e change.TagEdit) string {
	if e.Was == nil {
		return m.Keys.Key(keymap.Tags, keymap.AddTag)
	}
	return m.Keys.Key(keymap.Tags, keymap.ChangeTag)
}

func tagHalf(msg tagEdited) []string {
	is, was := ui.Text(msg.edit.Is.Key), ui.Text(msg.edit.Was.Key)
	return []string{"half done: " + is + " is added, " + was + " is still there",
		ui.Text(msg.err.Error()) + " · " + pane.Reason(msg.err), "Saving again goes on by removing " + was + "; undo takes " + is + " off again."}
}

func tagFailed(msg tagEdited) []string {
	if errors.Is(msg.err, backend.ErrConflict) {
		lines := []string{"not written: somebody else changed it", ui.Text(backend.Message(msg.err))}
		if msg.edit.Is != nil {
			lines = append(lines, "What you typed is still here.")
		}
		return lines
	}
	return failedLines(msg.err, msg.out)
}

func tagSaid(msg tagEdited, undo string) pane.Said {
	e := msg.edit
	good := pane.Said{Text: tagWords(e) + " " + ui.Text(msg.name), Hint: undo + " takes it back", Kind: pane.Good, Stay: pane.StayLong}
	switch {
	case msg.out.ReadErr != nil:
		good.Kind, good.Hint = pane.Warning, "reading it again failed: "+pane.Reason(msg.out.ReadErr)
	case !e.Holds(msg.out.Detail.Tags):
		good = pane.Said{Text: "the service took the change, but still shows the old tags of " + ui.Text(msg.name), Hint: "it may lag", Kind: pane.Warning}
	}
	return good
}

// tagWords say what was done, fit to stand before the secret's name.
func tagWords(e change.TagEdit) string {
	switch {
	case e.Was == nil:
		return "added the tag " + ui.Text(e.Is.Key) + " to"
	case e.Is == nil:
		return "removed the tag " + ui.Text(e.Was.Key) + " from"
	case e.Renames():
		return "renamed the tag " + ui.Text(e.Was.Key) + " to " + ui.Text(e.Is.Key) + " on"
	}
	return "changed the tag " + ui.Text(e.Is.Key) + " of"
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
