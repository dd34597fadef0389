package list

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/ui"
)

// A mark is on a secret in the view where it was made. It stays while a filter hides the row, and goes with the row's leaving
// the view: what comes back is not meant by it. Marks are rows of l.index; no other secret ever gets a row that one has had.

// lostMarks are those that went with their rows and are yet to be told of.
type lostMarks struct {
	n    int
	text string // of a single one: what became of it
}

// unmark takes a mark off a row that has left the view, and remembers to tell.
func (l *Pane) unmark(r find.Row, why string) {
	l.lost = lostMarks{n: l.lost.n + 1, text: ui.Text(l.index.Name(r)) + " " + why}
	l.putMark(r, false)
}

// unmarkAll takes all marks off: another view is shown.
func (l *Pane) unmarkAll() {
	l.lost = lostMarks{n: l.lost.n + l.marks.Len()}
	l.dropMarks()
}

func (l *Pane) dropMarks() {
	l.marks = find.Rows{}
	l.remarked()
}

func (l *Pane) putMark(r find.Row, on bool) {
	if l.marks.Has(r) == on {
		return
	}
	l.marks.Put(r, on)
	if of := &l.ofMarks; on || r == of.lone || r == of.locked {
		l.remarked()
	}
	l.hidden.of = nil
}

// marked is the row of an ARN, where it has a mark.
func (l *Pane) marked(arn string) (find.Row, bool) {
	if l.marks.Len() == 0 {
		return 0, false
	}
	r, known := l.index.Lookup(arn)
	return r, known && l.marks.Has(r)
}

// carry has marks go along with their secrets where a change of the index gives those other rows, and takes them off those that
// leave the view by it. were are the secrets that had a mark before under an id of their own.
func (l *Pane) carry(secrets []backend.Secret, were map[string]bool, change func()) {
	if l.marks.Len() == 0 && len(were) == 0 {
		change()
		return
	}
	before := make([]find.Row, len(secrets))
	for i := range secrets {
		before[i] = -1
		if r, marked := l.marked(secrets[i].ARN); marked {
			before[i] = r
		}
	}
	change()
	done := map[find.Row]bool{}
	for i := range secrets {
		s := &secrets[i]
		r, known := l.index.Lookup(s.ARN)
		if before[i] < 0 && !were[s.ARN] || done[r] {
			continue
		}
		if before[i] >= 0 && r != before[i] {
			l.putMark(before[i], false)
		}
		switch {
		case !known:
		case viewFor(*s) == l.view:
			l.putMark(r, true)
		default:
			l.unmark(r, map[find.View]string{find.Active: "is restored", find.Deleted: "is scheduled for deletion now"}[viewFor(*s)])
			done[r] = true
		}
	}
}

// tellLost is what is to be said of marks that went with their rows, "" for nothing.
func (l *Pane) tellLost() string {
	lost := l.lost
	l.lost = lostMarks{}
	switch {
	case lost.n == 0:
		return ""
	case lost.n == 1 && lost.text != "":
		return lost.text + ": it is no longer marked"
	}
	return ui.Plural(lost.n, "mark") + " dropped: what was marked is not in this view any more"
}

// hiddenMarks are the marked rows that the filter of a result hides.
type hiddenMarks struct {
	of *find.Result
	n  int
}

// hiddenMarked counts the marked secrets that the filter hides; until its answer is there it is as many as before.
func (l *Pane) hiddenMarked() int {
	switch {
	case l.query.Text() == "" || l.marks.Len() == 0:
		l.hidden = hiddenMarks{}
	case l.hidden.of != l.result && (l.search == nil || l.ranking):
		seen := l.result.Rows()
		l.hidden = hiddenMarks{of: l.result, n: l.marks.Len() - l.marks.Common(&seen)}
	}
	return min(l.hidden.n, l.marks.Len())
}

// remarked forgets what was found out about the marks: others are marked now.
func (l *Pane) remarked() { l.hidden.of, l.ofMarks = nil, ofMarks{} }

// none is no row at all.
const none find.Row = -1

// ofMarks is what is known of the marked secrets as a whole. Every frame asks for it, so that it is found out once, for as long as
// the secrets and the rules stay what they are.
type ofMarks struct {
	lone, locked           find.Row // one that is no replica and has none, and one that a rule locks; or none
	loneKnown, lockedKnown bool
	edits                  int // find.Index.Edits
	rules                  int // backend.Guard.Changes
	secret                 backend.Secret
}

