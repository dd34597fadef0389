package pane

import (
	"context"
	"errors"

	"strongroom/backend"
)

// IsRefused tells credentials that are not taken from a permission that is lacking.
func IsRefused(err error) bool {
	return errors.Is(err, backend.ErrBadCredentials) || errors.Is(err, backend.ErrState)
}

// ErrorText is an error with what the service said, for one line; it is no safe text.
func ErrorText(err error) string {
	if err == nil {
		return ""
	}
	if what := backend.Message(err); what != "" {
		return err.Error() + " · " + what
	}
	return err.Error()
}

// IsCancelled reports a call that was given up here.
func IsCancelled(err error) bool { return errors.Is(err, context.Canceled) }

// Reason is an error in a few words for a row: its kind, and what to do.
func Reason(err error) string {
	var e *backend.Error
	if !errors.As(err, &e) || e.Kind == nil {
		return "failed"
	}
	if errors.Is(err, backend.ErrDenied) && e.Action != "" {
		return "needs " + e.Action
	}
	return e.Kind.Error()
}

// ErrPanic stands for a panic whose value must not be shown.
var ErrPanic = &backend.Error{Op: "go on", Kind: backend.ErrInternal}

// Caught is deferred where a panic is to be the error of what is under way.
func Caught(err *error) {
	if recover() != nil {
		*err = ErrPanic
	}
}
