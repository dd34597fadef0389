package model

import (
	"time"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
)

// Messages are facts of the past. What an answer carries first is the question that it answers.

// pageArrived is one page of a listing, or its end.
type pageArrived struct {
	ask   *pane.Question
	page  backend.Page
	err   error
	ended bool
}

// secretDescribed is DescribeSecret's answer for the pane that asked.
type secretDescribed struct {
	ask    *pane.Question
	arn    string
	detail backend.Detail
	trip   backend.Trip
	err    error
}

// goneChecked tells which of the secrets missing from a new listing really are gone.
type goneChecked struct {
	ask   *pane.Question
	gone  []string
	alive []backend.Secret
}

// valueRevealed is a value that was read, with its shape. Whoever drops it wipes it.
type valueRevealed struct {
	ask *pane.Question
	r   backend.Revealed
	doc document.Document
	err error
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

// jobEnded is the end of an order.
type jobEnded struct{ job *pane.Question }

// identified is who this client is.
type identified struct {
	id  backend.Identity
	err error
}

// rested tells that the cursor has stayed on a secret for a moment.
type rested struct{ id *pane.Question }

// ticked is a wake-up that was asked for.
type ticked struct{ id *pane.Question }

// armed tells that a dialog has been on the screen, untouched, for a moment.
type armed struct{ id *pane.Question }

// copied is the result of putting something on the clipboard.
type copied struct {
	what string
	way  clip.Way
	err  error
}

// clipNews is what became of it later.
type clipNews struct{ clip.News }

// Conceal asks the program to hide every value: the next frame shows none.
type Conceal struct{}

// Resumed tells that the program was stopped and goes on: everything must be drawn anew.
type Resumed struct{}

// Quit asks the program to end as if the user had.
type Quit struct{}

// chosen is an action picked by name; a key press led to it.
type chosen struct{ action keymap.Action }

// clipboardSilent tells that the terminal did not say in time what its clipboard holds.
type clipboardSilent struct{ id *pane.Question }

// versionsRested tells that the cursor has stayed on a secret for a moment, as the timeline counts it.
type versionsRested struct{ id *pane.Question }

// versionsArrived is one page of a secret's versions, or the end of them.
type versionsArrived struct {
	ask      *pane.Question
	versions []backend.Version
	err      error
	ended    bool
}
