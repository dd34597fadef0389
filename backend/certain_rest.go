package backend

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Rotate knows its rotation by the version that its token names; one that only changes rules, by the rules.
func (c certain) Rotate(ctx context.Context, id string, r RotationOrder) (out Written, err error) {
	w := write{op: OpRotate, id: id, shows: func(ctx context.Context, is Detail, _ time.Time) (trace, error) {
		done := r.Later && is.Rotation.Enabled && r.Sets(is)
		if !r.Later {
			_, done = is.Stages[r.Token]
		}
		if done {
			out = Written{ARN: is.ARN, Name: is.Name, Version: r.Token}
		}
		return found(done)
	}}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Rotate(ctx, id, r); return err })
	return out, err
}

// Sets reports whether a rotation is as the order wants it; what it leaves open stays as it is.
func (r RotationOrder) Sets(d Detail) bool {
	is := d.Rotation
	return (r.Lambda == "" || r.Lambda == is.Lambda) && (r.AfterDays == 0 || r.AfterDays == is.AfterDays) &&
		(r.Schedule == "" || r.Schedule == is.Schedule) && (r.Duration == "" || r.Duration == is.Duration) &&
		(r.Role == "" || r.Role == is.RoleARN) && (r.Partner == nil || SameTags(r.Partner, d.Partner))
}

// SameTags reports whether two lists have the same pairs, in any order.
func SameTags(a, b []Tag) bool {
	sorted := func(tags []Tag) []Tag {
		return slices.SortedFunc(slices.Values(tags), func(x, y Tag) int { return cmp.Or(strings.Compare(x.Key, y.Key), strings.Compare(x.Value, y.Value)) })
	}
	return slices.Equal(sorted(a), sorted(b))
}

func (c certain) CancelRotation(ctx context.Context, id string) error {
	w := write{op: OpCancelRotation, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found(!is.Rotation.Enabled)
	}}
	return c.settle(ctx, w, func() error { return c.Backend.CancelRotation(ctx, id) })
}

func (c certain) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	return c.settle(ctx, c.policyIs(ctx, OpPutPolicy, id, policy), func() error { return c.Backend.PutPolicy(ctx, id, policy, blockPublic) })
}

func (c certain) DeletePolicy(ctx context.Context, id string) error {
	return c.settle(ctx, c.policyIs(ctx, OpDeletePolicy, id, ""), func() error { return c.Backend.DeletePolicy(ctx, id) })
}

// policyIs knows a policy by what it says. Only one that is still what it was before shows that nothing was written: AWS keeps
// policies in a form of its own, which may be told from what was sent although it is the same.
func (c certain) policyIs(ctx context.Context, op Operation, id, policy string) write {
	was, unread := c.Backend.Policy(ctx, id)
	return write{op: op, id: id, shows: func(ctx context.Context, _ Detail, _ time.Time) (trace, error) {
		switch is, err := c.Backend.Policy(ctx, id); {
		case err != nil:
			return traceNone, err
		case SamePolicy(is, policy):
			return traceDone, nil
		case unread == nil && SamePolicy(is, was):
			return traceNone, nil
		}
		return traceOther, nil
	}}
}

func (c certain) Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) (out []Replica, err error) {
	w := write{op: OpReplicate, id: id, shows: func(_ context.Context, is Detail, since time.Time) (trace, error) {
		out = is.Replicas
		return found(!slices.ContainsFunc(to, func(t ReplicaTarget) bool {
			r, there := is.ReplicaOf(t.Region) // one that had failed before is what is tried again
			return !there || r.Status == ReplicaFailed && is.Changed.Before(since)
		}))
	}}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Replicate(ctx, id, to, overwrite); return err })
	return out, err
}

func (c certain) RemoveReplicas(ctx context.Context, id string, regions []string) (out []Replica, err error) {
	w := write{op: OpRemoveReplicas, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		out = is.Replicas
		return found(!slices.ContainsFunc(regions, func(r string) bool { return replicated(is.Replicas, r) }))
	}}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.RemoveReplicas(ctx, id, regions); return err })
	return out, err
}

func replicated(replicas []Replica, region string) bool {
	return slices.ContainsFunc(replicas, func(r Replica) bool { return r.Region == region })
}

func (c certain) PromoteReplica(ctx context.Context, id string) error {
	w := write{op: OpPromoteReplica, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found((is.PrimaryRegion == "" || is.PrimaryRegion == RegionOf(is.ARN)) && is.Primary.ARN == "")
	}}
	return c.settle(ctx, w, func() error { return c.Backend.PromoteReplica(ctx, id) })
}

func (c certain) Associate(ctx context.Context, id string, a Association) (out CrossAccount, err error) {
	w := write{op: OpAssociate, id: id, shows: func(_ context.Context, is Detail, since time.Time) (trace, error) {
		r, there := is.CrossReplicaOf(a.Replica)
		if there && (r.Status == Detached || r.Status == ReplicaFailed && is.Changed.Before(since)) { // that is what is repaired
			there = false
		}
		if there {
			out = r
		}
		return found(there)
	}}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Associate(ctx, id, a); return err })
	return out, err
}

func (c certain) Dissociate(ctx context.Context, id, replica string) error {
	w := write{op: OpDissociate, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		_, there := is.CrossReplicaOf(replica)
		return found(!there)
	}}
	return c.settle(ctx, w, func() error { return c.Backend.Dissociate(ctx, id, replica) })
}
