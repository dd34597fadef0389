package model

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// job is the order under way. Its calls go on whatever is looked at meanwhile; stop ends it between two secrets.
type job struct {
	pane.Order
	id   *pane.Question
	done []backend.Secret // as they were read afterwards, or as they must be
	// failed are as they were, unknown may be done, and stale will never be: the undo of what somebody else has changed since.
	failed, unknown, stale []backend.Secret
	last                   pane.Ordered
	stopped                bool
	stop                   context.CancelFunc
	results                <-chan tea.Msg
	writes                 map[string]*pane.Question // what they are among those under way, by ARN
}

func (j *job) running() bool { return j.results != nil }

// startOrder begins a job.
func (m *Model) startOrder(o pane.Order) tea.Cmd {
	if m.job.running() {
		return nil
	}
	j := &m.job
	until, stop := context.WithCancel(m.Ctx)
	*j = job{Order: o, id: new(pane.Question), stop: stop}
	doing, _, _ := o.Kind.Words()
	j.writes = map[string]*pane.Question{}
	for _, s := range o.Secrets {
		j.writes[s.ARN] = m.Writes.Begin(pane.Write{Doing: doing, Op: o.Kind.Operation(), Secret: s, Days: o.How.WindowDays, Begun: m.Served()})
	}
	ids := maps.Clone(j.writes)
	j.results = carryOut(context.WithoutCancel(m.Ctx), until, m.Desk, j.id, o, func(arn string) { m.Writes.End(ids[arn]) })
	return pane.Next(j.results)
}

// halt lets what is under way end, and begins nothing more.
func (j *job) halt() {
	j.stopped = true
	j.stop()
}

// hearOrdered counts results as they come, and says how it went.
func (m *Model) hearOrdered(msg tea.Msg) tea.Cmd {
	j := &m.job
	switch msg := msg.(type) {
	case pane.Ordered:
		if msg.Job != j.id {
			return nil
		}
		j.count(msg)
	case jobEnded:
		if msg.job != j.id {
			return nil
		}
		for _, id := range j.writes { // not before the order is told of as a whole
			m.Writes.Heard(id)
		}
		j.results = nil
		j.stop()
		j.settle(&m.undo)
		m.status.set(j.summary(m.Keys), m.Now)
		return nil
	}
	return pane.Next(j.results)
}

func (j *job) count(o pane.Ordered) {
	switch j.last = o; {
	case o.Err == nil:
		j.done = append(j.done, o.Detail.Secret)
	case o.Unknown():
		j.unknown = append(j.unknown, o.Before)
	case o.Stale:
		j.stale = append(j.stale, o.Before)
	default:
		j.failed = append(j.failed, o.Before)
	}
}

// settle brings the undo stack up to date: an order can be taken back, and of an undo what is left to undo stays.
func (j *job) settle(u *undoStack) {
	switch {
	case j.Undoes != nil:
		u.drop(*j.Undoes)
		for _, s := range j.done {
			u.isNow(s)
		}
		if left := j.left(); len(left) > 0 {
			u.push(changeOf(j.Order, left))
		}
	case len(j.done) > 0 && !j.How.Force:
		u.push(j.inverse())
	}
}

// left are the secrets that an undo can still be tried on.
func (j *job) left() (left []backend.Secret) {
	over := map[string]bool{}
	for _, s := range append(slices.Clone(j.done), j.stale...) {
		over[s.ARN] = true
	}
	for _, s := range j.Secrets {
		if !over[s.ARN] {
			left = append(left, s)
		}
	}
	return left
}

// inverse takes the job back.
func (j *job) inverse() pane.Undoable {
	if j.Kind == pane.Deleting {
		return changeOf(pane.Order{Kind: pane.Restoring}, j.done)
	}
	return changeOf(pane.Order{Kind: pane.Deleting, How: backend.Deletion{WindowDays: backend.DefaultWindowDays}}, j.done)
}

// changeOf is the change of secrets that back takes back.
func changeOf(back pane.Order, secrets []backend.Secret) pane.Undoable {
	what := ui.Plural(len(secrets), "secret")
	if len(secrets) == 1 {
		what = secrets[0].Name
	}
	back.Secrets, back.Undoes = secrets, nil
	c := pane.Undoable{ARN: secrets[0].ARN, Order: &back, Did: "restored " + what, Undoes: "delete " + what + " again, with a window of 30 days"}
	if back.Kind == pane.Restoring {
		c.Did, c.Undoes = "deleted "+what, "restore "+what
	}
	if back.Created {
		c.Did, c.Undoes = "created "+what, "delete "+what+", with a window of 30 days"
	}
	return c
}

