package aws

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

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

// manner is how an operation is sent: a write without a token never blindly twice.
func (c *Client) manner(op backend.Operation) []func(*secretsmanager.Options) {
	if !op.Writes() || op.Repeatable() {
		return nil
	}
	return []func(*secretsmanager.Options){func(o *secretsmanager.Options) { o.Retryer = newCautious(c.pace) }}
}

// attempt runs call with a session and the operation's own deadline, and returns nil or a *backend.Error.
func (c *Client) attempt(ctx context.Context, op backend.Operation, id string, call func(context.Context, *session) error) error {
	s, fail := c.open(ctx)
	if fail == nil && ctx.Err() != nil {
		fail = cutShort(ctx)
	}
	if fail != nil {
		// What signing in lacks is not the operation's permission.
		fail.Op, fail.ID, fail.Unsent = op.Words(), id, true
		return c.withProfile(fail)
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
		return nil
	}
	e := translate(ctx, within, err)
	// An in-process transport has no connection that would tell.
	e.Unsent = e.Unsent || !s.embedded && !sent.Load()
	c.refused(s, e.Kind)
	return complete(c.withProfile(e), op, id)
}

// withProfile names the profile to log in with, where a login is lacking.
func (c *Client) withProfile(e *backend.Error) *backend.Error {
	if e.Kind == backend.ErrExpired {
		e.Profile = c.Where().Named
	}
	return e
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
	if op == backend.OpListRegions {
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
