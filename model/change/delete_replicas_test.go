package change_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAPrimaryIsDeletedStepByStepAndEachIsTold(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("shared/tls/wildcard").Press("enter").Wait(pane.RestDelay * 2)
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"RemoveRegionsFromReplication": 2 * time.Second, "DescribeSecret": 2 * time.Second, "DeleteSecret": 2 * time.Second}
		})
		p.Press("d").Wait(time.Second).Types("shared/tls/wildcard").Press("enter enter").Wait(time.Second)
		p.Sees("removing its replica in eu-central-1, 1 of 2").Becomes(3*time.Second, "removing its replica in us-east-1, 2 of 2").Becomes(3*time.Second, "waiting until they are gone")
		p.Becomes(20*time.Second, "gone, deleting it").Becomes(5*time.Second, "deleted shared/tls/wildcard")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("shared/tls/wildcard").Press("enter").Wait(pane.RestDelay * 2)
		removals := 0
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "RemoveRegionsFromReplication" {
					if removals++; removals == 1 {
						return
					}
					p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("RemoveRegionsFromReplication") })
				}
			}
		})
		p.Press("d").Wait(time.Second).Types("shared/tls/wildcard").Press("enter enter").Wait(2 * time.Second).Sees("could not remove all replicas (eu-central-1 removed) of shared/tls/wildcard: access denied")
		if d := p.Describes("shared/tls/wildcard"); !d.Deleted.IsZero() || len(d.Replicas) != 1 {
			t.Errorf("%+v", d)
		}
	})
}

// lingering is a service that still has a replica for a while after its primary tells of none.
type lingering struct {
	backend.Backend
	had  backend.Detail
	gone time.Time
}

func (l *lingering) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := l.Backend.Describe(ctx, id)
	switch {
	case err == nil && d.IsReplica():
		l.had = d
	case errors.Is(err, backend.ErrNotFound) && l.had.ARN == id:
		if l.gone.IsZero() {
			l.gone = time.Now()
		}
		if time.Since(l.gone) < 10*time.Second {
			return l.had, nil
		}
	}
	return d, err
}

func TestAPrimaryIsNotDeletedWhileAReplicaIsStillThere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedReplicated, Through: func(be backend.Backend) backend.Backend { return &lingering{Backend: be} }}, func(p *play.Player) {
		p.ReplicasOpen().Press("j =").Wait(time.Second).Press("esc d").Wait(time.Second).Types("app/canary").Press("enter enter").Wait(5 * time.Second).Sees("app/canary: its replicas are removed, waiting until they are gone")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Errorf("%d deletes were sent", n)
		}
		p.Becomes(time.Minute, "deleted app/canary")
	})
}

// clinging tells for ever of the replicas that a primary had before they were removed.
type clinging struct {
	backend.Backend
	had backend.Detail
}

func (c *clinging) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := c.Backend.Describe(ctx, id)
	switch {
	case len(d.Replicas) > 0:
		c.had = d
	case c.had.ARN != "" && c.had.ARN == d.ARN:
		return c.had, nil
	}
	return d, err
}

func TestAPrimaryIsNotDeletedWhereItsReplicasAreNotSeenToGo(t *testing.T) {
	for what, c := range map[string]struct {
		through func(backend.Backend) backend.Backend
		op      string
		within  time.Duration
		says    string
	}{
		"they stay":             {func(be backend.Backend) backend.Backend { return &clinging{Backend: be} }, "", 152 * time.Second, "its replicas are still being removed: try again in a minute"},
		"they cannot be seen":   {nil, "DescribeSecret", time.Second, "(its replicas are removed)"},
		"they are not let go":   {nil, "RemoveRegionsFromReplication", time.Second, "access denied"},
		"the delete is refused": {nil, "DeleteSecret", time.Second, "(its replicas are removed)"},
	} {
		t.Run(what, func(t *testing.T) {
			play.Game(t, play.Setting{W: 160, H: 36, Seed: play.SeedReplicated, Through: c.through}, func(p *play.Player) {
				p.ReplicasOpen().Press("j =").Wait(time.Second).Press("esc d").Wait(time.Second).Types("app/canary")
				p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny(c.op) })
				p.Press("enter enter").Wait(c.within).Sees("could not", "app/canary", c.says)
				if n := p.Calls("DeleteSecret"); n != 0 && c.op != "DeleteSecret" {
					t.Errorf("%d deletes were sent", n)
				}
				p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
				if !p.Described().Deleted.IsZero() {
					t.Error("it is deleted")
				}
			})
		})
	}
}

