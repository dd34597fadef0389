package list

import (
	"errors"
	"fmt"
	"slices"

	"strongroom/backend"
	"strongroom/model/find"
	"strongroom/ui"
)

// What is not known is not zero: a number of secrets is told by tally alone, and that there are none is told only where the
// listing that would have them has come to its end.

// extent is how far the listing of what is shown has come.
type extent struct {
	coming bool   // more may come
	failed error  // why it is not all there is
	region string // where that failed, of several
	known  bool   // none is none
}

// extentOf is that of a view: in the view of all regions that of theirs.
func (l *Pane) extentOf(v find.View) extent {
	e := extent{coming: l.listing.Open, failed: l.failed, known: l.failed == nil && l.whole}
	if l.wide.on && v == find.Deleted {
		e = extent{coming: l.wide.listing.Open}
		if len(l.wide.order) > 0 {
			e.region = l.wide.order[0]
			e.failed = l.wide.failed[e.region]
		}
		e.known = !e.coming && e.failed == nil
	}
	return e
}

// tally is a number of secrets as far as it is known: "12…" while more may come, "12+" where they are not all, and "?" as long as
// none may become some.
func (e extent) tally(n int) string {
	switch {
	case n == 0 && !e.known:
		return "?"
	case e.coming:
		return ui.Count(n) + "…"
	case e.failed != nil:
		return ui.Count(n) + "+"
	}
	return ui.Count(n)
}

// Count is what the list knows of the secrets of this place, as tally tells it.
type Count struct {
	Active, Deleted string
	Pending         bool   // there are deleted ones
	Why             string // why that is not all, "" where it is: a word or two
}

// Count counts.
func (l *Pane) Count() Count {
	a, d := l.lens()
	return Count{Active: l.extentOf(find.Active).tally(a), Deleted: l.extentOf(find.Deleted).tally(d), Pending: d > 0, Why: l.unsure(a+d > 0)}
}

// unsure is why the secrets that are known may not be all, some may be none: a word or two.
func (l *Pane) unsure(some bool) string {
	switch e := l.extentOf(find.Active); {
	case e.failed == nil && e.coming && !some && l.tells():
		return "listing…"
	case e.failed == nil:
		return ""
	case some && !errors.Is(e.failed, backend.ErrGivenUp):
		return "partial"
	default:
		return inAWord(e.failed)
	}
}

// inAWord is why a listing failed, as short as it can be said.
func inAWord(err error) string {
	for _, kind := range []struct {
		is   []error
		word string
	}{
		{[]error{backend.ErrDenied}, "denied"},
		{[]error{backend.ErrExpired}, "login ended"},
		{[]error{backend.ErrNoCredentials, backend.ErrBadCredentials, backend.ErrNoProfile, backend.ErrConfig}, "no login"},
		{[]error{backend.ErrNoRegion, backend.ErrRegionOff}, "no region"},
		{[]error{backend.ErrUnreachable, backend.ErrTimeout}, "unreachable"},
		{[]error{backend.ErrGivenUp}, "stopped"},
	} {
		if slices.ContainsFunc(kind.is, func(k error) bool { return errors.Is(err, k) }) {
			return kind.word
		}
	}
	return "failed"
}

// found is how many match of how many there are.
func (l *Pane) found() string {
	total, deleted := l.index.Len()
	if l.view == find.Deleted {
		total = deleted
	}
	e := l.extentOf(l.view)
	if l.search != nil && !l.ranking {
		return "… of " + e.tally(total)
	}
	return fmt.Sprintf("%s of %s", e.tally(l.result.Len()), e.tally(total))
}

// Troubled reports that listing failed and there is nothing to show.
func (l *Pane) Troubled() bool {
	active, deleted := l.base.Len()
	return l.failed != nil && active+deleted == 0
}
