package aws

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// shelf is a server that can only list, with every bad habit a listing can have.
type shelf struct {
	names       []string
	ignoreOrder bool
	collate     func(a, b string) int
	page        int           // its largest page
	takes       time.Duration // for a page
	onCall      func(n int, in map[string]any) (code string)
	calls       atomic.Int64
	far         atomic.Int64 // the calls for descending pages
	busy        atomic.Int64 // calls that have not come to their end
	mu          sync.Mutex
	sorted      map[any][]string // by direction
}

func (s *shelf) carrier() carrier {
	return func(op string, in map[string]any, r *http.Request) (*http.Response, error) {
		n := int(s.calls.Add(1))
		s.busy.Add(1)
		defer s.busy.Add(-1)
		if in["SortOrder"] == "desc" {
			s.far.Add(1)
		}
		if s.takes > 0 {
			select {
			case <-time.After(s.takes):
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}
		if s.onCall != nil {
			s.mu.Lock()
			code := s.onCall(n, in)
			s.mu.Unlock()
			if code != "" {
				return fail(r, http.StatusBadRequest, code, "as the test wants")
			}
		}
		return ok(r, s.answer(in))
	}
}

func (s *shelf) answer(in map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sorted == nil {
		s.sorted = map[any][]string{"asc": slices.Clone(s.names), "desc": slices.Clone(s.names)}
		if collate := s.collate; !s.ignoreOrder {
			if collate == nil {
				collate = strings.Compare
			}
			slices.SortFunc(s.sorted["asc"], collate)
			slices.SortFunc(s.sorted["desc"], func(a, b string) int { return collate(b, a) })
		}
	}
	rows := s.sorted[in["SortOrder"]]
	from, _ := strconv.Atoi(fmt.Sprint(in["NextToken"]))
	size := int(in["MaxResults"].(float64))
	if s.page > 0 {
		size = min(size, s.page)
	}
	to := min(from+size, len(rows))
	list := []map[string]any{}
	for _, name := range rows[from:to] {
		list = append(list, map[string]any{"Name": name, "ARN": arnOf(name)})
	}
	out := map[string]any{"SecretList": list}
	if to < len(rows) {
		out["NextToken"] = strconv.Itoa(to)
	}
	return out
}

func arnOf(name string) string {
	return "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-AbCdEf"
}

func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("prod/team-%02d/service-%05d", (i*7)%40, (i*7919)%100003)
	}
	return names
}

func sorted(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return out
}

func backwards(names []string) []string {
	slices.Reverse(names)
	return names
}
