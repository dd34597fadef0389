package model

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// created is the result of making a secret, in whichever way.
type created struct {
	run     *pane.Question
	name    string
	token   string
	way     createWay
	version string
	base    string              // of a secret that was brought back: the version it had
	before  map[string][]string // and its labels
	gone    string              // the ARN that was deleted for good
	detail  backend.Detail
	// holder is the secret that has the name, where that is why none was made; holderErr why it cannot be told.
	holder    backend.Secret
	holderErr error
	// revival and anew are for the next run of the same action.
	revival change.Revival
	anew    bool
	// now is the value of a secret that is live and did not get the new one.
	now     backend.Revealed
	nowErr  error
	readErr error
	err     error
}

type createWay int

const (
	createPlain createWay = iota
	createRevive
	createAnew
)

// createChosen is the user's choice after a name turned out to be taken.
type createChosen struct{ way createWay }

// existingChosen makes the value the change of the secret that has the name; existingRead is its present value.
type existingChosen struct{}

type existingRead struct {
	run *pane.Question
	r   backend.Revealed
	err error
}

// anewAsked asks for the typed name before anything is deleted for good.
type anewAsked struct{}

// anotherName asks for another name.
type anotherName struct{}

// startNew opens the edit pane on a secret that is yet to be made.
func (e *edit) startNew(msg newChosen) tea.Cmd {
	if msg.again {
		if e.fresh != nil {
			e.fresh.Name, e.secret.Name, e.err, e.note = msg.spec.Name, msg.spec.Name, nil, ""
			e.holder, e.anewGone = holder{}, ""
			e.forgetAttempt()
		}
		return e.reviewSave()
	}
	e.Close()
	e.Tell(pane.Unsaid{Kind: pane.Good}, pane.Went{To: pane.Detail})
	e.secret, e.fresh = backend.Secret{Name: msg.spec.Name}, &msg.spec
	e.touch()
	switch {
	case msg.like.ARN != "":
		e.mode = editReading
		ctx, id := e.read.Start(e.Ctx)
		return readForEdit(ctx, id, e.Backend, msg.like.ARN)
	case msg.kind == newBinary:
		e.mode = inBytes
		e.askFile()
	case msg.kind == newText:
		e.begin(e.Ledger.Text(""))
	default:
		e.begin(e.Ledger.Text("{}"))
	}
	return nil
}

// begin puts the first value of a new secret into the pane.
func (e *edit) begin(v backend.Value) {
	e.take(v, "")
	if e.mode == inForm && len(e.form.rows) == 0 {
		e.add(formRow{}, false)
	}
}

// beginLike begins with the keys of another secret and none of its values.
func (e *edit) beginLike(r backend.Revealed) {
	v, ok := document.Skeleton(r.Value)
	binary := r.Value.Binary()
	r.Value.Wipe()
	switch {
	case binary:
		e.mode = inBytes
	case ok:
		e.begin(v)
	default:
		e.begin(e.Ledger.Text(""))
	}
}

func (e *edit) forgetAttempt() {
	if e.attempt != nil {
		e.attempt.Value.Wipe()
		e.attempt = nil
	}
}

// reviewNew opens the summary of a new secret, or the choice where its name is taken.
func (e *edit) reviewNew(v backend.Value) {
	if e.holder.kind == nil && e.attempt == nil { // what was tried before may have made it: the service knows
		e.holder.secret, e.holder.kind = e.Listed.NameHolder(e.fresh.Name)
	}
	if e.holder.kind != nil {
		v.Wipe()
		e.Open(e.takenDialog())
		return
	}
	old := backend.TextValue("")
	if doc := document.Of(v); doc.Kind == document.KindJSON && !doc.Array {
		old = backend.TextValue("{}")
	}
	r := e.newReview(old, v, "")
	r.title, r.yes = "Create "+ui.Text(e.fresh.Name), "create"
	key := e.fresh.KMSKey
	if key == "" {
		key = "aws/secretsmanager (the account's default)"
	}
	if !v.Binary() {
		r.notes = nil
	}
	var tags []string
	for _, t := range e.fresh.Tags {
		tags = append(tags, t.Key+"="+t.Value)
	}
	for _, fact := range [][2]string{{"description", e.fresh.Description}, {"kms key", key}, {"tags", strings.Join(tags, ", ")}} {
		if fact[1] != "" {
			r.note(byTheWay, fact[0]+": "+ui.Text(fact[1]))
		}
	}
	e.Open(r)
}

