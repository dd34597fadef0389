package model

import (
	"context"
)

// question is what an answer must carry to be heard: its own pointer, made anew each time something is asked. A number would
// begin again where what counts it does, and the answer to one that is over could fit the next.
type question struct{ _ byte } // not empty: pointers to empty variables may be equal

// ask is an open question of one kind. Asking again cancels the older question, and its answer, should it still come, no
// longer fits.
type ask struct {
	open   bool
	q      *question // the last one
	cancel context.CancelFunc
}

func (a *ask) start(parent context.Context) (context.Context, *question) {
	a.stop()
	ctx, cancel := context.WithCancel(parent)
	a.open, a.q, a.cancel = true, new(question), cancel
	return ctx, a.q
}

// stop gives the question up; an answer still on its way will not fit.
func (a *ask) stop() {
	if a.cancel != nil {
		a.cancel()
	}
	a.open, a.cancel = false, nil
}

// fits reports whether q is the open question.
func (a *ask) fits(q *question) bool { return a.open && a.q == q }

// done closes the question once its last answer is in.
func (a *ask) done() { a.stop() }
