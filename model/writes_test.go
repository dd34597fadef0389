package model

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
)

func TestQuittingWaitsForWhatIsBeingWrittenAndSaysForWhat(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.slowly("DeleteSecret", 5*time.Second)
		p.press("/").types("payments/stripe").press("enter * d y q").sees("Quitting", "deleting 3 secrets…", "ends as soon as this is done", "q again ends it now")
		if !p.ended() {
			t.Fatal("it did not end once everything was deleted")
		}
		for _, name := range []string{"prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe"} {
			if p.describes(name).Deleted.IsZero() {
				t.Errorf("%s is not deleted", name)
			}
		}
	})
}

func TestWhoeverQuitsDuringAWriteCanStayOrEndAtOnce(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.slowly("RestoreSecret", 5*time.Second)
		p.press("D R y q").sees("restoring staging/legacy/ftp-gateway…").press("esc").seesNot("Quitting").wait(6 * time.Second).sees("restored staging/legacy/ftp-gateway")
	})
	play(t, setting{}, func(p *player) {
		p.slowly("RestoreSecret", time.Hour)
		p.press("D R y q").sees("Quitting").press("q")
		if !p.ended() {
			t.Error("asked twice, it does not end")
		}
		time.Sleep(10 * time.Minute) // the call gives up, and nobody listens
	})
}

func TestAWriteThatWentWrongIsWorthStayingFor(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.slowly("DeleteSecret", 5*time.Second)
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DeleteSecret": true} })
		p.press("d y q").sees("Quitting").wait(6*time.Second).seesNot("Quitting").sees("could not delete", "needs secretsmanager:DeleteSecret")
	})
}

func TestEveryWriteIsWaitedFor(t *testing.T) {
	for what, c := range map[string]struct {
		op    string
		begin func(p *player)
		sees  string
	}{
		"a label":    {"UpdateSecretVersionStage", func(p *player) { p.press("3 j p y") }, "moving labels of app/canary…"},
		"a tag":      {"TagResource", func(p *player) { p.tagsOpen().press("enter").wait(time.Second).types("-new").press("enter enter esc") }, "changing a tag of app/canary…"},
		"the text":   {"UpdateSecret", func(p *player) { p.metadataOpens().types("!").press("tab tab enter").wait(time.Second).press("y esc") }, "changing app/canary…"},
		"an undo":    {"RestoreSecret", func(p *player) { p.press("d y").sees("deleted app/canary").press("u y") }, "restoring app/canary…"},
		"a tidying":  {"UpdateSecretVersionStage", func(p *player) { p.leavesALabel() }, "tidying up after an edit of app/canary…"},
		"label undo": {"UpdateSecretVersionStage", func(p *player) { p.press("3 j p y").wait(time.Minute).press("u y") }, "undoing a change of app/canary…"},
	} {
		t.Run(what, func(t *testing.T) {
			play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
				if c.op == "TagResource" {
					_ = otherSession(p).Tag(ctx(), "app/canary", []backend.Tag{{Key: "env", Value: "prod"}})
					p.press("ctrl+r").wait(time.Second)
				}
				p.slowly(c.op, 8*time.Second)
				c.begin(p)
				p.press("q").sees(c.sees)
				if !p.ended() {
					t.Error("it does not end")
				}
			})
		})
	}
}

