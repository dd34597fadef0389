package aws

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

// Texts as recorded from the service or quoted in public issues; a run of blanks is moto's.
func TestTheServiceIsUnderstood(t *testing.T) {
	for _, c := range []struct {
		code, text string
		kind       error
		action     string
	}{
		{"ResourceNotFoundException", "Secrets Manager can't find the specified secret.", backend.ErrNotFound, ""},
		{"ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS", backend.ErrNoValue, ""},
		{"ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: 0000", backend.ErrNoValue, ""},
		{"com.amazonaws.secretsmanager#ResourceNotFoundException", "Secrets Manager can't find the specified secret.", backend.ErrNotFound, ""},
		{"InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.", backend.ErrPendingDeletion, ""},
		{"InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.", backend.ErrPendingDeletion, ""},
		{"InvalidRequestException", "An error occurred (InvalidRequestException): You tried to perform the operation on a secret that's currently marked deleted.", backend.ErrPendingDeletion, ""},
		{"InvalidRequestException", "You can't perform this operation on the secret because it was    marked   for deletion.", backend.ErrPendingDeletion, ""},
		{"InvalidRequestException", "This secret is managed by an AWS service, and you must use that service to update it.", backend.ErrManaged, ""},
		{"InvalidParameterException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.", backend.ErrReplica, ""},
		{"InvalidRequestException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.", backend.ErrReplica, ""},
		{"InvalidParameterException", "You can't delete secret x that still has replica regions [us-east-1].", backend.ErrState, ""},
		{"InvalidParameterException", "The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version 1, so you must explicitly reference that version in RemoveFromVersionId.", backend.ErrConflict, ""},
		{"InvalidParameterException", "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.", backend.ErrInvalid, ""},
		{"InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.", backend.ErrConflict, ""},
		{"InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.", backend.ErrState, ""},
		{"InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.", backend.ErrState, ""},
		{"ResourceExistsException", "The operation failed because the secret x already exists.", backend.ErrExists, ""},
		{"ResourceExistsException", "You can't use ClientRequestToken t because that value is already in use for a version of secret arn.", backend.ErrTokenUsed, ""},
		{"ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!", backend.ErrInvalid, ""},
		{"AccessDeniedException", "User: arn:aws:iam::1:user/u is not authorized to perform: secretsmanager:GetResourcePolicy on resource: r because no identity-based policy allows it", backend.ErrDenied, "secretsmanager:GetResourcePolicy"},
		{"AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.", backend.ErrDenied, ""},
		{"AccessDeniedException", "Access to KMS is not allowed", backend.ErrKMS, ""},
		{"AccessDeniedException", "User: u is not authorized to perform: kms:Decrypt on resource: k", backend.ErrKMS, "kms:Decrypt"},
		{"DecryptionFailure", "The key is disabled.", backend.ErrKMS, ""},
		{"EncryptionFailure", "The key is disabled.", backend.ErrKMS, ""},
		{"LimitExceededException", "Too many versions.", backend.ErrQuota, ""},
		{"ThrottlingException", "Rate exceeded", backend.ErrThrottled, ""},
		{"TooManyRequestsException", "Rate exceeded", backend.ErrThrottled, ""},
		{"ExpiredTokenException", "The security token included in the request is expired", backend.ErrExpired, ""},
		{"UnrecognizedClientException", "The security token included in the request is invalid.", backend.ErrBadCredentials, ""},
		{"InvalidSignatureException", "The request signature we calculated does not match the signature you provided.", backend.ErrBadCredentials, ""},
		{"InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z", backend.ErrClock, ""},
		{"RequestTimeTooSkewed", "The difference is too large.", backend.ErrClock, ""},
		{"InvalidSignatureException", "Signature expired: 20260101T001000Z is now earlier than 20260101T001000Z", backend.ErrBadCredentials, ""}, // the clocks agree
		{"RequestTimeTooSkewed", "The difference between the clocks is too large.", backend.ErrBadCredentials, ""},
		{"MalformedPolicyDocumentException", "Unsupported principal.", backend.ErrInvalid, ""},
		{"PublicPolicyException", "Public.", backend.ErrInvalid, ""},
		{"PreconditionNotMetException", "Not now.", backend.ErrState, ""},
		{"OptInRequired", "You are not subscribed to this service.", backend.ErrRegionOff, ""},
		{"SomethingNew", "never seen", backend.ErrServer, ""},
	} {
		t.Run(c.code+" "+c.text[:min(50, len(c.text))], func(t *testing.T) {
			if c.kind == backend.ErrThrottled {
				t.Parallel()
			}
			cl := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				resp, err := fail(r, http.StatusBadRequest, c.code, c.text)
				if c.kind == backend.ErrClock {
					resp.Header.Set("Date", time.Now().Add(10*time.Minute).UTC().Format(http.TimeFormat))
				}
				return resp, err
			})
			e := fails(t, cl.Restore(t.Context(), "prod/x"), c.kind)
			if e.ID != "prod/x" || e.Op != "restore" || e.Code == "" {
				t.Errorf("%+v", e)
			}
			switch {
			case strings.Contains(c.text, "cannot invoke"):
				if e.Action != "" || !strings.Contains(backend.Hint(e), "function policy") {
					t.Errorf("hint %q", backend.Hint(e))
				}
			case c.action != "" && e.Action != c.action, c.action == "" && e.Action != "secretsmanager:RestoreSecret":
				t.Errorf("action %q", e.Action)
			}
		})
	}
}

