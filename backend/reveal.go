package backend

import (
	"context"
	"errors"
)

// RevealAt is Backend.Reveal, and tells a secret without a value also where a server says no more than that something is not found:
// the secret is there, and none of its versions is current.
func RevealAt(ctx context.Context, be Backend, id string, at VersionRef) (Revealed, error) {
	r, err := be.Reveal(ctx, id, at)
	if at.Stage != Current || !errors.Is(err, ErrNotFound) {
		return r, err
	}
	if told, failed := be.Describe(ctx, id); failed == nil && told.VersionOf(Current) == "" {
		err = &Error{Op: "read the value of", ID: id, Kind: ErrNoValue}
	}
	return r, err
}
