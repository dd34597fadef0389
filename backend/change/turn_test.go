package change_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/local"
)

// turned is a bench whose last rotation has left AWSPENDING on the current version.
func turned(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	if err := b.be.MoveLabel(t.Context(), b.arn, backend.LabelMove{Label: backend.Pending, To: b.base}); err != nil {
		t.Fatal(err)
	}
	return b
}

// A version that keeps AWSPENDING alone is a rotation that has not come to its end: the service would make it current again.
func TestASaveLeavesNoRotationUnderWay(t *testing.T) {
	for _, c := range []struct {
		name string
		weak bool
		deny string
	}{{"saved", false, ""}, {"saved without moving labels", true, ""}, {"by a role that may not look", false, "DescribeSecret"}} {
		t.Run(c.name, func(t *testing.T) {
			b := turned(t)
			b.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{c.deny: true} })
			s := b.save("new")
			s.Weak = c.weak
			if out, err := b.run(s); err != nil || out.Left.Is() {
				t.Fatalf("%+v, %v", out, err)
			}
			b.settled(2)
		})
	}
}

func TestASaveCutAtAnyCallAndRunAgainByAnotherProcessLeavesNoRotationUnderWay(t *testing.T) {
	for nth := 1; nth <= 7; nth++ {
		for _, after := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				b := turned(t)
				s, direct := b.save("new"), b.be
				b.be = &cutter{Backend: direct, left: nth, cut: func() { b.broken(local.Fault{Kind: local.Reset, N: -1, After: after}) }}
				_, _ = b.run(s)
				b.be = direct
				b.broken()
				if out, err := b.run(s); err != nil || out.Left.Is() {
					t.Fatalf("cut at call %d, run again: %+v, %v", nth, out, err)
				}
				b.settled(2)
			})
		}
	}
}

func TestARoleThatMayNotLookIsToldOfNoRotationsLabelWhereThereIsNone(t *testing.T) {
	b := newBench(t)
	b.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
	if out, err := b.run(b.save("new")); err != nil || out.Left.Is() {
		t.Errorf("%+v, %v", out, err)
	}
	b.settled(2)
}

func TestAWSPENDINGThatCouldNotBeTakenOffIsTold(t *testing.T) {
	b := turned(t)
	denied(b, 4)
	out, err := b.run(b.save("new"))
	if err != nil || out.Left.Label != backend.Pending || out.Left.Version != b.base || out.Left.Doubtful || out.Left.Err == nil {
		t.Errorf("%+v, %v", out, err)
	}
}

// denied denies moves of labels from the nth on.
func denied(b *bench, nth int) {
	moves := 0
	b.server.Set(func(k *local.Knobs) {
		k.OnCall = func(op, _ string) {
			if op == "UpdateSecretVersionStage" {
				if moves++; moves == nth {
					b.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: true} })
				}
			}
		}
	})
}

func TestOnlyWhereARotationHasLeftItsLabelASaveTakesAnotherCall(t *testing.T) {
	for _, c := range []struct {
		bench func(*testing.T) *bench
		moves int
	}{{newBench, 3}, {turned, 4}} {
		b := c.bench(t)
		before := b.server.Calls()["UpdateSecretVersionStage"]
		if _, err := b.run(b.save("new")); err != nil {
			t.Fatal(err)
		}
		if n := b.server.Calls()["UpdateSecretVersionStage"] - before; n != c.moves {
			t.Errorf("%d moves of labels, want %d", n, c.moves)
		}
	}
}

// A rotation that begins meanwhile keeps its label.
func TestASaveTakesNoRotationsLabelThatHasBegunMeanwhile(t *testing.T) {
	b := turned(t)
	s := b.save("new")
	var next backend.Written
	b.be = &cutter{Backend: b.be, left: 4, cut: func() {
		var err error
		if next, err = b.be.(*cutter).Backend.Put(context.Background(), b.arn, backend.NewVersion{Value: backend.TextValue("rotated"), Stages: []string{backend.Pending}, Token: change.NewToken()}); err != nil {
			t.Error(err)
		}
	}}
	if out, err := b.run(s); err != nil || out.Left.Is() {
		t.Fatalf("%+v, %v", out, err)
	}
	b.be = b.be.(*cutter).Backend
	if labels, _ := b.labels(); fmt.Sprint(labels[backend.Pending]) != fmt.Sprint([]string{next.Version}) {
		t.Errorf("labels %v, the rotation is at %s", labels, next.Version)
	}
}
