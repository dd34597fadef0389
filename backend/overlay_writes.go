package backend

import (
	"cmp"
	"context"
)

// Create is known by its name where the answer that tells the ARN is lost.
func (o *Overlay) Create(ctx context.Context, s NewSecret) (Written, error) {
	w, err := o.Backend.Create(ctx, s)
	o.wrote(cmp.Or(w.ARN, s.Name), err, func(w *ownWrite) { w.active, w.made = true, true })
	return w, err
}

func (o *Overlay) Put(ctx context.Context, id string, p NewVersion) (Written, error) {
	w, err := o.Backend.Put(ctx, id, p)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return w, err
}

func (o *Overlay) Update(ctx context.Context, id string, c MetadataChange) error {
	err := o.Backend.Update(ctx, id, c)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) MoveLabel(ctx context.Context, id string, m LabelMove) error {
	err := o.Backend.MoveLabel(ctx, id, m)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Tag(ctx context.Context, id string, tags []Tag) error {
	err := o.Backend.Tag(ctx, id, tags)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Untag(ctx context.Context, id string, keys []string) error {
	err := o.Backend.Untag(ctx, id, keys)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Delete(ctx context.Context, id string, d Deletion) (Deleted, error) {
	out, err := o.Backend.Delete(ctx, id, d)
	o.wrote(id, err, func(w *ownWrite) {
		w.forced, w.gone = d.Force, d.Force
		if w.ended = out.At; w.ended.IsZero() {
			w.ended = o.now()
		}
	})
	return out, err
}

func (o *Overlay) Restore(ctx context.Context, id string) error {
	err := o.Backend.Restore(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Rotate(ctx context.Context, id string, r RotationOrder) (Written, error) {
	w, err := o.Backend.Rotate(ctx, id, r)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return w, err
}

func (o *Overlay) CancelRotation(ctx context.Context, id string) error {
	err := o.Backend.CancelRotation(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	err := o.Backend.PutPolicy(ctx, id, policy, blockPublic)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) DeletePolicy(ctx context.Context, id string) error {
	err := o.Backend.DeletePolicy(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) ([]Replica, error) {
	out, err := o.Backend.Replicate(ctx, id, to, overwrite)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return out, err
}

func (o *Overlay) RemoveReplicas(ctx context.Context, id string, regions []string) ([]Replica, error) {
	out, err := o.Backend.RemoveReplicas(ctx, id, regions)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return out, err
}

func (o *Overlay) PromoteReplica(ctx context.Context, id string) error {
	err := o.Backend.PromoteReplica(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Associate(ctx context.Context, id string, a Association) (CrossAccount, error) {
	out, err := o.Backend.Associate(ctx, id, a)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return out, err
}

func (o *Overlay) Dissociate(ctx context.Context, id, replica string) error {
	err := o.Backend.Dissociate(ctx, id, replica)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}
