package find

import (
	"slices"
	"testing"
	"time"

	"strongroom/internal/tools"
)

// inSlices asks as somebody types: of each query so many slices, as short as they can be, and of the last one all.
func inSlices(x *Index, typed []string, slices func(key int) int) (f *Result, least int) {
	for i, q := range typed {
		s := x.sliced(q, Active, Order{}, noon)
		last := i == len(typed)-1
		for n := 0; last || n < slices(i); n++ {
			var done bool
			if f, done = s.Go(0); done {
				least = n
				break
			}
		}
		if !last {
			s.GiveUp()
		}
	}
	return f, least
}

// sliced is Find in slices.
func (x *Index) sliced(query string, v View, o Order, now time.Time) *Search {
	return x.InSlices(func() *Result { return x.Find(query, v, o, now) })
}

func TestWhatIsGivenUpLeavesNothingWrongBehind(t *testing.T) {
	x := filled(slices.Concat(twoEnds(newCompany(21).secrets(40_000))...))
	company := newCompany(22)
	whole := 0
	for _, script := range scripts() {
		for i := range script.keys {
			if tools.LeavesOut(i, 1) {
				continue
			}
			typed := script.keys[max(0, i-4) : i+1]
			got, slices := inSlices(x, typed, func(int) int { return company.rng.IntN(12) })
			whole += slices
			sameRows(t, x, script.keys[i], got)
			if company.rng.IntN(4) == 0 {
				x.Find("", Active, Order{}, noon)
			}
		}
	}
	if tools.LeavesOut(1, 1) {
		whole *= 8
	}
	if whole < 1000 {
		t.Fatalf("only %d slices: nothing was interrupted", whole)
	}
}

// sameRows fails where an answer is not that of an index which has never been asked.
func sameRows(t *testing.T, x *Index, query string, got *Result) {
	t.Helper()
	terms, found, last := x.terms, x.found, x.last
	x.terms, x.found, x.last = map[termKey]*nameMatches{}, map[fieldKey]*fieldMatches{}, nil
	defer func() { x.terms, x.found, x.last = terms, found, last }()
	want := x.Find(query, Active, Order{}, noon)
	if got.Len() != want.Len() {
		t.Fatalf("%q: %d found, want %d", query, got.Len(), want.Len())
	}
	for i := range min(got.Len(), headSize) {
		if got.Row(i) != want.Row(i) {
			t.Fatalf("%q: at %d %q, want %q", query, i, x.Name(got.Row(i)), x.Name(want.Row(i)))
		}
	}
}

func TestASearchBeginsAnewWhereTheIndexHasChanged(t *testing.T) {
	secrets := newCompany(23).secrets(40_000)
	x := filled(secrets[:39_900])
	for before := range 6 {
		x.Find("", Active, Order{}, noon)
		s := x.sliced("prodpay", Active, Order{}, noon)
		for range before {
			if _, done := s.Go(0); done {
				t.Fatalf("done after %d slices: nothing was interrupted", before)
			}
		}
		x.Put(secrets[39_900+before : 39_901+before])
		x.Remove(secrets[before].ARN)
		for done := false; !done; {
			var f *Result
			if f, done = s.Go(0); done {
				sameRows(t, x, "prodpay", f)
			}
		}
	}
}

func TestASliceEndsWhenItsTimeIsOver(t *testing.T) {
	x := filled(newCompany(24).secrets(40_000))
	if _, done := x.sliced("prod", Active, Order{}, noon).Go(time.Hour); !done {
		t.Error("an hour is not enough")
	}
	s := x.sliced("stripe", Active, Order{}, noon)
	defer s.GiveUp()
	if _, done := s.Go(0); done {
		t.Error("no time at all is enough")
	}
	if !slices.Equal(namesOf(x, x.Find("!e !a !o", Active, Order{}, noon)), namesOf(x, x.Find("!o !e !a", Active, Order{}, noon))) {
		t.Error("between two slices nothing else can be asked")
	}
}

func TestSortingByDateGivesWayBetweenItsSteps(t *testing.T) {
	x := filled(newCompany(3).secrets(10_000))
	order := Order{By: Changed, Descending: true}
	want := x.All(Active, order, noon)
	x = filled(newCompany(3).secrets(10_000))
	s, slices := x.sliced("", Active, order, noon), 1
	for {
		f, done := s.Go(-1)
		if done {
			if f.Len() != len(want) || f.Row(0) != want[0] || f.Row(5000) != want[5000] {
				t.Errorf("%d rows, the first is %d, want %d, %d", f.Len(), f.Row(0), len(want), want[0])
			}
			break
		}
		slices++
	}
	if slices < 5 { // the dates, the keys made short, three passes over them
		t.Errorf("it took %d slices", slices)
	}
	s = x.sliced("", Active, Order{By: Created}, noon)
	s.Go(-1)
	s.GiveUp()
	if f := x.Find("", Active, Order{By: Created}, noon); f.Len() != len(want) {
		t.Errorf("after one that was given up there are %d rows, want %d", f.Len(), len(want))
	}
}
