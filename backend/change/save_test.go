package change_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/backendtest"
	"strongroom/backend/change"
	"strongroom/backend/local"
)

// bench is a service with one secret and a client.
type bench struct {
	t      *testing.T
	server *local.Server
	be     backend.Backend
	arn    string
	base   string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	server := local.New(local.Knobs{})
	b := &bench{t: t, server: server, be: aws.Open(aws.Options{Transport: server.Transport()})}
	w, err := b.be.Create(t.Context(), backend.NewSecret{Name: "app/db", Value: backend.TextValue(`{"a":"1","b":"2"}`)})
	if err != nil {
		t.Fatal(err)
	}
	b.arn, b.base = w.ARN, w.Version
	return b
}

func (b *bench) save(text string) change.Save {
	return change.Save{ID: b.arn, Base: b.base, Value: backend.TextValue(text), Token: change.NewToken()}
}

func (b *bench) run(s change.Save) (change.Saved, error) { return s.Run(context.Background(), b.be) }

func (b *bench) current() (text, version string) {
	b.t.Helper()
	r, err := b.be.Reveal(context.Background(), b.arn, backend.VersionRef{})
	if err != nil {
		b.t.Fatal(err)
	}
	return string(backendtest.Bytes(r.Value)), r.Version
}

// labels are all labels of all versions, and versions how many there are.
func (b *bench) labels() (labels map[string][]string, versions int) {
	b.t.Helper()
	labels = map[string][]string{}
	for vs, err := range b.be.Versions(context.Background(), b.arn, true) {
		if err != nil {
			b.t.Fatal(err)
		}
		for _, v := range vs {
			versions++
			for _, l := range v.Stages {
				labels[l] = append(labels[l], v.ID)
			}
		}
	}
	return labels, versions
}

// settled checks that nothing private is left and each of the service's labels is on one version.
func (b *bench) settled(versions int) {
	b.t.Helper()
	labels, n := b.labels()
	for l, ids := range labels {
		if l != backend.Current && l != backend.Previous || len(ids) != 1 {
			b.t.Errorf("label %s is on %v", l, ids)
		}
	}
	if n != versions {
		b.t.Errorf("%d versions, want %d: %v", n, versions, labels)
	}
}

func (b *bench) broken(f ...local.Fault) { b.server.Set(func(k *local.Knobs) { k.Faults = f }) }

func TestASaveIsOneVersionAndLeavesNoLabelOfItsOwn(t *testing.T) {
	b := newBench(t)
	s := b.save("new")
	out, err := b.run(s)
	if err != nil || out.Version != s.Token || out.Left.Is() {
		t.Fatalf("%+v, %v", out, err)
	}
	if text, version := b.current(); text != "new" || version != s.Token {
		t.Errorf("current is %s %q", version, text)
	}
	b.settled(2)
	again := change.NewToken()
	if err := change.SaveAgain(t.Context(), b.be, b.arn, s.Token, b.base, again); err != nil {
		t.Fatal(err)
	}
	if text, version := b.current(); text != `{"a":"1","b":"2"}` || version != again {
		t.Errorf("undone, current is %s %s", version, text)
	}
	if err := change.SaveAgain(t.Context(), b.be, b.arn, s.Token, b.base, again); err != nil {
		t.Errorf("undone twice: %v", err)
	}
	if err := change.SaveAgain(t.Context(), b.be, b.arn, s.Token, b.base, change.NewToken()); !errors.Is(err, backend.ErrConflict) {
		t.Errorf("undone once more, as another action: %v", err)
	}
}

func TestTheFirstValueOfAnEmptySecretIsSavedToo(t *testing.T) {
	b := newBench(t)
	w, err := b.be.Create(t.Context(), backend.NewSecret{Name: "app/empty"})
	if err != nil {
		t.Fatal(err)
	}
	b.arn, b.base = w.ARN, ""
	first, second := b.save("one"), b.save("two")
	if _, err := b.run(first); err != nil {
		t.Fatal(err)
	}
	if _, err := b.run(second); !errors.Is(err, backend.ErrConflict) {
		t.Errorf("the second first value: %v", err)
	}
	if text, _ := b.current(); text != "one" {
		t.Errorf("current is %q", text)
	}
	if labels, _ := b.labels(); len(labels) != 1 {
		t.Errorf("labels %v", labels)
	}
}

