package list

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/find"
)

// What is typed is sought at once, and if that takes longer than a key may be held up, the rest in slices between which other keys
// are heard. Until the answer is there no row is shown: one of another query would be taken for one of this. A key that acts on a
// row has the search ended first (Settle), so that the row is the answer's.

// mostHeld is how long a key may be held up by the first slice, and others by a further one.
const mostHeld = 16 * time.Millisecond

// seeking is the search for what is typed, while it takes more than a slice.
type seeking struct {
	search *find.Search // nil: none is under way
	goesOn bool         // a message that goes on with it is on its way
}

// sliceOver is the time to go on with a search.
type sliceOver struct{}

// seek seeks what is typed.
func (l *Pane) seek() tea.Cmd {
	l.giveUp()
	l.search = l.index.Search(l.sought(), l.view, l.order, l.Served())
	cmd := l.goOn()
	if l.search != nil {
		l.blank()
	}
	return cmd
}

// goOn goes on with a search for a slice.
func (l *Pane) goOn() tea.Cmd {
	slice := mostHeld
	if l.Slice != 0 {
		slice = l.Slice
	}
	if l.advance(slice); l.search == nil || l.goesOn {
		return nil
	}
	l.goesOn = true
	return func() tea.Msg { return sliceOver{} }
}

// hearSlice goes on with what is being sought, if anything still is.
func (l *Pane) hearSlice() tea.Cmd {
	l.goesOn = false
	if l.search == nil {
		return nil
	}
	return l.goOn()
}

// advance searches for so long, and shows the answer once it is there.
func (l *Pane) advance(d time.Duration) {
	result, done := l.search.Go(d)
	if !done {
		return
	}
	l.search = nil
	l.result = result
	l.arrange()
}

// Settle ends a search that is under way: what is shown is what was typed.
func (l *Pane) Settle() {
	if l.search != nil {
		l.advance(time.Hour)
	}
}

func (l *Pane) giveUp() {
	if l.search != nil {
		l.search.GiveUp()
		l.search = nil
	}
}

// blank takes the rows of what was sought before away.
func (l *Pane) blank() {
	l.result, l.elsewhere = &find.Result{}, 0
	l.tree.lines = l.tree.lines[:0]
	l.scroll.N = 0
	l.scroll.Clamp()
	l.at = place{}
}
