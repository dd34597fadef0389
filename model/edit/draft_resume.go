package edit

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
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
	id   string
	err  error
	arn  string
	left change.Left // of a half-made save of it
}

func takeDraft(store *disk.Drafts, id string, keys int) tea.Cmd {
	return func() tea.Msg {
		slot, d, err := store.Take(id)
		return draftTaken{id, keys, slot, d, err}
	}
}

// hearDrafts offers what earlier runs have left. It is no reason to take anything else off the status line.
// Where the user has asked for it and done nothing since, it shows them.
func (e *Pane) hearDrafts(msg draftsFound) tea.Cmd {
	known := len(e.drafts.left)
	e.drafts.left = msg.left
	asked := msg.keys > 0
	switch {
	case asked && msg.err == nil && len(msg.left) == 0 && msg.lost == 0:
		return pane.Say(pane.Plain, "no unsaved edit is left from an earlier run")
	case asked && len(msg.left) > 0 && msg.keys == e.Pressed && !e.Covered() && !e.IsOpen():
		e.showDrafts()
		return nil
	case !asked && known > 0 && known == len(msg.left):
		return nil
	}
	said := e.offer(msg)
	said.Yields = !asked
	if said.Text != "" {
		e.Say(said)
	}
	return nil
}

// offer says what there is to go on with.
func (e *Pane) offer(msg draftsFound) pane.Said {
	key := e.Keys.Key(keymap.List, keymap.Resume)
	switch n := len(msg.left); {
	case msg.err != nil:
		return pane.Said{Text: "unsaved edits of earlier runs could not be looked for", Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Warning}
	case n == 1:
		return pane.Said{Text: e.describeDraft(msg.left[0]), Hint: key + " resumes it", Kind: pane.Warning, Stay: pane.StayLong}
	case n > 1:
		return pane.Said{Text: ui.Plural(n, "unsaved edit") + " of earlier runs", Hint: key + " shows them", Kind: pane.Warning, Stay: pane.StayLong}
	case msg.lost > 0 && e.drafts.store.OutliveLogin():
		return pane.Said{Text: ui.Plural(msg.lost, "unsaved edit") + " of an earlier run cannot be opened: the key is not in the system's keyring", Stay: pane.StayLong}
	case msg.lost > 0:
		return pane.Said{Text: ui.Plural(msg.lost, "unsaved edit") + " of an earlier login cannot be opened: the key went with that login", Stay: pane.StayLong}
	}
	return pane.Said{}
}

// resumeOrLook shows the drafts that are left. Where there are none, another run may have ended meanwhile.
func (e *Pane) resumeOrLook() tea.Cmd {
	if len(e.drafts.left) == 0 {
		return e.findDrafts(e.Pressed)
	}
	e.showDrafts()
	return nil
}

func (e *Pane) showDrafts() {
	e.choosing = &draftsDialog{e: e}
	e.Open(e.choosing)
}

func (e *Pane) describeDraft(k disk.KeptDraft) string {
	if k.Err != nil {
		return "an unsaved edit cannot be opened: " + ui.Text(backend.Message(k.Err))
	}
	text := "an unsaved edit of " + ui.Text(k.Name)
	if k.Fresh != nil {
		text = "an unsaved new secret " + ui.Text(k.Name)
	}
	return text + " from " + e.ago(k)
}

func (e *Pane) ago(k disk.KeptDraft) string {
	if age := ui.Age(k.At, e.Now); age != "now" {
		return age + " ago"
	}
	return "just now"
}

// unresumable is the reason why there is nothing to go on with.
func (e *Pane) unresumable() string {
	switch missing := e.drafts.store.Missing(); {
	case e.IsOpen():
		return e.isOpenAlready()
	case len(e.drafts.left) == 0 && missing != "":
		return "no drafts of unsaved edits are kept: " + ui.Text(missing)
	}
	return ""
}

// cannotResume is the reason why one draft cannot be gone on with here.
func (e *Pane) cannotResume(k disk.KeptDraft) string {
	here := disk.PlaceOf(e.Backend.Where(), e.Who)
	secret, known := e.Listed.Known(k.ARN)
	if !known {
		secret = backend.Secret{ARN: k.ARN, Name: k.Name}
	}
	switch {
	case k.Err != nil:
		return ui.Text(backend.Message(k.Err))
	case k.Place.Account != "" && here.Account == "" && k.Place.Kind == here.Kind && k.Place.Region == here.Region && k.Place.Endpoint == here.Endpoint:
		return "it belongs to account " + ui.Account(k.Place.Account) + ", and which one this is is not known yet"
	case k.Place.Kind != here.Kind, k.Place.Region != here.Region, k.Place.Endpoint != here.Endpoint, k.Place.Account != "" && k.Place.Account != here.Account:
		return "it belongs to " + placeOfDraft(k.Place, "") + ": start Strongroom there"
	}
	secret.Deleted = time.Time{} // it is gone on with as a new secret of that name, which can restore this one
	return e.editable(secret, true)
}

