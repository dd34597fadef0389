package aws

import (
	"context"
	"errors"
	"iter"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"strongroom/backend"
)

const (
	// maxPage is the largest page of the service.
	maxPage = 100
	// maxRestarts is how often an end of a listing begins again after its page mark was refused.
	maxRestarts = 3
	// maxPatience is how often one page is asked for again after all attempts were throttled; each has slowed the pacer.
	maxPatience = 2
	// codeBadMark is the refusal of a page mark, which may have grown old.
	codeBadMark = "InvalidNextTokenException"
)

// List is ListSecrets. Pages are sequential on the service's side, each naming the next, so a listing by name that does not
// fit one page is taken from both ends at once until they meet: half the time, the same secrets. Where one end fails, the
// other goes on alone to its own last page.
func (c *Client) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		within, cancel := context.WithCancel(ctx)
		l := &listing{client: c, ctx: within, pages: make(chan fetched), seen: newARNSet(), shared: names{}}
		defer l.wg.Wait()
		defer cancel()

		l.near = l.start(inputOf(q))
		bothEnds := !c.opts.OneEnd && len(q.Filters) == 0 && (q.SortBy == "" || q.SortBy == backend.SortName)
		if bothEnds {
			l.order = newOrder(q.Descending)
		}
		for {
			page, done, err := l.next(ctx)
			if err != nil {
				yield(backend.Page{}, err)
				return
			}
			if bothEnds && l.far == nil && !done && l.order.holds() {
				l.far = l.start(reversed(inputOf(q)))
			}
			if page != nil && !yield(*page, nil) || done {
				return
			}
		}
	}
}

// listing is one run of List. Only the caller's goroutine touches it; each end has a goroutine that fetches one page ahead.
type listing struct {
	client *Client
	ctx    context.Context
	wg     sync.WaitGroup
	pages  chan fetched
	near   *end
	far    *end // nil before the first page, and where there is one end only
	order  *order
	seen   arnSet
	shared names
}

// end is one direction of a listing.
type end struct {
	cancel  context.CancelFunc
	guard   loopGuard
	dropped bool
	failed  error
	run     uint8  // 1, and one more each time the end has begun again
	last    string // the name the end has come to; "" at its beginning
	proved  bool   // two different names have come in the order asked for
}

// goesOn reports whether more may come from the end.
func (e *end) goesOn() bool { return e != nil && !e.dropped && e.failed == nil }

// fetched is one answer on its way to the listing.
type fetched struct {
	from  *end
	out   *secretsmanager.ListSecretsOutput
	err   error
	again bool // the end has begun again before this page
}

func (l *listing) start(in *secretsmanager.ListSecretsInput) *end {
	ctx, cancel := context.WithCancel(l.ctx)
	e := &end{cancel: cancel, run: 1}
	send := func(f fetched) bool {
		f.from = e
		select {
		case l.pages <- f:
			return true
		case <-ctx.Done():
			return false
		}
	}
	l.wg.Go(func() {
		defer cancel()
		defer onPanic(func(err *backend.Error) { send(fetched{err: complete(err, backend.OpList, "")}) })
		l.client.fetch(ctx, in, send)
	})
	return e
}

// fetch sends pages until the last, the first error, or until nobody takes them.
func (c *Client) fetch(ctx context.Context, in *secretsmanager.ListSecretsInput, send func(fetched) bool) {
	restarts, patience, again := 0, maxPatience, false
	for {
		out, err := invoke(ctx, c, backend.OpList, "", in, (*secretsmanager.Client).ListSecrets)
		if refused(err, codeBadMark) && in.NextToken != nil && restarts < maxRestarts {
			restarts++
			again, in.NextToken = true, nil
			continue
		}
		if errors.Is(err, backend.ErrThrottled) && patience > 0 {
			patience--
			continue
		}
		if err == nil {
			patience = maxPatience
		}
		if !send(fetched{out: out, err: err, again: again}) || err != nil || sdk.ToString(out.NextToken) == "" {
			return
		}
		next := *in
		next.NextToken = out.NextToken
		in, again = &next, false
	}
}