func TestAnswersThatAreNotTheServicesAreErrors(t *testing.T) {
	const kind = "application/x-amz-json-1.1"
	number := `{"ARN":"arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf","Name":"x","VersionId":"v","SecretString":12345678901}`
	for what, c := range map[string]struct {
		answer carrier
		want   error
	}{
		"HTML with 200":           {always(200, "text/html", "<html>"+canary+"</html>"), backend.ErrMalformed},
		"HTML with 502":           {always(502, "text/html", "<html>"+canary+"</html>"), backend.ErrServer},
		"HTML with 403":           {always(403, "text/html", "<html>"+canary+"</html>"), backend.ErrMalformed},
		"empty body":              {always(200, kind, ""), backend.ErrMalformed},
		"an empty object":         {always(200, kind, "{}"), backend.ErrMalformed},
		"an empty error":          {always(400, kind, "{}"), backend.ErrMalformed},
		"a list":                  {always(200, kind, `["`+canary+`"]`), backend.ErrMalformed},
		"bad JSON":                {always(200, kind, `{"SecretString":"`+canary+`", oops}`), backend.ErrMalformed},
		"half a JSON":             {always(200, kind, `{"Name":"x","SecretString":"`+canary), backend.ErrMalformed},
		"a value of another type": {always(200, kind, `{"SecretString":{"k":"`+canary+`"}}`), backend.ErrMalformed},
		"a number for a value":    {always(200, kind, number), backend.ErrMalformed},
		"bad base64":              {always(200, kind, `{"SecretBinary":"`+canary+`!!"}`), backend.ErrMalformed},
		"a value without a name":  {always(200, kind, `{"SecretString":"`+canary+`"}`), backend.ErrMalformed},
		"a body that breaks off": {func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
			resp := reply(r, 200, kind, "")
			resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"SecretString":"`+canary), broken{}))
			return resp, nil
		}, backend.ErrMalformed},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, err := over(c.answer).Reveal(t.Context(), "prod/x", backend.VersionRef{})
				e := fails(t, err, c.want)
				if r.Value.Held() {
					t.Error("a value came with the error")
				}
				if strings.Contains(e.Message, "12345678901") || e.Message == "" {
					t.Errorf("message %q", e.Message)
				}
				if what == "a body that breaks off" && e.Message != "the answer broke off" {
					t.Errorf("message %q", e.Message)
				}
				for p, err := range over(c.answer).List(t.Context(), backend.Query{}) {
					if fails(t, err, c.want); len(p.Secrets) != 0 {
						t.Error("secrets came with the error")
					}
				}
			})
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestEveryEmptyAnswerIsAnErrorWhereSomethingWasAskedFor(t *testing.T) {
	c := over(always(200, "application/x-amz-json-1.1", "{}"))
	ctx := t.Context()
	drop := func(_ any, err error) error { return err }
	text := "d"
	for what, call := range map[string]func() error{
		"Describe": func() error { return drop(c.Describe(ctx, "x")) },
		"Versions": func() (err error) {
			for _, err = range c.Versions(ctx, "x", true) {
			}
			return err
		},
		"Create":         func() error { return drop(c.Create(ctx, backend.NewSecret{Name: "x"})) },
		"Put":            func() error { return drop(c.Put(ctx, "x", backend.NewVersion{Value: backend.TextValue("v")})) },
		"Update":         func() error { return c.Update(ctx, "x", backend.MetadataChange{Description: &text}) },
		"MoveLabel":      func() error { return c.MoveLabel(ctx, "x", backend.LabelMove{Label: "l", To: "v"}) },
		"Delete":         func() error { return drop(c.Delete(ctx, "x", backend.Deletion{WindowDays: 7})) },
		"Restore":        func() error { return c.Restore(ctx, "x") },
		"RandomPassword": func() error { return drop(c.RandomPassword(ctx, backend.PasswordRules{})) },
		"Rotate":         func() error { return drop(c.Rotate(ctx, "x", backend.RotationOrder{})) },
		"CancelRotation": func() error { return c.CancelRotation(ctx, "x") },
		"Policy":         func() error { return drop(c.Policy(ctx, "x")) },
		"PutPolicy":      func() error { return c.PutPolicy(ctx, "x", "{}", true) },
		"DeletePolicy":   func() error { return c.DeletePolicy(ctx, "x") },
		"Replicate": func() error {
			return drop(c.Replicate(ctx, "x", []backend.ReplicaTarget{{Region: "us-east-1"}}, false))
		},
		"RemoveReplicas": func() error { return drop(c.RemoveReplicas(ctx, "x", []string{"us-east-1"})) },
		"PromoteReplica": func() error { return c.PromoteReplica(ctx, "x") },
		"Policies":       func() error { return drop(c.Policies(ctx, "x")) },
		"PolicyNamed":    func() error { return drop(c.PolicyNamed(ctx, "x", "default")) },
		"Associate":      func() error { return drop(c.Associate(ctx, "x", backend.Association{Replica: "y"})) },
		"Dissociate":     func() error { return c.Dissociate(ctx, "x", "y") },
		"RevealMany": func() error {
			items, err := c.RevealMany(ctx, []string{"x"})
			if err == nil {
				err = items[0].Err
			}
			return err
		},
	} {
		t.Run(what, func(t *testing.T) { fails(t, call(), backend.ErrMalformed) })
	}
	if found, err := c.ValidatePolicy(ctx, "x", "{}"); err != nil || len(found) != 1 {
		t.Errorf("a policy passed by saying nothing: %v, %v", found, err)
	}
}

