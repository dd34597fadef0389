package aws

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/smithy-go/middleware"

	"strongroom/backend"
)

// eachAttempt notes of every attempt that the SDK makes, and not only of every call, when it was under way.
func eachAttempt(o *secretsmanager.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("EachAttempt", noteAttempt), middleware.Before)
	})
}

func noteAttempt(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	t := backend.Trip{Sent: time.Now()}
	out, meta, err := next.HandleDeserialize(ctx, in)
	t.Came = time.Now()
	meta.Set(tripKey{}, t)
	return out, meta, err
}

type tripKey struct{}

// tripOf is when an answer that tells the service's time was under way.
func tripOf(m middleware.Metadata) (t backend.Trip) {
	if !serverTime(m).IsZero() {
		t, _ = m.Get(tripKey{}).(backend.Trip)
	}
	return t
}
