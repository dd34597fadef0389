package change_test

import (
	"context"
	"maps"
	"slices"
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

func TestQuittingWaitsForWhatIsBeingWrittenAndSaysForWhat(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Slowly("DeleteSecret", 5*time.Second)
		p.Press("/").Types("payments/stripe").Press("enter * d y q").Sees("Quitting", "deleting 3 secrets…", "ends as soon as this is done", "q again ends it now")
		if !p.Ended() {
			t.Fatal("it did not end once everything was deleted")
		}
		for _, name := range []string{"prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe"} {
			if p.Describes(name).Deleted.IsZero() {
				t.Errorf("%s is not deleted", name)
			}
		}
	})
}

func TestWhoeverQuitsDuringAWriteCanStayOrEndAtOnce(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Slowly("RestoreSecret", 5*time.Second)
		p.Press("D R y q").Sees("restoring staging/legacy/ftp-gateway…").Press("esc").SeesNot("Quitting").Wait(6 * time.Second).Sees("restored staging/legacy/ftp-gateway")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Slowly("RestoreSecret", time.Hour)
		p.Press("D R y q").Sees("Quitting").Press("q")
		if !p.Ended() {
			t.Error("asked twice, it does not end")
		}
		time.Sleep(10 * time.Minute) // the call gives up, and nobody listens
	})
}

func TestAWriteThatWentWrongIsWorthStayingFor(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Slowly("DeleteSecret", 5*time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DeleteSecret": true} })
		p.Press("d y q").Sees("Quitting").Wait(6*time.Second).SeesNot("Quitting").Sees("could not delete", "needs secretsmanager:DeleteSecret")
	})
}

func TestEveryWriteIsWaitedFor(t *testing.T) {
	for what, c := range map[string]struct {
		op    string
		begin func(p *play.Player)
		sees  string
	}{
		"a label": {"UpdateSecretVersionStage", func(p *play.Player) { p.Press("3 j p y") }, "moving labels of app/canary…"},
		"a tag": {"TagResource", func(p *play.Player) {
			p.TagsOpen().Press("enter").Wait(time.Second).Types("-new").Press("enter enter esc")
		}, "changing a tag of app/canary…"},
		"the text": {"UpdateSecret", func(p *play.Player) {
			p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second).Press("y esc")
		}, "changing app/canary…"},
		"an undo":    {"RestoreSecret", func(p *play.Player) { p.Press("d y").Sees("deleted app/canary").Press("u y") }, "restoring app/canary…"},
		"a tidying":  {"UpdateSecretVersionStage", func(p *play.Player) { p.LeavesALabel() }, "tidying up after an edit of app/canary…"},
		"label undo": {"UpdateSecretVersionStage", func(p *play.Player) { p.Press("3 j p y").Wait(time.Minute).Press("u y") }, "undoing a change of app/canary…"},
	} {
		t.Run(what, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
				if c.op == "TagResource" {
					_ = play.OtherSession(p).Tag(play.Ctx(), "app/canary", []backend.Tag{{Key: "env", Value: "prod"}})
					p.Press("ctrl+r").Wait(time.Second)
				}
				p.Slowly(c.op, 8*time.Second)
				c.begin(p)
				p.Press("q").Sees(c.sees)
				if !p.Ended() {
					t.Error("it does not end")
				}
			})
		})
	}
}

