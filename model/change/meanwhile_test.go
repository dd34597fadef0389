package change_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestARotationThatEndsWhileItsEndIsAskedAboutIsNotSwitchedOff(t *testing.T) {
	for key, title := range map[string]string{"X": "Clear the stuck rotation", "x": "Switch rotation off"} {
		play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
			p.RotatesFor(2 * time.Minute)
			p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Sees("running since").Wait(time.Minute).Press(key).Sees(title).Wait(5 * time.Minute)
			is := p.IDs()
			p.Press("y").Wait(time.Second).Sees("nothing was changed: the rotation has ended meanwhile", "AWSCURRENT is on "+is[backend.Current][:8]+" now", "on: every 30 days")
			if d := p.Described(); !d.Rotation.Enabled || p.Calls("CancelRotateSecret")+p.Calls("UpdateSecretVersionStage") != 0 {
				t.Errorf("%s: rotation is %+v", key, d.Rotation)
			}
			if key == "x" { // who wants it off all the same is asked anew
				p.Press("x").Wait(time.Second).Press("y").Sees("rotation of app/canary is off")
			}
		})
	}
}

func TestWhatSomebodyElseHasDoneToARotationMeanwhileIsToldBeforeItIsStopped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("x").Sees("Switch rotation off").Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("app/canary"))).Wait(time.Second)
		p.Press("y").Wait(time.Second).Sees("nothing was changed: rotation is off already", "off: every 30 days").Wait(time.Minute).Press("u").Sees("nothing to undo")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		_, err := p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{Lambda: play.DemoFunction, AfterDays: 7, Later: true})
		p.Does(err).RotationOf("^app/canary$").Sees("every 7 days").Press("x").Sees("Switch rotation off")
		_, err = p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{Lambda: play.DemoFunction, AfterDays: 9, Later: true})
		p.Does(err).Wait(time.Second).Press("y").Wait(time.Second).Sees("nothing was changed: the rotation is set up in another way now", "every 9 days")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("x").Sees("Switch rotation off")
		_, err := p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{Token: "00000000-0000-4000-8000-00000000dead"})
		p.Does(err).Wait(time.Second).Press("y").Wait(time.Second).Sees("nothing was changed: a rotation has begun meanwhile", "AWSPENDING is on 00000000").Press("x").Sees("A rotation has begun and not ended")
	})
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("X").Sees("Clear the stuck rotation")
		p.Moves(backend.LabelMove{Label: backend.Pending, From: p.IDs()[backend.Pending]})
		p.Wait(time.Second).Press("y").Wait(time.Second).Sees("nothing was changed: somebody else has taken AWSPENDING off 00000000 already")
		if !p.Described().Rotation.Enabled {
			t.Error("rotation was switched off")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) { // who cannot look does nothing
		p.RotationOf("^app/canary$").Press("X").Wait(time.Second).Breaks(local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("y").Becomes(time.Minute, "nothing was changed")
		if n := p.Calls("CancelRotateSecret"); n != 0 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestTheUndoOfAPartnersRotationTakesAwayTheMetadataThatTheChangeAdded(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/made-up"
	play.Game(t, play.Setting{}, func(p *play.Player) {
		described := func() backend.Detail { return p.Describes("shared/monitoring/metrics-api") }
		p.RotationOf("metrics-api").Press("enter").Sees("Set up rotation").Wait(time.Second).Pastes(role).Press("enter").Types("30").Press("enter enter enter enter enter").Sees("is set up")
		p.Wait(time.Second).Press("enter").Sees("Change rotation").Wait(time.Second).Press("enter enter enter enter").Pastes("adminKey=made-up").Press("enter enter enter").Sees("is set up", "adminKey made-up")
		if is := described(); len(is.Partner) != 1 {
			t.Fatalf("it has %v", is.Partner)
		}
		p.Press("u").Wait(time.Second).Press("y").Sees("undone").SeesNot("adminKey")
		if is := described(); len(is.Partner) != 0 || !is.Rotation.Enabled {
			t.Errorf("after the undo it is %+v with %v", is.Rotation, is.Partner)
		}
	})
}

func TestWhatSomebodyElseHasDoneAlreadyIsNeitherToldNorUndoneAsOnesOwn(t *testing.T) {
	untags := func(p *play.Player) { p.Does(p.Rival().Untag(play.Ctx(), p.ARN("app/canary"), []string{"env"})) }
	for what, c := range map[string]struct {
		keys   func(p *play.Player) // up to the yes
		theirs func(p *play.Player)
		says   string
	}{
		"a tag is removed": {func(p *play.Player) { p.TagsOpen().Press("g x").Sees("Remove a tag") }, untags, "somebody else has removed the tag env from app/canary already"},
		"a tag is added": {func(p *play.Player) {
			p.TagsOpen().Press("a").Wait(time.Second).Types("team").Press("enter").Types("red").Press("enter")
		},
			func(p *play.Player) { p.Tagged("team", "red") }, "somebody else has added the tag team to app/canary already"},
		"a tag is changed": {func(p *play.Player) { p.TagsOpen().Press("g enter").Wait(time.Second).Types("uction").Press("enter") },
			func(p *play.Player) { p.Tagged("env", "production") }, "somebody else has changed the tag env of app/canary already"},
		"a tag is renamed": {func(p *play.Player) { p.TagsOpen().Press("g K").Wait(time.Second).Types("2").Press("enter enter") },
			func(p *play.Player) { p.Tagged("env2", "prod"); untags(p) }, "somebody else has renamed the tag env to env2 on app/canary already"},
		"a description": {func(p *play.Player) {
			p.Press("i").Sees("Description and KMS key").Wait(time.Second).Press("ctrl+u").Types("mine").Press("enter enter enter").Sees("Change the description").Wait(time.Second)
		}, func(p *play.Player) { text := "mine"; p.Redescribes(backend.MetadataChange{Description: &text}) }, "somebody else has changed the description of app/canary already"},
	} {
		play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
			c.keys(p)
			c.theirs(p)
			tags, text := p.TagsAre(), p.Described().Description
			if p.Wait(time.Second); strings.Contains(p.Shows(), "Remove a tag") {
				p.Press("y")
			} else {
				p.Press("enter")
			}
			if p.Wait(time.Second); !strings.Contains(p.Shows(), c.says) {
				t.Fatalf("%s:\n%s", what, p.Screen)
			}
			p.Wait(time.Minute).Press("u").Sees("nothing to undo")
			if p.TagsAre() != tags || p.Described().Description != text {
				t.Errorf("%s: %s, %s", what, p.TagsAre(), p.Described().Description)
			}
		})
	}
}

