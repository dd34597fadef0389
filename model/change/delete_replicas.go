package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
)

// deleteStep tells how far an order has come with one of its secrets.
type deleteStep struct {
	run    *pane.Question
	secret backend.Secret
	text   string // fit to stand behind the secret's name; safe text
}

// stepsOf is how often what comes before a delete tells of a step.
func stepsOf(targets []string) int { return len(targets) + 4 }

// stepped says it, and waits for what comes next.
func (o *orders) stepped(msg deleteStep) tea.Cmd {
	if msg.run != o.run.id {
		return nil
	}
	o.Say(pane.Said{Text: o.Called(msg.secret) + ": " + msg.text, Stay: pane.StayUnfinished})
	return pane.Next(o.run.results)
}

// replicasGone is how long the removal of replicas may take: the service does it after its answer.
const replicasGone = 2 * time.Minute

// removeReplicas lets another account's replica go and takes a primary's own ones away, one after the other, and waits until they
// are gone on both sides: until then the primary cannot be deleted, and one that is deleted meanwhile may leave a replica that
// nothing but a promotion frees (aws.md 2.6). An error says which are done with by then.
func (c orderCall) removeReplicas(s backend.Secret, targets []string) error {
	if len(targets) == 0 {
		return nil
	}
	step := func(text string) { c.step(deleteStep{c.id, s, text}) }
	for i, target := range targets {
		doing, call := "removing", func() error { _, err := c.Backend.RemoveReplicas(c.ctx, s.ARN, []string{target}); return err }
		if isAcross(target) {
			doing, call = "letting go of", func() error { return c.Backend.Dissociate(c.ctx, s.ARN, target) }
		}
		step(fmt.Sprintf("%s its replica in %s, %d of %d", doing, targetWords([]string{target}), i+1, len(targets)))
		err := patiently(c.until, call)
		if err != nil && i > 0 {
			return replicasLeft(err, "remove all replicas ("+doneWith(targets[:i])+") of")
		}
		if err != nil {
			return err
		}
	}
	step("its replicas are removed, waiting until they are gone")
	err := c.waitFor(replicasRemoved, s, "its replicas are still being removed", func() (bool, error) { return areGone(c.ctx, c.Backend, s, targets) })
	if err == nil {
		step("its replicas are gone, deleting it")
	}
	return err
}

// doneWith says of replicas that they are let go or removed; safe text.
func doneWith(targets []string) string {
	n := slices.IndexFunc(targets, func(t string) bool { return !isAcross(t) }) // those of accounts come first
	switch n {
	case -1:
		return targetWords(targets) + " let go"
	case 0:
		return targetWords(targets) + " removed"
	}
	return targetWords(targets[:n]) + " let go, " + targetWords(targets[n:]) + " removed"
}

// stopFollowing promotes what follows another account's secret, which cannot be deleted before it does no more.
func (c orderCall) stopFollowing(s backend.Secret) error {
	if c.Follower != s.ARN {
		return nil
	}
	step := func(text string) { c.step(deleteStep{c.id, s, text}) }
	step("promoting it, so that it follows its primary no more")
	if err := patiently(c.until, func() error { return c.Backend.PromoteReplica(c.ctx, s.ARN) }); err != nil {
		return err
	}
	step("it is promoted, waiting until it stands alone")
	err := c.waitFor(followerPromoted, s, "it is still being promoted", func() (bool, error) {
		d, err := c.Backend.Describe(c.ctx, s.ARN)
		return err == nil && !d.Follows(), err
	})
	if err == nil {
		step("it stands alone, deleting it")
	}
	return err
}

// waitFor looks later and later until something is so. op is what could not be done where that does not come.
func (c orderCall) waitFor(op string, s backend.Secret, still string, is func() (bool, error)) error {
	begun, wait := time.Now(), firstLook
	for {
		done, err := is()
		switch {
		case err != nil && !errors.Is(err, backend.ErrThrottled):
			return replicasLeft(backend.Unsent(err), op)
		case done:
			return nil
		case time.Since(begun) > replicasGone || c.until.Err() != nil:
			return &backend.Error{Op: op, ID: s.ARN, Kind: backend.ErrState, Message: still + ": try again in a minute"}
		}
		pane.Pause(c.until, wait)
		wait = min(2*wait, lastLook)
	}
}

// areGone reports whether a primary tells of no replica in some regions and accounts any more, and none is there. A region that does
// not say is taken at the primary's word, and so is it of another account, where the replica stays.
func areGone(ctx context.Context, be backend.Backend, s backend.Secret, targets []string) (bool, error) {
	d, err := be.Describe(ctx, s.ARN)
	if err != nil || slices.ContainsFunc(targets, func(target string) bool {
		status, _ := replicationOf(d, target)
		return status != "" && status != backend.Detached
	}) {
		return false, err
	}
	for _, target := range targets {
		if isAcross(target) {
			continue
		}
		arn := backend.CopyIn(s.ARN, target)
		if arn == "" {
			continue
		}
		if is, err := be.Describe(ctx, arn); err == nil && is.IsReplica() {
			return false, nil
		}
	}
	return true, nil
}

// What could not be done where the secret alone is left: a primary, or what followed another account's.
const (
	replicasRemoved  = "delete (its replicas are removed)"
	followerPromoted = "delete (it is promoted)"
)

// replicasLeft is an error of a delete that has come so far.
func replicasLeft(err error, op string) error {
	var e *backend.Error
	if !errors.As(err, &e) {
		return err
	}
	half := *e
	half.Op = op
	return &half
}
