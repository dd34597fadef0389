package list

import (
	"fmt"
	"strings"

	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
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
	Pending         bool // there are deleted ones
	Partial         bool // the listing has failed, and some are known
}

// Count counts.
func (l *Pane) Count() Count {
	a, d := l.lens()
	return Count{Active: l.extentOf(find.Active).tally(a), Deleted: l.extentOf(find.Deleted).tally(d), Pending: d > 0, Partial: l.failed != nil && a+d > 0}
}

// found is how many match of how many there are.
func (l *Pane) found() string {
	total, deleted := l.index.Len()
	if l.view == find.Deleted {
		total = deleted
	}
	e := l.extentOf(l.view)
	return fmt.Sprintf("%s of %s ", e.tally(l.result.Len()), e.tally(total))
}

// Troubled reports that listing failed and there is nothing to show.
func (l *Pane) Troubled() bool {
	active, deleted := l.base.Len()
	return l.failed != nil && active+deleted == 0
}

// empty says why there is nothing, and what to do.
func (l *Pane) empty(f pane.Frame) []string {
	var head, hint string
	key := func(a keymap.Action) string { return f.Keys.Key(keymap.List, a) }
	e := l.extentOf(l.view)
	switch {
	case l.Stranded():
		return l.card(f)
	case e.failed != nil:
		return l.trouble(f, e)
	case l.query.Text() != "":
		head, hint = "nothing matches", key(keymap.Back)+" clears the filter"
		if e.coming {
			head = "nothing matches so far: listing…"
		}
		if strings.HasPrefix(l.query.Text(), "arn:") {
			hint = key(keymap.OpenSecret) + " opens what is in another region or account · " + key(keymap.Back) + " clears the filter"
		}
		if l.elsewhere > 0 {
			hint = fmt.Sprintf("%s shows %d in the other view · %s clears", key(keymap.ToggleView), l.elsewhere, key(keymap.Back))
		}
	case e.coming:
		head = "listing…"
	case l.view == find.Deleted:
		head, hint = "nothing is scheduled for deletion", key(keymap.ToggleView)+" goes back to the active secrets"
	default:
		head, hint = "no secrets here", "is this the right account and region? "+key(keymap.WhereAmI)+" tells"
	}
	lines := []string{ui.Blank(l.width), ui.NewLine(l.width, f.Th.Text).Gap(3).Add(f.Th.Strong, head).String()}
	return append(lines, ui.NewLine(l.width, f.Th.Text).Gap(3).Add(f.Th.Dim, hint).String())
}
