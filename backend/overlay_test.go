package backend_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// lagging is a session on a server whose lists are five minutes old, with a clock of the test's own.
type lagging struct {
	t      *testing.T
	now    time.Time
	server *local.Server
	be     *backend.Overlay
	other  backend.Backend // another session, which knows nothing of ours
}

func newLagging(t *testing.T) *lagging {
	l := &lagging{t: t, now: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return l.now }
	l.server = local.New(local.Knobs{Clock: clock, ListLag: 5 * time.Minute})
	l.be = backend.NewOverlay(aws.Open(aws.Options{Transport: l.server.Transport()}), clock)
	l.other = aws.Open(aws.Options{Transport: l.server.Transport()})
	return l
}

// listed is every secret that a listing shows, with its state.
func (l *lagging) listed(be backend.Backend) map[string]string {
	l.t.Helper()
	out := map[string]string{}
	for p, err := range be.List(context.Background(), backend.Query{}) {
		if err != nil {
			l.t.Fatal(err)
		}
		for _, s := range p.Secrets {
			if _, twice := out[s.Name]; twice {
				l.t.Fatalf("%s is listed twice", s.Name)
			}
			state := "active"
			if !s.Deleted.IsZero() {
				state = "deleted"
			}
			out[s.Name] = state + " " + s.Description
		}
	}
	return out
}

