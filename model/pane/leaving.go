package pane

import tea "charm.land/bubbletea/v2"

// Why is why the program is to end, or the place to be left.
type Why int

const (
	// Wanted: the user wants to go, and can be asked.
	Wanted Why = iota
	// Unseen: the user wants to go while nothing is drawn, where no question can be read. Whoever can keep what is unsaved
	// asks none.
	Unseen
	// Forced: nobody can be asked any more. Whatever can be kept is kept.
	Forced
	// Moving: the user wants to go to another place, and can be asked.
	Moving
	// Moved: the user was asked, or had nothing to be asked about, and goes. Whatever can be kept is kept.
	Moved
)

// Leaving is what a handler says to that; the zero one is nothing.
type Leaving struct {
	// Ask is a question to put first. Its yes leaves nothing to ask of the same thing, and leads to a Leave.
	Ask Dialog
	// Last does what must be done before anything is closed, and gives what of it waits. It is called once it is certain that
	// the program ends, and it may be called again, then from any goroutine.
	Last func() tea.Cmd
	// Now: what is being written is not waited for.
	Now bool
}

// Leave is the user's yes to the question of one handler, Of; nil where that has nothing to lose any more. It is nobody else's
// yes: the others are asked yet.
type Leave struct {
	Why Why
	Of  Handler
}

// To is what a handler is asked after that yes.
func (l Leave) To(h Handler) Why {
	switch {
	case l.Of == nil || l.Of == h:
		return l.Why
	case l.Why == Moved:
		return Moving
	}
	return Wanted
}