func TestNetworksFailInPlainWords(t *testing.T) {
	for what, c := range map[string]struct {
		err  error
		want error
		says string
	}{
		"no such name":    {&net.DNSError{Err: "no such host", Name: "h", IsNotFound: true}, backend.ErrUnreachable, "is not known"},
		"refused":         {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, backend.ErrUnreachable, "refused the connection"},
		"reset":           {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, backend.ErrUnreachable, "dropped the connection"},
		"closed":          {io.EOF, backend.ErrUnreachable, "dropped the connection"},
		"no way":          {&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, backend.ErrUnreachable, "no way to"},
		"unknown issuer":  {x509.UnknownAuthorityError{}, backend.ErrUnreachable, "not trusted"},
		"other name":      {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "h"}, backend.ErrUnreachable, "certificate is not for"},
		"not TLS":         {tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, backend.ErrUnreachable, "does not speak TLS"},
		"something else":  {errors.New("weather " + canary), backend.ErrUnreachable, "no connection to"},
		"a dial too long": {&net.OpError{Op: "dial", Err: context.DeadlineExceeded}, backend.ErrTimeout, "no answer from"},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cl := over(func(string, map[string]any, *http.Request) (*http.Response, error) { return nil, c.err })
				_, err := cl.Describe(t.Context(), "prod/x")
				if e := fails(t, err, c.want); !strings.Contains(e.Message, c.says) || !strings.Contains(e.Message, "secretsmanager.embedded.invalid") {
					t.Errorf("message %q", e.Message)
				}
			})
		})
	}
}

func TestEveryCallEndsByItsOwnDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		begin := time.Now()
		_, err := c.Describe(t.Context(), "x")
		fails(t, err, backend.ErrTimeout)
		if took := time.Since(begin); took != readTimeout {
			t.Errorf("a read ended after %v", took)
		}
		begin = time.Now()
		fails(t, c.Restore(t.Context(), "x"), backend.ErrTimeout)
		if took := time.Since(begin); took != writeTimeout {
			t.Errorf("a write ended after %v", took)
		}
	})
}

