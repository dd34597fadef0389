package change_test

import (
	"context"
	"errors"
	"testing"

	"strongroom/backend"
	"strongroom/backend/change"
)

// TestAWeakSaveIsCurrentOrSaysThatItIsNot begins with a version that the token of the save has made and that is not current: a put
// of it is no error, and changes nothing.
func TestAWeakSaveIsCurrentOrSaysThatItIsNot(t *testing.T) {
	put := func(b *bench, s change.Save, labels ...string) {
		if _, err := b.be.Put(t.Context(), b.arn, backend.NewVersion{Value: s.Value, Stages: labels, Token: s.Token}); err != nil {
			t.Fatal(err)
		}
	}
	move := func(b *bench, m backend.LabelMove) {
		if err := b.be.MoveLabel(t.Context(), b.arn, m); err != nil {
			t.Fatal(err)
		}
	}
	for what, c := range map[string]struct {
		left   bool
		before func(*bench, change.Save)
	}{
		"it waits aside": {true, func(b *bench, s change.Save) { put(b, s, s.Label()) }},
		"it has no label any more": {false, func(b *bench, s change.Save) {
			put(b, s, s.Label())
			move(b, backend.LabelMove{Label: s.Label(), From: s.Token})
		}},
		"it was current": {false, func(b *bench, s change.Save) {
			put(b, s)
			move(b, backend.LabelMove{Label: backend.Current, From: s.Token, To: b.base})
		}},
	} {
		b := newBench(t)
		s := b.save("new")
		c.before(b, s)
		s.Weak = true
		for range 3 { // whoever does not hear the answer runs it again
			out, err := b.run(s)
			if text, version := b.current(); err != nil || text != "new" || out.Version != version || out.Left.Is() != c.left {
				t.Errorf("%s: told %+v, %v; current is %s %q", what, out, err, version, text)
			}
		}
		if _, n := b.labels(); n != 3 {
			t.Errorf("%s: there are %d versions", what, n)
		}
		_, second := b.current()
		move(b, backend.LabelMove{Label: backend.Current, From: second, To: b.base})
		if out, err := b.run(s); !errors.Is(err, backend.ErrState) || out.Version != "" {
			t.Errorf("%s, and what was saved in its place is not current any more: %+v, %v", what, out, err)
		}
	}
}

func TestAWeakSaveThatSomebodyElsesFollowsAtOnceIsNotMadeTwice(t *testing.T) {
	b := newBench(t)
	s := b.save("new")
	s.Weak = true
	told := &untold{Backend: b.be, then: func() {
		if _, err := b.be.Put(t.Context(), b.arn, backend.NewVersion{Value: backend.TextValue("theirs"), Token: change.NewToken()}); err != nil {
			t.Error(err)
		}
	}}
	if out, err := s.Run(t.Context(), told); !errors.Is(err, backend.ErrConflict) {
		t.Errorf("%+v, %v", out, err)
	}
	if text, _ := b.current(); text != "theirs" {
		t.Errorf("current is %q", text)
	}
}

// untold is a server that does not tell the labels of what was put.
type untold struct {
	backend.Backend
	then func()
}

func (u *untold) Put(ctx context.Context, id string, p backend.NewVersion) (backend.Written, error) {
	w, err := u.Backend.Put(ctx, id, p)
	w.Current = false
	u.then()
	return w, err
}

func TestAWeakSaveAsksNothingMoreWhereTheAnswerSaysThatItIsCurrent(t *testing.T) {
	b := newBench(t)
	s := b.save("new")
	s.Weak = true
	before := b.server.Calls()["DescribeSecret"]
	if _, err := b.run(s); err != nil || b.server.Calls()["DescribeSecret"] != before+1 {
		t.Errorf("%v, %v", err, b.server.Calls())
	}
}

func TestAnUndoneWeakSaveIsKnownToBeUndoneUnderWhicheverTokenItIs(t *testing.T) {
	b := newBench(t)
	s := b.save("new")
	s.Weak = true
	if _, err := b.run(s); err != nil {
		t.Fatal(err)
	}
	undo := change.NewToken()
	again := func() {
		t.Helper()
		if err := change.SaveAgain(t.Context(), b.be, b.arn, s.Token, b.base, undo); err != nil {
			t.Errorf("not undone: %v", err)
		}
		if text, _ := b.current(); text != `{"a":"1","b":"2"}` {
			t.Errorf("current is %q", text)
		}
	}
	again()
	if err := b.be.MoveLabel(t.Context(), b.arn, backend.LabelMove{Label: backend.Current, From: undo, To: s.Token}); err != nil {
		t.Fatal(err)
	}
	again() // as a version of its second token
	again() // by whoever did not hear the answer
	if _, n := b.labels(); n != 4 {
		t.Errorf("there are %d versions", n)
	}
}