// deletedNow is a draft's secret where the list knows that it is scheduled for deletion.
func (e *Pane) deletedNow(d disk.Draft) (s backend.Secret, deleted bool) {
	s, _ = e.Listed.Known(d.ARN)
	return s, !s.Deleted.IsZero()
}

// placeOfDraft is where a draft's secret is: its ARN tells, and otherwise the place where the draft was begun.
func placeOfDraft(p disk.DraftPlace, arn string) string {
	at := backend.SiteOf(arn)
	p.Account, p.Region = cmp.Or(at.Account, p.Account), cmp.Or(at.Region, p.Region)
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
	e      *Pane
	scroll pane.Scroll
}

func (d *draftsDialog) at() (k disk.KeptDraft, ok bool) {
	if left := d.e.drafts.left; d.scroll.Pos < len(left) {
		return left[d.scroll.Pos], true
	}
	return k, false
}

// Click puts the cursor on a draft.
func (d *draftsDialog) Click(line, _ int) (tea.Cmd, bool) {
	if at, shown := d.scroll.At(line); shown {
		d.scroll.To(at)
	}
	return nil, false
}

// Wheel moves.
func (d *draftsDialog) Wheel(down bool) { d.scroll.Move(pane.WheelMove(down)) }

// Resize works out which drafts are in sight: one that is gone leaves the cursor where it is.
func (d *draftsDialog) Resize(w, h int) {
	const about = 5 // lines that tell of the one under the cursor
	d.scroll.N = len(d.e.drafts.left)
	box := ui.Box{W: w, Buttons: d.buttons(pane.Frame{Keys: d.e.Keys})}
	d.scroll.H = max(1, min(d.scroll.N, box.Room(h)-about))
	d.scroll.Clamp()
}

// Act goes on with the draft under the cursor, or asks whether to drop it.
func (d *draftsDialog) Act(a keymap.Action) (tea.Cmd, bool) {
	k, ok := d.at()
	switch {
	case d.scroll.Move(a):
	case a == keymap.No || !ok:
		return nil, a == keymap.No
	case a == keymap.DropDraft:
		return func() tea.Msg { return pane.Opened{Dialog: d.e.dropDraftDialog(k)} }, false
	case a == keymap.Press, a == keymap.Yes:
		if d.e.cannotResume(k) == "" {
			return func() tea.Msg { return draftChosen{k.ID} }, true
		}
	}
	return nil, false
}

// View draws a line for each, and what to know of the one under the cursor.
func (d *draftsDialog) View(f pane.Frame, w, h int) ui.Box {
	iw := dialog.Width(84, w)
	p := &ui.Page{Th: f.Th, W: iw}
	k, ok := d.at()
	left := d.e.drafts.left
	for i := d.scroll.Top; i < min(len(left), d.scroll.Top+d.scroll.H); i++ {
		p.Lines = append(p.Lines, ui.OptionRow{Label: draftName(left[i]), Hint: d.e.aboutDraft(left[i]), LabelW: max(iw/2, iw-28), Cursor: i == d.scroll.Pos}.Draw(f.Th, iw))
	}
	p.Blank()
	switch {
	case !ok:
		p.Text(f.Th.Text, "No unsaved edit is left.")
	case d.e.cannotResume(k) != "":
		p.Text(f.Th.Warn, d.e.cannotResume(k))
	default:
		p.Place(f.Th.Dim, placeOfDraft(k.Place, k.ARN))
		if _, deleted := d.e.deletedNow(k.Draft); deleted {
			p.Text(f.Th.Warn, "The secret is scheduled for deletion: resumed, this is a new one of that name, and saving it offers to restore it.")
		}
		p.Text(f.Th.Text, "Nothing is saved by resuming it, and nothing is decrypted. The draft stays until it is saved or dropped.")
	}
	return ui.Box{Title: "Unsaved edits", Lines: p.Lines, W: iw, Buttons: d.buttons(f)}
}

