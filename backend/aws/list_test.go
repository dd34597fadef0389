package aws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

func TestBothEndsGiveEverySecretOnce(t *testing.T) {
	quiet(t)
	for _, n := range []int{0, 1, 2, 99, 100, 101, 199, 200, 201, 250, 399, 1000, 1500} {
		for _, page := range []int{1, 7, 50, 99, 100} {
			if n/page > 60 {
				continue
			}
			for _, descending := range []bool{false, true} {
				s := &shelf{names: manyNames(n), page: page}
				got, _, err := collect(t, over(s.carrier()), backend.Query{Descending: descending})
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(sorted(got), sorted(s.names)) {
					t.Fatalf("%d secrets in pages of %d, descending %v: got %d", n, page, descending, len(got))
				}
			}
		}
	}
}

func TestBothEndsAskForHardlyMorePages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(10_000), takes: 50 * time.Millisecond}
		begin := time.Now()
		got, _, err := collect(t, over(s.carrier()), backend.Query{})
		took := time.Since(begin)
		if err != nil || len(got) != 10_000 {
			t.Fatal(len(got), err)
		}
		if calls := s.calls.Load(); calls > 104 {
			t.Errorf("100 pages took %d calls", calls)
		}
		if took > 2800*time.Millisecond {
			t.Errorf("both ends took %v, one end takes 5 s", took)
		}
	})
}

func TestTheFirstPageComesAfterOneAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(5000), takes: 50 * time.Millisecond}
		begin := time.Now()
		for p, err := range over(s.carrier()).List(t.Context(), backend.Query{}) {
			if err != nil || len(p.Secrets) != 100 {
				t.Fatal(err)
			}
			break
		}
		if took := time.Since(begin); took != 50*time.Millisecond {
			t.Errorf("the first page took %v, and leaving after it included", took)
		}
	})
}

func TestAServerThatIgnoresTheOrderIsListedFromOneEnd(t *testing.T) {
	for _, c := range []struct {
		what  string
		names []string
		page  int
	}{
		{"creation order", manyNames(730), 100},
		{"creation order that looks sorted at first", append(sorted(manyNames(500)), "a", "b", "c"), 100},
		{"creation order that is the names' order", sorted(manyNames(730)), 100},
		{"the same, one secret to a page", sorted(manyNames(20)), 1},
		{"the same, two secrets to a page", sorted(manyNames(21)), 2},
		{"backwards", backwards(sorted(manyNames(430))), 100},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := &shelf{names: c.names, ignoreOrder: true, page: c.page}
			got, _, err := collect(t, over(s.carrier()), backend.Query{})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(sorted(got), sorted(s.names)) {
				t.Errorf("got %d of %d", len(got), len(s.names))
			}
			if calls, pages := s.calls.Load(), int64((len(c.names)+c.page-1)/c.page); calls > pages+4 {
				t.Errorf("%d pages took %d calls", pages, calls)
			}
		})
	}
}

func TestAnyCollationIsListedWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names := []string{}
		for i := range 450 {
			names = append(names, []string{"Team", "team", "tEAM-", "te-am", "_team", "a/", "A-", "z", "Z"}[i%9]+fmt.Sprint(i*31%1000))
		}
		withoutHyphens := func(a, b string) int {
			return cmp.Or(strings.Compare(strings.ReplaceAll(a, "-", ""), strings.ReplaceAll(b, "-", "")), strings.Compare(a, b))
		}
		for what, collate := range map[string]func(a, b string) int{
			"bytes": strings.Compare, "folded": func(a, b string) int { return cmp.Or(byFolded(a, b), strings.Compare(a, b)) },
			"hyphens ignored": withoutHyphens,
		} {
			for _, page := range []int{3, 10, 100} {
				s := &shelf{names: names, collate: collate, page: page, takes: time.Millisecond}
				got, _, err := collect(t, over(s.carrier()), backend.Query{})
				if err != nil || !slices.Equal(sorted(got), sorted(names)) {
					t.Errorf("%s, pages of %d: got %d of %d, %v", what, page, len(got), len(names), err)
				}
				if pages := int64(len(names) / page); what != "hyphens ignored" && pages > 10 && s.far.Load() < pages/4 {
					t.Errorf("%s, pages of %d: only %d pages came from the far end", what, page, s.far.Load())
				}
			}
		}
	})
}

func TestOtherOrdersAndFiltersUseOneEnd(t *testing.T) {
	for _, q := range []backend.Query{{SortBy: backend.SortChanged}, {Filters: []backend.Filter{{Key: "name", Values: []string{"prod"}}}}} {
		s := &shelf{names: manyNames(1000)}
		s.onCall = func(_ int, in map[string]any) string {
			if in["SortOrder"] != "asc" || in["IncludePlannedDeletion"] != true {
				t.Errorf("asked with %v", in)
			}
			return ""
		}
		if got, _, err := collect(t, over(s.carrier()), q); err != nil || len(got) != 1000 || s.calls.Load() != 10 {
			t.Errorf("got %d in %d calls, %v", len(got), s.calls.Load(), err)
		}
	}
}

func TestRowsBeforeAFailedPageStay(t *testing.T) {
	s := &shelf{names: manyNames(2000)}
	s.onCall = func(n int, _ map[string]any) string {
		if n > 6 {
			return "AccessDeniedException"
		}
		return ""
	}
	got, pages, err := collect(t, over(s.carrier()), backend.Query{})
	fails(t, err, backend.ErrDenied)
	if len(got) < 100 || pages < 1 || len(got) > 600 {
		t.Errorf("%d rows on %d pages", len(got), pages)
	}
}

