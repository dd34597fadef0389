package list

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/find"
	"strongroom/model/pane"
)

// pageArrived is one page of a listing, or its end.
type pageArrived struct {
	ask   *pane.Question
	page  backend.Page
	err   error
	ended bool
}

// stream lists in the background. here is the clock by which the pages' trips are told.
func stream(ctx context.Context, id *pane.Question, be backend.Backend, here func() time.Time) tea.Cmd {
	return pane.Pump(ctx, be.List(ctx, backend.Query{SortBy: backend.SortName}), func(p backend.Page, ended bool, err error) pageArrived {
		p.Trip = p.Trip.By(here())
		return pageArrived{ask: id, page: p, ended: ended, err: err}
	})
}

// Load lists everything anew; rows that are there stay while pages arrive.
func (l *Pane) Load() tea.Cmd {
	ctx, id := l.listing.Start(l.Ctx)
	l.round++
	l.asked, l.got, l.before = l.Now, 0, 0
	if active, deleted := l.base.Len(); l.whole {
		l.before = active + deleted
	}
	l.failed = nil
	l.pages = stream(ctx, id, l.Backend, l.Clock)
	return l.pages
}

// refresh lists anew what is shown.
func (l *Pane) refresh() tea.Cmd {
	if l.wide.on {
		return tea.Batch(l.Load(), l.loadRegions())
	}
	return l.Load()
}

// page takes a page in, once what is being sought is found, which would have to be sought anew, and not too often where that takes long.
func (l *Pane) page(msg pageArrived) (next tea.Cmd) {
	if !l.listing.Fits(msg.ask) {
		return nil
	}
	if !msg.ended {
		next = l.pages
	}
	if l.search != nil || l.waiting != nil || l.gathering {
		l.waiting = append(l.waiting, msg)
		return next
	}
	return tea.Batch(next, l.take(msg))
}

// takeWaiting takes in the pages that have waited, as one.
func (l *Pane) takeWaiting() tea.Cmd {
	if l.search != nil || l.gathering {
		return nil
	}
	var all pageArrived
	for _, msg := range l.waiting {
		if l.listing.Fits(msg.ask) {
			msg.page.Secrets = append(all.page.Secrets, msg.page.Secrets...)
			all = msg
		}
	}
	if l.waiting = nil; all.ask == nil {
		return nil
	}
	return l.take(all)
}

func (l *Pane) take(msg pageArrived) (cmd tea.Cmd) {
	msg.page.Secrets = l.Overlay.Fresh(msg.page.Secrets) // it may have waited while something was written
	if l.got += len(msg.page.Secrets); len(msg.page.Secrets) > 0 {
		l.learnHere(msg.page.Secrets)
		l.learnWidth(msg.page.Secrets)
		l.put(msg.page.Secrets)
		l.outdate(msg.page.Secrets, l.asked)
		cmd = l.gather()
		l.listed(msg.page.Secrets)
		for i := range msg.page.Secrets {
			if r, ok := l.base.Lookup(msg.page.Secrets[i].ARN); ok {
				l.saw(r)
			}
		}
	}
	if !msg.ended {
		return cmd
	}
	l.listing.Done()
	l.whole = msg.err == nil
	if l.failed = msg.err; msg.err == nil {
		l.Tell(pane.Unsaid{Kind: pane.Failure})
	} else {
		if l.scroll.N > 0 {
			l.Fail(msg.err)
		}
		return tea.Batch(cmd, l.lookAgain(false), l.lookAbout())
	}
	return tea.Batch(cmd, l.checkMissing(), l.lookAgain(true))
}

// gathered is the time to take in the pages that have waited.
type gathered struct{}

// gather has further pages wait where a tree of many lines was built anew: ten times as long as that takes, at some 40 ns a line.
func (l *Pane) gather() tea.Cmd {
	if n := len(l.tree.lines); n > between {
		l.gathering = true
		return tea.Tick(time.Duration(n)*400*time.Nanosecond, func(time.Time) tea.Msg { return gathered{} })
	}
	return nil
}

