package dialog

import (
	"fmt"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Rows are lines of a dialog, one for each of several that it is about. Where there is no room for all they are scrolled through, so that
// what is agreed to can be seen.
type Rows struct {
	N    int
	Draw func(f pane.Frame, w, n int) string // exactly w wide
	seen int                                 // how many are
	top  pane.Scroll                         // among the rows that can be the first in sight
}

// leastRows is how many are in sight before what is said beside them gives way.
const leastRows = 4

// Fit has as many of them in sight as there is room for beside so many other lines, of which some must stay.
func (r *Rows) Fit(room, others, must int) {
	r.seen = max(1, min(r.N, max(room-others, min(leastRows, room-must))))
	r.top.N, r.top.H = max(1, r.N-r.seen+1), 1
	r.top.Clamp()
}

// Seen is how many are in sight.
func (r *Rows) Seen() int { return r.last() - r.top.Pos }

// Scroll reports whether there is no room for all of them.
func (r *Rows) Scroll() bool { return r.seen < r.N }

// Move follows a movement, where there is something to scroll.
func (r *Rows) Move(a keymap.Action) bool {
	page := map[keymap.Action]int{keymap.HalfUp: -r.seen / 2, keymap.HalfDown: r.seen / 2, keymap.PageUp: -r.seen, keymap.PageDown: r.seen}[a]
	switch {
	case !r.Scroll():
		return false
	case page != 0:
		r.top.To(r.top.Pos + page)
		return true
	}
	return r.top.Move(a)
}

func (r *Rows) last() int { return min(r.N, r.top.Pos+r.seen) }

// Lines are those in sight.
func (r *Rows) Lines(f pane.Frame, w int) (out []string) {
	for n := r.top.Pos; n < r.last(); n++ {
		out = append(out, r.Draw(f, w, n))
	}
	return out
}

// Foot says which are in sight, and how the others come to be; "" where all are.
func (r *Rows) Foot(f pane.Frame) string {
	if !r.Scroll() {
		return ""
	}
	return Hints(ScrollHint(f), r.Which())
}

// Which says which are in sight, "" where all are.
func (r *Rows) Which() string {
	if !r.Scroll() {
		return ""
	}
	return fmt.Sprintf("%d–%d of %s", r.top.Pos+1, r.last(), ui.Count(r.N))
}
