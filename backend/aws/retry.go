package aws

import (
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

const (
	attempts = 3
	// maxBackoff bounds one wait: two of them stay within a read's deadline.
	maxBackoff = 1500 * time.Millisecond
)

// firstBackoff doubles up to maxBackoff. Tests, whose servers are at loopback, have it shorter.
var firstBackoff = 200 * time.Millisecond

// newRetryer retries what may pass by itself, briefly, and tells p of every throttle, if there is one. The SDK takes LimitExceededException
// for a throttle; here it is a quota (too many versions, labels, secrets), which waiting does not change.
func newRetryer(p *pacer) aws.Retryer {
	return retryerOf(p, func(theirs []retry.IsErrorRetryable) []retry.IsErrorRetryable {
		return append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(mayPass)}, theirs...)
	})
}

// newCautious retries only what certainly had no effect. A write that carries no token, sent again after its answer was
// lost, would be answered with what it has itself done, or would undo what somebody else has done in between.
func newCautious(p *pacer) aws.Retryer {
	return retryerOf(p, func([]retry.IsErrorRetryable) []retry.IsErrorRetryable {
		return []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(hadNoEffect)}
	})
}

func retryerOf(p *pacer, retryables func([]retry.IsErrorRetryable) []retry.IsErrorRetryable) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.Retryables = retryables(o.Retryables)
		o.Backoff = retry.BackoffDelayerFunc(func(attempt int, err error) (time.Duration, error) {
			if isThrottle(codeOf(err)) {
				p.slower()
			}
			return backoff(attempt), nil
		})
	})
}

// backoff waits between half and all of a doubling step, so that clients which failed together do not return together.
func backoff(attempt int) time.Duration {
	step := min(maxBackoff, firstBackoff<<max(0, min(attempt-1, 8)))
	return step/2 + rand.N(step/2)
}

// mayPass says no to what waiting does not change, and leaves the rest to the SDK.
func mayPass(err error) aws.Ternary {
	var cert *tls.CertificateVerificationError
	if codeOf(err) == "LimitExceededException" || errors.As(err, &cert) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// hadNoEffect is true of calls that were refused for being too many, or never reached anybody.
func hadNoEffect(err error) aws.Ternary {
	var connect *net.OpError
	return aws.BoolTernary(isThrottle(codeOf(err)) || errors.As(err, &connect) && connect.Op == "dial")
}

// isThrottle knows the codes that a rate limit has.
func isThrottle(code string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok && code != "LimitExceededException"
}

// codeOf is the service's error code in err, "" if the service did not answer with one.
func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}