func TestTwoHundredRacesLoseNoUpdate(t *testing.T) {
	b := newBench(t)
	conflicts := 0
	for round := range 200 {
		if round%40 == 39 { // the service takes only so many versions a day
			later := time.Duration(round/40+1) * 25 * time.Hour
			b.server.Set(func(k *local.Knobs) { k.Clock = func() time.Time { return time.Now().Add(later) } })
		}
		_, b.base = b.current()
		gate := make(chan struct{})
		if round%2 == 1 { // let the loser look before the winner has moved
			var wait sync.WaitGroup
			wait.Add(2)
			b.server.Set(func(k *local.Knobs) {
				k.OnCall = func(op, _ string) {
					if op == "PutSecretValue" {
						wait.Done()
						wait.Wait()
					}
				}
			})
		}
		saves := [2]change.Save{b.save(fmt.Sprint("x", round)), b.save(fmt.Sprint("y", round))}
		var errs [2]error
		var both sync.WaitGroup
		for i := range saves {
			both.Go(func() { <-gate; _, errs[i] = b.run(saves[i]) })
		}
		close(gate)
		both.Wait()
		b.server.Set(func(k *local.Knobs) { k.OnCall = nil })
		winner := 0
		if errs[0] != nil {
			winner = 1
		}
		if errs[winner] != nil || !errors.Is(errs[1-winner], backend.ErrConflict) {
			t.Fatalf("round %d: %v and %v", round, errs[0], errs[1])
		}
		conflicts++
		if text, version := b.current(); version != saves[winner].Token || text != string(backendtest.Bytes(saves[winner].Value)) {
			t.Fatalf("round %d: current is %q, not the winner's", round, text)
		}
		labels, _ := b.labels()
		if len(labels) != 2 {
			t.Fatalf("round %d: labels %v", round, labels)
		}
	}
	t.Logf("%d conflicts in 200 races", conflicts)
}

func TestAReplyLostAfterItTookEffectAndThreeMorePressesMakeOneVersion(t *testing.T) {
	for _, op := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		for _, weak := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				s := b.save("new")
				s.Weak = weak
				b.broken(local.Fault{Op: op, Kind: local.Reset, N: -1, After: true})
				_, err := b.run(s)
				b.broken()
				for range 3 {
					out, again := b.run(s)
					if again != nil || out.Version != s.Token {
						t.Errorf("%s: pressed again: %+v, %v (first %v)", op, out, again, err)
					}
				}
				if text, _ := b.current(); text != "new" {
					t.Errorf("current is %q", text)
				}
				b.settled(2)
			})
		}
	}
}

func TestARoleThatMayNotMoveLabelsIsToldBeforeAnythingIsWritten(t *testing.T) {
	b := newBench(t)
	b.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
	s := b.save("new")
	if _, err := b.run(s); !errors.Is(err, backend.ErrDenied) {
		t.Fatalf("got %v", err)
	}
	b.settled1()
	s.Weak = true
	if _, err := b.run(s); err != nil {
		t.Fatal(err)
	}
	b.settled(2)
	late := b.save("late")
	late.Weak = true
	if _, err := b.run(late); !errors.Is(err, backend.ErrConflict) {
		t.Errorf("a weak save over a newer version: %v", err)
	}
	b.settled(2)
}

func (b *bench) settled1() {
	b.t.Helper()
	if labels, n := b.labels(); n != 1 || len(labels) != 1 {
		b.t.Errorf("%d versions, labels %v", n, labels)
	}
}

// Every call of a save is cut off, before and after it took effect: whatever happens, AWSCURRENT is on one version, the
// error is told, and the same save run again finishes.
func TestACutAfterAnyStepIsFinishedByRunningAgainOrTakenBack(t *testing.T) {
	for nth := 1; nth <= 5; nth++ {
		for _, after := range []bool{false, true} {
			for _, kind := range []local.FaultKind{local.ServerError, local.Reset, local.Hang} {
				for _, again := range []bool{true, false} {
					synctest.Test(t, func(t *testing.T) { cut(t, nth, after, kind, again) })
				}
			}
		}
	}
}

