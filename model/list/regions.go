package list

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// regionStreams is how many regions are listed at once.
const regionStreams = 6

// wide is the Deleted view over all regions of the account.
type wide struct {
	on      bool
	listing pane.Ask
	asked   time.Time // when that was begun
	results <-chan regionListed
	total   int
	done    int
	failed  map[string]error
	order   []string        // the failed regions, by name
	told    map[string]bool // the ARNs that this listing has told of
	checks  pane.Ask        // about those that it has not
}

// regionListed is one page of one region, or its end.
type regionListed struct {
	ask    *pane.Question
	region string
	page   backend.Page
	err    error
	ended  bool
}

// listRegions lists what is pending deletion in every region, and what was when it was known last, a bounded number at once.
func listRegions(ctx context.Context, id *pane.Question, be backend.Backend, names []string, known map[string]bool) <-chan regionListed {
	out := make(chan regionListed)
	send := func(r regionListed) bool {
		r.ask = id
		select {
		case out <- r:
			return true
		case <-ctx.Done():
			return false
		}
	}
	todo := make(chan string, len(names))
	for _, n := range names {
		todo <- n
	}
	close(todo)
	var group sync.WaitGroup
	for range min(regionStreams, len(names)) {
		group.Go(func() {
			for region := range todo {
				listRegion(ctx, be, region, known, send)
			}
		})
	}
	go func() {
		group.Wait()
		close(out)
	}()
	return out
}

func listRegion(ctx context.Context, be backend.Backend, region string, known map[string]bool, send func(regionListed) bool) {
	defer func() {
		if recover() != nil {
			send(regionListed{region: region, ended: true, err: pane.ErrPanic})
		}
	}()
	for page, err := range be.List(ctx, backend.Query{SortBy: backend.SortName, Region: region}) {
		if err != nil {
			send(regionListed{region: region, ended: true, err: err})
			return
		}
		page.Secrets = slices.DeleteFunc(page.Secrets, func(s backend.Secret) bool { return s.Deleted.IsZero() && !known[s.ARN] })
		if len(page.Secrets) > 0 && !send(regionListed{region: region, page: page}) {
			return
		}
	}
	send(regionListed{region: region, ended: true})
}

func nextRegion(results <-chan regionListed) tea.Cmd {
	return func() tea.Msg {
		if r, ok := <-results; ok {
			return r
		}
		return nil
	}
}

// cannotWiden is the reason why there are no other regions to show.
func (l *Pane) cannotWiden() string {
	switch {
	case l.view != find.Deleted:
		return "all regions are for the Deleted view: " + l.Keys.Key(keymap.List, keymap.ToggleView) + " goes there"
	case l.Regions == nil:
		return "there are no other regions here"
	case !l.wide.on && len(l.Regions.Names()) == 0:
		return "it is not known yet in which region this is"
	}
	return ""
}

// widen turns between this region and all.
func (l *Pane) widen() tea.Cmd {
	if l.wide.on {
		l.narrow()
		l.requery()
		return nil
	}
	known := l.all(find.Order{By: find.Name})
	here := make([]backend.Secret, len(known))
	for i, r := range known {
		here[i] = l.base.Secret(r)
	}
	were := map[string]bool{}
	for i, r := range known {
		if l.marks.Has(r) {
			were[here[i].ARN] = true
		}
	}
	l.wide = wide{on: true, listing: l.wide.listing, checks: l.wide.checks}
	l.index, l.marks = find.New(), find.Rows{}
	l.carry(here, were, func() { l.put(here) })
	return l.loadRegions()
}

// narrow goes back to this region's own index.
func (l *Pane) narrow() {
	l.wide.listing.Stop()
	l.wide.checks.Stop()
	l.wide = wide{listing: l.wide.listing, checks: l.wide.checks}
	l.index = l.base
	l.unmarkAll()
}

// loadRegions lists all regions anew; rows that are there stay while pages arrive.
func (l *Pane) loadRegions() tea.Cmd {
	ctx, id := l.wide.listing.Start(l.Ctx)
	l.wide.asked = l.Now
	names := l.Regions.Names()
	l.wide.total, l.wide.done, l.wide.failed, l.wide.order = len(names), 0, map[string]error{}, nil
	l.wide.told = map[string]bool{}
	l.wide.checks.Start(l.Ctx)
	l.requery() // the rows of the regions that had failed have gone
	known := map[string]bool{}
	for _, r := range l.index.Sorted(find.Deleted) {
		known[l.index.ARN(r)] = true
	}
	l.wide.results = listRegions(ctx, id, l.Backend, names, known)
	return nextRegion(l.wide.results)
}

