package local

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

func read(r *rig, id string) error { return r.get(sm.GetSecretValueInput{SecretId: &id}) }

func TestEachFaultBreaksAsManyCallsAsItSaysAndOnlyItsOperation(t *testing.T) {
	status := func(want int) func(error) bool {
		return func(err error) bool {
			var e *smithyhttp.ResponseError
			return errors.As(err, &e) && e.HTTPStatusCode() == want
		}
	}
	text := func(s string) func(error) bool {
		return func(err error) bool { return err != nil && strings.Contains(err.Error(), s) }
	}
	for kind, broken := range map[FaultKind]func(error) bool{
		ServerError: text("InternalServiceError"),
		HTMLOK:      status(200),
		BadGateway:  status(502),
		Truncated:   func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) },
		Reset:       func(err error) bool { return errors.Is(err, syscall.ECONNRESET) },
		QuotaReached: func(err error) bool {
			var e *types.LimitExceededException
			return errors.As(err, &e)
		},
		SkewedClock: text("InvalidSignatureException"),
		BadKeys:     text("UnrecognizedClientException"),
	} {
		r := start(t)
		r.create("a", "made-up")
		r.Set(func(k *Knobs) { k.Faults = []Fault{{Op: "GetSecretValue", Kind: kind, N: 2}} })
		r.describe("a")
		for i := range 2 {
			if err := read(r, "a"); !broken(err) {
				t.Errorf("fault %d, call %d: %v", kind, i, err)
			}
		}
		if err := read(r, "a"); err != nil {
			t.Errorf("fault %d did not end: %v", kind, err)
		}
	}
}

func TestAnEmptyAnswerHasNothingInIt(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.Set(func(k *Knobs) { k.Faults = []Fault{{Kind: EmptyObject, N: 1}} })
	out, err := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: p("a")})
	if must(r, out, err); out.SecretString != nil || out.ARN != nil {
		t.Errorf("%+v", out)
	}
}

func TestALostAnswerLeavesTheCallsEffect(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.Set(func(k *Knobs) { k.Faults = []Fault{{Op: "PutSecretValue", Kind: Reset, N: 1, After: true}} })
	in := sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("two"), ClientRequestToken: p(tokenB)}
	if _, err := r.PutSecretValue(ctx(), &in); !errors.Is(err, syscall.ECONNRESET) {
		t.Fatal(err)
	}
	if v := r.describe("a").VersionIdsToStages; len(v) != 2 || v[tokenB] == nil {
		t.Error(v)
	}
	must(r, 0, second(r.PutSecretValue(ctx(), &in)))
	if v := r.describe("a").VersionIdsToStages; len(v) != 2 {
		t.Error("the repeated call made another version")
	}
}

func TestAHangEndsWithItsContextAndLatencyToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.create("a", "made-up")
		for _, set := range []func(k *Knobs){
			func(k *Knobs) { k.Faults = []Fault{{Kind: Hang, N: 1}} },
			func(k *Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": time.Hour} },
		} {
			r.Set(set)
			began := time.Now()
			c, cancel := context.WithTimeout(ctx(), 3*time.Second)
			_, err := r.GetSecretValue(c, &sm.GetSecretValueInput{SecretId: p("a")})
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 3*time.Second {
				t.Errorf("%v after %v", err, time.Since(began))
			}
		}
		r.Set(func(k *Knobs) { k.LatencyOf, k.Latency = nil, 40*time.Millisecond })
		began := time.Now()
		if err := read(r, "a"); err != nil || time.Since(began) != 40*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestThrottlingRefusesTheNextCallsOrAShareOfThem(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.Set(func(k *Knobs) { k.ThrottleNext = 2 })
	refused(t, read(r, "a"), "ThrottlingException", "Rate exceeded")
	refused(t, read(r, "a"), "ThrottlingException", "Rate exceeded")
	must(r, 0, read(r, "a"))
	r.Set(func(k *Knobs) { k.Throttle = 0.5 })
	n := 0
	for range 400 {
		if read(r, "a") != nil {
			n++
		}
	}
	if n < 140 || n > 260 {
		t.Errorf("%d of 400 throttled", n)
	}
}

func TestDenialsSayWhoMayNotDoWhatOnWhat(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	arn := *r.describe("a").ARN
	r.Set(func(k *Knobs) {
		k.Deny = map[string]bool{"GetSecretValue": true, "ListSecrets": true}
	})
	refused(t, read(r, "a"), "AccessDeniedException", "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: secretsmanager:GetSecretValue "+
		"on resource: "+arn+" because no identity-based policy allows the secretsmanager:GetSecretValue action")
	_, err := r.ListSecrets(ctx(), &sm.ListSecretsInput{})
	refused(t, err, "AccessDeniedException", "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: secretsmanager:ListSecrets "+
		"because no identity-based policy allows the secretsmanager:ListSecrets action")
	r.describe("a")
	r.Set(func(k *Knobs) { k.Deny = map[string]bool{"TagResource": true, "ReplicateSecretToRegions": true} })
	r.create("plain", "made-up")
	refused(t, second(r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("b"), Tags: []types.Tag{{Key: p("k")}}})), "AccessDeniedException",
		"User: arn:aws:iam::123456789012:user/demo is not authorized to perform: secretsmanager:TagResource on resource: b "+
			"because no identity-based policy allows the secretsmanager:TagResource action")
	refused(t, second(r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("b"), AddReplicaRegions: []types.ReplicaRegionType{{Region: p("us-east-1")}}})), "AccessDeniedException", "")
}

