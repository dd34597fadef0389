package change

import (
	"context"
	"errors"
	"time"

	"strongroom/backend"
)

// Revival brings a secret back from scheduled deletion, the one that the user saw, and saves a value as its new version. It is
// one user action, which may be run again until its outcome is known: with what Revived tells of the run before.
type Revival struct {
	Seen  backend.Seen
	Value backend.Value
	Token string
	// Base is the version that was current when it was scheduled for deletion, once a run has begun to restore it.
	Base  string
	Began bool
	// Left is what an earlier run has left.
	Left Left
}

// Revived is how a revival went: Detail is the secret as it was read last.
type Revived struct {
	Revival
	Saved
	Detail backend.Detail
}

// Run restores and saves. A secret that is live already, unless an earlier run of this very action has restored it, or that
// was deleted anew, is ErrConflict: nothing is written, and Detail tells what is there.
func (r Revival) Run(ctx context.Context, be backend.Backend) (Revived, error) {
	out := Revived{Revival: r, Saved: Saved{Left: r.Left}}
	d, err := be.Describe(ctx, r.Seen.ARN)
	if err != nil {
		return out, backend.Unsent(err)
	}
	out.Detail = d
	if err := out.restore(ctx, be); err != nil {
		return out, err
	}
	save := Save{ID: r.Seen.ARN, Base: out.Base, Value: r.Value, Token: r.Token, Left: r.Left}
	out.Saved, err = save.Run(ctx, be)
	out.Revival.Left = out.Saved.Left
	return out, err
}

func (r *Revived) restore(ctx context.Context, be backend.Backend) error {
	if r.Began && r.Detail.Deleted.IsZero() {
		if _, saved := r.Detail.Stages[r.Token]; saved || r.Detail.VersionOf(backend.Current) == r.Base {
			return nil
		}
	}
	if err := r.Seen.Differs(backend.OpRestore, r.Detail.Secret); err != nil {
		return err
	}
	r.Base, r.Began = r.Detail.VersionOf(backend.Current), true
	if err := be.Restore(ctx, r.Seen.ARN); err != nil {
		return err
	}
	r.Detail.Deleted = time.Time{}
	if d, err := be.Describe(ctx, r.Seen.ARN); err == nil {
		r.Detail = d
	}
	return nil
}

// nameWait is how long a name is waited for after its secret was deleted for good.
const nameWait = 2 * time.Minute

// Replacement deletes for good the secret that the user saw under a name, and creates another one as soon as the service has
// let the name go, which takes it a while. It is one user action, which may be run again until its outcome is known: with what
// the run before has told.
type Replacement struct {
	Secret backend.NewSecret
	Seen   backend.Seen
	// Gone: a run has deleted the old secret.
	Gone bool
}

// Run begins with the create: an earlier run with the same token may have made the secret, and the name may be free by now.
// Where anything else has the name than what was seen nothing is deleted, and the error is ErrConflict or ErrExists.
func (r Replacement) Run(ctx context.Context, be backend.Backend) (backend.Written, Replacement, error) {
	w, err := be.Create(ctx, r.Secret)
	if taken := errors.Is(err, backend.ErrPendingDeletion) || errors.Is(err, backend.ErrExists); taken && !r.Gone {
		switch _, gone := be.Delete(ctx, r.Seen.ARN, backend.Deletion{Force: true, Seen: r.Seen}); {
		case errors.Is(gone, backend.ErrNotFound) && errors.Is(err, backend.ErrExists):
			return w, r, err // somebody has made another one
		case gone != nil && !errors.Is(gone, backend.ErrNotFound):
			return w, r, gone
		}
		r.Gone = true
		w, err = be.Create(ctx, r.Secret)
	}
	began := time.Now()
	for wait := time.Second; going(err) && time.Since(began) < nameWait && backend.Pause(ctx, wait); wait = min(2*wait, 15*time.Second) {
		w, err = be.Create(ctx, r.Secret)
	}
	return w, r, err
}

// going reports a name whose secret has not gone yet.
func going(err error) bool {
	return errors.Is(err, backend.ErrPendingDeletion) || errors.Is(err, backend.ErrState)
}