// buttons are what can be done with the draft under the cursor.
func (d *draftsDialog) buttons(f pane.Frame) []ui.Button {
	all := dialog.Buttons(f, "close", "resume", false, true)
	all[1].Key, all[1].Do = f.Key(keymap.Press), keymap.Press
	drop := ui.Button{Label: "drop", Key: f.Keys.Key(keymap.Dialog, keymap.DropDraft), Do: keymap.DropDraft, Ends: true}
	switch k, ok := d.at(); {
	case !ok:
		return nil
	case d.e.cannotResume(k) != "":
		return []ui.Button{all[0], drop}
	}
	return []ui.Button{all[0], drop, all[1]}
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

func (e *Pane) aboutDraft(k disk.KeptDraft) string {
	if k.Err != nil {
		return ""
	}
	return e.ago(k)
}

// dropDraftDialog asks before an unsaved edit is lost.
func (e *Pane) dropDraftDialog(k disk.KeptDraft) pane.Dialog {
	what := e.describeDraft(k)
	where := ""
	if k.Err == nil {
		where = placeOfDraft(k.Place, k.ARN)
	}
	return &dialog.Confirm{Title: "Drop an unsaved edit", Subject: []string{what}, Where: where, Ends: true, Yes: "drop it", OnNo: true, OnYes: func() tea.Msg { return dropDraftChosen{k.ID} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w, Flush: true}
			p.Text(f.Th.Text, "It cannot be brought back.")
			return p.Lines
		}}
}

// dropLeft removes a draft, and what a save of it may have left half done at the service.
func (e *Pane) dropLeft(id string) tea.Cmd {
	i := slices.IndexFunc(e.drafts.left, func(k disk.KeptDraft) bool { return k.ID == id })
	if i < 0 {
		return nil
	}
	store, be, ctx := e.drafts.store, e.Backend, context.WithoutCancel(e.Ctx)
	tried := e.drafts.left[i].Tried
	if e.cannotResume(e.drafts.left[i]) != "" {
		tried = nil
	}
	return func() tea.Msg {
		out := draftDropped{id: id, err: store.Remove(id)}
		if out.err == nil && tried != nil && tried.ID != "" {
			out.arn, out.left = tried.ID, tried.Abandon(ctx, be)
		}
		return out
	}
}

func (e *Pane) hearDropped(msg draftDropped) {
	if msg.err != nil {
		e.Say(pane.Said{Text: ui.Text(msg.err.Error()), Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Failure})
		return
	}
	e.forgetLeft(msg.id)
	e.Say(pane.Said{Text: "dropped an unsaved edit"})
	e.tellLeft(msg.arn, msg.left)
}

// forgetLeft takes a draft off the list of those that are left; a list without any closes.
func (e *Pane) forgetLeft(id string) {
	e.drafts.left = slices.DeleteFunc(e.drafts.left, func(k disk.KeptDraft) bool { return k.ID == id })
	if len(e.drafts.left) == 0 {
		e.Tell(pane.Closed{Dialog: e.choosing})
	}
}

// hearTaken opens the edit where the draft left it.
func (e *Pane) hearTaken(msg draftTaken) tea.Cmd {
	d := &e.drafts
	switch {
	case msg.err != nil:
		e.Say(pane.Said{Text: ui.Text(msg.err.Error()), Hint: ui.Text(backend.Message(msg.err)), Kind: pane.Failure})
		return e.FindDrafts()
	case e.IsOpen():
		msg.d.Wipe()
		return func() tea.Msg { msg.slot.Leave(); return nil }
	}
	e.forgetLeft(msg.id)
	e.Say(pane.Said{}) // instead of the offer, for one
	e.Close()
	if s, deleted := e.deletedNow(msg.d); deleted {
		msg.d = anew(msg.d, s)
	}
	e.secret = backend.Secret{ARN: msg.d.ARN, Name: msg.d.Name}
	d.slot, d.number, d.sum, d.of, d.trouble, d.older = msg.slot, 0, msg.d.Sum(), e.id, "", true
	at := e.ago(disk.KeptDraft{Draft: msg.d})
	e.resume(msg.d)
	e.note = "resumed as it was " + at + ": " + e.Keys.Key(keymap.Edit, keymap.Save) + " shows what it changes"
	if msg.keys == e.Pressed {
		e.Tell(pane.Went{To: pane.Detail})
		if e.secret.ARN != "" {
			e.Tell(pane.PointedAt{ARN: e.secret.ARN})
		}
	}
	return nil
}
