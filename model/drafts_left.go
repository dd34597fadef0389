package model

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// draftChosen is the user's wish to go on with a draft, dropDraftChosen to be rid of one.
type (
	draftChosen     struct{ id string }
	dropDraftChosen struct{ id string }
)

// draftTaken is a draft that is this program's own now. keys is how many keys had been pressed when it was asked for.
type draftTaken struct {
	id   string
	keys int
	slot *disk.Slot
	d    disk.Draft
	err  error
}

// draftDropped tells that a draft is gone.
type draftDropped struct {
	id       string
	err      error
	labelErr error // a half-made save of it could not be taken back
}

func takeDraft(store *disk.Drafts, id string, keys int) tea.Cmd {
	return func() tea.Msg {
		slot, d, err := store.Take(id)
		return draftTaken{id, keys, slot, d, err}
	}
}

func (m *Model) draftPlace() disk.DraftPlace {
	w := m.Backend.Where()
	p := disk.DraftPlace{Kind: w.Kind, Region: w.Region, Endpoint: w.Endpoint}
	if m.Who != nil {
		p.Account = m.Who.Account
	}
	return p
}

// hearDrafts offers what earlier runs have left. It is no reason to take anything else off the status line.
// Where the user has asked for it and done nothing since, it shows them.
func (m *Model) hearDrafts(msg draftsFound) tea.Cmd {
	known := len(m.drafts.left)
	m.drafts.left = msg.left
	asked := msg.keys > 0
	_, taken := m.status.current(m.Now)
	switch {
	case asked && msg.err == nil && len(msg.left) == 0 && msg.lost == 0:
		return pane.Say(pane.Plain, "no unsaved edit is left from an earlier run")
	case asked && len(msg.left) > 0 && msg.keys == m.Pressed && len(m.dialogs) == 0 && !m.edit.open():
		return m.open(&draftsDialog{m: m})
	case !asked && (taken || known > 0 && known == len(msg.left)):
		return nil
	}
	key := m.Keys.Key(keymap.List, keymap.Resume)
	switch n := len(msg.left); {
	case msg.err != nil:
		m.status.set(pane.Said{Text: ui.Text(msg.err.Error()), Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Warning}, m.Now)
	case n == 1:
		m.status.set(pane.Said{Text: m.describeDraft(msg.left[0]), Hint: key + " resumes it", Kind: pane.Warning, Stay: pane.StayLong}, m.Now)
	case n > 1:
		m.status.set(pane.Said{Text: ui.Plural(n, "unsaved edit") + " of earlier runs", Hint: key + " shows them", Kind: pane.Warning, Stay: pane.StayLong}, m.Now)
	case msg.lost > 0:
		m.status.set(pane.Said{Text: ui.Plural(msg.lost, "unsaved edit") + " of an earlier login cannot be opened: the key went with that login", Stay: pane.StayLong}, m.Now)
	}
	return nil
}

func (m *Model) describeDraft(k disk.KeptDraft) string {
	if k.Err != nil {
		return "an unsaved edit cannot be opened: " + ui.Text(backend.Message(k.Err))
	}
	text := "an unsaved edit of " + ui.Text(k.Name)
	if k.Fresh != nil {
		text = "an unsaved new secret " + ui.Text(k.Name)
	}
	return text + " from " + m.ago(k)
}

func (m *Model) ago(k disk.KeptDraft) string {
	if age := ui.Age(k.At, m.Now); age != "now" {
		return age + " ago"
	}
	return "just now"
}

// unresumable is the reason why there is nothing to go on with.
func (m *Model) unresumable() string {
	switch missing := m.drafts.store.Missing(); {
	case m.edit.open():
		return "an edit of " + ui.Text(m.edit.secret.Name) + " is open: save or leave it first"
	case len(m.drafts.left) == 0 && missing != "":
		return "no drafts of unsaved edits are kept: " + ui.Text(missing)
	}
	return ""
}

