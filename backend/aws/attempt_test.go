package aws

import (
	"context"
	"errors"
	"fmt"
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

// Pages are fetched ahead: one may wait for hours for whoever takes it.
func TestAPageTellsWhenItCameAndNotWhenItWasTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(250), takes: 50 * time.Millisecond}
		began, pages := time.Now(), 0
		for p, err := range over(s.carrier()).List(t.Context(), backend.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if took := p.Trip.Came.Sub(p.Trip.Sent); took != s.takes || p.Trip.Came.Sub(began) > time.Minute {
				t.Errorf("page %d was under way for %v, and came after %v", pages+1, took, p.Trip.Came.Sub(began))
			}
			if off := p.At.Sub(p.Trip.Came); off > 0 || off < -time.Second {
				t.Errorf("page %d came %v before the service's time", pages+1, off)
			}
			if pages++; pages == 1 {
				time.Sleep(3 * time.Hour)
			}
		}
		if pages < 2 {
			t.Errorf("%d pages", pages)
		}
	})
}

// vault reads values and answers as each attempt is told to: "ok", "lost" (read, but no answer comes), "halved" (half an
// answer), or the code of a refusal.
type vault struct {
	answers []string
	calls   int
	page    int // of a batch
	read    int // values
}

func (v *vault) carrier() carrier {
	return func(op string, in map[string]any, r *http.Request) (*http.Response, error) {
		answer := v.answers[min(v.calls, len(v.answers)-1)]
		v.calls++
		values := 1
		out := map[string]any{"ARN": "a", "Name": "x", "VersionId": "v", "SecretString": canary}
		if op == "BatchGetSecretValue" {
			out = v.batch(in)
			values = len(out["SecretValues"].([]any))
		}
		switch answer {
		case "ok":
			v.read += values
			return ok(r, out)
		case "lost":
			v.read += values
			return nil, &net.OpError{Op: "read", Err: syscall.ECONNRESET}
		case "halved":
			v.read += values
			return reply(r, http.StatusOK, "application/x-amz-json-1.1", `{"ARN":"a","SecretString":"ma`), nil
		case "InternalServiceError":
			v.read += values // it may have
			return fail(r, http.StatusInternalServerError, answer, "as the test wants")
		}
		return fail(r, http.StatusBadRequest, answer, "as the test wants")
	}
}

func (v *vault) batch(in map[string]any) map[string]any {
	ids := in["SecretIdList"].([]any)
	from := 0
	if mark, ok := in["NextToken"].(string); ok {
		_, _ = fmt.Sscan(mark, &from)
	}
	to := min(from+v.page, len(ids))
	values := []any{}
	for _, id := range ids[from:to] {
		values = append(values, map[string]any{"ARN": id, "Name": id, "VersionId": "v", "SecretString": canary})
	}
	out := map[string]any{"SecretValues": values}
	if to < len(ids) {
		out["NextToken"] = fmt.Sprint(to)
	}
	return out
}

// Whoever counts decrypts counts what the service may have carried out: the SDK's attempts behind a call's back, too.
func TestEveryAttemptThatMayHaveReadAValueIsCounted(t *testing.T) {
	many := []string{"a", "b", "c", "d"}
	for _, c := range []struct {
		what           string
		answers        string
		ids            []string // of a batch, in pages of two
		most, doubtful int
	}{
		{"answered at once", "ok", nil, 1, 0},
		{"two answers lost", "lost lost ok", nil, 3, 2},
		{"all answers lost", "lost", nil, 3, 3},
		{"half an answer", "halved", nil, 1, 1},
		{"failures of the service", "InternalServiceError InternalServiceError ok", nil, 3, 2},
		{"throttled, which reads nothing", "ThrottlingException ThrottlingException ok", nil, 1, 0},
		{"lost, then refused", "lost AccessDeniedException", nil, 1, 1},
		{"refused", "AccessDeniedException", nil, 0, 0},
		{"a batch", "ok", many, 4, 0},
		{"a batch whose first answer was lost", "lost ok", many, 8, 4},
		{"a batch whose last answer was lost", "ok lost ok", many, 6, 2},
		{"a batch that was refused in its middle", "ok AccessDeniedException", many, 2, 0},
		{"a batch that was lost for good in its middle", "ok lost", many, 8, 6},
		{"a batch of two", "lost ok", many[:2], 4, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			v := &vault{answers: strings.Fields(c.answers), page: 2}
			j := backend.NewJournal(over(v.carrier()), time.Now)
			if c.ids != nil {
				_, _ = j.RevealMany(t.Context(), c.ids)
			} else {
				_, _ = j.Reveal(t.Context(), "x", backend.VersionRef{})
			}
			e := j.Entries()[0]
			if j.Decrypts() != c.most || j.Doubtful() != c.doubtful || e.Decrypts != c.most || e.Doubtful != c.doubtful {
				t.Errorf("%s: %d decrypts, %d of them doubtful, want %d and %d", c.what, j.Decrypts(), j.Doubtful(), c.most, c.doubtful)
			}
			if v.read > j.Decrypts() || v.read < j.Decrypts()-j.Doubtful() {
				t.Errorf("%s: the service read %d, the journal says %d to %d", c.what, v.read, j.Decrypts()-j.Doubtful(), j.Decrypts())
			}
		})
	}
}

func TestOnlyWhatWasSentIsCounted(t *testing.T) {
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	var reads atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reads.Add(1)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	}))
	dropped := backend.NewJournal(Open(Options{Region: "eu-west-1", Endpoint: server.URL}), time.Now)
	_, err := dropped.Reveal(t.Context(), "x", backend.VersionRef{})
	fails(t, err, backend.ErrUnreachable)
	if n := int(reads.Load()); n != attempts || dropped.Decrypts() != n || dropped.Doubtful() != n {
		t.Errorf("%d requests came, %d decrypts are counted", n, dropped.Decrypts())
	}
	server.Close()
	refused := backend.NewJournal(Open(Options{Region: "eu-west-1", Endpoint: server.URL}), time.Now)
	_, err = refused.Reveal(t.Context(), "x", backend.VersionRef{})
	fails(t, err, backend.ErrUnreachable)
	if refused.Decrypts() != 0 {
		t.Errorf("nothing was sent, %d decrypts are counted", refused.Decrypts())
	}
}

func TestAReadThatIsCutShortMayHaveHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		j := backend.NewJournal(over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
			cancel()
			<-r.Context().Done()
			return nil, r.Context().Err()
		}), time.Now)
		if _, err := j.Reveal(ctx, "x", backend.VersionRef{}); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if j.Decrypts() != 1 || j.Doubtful() != 1 {
			t.Errorf("%d decrypts, %d doubtful", j.Decrypts(), j.Doubtful())
		}
		if _, err := j.Reveal(ctx, "x", backend.VersionRef{}); err == nil || j.Decrypts() != 1 {
			t.Errorf("a call that never began: %v, %d decrypts", err, j.Decrypts())
		}
	})
}
