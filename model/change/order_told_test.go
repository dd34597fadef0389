package change_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAnUndoOfManyThatIsRefusedIsNotSaidToBeSomebodyElses(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("payments/stripe").Press("enter * d y").Sees("deleted all 3")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("RestoreSecret") })
		p.Press("u y").Sees("restored 0 of 3, 3 failed", "the undo is no longer offered").SeesNot("somebody else", "nothing left")
		p.Press("D").Sees("not restored: needs R")
	})
}

// A rival deletes or restores a secret right after the program's own call for it.
func turnsBack(p *play.Player, op, name string, back func(be backend.Backend, arn string) error) {
	var armed atomic.Bool
	p.Server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, id string) {
			switch {
			case !strings.Contains(id, name):
			case called == op:
				armed.Store(true)
			case called == "DescribeSecret" && armed.CompareAndSwap(true, false):
				p.Server.Set(func(k *local.Knobs) { k.OnCall = nil })
				if err := back(play.BackendOf(p.Server), id); err != nil {
					p.T.Error(err)
				}
			}
		}
	})
}

func deletes(be backend.Backend, arn string) error {
	_, err := be.Delete(play.Ctx(), arn, backend.Deletion{WindowDays: 7})
	return err
}

func restores(be backend.Backend, arn string) error { return be.Restore(play.Ctx(), arn) }

func TestWhatSomebodyTakesBackAtOnceIsToldOfManyAndOfAnUndoToo(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		turnsBack(p, "RestoreSecret", "mailgun", deletes)
		p.Press("* R y").Sees("restored all 5, 1 taken back by somebody else since", "1 deleted")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		turnsBack(p, "DeleteSecret", "prod/payments/stripe", restores)
		p.Press("/").Types("payments/stripe").Press("enter * d y").Sees("deleted all 3, 1 taken back by somebody else since")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("payments/stripe").Press("enter * d y").Sees("deleted all 3")
		turnsBack(p, "RestoreSecret", "prod/payments/stripe", deletes)
		p.Press("u y").Sees("undone: deleted 3 secrets, 1 taken back by somebody else since")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d y").Sees("deleted prod/payments/stripe")
		turnsBack(p, "RestoreSecret", "prod/payments/stripe", deletes)
		p.Press("u y").Sees("undone: deleted prod/payments/stripe, and somebody else has taken that back since")
	})
}

func TestTheRotationOfManyThatCouldNotBeReadIsNotKnown(t *testing.T) {
	play.Game(t, play.Setting{W: 200, H: 36, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* R").Wait(time.Second).Breaks(local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("y").Becomes(20*time.Second, "restored all 5", "rotation not known of 5: reading again failed").SeesNot("rotation was switched off", "rotation is off on")
		p.Breaks()
	})
}

// The program's look into a lost answer fails, and the read after the order, a moment later, does not.
func loses(p *play.Player, op string) {
	p.Server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, _ string) {
			if called == op {
				p.Server.Set(func(k *local.Knobs) {
					k.OnCall = nil
					k.Faults = []local.Fault{{Op: op, Kind: local.Reset, N: 1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: 3}}
				})
			}
		}
	})
}

func TestWhatIsReadAfterALostAnswerDecides(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter").Wait(2 * time.Second).Press("d tab").Types("7").Press("shift+tab")
		loses(p, "DeleteSecret")
		p.Press("y").Wait(10*time.Second).Sees("deleted prod/payments/stripe", "restorable until", "6 deleted").SeesNot("not known")
		if row := p.Press("esc D").Row("prod/payments/stripe"); !strings.Contains(row, " 6d 23h left ") {
			t.Errorf("the end of its window is told as %s", row)
		}
		loses(p, "RestoreSecret")
		p.Press("u y").Wait(10*time.Second).Sees("undone: deleted prod/payments/stripe", "5 deleted").SeesNot("not known")
	})
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("tmp/loadtest").Press("enter d").Sees("Delete for good").Types("tmp/loadtest")
		loses(p, "DeleteSecret")
		p.Press("enter enter").Wait(10*time.Second).Sees("deleted tmp/loadtest for good", "4 deleted").SeesNot("not known")
	})
}

