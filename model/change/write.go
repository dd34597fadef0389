package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/pane"
)

// write is one user's write to one secret, from the yes to its end: it is one of those under way while it runs, the secret is
// read again whatever came of it, it is told, and what was read is everybody's.
type write struct {
	doing  string // fit to stand before the secret's name
	op     backend.Operation
	secret backend.Secret
	// run does it, and reads the secret again.
	run func(ctx context.Context, be backend.Backend, out *outcome)
	// told says how it went, and offers to undo what was done.
	told func(out outcome)
}

// outcome is how a write went: what the service showed afterwards, and why it is not done.
type outcome struct {
	change.Edited
	done int // of several steps
	err  error
}

// look reads a secret after the call, and takes for done what it shows to be, although the answer is lost and nobody could look before.
func (o *outcome) look(ctx context.Context, be backend.Backend, arn string, done func(backend.Detail) bool) {
	o.Detail, o.ReadErr = be.Describe(ctx, arn)
	if o.ReadErr == nil && backend.MayHaveHappened(o.err) && done(o.Detail) {
		o.err = nil
	}
}

// written is the end of a write.
type written struct {
	w   *write
	out outcome
}

// start runs the write. It goes on whatever is looked at meanwhile, and a panic is an error like any other.
func (w *write) start(d *pane.Desk) tea.Cmd {
	ctx, be := context.WithoutCancel(d.Ctx), d.Backend
	run := func() (out outcome) {
		defer pane.Caught(&out.err)
		w.run(ctx, be, &out)
		return out
	}
	return d.Write(w.doing, w.op, w.secret, func() tea.Msg { return written{w, run()} })
}

// writes ends every write in the same way.
type writes struct {
	*pane.Desk
	pane.Feature
}

// Unavailable answers for nothing: no key is about this.
func (w *writes) Unavailable(keymap.Action, *pane.Shown) (string, bool) { return "", false }

// Act does nothing: no key is about this.
func (w *writes) Act(keymap.Action, *pane.Shown) tea.Cmd { return nil }

// Hear tells how a write went, and shows what was read after it.
func (w *writes) Hear(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(written); ok {
		msg.w.told(msg.out)
		w.Reread(msg.w.secret.ARN, msg.out.Detail, msg.out.ReadErr)
	}
	return nil
}