func cut(t *testing.T, nth int, after bool, kind local.FaultKind, again bool) {
	b := newBench(t)
	s := b.save("new")
	direct := b.be
	b.be = &cutter{Backend: direct, left: nth, cut: func() { b.broken(local.Fault{Kind: kind, N: -1, After: after}) }}
	out, err := b.run(s)
	if cut := b.be.(*cutter).left <= 0; !cut && nth <= 4 || err == nil && cut && nth < 4 && kind != local.Reset && !after {
		t.Errorf("cut at call %d made no difference (%d left)", nth, b.be.(*cutter).left)
	}
	b.be = direct
	b.broken()
	labels, _ := b.labels()
	if len(labels[backend.Current]) != 1 {
		t.Fatalf("cut at call %d: labels %v", nth, labels)
	}
	if there := len(labels[s.Label()]) > 0; there != out.Left.Is() && !out.Left.Doubtful || there && !out.Left.Is() || out.Left.Is() && out.Left.Version != s.Token {
		t.Errorf("cut at call %d: told is %+v, and the labels are %v", nth, out.Left, labels)
	}
	if err != nil && again {
		if _, err := b.run(s); err != nil {
			t.Fatalf("cut at call %d, run again: %v", nth, err)
		}
		b.settled(2)
		if text, _ := b.current(); text != "new" {
			t.Errorf("cut at call %d, run again: %q", nth, text)
		}
	}
	if err != nil && !again {
		if left := s.Abandon(t.Context(), b.be); left.Is() {
			t.Fatalf("cut at call %d, abandoned: %+v", nth, left)
		}
		for l := range labels {
			if labels, _ = b.labels(); len(labels[s.Label()]) > 0 {
				t.Errorf("cut at call %d, abandoned: %s is left (%v)", nth, l, labels)
			}
		}
	}
}

func TestALabelThatCouldNotBeTakenOffIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		s := b.save("new")
		moves := 0
		b.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecretVersionStage" {
					if moves++; moves == 3 {
						b.broken(local.Fault{Op: op, Kind: local.ServerError, N: -1})
					}
				}
			}
		})
		out, err := b.run(s)
		if err != nil || out.Left.Label != s.Label() || out.Left.Version != s.Token || out.Left.Doubtful || out.Left.Err == nil {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestEachFaultIsAnErrorAndLeavesTheOldValueCurrent(t *testing.T) {
	faults := map[string]func(*local.Knobs){
		"500":      func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} },
		"reset":    func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Reset, N: -1}} },
		"hang":     func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Hang, N: -1}} },
		"throttle": func(k *local.Knobs) { k.ThrottleNext = 100 },
		"denied":   func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} },
		"expired":  func(k *local.Knobs) { k.Expired = true },
		"{}":       func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.EmptyObject, N: -1}} },
		"HTML":     func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.HTMLOK, N: -1}} },
	}
	for name, set := range faults {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			s := b.save("new")
			b.server.Set(set)
			began := time.Now()
			if _, err := b.run(s); err == nil || time.Since(began) > 90*time.Second {
				t.Errorf("%s: %v after %v", name, err, time.Since(began))
			}
			b.server.Set(func(k *local.Knobs) { *k = local.Knobs{} })
			if text, _ := b.current(); text == "new" {
				t.Errorf("%s: the new value is current", name)
			}
			if _, err := b.run(s); err != nil {
				t.Errorf("%s, then run again: %v", name, err)
			}
			b.settled(2)
		})
	}
	b := newBench(t)
	for _, n := range []int{0, backend.MaxValue + 1} {
		s := b.save(string(make([]byte, n)))
		if _, err := b.run(s); !errors.Is(err, backend.ErrInvalid) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	b.settled1()
}

func TestTokensAreFreshAndLookLikeUUIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		tok := change.NewToken()
		if len(tok) != 36 || tok[14] != '4' || seen[tok] {
			t.Fatalf("token %s", tok)
		}
		seen[tok] = true
	}
}

// cutter breaks the service from the n-th call of a save on.
type cutter struct {
	backend.Backend
	left int
	cut  func()
}

func (c *cutter) count() {
	if c.left--; c.left == 0 {
		c.cut()
	}
}

func (c *cutter) Put(ctx context.Context, id string, v backend.NewVersion) (backend.Written, error) {
	c.count()
	return c.Backend.Put(ctx, id, v)
}

func (c *cutter) MoveLabel(ctx context.Context, id string, m backend.LabelMove) error {
	c.count()
	return c.Backend.MoveLabel(ctx, id, m)
}

func (c *cutter) Describe(ctx context.Context, id string) (backend.Detail, error) {
	c.count()
	return c.Backend.Describe(ctx, id)
}
