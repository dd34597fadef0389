package backend

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// stub answers every call it is asked in these tests with err, or with nothing.
type stub struct {
	Backend
	err   error
	items []RevealedItem
	pages []int
	calls int
	mu    sync.Mutex
}

func (s *stub) called() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	return s.err
}

func (s *stub) List(context.Context, Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		for _, n := range s.pages {
			if !yield(Page{Secrets: make([]Secret, n)}, nil) {
				return
			}
		}
		if s.err != nil {
			yield(Page{}, s.err)
		}
	}
}

func (s *stub) Versions(context.Context, string, bool) iter.Seq2[[]Version, error] {
	return func(yield func([]Version, error) bool) { yield(make([]Version, 3), s.err) }
}

func (s *stub) Reveal(context.Context, string, VersionRef) (Revealed, error) {
	return Revealed{Value: TextValue(canary)}, s.called()
}

func (s *stub) RevealMany(context.Context, []string) ([]RevealedItem, error) {
	return s.items, s.called()
}
func (s *stub) Describe(context.Context, string) (Detail, error) { return Detail{}, s.called() }
func (s *stub) Restore(context.Context, string) error            { return s.called() }
func (s *stub) Put(context.Context, string, NewVersion) (Written, error) {
	return Written{}, s.called()
}
func (s *stub) Delete(context.Context, string, Deletion) (Deleted, error) {
	return Deleted{}, s.called()
}

// clock goes on by a second whenever it is read.
func clock() func() time.Time {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var mu sync.Mutex
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(time.Second)
		return at
	}
}

func TestTheJournalTellsWhatWasDone(t *testing.T) {
	be := &stub{pages: []int{100, 100, 3}}
	j := NewJournal(be, clock())
	ctx := t.Context()
	for range j.List(ctx, Query{}) {
	}
	_, _ = j.Reveal(ctx, "prod/x", VersionRef{Stage: Previous})
	_ = j.Restore(ctx, "prod/y")
	_, _ = j.Delete(ctx, "prod/y", Deletion{WindowDays: 9})
	be.err = &Error{Op: "save", ID: "prod/z", Kind: ErrDenied}
	_, _ = j.Put(ctx, "prod/z", NewVersion{Value: TextValue(canary)})

	var got []string
	for _, e := range j.Entries() {
		got = append(got, fmt.Sprintf("%s %s|%s|%d|%v|%v|%v", e.Words(), e.Target, e.Detail, e.Decrypts, e.Writes(), e.Took, e.Err))
	}
	want := []string{
		"list secrets |3 pages, 203 secrets|0|false|1s|<nil>",
		"reveal prod/x|AWSPREVIOUS|1|false|1s|<nil>",
		"restore prod/y||0|true|1s|<nil>",
		"delete prod/y|recovery window 9 days|0|true|1s|<nil>",
		"save prod/z|AWSCURRENT|0|true|1s|could not save prod/z: access denied",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if j.Calls() != 7 || j.Decrypts() != 1 || j.Dropped() != 0 {
		t.Errorf("%d calls, %d decrypts, %d dropped", j.Calls(), j.Decrypts(), j.Dropped())
	}
	if all := fmt.Sprintf("%+v %#v", j.Entries(), j.Entries()); strings.Contains(all, canary) {
		t.Error("the journal keeps a value")
	}
}

func TestAReadThatMayHaveHappenedIsADecrypt(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 1},
		{&Error{Kind: ErrDenied}, 0},
		{&Error{Kind: ErrNotFound}, 0},
		{&Error{Kind: ErrNoValue}, 0},
		{&Error{Kind: ErrPendingDeletion}, 0},
		{&Error{Kind: ErrKMS}, 0},
		{&Error{Kind: ErrExpired}, 0},
		{&Error{Kind: ErrNoCredentials, Unsent: true}, 0},
		{&Error{Kind: ErrThrottled}, 0},
		{&Error{Kind: ErrUnreachable, Unsent: true}, 0},
		{&Error{Kind: ErrUnreachable}, 1},
		{&Error{Kind: ErrTimeout, Err: context.DeadlineExceeded}, 1},
		{&Error{Kind: ErrTimeout, Unsent: true}, 0},
		{&Error{Kind: ErrMalformed}, 1},
		{&Error{Kind: ErrServer}, 1},
		{&Error{Err: context.Canceled}, 1},
		{&Error{Err: context.Canceled, Unsent: true}, 0},
		{errors.New("something else"), 1},
	} {
		j := NewJournal(&stub{err: c.err}, clock())
		_, err := j.Reveal(t.Context(), "x", VersionRef{})
		if err != c.err || j.Decrypts() != c.want || j.Entries()[0].Decrypts != c.want {
			t.Errorf("%v: %d decrypts, want %d", c.err, j.Decrypts(), c.want)
		}
	}
}

func TestABatchCountsEachSecretThatWasRead(t *testing.T) {
	be := &stub{items: []RevealedItem{{ID: "a"}, {ID: "b", Err: &Error{Kind: ErrNoValue}}, {ID: "c"}, {ID: "d", Err: &Error{Kind: ErrMalformed}}}}
	j := NewJournal(be, clock())
	_, _ = j.RevealMany(t.Context(), []string{"a", "b", "c", "d"})
	if j.Decrypts() != 3 || j.Calls() != 1 {
		t.Errorf("%d decrypts in %d calls", j.Decrypts(), j.Calls())
	}
	be.err = &Error{Kind: ErrTimeout}
	_, _ = j.RevealMany(t.Context(), []string{"a", "b"})
	be.err = &Error{Kind: ErrDenied}
	_, _ = j.RevealMany(t.Context(), []string{"a", "b"})
	if j.Decrypts() != 5 {
		t.Errorf("%d decrypts", j.Decrypts())
	}
}

func TestAListingThatFailsOrIsLeftIsStillOneEntry(t *testing.T) {
	be := &stub{pages: []int{1, 1, 1}, err: &Error{Kind: ErrTimeout}}
	j := NewJournal(be, clock())
	for range j.List(t.Context(), Query{}) {
		break
	}
	for range j.List(t.Context(), Query{}) {
	}
	for range j.Versions(t.Context(), "x", true) {
	}
	es := j.Entries()
	if len(es) != 3 || es[0].Detail != "1 page, 1 secret" || es[0].Err != nil || es[1].Calls != 4 || !errors.Is(es[1].Err, ErrTimeout) || es[2].Detail != "3 versions" {
		t.Errorf("%+v", es)
	}
}

func TestTheJournalForgetsTheOldestAndSaysHowMany(t *testing.T) {
	j := NewJournal(&stub{}, clock())
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range (JournalSize + 50) / 10 {
				_, _ = j.Reveal(t.Context(), "x", VersionRef{})
				_ = j.Entries()
			}
		})
	}
	wg.Wait()
	es := j.Entries()
	if len(es) != JournalSize || j.Dropped() != 50 || j.Decrypts() != JournalSize+50 || j.Calls() != JournalSize+50 {
		t.Errorf("%d entries, %d dropped, %d decrypts", len(es), j.Dropped(), j.Decrypts())
	}
	one := NewJournal(&stub{}, clock())
	for i := range JournalSize + 7 {
		_ = one.Restore(t.Context(), fmt.Sprint(i))
	}
	for i, e := range one.Entries() {
		if e.Target != fmt.Sprint(i+7) {
			t.Fatalf("entry %d is %s", i, e.Target)
		}
	}
}
