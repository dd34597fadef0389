package model

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// order is one write to be done to one secret or many: the user's yes.
type order struct {
	kind    orderKind
	secrets []backend.Secret
	how     backend.Deletion // of a delete
	// replicas are removed first, by the ARN of their primary.
	replicas map[string][]string
	// undoes is the change that the order takes back, nil where it is no undo. Each secret must still be as that change
	// left it, which secrets tells.
	undoes *change
}

type orderKind int

const (
	restoring orderKind = iota
	deleting
)

func (k orderKind) words() (doing, done, do string) {
	if k == deleting {
		return "deleting", "deleted", "delete"
	}
	return "restoring", "restored", "restore"
}

// job is the order under way. Its calls go on whatever is looked at meanwhile; stop ends it between two secrets.
type job struct {
	order
	id      int
	done    []backend.Secret // as they were read afterwards, or as they were known
	failed  []backend.Secret
	last    outcome
	stopped bool
	stop    context.CancelFunc
	results <-chan tea.Msg
}

// outcome is what a job's result says of one secret, whatever was done to it.
type outcome struct {
	s       backend.Secret // as it is now, as far as is known
	name    string
	readErr error
	err     error
	end     time.Time
}

func (j *job) running() bool { return j.results != nil }

// start begins the job.
func (j *job) start(d desk, o order) tea.Cmd {
	until, stop := context.WithCancel(d.ctx)
	*j = job{order: o, id: j.id + 1, stop: stop}
	j.results = carryOut(context.WithoutCancel(d.ctx), until, d, j.id, o)
	return next(j.results)
}

// halt lets what is under way end, and begins nothing more.
func (j *job) halt() {
	j.stopped = true
	j.stop()
}

// hear counts results as they come, and says how it went.
func (j *job) hear(msg tea.Msg, m *Model, now time.Time) tea.Cmd {
	switch msg := msg.(type) {
	case secretRestored:
		s := msg.before
		s.Deleted = time.Time{}
		if msg.readErr == nil && msg.err == nil {
			s = msg.detail.Secret
		}
		j.count(outcome{s: s, name: msg.name, readErr: msg.readErr, err: msg.err}, msg.before)
	case secretDeleted:
		j.count(outcome{s: msg.after, name: msg.name, readErr: msg.readErr, err: msg.err, end: msg.end}, msg.before)
	case jobEnded:
		j.results = nil
		j.stop()
		j.settle(m)
		m.status.set(j.summary(m.keys), now)
		return nil
	}
	return next(j.results)
}

func (j *job) count(o outcome, before backend.Secret) {
	j.last = o
	if o.err != nil {
		j.failed = append(j.failed, before)
		return
	}
	j.done = append(j.done, o.s)
}

// settle brings the undo stack up to date: an order can be taken back, and what an undo has taken back is off it.
func (j *job) settle(m *Model) {
	switch {
	case j.undoes != nil && len(j.done) == len(j.secrets):
		m.undo.drop(*j.undoes)
	case j.undoes != nil && len(j.done) > 0:
		m.undo.drop(*j.undoes)
		m.undo.push(j.rest())
	case j.undoes == nil && len(j.done) > 0 && !j.how.Force:
		m.undo.push(j.inverse())
	}
}

// rest is what a half-done undo has left to undo.
func (j *job) rest() change {
	left := map[string]bool{}
	for _, s := range j.secrets {
		left[s.ARN] = true
	}
	for _, s := range j.done {
		delete(left, s.ARN)
	}
	var todo []backend.Secret
	for _, s := range j.secrets {
		if left[s.ARN] {
			todo = append(todo, s)
		}
	}
	c := *j.undoes
	o := j.order
	o.secrets, o.undoes = todo, nil
	c.order = &o
	return c
}

// inverse takes the job back.
func (j *job) inverse() change {
	what := plural(len(j.done), "secret")
	c := change{arn: j.done[0].ARN}
	if len(j.done) == 1 {
		what = j.done[0].Name
	}
	if j.kind == deleting {
		c.did, c.undoes = "deleted "+what, "restore "+what
		c.order = &order{kind: restoring, secrets: j.done}
		return c
	}
	c.did, c.undoes = "restored "+what, "delete "+what+" again, with a window of 30 days"
	c.order = &order{kind: deleting, secrets: j.done, how: backend.Deletion{WindowDays: backend.DefaultWindowDays}}
	return c
}

func (j *job) summary(keys *keymap.Map) said {
	if j.undoes != nil && len(j.done) == len(j.secrets) {
		s := j.success()
		s.text = "undone: " + ui.Text(j.undoes.did)
		return s
	}
	_, done, _ := j.kind.words()
	left := len(j.secrets) - len(j.done) - len(j.failed)
	action := keymap.Restore
	if j.kind == deleting {
		action = keymap.Delete
	}
	again := keys.Key(keymap.List, action)
	switch {
	case len(j.secrets) == 1 && len(j.failed) == 1:
		return said{text: ui.Text(j.last.err.Error()), hint: ui.Text(backend.Hint(j.last.err)), kind: failure}
	case j.stopped && left > 0:
		return said{text: fmt.Sprintf("stopped: %s %d, left %d as they were", done, len(j.done), left), hint: again + " goes on with them", kind: warning}
	case len(j.failed) == 0:
		return j.success()
	}
	return said{text: fmt.Sprintf("%s %d of %d, %d failed", done, len(j.done), len(j.secrets), len(j.failed)),
		hint: "the rows say why; " + again + " tries again", kind: failure}
}

