package backend_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// lossy is a service whose answers get lost, a client that finds out, and a rival's client that is spared.
type lossy struct {
	t         *testing.T
	server    *local.Server
	be        backend.Backend
	rival     backend.Backend
	arn, base string
}

func newLossy(t *testing.T) *lossy {
	t.Helper()
	server := local.New(local.Knobs{})
	l := &lossy{t: t, server: server, rival: aws.Open(aws.Options{Transport: server.Transport()})}
	l.be = backend.Certain(aws.Open(aws.Options{Transport: server.Transport()}), time.Now)
	w := must[backend.Written](t)(l.rival.Create(t.Context(), backend.NewSecret{Name: "app/db", Value: backend.TextValue(`{"a":"1","b":"2"}`)}))
	l.arn, l.base = w.ARN, w.Version
	return l
}

func (l *lossy) broken(f ...local.Fault) { l.server.Set(func(k *local.Knobs) { k.Faults = f }) }

func (l *lossy) describe() backend.Detail {
	l.t.Helper()
	d, err := l.rival.Describe(context.Background(), l.arn)
	if err != nil && !errors.Is(err, backend.ErrNotFound) {
		l.t.Fatal(err)
	}
	return d
}

func second[T any](_ T, err error) error { return err }

// must is for what a test prepares.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

const lambda = "arn:aws:lambda:eu-west-1:123456789012:function:demo-rotation"

// writing is a write of the port: what comes before it, how it is done, and whether it is.
type writing struct {
	op      backend.Operation
	prepare func(*lossy)
	do      func(*lossy) error
	done    func(*lossy) bool
}

