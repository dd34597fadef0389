package change_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestAHealthyRotationIsWatchedToItsEndAndTakenBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
			was := p.IDs()
			p.RotatesFor(2 * time.Minute)
			p.RotationOf("^app/canary$").Press("r").Sees("Rotate now", "o-rotation", "account 1234-5678-9012", "becomes AWSPREVIOUS").Wait(time.Second).Press("enter").SeesNot("Rotate now")
			if n := p.Calls("RotateSecret"); n != 1 {
				t.Fatalf("%d rotations before a yes", n-1)
			}
			listed, described := p.Calls("ListSecretVersionIds"), p.Calls("DescribeSecret")
			p.Press("r").Wait(time.Second).Press("y").Sees("rotation of app/canary has begun", "running since", "⟳ ")
			p.Wait(90 * time.Second).SeesNot("rotated app/canary").Press("r").Sees("a rotation has begun and not ended")
			p.Becomes(time.Minute, "rotated app/canary: ").Sees("is AWSCURRENT now").SeesNot("running since", "⟳ rotating")
			is := p.IDs()
			if is[backend.Current] == was[backend.Current] || is[backend.Previous] != was[backend.Current] {
				t.Errorf("after %v the labels are %v", was, is)
			}
			if n := p.Calls("DescribeSecret") - described; n > 16 {
				t.Errorf("two minutes of watching took %d looks", n)
			}
			if n := p.Calls("ListSecretVersionIds") - listed; n > 3 {
				t.Errorf("the labels changed twice and a value was put, and the versions were listed %d times", n)
			}
			p.Press("u").Sees("u will promote "+was[backend.Current][:8], "what rotation set elsewhere").Wait(time.Second).Press("y").Sees("undone")
			if back := p.IDs(); back[backend.Current] != was[backend.Current] {
				t.Errorf("after the undo AWSCURRENT is on %s, was on %s", back[backend.Current], was[backend.Current])
			}
			if n := p.Calls("GetSecretValue") + p.Calls("BatchGetSecretValue"); n != 0 {
				t.Errorf("a rotation read %d values", n)
			}
		})
	}
}

func TestARotationThatTheServiceBeginsByItselfIsSeenFromStepToStep(t *testing.T) {
	seed := func(s *local.Server) {
		play.SeedRotating(play.DemoFunction)(s)
		time.Sleep(30*24*time.Hour - 5*time.Minute)
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.RotatesFor(20 * time.Minute)
		was := p.IDs()
		p.RotationOf("^app/canary$").Sees("next on or before 31 Jan 2000 23:59:59 UTC").SeesNot("running").Wait(6 * time.Minute).Press("ctrl+r").Wait(time.Second)
		p.Sees("running since", "creating one", "rotation running").Wait(10*time.Minute).Press("ctrl+r").Wait(time.Second).Sees("running since", "setting or testing it")
		p.Wait(10*time.Minute).Press("ctrl+r").Wait(time.Second).SeesNot("running").Sees("on: every 30 days", "last 31 Jan 2000")
		if is := p.IDs(); is[backend.Current] == was[backend.Current] || is[backend.Previous] != was[backend.Current] {
			t.Errorf("after %v the labels are %v", was, is)
		}
		if n := p.Calls("RotateSecret"); n != 1 {
			t.Errorf("%d orders were sent, want that of the seed", n)
		}
	})
}

func TestWatchingARotationStopsWithoutStoppingIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotatesFor(5 * time.Minute)
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(20*time.Second).Sees("⟳ rotating app/canary 1", "waits for AWSCURRENT")
		p.Press("1 j").Wait(time.Second).Sees("⟳ rotating app/canary").Press("k 2").Wait(time.Second) // it goes on wherever one looks
		p.Press("esc").Sees("no longer watched: the rotation of app/canary goes on").SeesNot("⟳ rotating")
		before := p.Calls("DescribeSecret")
		p.Wait(10 * time.Minute)
		if n := p.Calls("DescribeSecret") - before; n != 0 {
			t.Errorf("%d looks after watching was stopped", n)
		}
		if is := p.Described(); is.Rotation.Last.IsZero() {
			t.Error("the rotation was stopped too")
		}
	})
}