// next takes one answer of either end. page is nil where it brought none. An error is the listing's only where no end is
// left that could come to its last page.
func (l *listing) next(caller context.Context) (page *backend.Page, done bool, err error) {
	var f fetched
	select {
	case f = <-l.pages:
	case <-caller.Done():
		return nil, true, complete(cutShort(caller), backend.OpList, "")
	}
	e := f.from
	if !e.goesOn() { // it was on its way when the end was given up
		return nil, false, nil
	}
	page, done, err = l.take(e, f)
	if err == nil {
		return page, done, nil
	}
	e.failed = err
	e.cancel()
	other := l.far
	if e == l.far {
		other = l.near
	}
	switch {
	case other.goesOn():
		return nil, false, nil
	case other != nil && other.failed != nil: // what failed first is the reason
		err = other.failed
	}
	return nil, true, err
}

// take reads one answer of an end. done: the end has come to its last page, or the ends have met.
func (l *listing) take(e *end, f fetched) (page *backend.Page, done bool, err error) {
	switch {
	case f.err != nil:
		return nil, false, f.err
	case f.out.SecretList == nil:
		return nil, false, senseless(backend.OpList, "", "list")
	}
	for i := range f.out.SecretList {
		if s := &f.out.SecretList[i]; sdk.ToString(s.ARN) == "" || sdk.ToString(s.Name) == "" {
			return nil, false, senseless(backend.OpList, "", "name for one of the secrets")
		}
	}
	if f.again {
		e.guard, e.last = loopGuard{}, ""
		e.run++
	}
	met, further, fresh := l.sort(e, f.out.SecretList)
	mark := sdk.ToString(f.out.NextToken)
	if !e.guard.passes(mark, further) {
		return nil, false, senseless(backend.OpList, "", "end: page after page brings nothing new")
	}
	page = &backend.Page{Secrets: fresh, At: serverTime(f.out.ResultMetadata), Trip: tripOf(f.out.ResultMetadata)}
	return page, met || mark == "", nil
}

// sort converts what is new on a page. met: both ends have shown one same secret, so each has shown everything on its own
// side of it, whatever collation the service sorts by. further is how many entries the end has not shown in its present run:
// an end that has begun again comes by what is listed already, and gets on all the same.
func (l *listing) sort(e *end, entries []types.SecretListEntry) (met bool, further int, fresh []backend.Secret) {
	fresh = make([]backend.Secret, 0, len(entries))
	common := false
	for i := range entries {
		s := &entries[i]
		l.check(e, *s.Name)
		had := l.seen.add(*s.ARN, e == l.far, e.run)
		common = common || had.other
		if !had.now {
			further++
		}
		if !had.ever {
			fresh = append(fresh, secretOf(s, l.shared))
		}
	}
	met = common && l.far != nil && !l.far.dropped && l.order.holds() && l.near.proved && l.far.proved
	return met, further, fresh
}

// check watches the order of one end. A server that ignores it is listed from one end.
func (l *listing) check(e *end, name string) {
	if l.order == nil || !l.order.holds() {
		return
	}
	if e.last != "" && e.last != name {
		if l.order.allows(e.last, name, e == l.far) {
			e.proved = true
		} else if l.far != nil && l.near.goesOn() {
			l.far.dropped = true
			l.far.cancel()
		}
	}
	e.last = name
}

func refused(err error, code string) bool {
	var e *backend.Error
	return errors.As(err, &e) && e.Code == code
}

// inputOf always asks for what is scheduled for deletion, and never leaves the order to a default.
func inputOf(q backend.Query) *secretsmanager.ListSecretsInput {
	in := &secretsmanager.ListSecretsInput{
		IncludePlannedDeletion: sdk.Bool(true),
		MaxResults:             sdk.Int32(maxPage),
		SortBy:                 types.SortByTypeName,
		SortOrder:              types.SortOrderTypeAsc,
	}
	if q.SortBy != "" {
		in.SortBy = types.SortByType(q.SortBy)
	}
	if q.Descending {
		in.SortOrder = types.SortOrderTypeDesc
	}
	if q.PageSize > 0 {
		in.MaxResults = sdk.Int32(int32(min(q.PageSize, maxPage)))
	}
	for _, f := range q.Filters {
		in.Filters = append(in.Filters, types.Filter{Key: types.FilterNameStringType(f.Key), Values: f.Values})
	}
	return in
}

func reversed(in *secretsmanager.ListSecretsInput) *secretsmanager.ListSecretsInput {
	if in.SortOrder == types.SortOrderTypeAsc {
		in.SortOrder = types.SortOrderTypeDesc
	} else {
		in.SortOrder = types.SortOrderTypeAsc
	}
	return in
}
