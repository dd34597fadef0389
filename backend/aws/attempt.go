package aws

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/smithy-go/middleware"

	"strongroom/backend"
)

// eachAttempt notes of every attempt that the SDK makes, and not only of every call, when it was under way and what it read.
func eachAttempt(o *secretsmanager.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("EachAttempt", noteAttempt), middleware.Before)
	})
}

func noteAttempt(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	var wrote atomic.Bool
	within := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	t := backend.Trip{Sent: time.Now()}
	out, meta, err := next.HandleDeserialize(within, in)
	t.Came = time.Now()
	meta.Set(tripKey{}, t)
	noteReads(ctx, out.Result, err, wrote.Load())
	return out, meta, err
}

// stake is what an attempt may read.
type stake struct {
	values   int
	embedded bool // an in-process transport has no connection that would tell what was sent
}

type stakeKey struct{}

// reading says that the call under ctx asks for so many values.
func reading(ctx context.Context, values int) context.Context {
	return context.WithValue(ctx, stakeKey{}, stake{values: values})
}

// noteReads tells of the values that an attempt has read, or may have read.
func noteReads(ctx context.Context, result any, err error, wrote bool) {
	at, ok := ctx.Value(stakeKey{}).(stake)
	if !ok {
		return
	}
	if err != nil {
		e := translate(ctx, ctx, err)
		e.Unsent = e.Unsent || !at.embedded && !wrote
		if !backend.MayHaveHappened(e) {
			at.values = 0
		}
		backend.NoteReads(ctx, 0, at.values)
		return
	}
	switch r := result.(type) {
	case *secretsmanager.GetSecretValueOutput:
		backend.NoteReads(ctx, 1, 0)
	case *secretsmanager.BatchGetSecretValueOutput:
		doubtful := 0
		for _, fault := range r.Errors {
			if backend.MayHaveHappened(serviceError(sdk.ToString(fault.ErrorCode), "", offset{})) {
				doubtful++
			}
		}
		backend.NoteReads(ctx, len(r.SecretValues), doubtful)
	}
}

type tripKey struct{}

// tripOf is when an answer that tells the service's time was under way.
func tripOf(m middleware.Metadata) (t backend.Trip) {
	if !serverTime(m).IsZero() {
		t, _ = m.Get(tripKey{}).(backend.Trip)
	}
	return t
}
