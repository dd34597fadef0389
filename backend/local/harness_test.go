package local

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/smithy-go"
)

// epoch is where the tests' clock starts: no midnight, with a fraction.
var epoch = time.Date(2026, 3, 14, 15, 9, 26, 535_000_000, time.UTC)

// rig is a server with a clock of its own and the SDK's client before it.
type rig struct {
	*testing.T
	*Server
	*sm.Client
	now time.Time
}

type keys struct{}

func (keys) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "DEMO", SecretAccessKey: "made-up"}, nil
}

func client(s *Server, region string) *sm.Client { return clientOf(s, region, keys{}) }

// theirs are the keys of another account.
type theirs struct{}

const otherAccount = "210987654321"

func (theirs) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: otherAccount, SecretAccessKey: "made-up"}, nil
}

func clientOf(s *Server, region string, who aws.CredentialsProvider) *sm.Client {
	return sm.New(sm.Options{
		Region: region, Credentials: who, BaseEndpoint: aws.String("http://embedded.invalid"),
		HTTPClient: &http.Client{Transport: s.Transport()}, Retryer: aws.NopRetryer{},
	})
}

func start(t *testing.T) *rig {
	r := &rig{T: t, now: epoch}
	r.Server = New(Knobs{Clock: func() time.Time { return r.now }})
	r.Client = client(r.Server, "eu-west-1")
	return r
}

func (r *rig) later(d time.Duration) { r.Set(func(*Knobs) { r.now = r.now.Add(d) }) }

// must is the answer of a call that has to succeed.
func must[T any](t *rig, out T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
	return out
}

// refused checks the code and the words of a refusal.
func refused(t testing.TB, err error, code, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Errorf("got %v, want %s", err, code)
		return
	}
	if api.ErrorCode() != code || message != "" && api.ErrorMessage() != message {
		t.Errorf("got %s %q\nwant %s %q", api.ErrorCode(), api.ErrorMessage(), code, message)
	}
}

func (r *rig) create(name, value string) string {
	r.Helper()
	in := &sm.CreateSecretInput{Name: &name}
	if value != "" {
		in.SecretString = &value
	}
	out, err := r.CreateSecret(ctx(), in)
	if err != nil {
		r.Fatalf("create %s: %v", name, err)
	}
	return aws.ToString(out.VersionId)
}

func (r *rig) describe(id string) *sm.DescribeSecretOutput {
	r.Helper()
	out, err := r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: &id})
	if err != nil {
		r.Fatalf("describe %s: %v", id, err)
	}
	return out
}

func ctx() context.Context { return context.Background() }

func p[T any](x T) *T { return &x }
