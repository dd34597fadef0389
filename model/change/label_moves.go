package change

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// labelJob is an operation on a secret's versions, one step after the other.
type labelJob struct {
	arn   string
	good  pane.Said // how it is told once all steps are done
	steps []pane.Step
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
}

func (l *labels) start(j labelJob) tea.Cmd {
	l.moving = true
	w := &write{doing: "moving labels of", op: backend.OpMoveLabel, secret: backend.Secret{ARN: j.arn}}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.done, out.err, out.Detail, out.ReadErr = pane.RunSteps(ctx, be, j.arn, j.steps)
	}
	w.told = func(out outcome) {
		l.ended(labelsChanged{job: j, done: out.done, err: out.err, detail: out.Detail, readErr: out.ReadErr})
	}
	return w.start(l.Desk)
}

// ended says what is done and what is not, and shows the labels as they are.
func (l *labels) ended(msg labelsChanged) {
	l.moving = false
	l.Say(l.outcome(msg))
	if msg.done > 0 && msg.job.undo != nil {
		if c := msg.job.undo(msg.done); c != nil {
			l.Tell(*c)
		}
	}
}

func (l *labels) outcome(msg labelsChanged) pane.Said {
	steps := msg.job.steps
	again := l.Keys.Key(keymap.Global, keymap.Refresh) + " reads the labels again"
	switch {
	case msg.err == nil && msg.readErr != nil:
		return pane.Said{Text: msg.job.good.Text, Hint: "reading the labels again failed: " + pane.Reason(msg.readErr) + " · " + again, Kind: pane.Warning}
	case msg.err == nil:
		return msg.job.good
	case msg.readErr != nil:
		return pane.Said{Text: ui.Text(msg.err.Error()), Hint: doneSo(steps[:msg.done]) + "whether it is done is not known: " + again, Kind: pane.Failure}
	case msg.done > 0:
		return pane.Said{Text: pane.Joined(steps[:msg.done]) + "; not done: " + steps[msg.done].Words,
			Hint: l.Keys.Key(keymap.Timeline, keymap.Labels) + " finishes, " + l.Keys.Key(keymap.Global, keymap.Undo) + " undoes · " + pane.Reason(msg.err), Kind: pane.Failure, Stay: pane.StayUnfinished}
	case errors.Is(msg.err, backend.ErrConflict):
		return pane.Said{Text: "nothing was changed: the labels have moved meanwhile", Hint: pane.CurrentNow(msg.detail), Kind: pane.Warning}
	}
	hint := "nothing was changed"
	if h := l.Hint(msg.err); h != "" {
		hint += " · " + h
	}
	return pane.Said{Text: ui.Text(msg.err.Error()), Hint: hint, Kind: pane.Failure}
}

func doneSo(steps []pane.Step) string {
	if len(steps) == 0 {
		return ""
	}
	return pane.Joined(steps) + " · "
}