// holder is what has the name of a secret that is yet to be made.
type holder struct {
	kind   error          // ErrExists, ErrPendingDeletion; nil where nothing is known to have it
	secret backend.Secret // as it was seen; without an ARN where the service does not tell
	why    string         // why it does not; safe text
}

// takenDialog offers what can be done about a name that is taken.
func (e *edit) takenDialog() pane.Dialog {
	h, name := e.holder, ui.Text(e.fresh.Name)
	send := func(msg tea.Msg) func() tea.Cmd { return func() tea.Cmd { return func() tea.Msg { return msg } } }
	other := dialog.Option{Key: "a", Label: "another name", Hint: "the value stays as it is", Do: send(anotherName{})}
	c := &dialog.Choice{Title: name + " is scheduled for deletion", Head: e.PlaceOf(h.secret), Options: []dialog.Option{other}}
	switch {
	case errors.Is(h.kind, backend.ErrExists):
		c.Title = name + " exists already"
		c.Options = []dialog.Option{{Key: "e", Label: "edit it", Hint: "this value becomes the change; reads the present one (one decrypt)", Do: send(existingChosen{})}, other}
	case h.secret.ARN == "":
		c.Options[0].Hint += " · restoring or deleting it needs to see it: " + h.why
	default:
		c.Options = []dialog.Option{
			{Key: "r", Label: "restore it, with this value", Hint: "recommended: keeps the ARN that policies name", Do: send(createChosen{createRevive})},
			{Key: "d", Label: "delete for good, create anew", Hint: "asks for the name; another ARN", Do: send(anewAsked{})}, other}
	}
	return c
}

// anewDialog asks for the name before the old secret is deleted for good.
func (e *edit) anewDialog() pane.Dialog {
	old := e.holder.secret
	b := "The secret that has this name, with all its versions, cannot be brought back after this. The new one gets another ARN."
	return &dialog.TypedName{Title: "Delete for good: " + ui.Text(old.Name), Word: ui.Text(old.Name), Where: e.PlaceOf(old), Text: b,
		Yes: "delete for good, create anew", OnYes: func() tea.Msg { return createChosen{createAnew} }}
}

// startCreate makes the secret. The same value again is the same action, with the same token.
func (e *edit) startCreate(value backend.Value, way createWay) tea.Cmd {
	if e.fresh == nil || e.saving {
		value.Wipe()
		return nil
	}
	token := change.NewToken()
	if last := e.attempt; last != nil && document.SameBytes(last.Value, value) {
		token = last.Token
	}
	seen := e.holder.secret.Seen()
	if e.anewGone != "" { // what had the name is gone already; the service may yet have to let go of the name
		way, seen = createAnew, backend.Seen{ARN: e.anewGone}
	}
	revival := change.Revival{Seen: seen, Token: token}
	if e.revival.Seen == seen && e.revival.Token == token {
		revival = e.revival
	}
	e.forgetAttempt()
	e.attempt = &change.Save{Value: value, Token: token}
	e.saving, e.err, e.note = true, nil, ""
	ctx, run := e.work.Start(context.WithoutCancel(e.Ctx))
	spec, be, gone := *e.fresh, e.Backend, e.anewGone != ""
	spec.Value, spec.Token = value.Clone(), token
	create := func() (out created) {
		out.run, out.name, out.token, out.way, out.revival, out.anew = run, spec.Name, token, way, revival, gone
		defer spec.Value.Wipe()
		defer pane.Caught(&out.err)
		out.make(ctx, be, spec, seen)
		return out
	}
	return tea.Sequence(e.keepDraft(), // the token must outlast a crash
		e.Write("creating", backend.OpCreate, backend.Secret{ARN: seen.ARN, Name: spec.Name}, func() tea.Msg { return create() }))
}

func (out *created) make(ctx context.Context, be backend.Backend, spec backend.NewSecret, seen backend.Seen) {
	switch out.way {
	case createRevive:
		out.revive(ctx, be, spec.Value)
		return
	case createAnew:
		w, r, err := change.Replacement{Secret: spec, Seen: seen, Gone: out.anew}.Run(ctx, be)
		if out.anew = r.Gone; r.Gone {
			out.gone = seen.ARN
		}
		out.written(ctx, be, spec, w, err)
	default:
		w, err := be.Create(ctx, spec)
		out.written(ctx, be, spec, w, err)
	}
	if errors.Is(out.err, backend.ErrExists) || errors.Is(out.err, backend.ErrPendingDeletion) || errors.Is(out.err, backend.ErrConflict) {
		d, err := be.Describe(ctx, spec.Name)
		out.holder, out.holderErr = d.Secret, err
	}
}