func TestTheNextStartSaysWhatIsNotKnown(t *testing.T) {
	file := disk.OpenUnfinished(t.TempDir() + "/state/unfinished.json")
	with := func(o *Options) { o.Unfinished = file }
	ends, _ := disk.OpenEnds("")
	var server *local.Server
	synctest.Test(t, func(t *testing.T) {
		p := newPlayer(t, setting{w: 120, h: 36, change: with})
		server = p.server
		p.starts().slowly("DeleteSecret", time.Second)
		p.press("/").types("payments/stripe").press("enter * d tab").types("7").press("shift+tab y")
		p.program.Send(Quit{})
		if !p.ended() {
			t.Fatal("a signal does not end it")
		}
		p.end()
		soon, cancel := context.WithTimeout(ctx(), 2*time.Second)
		defer cancel()
		began := time.Now()
		p.model.Close(soon)
		if took := time.Since(began); took > 500*time.Millisecond {
			t.Errorf("it was waited for %v", took)
		}
		time.Sleep(time.Minute) // the calls end, and nobody listens
	})
	synctest.Test(t, func(t *testing.T) {
		p := newPlayer(t, setting{w: 120, h: 36, server: server, change: func(o *Options) { with(o); o.Ends = ends }})
		defer p.end()
		p.becomes(time.Second, "the program ended while deleting", "prod/payments/stripe:", "it is scheduled for deletion", "dev/payments/stripe")
		d := p.describes("prod/payments/stripe")
		if end := ends.End(d.ARN, d.Deleted); end.Sub(d.Deleted) != 7*24*time.Hour {
			t.Errorf("the end of its window is taken for %v, it was deleted at %v", end, d.Deleted)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := newPlayer(t, setting{w: 120, h: 36, server: server, change: with})
		defer p.end()
		p.starts().wait(time.Second).seesNot("the program ended")
	})
}

func TestAnOrderThatEndsWithinASignalsTimeIsNotToldAgain(t *testing.T) {
	file := disk.OpenUnfinished(t.TempDir() + "/unfinished.json")
	synctest.Test(t, func(t *testing.T) {
		p := newPlayer(t, setting{w: 120, h: 36, change: func(o *Options) { o.Unfinished = file }})
		p.starts().slowly("DeleteSecret", 250*time.Millisecond)
		p.press("d").send("y")
		p.wait(50 * time.Millisecond).program.Send(Quit{})
		p.ended()
		p.end()
		p.model.Close(ctx())
		if left, err := file.List(disk.DraftPlace{Kind: "demo", Region: "eu-west-1"}); len(left) != 0 || err != nil {
			t.Errorf("%v, %v", left, err)
		}
	})
}

func TestALostAnswerIsLookedIntoAndTold(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d tab").types("7").press("shift+tab")
		p.breaks(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true})
		p.press("y").sees("deleted prod/payments/stripe", "restorable until", "6 deleted")
		if row := p.press("esc D").row("prod/payments/stripe"); !strings.Contains(row, " 6d 23h left ") {
			t.Errorf("the end of its window is told as %s", row)
		}
		p.breaks(local.Fault{Op: "RestoreSecret", Kind: local.Reset, N: 1, After: true})
		p.press("u y").sees("undone: deleted prod/payments/stripe", "5 deleted")
	})
	play(t, setting{}, func(p *player) {
		p.breaks(local.Fault{Op: "DeleteSecret", Kind: local.BadGateway, N: 3, After: true})
		p.press("/").types("payments/stripe").press("enter * d y").sees("deleted all 3", "8 deleted")
	})
}

func TestWhatCannotBeLookedIntoIsToldAsNotKnown(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d")
		p.breaks(local.Fault{Op: "DeleteSecret", Kind: local.Reset, N: 1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.press("y").wait(20*time.Second).sees("whether prod/payments/stripe is deleted is not known").seesNot("could not delete", "u undoes")
		p.breaks()
		p.press("ctrl+r").sees("6 deleted")
	})
}

func TestDeletingForGoodStopsWhereSomebodyHasRestoredIt(t *testing.T) {
	for _, again := range []bool{false, true} {
		play(t, setting{change: deletedFirst}, func(p *player) {
			p.press("/").types("tmp/loadtest").press("enter d").sees("Delete for good: tmp/loadtest")
			rival, arn := otherSession(p), p.arn("tmp/loadtest")
			if err := rival.Restore(ctx(), arn); err != nil {
				t.Fatal(err)
			}
			want := "somebody has restored it since"
			if again {
				if _, err := rival.Delete(ctx(), arn, backend.Deletion{WindowDays: 30}); err != nil {
					t.Fatal(err)
				}
				want = "restored it and deleted it again since"
			}
			p.press("tab").types("tmp/loadtest").press("enter enter").sees("could not delete tmp/loadtest: somebody else changed it", want)
			if p.describes(arn).ARN == "" {
				t.Fatal("a secret that somebody had restored is gone for good")
			}
			if !again {
				p.sees("4 deleted")
			}
		})
	}
}