func TestAThousandOwnWritesAreNeverShownOlderThanTheyAre(t *testing.T) {
	l, ctx := newLagging(t), context.Background()
	rng := rand.New(rand.NewPCG(5, 5))
	want, arns, told := map[string]string{}, map[string]string{}, 0
	for n := range 1000 {
		name := fmt.Sprintf("app/%d", rng.IntN(12))
		is, known := want[name]
		var err error
		switch {
		case !known:
			var w backend.Written
			w, err = l.be.Create(ctx, backend.NewSecret{Name: name, Description: fmt.Sprint(n), Value: backend.TextValue("made-up")})
			arns[name], want[name] = w.ARN, fmt.Sprintf("active %d", n)
		case is[0] == 'd':
			err = l.be.Restore(ctx, arns[name])
			want[name] = "active" + is[len("deleted"):]
		case rng.IntN(3) == 0:
			text := fmt.Sprint(n)
			err = l.be.Update(ctx, arns[name], backend.MetadataChange{Description: &text})
			want[name] = "active " + text
		case rng.IntN(6) == 0:
			_, err = l.be.Delete(ctx, arns[name], backend.Deletion{Force: true})
			delete(want, name)
		default:
			_, err = l.be.Delete(ctx, arns[name], backend.Deletion{WindowDays: 7})
			want[name] = "deleted" + is[len("active"):]
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, there := want[name]; there { // whoever writes reads again, as the program does
			if _, err := l.be.Describe(ctx, arns[name]); err != nil {
				t.Fatal(err)
			}
		}
		l.now = l.now.Add(time.Duration(rng.IntN(90)) * time.Second)
		got := l.listed(l.be)
		for name, state := range want {
			if got[name] != state {
				t.Fatalf("step %d: %s is shown as %q, want %q", n, name, got[name], state)
			}
		}
		for name := range got {
			if _, there := want[name]; !there {
				t.Fatalf("step %d: %s is shown although it was deleted for good", n, name)
			}
		}
		told += len(got)
	}
	if told < 1000 {
		t.Errorf("only %d rows were looked at", told)
	}
	if plain := l.listed(l.other); fmt.Sprint(plain) == fmt.Sprint(want) {
		t.Error("the list does not lag, so this proves nothing")
	}
}

func TestWhatSomebodyElseDidAfterwardsIsShownOnceTheListKnowsIt(t *testing.T) {
	l, ctx := newLagging(t), context.Background()
	l.server.Plant(local.Seed{Name: "app/x", Text: "made-up"})
	l.now = l.now.Add(10 * time.Minute)
	d, err := l.be.Describe(ctx, "app/x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.be.Delete(ctx, d.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.be.Describe(ctx, d.ARN); err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(20 * time.Second)
	if err := l.other.Restore(ctx, d.ARN); err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(5*time.Minute + time.Second)
	if got := l.listed(l.be)["app/x"]; got != "active " {
		t.Errorf("shown as %q after somebody else restored it", got)
	}
}

func TestWithoutDescribeTheOwnDeleteStillShows(t *testing.T) {
	l, ctx := newLagging(t), context.Background()
	l.server.Plant(local.Seed{Name: "app/x", Text: "made-up"})
	l.now = l.now.Add(10 * time.Minute)
	d, err := l.be.Describe(ctx, "app/x")
	if err != nil {
		t.Fatal(err)
	}
	l.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
	if _, err := l.be.Delete(ctx, d.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		t.Fatal(err)
	}
	if got := l.listed(l.be)["app/x"]; got != "deleted " {
		t.Errorf("shown as %q after our delete", got)
	}
	if err := l.be.Restore(ctx, d.ARN); err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(5*time.Minute + 30*time.Second)
	if got := l.listed(l.be)["app/x"]; got != "active " {
		t.Errorf("shown as %q after our restore", got)
	}
}

func TestAWriteThatAListingDoesNotKnowYetIsMarkedUntilOneDoes(t *testing.T) {
	l, ctx := newLagging(t), context.Background()
	old, err := l.be.Create(ctx, backend.NewSecret{Name: "old", Value: backend.TextValue("v")})
	if err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(time.Hour)
	write := map[string]func(arn string) error{
		"changed": func(arn string) error {
			d := "x"
			return l.be.Update(ctx, arn, backend.MetadataChange{Description: &d})
		},
		"deleted":  func(arn string) error { _, err := l.be.Delete(ctx, arn, backend.Deletion{WindowDays: 7}); return err },
		"restored": func(arn string) error { return l.be.Restore(ctx, arn) },
	}
	for _, what := range []string{"changed", "deleted", "restored"} {
		if err := write[what](old.ARN); err != nil {
			t.Fatal(err)
		}
		if _, err := l.be.Describe(ctx, old.ARN); err != nil {
			t.Fatal(err)
		}
		if l.be.Unlisted(old.ARN) {
			t.Errorf("%s: marked before any listing was asked", what)
		}
		l.now = l.now.Add(time.Minute)
		if l.listed(l.be); !l.be.Unlisted(old.ARN) {
			t.Errorf("%s: a listing lacks it, and it is not marked", what)
		}
		l.now = l.now.Add(4*time.Minute + 30*time.Second)
		if l.listed(l.be); l.be.Unlisted(old.ARN) {
			t.Errorf("%s: the listing knows it, and it is still marked", what)
		}
	}
	fresh, err := l.be.Create(ctx, backend.NewSecret{Name: "fresh", Value: backend.TextValue("v")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.be.Describe(ctx, fresh.ARN); err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(time.Minute)
	if l.listed(l.be); !l.be.Unlisted(fresh.ARN) {
		t.Error("a new secret that no listing tells of is not marked")
	}
	l.now = l.now.Add(6 * time.Minute)
	if l.listed(l.be); l.be.Unlisted(fresh.ARN) {
		t.Error("it is still marked once it is listed")
	}
}

// notYet finds nothing: what was just made is not known everywhere at once (aws.md 2.2).
type notYet struct {
	backend.Backend
	is bool
}

func (n *notYet) Describe(ctx context.Context, id string) (backend.Detail, error) {
	if n.is {
		return backend.Detail{}, &backend.Error{Op: "describe", ID: id, Kind: backend.ErrNotFound}
	}
	return n.Backend.Describe(ctx, id)
}

func TestWhatIsNotFoundRightAfterItWasMadeIsShownAllTheSame(t *testing.T) {
	for after, shown := range map[time.Duration]bool{14 * time.Second: true, 15 * time.Second: false} {
		l, ctx := newLagging(t), context.Background()
		young := &notYet{Backend: l.other, is: true}
		be := backend.NewOverlay(young, func() time.Time { return l.now })
		w, err := be.Create(ctx, backend.NewSecret{Name: "app/new", Value: backend.TextValue("made-up")})
		if err != nil {
			t.Fatal(err)
		}
		l.now = l.now.Add(after)
		if _, err := be.Describe(ctx, w.ARN); !errors.Is(err, backend.ErrNotFound) {
			t.Fatal(err)
		}
		young.is = false
		l.now = l.now.Add(5*time.Minute + 30*time.Second)
		if _, is := l.listed(be)["app/new"]; is != shown {
			t.Errorf("not found %v after it was made: shown is %v", after, is)
		}
	}
}

func TestWithoutDescribeTheOwnDeleteIsAsOldAsTheServerSays(t *testing.T) {
	l, ctx := newLagging(t), context.Background()
	l.server.Plant(local.Seed{Name: "app/x", Text: "made-up"})
	l.now = l.now.Add(10 * time.Minute)
	d, err := l.other.Describe(ctx, "app/x")
	if err != nil {
		t.Fatal(err)
	}
	fast := backend.NewOverlay(l.other, func() time.Time { return l.now.Add(time.Hour) })
	if err := second(fast.Delete(ctx, d.ARN, backend.Deletion{WindowDays: 7})); err != nil {
		t.Fatal(err)
	}
	for p, err := range fast.List(ctx, backend.Query{}) {
		for _, s := range p.Secrets {
			if err != nil || !s.Deleted.Equal(l.now) {
				t.Errorf("deleted since %v, want %v; %v", s.Deleted, l.now, err)
			}
		}
	}
}

func TestWithoutDescribeARestoredSecretStaysSoWhateverIsWrittenToIt(t *testing.T) {
	text, version, ctx := "made-up", "", context.Background()
	rotate := func(be backend.Backend, arn string) error {
		return second(be.Rotate(ctx, arn, backend.RotationOrder{Lambda: lambda, AfterDays: 30, Later: true}))
	}
	for what, write := range map[string]func(be backend.Backend, arn string) error{
		"Put": func(be backend.Backend, arn string) error {
			return second(be.Put(ctx, arn, backend.NewVersion{Value: backend.TextValue("made-up, new"), Token: "made-up-token-of-one-version-1234"}))
		},
		"MoveLabel": func(be backend.Backend, arn string) error {
			return be.MoveLabel(ctx, arn, backend.LabelMove{Label: "made-up", To: version})
		},
		"Update": func(be backend.Backend, arn string) error {
			return be.Update(ctx, arn, backend.MetadataChange{Description: &text})
		},
		"Tag": func(be backend.Backend, arn string) error {
			return be.Tag(ctx, arn, []backend.Tag{{Key: "a", Value: "b"}})
		},
		"Untag":  func(be backend.Backend, arn string) error { return be.Untag(ctx, arn, []string{"kept"}) },
		"Rotate": rotate,
		"CancelRotation": func(be backend.Backend, arn string) error {
			return errors.Join(rotate(be, arn), be.CancelRotation(ctx, arn))
		},
		"PutPolicy":    func(be backend.Backend, arn string) error { return be.PutPolicy(ctx, arn, policy, true) },
		"DeletePolicy": func(be backend.Backend, arn string) error { return be.DeletePolicy(ctx, arn) },
	} {
		l := newLagging(t)
		l.server.Plant(local.Seed{Name: "app/x", Text: "made-up", Tags: map[string]string{"kept": "made-up"}})
		l.now = l.now.Add(10 * time.Minute)
		d, err := l.be.Describe(ctx, "app/x")
		if err != nil {
			t.Fatal(err)
		}
		version = d.VersionOf(backend.Current)
		l.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		for _, does := range []func() error{
			func() error { return second(l.other.Delete(ctx, d.ARN, backend.Deletion{WindowDays: 7})) },
			func() error { l.now = l.now.Add(10 * time.Minute); return l.be.Restore(ctx, d.ARN) },
			func() error { return write(l.be, d.ARN) },
		} {
			if err := does(); err != nil {
				t.Fatal(what, err)
			}
		}
		if got := l.listed(l.be)["app/x"]; got[:len("active")] != "active" {
			t.Errorf("%s: shown as %q after our restore", what, got)
		}
	}
}
