package model

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// created is the result of making a secret, in whichever way.
type created struct {
	run     int
	name    string
	token   string
	way     createWay
	version string // where an existing secret got a new version
	base    string
	gone    string // the ARN that was deleted for good
	detail  backend.Detail
	// now is the value of a secret that was brought back and did not get the new one.
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
	run int
	r   backend.Revealed
	err error
}

// anewAsked asks for the typed name before anything is deleted for good.
type anewAsked struct{}

// anotherName asks for another name.
type anotherName struct{}

// startNew opens the edit pane on a secret that is yet to be made.
func (m *Model) startNew(msg newChosen) tea.Cmd {
	e := m.edit
	if msg.again {
		if e.fresh != nil {
			e.fresh.Name, e.secret.Name, e.taken, e.err, e.note = msg.spec.Name, msg.spec.Name, nil, nil, ""
			e.forgetAttempt()
		}
		return m.reviewSave()
	}
	e.close()
	m.status.forgetGood()
	m.inPane = onDetail
	e.secret, e.fresh = backend.Secret{Name: msg.spec.Name}, &msg.spec
	e.touch()
	switch {
	case msg.like.ARN != "":
		e.mode = editReading
		ctx, id := e.read.start(e.ctx)
		return readForEdit(ctx, id, e.be, msg.like.ARN)
	case msg.kind == newBinary:
		e.mode = inBytes
		return m.open(m.fileDialog())
	case msg.kind == newText:
		e.begin(backend.TextValue(""))
	default:
		e.begin(backend.TextValue("{}"))
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
	v, ok := backend.Skeleton(r.Value)
	binary := r.Value.Binary()
	r.Value.Wipe()
	switch {
	case binary:
		e.mode = inBytes
	case ok:
		e.begin(v)
	default:
		e.begin(backend.TextValue(""))
	}
}

func (e *edit) forgetAttempt() {
	if e.attempt != nil {
		e.attempt.Value.Wipe()
		e.attempt = nil
	}
}

// reviewNew opens the summary of a new secret, or the choice where its name is taken.
func (m *Model) reviewNew(v backend.Value) tea.Cmd {
	e := m.edit
	kind := e.taken
	if kind == nil && e.attempt == nil { // what was tried before may have made it: the service knows
		kind = m.nameTaken(e.fresh.Name)
	}
	if kind != nil {
		v.Wipe()
		return m.open(m.takenDialog(kind))
	}
	old := backend.TextValue("")
	if doc := backend.DocumentOf(v); doc.Kind == backend.KindJSON && !doc.Array {
		old = backend.TextValue("{}")
	}
	r := newReview(m, old, v, "")
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
			r.notes = append(r.notes, ui.Span{Role: m.th.Dim, Text: fact[0] + ": " + ui.Text(fact[1])})
		}
	}
	return m.open(r)
}

// takenDialog offers what can be done about a name that is taken.
func (m *Model) takenDialog(kind error) dialog {
	name := ui.Text(m.edit.fresh.Name)
	send := func(msg tea.Msg) func() tea.Cmd { return func() tea.Cmd { return func() tea.Msg { return msg } } }
	other := option{"a", "another name", "the value stays as it is", send(anotherName{})}
	if errors.Is(kind, backend.ErrExists) {
		return &choice{title: name + " exists already", head: m.place(), options: []option{
			{"e", "edit it", "this value becomes the change; reads the present one (one decrypt)", send(existingChosen{})}, other}}
	}
	return &choice{title: name + " is scheduled for deletion", head: m.place(), options: []option{
		{"r", "restore it, with this value", "recommended: keeps the ARN that policies name", send(createChosen{createRevive})},
		{"d", "delete for good, create anew", "asks for the name; another ARN", send(anewAsked{})}, other}}
}

// anewDialog asks for the name before the old secret is deleted for good.
func (m *Model) anewDialog() dialog {
	name := m.edit.fresh.Name
	return &typedName{title: "Delete for good: " + ui.Text(name), word: ui.Text(name), where: m.place(), yes: "delete for good, create anew",
		text:  "The secret that has this name, with all its versions, cannot be brought back after this. The new one gets another ARN.",
		onYes: func() tea.Msg { return createChosen{createAnew} }}
}