func TestAKeyThatCannotBeUsedStopsReadsAndWritesButNoMetadata(t *testing.T) {
	r := start(t)
	_, err := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("made-up"), KmsKeyId: p("alias/x")})
	must(r, 0, err)
	r.create("b", "made-up")
	r.Set(func(k *Knobs) { k.KMS = map[string]KMSFault{"alias/x": KMSDenied} })
	refused(t, read(r, "a"), "AccessDeniedException", "Access to KMS is not allowed")
	must(r, 0, read(r, "b"))
	r.Set(func(k *Knobs) { k.KMS["alias/x"] = KMSDisabled })
	refused(t, read(r, "a"), "DecryptionFailure", "")
	_, err = r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("x")})
	refused(t, err, "EncryptionFailure", "")
	r.describe("a")
}

func TestAnExpiredTokenRefusesEverything(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.Set(func(k *Knobs) { k.Expired = true })
	refused(t, read(r, "a"), "ExpiredTokenException", "")
	r.Set(func(k *Knobs) { k.Expired = false })
	must(r, 0, read(r, "a"))
}

func TestCallsAreCountedAndAHookMayMakeCallsOfItsOwn(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	var heard []string
	var busy atomic.Bool
	r.Set(func(k *Knobs) {
		k.OnCall = func(op, id string) {
			heard = append(heard, op+" "+id)
			if op == "GetSecretValue" && busy.CompareAndSwap(false, true) {
				r.put("a", "a rival's")
			}
		}
	})
	out, err := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: p("a")})
	if must(r, out, err); *out.SecretString != "a rival's" {
		t.Error("the rival's call came too late")
	}
	if want := []string{"GetSecretValue a", "PutSecretValue a"}; !slices.Equal(heard, want) {
		t.Error(heard)
	}
	if n := r.Calls(); n["GetSecretValue"] != 1 || n["PutSecretValue"] != 1 || n["CreateSecret"] != 1 || len(n) != 3 {
		t.Error(n)
	}
	r.ResetCalls()
	if len(r.Calls()) != 0 {
		t.Error("the count went on")
	}
}

func TestALaggingListShowsAnOlderStateAndDescribeTheNewest(t *testing.T) {
	r := start(t)
	r.create("old", "made-up")
	r.create("going", "made-up")
	r.Set(func(k *Knobs) { k.ListLag = 5 * time.Minute })
	r.later(time.Minute)
	r.create("new", "made-up")
	_, err := r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("old"), Description: p("changed")})
	must(r, 0, err)
	r.delete("going", 7)
	seen := func() (out []string) {
		for _, s := range r.all(sm.ListSecretsInput{SortBy: "name", IncludePlannedDeletion: p(true)}) {
			mark := ""
			if s.DeletedDate != nil {
				mark = " deleted"
			}
			out = append(out, *s.Name+" "+aws.ToString(s.Description)+mark)
		}
		return out
	}
	if got := seen(); !slices.Equal(got, []string{"going ", "old "}) {
		t.Errorf("at once: %q", got)
	}
	if d := r.describe("going"); d.DeletedDate == nil {
		t.Error("describe lags")
	}
	r.later(5*time.Minute - time.Second)
	_, err = r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: p("going")})
	must(r, 0, err)
	if got := seen(); !slices.Equal(got, []string{"going ", "old "}) {
		t.Errorf("before the lag is over: %q", got)
	}
	r.later(time.Second)
	if got := seen(); !slices.Equal(got, []string{"going  deleted", "new ", "old changed"}) {
		t.Errorf("after the lag: %q", got)
	}
	r.later(5 * time.Minute)
	if got := seen(); !slices.Equal(got, []string{"going ", "new ", "old changed"}) {
		t.Errorf("after the restore's lag: %q", got)
	}
}

func TestWhoeverAsksLearnsWhoTheyAre(t *testing.T) {
	r := start(t)
	ask := func(action string) (int, string) {
		req, err := http.NewRequest(http.MethodPost, "http://embedded.invalid/", strings.NewReader("Action="+action+"&Version=2011-06-15"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		res, err := r.Transport().RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	if status, body := ask("GetCallerIdentity"); status != 200 || !strings.Contains(body, "<Account>123456789012</Account>") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := ask("AssumeRole"); status != 400 || !strings.Contains(body, "<Code>InvalidAction</Code>") {
		t.Errorf("%d %s", status, body)
	}
	r.Set(func(k *Knobs) { k.Expired = true })
	if status, body := ask("GetCallerIdentity"); status != 403 || !strings.Contains(body, "<Code>ExpiredToken</Code>") {
		t.Errorf("%d %s", status, body)
	}
	if r.Calls()["GetCallerIdentity"] != 2 {
		t.Error(r.Calls())
	}
}