func TestATagWhoseRemovalIsNotKnownAndFoundDoneIsOnesOwn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.TagsOpen().Press("g x").Wait(time.Second)
		described := 0
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UntagResource", Kind: local.Reset, N: -1, After: true}}
			k.OnCall = func(op, _ string) {
				if op == "DescribeSecret" {
					if described++; described == 2 {
						p.Server.Set(func(k *local.Knobs) { k.Faults = append(k.Faults, local.Fault{Op: op, Kind: local.Reset, N: -1}) })
					}
				}
			}
		})
		p.Press("y").Becomes(2*time.Minute, "is not known")
		p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
		p.Press("x").Sees("Remove a tag").Wait(time.Second).Press("y").Sees("removed the tag env from app/canary").SeesNot("somebody else").Press("u").Sees("add the tag env again: prod")
	})
}

func TestAReplicaThatWasPromotedMeanwhileStaysWhereTheAnswerToItsRemovalIsLost(t *testing.T) {
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Minute).Sees("InSync")
		arn := backend.CopyIn(p.ARN("app/canary"), "us-east-1")
		p.Press("x").Sees("Remove replica us-east-1").Wait(time.Second).Breaks(local.Fault{Op: "RemoveRegionsFromReplication", Kind: local.Reset, N: -1})
		p.Does(aws.Open(aws.Options{Transport: p.Server.Transport(), Region: "us-east-1"}).PromoteReplica(play.Ctx(), arn))
		p.Press("y").Wait(10 * time.Second).Sees("app/canary in us-east-1 was promoted meanwhile: it is a secret of its own").SeesNot("removed the replica")
	})
	play.Game(t, play.Setting{W: 160, H: 36, Seed: taken("us-east-1")}, func(p *play.Player) { // another secret of its name is none that was promoted
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(2 * time.Minute).Sees("Failed")
		p.Press("x").Sees("Remove replica us-east-1").Wait(time.Second).Press("y").Wait(10 * time.Second).Sees("removed the replica of app/canary in us-east-1").SeesNot("promoted meanwhile")
	})
}