// startCreate makes the secret. The same value again is the same action, with the same token.
func (m *Model) startCreate(value backend.Value, way createWay) tea.Cmd {
	e := m.edit
	if e.fresh == nil || e.saving {
		value.Wipe()
		return nil
	}
	token := backend.NewToken()
	if last := e.attempt; last != nil && backend.SameBytes(last.Value, value) {
		token = last.Token
	}
	e.forgetAttempt()
	e.attempt = &backend.Save{Value: value, Token: token}
	e.saving, e.err, e.note = true, nil, ""
	ctx, run := e.work.start(context.WithoutCancel(m.ctx))
	spec, be := *e.fresh, m.be
	spec.Value, spec.Token = value.Clone(), token
	create := func() (out created) {
		out.run, out.name, out.token, out.way = run, spec.Name, token, way
		defer spec.Value.Wipe()
		defer caught(&out.err)
		out.make(ctx, be, spec)
		return out
	}
	return tea.Sequence(m.keepDraft(), func() tea.Msg { return create() }) // the token must outlast a crash
}

func (out *created) make(ctx context.Context, be backend.Backend, spec backend.NewSecret) {
	switch out.way {
	case createRevive:
		var s backend.Saved
		out.detail, s, out.err = backend.Revive(ctx, be, spec.Name, spec.Value, spec.Token)
		out.version, out.base = s.Version, out.detail.VersionOf(backend.Current)
		if out.err != nil && out.detail.ARN != "" && out.base != "" {
			out.now, out.nowErr = be.Reveal(ctx, out.detail.ARN, backend.VersionRef{ID: out.base})
		}
		if out.err == nil {
			out.readDetail(ctx, be, out.detail.Secret)
		}
		return
	case createAnew:
		if d, err := be.Describe(ctx, spec.Name); err == nil {
			out.gone = d.ARN
		}
		w, err := backend.CreateAnew(ctx, be, spec)
		out.written(ctx, be, spec, w, err)
	default:
		w, err := be.Create(ctx, spec)
		out.written(ctx, be, spec, w, err)
	}
}

func (out *created) written(ctx context.Context, be backend.Backend, spec backend.NewSecret, w backend.Written, err error) {
	if out.err = err; err == nil {
		out.readDetail(ctx, be, backend.Secret{ARN: w.ARN, Name: w.Name, Description: spec.Description, KMSKey: spec.KMSKey, Tags: spec.Tags})
	}
}

// readDetail reads what the secret is like now; where it cannot be read, known is what is.
func (out *created) readDetail(ctx context.Context, be backend.Backend, known backend.Secret) {
	if out.detail, out.readErr = be.Describe(ctx, known.ARN); out.readErr != nil {
		out.detail = backend.Detail{Secret: known}
	}
}

// hearCreated tells how it went. A failure leaves the value as it stands.
func (m *Model) hearCreated(msg created) tea.Cmd {
	e := m.edit
	mine := e.open() && e.attempt != nil && e.attempt.Token == msg.token
	if mine {
		e.saving = false
	}
	switch {
	case msg.err == nil:
		return m.madeSecret(msg, mine)
	case !mine:
		m.status.fail(msg.err, m.now)
	case msg.way == createRevive && msg.detail.ARN != "":
		return m.halfRevived(msg)
	default:
		e.err = msg.err
		if errors.Is(msg.err, backend.ErrExists) || errors.Is(msg.err, backend.ErrPendingDeletion) {
			if e.taken = backend.ErrExists; errors.Is(msg.err, backend.ErrPendingDeletion) {
				e.taken = backend.ErrPendingDeletion
			}
			e.note = e.keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
		}
	}
	return nil
}