// revive brings the secret back. Where it is live and has not got the new value, its present one is read: it becomes an edit.
func (out *created) revive(ctx context.Context, be backend.Backend, v backend.Value) {
	out.revival.Value = v
	r, err := out.revival.Run(ctx, be)
	out.revival, out.detail, out.err = r.Revival, r.Detail, err
	out.revival.Value = backend.Value{}
	out.version, out.base, out.before = r.Version, r.Base, r.Saved.Before
	switch {
	case err == nil:
		out.readDetail(ctx, be, out.detail.Secret)
		return
	case out.detail.ARN == "" || !out.detail.Deleted.IsZero():
		return
	}
	out.now, out.nowErr = be.Reveal(ctx, out.detail.ARN, backend.VersionRef{Stage: backend.Current})
	if out.nowErr == nil && out.now.Version == out.token { // it has it after all
		out.now.Value.Wipe()
		out.version, out.err = out.token, nil
		out.readDetail(ctx, be, out.detail.Secret)
	}
}

func (out *created) written(ctx context.Context, be backend.Backend, spec backend.NewSecret, w backend.Written, err error) {
	if out.err = err; err == nil {
		out.version = w.Version
		out.readDetail(ctx, be, backend.Secret{ARN: w.ARN, Name: w.Name, Description: spec.Description, KMSKey: spec.KMSKey, Tags: spec.Tags,
			Stages: map[string][]string{w.Version: {backend.Current}}})
	}
}

// readDetail reads what the secret is like now; where it cannot be read, known is what is.
func (out *created) readDetail(ctx context.Context, be backend.Backend, known backend.Secret) {
	if out.detail, out.readErr = be.Describe(ctx, known.ARN); out.readErr != nil {
		out.detail = backend.Detail{Secret: known}
	}
}

// hearCreated tells how it went. A failure leaves the value as it stands.
func (e *edit) hearCreated(msg created) tea.Cmd {
	mine := e.IsOpen() && e.attempt != nil && e.attempt.Token == msg.token
	if mine {
		e.saving = false
	}
	if mine {
		e.revival = msg.revival
		if msg.anew {
			e.anewGone, e.holder = msg.gone, holder{}
			e.Tell(pane.Gone{ARN: msg.gone})
		}
	}
	switch {
	case msg.err == nil:
		return e.madeSecret(msg, mine)
	case !mine:
		msg.now.Value.Wipe()
		e.Fail(msg.err)
	case msg.way == createRevive && msg.detail.ARN != "" && msg.detail.Deleted.IsZero():
		return e.nowAnEdit(msg)
	default:
		e.err = msg.err
		e.meetHolder(msg)
	}
	return nil
}

// meetHolder notes what has the name.
func (e *edit) meetHolder(msg created) {
	shows := e.Keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
	switch {
	case msg.way == createRevive:
		if errors.Is(msg.err, backend.ErrConflict) && msg.detail.ARN != "" {
			e.holder.secret, e.note = msg.detail.Secret, shows
		}
		return
	case msg.holder.ARN != "":
		e.holder = holder{kind: backend.ErrExists, secret: msg.holder}
		if !msg.holder.Deleted.IsZero() {
			e.holder.kind = backend.ErrPendingDeletion
		}
	case errors.Is(msg.err, backend.ErrExists), errors.Is(msg.err, backend.ErrPendingDeletion):
		e.holder = holder{kind: backend.ErrExists, why: pane.Reason(msg.holderErr)}
		if errors.Is(msg.err, backend.ErrPendingDeletion) {
			e.holder.kind = backend.ErrPendingDeletion
		}
	default:
		return
	}
	e.note = shows
}

