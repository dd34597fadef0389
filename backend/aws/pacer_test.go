package aws

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

func TestAThrottledListingSlowsDownAndCompletes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(5000), takes: 20 * time.Millisecond}
		luck := rand.New(rand.NewPCG(1, 2))
		s.onCall = func(int, map[string]any) string {
			if luck.IntN(2) == 0 {
				return "ThrottlingException"
			}
			return ""
		}
		c := over(s.carrier())
		got, _, err := collect(t, c, backend.Query{})
		if err != nil || len(got) != 5000 {
			t.Errorf("got %d, %v", len(got), err)
		}
		if rate := c.pace(backend.OpList).rate; rate > 100 {
			t.Errorf("the pace is still %v pages a second", rate)
		}
	})
}

func TestAListingKeepsToItsRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(10_000)}
		c := Open(Options{Transport: s.carrier(), PagesPerSecond: 50})
		begin := time.Now()
		got, _, err := collect(t, c, backend.Query{})
		if took := time.Since(begin); err != nil || len(got) != 10_000 || took < 1900*time.Millisecond {
			t.Errorf("%d rows at 50 pages a second in %v, %v", len(got), took, err)
		}
	})
}

// most is how many of the times are within one second.
func most(at []time.Time) (n int) {
	for i := range at {
		within := 0
		for _, later := range at[i:] {
			if later.Sub(at[i]) < time.Second {
				within++
			}
		}
		n = max(n, within)
	}
	return n
}

// paced is a client that keeps to the service's quotas, as one of AWS does: an embedded server has none.
func paced(s carrier) *Client {
	c := over(s)
	c.paces = newPaces(Options{})
	return c
}

func TestAListingIsFastFromItsBeginningAndStaysUnderTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		s := &shelf{names: manyNames(50_000), takes: 2 * time.Millisecond, onCall: func(int, map[string]any) string {
			at = append(at, time.Now())
			return ""
		}}
		begin := time.Now()
		got, _, err := collect(t, paced(s.carrier()), backend.Query{})
		if took := time.Since(begin); err != nil || len(got) != 50_000 || took > 6*time.Second {
			t.Errorf("%d rows in %v, %v", len(got), took, err)
		}
		if n := most(at); n > 100 {
			t.Errorf("%d calls within a second", n)
		}
	})
}

func TestWritesStayUnderTheQuotaHoweverManyAreBegunAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var at []time.Time
		c := paced(func(op string, in map[string]any, r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			if op == "RestoreSecret" {
				at = append(at, time.Now())
			}
			return ok(r, map[string]any{"ARN": arnOf("x"), "Name": "x"})
		})
		begin := time.Now()
		var all sync.WaitGroup
		for range 90 {
			all.Go(func() {
				if err := c.Restore(t.Context(), "x"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n, took := most(at), time.Since(begin); len(at) != 90 || n > 50 || took > 2100*time.Millisecond {
			t.Errorf("%d of %d writes within a second, all in %v", n, len(at), took)
		}
	})
}
