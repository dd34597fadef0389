package backend_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestAnOwnSecretIsListedThoughTheAnswersToItsCreateWereLost(t *testing.T) {
	for _, exists := range []bool{false, true} {
		l, ctx := newLagging(t), context.Background()
		if exists {
			if _, err := l.other.Create(ctx, backend.NewSecret{Name: "app/new", Description: "theirs", Value: backend.TextValue("v")}); err != nil {
				t.Fatal(err)
			}
			l.now = l.now.Add(time.Hour)
		}
		l.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: 3, After: true}}
		})
		be := backend.Certain(l.be, func() time.Time { return l.now })
		_, err := be.Create(ctx, backend.NewSecret{Name: "app/new", Description: "ours", Value: backend.TextValue("v"), Token: strings.Repeat("a", 32)})
		if (err != nil) != exists {
			t.Fatal(err)
		}
		want := map[bool]string{false: "active ours", true: "active theirs"}[exists]
		for range 2 {
			l.now = l.now.Add(time.Minute)
			if got := l.listed(be)["app/new"]; got != want {
				t.Errorf("there before %v: it is listed as %q, want %q", exists, got, want)
			}
		}
	}
}

// replicating are a primary, its replica in another region, and one in another account, each seen through an overlay at a
// service whose lists lag.
type replicating struct {
	now                 time.Time
	server              *local.Server
	home, edge, theirs  *backend.Overlay
	arn, replica, apart string
}

func newReplicating(t *testing.T) *replicating {
	r := &replicating{now: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return r.now }
	server := local.New(local.Knobs{Clock: clock, ListLag: 5 * time.Minute})
	r.server = server
	r.home = backend.NewOverlay(aws.Open(aws.Options{Transport: server.Transport()}), clock)
	r.edge = backend.NewOverlay(aws.Open(aws.Options{Transport: server.Transport(), Region: "us-east-1"}), clock)
	r.theirs = backend.NewOverlay(aws.Open(aws.Options{Transport: server.TransportOf("210987654321")}), clock)
	r.arn = must[backend.Written](t)(r.home.Create(t.Context(), backend.NewSecret{Name: "app/db", KMSKey: "alias/mine", Value: backend.TextValue("v"),
		Replicas: []backend.ReplicaTarget{{Region: "us-east-1", KMSKey: "alias/mine"}}})).ARN
	r.replica = backend.CopyIn(r.arn, "us-east-1")
	r.apart = must[backend.Written](t)(r.theirs.Create(t.Context(), backend.NewSecret{Name: "app/db", PrimaryARN: r.arn, KMSKey: "alias/mine"})).ARN
	r.now = r.now.Add(time.Hour)
	return r
}