// nowAnEdit goes on with a secret that is live and did not get the new value, because the save failed after it was restored,
// or because somebody else has restored it: that is now an edit of it, which starts from the value it has. Where that could
// not be read, the name is one that exists.
func (e *edit) nowAnEdit(msg created) tea.Cmd {
	e.err = msg.err
	restored := "it is restored"
	if errors.Is(msg.err, backend.ErrConflict) && !msg.revival.Began {
		restored = "somebody else has restored it"
	}
	switch {
	case msg.nowErr != nil:
		e.holder = holder{kind: backend.ErrExists, secret: msg.detail.Secret}
		e.note = restored + ", but its value could not be read: " + pane.Reason(msg.nowErr) + "; " + e.Keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
	default:
		if e.attempt.ID, e.attempt.Base = msg.detail.ARN, msg.now.Version; msg.now.Version != msg.base {
			e.forgetAttempt()
		}
		e.adopt(msg.detail.Secret, msg.now.Value, msg.now.Version)
		e.note = restored + ", and this value is now an edit of it: the review shows the difference"
	}
	e.Tell(pane.Heard{Secrets: []backend.Secret{msg.detail.Secret}}, pane.PointedAt{ARN: msg.detail.ARN})
	return func() tea.Msg { return pane.Changed{ARN: msg.detail.ARN, Detail: msg.detail} }
}

// adopt makes the value of a new secret the change of one that exists, which has the value base in a version.
func (e *edit) adopt(s backend.Secret, base backend.Value, version string) {
	e.base.Wipe()
	e.base, e.version = base, version
	e.secret, e.fresh, e.holder = s, nil, holder{}
}

func (e *edit) madeSecret(msg created, mine bool) tea.Cmd {
	if mine {
		e.Close()
	}
	name := ui.Text(msg.name)
	s := pane.Said{Text: "created " + name, Kind: pane.Good, Stay: pane.StayLong, Hint: e.Keys.Key(keymap.Global, keymap.Undo) + " schedules it for deletion"}
	switch {
	case msg.way == createRevive:
		s.Text, s.Hint = "restored "+name+" with a new version", "rotation may be off: the Info tab tells"
		if msg.base != "" {
			e.Tell(unsave(msg.detail.ARN, msg.name, msg.version, msg.base, msg.before))
		}
	default:
		e.Tell(uncreate(msg.detail.Secret, msg.version))
	}
	if msg.readErr != nil {
		s.Kind, s.Hint = pane.Warning, "it could not be described: "+pane.Reason(msg.readErr)+" · "+s.Hint
	}
	e.Say(s)
	if msg.gone != "" {
		e.Tell(pane.Gone{ARN: msg.gone})
	}
	e.Tell(pane.Heard{Secrets: []backend.Secret{msg.detail.Secret}}, pane.PointedAt{ARN: msg.detail.ARN})
	if msg.readErr != nil {
		return nil
	}
	return func() tea.Msg { return pane.Changed{ARN: msg.detail.ARN, Detail: msg.detail} }
}

// uncreate undoes a create, with the longest window, while the version that it made is current.
func uncreate(s backend.Secret, version string) pane.Undoable {
	if s.Stages = map[string][]string{}; version != "" {
		s.Stages[version] = []string{backend.Current}
	}
	return pane.ChangeOf(pane.Order{Kind: pane.Deleting, Created: true, How: backend.Deletion{WindowDays: backend.DefaultWindowDays}}, []backend.Secret{s})
}

// readExisting reads the value that a new one is to replace.
func (e *edit) readExisting() tea.Cmd {
	if e.fresh == nil || e.saving {
		return nil
	}
	e.saving = true
	ctx, run := e.work.Start(e.Ctx)
	name, be := e.fresh.Name, e.Backend
	return func() tea.Msg {
		r, err := be.Reveal(ctx, name, backend.VersionRef{Stage: backend.Current})
		return existingRead{run, r, err}
	}
}

// hearExisting makes the new secret's value an edit of the one that exists.
func (e *edit) hearExisting(msg existingRead) {
	if e.fresh == nil || !e.saving || !e.work.Fits(msg.run) {
		msg.r.Value.Wipe()
		return
	}
	e.work.Done()
	e.saving = false
	if msg.err != nil {
		e.err = msg.err
		return
	}
	e.adopt(backend.Secret{ARN: msg.r.ARN, Name: msg.r.Name}, msg.r.Value, msg.r.Version)
	e.err = nil
	if last := e.attempt; last != nil && (last.ID != msg.r.ARN || last.Base != msg.r.Version) {
		e.forgetAttempt()
	}
	e.Tell(pane.PointedAt{ARN: msg.r.ARN})
	e.note = "now an edit of the secret that exists: the review shows the difference"
}

// askAnotherName asks for the name alone; the value stays.
func (e *edit) askAnotherName() {
	if e.fresh == nil {
		return
	}
	d := e.newDialog(e.fresh.Name, backend.Secret{})
	d.again = true
	e.Open(d)
}
