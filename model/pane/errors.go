package pane

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// IsRefused tells credentials that are not taken from a permission that is lacking.
func IsRefused(err error) bool {
	return errors.Is(err, backend.ErrBadCredentials) || errors.Is(err, backend.ErrRegionOff)
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

// Lacks is the sentence that an operation on a secret was refused in this session, for want of what and when; "" where it was not.
func (d *Desk) Lacks(op backend.Operation, s backend.Secret) string {
	t := d.Permissions.Refused(op, s.ARN)
	what := t.Action
	switch {
	case what == "":
		return ""
	case strings.HasPrefix(what, "kms:"):
		what += " on " + ui.Text(cmp.Or(s.KMSKey, backend.DefaultKey))
	}
	return "needs " + what + ": refused at " + t.At.Format("15:04") + "; " + d.Refreshes()
}

// Refreshes names the key that reads everything again.
func (d *Desk) Refreshes() string { return d.Keys.Key(keymap.Global, keymap.Refresh) + " refreshes" }

// AgainBy is by which keys a person asks once more for an operation on a secret: where it was refused, a refresh comes first.
func (d *Desk) AgainBy(key string, op backend.Operation, arn string) string {
	if d.Permissions.Refused(op, arn).Action == "" {
		return key
	}
	return d.Keys.Key(keymap.Global, keymap.Refresh) + ", then " + key
}

// Caught is deferred where a panic is to be the error of what is under way.
func Caught(err *error) {
	if recover() != nil {
		*err = ErrPanic
	}
}
