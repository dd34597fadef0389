package backend

import (
	"context"
	"errors"
	"time"
)

// Revive brings a secret back from scheduled deletion and saves a value as its new version. The Detail is what it was
// like after the restore; where its Stages are nil, it was not restored.
func Revive(ctx context.Context, be Backend, name string, v Value, token string) (Detail, Saved, error) {
	d, err := be.Describe(ctx, name)
	if err != nil {
		return Detail{}, Saved{}, err
	}
	if !d.Deleted.IsZero() {
		if err = be.Restore(ctx, d.ARN); err != nil {
			return Detail{}, Saved{}, err
		}
		if d, err = be.Describe(ctx, d.ARN); err != nil {
			return Detail{}, Saved{}, err
		}
	}
	out, err := Save{ID: d.ARN, Base: d.VersionOf(Current), Value: v, Token: token}.Run(ctx, be)
	return d, out, err
}

// nameWait is how long a name is waited for after its secret was deleted for good.
const nameWait = 2 * time.Minute

// CreateAnew deletes the secret that has the name for good, and creates another one as soon as the service has let the
// name go, which takes it a while.
func CreateAnew(ctx context.Context, be Backend, n NewSecret) (Written, error) {
	if _, err := be.Delete(ctx, n.Name, Deletion{Force: true}); err != nil && !errors.Is(err, ErrNotFound) {
		return Written{}, err
	}
	began := time.Now()
	for pause := time.Second; ; pause = min(2*pause, 15*time.Second) {
		w, err := be.Create(ctx, n)
		taken := errors.Is(err, ErrPendingDeletion) || errors.Is(err, ErrExists) || errors.Is(err, ErrState)
		if !taken || time.Since(began) > nameWait {
			return w, err
		}
		select {
		case <-ctx.Done():
			return Written{}, err
		case <-time.After(pause):
		}
	}
}

// Skeleton is a JSON text with the same keys and layout and none of the values; ok is false for any other value.
func Skeleton(v Value) (out Value, ok bool) {
	d := DocumentOf(v)
	if d.Kind != KindJSON {
		return Value{}, false
	}
	var e Edit
	for i, f := range d.Fields {
		switch {
		case f.Container():
		case f.Kind == FieldString:
			e = e.Set(d, i, Literal{Raw: TextValue(`""`), Kind: FieldString})
		default:
			e = e.Set(d, i, Literal{Raw: TextValue("null"), Kind: FieldNull})
		}
	}
	return e.Apply(v, d), true
}