// cannotResume is the reason why one draft cannot be gone on with here.
func (m *Model) cannotResume(k disk.KeptDraft) string {
	here := m.draftPlace()
	secret := backend.Secret{ARN: k.ARN, Name: k.Name}
	if r, ok := m.list.index.Lookup(k.ARN); ok && k.ARN != "" {
		secret = m.list.index.Secret(r)
	}
	switch {
	case k.Err != nil:
		return ui.Text(backend.Message(k.Err))
	case k.Place.Account != "" && here.Account == "" && k.Place.Kind == here.Kind && k.Place.Region == here.Region && k.Place.Endpoint == here.Endpoint:
		return "it belongs to account " + ui.Account(k.Place.Account) + ", and which one this is is not known yet"
	case k.Place.Kind != here.Kind, k.Place.Region != here.Region, k.Place.Endpoint != here.Endpoint, k.Place.Account != "" && k.Place.Account != here.Account:
		return "it belongs to " + placeOfDraft(k.Place) + ": start Strongroom there"
	}
	secret.Deleted = time.Time{} // it is gone on with as a new secret of that name, which can restore this one
	return m.editable(secret, true)
}

// deletedNow is a draft's secret where the list knows that it is scheduled for deletion.
func (m *Model) deletedNow(d disk.Draft) (s backend.Secret, deleted bool) {
	if r, ok := m.list.index.Lookup(d.ARN); ok && d.ARN != "" {
		s = m.list.index.Secret(r)
	}
	return s, !s.Deleted.IsZero()
}

func placeOfDraft(p disk.DraftPlace) string {
	var parts []string
	if p.Kind != "AWS" {
		parts = append(parts, p.Kind)
	}
	if p.Account != "" {
		parts = append(parts, "account "+ui.Account(p.Account))
	}
	parts = append(parts, p.Region)
	if p.Endpoint != "" {
		parts = append(parts, p.Endpoint)
	}
	return ui.Text(strings.Join(parts, " · "))
}

// draftsDialog lists the drafts that earlier runs have left.
type draftsDialog struct {
	m      *Model
	scroll pane.Scroll
}

func (d *draftsDialog) at() (k disk.KeptDraft, ok bool) {
	left := d.m.drafts.left
	d.scroll.N = len(left)
	d.scroll.Clamp()
	if len(left) == 0 {
		return k, false
	}
	return left[d.scroll.Pos], true
}

// Act goes on with the draft under the cursor, or asks whether to drop it.
func (d *draftsDialog) Act(a keymap.Action) (tea.Cmd, bool) {
	k, ok := d.at()
	switch {
	case d.scroll.Move(a):
	case a == keymap.No || !ok:
		return nil, a == keymap.No
	case a == keymap.DropDraft:
		return func() tea.Msg { return pane.Opened{Dialog: d.m.dropDraftDialog(k)} }, false
	case a == keymap.Press, a == keymap.Yes:
		if d.m.cannotResume(k) == "" {
			return func() tea.Msg { return draftChosen{k.ID} }, true
		}
	}
	return nil, false
}

// View draws a line for each, and what to know of the one under the cursor.
func (d *draftsDialog) View(f pane.Frame, w, h int) ui.Box {
	iw := min(84, w-8)
	p := &ui.Page{Th: f.Th, W: iw}
	k, ok := d.at()
	left := d.m.drafts.left
	d.scroll.H = max(1, min(len(left), h-9))
	d.scroll.Clamp()
	for i := d.scroll.Top; i < min(len(left), d.scroll.Top+d.scroll.H); i++ {
		p.Lines = append(p.Lines, ui.OptionRow(f.Th, "", draftName(left[i]), d.m.aboutDraft(left[i]), max(iw/2, iw-28), i == d.scroll.Pos, iw))
	}
	p.Blank()
	foot := "esc closes"
	switch drop := f.Keys.Key(keymap.Dialog, keymap.DropDraft) + " drops it · "; {
	case !ok:
		p.Text(f.Th.Text, "No unsaved edit is left.")
	case d.m.cannotResume(k) != "":
		p.Text(f.Th.Warn, d.m.cannotResume(k))
		foot = drop + foot
	default:
		p.Text(f.Th.Dim, placeOfDraft(k.Place))
		if _, deleted := d.m.deletedNow(k.Draft); deleted {
			p.Text(f.Th.Warn, "The secret is scheduled for deletion: resumed, this is a new one of that name, and saving it offers to restore it.")
		}
		p.Text(f.Th.Text, "Nothing is saved by resuming it, and nothing is decrypted. The draft stays until it is saved or discarded.")
		foot = "enter resumes it · " + drop + foot
	}
	return ui.Box{Title: "Unsaved edits", Lines: p.Lines, W: iw, Foot: foot}
}