func (j *job) summary(keys *keymap.Map) pane.Said {
	_, done, do := j.Kind.Words()
	action := keymap.Restore
	if j.Kind == pane.Deleting {
		action = keymap.Delete
	}
	again := keys.Key(keymap.List, action) + " tries again"
	if j.Undoes != nil {
		again = keys.Key(keymap.Global, keymap.Undo) + " tries again"
	}
	n, rest := len(j.Secrets), j.open()
	switch {
	case n == 1 && len(j.unknown) == 1:
		return pane.Said{Text: "whether " + ui.Text(j.last.Before.Name) + " is " + done + " is not known: " + pane.Reason(j.last.Err),
			Hint: keys.Key(keymap.Global, keymap.Refresh) + " asks again", Kind: pane.Failure, Stay: pane.StayUnfinished}
	case n == 1 && len(j.done) == 0:
		return pane.Said{Text: ui.Text(j.last.Err.Error()), Hint: ui.Text(backend.Hint(j.last.Err)), Kind: pane.Failure}
	case j.stopped && rest > 0:
		return pane.Said{Text: fmt.Sprintf("stopped: %s %d, left %d as they were", done, len(j.done), rest), Hint: strings.Replace(again, "tries again", "goes on with them", 1), Kind: pane.Warning}
	case len(j.done) == n && j.Undoes != nil:
		s := j.success()
		s.Text = "undone: " + ui.Text(j.Undoes.Did)
		return s
	case len(j.done) == n:
		return j.success()
	}
	s := pane.Said{Text: fmt.Sprintf("%s %d of %d", done, len(j.done), n), Hint: "the rows say why; " + again, Kind: pane.Failure}
	for _, part := range []struct {
		n    int
		what string
	}{{len(j.failed), "failed"}, {len(j.unknown), "not known"}, {len(j.stale), "changed by somebody else since"}} {
		if part.n > 0 {
			s.Text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	if len(j.stale) > 0 && len(j.left()) == 0 {
		s.Hint = "there is nothing left to " + do
	}
	return s
}

// open is how many nothing was heard of.
func (j *job) open() int {
	return len(j.Secrets) - len(j.done) - len(j.failed) - len(j.unknown) - len(j.stale)
}

// success is what is said where everything worked.
func (j *job) success() pane.Said {
	_, done, _ := j.Kind.Words()
	name, is := ui.Text(j.last.Before.Name), j.last.Detail.Secret
	switch {
	case len(j.Secrets) > 1 && j.Kind == pane.Restoring:
		return pane.Said{Text: fmt.Sprintf("restored all %d", len(j.done)), Hint: rotationOfMany(j.done), Kind: pane.Good, Stay: pane.StayLong}
	case len(j.Secrets) > 1:
		return pane.Said{Text: fmt.Sprintf("deleted all %d", len(j.done)), Hint: fmt.Sprintf("restorable for %d days", j.How.WindowDays), Kind: pane.Good, Stay: pane.StayLong}
	case j.last.ReadErr != nil && !j.How.Force:
		return pane.Said{Text: done + " " + name, Hint: "reading it again failed: " + pane.Reason(j.last.ReadErr), Kind: pane.Warning, Stay: pane.StayLong}
	case j.Kind == pane.Deleting && j.How.Force:
		return pane.Said{Text: "deleted " + name + " for good", Hint: "nothing brings it back", Kind: pane.Good, Stay: pane.StayLong}
	case is.Deleted.IsZero() == (j.Kind == pane.Deleting):
		return pane.Said{Text: done + " " + name + ", and somebody else has taken that back since", Kind: pane.Warning, Stay: pane.StayLong}
	case j.Kind == pane.Deleting:
		return pane.Said{Text: "deleted " + name, Hint: "restorable until " + ui.Exact(j.last.End), Kind: pane.Good, Stay: pane.StayLong}
	}
	return pane.Said{Text: "restored " + name, Hint: "value not tested · " + rotationAfter(is.Rotation), Kind: pane.Good, Stay: pane.StayLong}
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
func (j *job) spans(f pane.Frame) []ui.Span {
	if !j.running() || len(j.Secrets) < 2 {
		return nil
	}
	doing, _, _ := j.Kind.Words()
	n := len(j.Secrets) - j.open()
	spans := []ui.Span{{Role: f.Th.Brand, Text: fmt.Sprintf("%s %d of %d  ", doing, n, len(j.Secrets))}}
	spans = append(spans, ui.Bar(f.Th, n, len(j.Secrets), 10)...)
	hint := "  stopping"
	if !j.stopped {
		hint = "  " + f.Keys.Key(keymap.List, keymap.Back) + " stops"
	}
	return append(spans, ui.Span{Role: f.Th.Dim, Text: hint})
}

// workers is how many writes run at once: the service allows 50 a second for the whole account.
const workers = 4

// carryOut does an order. until ends it between two secrets; ctx is that of the calls. ended is told of each secret that is
// done with, or will not be begun.
func carryOut(ctx, until context.Context, d *pane.Desk, id *pane.Question, o pane.Order, ended func(arn string)) <-chan tea.Msg {
	results := make(chan tea.Msg, len(o.Secrets)+1)
	todo := make(chan backend.Secret, len(o.Secrets))
	for _, s := range o.Secrets {
		todo <- s
	}
	close(todo)
	var group sync.WaitGroup
	for range min(workers, len(o.Secrets)) {
		group.Go(func() {
			for s := range todo {
				if until.Err() == nil {
					results <- orderOne(ctx, until, d, id, o, s)
				}
				ended(s.ARN)
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

// orderOne does an order to one secret, and reads it again, whatever came of it.
func orderOne(ctx, until context.Context, d *pane.Desk, id *pane.Question, o pane.Order, s backend.Secret) (out pane.Ordered) {
	out = pane.Ordered{Job: id, Kind: o.Kind, Before: s}
	out.Detail.Secret = s
	defer pane.Caught(&out.Err)
	if o.Undoes != nil {
		out.Err = stillSo(ctx, d.Backend, s, o.Kind)
	}
	if out.Err == nil {
		out.Err = writeOrder(ctx, until, d, o, &out)
	}
	out.Stale = o.Undoes != nil && out.Err != nil && !out.Unknown() && neverUndone(out.Err)
	if out.Err == nil && o.How.Force {
		out.Gone = true
		return out
	}
	var told backend.Detail
	switch err := patiently(until, func() (err error) { told, err = d.Backend.Describe(ctx, s.ARN); return err }); {
	case err == nil:
		out.Detail = told
	case errors.Is(err, backend.ErrNotFound) && out.Err != nil:
		out.Gone = true
	default:
		out.ReadErr = err
	}
	return out
}

// writeOrder is the order's call.
func writeOrder(ctx, until context.Context, d *pane.Desk, o pane.Order, out *pane.Ordered) error {
	s := out.Before
	if o.Kind == pane.Restoring {
		err := patiently(until, func() error { return d.Backend.Restore(ctx, s.ARN) })
		if err == nil {
			out.Detail.Deleted = time.Time{}
		}
		return err
	}
	if err := removeReplicas(ctx, until, d.Backend, s, o.Replicas[s.ARN]); err != nil {
		return err
	}
	how := o.How
	how.Seen = s.Seen()
	var did backend.Deleted
	err := patiently(until, func() (err error) { did, err = d.Backend.Delete(ctx, s.ARN, how); return err })
	var e *backend.Error
	if errors.As(err, &e) && len(o.Replicas[s.ARN]) > 0 {
		half := *e
		half.Op = "delete (its replicas are removed)"
		return &half
	}
	if err != nil || how.Force {
		return err
	}
	// The request's date is the end without the window (aws.md 2.1); what is read afterwards may be a later deletion's.
	asked := did.End.Add(-time.Duration(how.WindowDays) * 24 * time.Hour)
	out.End, out.Detail.Deleted = did.End, asked
	if d.Remember(s.ARN, asked, did.End) != nil {
		out.ReadErr = &backend.Error{Op: "write down the end of the recovery window of", ID: s.ARN, Kind: errors.New("the state file cannot be written")}
	}
	return nil
}

// stillSo refuses an undo whose secret is no longer as the change to be undone left it.
func stillSo(ctx context.Context, be backend.Backend, s backend.Secret, kind pane.OrderKind) error {
	refused := func(why string, kind error) error {
		return &backend.Error{Op: "undo the change of", ID: s.ARN, Kind: errors.New(why), Err: kind, Unsent: true}
	}
	is, err := be.Describe(ctx, s.ARN)
	switch {
	case errors.Is(err, backend.ErrNotFound):
		return refused("it is gone", backend.ErrNotFound)
	case errors.Is(err, backend.ErrDenied) && kind == pane.Restoring:
		return nil // nobody can tell; the call itself will be refused or not
	case err != nil:
		return err
	case kind == pane.Restoring && is.Deleted.IsZero():
		return refused("it is not scheduled for deletion any more", backend.ErrState)
	case kind == pane.Restoring && !s.Deleted.IsZero() && is.Deleted.Sub(s.Deleted).Abs() > backend.SameDeletion:
		return refused("it was restored and deleted again since", backend.ErrConflict)
	case kind == pane.Deleting && !is.Deleted.IsZero():
		return refused("it is scheduled for deletion again already", backend.ErrPendingDeletion)
	case kind == pane.Deleting && s.Stages != nil && is.StillCurrent(s.VersionOf(backend.Current)) != nil:
		return refused("somebody has saved a new value since", backend.ErrConflict)
	}
	return nil
}
