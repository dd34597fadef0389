package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

// embeddedServer is a server with n secrets named s-0000 and on, and a client of it.
func embeddedServer(t *testing.T, n int) (*local.Server, *Client) {
	t.Helper()
	server := local.New(local.Knobs{})
	c := Open(Options{Transport: server.Transport()})
	for i := range n {
		if _, err := c.Create(t.Context(), backend.NewSecret{Name: fmt.Sprintf("s-%04d", i), Value: backend.TextValue(canary)}); err != nil {
			t.Fatal(err)
		}
	}
	server.ResetCalls()
	return server, c
}

func TestBrowsingDecryptsNothing(t *testing.T) {
	server, c := embeddedServer(t, 250)
	names, _, err := collect(t, c, backend.Query{})
	if err != nil || len(names) != 250 {
		t.Fatal(len(names), err)
	}
	for _, name := range names[:50] {
		if _, err := c.Describe(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		for _, err := range c.Versions(t.Context(), name, true) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.Policy(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	if calls := server.Calls(); calls["GetSecretValue"]+calls["BatchGetSecretValue"] != 0 {
		t.Errorf("browsing read values: %v", calls)
	}
	r, err := c.Reveal(t.Context(), "s-0001", backend.VersionRef{})
	if err != nil || !r.Value.Equal(backend.TextValue(canary)) {
		t.Fatal(err)
	}
	if n := server.Calls()["GetSecretValue"]; n != 1 {
		t.Errorf("one reveal made %d reads", n)
	}
}

func TestOnTheServersBadDaysAReadIsAnErrorOrRight(t *testing.T) {
	for what, c := range map[string]struct {
		fault  local.Fault
		kind   error // nil: the client gets over it
		within time.Duration
	}{
		"two failures":    {local.Fault{Kind: local.ServerError, N: 2}, nil, 2 * time.Second},
		"two gateways":    {local.Fault{Kind: local.BadGateway, N: 2}, nil, 2 * time.Second},
		"a reset":         {local.Fault{Kind: local.Reset, N: 1}, nil, time.Second},
		"for ever 500":    {local.Fault{Kind: local.ServerError, N: -1}, backend.ErrServer, readTimeout},
		"for ever 502":    {local.Fault{Kind: local.BadGateway, N: -1}, backend.ErrServer, readTimeout},
		"for ever reset":  {local.Fault{Kind: local.Reset, N: -1}, backend.ErrUnreachable, readTimeout},
		"HTML with 200":   {local.Fault{Kind: local.HTMLOK, N: -1}, backend.ErrMalformed, readTimeout},
		"half an answer":  {local.Fault{Kind: local.Truncated, N: -1}, backend.ErrMalformed, readTimeout},
		"half, after all": {local.Fault{Kind: local.Truncated, N: -1, After: true}, backend.ErrMalformed, readTimeout},
		"nothing in it":   {local.Fault{Kind: local.EmptyObject, N: -1}, backend.ErrMalformed, readTimeout},
		"no answer":       {local.Fault{Kind: local.Hang, N: -1}, backend.ErrTimeout, readTimeout},
		"a quota":         {local.Fault{Kind: local.QuotaReached, N: -1}, backend.ErrQuota, time.Millisecond},
		"bad keys":        {local.Fault{Kind: local.BadKeys, N: -1}, backend.ErrBadCredentials, time.Millisecond},
		"a skewed clock":  {local.Fault{Kind: local.SkewedClock, N: -1}, backend.ErrClock, time.Second}, // tried again with the time that it tells
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, cl := embeddedServer(t, 1)
				server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{c.fault} })
				begin := time.Now()
				r, err := cl.Reveal(t.Context(), "s-0000", backend.VersionRef{})
				if took := time.Since(begin); took > c.within {
					t.Errorf("it took %v", took)
				}
				if c.kind == nil {
					if err != nil || !r.Value.Equal(backend.TextValue(canary)) {
						t.Errorf("%v", err)
					}
					return
				}
				fails(t, err, c.kind)
				if r.Value.Held() {
					t.Error("a value with an error")
				}
			})
		})
	}
}

// The reply to a save is lost after it took effect; the user tries again with the same token.
func TestASaveWhoseReplyWasLostMakesOneVersion(t *testing.T) {
	for _, kind := range []local.FaultKind{local.Reset, local.Truncated, local.BadGateway, local.Hang, local.EmptyObject} {
		synctest.Test(t, func(t *testing.T) {
			server, c := embeddedServer(t, 1)
			v := backend.NewVersion{Value: backend.TextValue("new"), Token: "0123456789abcdef0123456789abcdef"}
			server.Set(func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: kind, N: attempts, After: true}}
			})
			_, first := c.Put(t.Context(), "s-0000", v)
			var e *backend.Error
			if !errors.As(first, &e) || e.Unsent {
				t.Errorf("%d: %v", kind, first)
			}
			server.Set(func(k *local.Knobs) { k.Faults = nil })
			if w, err := c.Put(t.Context(), "s-0000", v); err != nil || w.Version != v.Token {
				t.Errorf("%d: %+v, %v", kind, w, err)
			}
			all := 0
			for vs := range c.Versions(t.Context(), "s-0000", true) {
				all += len(vs)
			}
			if all != 2 {
				t.Errorf("%d: %d versions", kind, all)
			}
		})
	}
}