func TestRetriesStayWithinTheDeadline(t *testing.T) {
	for _, code := range []string{"ThrottlingException", "InternalServiceError"} {
		synctest.Test(t, func(t *testing.T) {
			var calls atomic.Int64
			c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				calls.Add(1)
				return fail(r, http.StatusInternalServerError, code, "again")
			})
			begin := time.Now()
			_, err := c.Describe(t.Context(), "x")
			if took := time.Since(begin); took >= readTimeout || calls.Load() != attempts {
				t.Errorf("%s: %d attempts in %v: %v", code, calls.Load(), took, err)
			}
			calls.Store(0)
			_, _ = c.Put(t.Context(), "x", backend.NewVersion{Value: backend.TextValue("v")})
			if calls.Load() != attempts {
				t.Errorf("%s: a write with a token made %d attempts", code, calls.Load())
			}
			// What a lost answer may hide is not done twice unseen.
			calls.Store(0)
			_ = c.Restore(t.Context(), "x")
			if want := map[string]int64{"ThrottlingException": attempts, "InternalServiceError": 1}[code]; calls.Load() != want {
				t.Errorf("%s: a write without a token made %d attempts, want %d", code, calls.Load(), want)
			}
		})
	}
}

func TestAQuotaIsNotRetried(t *testing.T) {
	var calls atomic.Int64
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		calls.Add(1)
		return fail(r, http.StatusBadRequest, "LimitExceededException", "You have reached the quota of versions.")
	})
	_, err := c.Put(t.Context(), "x", backend.NewVersion{Value: backend.TextValue("v")})
	fails(t, err, backend.ErrQuota)
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

func TestCancellingIsCancellingAndTheCallersDeadlineIsATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := c.Reveal(ctx, "x", backend.VersionRef{})
		if !errors.Is(err, context.Canceled) || errors.Is(err, backend.ErrTimeout) {
			t.Errorf("cancelled: %v", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = c.Reveal(ctx, "x", backend.VersionRef{})
		fails(t, err, backend.ErrTimeout)
	})
}

func TestAWrongClockIsNamedInMinutes(t *testing.T) {
	for _, off := range []time.Duration{20 * time.Minute, -20 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				resp, err := fail(r, http.StatusForbidden, "InvalidSignatureException", "The request signature does not match.")
				resp.Header.Set("Date", time.Now().Add(-off).UTC().Format(http.TimeFormat))
				return resp, err
			})
			_, err := c.Describe(t.Context(), "x")
			side := "ahead of"
			if off < 0 {
				side = "behind"
			}
			if e := fails(t, err, backend.ErrClock); !strings.Contains(backend.Hint(e), "20 minutes "+side) {
				t.Errorf("hint %q", backend.Hint(e))
			}
		})
	}
}

func TestARefusalThatQuotesTheValueIsNotShown(t *testing.T) {
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return fail(r, http.StatusBadRequest, "ValidationException", "Value '"+canary+"' at 'secretString' failed")
	})
	_, err := c.Put(t.Context(), "x", backend.NewVersion{Value: backend.TextValue(canary)})
	fails(t, err, backend.ErrInvalid)
	_, err = c.Create(t.Context(), backend.NewSecret{Name: "x", Value: backend.TextValue(canary)})
	fails(t, err, backend.ErrInvalid)
}

// On a real connection the client can tell whether a request left at all.
func TestARequestThatNeverLeftIsMarked(t *testing.T) {
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer func() { secure.CloseClientConnections(); secure.Close() }()
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
		return s.URL
	}
	dead := httptest.NewServer(nil)
	dead.Close()
	for what, c := range map[string]struct {
		url    string
		unsent bool
		kind   error // nil where the deadline decides
		says   string
	}{
		"refused":     {dead.URL, true, backend.ErrUnreachable, strings.TrimPrefix(dead.URL, "http://") + " refused the connection"},
		"not trusted": {secure.URL, true, backend.ErrUnreachable, "not trusted"},
		"no URL":      {"::not a url", true, backend.ErrInvalid, "is a URL such as"},
		"no scheme":   {"localhost:4566", true, backend.ErrInvalid, "is a URL such as"},
		"reset":       {serve(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), false, nil, ""},
		"hang": {serve(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}), false, nil, ""},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		if c.kind == nil {
			ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
		}
		_, err := Open(Options{Endpoint: c.url, Region: "eu-west-1"}).Reveal(ctx, "prod/x", backend.VersionRef{})
		cancel()
		var e *backend.Error
		if !errors.As(err, &e) || e.Unsent != c.unsent || c.kind != nil && !errors.Is(e, c.kind) || !strings.Contains(e.Message, c.says) {
			t.Errorf("%s: %+v", what, e)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", e, e), "operation error") {
			t.Errorf("%s: the SDK speaks: %+v", what, e)
		}
	}
}
