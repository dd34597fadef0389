package aws

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"strongroom/backend"
)

// invoke makes one call: session, deadline, attempts, and the translation of whatever comes back.
func invoke[In, Out any](
	ctx context.Context, c *Client, op backend.Operation, id string, in In,
	method func(*secretsmanager.Client, context.Context, In, ...func(*secretsmanager.Options)) (*Out, error),
) (*Out, error) {
	var out *Out
	err := c.attempt(ctx, op, id, func(ctx context.Context, s *session) (err error) {
		out, err = method(s.secrets, ctx, in, c.manner(op)...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// manner is how an operation is sent: a write without a token never blindly twice. What has no pacer is sent as the session has it.
func (c *Client) manner(op backend.Operation) []func(*secretsmanager.Options) {
	var r sdk.Retryer
	switch p := c.pace(op); {
	case op.Writes() && !op.Repeatable():
		r = newCautious(p)
	case p != nil:
		r = newRetryer(p)
	default:
		return nil
	}
	return []func(*secretsmanager.Options){func(o *secretsmanager.Options) { o.Retryer = r }}
}

// attempt runs call with a session and the operation's own deadline, and returns nil or a *backend.Error.
func (c *Client) attempt(ctx context.Context, op backend.Operation, id string, call func(context.Context, *session) error) error {
	s, fail := c.open(ctx)
	if fail == nil {
		_ = c.pace(op).wait(ctx)
	}
	if fail == nil && ctx.Err() != nil {
		fail = cutShort(ctx)
	}
	if fail != nil {
		// What signing in lacks is not the operation's permission.
		fail.Op, fail.ID, fail.Unsent = op.Words(), id, true
		return fail
	}
	within, cancel := context.WithTimeout(ctx, limitOf(op))
	defer cancel()
	var sent atomic.Bool
	if at, ok := ctx.Value(stakeKey{}).(stake); ok {
		at.embedded = s.embedded
		within = context.WithValue(within, stakeKey{}, at)
	}
	within = httptrace.WithClientTrace(within, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})

	err := guarded(func() error { return call(within, s) })
	if err == nil {
		c.pace(op).faster()
		return nil
	}
	e := translate(ctx, within, err)
	// An in-process transport has no connection that would tell.
	e.Unsent = e.Unsent || !s.embedded && !sent.Load()
	if op != backend.OpAlias { // a server need not know that service
		c.refused(s, e.Kind)
	}
	if s.in != nil {
		if by := fromProxy(err); by != nil && within.Err() == nil {
			e = by
		}
		e = c.knowing(s.in, e)
	}
	return complete(e, op, id)
}

// knowing says of an error what only the place tells: which login it was, and what the region has to do with it.
func (c *Client) knowing(in *loaded, e *backend.Error) *backend.Error {
	region := cmp.Or(c.opts.Region, in.home)
	switch {
	case e.Kind == backend.ErrExpired || e.Kind == backend.ErrBadCredentials:
		c.whoseLogin(in.setup, e)
		if e.Code == "UnrecognizedClientException" && optIn(region) {
			e.Advice = backend.Hint(e) + "; or " + region + " is not enabled in this account, as it is not by itself"
		}
	case errors.Is(e, errNoName) && c.Where().Endpoint == "":
		if near := likely(region); near != "" {
			e.Advice = region + " is no region that is known here: perhaps " + near + " is meant"
		} else if !slices.Contains(backend.KnownRegions(region), region) {
			e.Advice = region + " is no region that is known here: check the region and the network"
		}
	case errors.Is(e, errNotMade):
		if fail := in.places.clash([]string{secretsmanager.ServiceID, sts.ServiceID, trailID, accountID}); fail != nil {
			return fail
		}
	}
	return e
}

// whoseLogin names how the place is signed in, and the profile whose login that is, which need not be the one in force.
func (c *Client) whoseLogin(s *setup, e *backend.Error) {
	if e.Way == backend.WayNone {
		e.Way = s.root
	}
	switch last := s.last(); {
	case last == "":
		e.Profile = ""
	case last != s.chosen:
		e.Profile = last
	default:
		e.Profile = cmp.Or(c.Where().Named, last)
	}
}

// guarded makes an error of a panic inside the SDK, or in what an embedded server is made of. The panic's value is dropped: it
// may hold a secret.
func guarded(call func() error) (err error) {
	defer onPanic(func(e *backend.Error) { err = e })
	return call()
}

// onPanic is deferred: it tells of a panic as an error. Every goroutine of the package has it, since nobody else could catch
// what happens there.
func onPanic(tell func(*backend.Error)) {
	if recover() != nil {
		tell(&backend.Error{Kind: backend.ErrInternal})
	}
}

// complete says what was attempted, and which permission it needs where the service did not name another.
func complete(e *backend.Error, op backend.Operation, id string) error {
	e.Op, e.ID = op.Words(), id
	if e.Action == "" && e.Code != codeNoInvoke {
		e.Action = op.Action()
	}
	return e
}

func limitOf(op backend.Operation) time.Duration {
	if op == backend.OpListRegions || op == backend.OpAlias {
		return accountTimeout
	}
	if op.Writes() {
		return writeTimeout
	}
	return readTimeout
}

// senseless is an answer that lacks what was asked for.
func senseless(op backend.Operation, id, lacks string) error {
	return &backend.Error{Op: op.Words(), ID: id, Kind: backend.ErrMalformed, Message: "the answer has no " + lacks, Action: op.Action()}
}