func TestAWatchOutlastsAnswersThatAreLostAndTellsWhenItMayNotLook(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotatesFor(3 * time.Minute)
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(5 * time.Second)
		p.Breaks(local.Fault{Op: "DescribeSecret", Kind: local.BadGateway, N: 6})
		p.Becomes(20*time.Second, "cannot be asked").Becomes(4*time.Minute, "rotated app/canary")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotatesFor(3 * time.Minute)
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(5 * time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		p.Becomes(time.Minute, "can no longer be watched", "needs secretsmanager:DescribeSecret")
	})
}

func TestARotationThatHangsIsToldAndCleared(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) {
		was := p.IDs()
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(61*time.Minute).Sees("the rotation of app/canary is stuck", "X in the Rotation tab clears it", "stuck since")
		p.Press("X").Sees("1 cancel the rotation", "2 take AWSPENDING off").Wait(time.Second).Press("y").Sees("rotation cancelled, AWSPENDING is off", "rotation is off: set it up again").SeesNot("stuck since")
		if d := p.Described(); d.Rotation.Enabled || d.VersionOf(backend.Pending) != "" || d.VersionOf(backend.Current) != was[backend.Current] {
			t.Errorf("after clearing %v, rotation %v", d.Stages, d.Rotation)
		}
		p.Press("X").Sees("no rotation is under way").Press("u").Sees("u will set rotation up again as it was", "move AWSPENDING to").Wait(time.Second).Press("y").Sees("undone", "running since")
	})
	for op, says := range map[string][]string{"CancelRotateSecret": {"could not cancel the rotation", "nothing was changed"},
		"UpdateSecretVersionStage": {"rotation cancelled; not done: take AWSPENDING off", "X finishes, u undoes"}} {
		play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
			p.RotationOf("^app/canary$").Server.Set(func(k *local.Knobs) { k.Deny = play.Deny(op) })
			p.Press("X").Wait(time.Second).Press("y").Sees(says...)
			p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
			p.Press("ctrl+r").Wait(time.Second).Press("X").Wait(time.Second).Press("y").Sees("AWSPENDING is off")
		})
	}
}

func TestWhatTheServiceWouldRefuseOfAStuckRotationIsRefusedHereWithTheWayOut(t *testing.T) {
	for _, seed := range []func(*local.Server){play.SeedStuck, play.SeedFailing} {
		play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
			before := p.Calls("RotateSecret")
			p.RotationOf("^app/canary$")
			for _, key := range []string{"r", "enter"} {
				p.Press(key).Sees("a rotation has begun and not ended (AWSPENDING is on 00000000): X clears one that is stuck").Wait(10 * time.Second)
			}
			if n := p.Calls("RotateSecret") - before; n != 0 {
				t.Errorf("%d orders were sent", n)
			}
			p.Press("X").Wait(time.Second).Press("y").Sees("AWSPENDING is off").Press("enter").Sees("╭ Change rotation ─", "app/canary")
		})
	}
}

func TestNoSecondRotationBeginsWhileTheFirstIsOnItsWay(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		before := p.Calls("RotateSecret")
		p.Slowly("RotateSecret", 10*time.Second)
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y")
		for _, key := range []string{"r", "enter", "x"} {
			p.Press(key).Sees("still rotating app/canary")
		}
		p.Becomes(time.Minute, "rotated app/canary")
		if n := p.Calls("RotateSecret") - before; n != 1 {
			t.Errorf("%d rotations", n)
		}
	})
}

func TestARotationThatSomebodyElseEndsIsTold(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(5 * time.Second)
		pending := p.IDs()[backend.Pending]
		p.Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("app/canary"))).Moves(backend.LabelMove{Label: backend.Pending, From: pending})
		p.Becomes(time.Minute, "the rotation of app/canary has ended without a new AWSCURRENT").SeesNot("running since", "⟳ rotating")
	})
}