// halfRevived goes on with a secret that is back and did not get the new value: that is now an edit of it, which starts from
// the value it has. Where that could not be read, the name is one that exists.
func (m *Model) halfRevived(msg created) tea.Cmd {
	e := m.edit
	e.err, e.taken = msg.err, backend.ErrExists
	e.attempt.ID, e.attempt.Base = msg.detail.ARN, msg.base
	switch {
	case msg.nowErr != nil:
		e.note = "it is restored, but its value could not be read: " + reason(msg.nowErr) + "; " + e.keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
	default:
		e.adopt(msg.detail.Secret, msg.now.Value, msg.base)
		e.note = "it is restored, and this value is now an edit of it: the review shows the difference"
	}
	m.list.put([]backend.Secret{msg.detail.Secret})
	m.list.pointAt(msg.detail.ARN)
	return func() tea.Msg { return secretChanged{msg.detail.ARN, msg.detail} }
}

// adopt makes the value of a new secret the change of one that exists, which has the value base in a version.
func (e *edit) adopt(s backend.Secret, base backend.Value, version string) {
	e.base.Wipe()
	e.base, e.version = base, version
	e.secret, e.fresh, e.taken = s, nil, nil
}

func (m *Model) madeSecret(msg created, mine bool) tea.Cmd {
	if mine {
		m.edit.close()
	}
	name := ui.Text(msg.name)
	s := said{text: "created " + name, kind: good, stay: stayLong, hint: m.keys.Key(keymap.Global, keymap.Undo) + " schedules it for deletion"}
	switch {
	case msg.way == createRevive:
		s.text, s.hint = "restored "+name+" with a new version", "rotation may be off: the Info tab tells"
		if msg.base != "" {
			m.undo.push(unsave(msg.detail.ARN, msg.name, msg.version, msg.base))
		}
	default:
		m.undo.push(uncreate(msg.detail.ARN, msg.name))
	}
	if msg.readErr != nil {
		s.kind, s.hint = warning, "it could not be described: "+reason(msg.readErr)+" · "+s.hint
	}
	m.status.set(s, m.now)
	if msg.gone != "" {
		m.list.forget(msg.gone)
	}
	m.list.put([]backend.Secret{msg.detail.Secret})
	m.list.pointAt(msg.detail.ARN)
	if msg.readErr != nil {
		return nil
	}
	return func() tea.Msg { return secretChanged{msg.detail.ARN, msg.detail} }
}

// uncreate undoes a create, with the longest window.
func uncreate(arn, name string) change {
	return change{arn: arn, did: "created " + name, undoes: "delete " + name + ", with a window of 30 days",
		back: func(ctx context.Context, be backend.Backend) error {
			_, err := be.Delete(ctx, arn, backend.Deletion{WindowDays: backend.DefaultWindowDays})
			return err
		}}
}

// readExisting reads the value that a new one is to replace.
func (m *Model) readExisting() tea.Cmd {
	e := m.edit
	if e.fresh == nil || e.saving {
		return nil
	}
	e.saving = true
	ctx, run := e.work.start(e.ctx)
	name, be := e.fresh.Name, m.be
	return func() tea.Msg {
		r, err := be.Reveal(ctx, name, backend.VersionRef{Stage: backend.Current})
		return existingRead{run, r, err}
	}
}

// hearExisting makes the new secret's value an edit of the one that exists.
func (m *Model) hearExisting(msg existingRead) tea.Cmd {
	e := m.edit
	if e.fresh == nil || !e.saving || !e.work.fits(msg.run) {
		msg.r.Value.Wipe()
		return nil
	}
	e.work.done()
	e.saving = false
	if msg.err != nil {
		e.err = msg.err
		return nil
	}
	e.adopt(backend.Secret{ARN: msg.r.ARN, Name: msg.r.Name}, msg.r.Value, msg.r.Version)
	e.err = nil
	if last := e.attempt; last != nil && (last.ID != msg.r.ARN || last.Base != msg.r.Version) {
		e.forgetAttempt()
	}
	m.list.pointAt(msg.r.ARN)
	e.note = "now an edit of the secret that exists: the review shows the difference"
	return nil
}

// askAnotherName asks for the name alone; the value stays.
func (m *Model) askAnotherName() tea.Cmd {
	if m.edit.fresh == nil {
		return nil
	}
	d := m.newDialog(backend.Secret{})
	d.again = true
	d.texts[newName].set(m.edit.fresh.Name)
	d.look()
	return m.open(d)
}
