package pane

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/ui"
)

// Described is DescribeSecret's answer for the pane that asked.
type Described struct {
	Ask    *Question
	ARN    string
	Detail backend.Detail
	Trip   backend.Trip
	Err    error
}

// Ordered is how an order went with one secret. What the service showed afterwards decides, whatever its answer was.
type Ordered struct {
	Job    *Question
	Kind   OrderKind
	Before backend.Secret
	// Detail is the secret as it was read afterwards; where it could not be read, with readErr, its Secret is what is known.
	Detail  backend.Detail
	ReadErr error
	Gone    bool // it is not there any more
	End     time.Time
	EndErr  error // why the end could not be written down
	Err     error
	// Stale: it was an undo, and will be refused whenever it is tried.
	Stale bool
}

// ARN names the secret.
func (o Ordered) ARN() string { return o.Before.ARN }

// Outdated reports an undo whose secret is no longer as the change had left it: of one that is stale and not outdated it is the undo
// that is refused.
func (o Ordered) Outdated() bool {
	for _, kind := range []error{backend.ErrConflict, backend.ErrNotFound, backend.ErrState, backend.ErrPendingDeletion, backend.ErrExists} {
		if o.Stale && errors.Is(o.Err, kind) {
			return true
		}
	}
	return false
}

// Unknown reports that it may be done or not.
func (o Ordered) Unknown() bool { return backend.MayHaveHappened(o.Err) }

// Changed is news of a write of ours: the secret as the service describes it afterwards.
type Changed struct {
	ARN    string
	Detail backend.Detail
}

// LabelLeft tells that a save's private label is left on its version, or AWSPENDING on the one before, or may be.
type LabelLeft struct {
	ARN, Label, Version string
	Doubtful            bool
	Err                 error // why it could not be taken off, nil where that was not tried
}

// Identified is who this client is.
type Identified struct {
	ID  backend.Identity
	Err error
}

// Order is one write to be done to one secret or many: the user's yes.
type Order struct {
	Kind    OrderKind
	Secrets []backend.Secret
	How     backend.Deletion // of a delete
	// Replicas go first, by the ARN of their primary: in regions they are removed, those of other accounts, by their ARN, are let go.
	Replicas map[string][]string
	// Follower is the ARN of a secret that follows another account's: it is promoted first.
	Follower string
	// Undoes is the change that the order takes back, nil where it is no undo. Each secret must still be as that change
	// left it, which secrets tells.
	Undoes *Undoable
	// Created: that change was a create.
	Created bool
}

// OrderKind is what an order does.
type OrderKind int

// Operation is its call.
func (k OrderKind) Operation() backend.Operation {
	if k == Deleting {
		return backend.OpDelete
	}
	return backend.OpRestore
}

// Words are "deleting", "deleted", "delete".
func (k OrderKind) Words() (doing, done, do string) {
	if k == Deleting {
		return "deleting", "deleted", "delete"
	}
	return "restoring", "restored", "restore"
}

// Orders restore or delete.
const (
	Restoring OrderKind = iota
	Deleting
)

// Undoable is a write of this session that can be undone. It holds no value.
type Undoable struct {
	ID  *Question // given by the stack: which of those that read alike
	ARN string
	// Did is what was done, undoes what u will do: "deleted prod/x", "restore prod/x".
	Did, Undoes string
	// Back does it. It first looks whether the state is still the one this change left, and refuses with a reason
	// (an error) where it has moved on.
	Back func(context.Context, backend.Backend) error
	// Order takes its place where the change concerns secrets as a whole, one or many.
	Order *Order
	// Deletes is the secret of which Back deletes something that is there; the zero one where it does not.
	Deletes backend.Secret
	// After is what everybody hears once it was tried, nil for nothing.
	After tea.Msg
}

// VersionDoubted tells that a version could not be read though the timeline shows it.
type VersionDoubted struct{ ARN, ID string }

// Wrote is the end of a write, with what its owner gets to hear.
type Wrote struct {
	ID  *Question
	Msg tea.Msg
}

// Compared are two versions that the user wants to see side by side.
type Compared struct {
	Secret backend.Secret
	A, B   backend.Version
}

// Promoting tells that AWSCURRENT is to be moved to a version: the timeline shows it.
type Promoting struct{ Version string }

// EndKnown tells that more is known of the end of a secret's recovery window.
type EndKnown struct{ ARN string }

// ValueChanged tells that a secret's value is another one now, whoever saved it: what was read of the one before is old.
type ValueChanged struct{ ARN string }

// Saved tells of a value that this session has saved: what was read of the one before is old. How the secret is described
// now is told besides. Kept is the new value as the service has it, whose Value is nothing where that is not certain; the detail
// pane ends it.
type Saved struct {
	ARN  string
	Kept backend.Revealed
}

// Withdrawn is a change that is no longer to be undone: a later one stands for it.
type Withdrawn struct{ Change Undoable }

// Tagged tells which tag of a secret was written: the cursor goes to it.
type Tagged struct{ ARN, Key string }

// Replicated tells to which region or account a secret was replicated: the cursor goes to its replica.
type Replicated struct{ ARN, Region, Account string }

// PolicyDoubted tells that the resource policies of a secret may be others than were read.
type PolicyDoubted struct{ ARN string }

// Sought is a secret that is to be opened, by its ARN.
type Sought struct{ ARN string }

// ClockSeen is what an answer told of the service's clock, and how long it was on its way.
type ClockSeen struct {
	At   time.Time
	Trip backend.Trip
}

// ChangeOf is the change of secrets that back takes back.
func ChangeOf(back Order, secrets []backend.Secret) Undoable {
	what := ui.Plural(len(secrets), "secret")
	if len(secrets) == 1 {
		what = secrets[0].Name
	}
	back.Secrets, back.Undoes = secrets, nil
	c := Undoable{ARN: secrets[0].ARN, Order: &back, Did: "restored " + what, Undoes: "delete " + what + " again, with a window of 30 days"}
	if back.Kind == Restoring {
		c.Did, c.Undoes = "deleted "+what, "restore "+what
	}
	if back.Created {
		c.Did, c.Undoes = "created "+what, "delete "+what+", with a window of 30 days"
	}
	return c
}

// Heard are secrets as the service has told of them by the way: their rows show it.
type Heard struct{ Secrets []backend.Secret }

// GivenUp tells that what was asked about a secret, while the cursor was on it, is not waited for any more.
type GivenUp struct{ ARN string }

// Gone tells of a secret that is not there any more.
type Gone struct{ ARN string }

// PointedAt is the secret that the list's cursor is to be on.
type PointedAt struct{ ARN string }
