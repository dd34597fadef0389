package backend

import (
	"context"
	"time"
)

// Trail is the account's audit trail, as far as a deletion is concerned. It is a port of its own: another service with
// other permissions, asked only on request.
type Trail interface {
	// LookUpDeletion finds the request that scheduled s for deletion, or else the one nearest to it in time: Of tells which
	// it is. ErrNotFound: the trail has no such event.
	LookUpDeletion(ctx context.Context, s Secret) (Audit, error)
}

// Audit is what the trail tells of a deletion; all texts are outside text, and "" where it does not tell.
type Audit struct {
	At    time.Time // of the request
	End   time.Time // of the recovery window; zero where it could not be told, or is another deletion's
	Days  int       // of the window, 0 where it could not be told
	By    string    // who: an ARN, or whatever names the caller
	From  string    // an address, or the service that called
	Agent string    // the program
	Event string    // the event's id
}

// Of reports whether the event is the deletion of a secret whose DeletedDate is deleted. That date is the request's own time,
// milliseconds from the event's; only an emulator's is the end of the window.
func (a Audit) Of(deleted time.Time) bool {
	if a.At.IsZero() || deleted.IsZero() {
		return false
	}
	return a.At.Sub(deleted).Abs() <= SameDeletion || a.Days > 0 && WindowEnd(a.At, a.Days).Sub(deleted).Abs() <= SameDeletion
}

// Audited notes in a journal what is asked of a trail.
func (j *Journal) Audited(t Trail) Trail { return auditedTrail{t, j} }

type auditedTrail struct {
	Trail
	j *Journal
}

func (t auditedTrail) LookUpDeletion(ctx context.Context, s Secret) (a Audit, err error) {
	err = t.j.note(OpLookUp, s.ARN, "DeleteSecret", func() error { a, err = t.Trail.LookUpDeletion(ctx, s); return err })
	return a, err
}