func writings() map[string]writing {
	const token = "0123456789abcdef0123456789abcdef"
	text := "another description"
	tag := []backend.Tag{{Key: "k", Value: "v"}}
	tagged := func(l *lossy) bool { return slices.Contains(l.describe().Tags, tag[0]) }
	pending := func(l *lossy) {
		must[backend.Deleted](l.t)(l.rival.Delete(l.t.Context(), l.arn, backend.Deletion{WindowDays: 9}))
	}
	rotating := func(l *lossy) {
		must[backend.Written](l.t)(l.rival.Rotate(l.t.Context(), l.arn, backend.RotationOrder{Lambda: lambda, AfterDays: 30, Later: true}))
	}
	all := map[string]writing{
		"Create": {backend.OpCreate, nil, func(l *lossy) error {
			w, err := l.be.Create(l.t.Context(), backend.NewSecret{Name: "app/new", Value: backend.TextValue("v"), Token: token})
			if err == nil && (w.Version != token || backend.ShortID(w.ARN) != "app/new") {
				return fmt.Errorf("%+v", w)
			}
			return err
		}, func(l *lossy) bool { _, err := l.rival.Describe(l.t.Context(), "app/new"); return err == nil }},
		"Create of a replica of another account": {backend.OpCreate, func(l *lossy) {
			there := l.across()
			l.be, l.rival = backend.Certain(there, time.Now), there
		}, func(l *lossy) error {
			return second(l.be.Create(l.t.Context(), backend.NewSecret{Name: "app/new", PrimaryARN: l.arn, KMSKey: "alias/theirs", Token: token}))
		}, func(l *lossy) bool { _, err := l.rival.Describe(l.t.Context(), "app/new"); return err == nil }},
		"Put": {backend.OpPut, nil, func(l *lossy) error {
			w, err := l.be.Put(l.t.Context(), l.arn, backend.NewVersion{Value: backend.TextValue("v"), Token: token})
			if err == nil && (w.Version != token || w.ARN != l.arn) {
				return fmt.Errorf("%+v", w)
			}
			return err
		}, func(l *lossy) bool { return l.describe().VersionOf(backend.Current) == token }},
		"Update": {backend.OpUpdate, nil, func(l *lossy) error {
			return l.be.Update(l.t.Context(), l.arn, backend.MetadataChange{Description: &text})
		}, func(l *lossy) bool { return l.describe().Description == text }},
		"MoveLabel": {backend.OpMoveLabel, nil, func(l *lossy) error {
			return l.be.MoveLabel(l.t.Context(), l.arn, backend.LabelMove{Label: "mine", To: l.base})
		}, func(l *lossy) bool { return l.describe().VersionOf("mine") == l.base }},
		"Tag":   {backend.OpTag, nil, func(l *lossy) error { return l.be.Tag(l.t.Context(), l.arn, tag) }, tagged},
		"Untag": {backend.OpUntag, func(l *lossy) { _ = l.rival.Tag(l.t.Context(), l.arn, tag) }, func(l *lossy) error { return l.be.Untag(l.t.Context(), l.arn, []string{"k"}) }, func(l *lossy) bool { return !tagged(l) }},
		"Delete": {backend.OpDelete, nil, func(l *lossy) error {
			d, err := l.be.Delete(l.t.Context(), l.arn, backend.Deletion{WindowDays: 9})
			if is := l.describe(); err == nil && d.End.Sub(is.Deleted) != 9*24*time.Hour {
				return fmt.Errorf("the end is %v, it was deleted at %v", d.End, is.Deleted)
			}
			return err
		}, func(l *lossy) bool { return !l.describe().Deleted.IsZero() }},
		"Delete for good": {backend.OpDelete, pending, func(l *lossy) error {
			_, err := l.be.Delete(l.t.Context(), l.arn, backend.Deletion{Force: true, Seen: l.describe().Seen()})
			return err
		}, func(l *lossy) bool { return l.describe().ARN == "" }},
		"Restore": {backend.OpRestore, pending, func(l *lossy) error { return l.be.Restore(l.t.Context(), l.arn) }, func(l *lossy) bool { return l.describe().Deleted.IsZero() }},
		"Rotate": {backend.OpRotate, rotating, func(l *lossy) error {
			w, err := l.be.Rotate(l.t.Context(), l.arn, backend.RotationOrder{Token: token})
			if err == nil && w.Version != token {
				return fmt.Errorf("%+v", w)
			}
			return err
		}, func(l *lossy) bool { _, there := l.describe().Stages[token]; return there }},
		"Rotate later": {backend.OpRotate, nil, func(l *lossy) error {
			_, err := l.be.Rotate(l.t.Context(), l.arn, backend.RotationOrder{Lambda: lambda, AfterDays: 12, Later: true, Token: token})
			return err
		}, func(l *lossy) bool { return l.describe().Rotation.AfterDays == 12 }},
		"CancelRotation": {backend.OpCancelRotation, rotating, func(l *lossy) error { return l.be.CancelRotation(l.t.Context(), l.arn) }, func(l *lossy) bool { return !l.describe().Rotation.Enabled }},
		"Replicate": {backend.OpReplicate, nil, func(l *lossy) error {
			rs, err := l.be.Replicate(l.t.Context(), l.arn, []backend.ReplicaTarget{{Region: "us-east-1"}}, false)
			if err == nil && len(rs) != 1 {
				return fmt.Errorf("%+v", rs)
			}
			return err
		}, func(l *lossy) bool { return len(l.describe().Replicas) == 1 }},
		"Replicate again": {backend.OpReplicate, failedReplica, func(l *lossy) error {
			_, err := l.be.Replicate(l.t.Context(), l.arn, []backend.ReplicaTarget{{Region: "us-east-1"}}, true)
			return err
		}, func(l *lossy) bool { return l.describe().Replicas[0].Status == backend.ReplicaInSync }},
		"RemoveReplicas": {backend.OpRemoveReplicas, replicated, func(l *lossy) error {
			_, err := l.be.RemoveReplicas(l.t.Context(), l.arn, []string{"us-east-1"})
			return err
		}, func(l *lossy) bool { return len(l.describe().Replicas) == 0 }},
		"PromoteReplica": {backend.OpPromoteReplica, func(l *lossy) {
			replicated(l)
			there := aws.Open(aws.Options{Transport: l.server.Transport(), Region: "us-east-1"})
			l.arn = must[backend.Detail](l.t)(there.Describe(l.t.Context(), "app/db")).ARN
			l.be, l.rival = backend.Certain(there, time.Now), there
		}, func(l *lossy) error { return l.be.PromoteReplica(l.t.Context(), l.arn) }, func(l *lossy) bool { return l.describe().PrimaryRegion == "" }},
		"PromoteReplica of another account": {backend.OpPromoteReplica, func(l *lossy) {
			there := l.across()
			must[backend.CrossAccount](l.t)(l.rival.Associate(l.t.Context(), l.arn, backend.Association{Replica: l.base}))
			l.arn, l.be, l.rival = l.base, backend.Certain(there, time.Now), there
		}, func(l *lossy) error { return l.be.PromoteReplica(l.t.Context(), l.arn) }, func(l *lossy) bool { return l.describe().Primary.ARN == "" }},
		"Associate": {backend.OpAssociate, func(l *lossy) { l.across() }, func(l *lossy) error {
			r, err := l.be.Associate(l.t.Context(), l.arn, backend.Association{Replica: l.base})
			if err == nil && r.ARN != l.base {
				return fmt.Errorf("%+v", r)
			}
			return err
		}, func(l *lossy) bool { return len(l.describe().CrossReplicas) == 1 }},
		"Associate again": {backend.OpAssociate, func(l *lossy) {
			l.across()
			l.server.Set(func(k *local.Knobs) { k.KMS = map[string]local.KMSFault{"alias/mine": local.KMSDenied} })
			must[backend.CrossAccount](l.t)(l.rival.Associate(l.t.Context(), l.arn, backend.Association{Replica: l.base}))
			l.server.Set(func(k *local.Knobs) { k.KMS = nil })
		}, func(l *lossy) error {
			return second(l.be.Associate(l.t.Context(), l.arn, backend.Association{Replica: l.base}))
		}, func(l *lossy) bool { return l.describe().CrossReplicas[0].Status == backend.ReplicaInSync }},
		"Dissociate": {backend.OpDissociate, func(l *lossy) {
			l.across()
			must[backend.CrossAccount](l.t)(l.rival.Associate(l.t.Context(), l.arn, backend.Association{Replica: l.base}))
		}, func(l *lossy) error { return l.be.Dissociate(l.t.Context(), l.arn, l.base) }, func(l *lossy) bool { return len(l.describe().CrossReplicas) == 0 }},
	}
	maps.Copy(all, policyWritings())
	return all
}

