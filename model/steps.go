package model

import (
	"context"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// step is one write of an operation on a secret's versions.
type step struct {
	// words say what it does, done that it is done: "move AWSCURRENT to 1b9a4c2e", "AWSCURRENT is on 1b9a4c2e".
	words, done string
	do          func(context.Context, backend.Backend) error
	// holds reports whether the service shows the step as done, whatever its answer was.
	holds func(backend.Detail) bool
}

// moveStep moves a label, takes it off (to is ""), or adds it (from is "").
func moveStep(arn string, m backend.LabelMove) step {
	label := ui.Text(m.Label)
	s := step{
		words: "move " + label + " to " + ui.FirstOf(m.To), done: label + " is on " + ui.FirstOf(m.To),
		do:    func(ctx context.Context, be backend.Backend) error { return be.MoveLabel(ctx, arn, m) },
		holds: func(d backend.Detail) bool { return slices.Contains(d.Stages[m.To], m.Label) },
	}
	if m.To == "" {
		s.words, s.done = "take "+label+" off "+ui.FirstOf(m.From), label+" is off "+ui.FirstOf(m.From)
		s.holds = func(d backend.Detail) bool { return !slices.Contains(d.Stages[m.From], m.Label) }
	}
	return s
}

// backSteps put AWSCURRENT back that move took away, and the labels that the service lets follow it, to where they were
// before; nil where that is not known. words add to what is said of AWSCURRENT.
func backSteps(arn string, move backend.LabelMove, before map[string][]string) (steps []step, words string) {
	from, to := move.From, move.To
	steps = []step{moveStep(arn, backend.LabelMove{Label: backend.Current, From: to, To: from})}
	if before == nil {
		return steps, ""
	}
	if previous := backend.HolderOf(before, backend.Previous); previous != to {
		steps = append(steps, moveStep(arn, backend.LabelMove{Label: backend.Previous, From: to, To: previous}))
		if previous != "" {
			words = ", and AWSPREVIOUS to " + ui.FirstOf(previous)
		}
	}
	// A version that loses AWSCURRENT to a new one loses AWSPENDING too (aws.md 2.4).
	if slices.Contains(before[from], backend.Pending) {
		steps = append(steps, moveStep(arn, backend.LabelMove{Label: backend.Pending, To: from}))
	}
	return steps, words
}

// runSteps does one step after the other and reads the secret again, whatever happened: an answer that got lost does not
// decide whether a step is done, the labels do.
func runSteps(ctx context.Context, be backend.Backend, arn string, steps []step) (done int, err error, detail backend.Detail, readErr error) {
	for _, s := range steps {
		if err = s.do(ctx, be); err != nil {
			if detail, readErr = be.Describe(ctx, arn); readErr != nil || !s.holds(detail) {
				return done, err, detail, readErr
			}
			err = nil
		}
		done++
	}
	detail, readErr = be.Describe(ctx, arn)
	return done, nil, detail, readErr
}

func currentNow(d backend.Detail) string {
	id := backend.HolderOf(d.Stages, backend.Current)
	if id == "" {
		return "no version is AWSCURRENT"
	}
	return "AWSCURRENT is on " + ui.FirstOf(id) + " now"
}

func joined(steps []step) string {
	var out []string
	for _, s := range steps {
		out = append(out, s.done)
	}
	return strings.Join(out, ", ")
}

// halfway is an undo that could not be finished.
type halfway struct {
	text string
	err  error
}

func (h *halfway) Error() string { return h.text }

func (h *halfway) Unwrap() error { return h.err }

// undoSteps is an inverse made of steps. It first looks whether the labels are still as the change left them; steps
// that are done already, by an earlier try, are passed over.
func undoSteps(arn string, fits func(backend.Detail) bool, steps []step) func(context.Context, backend.Backend) error {
	return func(ctx context.Context, be backend.Backend) error {
		d, err := be.Describe(ctx, arn)
		if err != nil {
			return err
		}
		todo := steps
		for len(todo) > 0 && todo[0].holds(d) {
			todo = todo[1:]
		}
		if len(todo) == len(steps) && !fits(d) {
			return &halfway{text: "nothing was undone: the labels have moved meanwhile; " + currentNow(d)}
		}
		done, err, _, _ := runSteps(ctx, be, arn, todo)
		if err == nil {
			return nil
		}
		if done == 0 {
			return err
		}
		return &halfway{text: joined(todo[:done]) + "; not done: " + todo[done].words + " (" + pane.Reason(err) + ")", err: err}
	}
}
