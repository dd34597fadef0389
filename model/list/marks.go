package list

import (
	"slices"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/ui"
)

// A mark is on a secret in the view where it was made. It stays while a filter hides the row, and goes with the row's leaving
// the view: what comes back is not meant by it.

// unmark takes a mark off a row that has left the view, and remembers to tell.
func (l *Pane) unmark(arn, name, why string) {
	delete(l.marks, arn)
	l.lost = append(l.lost, ui.Text(name)+" "+why)
	l.remarked()
}

// unmarkAll takes all marks off: another view is shown.
func (l *Pane) unmarkAll() {
	for range l.marks {
		l.lost = append(l.lost, "")
	}
	clear(l.marks)
	l.remarked()
}

// tellLost is what is to be said of marks that went with their rows, "" for nothing.
func (l *Pane) tellLost() string {
	lost := l.lost
	l.lost = nil
	switch {
	case len(lost) == 0:
		return ""
	case len(lost) == 1 && lost[0] != "":
		return lost[0] + ": it is no longer marked"
	}
	return ui.Plural(len(lost), "mark") + " dropped: what was marked is not in this view any more"
}

// hiddenMarks are the marked rows that the filter of a result hides.
type hiddenMarks struct {
	of *find.Result
	n  int
}

// hiddenMarked counts the marked secrets that the filter hides.
func (l *Pane) hiddenMarked() int {
	if l.query.Text() == "" || len(l.marks) == 0 {
		return 0
	}
	if l.hidden.of != l.result {
		l.hidden = hiddenMarks{of: l.result}
		for arn := range l.marks {
			if r, ok := l.index.Lookup(arn); ok && !l.result.Has(r) {
				l.hidden.n++
			}
		}
	}
	return l.hidden.n
}

// remarked forgets what was found out about the marks: others are marked now.
func (l *Pane) remarked() { l.hidden, l.ofMarks = hiddenMarks{}, ofMarks{} }

// ofMarks is what is known of the marked secrets as a whole, for the rows of a result and the rules of a moment.
type ofMarks struct {
	of     *find.Result
	rules  int            // backend.Guard.Changes
	locked backend.Secret // one that a rule locks; without an ARN where none is
	lone   bool           // one at least is no replica, and has none
}

// lookThrough finds it out, once for as long as it stays the same: every frame asks for it.
func (l *Pane) lookThrough() {
	if len(l.marks) == 0 || l.ofMarks.of == l.result && l.ofMarks.rules == l.Guard.Changes() {
		return
	}
	l.ofMarks = ofMarks{of: l.result, rules: l.Guard.Changes()}
	for arn := range l.marks {
		r, ok := l.index.Lookup(arn)
		if !ok {
			continue
		}
		s := l.index.Secret(r)
		l.ofMarks.lone = l.ofMarks.lone || s.PrimaryRegion == ""
		if l.Guard.Locks(s) {
			l.ofMarks.locked = s
		}
		if l.ofMarks.lone && (l.ofMarks.locked.ARN != "" || !l.Guard.Any()) {
			return
		}
	}
}

// targets are the marked secrets of this view in the order shown, those that the filter hides before the others, or the one
// under the cursor.
func (l *Pane) targets() []backend.Secret {
	if len(l.marks) == 0 {
		s, on := l.selected()
		if !on {
			return nil
		}
		return []backend.Secret{s}
	}
	var hidden, seen []backend.Secret
	for _, r := range l.all(l.order) {
		switch {
		case !l.marks[l.index.ARN(r)]:
		case l.result.Has(r):
			seen = append(seen, l.index.Secret(r))
		default:
			hidden = append(hidden, l.index.Secret(r))
		}
	}
	return append(hidden, seen...)
}

// mark marks what is under the cursor, or unmarks it: of a folder all that is in it.
func (l *Pane) mark() {
	arns := []string{l.at.arn}
	if line, is := l.tree.here(l); is {
		arns = arns[:0]
		for _, r := range line.rows {
			arns = append(arns, l.index.ARN(r))
		}
	}
	all := !slices.ContainsFunc(arns, func(arn string) bool { return !l.marks[arn] })
	for _, arn := range arns {
		if all {
			delete(l.marks, arn)
		} else if arn != "" {
			l.marks[arn] = true
		}
	}
	l.remarked()
	l.scroll.Move(keymap.Down)
	l.note()
}

func (l *Pane) markAll() {
	all := true
	for i := range l.result.Len() {
		if arn := l.index.ARN(l.result.Row(i)); !l.marks[arn] {
			l.marks[arn], all = true, false
		}
	}
	if all {
		for i := range l.result.Len() {
			delete(l.marks, l.index.ARN(l.result.Row(i)))
		}
	}
	l.remarked()
}