func TestTheNextStartSaysWhatBecameOfARotation(t *testing.T) {
	for _, c := range []struct{ op, key, says string }{{"RotateSecret", "r", "rotating app/canary: a rotation has begun and not ended"}, {"CancelRotateSecret", "x", "switching off the rotation of app/canary: rotation is off"}} {
		file := disk.OpenUnfinished(t.TempDir() + "/state/unfinished.json")
		with := func(o *model.Options) { o.Unfinished = file }
		var server *local.Server
		synctest.Test(t, func(t *testing.T) {
			p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Seed: play.SeedRotating(play.StuckFunction), Change: with})
			server = p.Server
			p.Starts().RotationOf("^app/canary$").Slowly(c.op, time.Second)
			p.Press(c.key).Wait(time.Second).Press("y").Program.Send(model.Quit{})
			p.Ended()
			p.End()
			soon, cancel := context.WithTimeout(play.Ctx(), 2*time.Second)
			defer cancel()
			p.Model.Close(soon)
			time.Sleep(time.Minute) // the call ends, and nobody listens
		})
		synctest.Test(t, func(t *testing.T) {
			p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: with})
			defer p.End()
			p.Becomes(time.Second, "the program ended while "+c.says)
		})
	}
}

func TestRotationIsSwitchedOffAndOnAgain(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		was := p.Described().Rotation
		p.RotationOf("^app/canary$").Press("x").Sees("Switch rotation off", "app/canary", "the function and the schedule stay").Wait(time.Second).Press("enter").Sees("on: every 30 days")
		p.Press("x").Wait(time.Second).Press("y").Sees("rotation of app/canary is off", "off: every 30 days is still set up").Press("x").Sees("rotation is off already")
		if p.Described().Rotation.Enabled {
			t.Error("it is on")
		}
		p.Press("r").Sees("this switches it on again").Press("esc u").Sees("set rotation up again as it was").Wait(time.Second).Press("y").Sees("undone")
		if is := p.Described().Rotation; !is.Enabled || !is.SameRules(was) {
			t.Errorf("after the undo %v, was %v", is, was)
		}
	})
}

func TestWhatARotationCannotBeSaysSoBeforeAnythingIsSent(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Sees("never set up").Press("r").Sees("rotation was never set up: enter sets it up").Press("enter").Sees("Set up rotation", "app/canary").Wait(time.Second)
		for _, c := range [][2]string{{"rotate", "not a whole ARN"}, {"arn:aws:iam:eu-west-1:123456789012:function:x", "an ARN of iam"},
			{strings.Replace(play.DemoFunction, "eu-west-1", "us-east-1", 1), "it must be in the secret's region"},
			{strings.Replace(play.DemoFunction, "123456789012", "999999999999", 1), "of account 999999999999"}} {
			p.Pastes(c[0]).Sees(c[1]).Press("ctrl+u")
		}
		p.Pastes(play.DemoFunction).Press("enter")
		for _, c := range [][2]string{{"0", "days are 1 to 1000"}, {"rate(3 hours)", "every 4 hours at most"}, {"rate(3 weeks)", "hours or days"}, {"cron(0 2 1 *)", "six fields"},
			{"cron(5 2 1 * ? *)", "the minutes must be 0"}, {"cron(0 2 1 * ? 2027)", "the year must be *"}, {"cron(0 2 1 * MON *)", "must be ?"}, {"cron(0 2 31 FEB ? *)", "never comes"}} {
			p.Pastes(c[0]).Sees(c[1]).SeesNot("next  ").Press("enter enter enter enter").Sees(c[1]).Press("ctrl+u")
		}
		p.Pastes("cron(0 20 ? * SAT *)").Sees("1 Jan · 8 Jan · 15 Jan · 22 Jan · 29 Jan 2000, at 20:00 UTC").Press("enter")
		p.Pastes("25h").Sees("1h to 24h").Press("ctrl+u").Pastes("5h").Sees("from 20:00 reaches into the next UTC day").Press("enter enter enter").Sees("reaches into the next UTC day")
		if n := p.Calls("RotateSecret"); n != 0 {
			t.Errorf("%d orders were sent", n)
		}
	})
}

func TestARotationIsSetUpChangedAndTakenBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret()}, func(p *play.Player) {
			was := p.IDs()
			p.RotationOf("^app/canary$").Press("enter").Sees("Set up rotation", "later, by the schedule").Wait(time.Second)
			p.Pastes(play.DemoFunction).Press("enter").Types("7").Press("enter").Types("2h").Press("enter enter enter").Sees("rotation of app/canary is set up", "in the 2-hour window")
			if is := p.Described().Rotation; !is.Enabled || is.AfterDays != 7 || is.Duration != "2h" || is.Lambda != play.DemoFunction {
				t.Errorf("rotation is %+v", is)
			}
			if is := p.IDs(); is[backend.Current] != was[backend.Current] {
				t.Error("setting up later rotated it now")
			}
			p.Press("enter").Sees("Change rotation").Wait(time.Second).Press("shift+tab enter").SeesNot("Change rotation") // cancel
			p.Press("enter").Wait(time.Second).Press("enter ctrl+u").Types("rate(12 hours)").Press("enter ctrl+u enter enter enter").Sees("is set up", "every 12 hours")
			p.Press("u").Sees("set rotation up again as it was").Wait(time.Second).Press("y").Sees("undone")
			if is := p.Described().Rotation; is.AfterDays != 7 || is.Schedule != "" || is.Duration != "2h" {
				t.Errorf("after the undo rotation is %+v", is)
			}
			p.Press("enter").Wait(time.Second).Press("enter enter ctrl+u").Types("5h").Press("enter enter enter").Sees("is set up", "in the 5-hour window").Press("u").Wait(time.Second).Press("y").Sees("undone", "in the 2-hour window")
			p.Press("u").Sees("switch rotation off").Wait(time.Second).Press("y").Sees("undone")
			if p.Described().Rotation.Enabled {
				t.Error("after the undo rotation is on")
			}
		})
	}
}

func TestARotationIsSetUpAndDoneAtOnceOnlyAfterAQuestion(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		was := p.IDs()
		p.RotatesFor(10 * time.Second)
		p.RotationOf("^app/canary$").Press("enter").Wait(time.Second).Pastes(play.DemoFunction).Press("enter").Types("7").Press("enter enter").Sees("its own default is at once")
		p.Press("space").Sees("Saving rotates the secret at once").Press("enter enter").Sees("Rotate now").Wait(time.Second).Press("enter").Sees("Set up rotation").Press("enter").Wait(time.Second).Press("y")
		p.Sees("is set up").Becomes(time.Minute, "rotated app/canary: ")
		if is := p.IDs(); is[backend.Previous] != was[backend.Current] {
			t.Errorf("the labels are %v", is)
		}
	})
}

func TestAManagedSecretIsRotatedButNotSwitchedOff(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.RotationOf("^rds!db").Press("x").Sees("managed by rds: its rotation is switched off there").Press("X").Sees("it ends its rotations itself")
		p.Press("enter").Sees("Change rotation", "rds!db").SeesNot("▸function").Wait(time.Second).Press("ctrl+u").Types("14").Press("enter enter enter enter").Sees("is set up", "every 14 days")
		p.Press("r").Sees("by rds, which manages this secret").Wait(time.Second).Press("y").Sees("rotated rds!db")
	})
}