func (l *Pane) takeRegion(msg regionListed) tea.Cmd {
	if !l.wide.on || !l.wide.listing.Fits(msg.ask) {
		return nil
	}
	if len(msg.page.Secrets) > 0 {
		for i := range msg.page.Secrets {
			l.wide.told[msg.page.Secrets[i].ARN] = true
		}
		fresh := l.Overlay.Fresh(msg.page.Secrets)
		l.outdate(fresh, l.wide.asked)
		l.put(slices.DeleteFunc(fresh, func(s backend.Secret) bool {
			_, known := l.index.Lookup(s.ARN)
			return s.Deleted.IsZero() && !known
		}))
	}
	if !msg.ended {
		return nextRegion(l.wide.results)
	}
	var check tea.Cmd
	if msg.err == nil {
		check = l.checkUntold(msg.region)
	} else {
		l.wide.failed[msg.region] = msg.err
		l.wide.order = append(l.wide.order, msg.region)
		slices.Sort(l.wide.order)
		l.requery()
	}
	if l.wide.done++; l.wide.done == l.wide.total {
		l.wide.listing.Done()
		return check
	}
	return tea.Batch(check, nextRegion(l.wide.results))
}

// checkUntold asks about the rows of a region that its whole listing lacked: of what is gone nothing else tells. Guests are looked at
// by themselves.
func (l *Pane) checkUntold(region string) tea.Cmd {
	var untold []string
	for _, r := range l.index.Sorted(find.Deleted) {
		if arn := l.index.ARN(r); backend.RegionOf(arn) == region && !l.wide.told[arn] && l.guests[arn] == nil {
			untold = append(untold, arn)
		}
	}
	if len(untold) == 0 {
		return nil
	}
	return checkGone(l.wide.checks.Context(), l.Backend, untold, goneChecked{ask: l.wide.checks.Q, asked: l.wide.asked})
}

// failures are the lines below the secrets: regions that could not be listed.
func (l *Pane) failures() []string {
	if !l.wide.on || l.tree.on || l.query.Text() != "" {
		return nil
	}
	return l.wide.order
}

// drawFailure is a region's own row: why there is nothing from it.
func (l *Pane) drawFailure(f pane.Frame, region string, cursor bool) string {
	err := l.wide.failed[region]
	return ui.FailureRow{What: ui.Text(region), Why: pane.Reason(err) + hintOfRegion(err), Cursor: cursor, Focus: f.Focus}.Draw(f.Th, l.width)
}

// hintOfRegion says what a refusal of credentials most often means in another region.
func hintOfRegion(err error) string {
	if pane.IsRefused(err) {
		return " · not enabled for this account?"
	}
	return ""
}

// regionsSpan is how far the listing of all regions has come.
func (l *Pane) regionsSpan(f pane.Frame) []ui.Span {
	if !l.wide.on {
		return nil
	}
	text := l.Regions.Covered(l.wide.total)
	switch {
	case l.wide.done == l.wide.total:
	case l.wide.done == 0:
		text = "asking " + ui.Plural(l.wide.total, "region") + "…"
	default:
		text = fmt.Sprintf("%d of %d regions", l.wide.done, l.wide.total)
		if pace := ui.Pace(l.wide.done, l.wide.total, l.Now.Sub(l.wide.asked)); pace != "" {
			text += " · " + pace
		}
	}
	spans := []ui.Span{{Role: f.Th.Info, Text: text}}
	if n := len(l.wide.order); n > 0 {
		spans = append(spans, ui.Span{Role: f.Th.Warn, Text: fmt.Sprintf(", %d failed", n)})
	}
	return spans
}

// lens are the numbers of the header: active ones of this region, deleted ones of what is shown.
func (l *Pane) lens() (active, deleted int) {
	active, deleted = l.base.Len()
	guests, buried := l.guestsIn()
	active, deleted = active-guests, deleted-buried
	if l.wide.on {
		_, deleted = l.index.Len()
	}
	return active, deleted
}

// wakeRows is the next moment a visible countdown reads differently.
func (l *Pane) wakeRows(now time.Time) (at time.Time) {
	for i := l.scroll.Top; i < min(l.scroll.N, l.scroll.Top+l.scroll.H); i++ {
		if r, counts := l.counting(i); counts {
			at = pane.Earliest(at, ui.NextChange(l.index.Deadline(r, now), now))
		}
	}
	return at
}

// counting is the secret whose countdown a line shows: its own, or of a folder the one that goes first.
func (l *Pane) counting(i int) (find.Row, bool) {
	switch {
	case l.tree.on && l.tree.lines[i].n > 0:
		is := l.tree.told(l, l.tree.lines[i])
		return is.worst, is.gone > 0
	case l.tree.on:
		return l.tree.row(l.tree.lines[i]), true
	case i >= l.result.Len(), !l.ranked(i):
		return 0, false
	}
	return l.result.Row(i), true
}
