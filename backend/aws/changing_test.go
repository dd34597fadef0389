package aws

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

// changing is a server whose secrets come and go between any two pages. A page mark is the name it has come to.
type changing struct {
	mu     sync.Mutex
	rng    *rand.Rand
	arns   map[string]string // by name
	stayed map[string]bool   // ARNs that were there all the time
	ever   map[string]bool
	made   int
	calls  int
	// mishap is asked before each page: "" for none, a code, or "panic".
	mishap func(s *changing, in map[string]any) string
}

func newChanging(rng *rand.Rand, n int) *changing {
	s := &changing{rng: rng, arns: map[string]string{}, stayed: map[string]bool{}, ever: map[string]bool{}}
	for range n {
		s.make()
	}
	for _, arn := range s.arns {
		s.stayed[arn] = true
	}
	return s
}

func (s *changing) make() {
	name := fmt.Sprintf("team-%d/%03d", s.rng.IntN(4), s.rng.IntN(400))
	if s.arns[name] != "" {
		return
	}
	s.made++
	arn := fmt.Sprintf("arn:aws:secretsmanager:eu-west-1:123456789012:secret:%s-%06d", name, s.made)
	s.arns[name], s.ever[arn] = arn, true
}

func (s *changing) wasThere(arn string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ever[arn]
}

// change makes and unmakes some; a name that is made anew is another secret.
func (s *changing) change() {
	for range s.rng.IntN(4) {
		if names := slices.Sorted(maps.Keys(s.arns)); s.rng.IntN(2) == 0 && len(names) > 0 {
			name := names[s.rng.IntN(len(names))]
			delete(s.stayed, s.arns[name])
			delete(s.arns, name)
		}
		s.make()
	}
}

func (s *changing) RoundTrip(r *http.Request) (*http.Response, error) {
	return carrier(func(_ string, in map[string]any, r *http.Request) (*http.Response, error) {
		s.mu.Lock()
		wait := time.Duration(s.rng.IntN(30)) * time.Millisecond
		s.mu.Unlock()
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls++
		if s.mishap != nil {
			switch code := s.mishap(s, in); code {
			case "":
			case "panic":
				panic(canary)
			default:
				return fail(r, http.StatusBadRequest, code, "as the test wants")
			}
		}
		s.change()
		return ok(r, s.page(in))
	}).RoundTrip(r)
}

func (s *changing) page(in map[string]any) map[string]any {
	names := slices.Sorted(maps.Keys(s.arns))
	from, marked := in["NextToken"].(string)
	if in["SortOrder"] == "desc" {
		slices.Reverse(names)
	}
	if marked {
		names = slices.DeleteFunc(names, func(n string) bool {
			return in["SortOrder"] == "desc" && n >= from || in["SortOrder"] == "asc" && n <= from
		})
	}
	size := 1 + s.rng.IntN(9)
	if s.rng.IntN(8) == 0 {
		size = 0 // an empty page with a mark is legal
	}
	out, list := map[string]any{}, []map[string]any{}
	if size < len(names) {
		names = names[:size]
		if out["NextToken"] = from; size > 0 {
			out["NextToken"] = names[size-1]
		} else if !marked {
			out["NextToken"] = map[any]string{"asc": "!", "desc": "~"}[in["SortOrder"]]
		}
		if size == 0 && marked { // a mark must not come twice
			return s.page(in)
		}
	}
	for _, n := range names {
		list = append(list, map[string]any{"Name": n, "ARN": s.arns[n]})
	}
	out["SecretList"] = list
	return out
}

func TestAListingOfAChangingAccountLosesAndDoublesNothing(t *testing.T) {
	mishaps := map[string]func(*rand.Rand) func(*changing, map[string]any) string{
		"none": func(*rand.Rand) func(*changing, map[string]any) string { return nil },
		"marks grow old": func(rng *rand.Rand) func(*changing, map[string]any) string {
			left := map[any]int{"asc": maxRestarts, "desc": maxRestarts}
			return func(_ *changing, in map[string]any) string {
				if dir := in["SortOrder"]; in["NextToken"] != nil && left[dir] > 0 && rng.IntN(12) == 0 {
					left[dir]--
					return codeBadMark
				}
				return ""
			}
		},
		"one end fails": func(rng *rand.Rand) func(*changing, map[string]any) string {
			bad := []any{"asc", "desc"}[rng.IntN(2)]
			how := []string{"AccessDeniedException", codeBadMark, "ValidationException", "panic"}[rng.IntN(4)]
			return func(s *changing, in map[string]any) string {
				if in["SortOrder"] == bad && s.calls > 4 && (how != codeBadMark || in["NextToken"] != nil) {
					return how
				}
				return ""
			}
		},
	}
	for what, mishap := range mishaps {
		t.Run(what, func(t *testing.T) {
			for seed := range uint64(120) {
				synctest.Test(t, func(t *testing.T) {
					rng := rand.New(rand.NewPCG(seed, 9))
					s := newChanging(rng, 1+rng.IntN(150))
					s.mishap = mishap(rng)
					seen := map[string]bool{}
					for p, err := range Open(Options{Transport: s}).List(t.Context(), backend.Query{}) {
						if err != nil {
							t.Fatalf("seed %d: after %d: %v (%s)", seed, len(seen), err, backend.Message(err))
						}
						for _, one := range p.Secrets {
							if seen[one.ARN] || !s.wasThere(one.ARN) || !strings.HasPrefix(one.ARN[len(one.ARN)-7-len(one.Name):], one.Name) {
								t.Fatalf("seed %d: %s (%s): seen %v, there %v", seed, one.ARN, one.Name, seen[one.ARN], s.wasThere(one.ARN))
							}
							seen[one.ARN] = true
						}
					}
					for arn := range s.stayed {
						if !seen[arn] {
							t.Fatalf("seed %d: %s is lost; %d of %d came", seed, arn, len(seen), len(s.arns))
						}
					}
				})
			}
		})
	}
}

