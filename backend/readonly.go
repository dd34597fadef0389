package backend

import "context"

// ReadOnly refuses every write with ErrReadOnly before any call; reads, reveals among them, pass.
func ReadOnly(be Backend) Backend { return readOnly{be} }

type readOnly struct{ Backend }

func refuse(op Operation, id string) error {
	return &Error{Op: op.Words(), ID: id, Kind: ErrReadOnly, Action: op.Action()}
}

func (readOnly) Create(_ context.Context, s NewSecret) (Written, error) {
	return Written{}, refuse(OpCreate, s.Name)
}

func (readOnly) Put(_ context.Context, id string, _ NewVersion) (Written, error) {
	return Written{}, refuse(OpPut, id)
}

func (readOnly) Update(_ context.Context, id string, _ MetadataChange) error {
	return refuse(OpUpdate, id)
}

func (readOnly) MoveLabel(_ context.Context, id string, _ LabelMove) error {
	return refuse(OpMoveLabel, id)
}

func (readOnly) Tag(_ context.Context, id string, _ []Tag) error { return refuse(OpTag, id) }

func (readOnly) Untag(_ context.Context, id string, _ []string) error { return refuse(OpUntag, id) }

func (readOnly) Delete(_ context.Context, id string, _ Deletion) (Deleted, error) {
	return Deleted{}, refuse(OpDelete, id)
}

func (readOnly) Restore(_ context.Context, id string) error { return refuse(OpRestore, id) }

func (readOnly) Rotate(_ context.Context, id string, _ RotationOrder) (Written, error) {
	return Written{}, refuse(OpRotate, id)
}

func (readOnly) CancelRotation(_ context.Context, id string) error {
	return refuse(OpCancelRotation, id)
}

func (readOnly) PutPolicy(_ context.Context, id, _ string, _ bool) error {
	return refuse(OpPutPolicy, id)
}

func (readOnly) DeletePolicy(_ context.Context, id string) error { return refuse(OpDeletePolicy, id) }

func (readOnly) Replicate(_ context.Context, id string, _ []ReplicaTarget, _ bool) ([]Replica, error) {
	return nil, refuse(OpReplicate, id)
}

func (readOnly) RemoveReplicas(_ context.Context, id string, _ []string) ([]Replica, error) {
	return nil, refuse(OpRemoveReplicas, id)
}

func (readOnly) PromoteReplica(_ context.Context, id string) error {
	return refuse(OpPromoteReplica, id)
}
