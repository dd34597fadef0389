package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
)

// secretDescribed is DescribeSecret's answer for the pane that asked.
type secretDescribed struct {
	ask    *pane.Question
	arn    string
	detail backend.Detail
	trip   backend.Trip
	err    error
}

// secretOrdered is how an order went with one secret. What the service showed afterwards decides, whatever its answer was.
type secretOrdered struct {
	job    *pane.Question
	kind   orderKind
	before backend.Secret
	// detail is the secret as it was read afterwards; where it could not be read, with readErr, its Secret is what is known.
	detail  backend.Detail
	readErr error
	gone    bool // it is not there any more
	end     time.Time
	err     error
	// stale: it was an undo, and will be refused whenever it is tried.
	stale bool
}

// arn names the secret.
func (o secretOrdered) arn() string { return o.before.ARN }

// unknown reports that it may be done or not.
func (o secretOrdered) unknown() bool { return backend.MayHaveHappened(o.err) }

// secretChanged is news of a write of ours: the secret as the service describes it afterwards.
type secretChanged struct {
	arn    string
	detail backend.Detail
}

// identified is who this client is.
type identified struct {
	id  backend.Identity
	err error
}

// order is one write to be done to one secret or many: the user's yes.
type order struct {
	kind    orderKind
	secrets []backend.Secret
	how     backend.Deletion // of a delete
	// replicas are removed first, by the ARN of their primary.
	replicas map[string][]string
	// undoes is the change that the order takes back, nil where it is no undo. Each secret must still be as that change
	// left it, which secrets tells.
	undoes *undoable
	// created: that change was a create.
	created bool
}

type orderKind int

func (k orderKind) operation() backend.Operation {
	if k == deleting {
		return backend.OpDelete
	}
	return backend.OpRestore
}

func (k orderKind) words() (doing, done, do string) {
	if k == deleting {
		return "deleting", "deleted", "delete"
	}
	return "restoring", "restored", "restore"
}

const (
	restoring orderKind = iota
	deleting
)

// undoable is a write of this session that can be undone. It holds no value.
type undoable struct {
	id  *pane.Question // given by the stack: which of those that read alike
	arn string
	// did is what was done, undoes what u will do: "deleted prod/x", "restore prod/x".
	did, undoes string
	// back does it. It first looks whether the state is still the one this change left, and refuses with a reason
	// (an error) where it has moved on.
	back func(context.Context, backend.Backend) error
	// order takes its place where the change concerns secrets as a whole, one or many.
	order *order
}

// versionDoubted tells that a version could not be read though the timeline shows it.
type versionDoubted struct{ arn, id string }

// wrote is the end of a write, with what its owner gets to hear.
type wrote struct {
	id  *pane.Question
	msg tea.Msg
}
