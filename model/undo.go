package model

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/ui"
)

// change is a write of this session that can be undone. It holds no value.
type change struct {
	arn string
	// did is what was done, undoes what u will do: "deleted prod/x", "restore prod/x".
	did, undoes string
	// back does it. It first looks whether the state is still the one this change left, and refuses with a reason
	// (an error) where it has moved on.
	back func(context.Context, backend.Backend) error
	// order takes its place where the change concerns secrets as a whole, one or many.
	order *order
}

// undone is the result of an undo, with the secret as it was read afterwards.
type undone struct {
	change  change
	detail  backend.Detail
	readErr error
	err     error
}

// secretChanged is news of a write of ours: the secret as the service describes it afterwards.
type secretChanged struct {
	arn    string
	detail backend.Detail
}

// undoStack remembers the writes of this session, the last on top.
type undoStack struct {
	changes []change
	running bool
}

func (u *undoStack) push(c change) { u.changes = append(u.changes, c) }

func (u *undoStack) top() (change, bool) {
	if len(u.changes) == 0 {
		return change{}, false
	}
	return u.changes[len(u.changes)-1], true
}

// drop takes a change off the stack wherever it lies.
func (u *undoStack) drop(c change) {
	for i := len(u.changes) - 1; i >= 0; i-- {
		if u.changes[i].did == c.did && u.changes[i].arn == c.arn {
			u.changes = append(u.changes[:i], u.changes[i+1:]...)
			return
		}
	}
}

func (u *undoStack) unavailable() string {
	switch {
	case u.running:
		return "an undo is still running"
	case len(u.changes) == 0:
		return "nothing to undo: nothing was changed in this session"
	}
	return ""
}

// undoDialog names what u will do before it does it.
func (m *Model) undoDialog() dialog {
	c, _ := m.undo.top()
	where := m.place()
	if c.order != nil {
		where = m.placeOf(c.order.secrets)
	}
	return &confirm{title: "Undo", yes: "undo", onNo: c.order != nil && c.order.kind == deleting, onYes: func() tea.Msg { return undoChosen{c} },
		body: func(f frame, w int) []string {
			p := &page{th: f.th, w: w}
			p.text(f.th.Dim, ui.Text(c.did))
			p.text(f.th.Strong, "u will "+ui.Text(c.undoes))
			p.blank()
			p.text(f.th.Dim, where)
			return p.out
		}}
}

// undoChosen is the user's yes.
type undoChosen struct{ change change }

func (m *Model) startUndo(c change) tea.Cmd {
	if c.order != nil {
		o := *c.order
		o.undoes = &c
		return m.job.start(m.desk, o)
	}
	m.undo.running = true
	ctx, be := context.WithoutCancel(m.ctx), m.be
	return func() tea.Msg {
		out := undone{change: c}
		out.err = c.back(ctx, be)
		out.detail, out.readErr = be.Describe(ctx, c.arn)
		return out
	}
}

// hearUndone tells how it went; a refused undo leaves the stack, since it would be refused again.
func (m *Model) hearUndone(msg undone) tea.Cmd {
	m.undo.running = false
	if msg.err != nil {
		if refusedForGood(msg.err) {
			m.undo.drop(msg.change)
		}
		m.status.fail(msg.err, m.now)
		return m.rereadLabels(msg.change.arn, msg.detail, msg.readErr)
	}
	m.undo.drop(msg.change)
	m.status.set(said{text: "undone: " + ui.Text(msg.change.did), kind: good, stay: stayLong}, m.now)
	return m.rereadLabels(msg.change.arn, msg.detail, msg.readErr)
}

// refusedForGood reports an undo that found something else than its change had left. One that stopped half-way, or never
// got there, can be tried again.
func refusedForGood(err error) bool {
	var part *halfway
	if errors.As(err, &part) {
		return part.err == nil
	}
	return errors.Is(err, backend.ErrConflict)
}