func TestReplacingATombstoneStopsWhereSomebodyHasRestoredIt(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/gone").types("k").press("enter").types("v").press("enter ctrl+s").sees("app/gone is scheduled for deletion").wait(time.Second)
		p.press("d").sees("Delete for good: app/gone").wait(time.Second)
		rival, arn := otherSession(p), p.arn("app/gone")
		if err := rival.Restore(ctx(), arn); err != nil {
			t.Fatal(err)
		}
		p.types("app/gone").press("enter").sees("somebody has restored it since", "ctrl+s shows what can be done")
		if d := p.describes(arn); d.ARN == "" || !d.Deleted.IsZero() {
			t.Fatalf("a secret that somebody had restored is gone: %+v", d)
		}
		p.press("ctrl+s").sees("app/gone exists already", "edit it")
	})
}

func TestARepeatedReplacementBeginsWithTheCreate(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		old := p.arn("app/gone")
		p.press("n").names("app/gone").types("k").press("enter").types("v").press("enter ctrl+s").wait(time.Second).press("d").wait(time.Second).types("app/gone")
		// The old secret goes, the new one is made, and nobody hears of it.
		lost := []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "DeleteSecret" {
					p.server.Set(func(k *local.Knobs) { k.Faults = lost })
				}
			}
		})
		p.press("enter").wait(time.Minute).sees("not saved")
		p.breaks()
		made := p.arn("app/gone")
		if made == old {
			t.Fatal("the old one is still there")
		}
		deletes := p.calls("DeleteSecret")
		p.press("ctrl+s").wait(time.Second).press("enter").wait(5 * time.Second)
		if p.arn("app/gone") != made || p.calls("DeleteSecret") != deletes {
			t.Errorf("what was made has been deleted for good: %d deletes, %d before", p.calls("DeleteSecret"), deletes)
		}
		p.sees("created app/gone")
	})
}

func TestRevivingWhatSomebodyHasRestoredBecomesAnEdit(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/gone").types("k").press("enter").types("mine").press("enter ctrl+s").sees("app/gone is scheduled for deletion").wait(time.Second)
		rival, arn := otherSession(p), p.arn("app/gone")
		if err := rival.Restore(ctx(), arn); err != nil {
			t.Fatal(err)
		}
		w, err := rival.Put(ctx(), arn, backend.NewVersion{Value: backend.TextValue(`{"theirs":"1"}`)})
		if err != nil {
			t.Fatal(err)
		}
		p.press("r").sees("somebody else has restored it, and this value is now an edit of it", "edit app/gone")
		if d := p.describes(arn); d.VersionOf(backend.Current) != w.Version {
			t.Fatal("their value was replaced unasked")
		}
		p.press("ctrl+s").sees("Save app/gone", "theirs").wait(time.Second).press("enter").sees("saved app/gone")
		if got := p.stored("app/gone"); got != `{"k": "mine"}` {
			t.Errorf("stored is %s", got)
		}
	})
}

func TestAnUndoOfACreateLooksFirst(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").wait(time.Second).press("enter").sees("created app/new")
		if _, err := otherSession(p).Put(ctx(), "app/new", backend.NewVersion{Value: backend.TextValue("theirs")}); err != nil {
			t.Fatal(err)
		}
		p.press("u").sees("delete app/new", "last read").wait(time.Second).press("y").sees("somebody has saved a new value since")
		if !p.describes("app/new").Deleted.IsZero() {
			t.Fatal("their value was deleted")
		}
		p.press("u").sees("nothing to undo")
	})
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").wait(time.Second).press("enter").sees("created app/new")
		p.press("u").wait(time.Second).press("enter").seesNot("Undo").wait(time.Second) // the safe button has the focus
		if !p.describes("app/new").Deleted.IsZero() {
			t.Fatal("enter deleted it")
		}
		p.press("u").wait(time.Second).press("y").sees("undone: created app/new")
	})
}