func TestWithoutATokenRetriesOfOneSaveMakeOneVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := embeddedServer(t, 1)
		server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Reset, N: 2, After: true}}
		})
		if _, err := c.Put(t.Context(), "s-0000", backend.NewVersion{Value: backend.TextValue("new")}); err != nil {
			t.Fatal(err)
		}
		d, err := c.Describe(t.Context(), "s-0000")
		if err != nil || len(d.Stages) != 2 || server.Calls()["PutSecretValue"] != 3 {
			t.Errorf("%v, %v, %v", d.Stages, err, server.Calls())
		}
	})
}

func TestDenialsNameTheActionAndStayLocal(t *testing.T) {
	server, c := embeddedServer(t, 1)
	server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true, "ListSecrets": true} })
	_, err := c.Reveal(t.Context(), "s-0000", backend.VersionRef{})
	if e := fails(t, err, backend.ErrDenied); backend.Hint(e) != "needs secretsmanager:GetSecretValue" {
		t.Error(backend.Hint(e))
	}
	for _, err := range c.List(t.Context(), backend.Query{}) {
		fails(t, err, backend.ErrDenied)
	}
	if _, err := c.Describe(t.Context(), "s-0000"); err != nil {
		t.Errorf("what is allowed fails too: %v", err)
	}
	for fault, want := range map[local.KMSFault]error{local.KMSDenied: backend.ErrKMS, local.KMSDisabled: backend.ErrKMS} {
		server.Set(func(k *local.Knobs) { k.Deny, k.KMS = nil, map[string]local.KMSFault{"": fault} })
		_, err = c.Reveal(t.Context(), "s-0000", backend.VersionRef{})
		fails(t, err, want)
	}
}

func TestListingsOfAnAwkwardServerAreWhole(t *testing.T) {
	for what, knobs := range map[string]local.Knobs{
		"short pages":       {ShortPages: true},
		"some empty pages":  {EmptyEvery: 3},
		"pages of one":      {PageSize: 1},
		"pages of seven":    {PageSize: 7, ShortPages: true, EmptyEvery: 4},
		"half is throttled": {Throttle: 0.5},
		"slow":              {Latency: 300 * time.Millisecond},
		"some calls fail":   {Faults: []local.Fault{{Kind: local.Reset, N: 1}, {Kind: local.ServerError, N: 1}}},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, c := embeddedServer(t, 230)
				server.Set(func(k *local.Knobs) { *k = knobs })
				got, _, err := collect(t, c, backend.Query{})
				slices.Sort(got)
				if err != nil || len(slices.Compact(got)) != 230 {
					t.Errorf("%d secrets, %v", len(got), err)
				}
			})
		})
	}
}

func TestMarksThatGrowOldEndTheListingWithItsRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := embeddedServer(t, 500)
		server.Set(func(k *local.Knobs) { k.TokenLife, k.Latency = time.Second, 2*time.Second })
		got, _, err := collect(t, c, backend.Query{})
		if e := fails(t, err, backend.ErrServer); e.Code != codeBadMark || len(got) < 100 {
			t.Errorf("%d rows, %+v", len(got), e)
		}
	})
}

func TestAnEscapedWaitIsOverAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := embeddedServer(t, 1)
		server.Set(func(k *local.Knobs) { k.Latency = time.Hour })
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begin := time.Now()
		_, err := c.Describe(ctx, "s-0000")
		if fails(t, err, backend.ErrTimeout); time.Since(begin) != 3*time.Second {
			t.Errorf("it took %v", time.Since(begin))
		}
	})
}

func TestGeneratedSecretsAreListedWhole(t *testing.T) {
	server := local.New(local.Knobs{})
	server.SeedGenerated(5_000)
	got, _, err := collect(t, Open(Options{Transport: server.Transport()}), backend.Query{})
	if err != nil || len(got) != 5_000 {
		t.Errorf("%d, %v", len(got), err)
	}
}

func TestAPageInPlaceOfAnAnswerIsNoSuccessWhereTheAnswerWouldBeEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := embeddedServer(t, 1)
		server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Kind: local.HTMLOK, N: -1}} })
		fails(t, c.Tag(t.Context(), "s-0000", []backend.Tag{{Key: "a", Value: "b"}}), backend.ErrMalformed)
		fails(t, c.Untag(t.Context(), "s-0000", []string{"a"}), backend.ErrMalformed)
		server.Set(func(k *local.Knobs) { k.Faults = nil })
		if err := c.Tag(t.Context(), "s-0000", []backend.Tag{{Key: "a", Value: "b"}}); err != nil {
			t.Error(err)
		}
	})
}
