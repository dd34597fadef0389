package backend_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// answering answers one operation itself, and lets all others through.
type answering struct {
	http.RoundTripper
	op, body string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), "."+a.op) {
		return a.RoundTripper.RoundTrip(r)
	}
	_ = r.Body.Close()
	return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r}, nil
}

func TestACreateThatTheServiceRefusesIsToldInItsWords(t *testing.T) {
	const words = "Secrets Manager can't find the specified primary secret."
	be := backend.Certain(aws.Open(aws.Options{Transport: answering{local.New(local.Knobs{}).Transport(), "CreateSecret",
		`{"__type":"ResourceNotFoundException","Message":"` + words + `"}`}}), time.Now)
	_, err := be.Create(t.Context(), backend.NewSecret{Name: "copy", PrimaryARN: "arn:aws:secretsmanager:eu-west-1:210987654321:secret:x-AbCdEf", Token: strings.Repeat("a", 32)})
	var e *backend.Error
	if !errors.As(err, &e) || !errors.Is(err, backend.ErrNotFound) || e.Message != words || e.Code != "ResourceNotFoundException" {
		t.Errorf("%v: %+v", err, e)
	}
}

func TestACreateThatNeverArrivedIsNotToldAsNotFound(t *testing.T) {
	l := newLossy(t)
	l.broken(local.Fault{Op: "CreateSecret", Kind: local.Reset, N: 3})
	_, err := l.be.Create(t.Context(), backend.NewSecret{Name: "app/new", Value: backend.TextValue("v"), Token: strings.Repeat("a", 32)})
	if !errors.Is(err, backend.ErrServer) || backend.MayHaveHappened(err) {
		t.Errorf("%v", err)
	}
}