func TestAListingThatBeginsAgainLateGoesOnWithWhatItHas(t *testing.T) {
	for _, oneEnd := range []bool{true, false} {
		for _, at := range []int{2, 52, 60, 85} {
			s := &shelf{names: manyNames(9000)}
			refused := map[any]bool{}
			pages := map[any]int{}
			s.onCall = func(_ int, in map[string]any) string {
				dir := in["SortOrder"]
				if pages[dir]++; pages[dir] == at && !refused[dir] {
					refused[dir] = true
					return codeBadMark
				}
				return ""
			}
			got, _, err := collect(t, Open(Options{Transport: s.carrier(), OneEnd: oneEnd}), backend.Query{})
			if err != nil || !slices.Equal(sorted(got), sorted(s.names)) {
				t.Errorf("begun again at page %d, one end %v: got %d of %d, %v", at, oneEnd, len(got), len(s.names), err)
			}
			if oneEnd && !refused["asc"] {
				t.Errorf("nothing was refused at page %d", at)
			}
		}
	}
}

func TestOneEndThatFailsLeavesTheListingToTheOther(t *testing.T) {
	for _, bad := range []string{"asc", "desc"} {
		for _, how := range []string{"AccessDeniedException", "InternalServiceError", "nameless", "no list", "a row for ever", "panic"} {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{names: manyNames(3000), takes: 5 * time.Millisecond}
				good := s.carrier()
				n := map[any]int{}
				var mu sync.Mutex
				c := over(func(op string, in map[string]any, r *http.Request) (*http.Response, error) {
					mu.Lock()
					n[in["SortOrder"]]++
					calls := n[in["SortOrder"]]
					mu.Unlock()
					if in["SortOrder"] != bad || calls < 3 {
						return good(op, in, r)
					}
					switch how {
					case "nameless":
						return ok(r, map[string]any{"SecretList": []any{map[string]any{"Name": "zzz-fresh", "ARN": arnOf("zzz-fresh")}, map[string]any{}}, "NextToken": "7"})
					case "no list":
						return ok(r, map[string]any{})
					case "a row for ever":
						return ok(r, map[string]any{"SecretList": []any{}, "NextToken": "x"})
					case "panic":
						panic(canary)
					}
					return fail(r, http.StatusBadRequest, how, "as the test wants")
				})
				got, _, err := collect(t, c, backend.Query{})
				if err != nil || !slices.Equal(sorted(got), sorted(s.names)) {
					t.Errorf("%s at the %s end: got %d of %d, %v", how, bad, len(got), len(s.names), err)
				}
			})
		}
	}
}

func TestWhereBothEndsFailTheFirstReasonIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(3000), takes: 5 * time.Millisecond}
		n := 0
		s.onCall = func(_ int, in map[string]any) string {
			switch n++; {
			case n > 9 && in["SortOrder"] == "desc":
				return "AccessDeniedException"
			case n > 30:
				return "ValidationException"
			}
			return ""
		}
		got, _, err := collect(t, over(s.carrier()), backend.Query{})
		fails(t, err, backend.ErrDenied)
		if len(got) < 1500 {
			t.Errorf("only %d came before both ends had failed", len(got))
		}
	})
}

func TestAPanicOfTheClientIsAnError(t *testing.T) {
	quiet(t)
	c := over(func(op string, in map[string]any, r *http.Request) (*http.Response, error) { panic(canary) })
	_, _, err := collect(t, c, backend.Query{})
	fails(t, err, backend.ErrInternal)
	_, err = c.Describe(t.Context(), "prod/x")
	if e := fails(t, err, backend.ErrInternal); e.Unsent {
		t.Error("whether it was carried out is not known")
	}
}

func TestAnAnswerOfAnEndThatWasGivenUpChangesNothing(t *testing.T) {
	first := senseless(backend.OpList, "", "list")
	for _, e := range []*end{{run: 1, failed: first, cancel: func() {}}, {run: 1, dropped: true, cancel: func() {}}} {
		l := &listing{pages: make(chan fetched, 1), seen: newARNSet(), shared: names{}, near: e}
		l.pages <- fetched{from: e, err: cutShort(t.Context())}
		if page, done, err := l.next(t.Context()); page != nil || done || err != nil {
			t.Errorf("it gave %v, %v, %v", page, done, err)
		}
		if e.failed != nil && e.failed != error(first) {
			t.Errorf("the reason became %v", e.failed)
		}
	}
}
