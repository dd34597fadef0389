package model

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

func TestADeleteNamesEverythingDefaultsToNoAndCanBeUndone(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d")
		p.sees("Delete prod/payments/stripe", "recovery window", "◂ 30 ▸ days", "account 1234-5678-9012 · eu-west-1", "last read", "restorable until")
		p.press("enter").seesNot("recovery window")
		if n := p.calls("DeleteSecret"); n != 0 {
			t.Fatal("enter on a dialog just opened deleted something")
		}
		p.press("d y").sees("deleted prod/payments/stripe", "6 deleted", "u undoes")
		p.wait(13 * time.Second).sees("deleted prod/payments/stripe, u undoes")
		p.press("u").sees("u will restore prod/payments/stripe").press("y").sees("undone: deleted prod/payments/stripe", "5 deleted").seesNot("u undoes")
		p.press("u").sees("nothing to undo")
	})
}

func TestTheWindowOfADeleteIsAFieldWithALiveDate(t *testing.T) {
	play(t, setting{}, func(p *player) {
		at := func(days int) string { return time.Now().AddDate(0, 0, days).UTC().Format("2 Jan 2006 15:04") }
		p.press("d").sees("◂ 30 ▸", at(30)).press("tab").types("7").sees("◂ 7▏▸", at(7))
		p.types("1").sees("◂ 71▏▸", "7 to 30 days").press("tab tab enter").sees("a window has 7 to 30 days")
		if p.calls("DeleteSecret") != 0 {
			t.Fatal("a window of 71 days was sent")
		}
		p.types("9").press("down").sees("◂ 8▏▸").press("tab tab enter").sees("deleted ", "restorable until "+at(8))
		p.press("D").sees("7d 23h left")
	})
}

// A window is n times 24 hours: a change to winter time inside it does not make it an hour longer.
func TestTheDateInTheDialogKeepsToTheServicesHoursAcrossAChangeOfClocks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	synctest.Test(t, func(t *testing.T) {
		ahead := time.Until(time.Date(2026, 10, 20, 12, 0, 0, 0, berlin)) // clocks go back on the 25th
		clock := func() time.Time { return time.Now().Add(ahead).In(berlin) }
		server := local.New(local.Knobs{Clock: clock})
		server.SeedDemo()
		p := newPlayer(t, setting{w: 120, h: 36, server: server, change: func(o *Options) { o.Clock = clock }})
		defer p.end()
		p.starts().press("d tab").types("7").sees("restorable until 27 Oct 2026 10:00:").types(" ").press("backspace").types("30").sees("restorable until 19 Nov 2026 10:00:")
		p.press("shift+tab y").sees("deleted ", "restorable until 19 Nov 2026 10:00:")
	})
}

func TestOurOwnDeleteCountsDownExactlyAlsoInTheNextRun(t *testing.T) {
	path := t.TempDir() + "/state/ends.json"
	play(t, setting{change: func(o *Options) { o.Ends, _ = disk.OpenEnds(path) }}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d tab").types("7").press("shift+tab y").sees("deleted prod/payments/stripe")
		p.press("esc D").sees("6d 23h left")
		again := newPlayer(t, setting{w: 120, h: 36, server: p.server, change: func(o *Options) { o.Deleted = true; o.Ends, _ = disk.OpenEnds(path) }})
		defer again.end()
		if row := again.starts().row("prod/payments/stripe"); !strings.Contains(row, " 6d 23h left ") {
			t.Errorf("the next run shows %s", row)
		}
	})
}

func TestDeletingWithoutRecoveryAlwaysAsksForTheTypedName(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("dev/payments/stripe").press("enter d tab tab space").sees("[×]", "no restore, no undo", "type dev/payments/stripe")
		p.press("tab").types("dev/payments/strip").press("enter enter").sees("type dev/payments/stripe first")
		if p.calls("DeleteSecret") != 0 {
			t.Fatal("half a name was enough")
		}
		p.types("e").press("enter enter").sees("deleted dev/payments/stripe for good", "213 secrets", "5 deleted").seesNot("u undoes")
		p.press("ctrl+r u").sees("nothing to undo")
		p.wait(time.Second).sees("213 secrets")
	})
}

func TestAProtectedPlaceAsksForTheNameBeforeEveryDelete(t *testing.T) {
	rule := []backend.Protection{{Account: "1234*", Name: "prod/**", TypeName: true}}
	play(t, setting{change: func(o *Options) { o.Guard = backend.NewGuard(rule, o.Backend.Where) }}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d y").sees("type prod/payments/stripe first")
		p.press("esc").wait(time.Second)
		if p.calls("DeleteSecret") != 0 {
			t.Fatal("yes was enough")
		}
		p.press("d y").types("prod/payments/stripe").press("enter enter").sees("deleted prod/payments/stripe")
		p.press("esc /").types("dev/payments/stripe").press("enter d y").sees("deleted dev/payments/stripe")
	})
}

func TestMarkedSecretsAreDeletedTogetherAfterOneDialog(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("payments/stripe").press("enter * d").sees("Delete 3 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe", "read ")
		p.press("y").sees("deleted all 3", "8 deleted")
		p.press("u").sees("u will restore 3 secrets").press("y").sees("undone: deleted 3 secrets", "5 deleted")
	})
}

