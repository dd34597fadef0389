package model

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
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

// labelJob is an operation on a secret's versions, one step after the other.
type labelJob struct {
	arn   string
	good  pane.Said // how it is told once all steps are done
	steps []step
	// undo is the inverse of the first done steps; nil where there is none.
	undo func(done int) *pane.Undoable
}

// labelsChanged is how a job ended: so many steps are done, and err is why the next one is not. detail is the truth as
// it was read again afterwards.
type labelsChanged struct {
	job     labelJob
	done    int
	err     error
	detail  backend.Detail
	readErr error
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

// labelsChosen is the user's yes to a job.
type labelsChosen struct{ job labelJob }

func (m *Model) startLabels(j labelJob) tea.Cmd {
	m.labelling = true
	ctx, be := context.WithoutCancel(m.Ctx), m.Backend
	move := func() (out labelsChanged) {
		out.job = j
		defer pane.Caught(&out.err)
		out.done, out.err, out.detail, out.readErr = runSteps(ctx, be, j.arn, j.steps)
		return out
	}
	return m.write("moving labels of", backend.OpMoveLabel, backend.Secret{ARN: j.arn}, func() tea.Msg { return move() })
}

// hearLabels says what is done and what is not, and shows the labels as they are.
func (m *Model) hearLabels(msg labelsChanged) tea.Cmd {
	m.labelling = false
	m.status.set(m.outcome(msg), m.Now)
	if msg.done > 0 && msg.job.undo != nil {
		if c := msg.job.undo(msg.done); c != nil {
			m.undo.push(*c)
		}
	}
	return m.rereadLabels(msg.job.arn, msg.detail, msg.readErr)
}

// rereadLabels spreads what was read after a write, and has the versions listed anew even where that failed.
func (m *Model) rereadLabels(arn string, d backend.Detail, err error) tea.Cmd {
	if err == nil {
		return func() tea.Msg { return pane.Changed{ARN: arn, Detail: d} }
	}
	if arn == m.timeline.secret.ARN {
		return m.timeline.load()
	}
	return nil
}

func (m *Model) outcome(msg labelsChanged) pane.Said {
	steps := msg.job.steps
	again := m.Keys.Key(keymap.Global, keymap.Refresh) + " reads the labels again"
	switch {
	case msg.err == nil && msg.readErr != nil:
		return pane.Said{Text: msg.job.good.Text, Hint: "reading the labels again failed: " + pane.Reason(msg.readErr) + " · " + again, Kind: pane.Warning}
	case msg.err == nil:
		return msg.job.good
	case msg.readErr != nil:
		return pane.Said{Text: ui.Text(msg.err.Error()), Hint: doneSo(steps[:msg.done]) + "whether it is done is not known: " + again, Kind: pane.Failure}
	case msg.done > 0:
		return pane.Said{Text: joined(steps[:msg.done]) + "; not done: " + steps[msg.done].words,
			Hint: m.Keys.Key(keymap.Timeline, keymap.Labels) + " finishes, " + m.Keys.Key(keymap.Global, keymap.Undo) + " undoes · " + pane.Reason(msg.err), Kind: pane.Failure, Stay: pane.StayUnfinished}
	case errors.Is(msg.err, backend.ErrConflict):
		return pane.Said{Text: "nothing was changed: the labels have moved meanwhile", Hint: currentNow(msg.detail), Kind: pane.Warning}
	}
	hint := "nothing was changed"
	if h := ui.Text(backend.Hint(msg.err)); h != "" {
		hint += " · " + h
	}
	return pane.Said{Text: ui.Text(msg.err.Error()), Hint: hint, Kind: pane.Failure}
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

func doneSo(steps []step) string {
	if len(steps) == 0 {
		return ""
	}
	return joined(steps) + " · "
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
