package list

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/find"
)

// A cursor or a window that has come beyond the matches that are ranked has those ranked in the same way: what stands there is not known
// until then, and no key acts on it.

// What is typed is sought at once, and if that takes longer than a key may be held up, the rest in slices between which other keys
// are heard. Until the answer is there no row is shown: one of another query would be taken for one of this. A key that acts on a
// row has the search ended first (Settle), so that the row is the answer's.

// mostHeld is how long a key may be held up by the first slice, and others by a further one.
const mostHeld = 16 * time.Millisecond

// seeking is the search for what is typed, while it takes more than a slice.
type seeking struct {
	search  *find.Search // nil: none is under way
	ranking bool         // it ranks what has been found
	next    *tree        // what the tree becomes with the answer
	goesOn  bool         // a message that goes on with it is on its way
	unheard bool         // it has ended, and the other panes do not know yet
}

// sliceOver is the time to go on with a search.
type sliceOver struct{}

// seek seeks what is typed.
func (l *Pane) seek() tea.Cmd {
	asked := l.giveUp()
	asked.of = treeOf{} // it is built upon what was shown, and may be given up before it is whole
	cmd := l.begin(asked)
	if l.search != nil {
		l.tree.on = asked.on
		l.blank()
	}
	return cmd
}

// rearrange shows the same rows otherwise: in another order, or as another tree. Until that is there they stay as they are, and the
// cursor stays on its secret.
func (l *Pane) rearrange(change func(t *tree)) tea.Cmd {
	next := l.giveUp()
	next.lines, next.found, next.parts = nil, nil, nil // what is shown is not built upon
	next.of.folds = -1
	change(&next)
	return l.begin(next)
}

// begin begins to seek what is to be shown, the rows and the tree of them.
func (l *Pane) begin(next tree) tea.Cmd {
	l.next = &next
	l.search = l.index.InSlices(func() *find.Result {
		result := l.index.Find(l.sought(), l.view, l.order, l.Served())
		grown := next // it may be built anew
		grown.rebuild(l, result)
		next = grown
		return result
	})
	return l.goOn()
}

// reach sees to it that what the window shows of the answer is ranked.
func (l *Pane) reach() {
	from, to := l.scroll.Top, min(l.scroll.Top+l.scroll.H, l.result.Len())
	if l.tree.on || l.search != nil || l.result.Told(from, to) && l.ranked(l.scroll.Pos) {
		return
	}
	l.search, l.ranking = l.result.Rank([2]int{from, to}, [2]int{l.scroll.Pos, min(l.scroll.Pos+1, l.result.Len())}), true
	l.advance(l.slice())
}

// ranked reports whether it is known what stands in a line.
func (l *Pane) ranked(line int) bool { return l.tree.on || l.result.Told(line, line+1) }

// slice is how long a search goes on before it gives way.
func (l *Pane) slice() time.Duration {
	if l.Slice != 0 {
		return l.Slice
	}
	return mostHeld
}

// goOn goes on with a search for a slice.
func (l *Pane) goOn() tea.Cmd {
	l.advance(l.slice())
	return l.further()
}

// further is the message by which a search goes on that has not come to its end, or what has waited for it.
func (l *Pane) further() tea.Cmd {
	if l.search == nil && (l.waiting == nil || l.gathering) || l.goesOn {
		return nil
	}
	l.goesOn = true
	return func() tea.Msg { return sliceOver{} }
}

// hearSlice goes on with what is being sought, if anything still is.
func (l *Pane) hearSlice() tea.Cmd {
	l.goesOn = false
	if l.search != nil {
		l.advance(l.slice())
	}
	return tea.Batch(l.takeWaiting(), l.further())
}

// advance searches for so long, and shows the answer once it is there.
func (l *Pane) advance(d time.Duration) {
	result, done := l.search.Go(d)
	if !done {
		return
	}
	rank := l.ranking
	l.search, l.ranking, l.unheard = nil, false, true
	if l.result = result; !rank {
		l.tree, l.next = *l.next, nil
		l.arrange()
	} else if l.at == (place{}) {
		l.note()
	}
}

// Settle ends a search that is under way: what is shown is what was typed, and the cursor is on a secret. It reports whether the other
// panes are yet to hear of that.
func (l *Pane) Settle() (news bool) {
	if l.search != nil {
		l.advance(time.Hour)
	}
	return l.unheard
}

// giveUp ends a search without its answer, and tells what tree was asked for.
func (l *Pane) giveUp() (asked tree) {
	asked = l.tree
	if l.search == nil {
		return asked
	}
	l.search.GiveUp()
	if l.next != nil {
		asked = *l.next
	}
	l.search, l.ranking, l.next = nil, false, nil
	return asked
}

// blank takes the rows of what was sought before away.
func (l *Pane) blank() {
	l.result, l.elsewhere = &find.Result{}, 0
	l.tree.lines, l.tree.of = l.tree.lines[:0], treeOf{}
	l.scroll.N = 0
	l.scroll.Clamp()
	l.at = place{}
}
