package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Rotate knows its rotation by the version that its token names; one that only changes rules, by the rules.
func (c certain) Rotate(ctx context.Context, id string, r RotationOrder) (out Written, err error) {
	w := write{op: OpRotate, id: id, shows: func(ctx context.Context, is Detail, _ time.Time) (trace, error) {
		done := r.Later && is.Rotation.Enabled && r.sets(is.Rotation)
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

// sets reports whether a rotation is as the order wants it; what it leaves open stays as it is.
func (r RotationOrder) sets(is Rotation) bool {
	return (r.Lambda == "" || r.Lambda == is.Lambda) && (r.AfterDays == 0 || r.AfterDays == is.AfterDays) &&
		(r.Schedule == "" || r.Schedule == is.Schedule) && (r.Duration == "" || r.Duration == is.Duration)
}

func (c certain) CancelRotation(ctx context.Context, id string) error {
	w := write{op: OpCancelRotation, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found(!is.Rotation.Enabled)
	}}
	return c.settle(ctx, w, func() error { return c.Backend.CancelRotation(ctx, id) })
}

func (c certain) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	return c.settle(ctx, c.policyIs(OpPutPolicy, id, policy), func() error { return c.Backend.PutPolicy(ctx, id, policy, blockPublic) })
}

func (c certain) DeletePolicy(ctx context.Context, id string) error {
	return c.settle(ctx, c.policyIs(OpDeletePolicy, id, ""), func() error { return c.Backend.DeletePolicy(ctx, id) })
}

func (c certain) policyIs(op Operation, id, policy string) write {
	return write{op: op, id: id, shows: func(ctx context.Context, _ Detail, _ time.Time) (trace, error) {
		is, err := c.Backend.Policy(ctx, id)
		t, _ := found(sameJSON(is, policy))
		return t, err
	}}
}

// sameJSON reports whether two texts are the same but for white space.
func sameJSON(a, b string) bool {
	var x, y bytes.Buffer
	if json.Compact(&x, []byte(a)) != nil || json.Compact(&y, []byte(b)) != nil {
		return a == b
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

func (c certain) Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) (out []Replica, err error) {
	w := write{op: OpReplicate, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		out = is.Replicas
		return found(!slices.ContainsFunc(to, func(t ReplicaTarget) bool { return !replicated(is.Replicas, t.Region) }))
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
		return found(is.PrimaryRegion == "" || is.PrimaryRegion == RegionOf(is.ARN))
	}}
	return c.settle(ctx, w, func() error { return c.Backend.PromoteReplica(ctx, id) })
}