func TestWhatIsReadAfterALostAnswerAboutAReplicaDecides(t *testing.T) {
	for op, keys := range map[string]string{"ReplicateSecretToRegions": "", "RemoveRegionsFromReplication": "x", "StopReplicationToReplica": "p"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			if p.ReplicasOpen(); keys != "" {
				replicates(p, "us-east-1", "").Wait(time.Minute).Sees("InSync")
			}
			if loses(p, op); keys == "" {
				replicates(p, "us-east-1", "")
			} else {
				p.Press(keys).Wait(time.Second).Press("y")
			}
			says := map[string]string{"": "is in sync in us-east-1", "x": "removed the replica of app/canary", "p": "promoted: app/canary"}[keys]
			p.Wait(10*time.Second).Sees(says).SeesNot("could not", "not known")
		})
	}
	for op, keys := range map[string]string{"AssociateCrossAccountReplica": "A", "DisassociateCrossAccountReplica": "x"} {
		play.Game(t, play.Setting{Seed: map[string]func(*local.Server){"A": play.SeedOffered, "x": play.SeedAssociated}[keys]}, func(p *play.Player) {
			p.ReplicasOpen()
			if loses(p, op); keys == "A" {
				associates(p, play.TheirReplica(p.Server), "")
			} else {
				p.Press("x").Wait(time.Second).Press("y")
			}
			p.Wait(10*time.Second).SeesNot("could not", "not known")
		})
	}
}

func TestWhatCouldNotBeLookedAtBeforeHasNotBegun(t *testing.T) {
	unread := []local.Fault{{Op: "DescribeSecret", Kind: local.Reset, N: -1}, {Op: "GetResourcePolicy", Kind: local.Reset, N: -1}}
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d y").Sees("deleted prod/payments/stripe").Breaks(unread...)
		p.Press("u y").Becomes(20*time.Second, "could not reach the service").SeesNot("not known")
		p.Breaks()
		p.Press("u y").Sees("undone: deleted prod/payments/stripe")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.TagsOpen().Press("enter").Wait(time.Second).Types("-mine").Press("enter enter").Sees("changed the tag env").Breaks(unread...)
		p.Press("u y").Becomes(10*time.Second, "not undone: could not reach the service").SeesNot("not known")
		p.Breaks()
		p.Press("u y").Sees("undone: ")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j p y").Sees("promoted").Breaks(unread...)
		p.Press("u y").Becomes(10*time.Second, "not undone: could not reach the service").SeesNot("not known")
		p.Breaks()
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Breaks(unread...)
		p.Press("y").Becomes(20*time.Second, "could not read the policy", "nothing was changed").SeesNot("whether it is saved")
		p.Breaks()
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy").Breaks(unread...)
		p.Press("u").Wait(time.Second).Press("y").Becomes(20*time.Second, "not undone: could not reach the service").SeesNot("not known")
		p.Breaks()
	})
}

func TestAPolicyWhoseSaveWasLostIsNotSomebodyElses(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Breaks(local.Fault{Op: "PutResourcePolicy", Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("ctrl+s").Wait(time.Second).Press("y").Becomes(3*time.Minute, "whether it is saved is not known")
		p.Breaks()
		sent := p.Calls("PutResourcePolicy")
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(3*time.Second).Sees("saved the policy").SeesNot("somebody else", "Somebody else")
		if n := p.Calls("PutResourcePolicy"); n != sent || stored(p) != edited() {
			t.Errorf("it was sent %d times more, and the policy is %s", n-sent, stored(p))
		}
		p.Press("u").Wait(time.Second).Press("y").Wait(3 * time.Second).Sees("undone: changed the policy of app/canary")
		if got := stored(p); got != play.Governed {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
}

func TestTheUndoOfARotationGoesBackToWhatSomebodySavedMeanwhile(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second)
		p.Colleague("app/canary", "made-up rival's")
		theirs := p.IDs()[backend.Current]
		p.Press("y").Wait(time.Minute)
		if is := p.IDs(); is[backend.Current] == theirs || is[backend.Previous] != theirs {
			t.Fatalf("the rotation left %v", is)
		}
		p.Press("u").Sees("u will promote " + theirs[:8]).Wait(time.Second).Press("y").Sees("undone")
		if is := p.IDs(); is[backend.Current] != theirs {
			t.Errorf("after the undo AWSCURRENT is on %s, was on %s", is[backend.Current], theirs)
		}
	})
}

func TestAnUndoOfARotationThatSomebodyHasChangedSpeaksOfTheRotation(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("x").Wait(time.Second).Press("y").Sees("rotation of app/canary is off")
		_, err := p.Rival().Rotate(play.Ctx(), "app/canary", backend.RotationOrder{Lambda: play.DemoFunction, AfterDays: 7, Later: true})
		p.Does(err)
		p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("nothing was undone: its rotation has been changed meanwhile").SeesNot("the labels have moved")
		if is := p.Described().Rotation; is.AfterDays != 7 {
			t.Errorf("it rotates every %d days", is.AfterDays)
		}
	})
}