func TestAPrimaryLetsAnotherAccountsReplicaGoBeforeItIsDeleted(t *testing.T) {
	seed := func(s *local.Server) {
		play.SeedAssociated(s)
		play.Replicates(s, play.BackendOf(s), "app/canary", "us-east-1")
	}
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seed}, func(p *play.Player) {
			p.ReplicasOpen().Sees("Replicas 2")
			p.Press("d").Wait(time.Second).Sees("replica in", "9999-8888-7777", "us-east-1", "delete").Types("app/canary").Press("enter enter").Wait(10 * time.Second).Sees("deleted app/canary")
			if d := p.Described(); d.Deleted.IsZero() || len(d.Replicas)+len(d.CrossReplicas) > 0 {
				t.Errorf("%+v", d)
			}
			if got := theirStatus(p); got != backend.Detached {
				t.Errorf("theirs is %q", got)
			}
		})
	}
}

func TestEachStepBeforeADeleteBetweenAccountsIsTold(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedAssociated}, func(p *play.Player) {
		p.ReplicasOpen()
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"DisassociateCrossAccountReplica": 2 * time.Second, "DescribeSecret": 2 * time.Second, "DeleteSecret": 2 * time.Second}
		})
		p.Press("d").Wait(time.Second).Sees("let go, then delete").SeesNot("to be sure").Press("y").Wait(time.Second).Sees("letting go of its replica in account 9999-8888-7777, 1 of 1")
		p.Becomes(4*time.Second, "waiting until they are gone").Becomes(5*time.Second, "gone, deleting it").Becomes(6*time.Second, "deleted app/canary")
	})
	play.Game(t, play.Setting{Seed: play.SeedAssociated}, func(p *play.Player) {
		p.ReplicasOpen()
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DisassociateCrossAccountReplica") })
		p.Press("d").Wait(time.Second).Press("y").Wait(time.Second).Sees("could not let go of the other account's replica of app/canary: access denied", "secretsmanager:DisassociateCrossAccountReplica")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Errorf("%d deletes were sent", n)
		}
	})
}

func TestAReplicaOfAnotherAccountIsPromotedBeforeItIsDeleted(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFollowing}, func(p *play.Player) {
		p.ReplicasOpen()
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"StopReplicationToReplica": 2 * time.Second, "DeleteSecret": 2 * time.Second}
		})
		p.Press("d").Wait(time.Second).Sees("it follows theirs/db of account 9999-8888-7777", "promote, then delete", "type app/canary").Types("app/canary").Press("enter enter").Wait(time.Second).Sees("promoting it")
		p.Becomes(5*time.Second, "deleted app/canary")
	})
	play.Game(t, play.Setting{Seed: play.SeedFollowing}, func(p *play.Player) {
		p.ReplicasOpen()
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DeleteSecret") })
		p.Press("d").Wait(time.Second).Types("app/canary").Press("enter enter").Wait(3 * time.Second).Sees("could not delete (it is promoted) app/canary: access denied")
	})
}

func TestADeleteBeforeAnythingIsDescribedSaysThatAnotherAccountsReplicaIsNotKnown(t *testing.T) {
	seed := func(s *local.Server) {
		play.SeedAssociated(s)
		s.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.Wait(time.Second).Press("d").Sees("Whether another account has a replica is not known").Wait(time.Second).Press("y").Wait(time.Second).Sees("could not delete app/canary")
	})
}

func TestADeleteOfManyStepsHasItsButtonsAndItsFrameOnTheLowestScreen(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10}, func(p *play.Player) {
		p.Press("/").Types("prod/search/oauth-client").Press("enter").ReplicasOpen().Press("d").Wait(time.Second)
		if f := p.Frame("Delete a secret"); !strings.Contains(strings.Join(f.Lines, ""), "promoted first") || !strings.Contains(f.Lines[len(f.Lines)-1], "cancel") {
			t.Errorf("%s", p.Screen)
		}
	})
}
