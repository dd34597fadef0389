package edit

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/document"
	"strongroom/model/pane"
)

// created is the result of making a secret, in whichever way.
type created struct {
	run     *pane.Question
	keys    int // how many had been pressed when it was asked for
	name    string
	token   string
	way     createWay
	version string
	base    string              // of a secret that was brought back: the version it had
	before  map[string][]string // and its labels
	left    change.Left         // of a save that followed
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

func (e *Pane) forgetAttempt() {
	if e.attempt != nil {
		e.tellLeft(e.attempt.ID, e.attempt.Left)
		e.attempt.Value.Wipe()
		e.attempt = nil
	}
}

// startCreate makes the secret. The same value again is the same action, with the same token.
func (e *Pane) startCreate(value backend.Value, way createWay) tea.Cmd {
	if e.fresh == nil || e.saving {
		value.Wipe()
		return nil
	}
	token, left := change.NewToken(), change.Left{}
	if last := e.attempt; last != nil && document.SameBytes(last.Value, value) {
		token, left, last.Left = last.Token, last.Left, change.Left{} // it goes on
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
	e.attempt = &change.Save{Value: value, Token: token, Left: left}
	if way == createRevive {
		e.attempt.ID = seen.ARN
	}
	e.saving, e.err, e.note = true, nil, ""
	ctx, run := e.work.Start(context.WithoutCancel(e.Ctx))
	keys := e.Pressed
	spec, be, gone := *e.fresh, e.Backend, e.anewGone != ""
	spec.Value, spec.Token = value.Clone(), token
	create := func() (out created) {
		out.run, out.keys, out.name, out.token, out.way, out.revival, out.anew = run, keys, spec.Name, token, way, revival, gone
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
	out.version, out.base, out.before, out.left = r.Version, r.Base, r.Saved.Before, r.Saved.Left
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
