package list

import (
	"cmp"
	"slices"

	"strongroom/backend"
	"strongroom/model/find"
)

// requery brings what is shown up to date and keeps cursor and scroll on the same secret.
func (l *Pane) requery() {
	ranking := l.ranking
	l.tree = l.giveUp() // it is sought among what there was
	l.ask()
	l.tree.rebuild(l, l.result)
	l.arrange()
	if ranking {
		l.reach()
		l.Settle()
	}
}

// arrange brings in line with the answer what is shown of it.
func (l *Pane) arrange() {
	l.elsewhere = l.matchesElsewhere()
	l.scroll.N = l.lines()
	if !l.pinned {
		l.scroll.To(l.best())
		l.note()
		return
	}
	if pos, ok := l.find(l.at); ok {
		l.scroll.Keep(pos)
		return
	}
	if pos, ok := l.stead(); ok {
		secret := cmp.Or(l.at.arn, l.from)
		l.scroll.Keep(pos)
		l.note()
		l.from = secret
		return
	}
	l.scroll.Clamp() // what the cursor was on has left: stay at this height
	l.note()
}

// stead is the line that stands for what the cursor is on where that is shown in another way: in the tree the innermost folder in sight
// that it is in, and in the list the secret that a folder stood for, or the first one in it.
func (l *Pane) stead() (pos int, ok bool) {
	if l.tree.on {
		return l.tree.holder(l, l.at)
	}
	if l.at.folder == "" {
		return 0, false
	}
	if pos, ok = l.find(place{arn: l.from}); ok {
		return pos, true
	}
	for _, r := range under(l.index, l.index.Sorted(l.view), l.at.folder) {
		if pos, ok = l.result.Pos(r); ok {
			return pos, true
		}
	}
	return 0, false
}

// matchesElsewhere counts what a filter that finds nothing here would find in the other view.
func (l *Pane) matchesElsewhere() int {
	q := l.sought()
	if q == "" || l.result.Len() > 0 {
		return 0
	}
	other := find.Deleted
	if l.view == find.Deleted {
		other = find.Active
	}
	n := l.index.Find(q, other, l.order, l.Served()).Len()
	l.ask()
	return n
}

// best is the line of the best match, or the first.
func (l *Pane) best() int {
	if !l.tree.on || l.query.Text() == "" || l.result.Len() == 0 {
		return 0
	}
	pos, _ := l.tree.find(l, place{arn: l.index.ARN(l.result.Row(0))})
	return pos
}

func (l *Pane) lines() int {
	if l.tree.on {
		return len(l.tree.lines)
	}
	return l.result.Len() + len(l.failures())
}

// Stay has the cursor stay where it is whatever arrives: the user has gone into that secret, or does something there.
func (l *Pane) Stay() { l.pinned = l.pinned || l.at != (place{}) }

// note remembers what the cursor is on: nothing where that is yet to be ranked.
func (l *Pane) note() {
	l.from = ""
	if l.at = (place{}); l.ranked(l.scroll.Pos) {
		l.at = l.line(l.scroll.Pos)
	}
}

// line is what stands in line i; the zero place beyond the end.
func (l *Pane) line(i int) place {
	if i < 0 || i >= l.lines() {
		return place{}
	}
	if l.tree.on {
		return l.tree.place(l, i)
	}
	if n := l.result.Len(); i >= n {
		return place{region: l.failures()[i-n]}
	}
	return place{arn: l.index.ARN(l.result.Row(i))}
}

func (l *Pane) find(p place) (int, bool) {
	if l.tree.on {
		return l.tree.find(l, p)
	}
	if p.region != "" {
		i := slices.Index(l.failures(), p.region)
		return l.result.Len() + i, i >= 0
	}
	r, ok := l.index.Lookup(p.arn)
	if !ok {
		return 0, false
	}
	return l.result.Pos(r)
}

// selected is the secret under the cursor.
func (l *Pane) selected() (backend.Secret, bool) {
	r, ok := l.index.Lookup(l.at.arn)
	if !ok || l.at.arn == "" {
		return backend.Secret{}, false
	}
	return l.index.Secret(r), true
}

// all are the rows of this view without the filter.
func (l *Pane) all(o find.Order) []find.Row { return l.index.All(l.view, o, l.Served()) }

// ask asks the index for what is shown, unless that is being sought.
func (l *Pane) ask() {
	if l.search == nil {
		l.result = l.index.Find(l.sought(), l.view, l.order, l.Served())
	}
}

// called is the name that a row has or had, of what never was a row the id as it was typed.
func (l *Pane) called(id string) string {
	for _, x := range []*find.Index{l.index, l.base} {
		if name, known := x.NameOf(id); known {
			return name
		}
	}
	return backend.TypedID(id)
}