func TestARotationThatSomebodyElseHasSetUpMeanwhileIsNotReplacedUnseen(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 40, Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		arn := p.ARN("app/canary")
		theirs := backend.RotationOrder{Lambda: play.DemoFunction, AfterDays: 9, Duration: "3h", Later: true}
		p.RotationOf("^app/canary$").Press("enter").Sees("Change rotation").Wait(time.Second)
		_, err := p.Rival().Rotate(play.Ctx(), arn, theirs)
		p.Does(err).Press("enter ctrl+u").Types("7").Press("enter enter enter enter").Sees("not written: somebody else changed it", "the schedule is now: 9", "the window is now: 3h", "saving again replaces theirs")
		if is := p.Described().Rotation; is.AfterDays != 9 {
			t.Errorf("it is %+v", is)
		}
		p.Press("enter").Sees("rotation of app/canary is set up", "every 7 days")
		if is := p.Described().Rotation; is.AfterDays != 7 || is.Duration != "3h" { // what was not typed is theirs
			t.Errorf("it is %+v", is)
		}
		p.Press("u").Wait(time.Second).Press("y").Sees("undone", "every 9 days")
	})
	play.Game(t, play.Setting{W: 140, H: 40, Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("enter").Sees("Change rotation").Wait(time.Second).Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("app/canary")))
		p.Press("enter ctrl+u").Types("7").Press("enter enter enter enter").Sees("not written: somebody else changed it", "rotation is off now")
		if p.Described().Rotation.Enabled {
			t.Error("it was switched on again")
		}
	})
	play.Game(t, play.Setting{W: 140, H: 40, Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("enter").Sees("Change rotation").Wait(time.Second)
		_, err := p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{Lambda: play.DemoFunction, AfterDays: 7, Later: true})
		p.Does(err).Press("enter ctrl+u").Types("7").Press("enter enter enter enter").Sees("somebody else has set up the rotation of app/canary already").Wait(time.Minute).Press("u").Sees("nothing to undo")
	})
}

func TestALabelThatSomebodyElseHasMovedToTheVeryPlaceIsTheirs(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36, Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		was := p.IDs()
		p.Press("3 j p").Sees("Promote", "becomes").Wait(time.Second)
		p.Moves(backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: was[backend.Previous]})
		now := p.IDs()
		p.Press("y").Wait(time.Second).Sees("nothing was changed: somebody else has seen to it: AWSCURRENT is on " + was[backend.Previous][:8]).SeesNot("promoted:").Wait(time.Minute).Press("u").Sees("nothing to undo")
		if is := p.IDs(); is[backend.Current] != now[backend.Current] || is[backend.Previous] != now[backend.Previous] {
			t.Errorf("the labels are %v, were %v", is, now)
		}
	})
}

func TestAPolicyThatSomebodyElseHasSavedAlreadyIsTheirs(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36, Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second)
		p.Does(p.Rival().PutPolicy(play.Ctx(), "app/canary", edited(), true))
		p.Press("y").Wait(time.Second).Sees("somebody else has saved the same policy of app/canary already").SeesNot("Edit the policy").Wait(time.Minute).Press("u").Sees("nothing to undo")
	})
	play.Game(t, play.Setting{W: 140, H: 36, Seed: play.SeedGoverned}, func(p *play.Player) { // but not where it may be one's own
		edits(p).Breaks(local.Fault{Op: "PutResourcePolicy", Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("ctrl+s").Wait(time.Second).Press("y").Becomes(3*time.Minute, "whether it is saved is not known")
		p.Breaks()
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy of app/canary").SeesNot("somebody else").Press("u").Sees("put back the policy")
	})
}
