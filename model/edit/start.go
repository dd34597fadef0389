package edit

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editable gives the reason why a secret's value cannot be changed here, and where to go instead.
func (e *Pane) editable(s backend.Secret, on bool) string {
	if r := e.Unchangeable(s, on); r != "" {
		return r
	}
	if e.IsOpen() && e.secret.ARN != s.ARN {
		return e.isOpenAlready()
	}
	return ""
}

func (e *Pane) isOpenAlready() string {
	return "an edit of " + ui.Text(e.secret.Name) + " is open: save or leave it first"
}

// startOn opens the pane on the secret that is looked at, or goes back to the edit that is open.
func (e *Pane) startOn(on *pane.Shown) tea.Cmd {
	var at aim
	if on.Focus == pane.Detail {
		if doc, field, ok := on.Field(); ok {
			at = aim{doc, field}
		}
	}
	e.Tell(pane.Went{To: pane.Detail})
	if e.IsOpen() {
		return nil
	}
	defer func() { e.aim(at) }()
	e.Tell(pane.Unsaid{Kind: pane.Good})
	held, version, _ := on.Held()
	return e.start(on.Secret, held, version)
}

// start opens the pane on a secret. held is its value if it is held already, which is then not read again.
func (e *Pane) start(s backend.Secret, held backend.Value, version string) tea.Cmd {
	e.Close()
	e.secret = s
	e.touch()
	if held.Held() {
		e.take(held, version)
		return nil
	}
	e.mode, e.since = editReading, e.Now
	ctx, id := e.read.Start(e.Ctx)
	return readForEdit(ctx, id, e.Backend, s.ARN)
}

// editRead is the value that an edit asked for; it has nothing to do with one that is looked at.
type editRead struct {
	ask *pane.Question
	r   backend.Revealed
	err error
}

func readForEdit(ctx context.Context, id *pane.Question, be backend.Backend, arn string) tea.Cmd {
	return func() tea.Msg {
		r, err := backend.RevealAt(ctx, be, arn, backend.VersionRef{Stage: backend.Current})
		return editRead{id, r, err}
	}
}

// hearRead begins the edit of the value that was asked for.
func (e *Pane) hearRead(msg editRead) {
	if e.mode != editReading || !e.read.Fits(msg.ask) || e.fresh == nil && msg.r.ARN != e.secret.ARN && msg.err == nil {
		msg.r.Value.Wipe()
		return
	}
	e.read.Done()
	switch {
	case e.fresh != nil && (msg.err == nil || errors.Is(msg.err, backend.ErrNoValue)):
		e.beginLike(msg.r)
	case errors.Is(msg.err, backend.ErrNoValue):
		e.beginText(dialog.BufferIn(e.Ledger, backend.Value{}))
		e.note = "this secret has no value yet"
	case msg.err != nil:
		e.mode, e.err = editUnreadable, msg.err
	default:
		e.take(msg.r.Value.Clone(), msg.r.Version)
		msg.r.Value.Wipe()
		e.touch()
	}
}

// take begins the edit of a value, which it keeps.
func (e *Pane) take(v backend.Value, version string) {
	e.base, e.version, e.asBinary = v, version, false
	doc := document.Of(v)
	switch {
	case v.Binary():
		e.mode = inBytes
	case doc.Kind == document.KindJSON:
		e.mode = inForm
		e.form.load(v.Clone(), doc)
		e.aim(e.aimed)
	default:
		e.beginText(dialog.BufferIn(e.Ledger, v))
	}
}

// aim puts the form's cursor on a field, once there is a form.
func (e *Pane) aim(at aim) {
	e.aimed = at
	if e.mode == inForm {
		at.in(e.form.doc, func(field int) bool { return e.form.goTo(rowID{field, 0}) })
	}
}
