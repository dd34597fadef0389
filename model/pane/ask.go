package pane

import "context"

// Question is what an answer must carry to be heard: its own pointer, made anew each time something is asked. A number would
// begin again where what counts it does, and the answer to one that is over could fit the next.
type Question struct{ _ byte } // not empty: pointers to empty variables may be equal

// Ask is an open question of one kind. Asking again cancels the older question, and its answer, should it still come, no
// longer fits.
type Ask struct {
	Open   bool
	Q      *Question // the last one
	ctx    context.Context
	cancel context.CancelFunc
}

// Start asks anew, and gives the question that the answer must carry.
func (a *Ask) Start(parent context.Context) (context.Context, *Question) {
	a.Stop()
	ctx, cancel := context.WithCancel(parent)
	a.Open, a.Q, a.ctx, a.cancel = true, new(Question), ctx, cancel
	return ctx, a.Q
}

// Stop gives the question up; an answer still on its way will not fit.
func (a *Ask) Stop() {
	if a.cancel != nil {
		a.cancel()
	}
	a.Open, a.cancel = false, nil
}

// Context is the open question's, for what is asked within it.
func (a *Ask) Context() context.Context { return a.ctx }

// Fits reports whether q is the open question.
func (a *Ask) Fits(q *Question) bool { return a.Open && a.Q == q }

// Done closes the question once its last answer is in.
func (a *Ask) Done() { a.Stop() }