func TestAPartnersRotationIsSetUpWithItsRoleAndMetadataAndTakenBack(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/made-up"
	play.Game(t, play.Setting{}, func(p *play.Player) {
		described := func() backend.Detail {
			d, err := p.Rival().Describe(play.Ctx(), p.ARN("shared/monitoring/metrics-api"))
			p.Does(err)
			return d
		}
		p.RotationOf("metrics-api").Sees("never set up").Press("enter").Sees("Set up rotation", "role", "metadata", "key=value").SeesNot("function").Wait(time.Second)
		for _, c := range [][2]string{{"made-up", "not a whole ARN: arn:aws:iam::123456789012:role/NAME"}, {play.DemoFunction, "not of a role"},
			{strings.Replace(role, "123456789012", "999999999999", 1), "of account 999999999999"}} {
			p.Pastes(c[0]).Sees(c[1]).Press("ctrl+u")
		}
		p.Pastes(role).Press("enter").Types("30").Press("enter enter enter")
		p.Pastes("adminKey").Press("enter enter enter").Sees("metadata is key=value").Pastes("=made-up").Press("enter").Pastes("adminKey=twice").Sees("adminKey is there twice").Press("ctrl+u").Pastes("site=made=up").Press("enter enter enter")
		p.Sees("is set up", "on: every 30 days", "role arn:aws:iam::123456789012:role/made-up", "adminKey made-up")
		want := []backend.Tag{{Key: "adminKey", Value: "made-up"}, {Key: "site", Value: "made=up"}}
		if is := described(); is.Rotation.RoleARN != role || !backend.SameTags(is.Partner, want) || is.Rotation.Lambda != "" || !is.Rotation.Enabled {
			t.Errorf("it is %+v with %v", is.Rotation, is.Partner)
		}
		p.Wait(time.Second).Press("enter").Sees("Change rotation", "adminKey=made-up", "site=made=up").Wait(time.Second).Press("enter enter enter enter ctrl+u enter ctrl+u").Sees("All of the metadata is taken away").Press("enter enter enter").Sees("is set up").SeesNot("adminKey", "kept")
		if is := described(); len(is.Partner) != 0 || is.Rotation.RoleARN != role {
			t.Errorf("it is %+v with %v", is.Rotation, is.Partner)
		}
		p.Press("u").Wait(time.Second).Press("y").Sees("undone", "adminKey made-up")
		if is := described(); !backend.SameTags(is.Partner, want) {
			t.Errorf("after the undo it has %v", is.Partner)
		}
		p.Wait(time.Second).Press("enter").Sees("adminKey=made-up").Wait(time.Second).Press("enter enter enter enter ctrl+u").Types("adminKey=other").Press("enter enter enter enter").Sees("is set up", "adminKey other")
		p.Press("u").Wait(time.Second).Press("y").Sees("undone", "adminKey made-up")
		if is := described(); !backend.SameTags(is.Partner, want) || is.Rotation.RoleARN != role {
			t.Errorf("after the undo it is %+v with %v", is.Rotation, is.Partner)
		}
		p.Press("r").Sees("by the partner's service (DatadogApiKey), with the role " + role[:20]).Press("esc L").Sees("no function of yours")
	})
}

func TestWhatKeepsARotationFromBeingChangedIsSaid(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedStuck, Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.RotationOf("^app/canary$")
		for _, key := range []string{"r", "enter", "x", "X"} {
			p.Press(key).Sees("read-only: started with --read-only").Wait(10 * time.Second)
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.RotationOf("cdn-signing")
		for _, key := range []string{"r", "enter", "x", "X"} {
			p.Press(key).Sees("is a replica").Wait(10 * time.Second)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedStuck, Change: func(o *model.Options) {
		o.Guard = backend.NewGuard([]backend.Protection{{Name: "app/**", ReadOnly: true}}, o.Backend.Where)
		o.Backend = backend.Gated(o.Backend, o.Guard)
	}}, func(p *play.Player) {
		p.RotationOf("^app/canary$")
		for _, key := range []string{"r", "enter", "x", "X"} {
			p.Press(key).Sees("app/canary is read-only by a rule", "U unlocks").Wait(15 * time.Second)
		}
	})
	for op, keys := range map[string]string{"RotateSecret": "r", "CancelRotateSecret": "x"} {
		play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
			p.RotationOf("^app/canary$").Server.Set(func(k *local.Knobs) { k.Deny = play.Deny(op) })
			p.Press(keys).Wait(time.Second).Press("y").Sees("access denied", "needs", "secretsmanager:"+op, "nothing was changed")
		})
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { // what was typed stays
		p.RotationOf("^app/canary$").Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("RotateSecret") })
		p.Press("enter").Wait(time.Second).Pastes(play.DemoFunction).Press("enter").Types("77").Press("enter enter enter enter").Sees("needs secretsmanager:RotateSecret", "what you typed is still here", "77")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("enter").Sees("is set up", "every 77 days")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("enter").Wait(time.Second).Pastes(play.DemoFunction + "-unknown").Press("enter").Types("7").Press("enter enter enter enter").Sees("cannot invoke the specified Lambda function")
	})
}

