package model

import (
	"context"
	"errors"

	"strongroom/backend"
)

// isRefused tells credentials that are not taken from a permission that is lacking.
func isRefused(err error) bool {
	return errors.Is(err, backend.ErrBadCredentials) || errors.Is(err, backend.ErrState)
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	if what := backend.Message(err); what != "" {
		return err.Error() + " · " + what
	}
	return err.Error()
}

func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }

// reason is an error in a few words for a row: its kind, and what to do.
func reason(err error) string {
	var e *backend.Error
	if !errors.As(err, &e) || e.Kind == nil {
		return "failed"
	}
	if errors.Is(err, backend.ErrDenied) && e.Action != "" {
		return "needs " + e.Action
	}
	return e.Kind.Error()
}

// errPanic stands for a panic whose value must not be shown.
var errPanic = &backend.Error{Op: "go on", Kind: backend.ErrInternal}

// caught is deferred where a panic is to be the error of what is under way.
func caught(err *error) {
	if recover() != nil {
		*err = errPanic
	}
}