// stopListing waits for no more pages. What has come stays, and is said not to be all.
func (l *Pane) stopListing() {
	l.listing.Stop()
	l.whole, l.failed = false, &backend.Error{Op: backend.OpList.Words(), Kind: backend.ErrGivenUp, Err: context.Canceled}
	l.Say(pane.Said{Text: "stopped listing", Hint: l.Refreshes()})
}

func (l *Pane) saw(r find.Row) {
	for int(r) >= len(l.seen) {
		l.seen = append(l.seen, 0)
	}
	l.seen[r] = l.round
}

// checkMissing asks about rows that a whole new listing lacked: lists lag, so absence alone proves nothing.
func (l *Pane) checkMissing() tea.Cmd {
	var missing []string
	for r, round := range l.seen {
		if round != 0 && round != l.round {
			missing = append(missing, l.base.ARN(find.Row(r)))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	ctx, id := l.checking.Start(l.Ctx)
	return checkGone(ctx, l.Backend, missing, goneChecked{ask: id, asked: l.asked})
}

// goneChecked tells which of the secrets missing from a new listing really are gone.
type goneChecked struct {
	ask   *pane.Question
	asked time.Time // when that listing was begun
	gone  []string
	alive []backend.Secret
	// untold are those of which nobody has told: they may not be described, or there are too many to be asked about.
	untold []string
}

// maxChecks bounds how many secrets missing from a listing are asked about.
const maxChecks = 200

// mostLag is longer than a listing lags: it may five minutes (API reference of ListSecrets).
const mostLag = 10 * time.Minute

func checkGone(ctx context.Context, be backend.Backend, arns []string, out goneChecked) tea.Cmd {
	return func() tea.Msg {
		asked := min(len(arns), maxChecks)
		out.untold = slices.Clone(arns[asked:])
		for _, arn := range arns[:asked] {
			d, err := be.Describe(ctx, arn)
			switch {
			case errors.Is(err, backend.ErrNotFound):
				out.gone = append(out.gone, arn)
			case errors.Is(err, backend.ErrDenied):
				out.untold = append(out.untold, arn)
			case err == nil:
				out.alive = append(out.alive, d.Secret)
			case ctx.Err() != nil:
				return out
			}
		}
		return out
	}
}

// hearGone takes in what has become of what a listing lacked.
func (l *Pane) hearGone(msg goneChecked) {
	switch {
	case l.checking.Fits(msg.ask):
		l.checking.Done()
	case !l.wide.checks.Fits(msg.ask): // of several regions each has its own answer
		return
	}
	asked := msg.asked.Add(l.Skew)
	l.forget(append(msg.gone, slices.DeleteFunc(msg.untold, func(arn string) bool { return !l.outlasts(arn, asked) })...)...)
	l.put(msg.alive)
	l.outdate(msg.alive, l.asked)
}

// outlasts reports whether a secret was made so long before a listing that only its end keeps it out of that. A replica tells when its
// primary was made.
func (l *Pane) outlasts(arn string, asked time.Time) bool {
	for _, x := range []*find.Index{l.index, l.base} {
		if r, known := x.Lookup(arn); known {
			made := x.Created(r)
			return !made.IsZero() && asked.Sub(made) > mostLag && x.PrimaryRegion(r) == ""
		}
	}
	return false
}

// learnHere finds out from a listing of this place how its ARNs begin. A server may call its region otherwise than it was
// asked for: what it lists is here all the same, as long as it lists nothing of the region asked for.
func (l *Pane) learnHere(listed []backend.Secret) {
	region := l.Backend.Where().Region
	if l.here != "" && backend.RegionOf(l.here) == region {
		return
	}
	for i := range listed {
		arn := listed[i].ARN
		if of := backend.RegionOf(arn); l.here == "" && of != "" || of == region {
			l.here = arn[:strings.Index(arn, ":secret:")+1]
		}
		if backend.RegionOf(l.here) == region {
			return
		}
	}
}