func TestTheNextStartSaysWhatIsNotKnown(t *testing.T) {
	file := disk.OpenUnfinished(t.TempDir() + "/state/unfinished.json")
	with := func(o *model.Options) { o.Unfinished = file }
	ends, _ := disk.OpenEnds("")
	var server *local.Server
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Change: with})
		server = p.Server
		p.Starts().Slowly("DeleteSecret", time.Second)
		p.Press("/").Types("payments/stripe").Press("enter * d tab").Types("7").Press("shift+tab y")
		p.Program.Send(model.Quit{})
		if !p.Ended() {
			t.Fatal("a signal does not end it")
		}
		p.End()
		soon, cancel := context.WithTimeout(play.Ctx(), 2*time.Second)
		defer cancel()
		began := time.Now()
		p.Model.Close(soon)
		if took := time.Since(began); took > 500*time.Millisecond {
			t.Errorf("it was waited for %v", took)
		}
		time.Sleep(time.Minute) // the calls end, and nobody listens
	})
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: func(o *model.Options) { with(o); o.Ends = ends }})
		defer p.End()
		p.Becomes(time.Second, "the program ended while deleting", "prod/payments/stripe:", "it is scheduled for deletion", "dev/payments/stripe")
		d := p.Describes("prod/payments/stripe")
		if end := ends.End(d.ARN, d.Deleted); end.Sub(d.Deleted) != 7*24*time.Hour {
			t.Errorf("the end of its window is taken for %v, it was deleted at %v", end, d.Deleted)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: with})
		defer p.End()
		p.Starts().Wait(time.Second).SeesNot("the program ended")
	})
}

func TestAnOrderThatEndsWithinASignalsTimeIsNotToldAgain(t *testing.T) {
	file := disk.OpenUnfinished(t.TempDir() + "/unfinished.json")
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Change: func(o *model.Options) { o.Unfinished = file }})
		p.Starts().Slowly("DeleteSecret", 250*time.Millisecond)
		p.Press("d").Send("y")
		p.Wait(50 * time.Millisecond).Program.Send(model.Quit{})
		p.Ended()
		p.End()
		p.Model.Close(play.Ctx())
		if left, err := file.List(disk.DraftPlace{Kind: "demo", Region: "eu-west-1"}); len(left) != 0 || err != nil {
			t.Errorf("%v, %v", left, err)
		}
	})
}

func TestALostAnswerIsLookedIntoAndTold(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d tab").Types("7").Press("shift+tab")
		p.Breaks(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true})
		p.Press("y").Sees("deleted prod/payments/stripe", "restorable until", "6 deleted")
		if row := p.Press("esc D").Row("prod/payments/stripe"); !strings.Contains(row, " 6d 23h left ") {
			t.Errorf("the end of its window is told as %s", row)
		}
		p.Breaks(local.Fault{Op: "RestoreSecret", Kind: local.Reset, N: 1, After: true})
		p.Press("u y").Sees("undone: deleted prod/payments/stripe", "5 deleted")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Breaks(local.Fault{Op: "DeleteSecret", Kind: local.BadGateway, N: 3, After: true})
		p.Press("/").Types("payments/stripe").Press("enter * d y").Sees("deleted all 3", "8 deleted")
	})
}

func TestWhatCannotBeLookedIntoIsToldAsNotKnown(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d")
		p.Breaks(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("y").Wait(20*time.Second).Sees("whether prod/payments/stripe is deleted is not known").SeesNot("could not delete", "u undoes")
		p.Breaks()
		p.Press("ctrl+r").Sees("6 deleted")
	})
}

func TestDeletingForGoodStopsWhereSomebodyHasRestoredIt(t *testing.T) {
	for _, again := range []bool{false, true} {
		play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
			p.Press("/").Types("tmp/loadtest").Press("enter d").Sees("Delete for good")
			rival, arn := play.OtherSession(p), p.ARN("tmp/loadtest")
			if err := rival.Restore(play.Ctx(), arn); err != nil {
				t.Fatal(err)
			}
			want := "somebody has restored it since"
			if again {
				if _, err := rival.Delete(play.Ctx(), arn, backend.Deletion{WindowDays: 30}); err != nil {
					t.Fatal(err)
				}
				want = "restored it and deleted it again since"
			}
			p.Types("tmp/loadtest").Press("enter enter").Sees("could not delete tmp/loadtest: somebody else changed it", want)
			if p.Describes(arn).ARN == "" {
				t.Fatal("a secret that somebody had restored is gone for good")
			}
			if !again {
				p.Sees("4 deleted")
			}
		})
	}
}