func TestWhatWasReplicatedPromotedGovernedOrLabelledStaysSoInAListThatLags(t *testing.T) {
	type step func(*replicating) error
	home := func(r *replicating) (*backend.Overlay, string) { return r.home, r.arn }
	associate := func(r *replicating) error {
		return second(r.home.Associate(t.Context(), r.arn, backend.Association{Replica: r.apart}))
	}
	rotate := func(r *replicating) error {
		return second(r.home.Rotate(t.Context(), r.arn, backend.RotationOrder{Lambda: lambda, AfterDays: 30, Later: true}))
	}
	tag := func(r *replicating) error {
		return r.home.Tag(t.Context(), r.arn, []backend.Tag{{Key: "made-up", Value: "made-up"}})
	}
	put := func(r *replicating) error { return r.home.PutPolicy(t.Context(), r.arn, policy, true) }
	for what, c := range map[string]struct {
		before, does step
		of           func(*replicating) (*backend.Overlay, string)
	}{
		"Replicate": {nil, func(r *replicating) error {
			return second(r.home.Replicate(t.Context(), r.arn, []backend.ReplicaTarget{{Region: "us-west-2", KMSKey: "alias/mine"}}, false))
		}, home},
		"RemoveReplicas": {nil, func(r *replicating) error {
			return second(r.home.RemoveReplicas(t.Context(), r.arn, []string{"us-east-1"}))
		}, home},
		"PromoteReplica": {nil, func(r *replicating) error { return r.edge.PromoteReplica(t.Context(), r.replica) },
			func(r *replicating) (*backend.Overlay, string) { return r.edge, r.replica }},
		"Associate":  {nil, associate, home},
		"Dissociate": {associate, func(r *replicating) error { return r.home.Dissociate(t.Context(), r.arn, r.apart) }, home},
		"PutPolicy":  {nil, put, home},
		"Tag":        {nil, tag, home},
		"Put": {nil, func(r *replicating) error {
			return second(r.home.Put(t.Context(), r.arn, backend.NewVersion{Value: backend.TextValue("made-up"), Token: strings.Repeat("b", 32)}))
		}, home},
		"Rotate":         {nil, rotate, home},
		"CancelRotation": {rotate, func(r *replicating) error { return r.home.CancelRotation(t.Context(), r.arn) }, home},
		"MoveLabel": {nil, func(r *replicating) error {
			d := must[backend.Detail](t)(r.home.Describe(t.Context(), r.arn))
			return r.home.MoveLabel(t.Context(), r.arn, backend.LabelMove{Label: "made-up", To: d.VersionOf(backend.Current)})
		}, home},
		"Untag":        {tag, func(r *replicating) error { return r.home.Untag(t.Context(), r.arn, []string{"made-up"}) }, home},
		"DeletePolicy": {put, func(r *replicating) error { return r.home.DeletePolicy(t.Context(), r.arn) }, home},
	} {
		r := newReplicating(t)
		if c.before != nil {
			if err := c.before(r); err != nil {
				t.Fatal(what, err)
			}
			r.now = r.now.Add(time.Hour)
		}
		if err := c.does(r); err != nil {
			t.Fatal(what, err)
		}
		be, arn := c.of(r)
		is := must[backend.Detail](t)(be.Describe(t.Context(), arn))
		r.now = r.now.Add(time.Minute)
		for p, err := range be.List(t.Context(), backend.Query{}) {
			if err != nil {
				t.Fatal(what, err)
			}
			for _, s := range p.Secrets {
				if s.ARN == arn && (!s.Changed.Equal(is.Changed) || s.PrimaryRegion != is.PrimaryRegion || s.IsReplica() != is.IsReplica()) {
					t.Errorf("%s: listed is what was before: %+v, it is %+v", what, s, is.Secret)
				}
			}
		}
	}
}

func TestWithoutDescribeARestoredSecretStaysSoThoughItIsReplicatedOrPromoted(t *testing.T) {
	ctx := t.Context()
	replicate := func(r *replicating) error {
		return second(r.home.Replicate(ctx, r.arn, []backend.ReplicaTarget{{Region: "us-west-2", KMSKey: "alias/mine"}}, false))
	}
	associate := func(r *replicating) error {
		return second(r.home.Associate(ctx, r.arn, backend.Association{Replica: r.apart}))
	}
	for what, write := range map[string]func(r *replicating) error{
		"Replicate": replicate,
		"RemoveReplicas": func(r *replicating) error {
			return errors.Join(replicate(r), second(r.home.RemoveReplicas(ctx, r.arn, []string{"us-west-2"})))
		},
		"Associate":      associate,
		"Dissociate":     func(r *replicating) error { return errors.Join(associate(r), r.home.Dissociate(ctx, r.arn, r.apart)) },
		"PromoteReplica": func(r *replicating) error { return r.theirs.PromoteReplica(ctx, r.apart) },
	} {
		r := newReplicating(t)
		be, arn := r.home, r.arn
		if what == "PromoteReplica" {
			be, arn = r.theirs, r.apart
		}
		for _, does := range []func() error{
			func() error { return second(r.home.RemoveReplicas(ctx, r.arn, []string{"us-east-1"})) }, // with one it cannot be deleted
			func() error { r.now = r.now.Add(time.Hour); return nil },
			func() error { return second(be.Backend.Delete(ctx, arn, backend.Deletion{WindowDays: 7})) }, // by somebody else
			func() error { r.now = r.now.Add(10 * time.Minute); return nil },
			func() error {
				r.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
				return be.Restore(ctx, arn)
			},
			func() error { return write(r) },
		} {
			if err := does(); err != nil {
				t.Fatal(what, err)
			}
		}
		for p, err := range be.List(ctx, backend.Query{}) {
			if err != nil {
				t.Fatal(what, err)
			}
			for _, s := range p.Secrets {
				if s.ARN == arn && !s.Deleted.IsZero() {
					t.Errorf("%s: shown as deleted since %v after our restore", what, s.Deleted)
				}
			}
		}
	}
}
