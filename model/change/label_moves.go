package change

import (
	"cmp"
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// labelJob is an operation on a secret's versions or its rotation, one step after the other.
type labelJob struct {
	arn   string
	doing string              // fit to stand before the secret's name; "" is moving labels
	op    backend.Operation   // of its first step; "" is that of moving labels
	again string              // the key that finishes it where it stopped half-way; "" is that of the labels
	after func(labelsChanged) // hears how it went, once that is told; nil for nobody
	good  pane.Said           // how it is told once all steps are done
	steps []pane.Step
	// moot looks right before the first step, and says why there is nothing to do any more; "" where there is, safe text. nil does not look.
	moot func(backend.Detail) string
	// undo is the inverse of the first done steps; nil where there is none.
	undo func(done int) *pane.Undoable
}

// labelsChosen is the user's yes to a job.
type labelsChosen struct{ job labelJob }

// labelsChanged is how a job ended: so many steps are done, and err is why the next one is not. detail is the truth as
// it was read again afterwards.
type labelsChanged struct {
	job     labelJob
	done    int
	err     error
	detail  backend.Detail
	readErr error
	moot    string // why nothing was begun
}

func (l *labels) start(j labelJob) tea.Cmd {
	if l.moving != "" {
		return pane.Say(pane.Warning, "still "+l.moving)
	}
	l.moving = cmp.Or(j.doing, "moving labels of") + " " + ui.Text(backend.ShortID(j.arn))
	w := &write{doing: cmp.Or(j.doing, "moving labels of"), op: cmp.Or(j.op, backend.OpMoveLabel), secret: backend.Secret{ARN: j.arn}}
	moot := ""
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		if j.moot != nil {
			if out.Detail, out.ReadErr = be.Describe(ctx, j.arn); out.ReadErr != nil {
				out.err = backend.Unsent(out.ReadErr)
				return
			}
			if moot = j.moot(out.Detail); moot != "" {
				return
			}
		}
		var refused error
		first, steps := j.steps[0], slices.Clone(j.steps)
		steps[0].Do = func(ctx context.Context, be backend.Backend) error {
			refused = first.Do(ctx, be)
			return refused
		}
		out.done, out.err, out.Detail, out.ReadErr = pane.RunSteps(ctx, be, j.arn, steps)
		if len(steps) == 1 && out.done == 1 && refused != nil && !backend.MayHaveHappened(refused) { // it is so, and the service has not done it for us
			moot = "somebody else has seen to it: " + first.Done
		}
	}
	w.told = func(out outcome) {
		l.ended(labelsChanged{job: j, done: out.done, err: out.err, detail: out.Detail, readErr: out.ReadErr, moot: moot})
	}
	return w.start(l.Desk)
}

// ended says what is done and what is not, and shows the labels as they are.
func (l *labels) ended(msg labelsChanged) {
	l.moving = ""
	l.Say(l.outcome(msg))
	if msg.done > 0 && msg.moot == "" && msg.job.undo != nil {
		if c := msg.job.undo(msg.done); c != nil {
			l.Tell(*c)
		}
	}
	if msg.job.after != nil {
		msg.job.after(msg)
	}
}

func (l *labels) outcome(msg labelsChanged) pane.Said {
	steps := msg.job.steps
	again := l.Refreshes()
	switch {
	case msg.moot != "":
		return pane.Said{Text: l.Placed("nothing was changed: "+msg.moot, msg.job.arn), Hint: pane.CurrentNow(msg.detail), Kind: pane.Warning, Stay: pane.StayLong}
	case msg.err == nil && msg.readErr != nil:
		return pane.Said{Text: l.Placed(msg.job.good.Text, msg.job.arn), Hint: "reading the labels again failed: " + pane.Reason(msg.readErr) + " · " + again, Kind: pane.Warning}
	case msg.err == nil:
		good := msg.job.good
		good.Text = l.Placed(good.Text, msg.job.arn)
		return good
	case msg.readErr != nil && backend.MayHaveHappened(msg.err):
		return pane.Said{Text: l.WhatFailed(msg.err), Hint: doneSo(steps[:msg.done]) + "whether it is done is not known: " + again, Kind: pane.Failure}
	case msg.done > 0:
		return pane.Said{Text: l.Placed(pane.Joined(steps[:msg.done]), msg.job.arn) + "; not done: " + steps[msg.done].Words,
			Hint: cmp.Or(msg.job.again, l.Keys.Key(keymap.Timeline, keymap.Labels)) + " finishes, " + l.Keys.Key(keymap.Global, keymap.Undo) + " undoes · " + pane.Reason(msg.err), Kind: pane.Failure, Stay: pane.StayUnfinished}
	case errors.Is(msg.err, backend.ErrConflict) && msg.readErr == nil:
		return pane.Said{Text: "nothing was changed: the labels have moved meanwhile", Hint: pane.CurrentNow(msg.detail), Kind: pane.Warning}
	}
	hint := "nothing was changed"
	if h := l.Hint(msg.err); h != "" {
		hint += " · " + h
	}
	return pane.Said{Text: l.WhatFailed(msg.err), Hint: hint, Kind: pane.Failure}
}

func doneSo(steps []pane.Step) string {
	if len(steps) == 0 {
		return ""
	}
	return pane.Joined(steps) + " · "
}