func TestASecretWithAllItsLabelsInUseCanBeSaved(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		rival, arn := otherSession(p), p.arn("app/canary")
		base := p.describes(arn).VersionOf(backend.Current)
		for i := range 18 {
			if err := rival.MoveLabel(ctx(), arn, backend.LabelMove{Label: "label-" + string(rune('a'+i)), To: base}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := rival.Put(ctx(), arn, backend.NewVersion{Value: backend.TextValue(`{"a":"x"}`)}); err != nil { // and AWSPREVIOUS
			t.Fatal(err)
		}
		before := p.describes(arn).Stages
		p.press("ctrl+r").wait(time.Second).press("e").wait(time.Second).press("enter").types("new").press("enter ctrl+s").sees("Save app/canary").wait(time.Second)
		p.press("enter").sees("all 20 labels of it are in use", "review it again")
		p.press("ctrl+s").sees("weaker: no label is free").wait(time.Second).press("enter").sees("saved app/canary", "moves AWSCURRENT back")
		if got := p.stored("app/canary"); got != `{"a":"new"}` {
			t.Fatalf("stored is %s", got)
		}
		p.press("u y").sees("undone: saved")
		if after := p.describes(arn).Stages; !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("labels are %v, were %v", after, before)
		}
	})
}

func TestTheUndoOfASavePutsAllLabelsBack(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two", "three")}, func(p *player) {
		before := p.describes("app/canary").Stages
		p.press("e").wait(time.Second).press("end").types("x").press("ctrl+s").sees("Save app/canary").wait(time.Second).press("enter").sees("saved app/canary")
		p.press("u").sees("AWSPREVIOUS").press("y").sees("undone: saved")
		if after := p.describes("app/canary").Stages; !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("labels are %v, were %v", after, before)
		}
	})
}

func TestAnUndoThatCanNeverWorkIsNotInTheWay(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d y").sees("deleted prod/payments/stripe")
		p.press("esc /").types("dev/payments/stripe").press("enter d y").sees("deleted dev/payments/stripe")
		if err := otherSession(p).Restore(ctx(), "dev/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		p.press("u y").sees("it is not scheduled for deletion any more").press("u").sees("u will restore prod/payments/stripe").press("y").sees("undone: deleted prod/payments/stripe")
		p.press("u").sees("nothing to undo")
	})
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.tagsOpen().press("enter").wait(time.Second).types("-mine").press("enter enter").sees("changed the tag env")
		if _, err := otherSession(p).Delete(ctx(), p.arn("app/canary"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.press("u y").sees("not undone: ", "longer offered").press("u").sees("nothing to undo")
	})
}

func TestAHalfDoneUndoOffersWhatIsLeft(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("payments/stripe").press("enter * d y").sees("deleted all 3")
		p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "RestoreSecret", Kind: local.QuotaReached, N: 1}} })
		p.press("u").sees("u will restore 3 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe").press("y").sees("restored 2 of 3, 1 failed")
		p.wait(time.Minute).press("u").sees("u will restore ").seesNot("u will restore 3 secrets", "u will restore 2").press("y").sees("undone: deleted ")
		for _, name := range []string{"prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe"} {
			if !p.describes(name).Deleted.IsZero() {
				t.Errorf("%s is still scheduled for deletion", name)
			}
		}
	})
}

func TestADeleteByUndoIsAskedAsADelete(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("* R y").sees("restored all 5").press("u").sees("delete 5 secrets again", "read ", "tmp/loadtest").press("enter").seesNot("Undo")
		if n := p.calls("DeleteSecret"); n != 0 {
			t.Errorf("enter deleted %d", n)
		}
	})
}

func TestAGhostEndsWithTheServicesNo(t *testing.T) {
	play(t, setting{seed: jsonSecret(), native: true}, func(p *player) {
		p.press("e j enter").types("new").press("ctrl+s enter").sees("saved app/canary").wait(10 * time.Second)
		rival := otherSession(p)
		old := p.arn("app/canary")
		if _, err := rival.Delete(ctx(), old, backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := rival.Create(ctx(), backend.NewSecret{Name: "app/canary", Value: backend.TextValue("another")}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").wait(time.Second).sees("2 secrets").seesNot("not yet listed", "3 secrets")
		if arn := p.arnCopied(); arn == "" || arn == old {
			t.Errorf("the cursor is on %s", arn)
		}
	})
}
