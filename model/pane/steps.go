package pane

import (
	"context"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/ui"
)

// Step is one write of an operation on a secret's versions.
type Step struct {
	// Words say what it does, done that it is done: "move AWSCURRENT to 1b9a4c2e", "AWSCURRENT is on 1b9a4c2e".
	Words, Done string
	Do          func(context.Context, backend.Backend) error
	// Holds reports whether the service shows the step as done, whatever its answer was.
	Holds func(backend.Detail) bool
}

// MoveStep moves a label, takes it off (to is ""), or adds it (from is "").
func MoveStep(arn string, m backend.LabelMove) Step {
	label := ui.Text(m.Label)
	s := Step{
		Words: "move " + label + " to " + ui.FirstOf(m.To), Done: label + " is on " + ui.FirstOf(m.To),
		Do:    func(ctx context.Context, be backend.Backend) error { return be.MoveLabel(ctx, arn, m) },
		Holds: func(d backend.Detail) bool { return slices.Contains(d.Stages[m.To], m.Label) },
	}
	if m.To == "" {
		s.Words, s.Done = "take "+label+" off "+ui.FirstOf(m.From), label+" is off "+ui.FirstOf(m.From)
		s.Holds = func(d backend.Detail) bool { return !slices.Contains(d.Stages[m.From], m.Label) }
	}
	return s
}

// BackSteps put AWSCURRENT back that move took away, and the labels that follow it, to where they were before; nil where that is
// not known. after is where AWSPENDING is now, "" for nowhere. words add to what is said of AWSCURRENT.
func BackSteps(arn string, move backend.LabelMove, before map[string][]string, after string) (steps []Step, words string) {
	from, to := move.From, move.To
	steps = []Step{MoveStep(arn, backend.LabelMove{Label: backend.Current, From: to, To: from})}
	if before == nil {
		return steps, ""
	}
	if previous := backend.HolderOf(before, backend.Previous); previous != to {
		steps = append(steps, MoveStep(arn, backend.LabelMove{Label: backend.Previous, From: to, To: previous}))
		if previous != "" {
			words = ", and AWSPREVIOUS to " + ui.FirstOf(previous)
		}
	}
	// A version that loses AWSCURRENT to a new one loses AWSPENDING too (aws.md 2.4), and a rotation may leave it on the new one.
	if pending := backend.HolderOf(before, backend.Pending); pending != after && (pending == "" || pending == from) {
		steps = append(steps, MoveStep(arn, backend.LabelMove{Label: backend.Pending, From: after, To: pending}))
	}
	return steps, words
}

// EndTurn takes AWSPENDING off the version that loses AWSCURRENT by a move, as the service does on a put (aws.md 2.4), if it is there: left
// behind it has a rotation seem under way, which would make that version current again.
func EndTurn(arn string, move backend.LabelMove, stages map[string][]string) (steps []Step, after map[string][]string) {
	after = backend.LabelsAfter(stages, move)
	if off := (backend.LabelMove{Label: backend.Pending, From: move.From}); move.From != "" && backend.HolderOf(stages, backend.Pending) == move.From {
		return []Step{MoveStep(arn, off)}, backend.LabelsAfter(after, off)
	}
	return nil, after
}

// RunSteps does one step after the other and reads the secret again, whatever happened: an answer that got lost does not
// decide whether a step is done, the labels do.
func RunSteps(ctx context.Context, be backend.Backend, arn string, steps []Step) (done int, err error, detail backend.Detail, readErr error) {
	for _, s := range steps {
		if err = s.Do(ctx, be); err != nil {
			if detail, readErr = be.Describe(ctx, arn); readErr != nil || !s.Holds(detail) {
				return done, err, detail, readErr
			}
			err = nil
		}
		done++
	}
	detail, readErr = be.Describe(ctx, arn)
	return done, nil, detail, readErr
}

// CurrentNow says where AWSCURRENT is.
func CurrentNow(d backend.Detail) string {
	id := backend.HolderOf(d.Stages, backend.Current)
	if id == "" {
		return "no version is AWSCURRENT"
	}
	return "AWSCURRENT is on " + ui.FirstOf(id) + " now"
}

// Joined says that steps are done.
func Joined(steps []Step) string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Done)
	}
	return strings.Join(out, ", ")
}

// Halfway is an undo that could not be finished.
type Halfway struct {
	Text string
	Err  error
}

// Error is what was done and what was not; safe text.
func (h *Halfway) Error() string { return h.Text }

// Unwrap is why it stopped, nil where nothing was begun.
func (h *Halfway) Unwrap() error { return h.Err }

// UndoSteps is an inverse made of steps. It first looks whether the labels are still as the change left them; steps
// that are done already, by an earlier try, are passed over.
func UndoSteps(arn string, fits func(backend.Detail) bool, steps []Step) func(context.Context, backend.Backend) error {
	return undo(arn, fits, steps, func(d backend.Detail) string { return "the labels have moved meanwhile; " + CurrentNow(d) })
}

// UndoRotation is such an inverse of a change of how a secret is rotated.
func UndoRotation(arn string, fits func(backend.Detail) bool, steps []Step) func(context.Context, backend.Backend) error {
	return undo(arn, fits, steps, func(backend.Detail) string { return "its rotation has been changed meanwhile" })
}

func undo(arn string, fits func(backend.Detail) bool, steps []Step, moved func(backend.Detail) string) func(context.Context, backend.Backend) error {
	return func(ctx context.Context, be backend.Backend) error {
		d, err := be.Describe(ctx, arn)
		if err != nil {
			return backend.Unsent(err)
		}
		todo := steps
		for len(todo) > 0 && todo[0].Holds(d) {
			todo = todo[1:]
		}
		if len(todo) == len(steps) && !fits(d) {
			return &Halfway{Text: "nothing was undone: " + moved(d)}
		}
		done, err, _, readErr := RunSteps(ctx, be, arn, todo)
		if err == nil {
			return nil
		}
		if done == 0 {
			return err
		}
		missing := "; not done: "
		if readErr != nil && backend.MayHaveHappened(err) {
			missing = "; whether it is done is not known: "
		}
		return &Halfway{Text: Joined(todo[:done]) + missing + todo[done].Words + " (" + Reason(err) + ")", Err: err}
	}
}