func TestReplacingATombstoneStopsWhereSomebodyHasRestoredIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/gone").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("The name is scheduled for deletion").Wait(time.Second)
		p.Press("d").Sees("Delete for good").Wait(time.Second)
		rival, arn := play.OtherSession(p), p.ARN("app/gone")
		if err := rival.Restore(play.Ctx(), arn); err != nil {
			t.Fatal(err)
		}
		p.Types("app/gone").Press("enter").Sees("somebody has restored it since", "ctrl+s shows what can be done")
		if d := p.Describes(arn); d.ARN == "" || !d.Deleted.IsZero() {
			t.Fatalf("a secret that somebody had restored is gone: %+v", d)
		}
		p.Press("ctrl+s").Sees("app/gone exists already", "edit it")
	})
}

func TestARepeatedReplacementBeginsWithTheCreate(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		old := p.ARN("app/gone")
		p.Press("n").Names("app/gone").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("d").Wait(time.Second).Types("app/gone")
		// The old secret goes, the new one is made, and nobody hears of it.
		lost := []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "DeleteSecret" {
					p.Server.Set(func(k *local.Knobs) { k.Faults = lost })
				}
			}
		})
		p.Press("enter").Wait(time.Minute).Sees("not saved")
		p.Breaks()
		made := p.ARN("app/gone")
		if made == old {
			t.Fatal("the old one is still there")
		}
		deletes := p.Calls("DeleteSecret")
		p.Press("ctrl+s").Wait(time.Second).Press("enter").Wait(5 * time.Second)
		if p.ARN("app/gone") != made || p.Calls("DeleteSecret") != deletes {
			t.Errorf("what was made has been deleted for good: %d deletes, %d before", p.Calls("DeleteSecret"), deletes)
		}
		p.Sees("created app/gone")
	})
}

func TestRevivingWhatSomebodyHasRestoredBecomesAnEdit(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/gone").Types("k").Press("enter").Types("mine").Press("enter ctrl+s").Sees("The name is scheduled for deletion").Wait(time.Second)
		rival, arn := play.OtherSession(p), p.ARN("app/gone")
		if err := rival.Restore(play.Ctx(), arn); err != nil {
			t.Fatal(err)
		}
		w, err := rival.Put(play.Ctx(), arn, backend.NewVersion{Value: backend.TextValue(`{"theirs":"1"}`)})
		if err != nil {
			t.Fatal(err)
		}
		p.Press("r").Sees("somebody else has restored it, and this value is now an edit of it", "edit app/gone")
		if d := p.Describes(arn); d.VersionOf(backend.Current) != w.Version {
			t.Fatal("their value was replaced unasked")
		}
		p.Press("ctrl+s").Sees("Save the value", "theirs").Wait(time.Second).Press("enter").Sees("saved app/gone")
		if got := p.Stored("app/gone"); got != `{"k": "mine"}` {
			t.Errorf("stored is %s", got)
		}
	})
}

func TestAnUndoOfACreateLooksFirst(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees("created app/new")
		if _, err := play.OtherSession(p).Put(play.Ctx(), "app/new", backend.NewVersion{Value: backend.TextValue("theirs")}); err != nil {
			t.Fatal(err)
		}
		p.Press("u").Sees("delete app/new", "last read").Wait(time.Second).Press("y").Sees("somebody has saved a new value since")
		if !p.Describes("app/new").Deleted.IsZero() {
			t.Fatal("their value was deleted")
		}
		p.Press("u").Sees("nothing to undo here")
	})
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees("created app/new")
		p.Press("u").Wait(time.Second).Press("enter").SeesNot("Undo").Wait(time.Second) // the safe button has the focus
		if !p.Describes("app/new").Deleted.IsZero() {
			t.Fatal("enter deleted it")
		}
		p.Press("u").Wait(time.Second).Press("y").Sees("undone: created app/new")
	})
}

