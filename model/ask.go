package model

import "context"

// ask is an open question of one kind. Asking again cancels the older question, and its answer, should it still come,
// carries a number that no longer fits.
type ask struct {
	id     int
	open   bool
	cancel context.CancelFunc
}

func (a *ask) start(parent context.Context) (context.Context, int) {
	a.stop()
	ctx, cancel := context.WithCancel(parent)
	a.id, a.open, a.cancel = a.id+1, true, cancel
	return ctx, a.id
}

// stop gives the question up; an answer still on its way will not fit.
func (a *ask) stop() {
	if a.cancel != nil {
		a.cancel()
	}
	a.id, a.open, a.cancel = a.id+1, false, nil
}

// fits reports whether id answers the open question.
func (a *ask) fits(id int) bool { return a.open && a.id == id }

// done closes the question once its last answer is in.
func (a *ask) done() {
	if a.cancel != nil {
		a.cancel()
	}
	a.open, a.cancel = false, nil
}
