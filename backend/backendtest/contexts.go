package backendtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"strongroom/backend"
)

func contexts() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"a cancelled context ends every call, as a cancellation": cancelled,
		"a passed deadline ends every call, as a timeout":        expired,
	}
}

// calls is every method of the port that can fail, as one that only fails.
func (s *subject) calls() map[string]func(context.Context) error {
	be, id := s.Backend, "backendtest/never-there"
	text := ""
	only := func(_ any, err error) error { return err }
	return map[string]func(context.Context) error{
		"List": func(ctx context.Context) (err error) {
			for _, err = range be.List(ctx, backend.Query{}) {
			}
			return err
		},
		"Versions": func(ctx context.Context) (err error) {
			for _, err = range be.Versions(ctx, id, true) {
			}
			return err
		},
		"Describe":   func(ctx context.Context) error { return only(be.Describe(ctx, id)) },
		"Reveal":     func(ctx context.Context) error { return only(be.Reveal(ctx, id, backend.VersionRef{})) },
		"RevealMany": func(ctx context.Context) error { return only(be.RevealMany(ctx, []string{id})) },
		"Create":     func(ctx context.Context) error { return only(be.Create(ctx, backend.NewSecret{Name: id})) },
		"Put": func(ctx context.Context) error {
			return only(be.Put(ctx, id, backend.NewVersion{Value: backend.TextValue("v")}))
		},
		"Update":         func(ctx context.Context) error { return be.Update(ctx, id, backend.MetadataChange{Description: &text}) },
		"MoveLabel":      func(ctx context.Context) error { return be.MoveLabel(ctx, id, backend.LabelMove{Label: "l"}) },
		"Tag":            func(ctx context.Context) error { return be.Tag(ctx, id, []backend.Tag{{Key: "k"}}) },
		"Untag":          func(ctx context.Context) error { return be.Untag(ctx, id, []string{"k"}) },
		"Delete":         func(ctx context.Context) error { return only(be.Delete(ctx, id, backend.Deletion{WindowDays: 7})) },
		"Restore":        func(ctx context.Context) error { return be.Restore(ctx, id) },
		"RandomPassword": func(ctx context.Context) error { return only(be.RandomPassword(ctx, backend.PasswordRules{})) },
		"Rotate":         func(ctx context.Context) error { return only(be.Rotate(ctx, id, backend.RotationOrder{})) },
		"CancelRotation": func(ctx context.Context) error { return be.CancelRotation(ctx, id) },
		"Policy":         func(ctx context.Context) error { return only(be.Policy(ctx, id)) },
		"PutPolicy":      func(ctx context.Context) error { return be.PutPolicy(ctx, id, policy, true) },
		"DeletePolicy":   func(ctx context.Context) error { return be.DeletePolicy(ctx, id) },
		"ValidatePolicy": func(ctx context.Context) error { return only(be.ValidatePolicy(ctx, id, policy)) },
		"Replicate": func(ctx context.Context) error {
			return only(be.Replicate(ctx, id, []backend.ReplicaTarget{{Region: "us-east-1"}}, false))
		},
		"RemoveReplicas": func(ctx context.Context) error { return only(be.RemoveReplicas(ctx, id, []string{"us-east-1"})) },
		"PromoteReplica": func(ctx context.Context) error { return be.PromoteReplica(ctx, id) },
		"Policies":       func(ctx context.Context) error { return only(be.Policies(ctx, id)) },
		"PolicyNamed":    func(ctx context.Context) error { return only(be.PolicyNamed(ctx, id, "default")) },
		"Associate": func(ctx context.Context) error {
			return only(be.Associate(ctx, id, backend.Association{Replica: id}))
		},
		"Dissociate": func(ctx context.Context) error { return be.Dissociate(ctx, id, id) },
		"Identity":   func(ctx context.Context) error { return only(be.Identity(ctx)) },
	}
}

func cancelled(t *testing.T, s *subject) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range s.calls() {
		begin := time.Now()
		err := call(ctx)
		var e *backend.Error
		if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.Op == "" || errors.Is(err, backend.ErrTimeout) {
			t.Errorf("%s: %T %v", name, err, err)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%s took %v to give up", name, took)
		}
	}
}

func expired(t *testing.T, s *subject) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for name, call := range s.calls() {
		if err := call(ctx); !errors.Is(err, backend.ErrTimeout) {
			t.Errorf("%s: %T %v", name, err, err)
		}
	}
}
