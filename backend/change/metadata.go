package change

import (
	"context"
	"errors"
	"time"

	"strongroom/backend"
)

// Metadata is what UpdateSecret changes of a secret besides its value.
type Metadata struct{ Description, KMSKey string }

// MetadataOf is a secret's metadata as the service told it.
func MetadataOf(s backend.Secret) Metadata { return Metadata{s.Description, s.KMSKey} }

// MetadataEdit changes a description or a KMS key from what the user saw to what they want. It is one user action, which may
// be run again, with the same Token, until its outcome is known.
type MetadataEdit struct {
	ID       string
	From, To Metadata
	Token    string
}

// Edited is how a change of a secret's metadata or tags went: Detail is the secret as it was read last, unless ReadErr.
type Edited struct {
	Detail  backend.Detail
	ReadErr error
	// Unknown: the write may have taken effect or not, and it could not be read again.
	Unknown bool
	// Half: a tag has its new key and still its old one.
	Half bool
	// Found: it was as it was to be before anything was written.
	Found bool
}

// Run changes what differs, unless the service shows something else than From: that is ErrConflict, nothing is written, and
// Detail tells what is there. An answer that got lost does not decide whether it is done, the service does.
func (e MetadataEdit) Run(ctx context.Context, be backend.Backend) (out Edited, err error) {
	return again(ctx, func() (Edited, error) { return e.run(ctx, be) })
}

// again does an edit that looks first, a few times where its write got lost without a trace.
func again(ctx context.Context, edit func() (Edited, error)) (out Edited, err error) {
	for try := 1; ; try++ {
		out, err = edit()
		var e *backend.Error
		if !errors.As(err, &e) || !e.Undone || try == backend.Sends || !backend.Pause(ctx, time.Duration(try)*300*time.Millisecond) {
			return out, err
		}
	}
}

func (e MetadataEdit) run(ctx context.Context, be backend.Backend) (out Edited, err error) {
	if out.Detail, err = be.Describe(ctx, e.ID); err != nil {
		return Edited{ReadErr: err}, backend.Unsent(err)
	}
	switch now := MetadataOf(out.Detail.Secret); {
	case now == e.From:
	case e.holds(now):
		out.Found = true
		return out, nil
	default:
		return out, backend.Conflict(backend.OpUpdate, e.ID, "it is not as it was any more")
	}
	err = be.Update(ctx, e.ID, e.change())
	out.Detail, out.ReadErr = be.Describe(ctx, e.ID)
	if err != nil && out.ReadErr == nil && e.holds(MetadataOf(out.Detail.Secret)) {
		err = nil
	}
	out.Unknown = out.unknown(err)
	return out, err
}

func (e Edited) unknown(err error) bool {
	return err != nil && e.ReadErr != nil && backend.MayHaveHappened(err)
}

func (e MetadataEdit) change() backend.MetadataChange {
	c := backend.MetadataChange{Token: e.Token}
	if e.From.Description != e.To.Description {
		c.Description = &e.To.Description
	}
	if e.From.KMSKey != e.To.KMSKey {
		c.KMSKey = &e.To.KMSKey
	}
	return c
}

func (e MetadataEdit) holds(now Metadata) bool {
	return now.Description == e.To.Description && backend.SameKey(now.KMSKey, e.To.KMSKey)
}

// Kept tells what the service still shows as it was although it took the change. (It may lag; some servers ignore an empty
// description.)
func (e MetadataEdit) Kept(now Metadata) (description, key bool) {
	description = e.From.Description != e.To.Description && now.Description == e.From.Description
	key = e.From.KMSKey != e.To.KMSKey && now.KMSKey == e.From.KMSKey && !backend.SameKey(now.KMSKey, e.To.KMSKey)
	return description, key
}