func draftName(k disk.KeptDraft) string {
	switch {
	case k.Err != nil:
		return "cannot be opened"
	case k.Fresh != nil:
		return "new: " + ui.Text(k.Name)
	}
	return ui.Text(k.Name)
}

func (m *Model) aboutDraft(k disk.KeptDraft) string {
	if k.Err != nil {
		return ""
	}
	return m.ago(k)
}

// dropDraftDialog asks before an unsaved edit is lost.
func (m *Model) dropDraftDialog(k disk.KeptDraft) pane.Dialog {
	what := m.describeDraft(k)
	return &dialog.Confirm{Title: "Drop an unsaved edit", Yes: "drop it", OnNo: true, OnYes: func() tea.Msg { return dropDraftChosen{k.ID} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w}
			p.Text(f.Th.Strong, what)
			if k.Err == nil {
				p.Text(f.Th.Dim, placeOfDraft(k.Place))
			}
			p.Blank()
			p.Text(f.Th.Text, "It cannot be brought back.")
			return p.Lines
		}}
}

// dropLeft removes a draft, and what a save of it may have left half done at the service.
func (m *Model) dropLeft(id string) tea.Cmd {
	i := slices.IndexFunc(m.drafts.left, func(k disk.KeptDraft) bool { return k.ID == id })
	if i < 0 {
		return nil
	}
	store, be, ctx := m.drafts.store, m.Backend, context.WithoutCancel(m.Ctx)
	tried := m.drafts.left[i].Tried
	if m.cannotResume(m.drafts.left[i]) != "" {
		tried = nil
	}
	return func() tea.Msg {
		out := draftDropped{id: id, err: store.Remove(id)}
		if out.err == nil && tried != nil && tried.ID != "" {
			out.labelErr = tried.Abandon(ctx, be)
		}
		return out
	}
}

func (m *Model) hearDropped(msg draftDropped) {
	if msg.err != nil {
		m.status.set(pane.Said{Text: ui.Text(msg.err.Error()), Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Failure}, m.Now)
		return
	}
	m.forgetLeft(msg.id)
	m.status.set(pane.Said{Text: "dropped an unsaved edit"}, m.Now)
	if msg.labelErr != nil && !errors.Is(msg.labelErr, backend.ErrNotFound) {
		m.status.set(pane.Said{Text: "a version of the dropped edit may be left under a private label", Hint: m.Hint(msg.labelErr), Kind: pane.Warning}, m.Now)
	}
}

// forgetLeft takes a draft off the list of those that are left; a list without any closes.
func (m *Model) forgetLeft(id string) {
	m.drafts.left = slices.DeleteFunc(m.drafts.left, func(k disk.KeptDraft) bool { return k.ID == id })
	if n := len(m.dialogs); n > 0 && len(m.drafts.left) == 0 {
		if _, ok := m.dialogs[n-1].(*draftsDialog); ok {
			m.dialogs = m.dialogs[:n-1]
		}
	}
}

// hearTaken opens the edit where the draft left it.
func (m *Model) hearTaken(msg draftTaken) tea.Cmd {
	e, d := m.edit, &m.drafts
	switch {
	case msg.err != nil:
		m.status.set(pane.Said{Text: ui.Text(msg.err.Error()), Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Failure}, m.Now)
		return findDrafts(d.store, m.Now, 0)
	case e.open():
		msg.d.Wipe()
		return func() tea.Msg { msg.slot.Leave(); return nil }
	}
	m.forgetLeft(msg.id)
	m.status.set(pane.Said{}, m.Now) // the offer, for one
	e.Close()
	if s, deleted := m.deletedNow(msg.d); deleted {
		msg.d = anew(msg.d, s)
	}
	e.secret = backend.Secret{ARN: msg.d.ARN, Name: msg.d.Name}
	d.slot, d.number, d.sum, d.life, d.trouble = msg.slot, 0, msg.d.Sum(), e.life, ""
	at := m.ago(disk.KeptDraft{Draft: msg.d})
	e.resume(msg.d)
	e.note = "resumed as it was " + at + ": " + m.Keys.Key(keymap.Edit, keymap.Save) + " shows what it changes"
	if msg.keys == m.Pressed {
		m.inPane = pane.Detail
		if e.secret.ARN != "" {
			m.list.pointAt(e.secret.ARN)
		}
	}
	return nil
}