// lookThrough finds it out.
func (l *Pane) lookThrough() {
	if l.marks.Len() == 0 {
		return
	}
	of := &l.ofMarks
	if edits := l.index.Edits(); !of.loneKnown || of.edits != edits {
		of.edits, of.loneKnown = edits, true
		of.lone = l.oneMarked(func(r find.Row) bool { return l.index.PrimaryRegion(r) == "" })
	}
	if rules := l.Guard.Changes(); !of.lockedKnown || of.rules != rules {
		of.rules, of.lockedKnown = rules, true
		of.locked, of.secret = none, backend.Secret{}
		if !l.Guard.Any() {
			return
		}
		if of.locked = l.oneMarked(l.locks()); of.locked != none {
			of.secret = l.index.Secret(of.locked)
		}
	}
}

// lockedInside is a secret in the folder under the cursor that a rule locks, without an ARN where none is: of those that are shown, by
// the rules in force.
type lockedInside struct {
	folder string
	of     *find.Result
	rules  int
	secret backend.Secret
}

// lookInside finds it out, once for as long as it stays the same. Only in the Deleted view is anything done to a whole folder.
func (l *Pane) lookInside() {
	is := lockedInside{folder: l.at.folder, of: l.result, rules: l.Guard.Changes()}
	if !l.Guard.Any() || is.folder == "" || l.view != find.Deleted {
		l.inFolder = lockedInside{}
		return
	}
	if was := &l.inFolder; was.folder == is.folder && was.of == is.of && was.rules == is.rules {
		return
	}
	line, _ := l.tree.here(l)
	rows := l.tree.in(line)
	if at := slices.IndexFunc(rows, l.locks()); at >= 0 {
		is.secret = l.index.Secret(rows[at])
	}
	l.inFolder = is
}

// oneMarked is a marked row that is so, or none.
func (l *Pane) oneMarked(so func(find.Row) bool) find.Row {
	for r := range l.marks.All() {
		if so(r) {
			return r
		}
	}
	return none
}

// locks tells rows that a rule locks now. It asks for the rules once for all secrets whose ARNs begin alike.
func (l *Pane) locks() func(find.Row) bool {
	var last string
	var rules []backend.Protection
	return func(r find.Row) bool {
		head, ok := l.head(r)
		if !ok {
			return l.Guard.Locks(l.index.Secret(r))
		}
		if head != last {
			last, rules = head, l.Guard.Locking(head)
		}
		return len(rules) > 0 && covers(rules, l.index.Name(r))
	}
}

// head is what a secret's ARN has before the name, where the service has made that ARN of the two.
func (l *Pane) head(r find.Row) (head string, ok bool) {
	const before = ":secret:"
	head, ok = l.index.Head(r)
	return head, ok && strings.HasPrefix(head, "arn:") && strings.Index(head, before) == len(head)-len(before)
}

func covers(rules []backend.Protection, name string) bool {
	return slices.ContainsFunc(rules, func(p backend.Protection) bool { return p.CoversName(name) })
}

// targets are the marked secrets of this view in the order shown, those that the filter hides before the others, or the one
// under the cursor.
func (l *Pane) targets() []backend.Secret {
	if l.marks.Len() == 0 {
		s, on := l.selected()
		if !on {
			return nil
		}
		return []backend.Secret{s}
	}
	var hidden, seen []backend.Secret
	shown := l.result.Rows()
	for _, r := range l.all(l.order) {
		switch {
		case !l.marks.Has(r):
		case shown.Has(r):
			seen = append(seen, l.index.Secret(r))
		default:
			hidden = append(hidden, l.index.Secret(r))
		}
	}
	return append(hidden, seen...)
}

// mark marks what is under the cursor, or unmarks it: of a folder all that is in it.
func (l *Pane) mark() {
	var rows []find.Row
	if line, is := l.tree.here(l); is {
		rows = l.tree.in(line)
	} else if r, on := l.index.Lookup(l.at.arn); on && l.at.arn != "" {
		rows = []find.Row{r}
	}
	all := !slices.ContainsFunc(rows, func(r find.Row) bool { return !l.marks.Has(r) })
	for _, r := range rows {
		l.marks.Put(r, !all)
	}
	l.remarked()
	l.scroll.Move(keymap.Down)
	l.note()
}

// markAll marks all that is found, or unmarks it where all of it is marked.
func (l *Pane) markAll() {
	found := l.result.Rows()
	if l.marks.Common(&found) == found.Len() {
		l.marks.Without(&found)
	} else {
		l.marks.Join(&found)
	}
	l.remarked()
}
