package backend

import (
	"context"
	"iter"
)

// ReadOnly refuses every write with ErrReadOnly before any call; reads, reveals among them, pass.
func ReadOnly(be Backend) Backend {
	return readOnly{be, func(string) (string, bool) { return "started with --read-only", true }, nil}
}

// Gated refuses writes on what the guard has locked.
func Gated(be Backend, g *Guard) Backend { return gated{readOnly{be, g.locks, ErrLocked}, g} }

// gated lets the guard hear which ARNs the service tells.
type gated struct {
	readOnly
	guard *Guard
}

func (g gated) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		for p, err := range g.Backend.List(ctx, q) {
			g.guard.told(p.Secrets)
			if !yield(p, err) {
				return
			}
		}
	}
}

func (g gated) Describe(ctx context.Context, id string) (Detail, error) {
	d, err := g.Backend.Describe(ctx, id)
	if err == nil {
		g.guard.told([]Secret{d.Secret})
	}
	return d, err
}

type readOnly struct {
	Backend
	locked func(id string) (why string, is bool)
	kind   error // besides ErrReadOnly
}

func (r readOnly) refuse(op Operation, id string) error {
	why, is := r.locked(id)
	if !is {
		return nil
	}
	return &Error{Op: op.Words(), ID: id, Kind: ErrReadOnly, Err: r.kind, Message: why, Action: op.Action(), Unsent: true}
}

func (r readOnly) Create(ctx context.Context, s NewSecret) (Written, error) {
	if err := r.refuse(OpCreate, s.Name); err != nil {
		return Written{}, err
	}
	return r.Backend.Create(ctx, s)
}

func (r readOnly) Put(ctx context.Context, id string, a NewVersion) (Written, error) {
	if err := r.refuse(OpPut, id); err != nil {
		return Written{}, err
	}
	return r.Backend.Put(ctx, id, a)
}

func (r readOnly) Update(ctx context.Context, id string, a MetadataChange) error {
	if err := r.refuse(OpUpdate, id); err != nil {
		return err
	}
	return r.Backend.Update(ctx, id, a)
}

func (r readOnly) MoveLabel(ctx context.Context, id string, a LabelMove) error {
	if err := r.refuse(OpMoveLabel, id); err != nil {
		return err
	}
	return r.Backend.MoveLabel(ctx, id, a)
}

func (r readOnly) Tag(ctx context.Context, id string, a []Tag) error {
	if err := r.refuse(OpTag, id); err != nil {
		return err
	}
	return r.Backend.Tag(ctx, id, a)
}

func (r readOnly) Untag(ctx context.Context, id string, a []string) error {
	if err := r.refuse(OpUntag, id); err != nil {
		return err
	}
	return r.Backend.Untag(ctx, id, a)
}

func (r readOnly) Delete(ctx context.Context, id string, a Deletion) (Deleted, error) {
	if err := r.refuse(OpDelete, id); err != nil {
		return Deleted{}, err
	}
	return r.Backend.Delete(ctx, id, a)
}

func (r readOnly) Restore(ctx context.Context, id string) error {
	if err := r.refuse(OpRestore, id); err != nil {
		return err
	}
	return r.Backend.Restore(ctx, id)
}

func (r readOnly) Rotate(ctx context.Context, id string, a RotationOrder) (Written, error) {
	if err := r.refuse(OpRotate, id); err != nil {
		return Written{}, err
	}
	return r.Backend.Rotate(ctx, id, a)
}

func (r readOnly) CancelRotation(ctx context.Context, id string) error {
	if err := r.refuse(OpCancelRotation, id); err != nil {
		return err
	}
	return r.Backend.CancelRotation(ctx, id)
}

func (r readOnly) PutPolicy(ctx context.Context, id, a string, b bool) error {
	if err := r.refuse(OpPutPolicy, id); err != nil {
		return err
	}
	return r.Backend.PutPolicy(ctx, id, a, b)
}

func (r readOnly) DeletePolicy(ctx context.Context, id string) error {
	if err := r.refuse(OpDeletePolicy, id); err != nil {
		return err
	}
	return r.Backend.DeletePolicy(ctx, id)
}

func (r readOnly) Replicate(ctx context.Context, id string, a []ReplicaTarget, b bool) ([]Replica, error) {
	if err := r.refuse(OpReplicate, id); err != nil {
		return nil, err
	}
	return r.Backend.Replicate(ctx, id, a, b)
}

func (r readOnly) RemoveReplicas(ctx context.Context, id string, a []string) ([]Replica, error) {
	if err := r.refuse(OpRemoveReplicas, id); err != nil {
		return nil, err
	}
	return r.Backend.RemoveReplicas(ctx, id, a)
}

func (r readOnly) PromoteReplica(ctx context.Context, id string) error {
	if err := r.refuse(OpPromoteReplica, id); err != nil {
		return err
	}
	return r.Backend.PromoteReplica(ctx, id)
}

// refuseEnds refuses what changes both ends of a replication between accounts where either of them is locked.
func (r readOnly) refuseEnds(op Operation, id, replica string) error {
	if err := r.refuse(op, id); err != nil || AccountOf(replica) == "" {
		return err
	}
	return r.refuse(op, replica)
}

func (r readOnly) Associate(ctx context.Context, id string, a Association) (CrossAccount, error) {
	if err := r.refuseEnds(OpAssociate, id, a.Replica); err != nil {
		return CrossAccount{}, err
	}
	return r.Backend.Associate(ctx, id, a)
}

func (r readOnly) Dissociate(ctx context.Context, id, a string) error {
	if err := r.refuseEnds(OpDissociate, id, a); err != nil {
		return err
	}
	return r.Backend.Dissociate(ctx, id, a)
}