func TestASecretWithReplicasSaysSoAndOffersTheSteps(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("shared/tls/wildcard").press("enter").wait(pane.RestDelay * 2).press("d")
		p.sees("replicas", "eu-central-1, us-east-1", "removed first", "remove replicas, then delete", "type shared/tls/wildcard")
		p.press("y").sees("type shared/tls/wildcard first").types("shared/tls/wildcard").press("enter enter").sees("deleted shared/tls/wildcard")
		if p.calls("RemoveRegionsFromReplication") != 1 {
			t.Error("the replicas were not removed")
		}
		p.press("esc /").types("cdn-signing").press("enter d").sees("is a replica: delete it in its primary region, us-east-1")
	})
}

func TestFiveHundredKeysTypedAheadDeleteNothing(t *testing.T) {
	for _, keys := range []string{"\r", "y", "y\r", "\ty\r", "7\r", "prod/payments/stripe\r"} {
		play(t, setting{}, func(p *player) {
			p.press("/").types("payments/stripe").press("enter *")
			p.types("d" + strings.Repeat(keys, 500/len(keys)+1)).wait(2 * time.Second)
			if n := p.calls("DeleteSecret"); n != 0 {
				t.Errorf("%q typed ahead deleted %d", keys, n)
			}
		})
	}
}

func TestADeleteThatIsRefusedSaysWhyOnItsRow(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DeleteSecret": true} })
		p.press("d y").sees("could not delete", "access denied", "needs secretsmanager:DeleteSecret").seesNot("u undoes")
	})
}

func TestAnUndoIsRefusedWhereTheStateHasMovedOn(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("prod/payments/stripe").press("enter d y").sees("deleted prod/payments/stripe")
		other := otherSession(p)
		if err := other.Restore(ctx(), "prod/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		p.press("u y").sees("could not undo", "it is not scheduled for deletion any more")
		if n := p.calls("RestoreSecret"); n != 1 {
			t.Errorf("%d restores, want the other session's alone", n)
		}
		p.seesNot("not restored").press("u").sees("nothing to undo")
		p.press("esc d y").sees("deleted prod/payments/stripe").wait(10 * time.Second)
		if err := other.Restore(ctx(), "prod/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Delete(ctx(), "prod/payments/stripe", backend.Deletion{WindowDays: 7}); err != nil {
			t.Fatal(err)
		}
		p.press("u y").sees("it was restored and deleted again since")
	})
}

func TestATombstoneCanOnlyBeDeletedForGood(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("tmp/loadtest").press("enter d").sees("Delete for good: tmp/loadtest", "can still be restored").seesNot("◂ 30 ▸")
		p.press("y").types("tmp/loadtest").press("enter enter").sees("deleted tmp/loadtest for good", "4 deleted")
	})
}

func TestRestoringThreeHundredThroughThrottlesBringsAllBackButTheRefused(t *testing.T) {
	const n = 300
	seed := func(s *local.Server) {
		for i := range n {
			s.Plant(local.Seed{Name: fmt.Sprintf("bulk/%03d", i), Text: "made-up"})
		}
		be := backendOf(s)
		for i := range n {
			if _, err := be.Delete(ctx(), fmt.Sprintf("bulk/%03d", i), backend.Deletion{WindowDays: 7}); err != nil {
				panic(err)
			}
		}
	}
	play(t, setting{seed: seed, change: deletedFirst}, func(p *player) {
		p.sees("300 deleted")
		p.server.Set(func(k *local.Knobs) {
			k.Throttle, k.Latency = 0.1, 30*time.Millisecond
			k.Deny = map[string]bool{"RestoreSecret bulk/007": true, "RestoreSecret bulk/100": true, "RestoreSecret bulk/299": true}
		})
		p.press("* R").sees("Restore 300 secrets").press("y").sees("restoring ", " of 300", "esc stops")
		p.becomes(200*time.Second, "restored 297 of 300, 3 failed", "297 secrets", "3 deleted", "not restored: needs RestoreSecret").sees("✓ 3 marked")
		p.server.Set(func(k *local.Knobs) { k.Throttle, k.Deny = 0, nil })
		p.press("R").sees("Restore 3 secrets").press("y").sees("restored all 3", "0 deleted")
	})
}

func TestABulkRestoreCanBeStoppedAndGoneOnWith(t *testing.T) {
	seed := func(s *local.Server) {
		be := backendOf(s)
		for i := range 60 {
			name := fmt.Sprintf("bulk/%03d", i)
			s.Plant(local.Seed{Name: name, Text: "made-up"})
			if _, err := be.Delete(ctx(), name, backend.Deletion{WindowDays: 7}); err != nil {
				panic(err)
			}
		}
	}
	play(t, setting{seed: seed, change: deletedFirst}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"RestoreSecret": 500 * time.Millisecond} })
		p.press("* R y").wait(2*time.Second).press("esc").becomes(time.Second, "stopped: restored ", "as they were", "40 deleted")
		before := p.calls("RestoreSecret")
		p.wait(10 * time.Second)
		if after := p.calls("RestoreSecret"); after != before || after >= 60 {
			t.Errorf("%d restores when stopped, %d later", before, after)
		}
		p.press("R y").becomes(6*time.Second, "restored all ").wait(10 * time.Second).sees("60 secrets")
		if n := p.calls("RestoreSecret"); n != 60 {
			t.Errorf("%d restores for 60 secrets", n)
		}
	})
}

func TestARestoreOutlastsAThrottleThatTheClientGivesUpOn(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("R")
		p.server.Set(func(k *local.Knobs) { k.ThrottleNext = 8 })
		p.press("y").wait(time.Minute).sees("4 deleted")
	})
}