func TestARefusedPageMarkBeginsAgainWithoutRepeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(2000), takes: 10 * time.Millisecond}
		refusals, farCalls := 0, 0
		s.onCall = func(n int, in map[string]any) string {
			if in["NextToken"] != nil && n%3 == 0 && refusals < 3 {
				refusals++
				return codeBadMark
			}
			if in["SortOrder"] == "desc" {
				farCalls++
			}
			return ""
		}
		got, _, err := collect(t, over(s.carrier()), backend.Query{})
		if err != nil || !slices.Equal(sorted(got), sorted(s.names)) {
			t.Errorf("got %d of %d, %v", len(got), len(s.names), err)
		}
		if refusals != 3 {
			t.Errorf("the server refused %d times", refusals)
		}
		if farCalls < 5 {
			t.Errorf("after it, the far end gave only %d pages", farCalls)
		}
	})
}

func TestPageMarksRefusedForEverEndTheListing(t *testing.T) {
	s := &shelf{names: manyNames(500)}
	s.onCall = func(_ int, in map[string]any) string {
		if in["NextToken"] != nil {
			return codeBadMark
		}
		return ""
	}
	got, _, err := collect(t, over(s.carrier()), backend.Query{})
	if e := fails(t, err, backend.ErrServer); e.Code != codeBadMark {
		t.Error(e.Code)
	}
	if len(got) < 100 {
		t.Errorf("got %d", len(got))
	}
}

func TestEndlessListingsEnd(t *testing.T) {
	row := map[string]any{"Name": "a", "ARN": arnOf("a")}
	for _, c := range []struct {
		what   string
		answer func(n int64) map[string]any
		calls  int64
	}{
		{"one mark for ever", func(int64) map[string]any { return map[string]any{"SecretList": []any{row}, "NextToken": "x"} }, 6},
		{"two marks in turn", func(n int64) map[string]any {
			return map[string]any{"SecretList": []any{row}, "NextToken": fmt.Sprint(n % 2)}
		}, 10},
		{"empty pages", func(n int64) map[string]any {
			return map[string]any{"SecretList": []any{}, "NextToken": fmt.Sprint(n)}
		}, 2*maxBarren + 20},
		{"the same page again", func(n int64) map[string]any {
			return map[string]any{"SecretList": []any{row}, "NextToken": fmt.Sprint(n)}
		}, 2*maxBarren + 20},
	} {
		t.Run(c.what, func(t *testing.T) {
			var calls atomic.Int64
			_, _, err := collect(t, over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				return ok(r, c.answer(calls.Add(1)))
			}), backend.Query{})
			fails(t, err, backend.ErrMalformed)
			if calls.Load() > c.calls {
				t.Errorf("it took %d calls", calls.Load())
			}
		})
	}
}

func TestAListedSecretWithoutANameIsAnError(t *testing.T) {
	for _, row := range []map[string]any{{}, {"Name": "a"}, {"ARN": arnOf("a")}, {"Name": "", "ARN": arnOf("a")}} {
		_, _, err := collect(t, over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
			return ok(r, map[string]any{"SecretList": []any{row}})
		}), backend.Query{})
		fails(t, err, backend.ErrMalformed)
	}
}

func TestAFewEmptyPagesAreLegal(t *testing.T) {
	var calls atomic.Int64
	got, pages, err := collect(t, Open(Options{OneEnd: true, Transport: carrier(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		n := calls.Add(1)
		out := map[string]any{"SecretList": []any{}, "NextToken": fmt.Sprint(n)}
		if n%10 == 0 {
			out["SecretList"] = []any{map[string]any{"Name": fmt.Sprint("s", n), "ARN": arnOf(fmt.Sprint("s", n))}}
		}
		if n == 100 {
			delete(out, "NextToken")
		}
		return ok(r, out)
	})}), backend.Query{})
	if err != nil || len(got) != 10 || pages != 100 {
		t.Errorf("got %d on %d pages, %v", len(got), pages, err)
	}
}

func TestCancellingAListingEndsItAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(5000), takes: time.Second}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5500*time.Millisecond, cancel)
		begin := time.Now()
		rows := 0
		var last error
		for p, err := range over(s.carrier()).List(ctx, backend.Query{}) {
			rows, last = rows+len(p.Secrets), err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("ended with %v", last)
		}
		if took := time.Since(begin); took != 5500*time.Millisecond {
			t.Errorf("took %v", took)
		}
		if rows != 900 {
			t.Errorf("%d rows had arrived", rows)
		}
	})
}

func TestLeavingAListingLeavesNoGoroutine(t *testing.T) {
	quiet(t)
	for stopAt := range 6 {
		s := &shelf{names: manyNames(3000), takes: time.Millisecond}
		n := 0
		for range over(s.carrier()).List(t.Context(), backend.Query{}) {
			if n++; n > stopAt {
				break
			}
		}
		if busy := s.busy.Load(); busy != 0 {
			t.Errorf("left after %d pages, %d calls are still running", n, busy)
		}
	}
}

func BenchmarkListing5000At50ms(b *testing.B) {
	for _, oneEnd := range []bool{false, true} {
		name := map[bool]string{false: "both ends", true: "one end"}[oneEnd]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s := &shelf{names: manyNames(5000), takes: 50 * time.Millisecond}
				n := 0
				for p, err := range Open(Options{Transport: s.carrier(), OneEnd: oneEnd}).List(b.Context(), backend.Query{}) {
					if err != nil {
						b.Fatal(err)
					}
					n += len(p.Secrets)
				}
				b.ReportMetric(float64(s.calls.Load()), "calls")
				if n != 5000 {
					b.Fatal(n)
				}
			}
		})
	}
}