func TestASecretWithAllItsLabelsInUseCanBeSaved(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		rival, arn := play.OtherSession(p), p.ARN("app/canary")
		base := p.Describes(arn).VersionOf(backend.Current)
		for i := range 18 {
			if err := rival.MoveLabel(play.Ctx(), arn, backend.LabelMove{Label: "label-" + string(rune('a'+i)), To: base}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := rival.Put(play.Ctx(), arn, backend.NewVersion{Value: backend.TextValue(`{"a":"x"}`)}); err != nil { // and AWSPREVIOUS
			t.Fatal(err)
		}
		before := p.Describes(arn).Stages
		p.Press("ctrl+r").Wait(time.Second).Press("e").Wait(time.Second).Press("enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
		p.Press("enter").Sees("all 20 labels of it are in use", "review it again")
		p.Press("ctrl+s").Sees("weaker: no label was free").Wait(time.Second).Press("enter").Sees("saved app/canary", "moves AWSCURRENT back")
		if got := p.Stored("app/canary"); got != `{"a":"new"}` {
			t.Fatalf("stored is %s", got)
		}
		p.Press("u y").Sees("undone: saved")
		if after := p.Describes(arn).Stages; !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("labels are %v, were %v", after, before)
		}
	})
}

func TestTheUndoOfASavePutsAllLabelsBack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		before := p.Describes("app/canary").Stages
		p.Press("e").Wait(time.Second).Press("end").Types("x").Press("ctrl+s").Sees("Save the value").Wait(time.Second).Press("enter").Sees("saved app/canary")
		p.Press("u").Sees("AWSPREVIOUS").Press("y").Sees("undone: saved")
		if after := p.Describes("app/canary").Stages; !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("labels are %v, were %v", after, before)
		}
	})
}

func TestAnUndoThatCanNeverWorkIsNotInTheWay(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d y").Sees("deleted prod/payments/stripe")
		p.Press("esc /").Types("dev/payments/stripe").Press("enter d y").Sees("deleted dev/payments/stripe")
		if err := play.OtherSession(p).Restore(play.Ctx(), "dev/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		p.Press("u y").Sees("it is not scheduled for deletion any more").Press("u").Sees("u will restore prod/payments/stripe").Press("y").Sees("undone: deleted prod/payments/stripe")
		p.Press("u").Sees("nothing to undo")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.TagsOpen().Press("enter").Wait(time.Second).Types("-mine").Press("enter enter").Sees("changed the tag env")
		if _, err := play.OtherSession(p).Delete(play.Ctx(), p.ARN("app/canary"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.Press("u y").Sees("not undone: ", "longer offered").Press("u").Sees("nothing to undo")
	})
}

func TestAHalfDoneUndoOffersWhatIsLeft(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("payments/stripe").Press("enter * d y").Sees("deleted all 3")
		p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "RestoreSecret", Kind: local.QuotaReached, N: 1}} })
		p.Press("u").Sees("u will restore 3 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe").Press("y").Sees("restored 2 of 3, 1 failed")
		p.Wait(time.Minute).Press("u").Sees("u will restore ").SeesNot("u will restore 3 secrets", "u will restore 2").Press("y").Sees("undone: deleted ")
		for _, name := range []string{"prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe"} {
			if !p.Describes(name).Deleted.IsZero() {
				t.Errorf("%s is still scheduled for deletion", name)
			}
		}
	})
}

func TestADeleteByUndoIsAskedAsADelete(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* R y").Sees("restored all 5").Press("u").Sees("delete 5 secrets again", "read ", "tmp/loadtest").Press("enter").SeesNot("Undo")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Errorf("enter deleted %d", n)
		}
	})
}

func TestAGhostEndsWithTheServicesNo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Native: true}, func(p *play.Player) {
		p.Press("e j enter").Types("new").Press("ctrl+s enter").Sees("saved app/canary").Wait(10 * time.Second)
		rival := play.OtherSession(p)
		old := p.ARN("app/canary")
		if _, err := rival.Delete(play.Ctx(), old, backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := rival.Create(play.Ctx(), backend.NewSecret{Name: "app/canary", Value: backend.TextValue("another")}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(time.Second).Sees("2 secrets").SeesNot("not listed", "3 secrets")
		if arn := p.CopiedARN(); arn == "" || arn == old {
			t.Errorf("the cursor is on %s", arn)
		}
	})
}