func TestALostAnswerOfARotationIsLookedInto(t *testing.T) {
	for _, c := range []struct{ op, keys, says string }{{"RotateSecret", "r", "has begun"}, {"CancelRotateSecret", "x", "is off"}} {
		play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
			p.RotatesFor(time.Hour)
			before := p.Calls(c.op)
			p.RotationOf("^app/canary$").Breaks(local.Fault{Op: c.op, Kind: local.Reset, N: 9, After: true})
			p.Press(c.keys).Wait(time.Second).Press("y").Wait(10 * time.Second).Sees(c.says)
			p.Breaks()
			if d := p.Described(); c.op == "RotateSecret" && d.VersionOf(backend.Pending) == "" || c.op != "RotateSecret" && d.Rotation.Enabled {
				t.Errorf("%s: %v %v", c.op, d.Stages, d.Rotation)
			}
			if p.Calls(c.op) == before {
				t.Error("nothing was sent")
			}
		})
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { // also of one that is only set up
		p.RotationOf("^app/canary$").Breaks(local.Fault{Op: "RotateSecret", Kind: local.Reset, N: 9, After: true})
		p.Press("enter").Wait(time.Second).Pastes(play.DemoFunction).Press("enter").Types("7").Press("enter enter enter enter").Wait(5*time.Second).Sees("is set up", "on: every 7 days")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) { // and where the service cannot be read either, it says so
		p.RotationOf("^app/canary$").Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "CancelRotateSecret" {
					p.Breaks(local.Fault{Op: op, Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
				}
			}
		})
		p.Press("x").Wait(time.Second).Press("y").Becomes(2*time.Minute, "whether it is done is not known")
	})
}

func TestADraftIsResumedByOneKeyEverywhereAlsoInTheRotationTab(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.Press("2 b").Sees("no unsaved edit is left").RotationOf("^app/canary$").Press("b").Sees("no unsaved edit is left").Press("r").Sees("Rotate now").Press("esc :").Types("resume").Wait(time.Second).Sees("back to an unsaved edit")
	})
}

func TestTheDemosRotationsAreWatchedToTheEndAndCleared(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		to := func(name string) *play.Player {
			return p.Press("/ ctrl+u").Types(name).Press("enter").Wait(time.Second).Press("2").Wait(time.Second)
		}
		p.RotatesFor(20 * time.Second)
		p.RotationOf("mtls-passphrase").Sees("on: by cron(0 4 ? * SUN *)").Press("r").Sees("by the function", "demo-rotation").Wait(time.Second).Press("y").Sees("running since", "creating one", "⟳ 0s")
		p.Wait(7*time.Second).Sees("creating one").Wait(9*time.Second).Sees("setting or testing it").Becomes(30*time.Second, "rotated staging/gateway/mtls-passphrase", "is AWSCURRENT now").SeesNot("running since")
		to("^prod/billing/db$").Sees("stuck since", "X clears it", "L shows the last error").Press("L").Sees("Task timed out").Press("esc X").Sees("1 cancel the rotation", "2 take AWSPENDING off").Wait(time.Second).Press("y").Sees("rotation cancelled, AWSPENDING is off").SeesNot("stuck since")
		to("^staging/orders/db$").Sees("stuck since", "setting or testing it").Press("L").Sees("testSecret", "made-up-untested").Wait(time.Second).Press("v").SeesNot("made-up-untested").Press("esc")
		if n := p.Calls("GetSecretValue") + p.Calls("BatchGetSecretValue"); n != 0 {
			t.Errorf("it took %d decrypts", n)
		}
	})
}