// across has another account create a replica, whose ARN is base then, and gives that account's client.
func (l *lossy) across() backend.Backend {
	key := "alias/mine"
	if err := l.rival.Update(l.t.Context(), l.arn, backend.MetadataChange{KMSKey: &key}); err != nil {
		l.t.Fatal(err)
	}
	there := aws.Open(aws.Options{Transport: l.server.TransportOf("210987654321")})
	l.base = must[backend.Written](l.t)(there.Create(l.t.Context(), backend.NewSecret{Name: "app/db", PrimaryARN: l.arn, KMSKey: key})).ARN
	return there
}

// failedReplica is one that another secret of the name stands in the way of.
func failedReplica(l *lossy) {
	l.server.Plant(local.Seed{Name: "app/db", Region: "us-east-1", Text: "made-up"})
	replicated(l)
}

func replicated(l *lossy) {
	must[[]backend.Replica](l.t)(l.rival.Replicate(l.t.Context(), l.arn, []backend.ReplicaTarget{{Region: "us-east-1"}}, false))
	time.Sleep(time.Minute)
}

func TestEveryWriteOfThePortIsLookedInto(t *testing.T) {
	reads := []string{"List", "Describe", "Reveal", "RevealMany", "Versions", "RandomPassword", "Policy", "Policies", "PolicyNamed", "ValidatePolicy", "Identity", "Where"}
	port, all := reflect.TypeFor[backend.Backend](), writings()
	for i := range port.NumMethod() {
		name := port.Method(i).Name
		if _, tested := all[name]; !tested && !slices.Contains(reads, name) {
			t.Errorf("nothing tests what becomes of %s when its answer is lost", name)
		}
	}
}

var losses = map[string]local.FaultKind{"a reset": local.Reset, "half an answer": local.Truncated, "a gateway": local.BadGateway,
	"a failure": local.ServerError, "a page": local.HTMLOK, "silence": local.Hang}

func TestALostAnswerNeverHidesWhatHappened(t *testing.T) {
	for what, w := range writings() {
		for how, kind := range losses {
			for _, after := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, %s, in effect %v", what, how, after), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						l := newLossy(t)
						time.Sleep(time.Hour)
						if w.prepare != nil {
							w.prepare(l)
						}
						time.Sleep(time.Hour)
						// A write with a token is sent again by the client itself, so all of its answers are lost.
						n := 1
						if w.op.Repeatable() && kind != local.HTMLOK {
							n = 3
						}
						l.broken(local.Fault{Op: string(w.op), Kind: kind, N: n, After: after})
						err := w.do(l)
						switch done := w.done(l); {
						case err == nil != done:
							t.Errorf("done: %v, told: %v", done, err)
						case err != nil && backend.MayHaveHappened(err):
							t.Errorf("it could be read again, and is told as unknown: %v", err)
						case after && !done:
							t.Error("the fault came too early")
						}
					})
				})
			}
		}
	}
}

func TestWhereNobodyCanTellItIsToldAsUnknown(t *testing.T) {
	for what, w := range writings() {
		synctest.Test(t, func(t *testing.T) {
			l := newLossy(t)
			if w.prepare != nil {
				w.prepare(l)
			}
			l.broken(local.Fault{Op: string(w.op), Kind: local.Reset, N: -1, After: true})
			blind := false
			l.onceOn(string(w.op), 1, func() { blind = true })
			l.be = backend.Certain(outdated{l.rival, func() (backend.Detail, error, bool) {
				return backend.Detail{}, &backend.Error{Kind: backend.ErrUnreachable}, blind
			}}, time.Now)
			if err := w.do(l); !backend.MayHaveHappened(err) {
				t.Errorf("%s: %v", what, err)
			}
		})
	}
}

