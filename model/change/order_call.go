package change

import (
	"context"
	"errors"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
)

// workers is how many secrets are dealt with at once. Each waits for two answers in turn, and the backend lets no more writes go in a
// second than the service allows: with these it gets there where an answer takes a quarter of a second.
const workers = 24

// orderCall is what the calls of an order need: until ends it between two secrets, ctx is that of the calls.
type orderCall struct {
	ctx, until context.Context
	*backend.Place
	pane.Order
	id   *pane.Question
	step func(deleteStep) // is told of each step with one secret
}

// carryOut does an order. ended is told of each secret that is done with, or will not be begun. Nobody may be left to listen.
func (c orderCall) carryOut(ended func(arn string)) <-chan tea.Msg {
	o, room := c.Order, 1
	for _, s := range o.Secrets {
		room += 1 + stepsOf(o.Replicas[s.ARN])
	}
	results := make(chan tea.Msg, room)
	c.step = func(s deleteStep) { results <- s }
	todo := make(chan backend.Secret, len(o.Secrets))
	for _, s := range o.Secrets {
		todo <- s
	}
	close(todo)
	var group sync.WaitGroup
	for range min(workers, len(o.Secrets)) {
		group.Go(func() {
			for s := range todo {
				if c.until.Err() == nil {
					results <- c.one(s)
				}
				ended(s.ARN)
			}
		})
	}
	go func() {
		group.Wait()
		results <- orderEnded{c.id}
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

// one does an order to one secret, and reads it again, whatever came of it.
func (c orderCall) one(s backend.Secret) (out pane.Ordered) {
	o, be := c.Order, c.Backend
	out = pane.Ordered{Job: c.id, Kind: o.Kind, Before: s}
	out.Detail.Secret = s
	defer pane.Caught(&out.Err)
	began := time.Now()
	if o.Undoes != nil {
		out.Err = stillSo(c.ctx, be, s, o.Kind)
	}
	if out.Err == nil {
		out.Err = c.write(&out)
	}
	out.Stale = o.Undoes != nil && out.Err != nil && !out.Unknown() && neverUndone(out.Err)
	if out.Err == nil && o.How.Force {
		out.Gone = true
		return out
	}
	var told backend.Detail
	switch err := patiently(c.until, func() (err error) { told, err = be.Describe(c.ctx, s.ARN); return err }); {
	case err == nil:
		out.Detail = told
		c.lookInto(&out, began)
	case errors.Is(err, backend.ErrNotFound) && out.Err != nil:
		if out.Gone = true; out.Unknown() && o.How.Force {
			out.Err = nil
		}
	default: // the answer to the write tells then whether there is anything left to read
		out.ReadErr, out.Gone = err, errors.Is(out.Err, backend.ErrNotFound)
	}
	return out
}

// write is the order's call.
func (c orderCall) write(out *pane.Ordered) error {
	s, o, be := out.Before, c.Order, c.Backend
	if o.Kind == pane.Restoring {
		err := patiently(c.until, func() error { return be.Restore(c.ctx, s.ARN) })
		if err == nil {
			out.Detail.Deleted = time.Time{}
		}
		return err
	}
	if err := c.stopFollowing(s); err != nil {
		return err
	}
	if err := c.removeReplicas(s, o.Replicas[s.ARN]); err != nil {
		return err
	}
	how := o.How
	how.Seen = s.Seen()
	var did backend.Deleted
	err := patiently(c.until, func() (err error) { did, err = be.Delete(c.ctx, s.ARN, how); return err })
	if err != nil && len(o.Replicas[s.ARN]) > 0 {
		return replicasLeft(err, replicasRemoved)
	}
	if err != nil && o.Follower == s.ARN {
		return replicasLeft(err, followerPromoted)
	}
	if err != nil || how.Force {
		return err
	}
	// The request's date is the end without the window (aws.md 2.1); what is read afterwards may be a later deletion's.
	out.Detail.Deleted = did.End.Add(-time.Duration(how.WindowDays) * 24 * time.Hour)
	c.remember(out, out.Detail.Deleted, did.End)
	return nil
}

// lookInto takes for done what the service shows to be, although the answer to the call is lost and nobody could look before.
func (c orderCall) lookInto(out *pane.Ordered, began time.Time) {
	if !out.Unknown() || c.How.Force {
		return
	}
	if c.Kind == pane.Restoring {
		if out.Detail.Deleted.IsZero() {
			out.Err = nil
		}
		return
	}
	if did, ours := c.How.Shown(out.Detail, backend.Since(began, time.Now(), out.Detail)); ours {
		out.Err = nil
		c.remember(out, out.Detail.Deleted, did.End)
	}
}

// remember keeps when the recovery window ends of what is deleted.
func (c orderCall) remember(out *pane.Ordered, asked, end time.Time) {
	out.End, out.EndErr = end, c.Remember(out.ARN(), asked, end)
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
		return backend.Unsent(err)
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