// success is what is said where everything worked.
func (j *job) success() said {
	_, done, _ := j.kind.words()
	name := ui.Text(j.last.name)
	switch {
	case len(j.secrets) > 1 && j.kind == restoring:
		return said{text: fmt.Sprintf("restored all %d", len(j.done)), hint: rotationOfMany(j.done), kind: good, stay: stayLong}
	case len(j.secrets) > 1:
		return said{text: fmt.Sprintf("deleted all %d", len(j.done)), hint: fmt.Sprintf("restorable for %d days", j.how.WindowDays), kind: good, stay: stayLong}
	case j.last.readErr != nil && !j.how.Force:
		return said{text: done + " " + name, hint: "reading it again failed: " + reason(j.last.readErr), kind: warning, stay: stayLong}
	case j.kind == deleting && j.how.Force:
		return said{text: "deleted " + name + " for good", hint: "nothing brings it back", kind: good, stay: stayLong}
	case j.kind == deleting:
		return said{text: "deleted " + name, hint: "restorable until " + ui.Exact(j.last.end), kind: good, stay: stayLong}
	}
	return said{text: "restored " + name, hint: "value not tested · " + rotationAfter(j.last.s.Rotation), kind: good, stay: stayLong}
}

func rotationAfter(r backend.Rotation) string {
	switch {
	case r.Enabled:
		return "rotation is on"
	case r.Configured:
		return "rotation is off: the deletion ended it"
	}
	return "no rotation"
}

func rotationOfMany(back []backend.Secret) string {
	off := 0
	for _, s := range back {
		if s.Rotation.Configured && !s.Rotation.Enabled {
			off++
		}
	}
	if off == 0 {
		return "values not tested · no rotation was switched off"
	}
	return fmt.Sprintf("values not tested · rotation is off on %d: the deletion ended it", off)
}

// spans are the progress at the end of the status line.
func (j *job) spans(f frame) []ui.Span {
	if !j.running() || len(j.secrets) < 2 {
		return nil
	}
	doing, _, _ := j.kind.words()
	n := len(j.done) + len(j.failed)
	spans := []ui.Span{{Role: f.th.Brand, Text: fmt.Sprintf("%s %d of %d  ", doing, n, len(j.secrets))}}
	spans = append(spans, ui.Bar(f.th, n, len(j.secrets), 10)...)
	hint := "  stopping"
	if !j.stopped {
		hint = "  " + f.keys.Key(keymap.List, keymap.Back) + " stops"
	}
	return append(spans, ui.Span{Role: f.th.Dim, Text: hint})
}

// workers is how many writes run at once: the service allows 50 a second for the whole account.
const workers = 4

// carryOut does an order. until ends it between two secrets; ctx is that of the calls.
func carryOut(ctx, until context.Context, d desk, id int, o order) <-chan tea.Msg {
	results := make(chan tea.Msg, len(o.secrets)+1)
	todo := make(chan backend.Secret, len(o.secrets))
	for _, s := range o.secrets {
		todo <- s
	}
	close(todo)
	var group sync.WaitGroup
	for range min(workers, len(o.secrets)) {
		group.Go(func() {
			for s := range todo {
				if until.Err() != nil {
					return
				}
				if o.kind == deleting {
					results <- deleteOne(ctx, until, d, id, o, s)
				} else {
					results <- restoreOne(ctx, until, d, id, o, s)
				}
			}
		})
	}
	go func() {
		group.Wait()
		results <- jobEnded{id}
		close(results)
	}()
	return results
}

// patience is how often a write that was throttled is tried again, beyond the client's own attempts.
const patience = 8

// patiently does a call again, later and later, while the service says that there are too many.
func patiently(until context.Context, call func() error) error {
	wait := 500 * time.Millisecond
	for range patience {
		err := call()
		if !errors.Is(err, backend.ErrThrottled) {
			return err
		}
		select {
		case <-time.After(wait):
		case <-until.Done():
			return err
		}
		wait = min(2*wait, 8*time.Second)
	}
	return call()
}

func restoreOne(ctx, until context.Context, d desk, id int, o order, s backend.Secret) (out secretRestored) {
	out = secretRestored{job: id, arn: s.ARN, name: s.Name, before: s}
	defer caught(&out.err)
	if o.undoes != nil {
		if out.err = stillSo(ctx, d.be, s, restoring); out.err != nil {
			return out
		}
	}
	if out.err = patiently(until, func() error { return d.be.Restore(ctx, s.ARN) }); out.err != nil {
		return out
	}
	out.readErr = patiently(until, func() (err error) { out.detail, err = d.be.Describe(ctx, s.ARN); return err })
	return out
}

// stillSo refuses an undo whose secret is no longer as the change to be undone left it.
func stillSo(ctx context.Context, be backend.Backend, s backend.Secret, kind orderKind) error {
	refused := func(why string, kind error) error {
		return &backend.Error{Op: "undo the change of", ID: s.ARN, Kind: errors.New(why), Err: kind, Unsent: true}
	}
	is, err := be.Describe(ctx, s.ARN)
	switch {
	case errors.Is(err, backend.ErrNotFound):
		return refused("it is gone", backend.ErrNotFound)
	case errors.Is(err, backend.ErrDenied):
		return nil // nobody can tell; the call itself will be refused or not
	case err != nil:
		return err
	case kind == restoring && is.Deleted.IsZero():
		return refused("it is not scheduled for deletion any more", backend.ErrState)
	case kind == restoring && !s.Deleted.IsZero() && is.Deleted.Sub(s.Deleted).Abs() > time.Minute:
		return refused("it was restored and deleted again since", backend.ErrConflict)
	case kind == deleting && !is.Deleted.IsZero():
		return refused("it is scheduled for deletion again already", backend.ErrPendingDeletion)
	}
	return nil
}