// onceOn runs rival before the nth call of an operation has its effect.
func (l *lossy) onceOn(op string, nth int, rival func()) {
	l.server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, _ string) {
			if called != op {
				return
			}
			if nth--; nth == 0 {
				rival()
			}
		}
	})
}

func TestADeleteForGoodIsOfWhatWasSeenAndNothingElse(t *testing.T) {
	for what, rival := range map[string]func(*lossy){
		"restored": func(l *lossy) { _ = l.rival.Restore(l.t.Context(), l.arn) },
		"restored and deleted again": func(l *lossy) {
			_ = l.rival.Restore(l.t.Context(), l.arn)
			must[backend.Deleted](l.t)(l.rival.Delete(l.t.Context(), l.arn, backend.Deletion{WindowDays: 30}))
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLossy(t)
			must[backend.Deleted](t)(l.rival.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 7}))
			seen := l.describe().Seen()
			time.Sleep(10 * time.Second)
			rival(l)
			_, err := l.be.Delete(t.Context(), l.arn, backend.Deletion{Force: true, Seen: seen})
			if !errors.Is(err, backend.ErrConflict) || l.describe().ARN == "" || l.server.Calls()["DeleteSecret"] > 2 {
				t.Errorf("%s: %v, %v", what, err, l.server.Calls())
			}
			// The same between two tries of which the first never arrived.
			l = newLossy(t)
			must[backend.Deleted](t)(l.rival.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 7}))
			seen = l.describe().Seen()
			time.Sleep(10 * time.Second)
			l.broken(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1})
			l.onceOn("DescribeSecret", 2, func() { rival(l) })
			_, err = l.be.Delete(t.Context(), l.arn, backend.Deletion{Force: true, Seen: seen})
			if l.describe().ARN == "" {
				t.Errorf("%s, after a lost answer: a live secret is gone: %v", what, err)
			}
		})
	}
	l := newLossy(t)
	if _, err := l.be.Delete(t.Context(), l.arn, backend.Deletion{Force: true}); !errors.Is(err, backend.ErrInvalid) {
		t.Errorf("nobody looked at it: %v", err)
	}
	if _, err := l.rival.Delete(t.Context(), "app/db", backend.Deletion{Force: true}); !errors.Is(err, backend.ErrInvalid) {
		t.Errorf("by its name: %v", err)
	}
	if l.describe().ARN == "" {
		t.Error("it is gone")
	}
}

func TestADeleteOfSomebodyElseIsNotOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLossy(t)
		must[backend.Deleted](t)(l.rival.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 7}))
		time.Sleep(5 * time.Second)
		l.broken(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true})
		out, err := l.be.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 30})
		if !errors.Is(err, backend.ErrPendingDeletion) || !out.End.IsZero() {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestAWriteIsNotSentAgainOverSomebodyElses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLossy(t)
		time.Sleep(time.Hour)
		l.broken(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true})
		l.onceOn("DescribeSecret", 1, func() { _ = l.rival.Restore(context.Background(), l.arn) })
		_, err := l.be.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 30})
		if err == nil || backend.MayHaveHappened(err) || !l.describe().Deleted.IsZero() || l.server.Calls()["DeleteSecret"] != 1 {
			t.Errorf("a colleague's restore was undone: %v, %v", err, l.server.Calls())
		}
	})
}

func TestARefusalOfTheSecondTryIsLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLossy(t)
		time.Sleep(time.Hour)
		// What is read right after the first try is older than that.
		old, n := l.describe(), 0
		l.be = backend.Certain(outdated{l.rival, func() (backend.Detail, error, bool) {
			n++
			old.At = time.Now()
			return old, nil, n == 1
		}}, time.Now)
		l.broken(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true})
		out, err := l.be.Delete(t.Context(), l.arn, backend.Deletion{WindowDays: 9})
		if err != nil || out.End.Sub(l.describe().Deleted) != 9*24*time.Hour || l.server.Calls()["DeleteSecret"] != 2 {
			t.Errorf("%+v, %v, %v", out, err, l.server.Calls())
		}
	})
}

// outdated answers with something else while stale says so.
type outdated struct {
	backend.Backend
	stale func() (backend.Detail, error, bool)
}

func (l outdated) Describe(ctx context.Context, id string) (backend.Detail, error) {
	if d, err, is := l.stale(); is {
		return d, err
	}
	return l.Backend.Describe(ctx, id)
}
