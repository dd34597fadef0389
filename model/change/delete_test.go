package change_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestADeleteNamesEverythingDefaultsToNoAndCanBeUndone(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d")
		p.Sees("Delete a secret", "recovery window", "◂ 30 ▸ days", "account 1234-5678-9012 · eu-west-1", "last read", "restorable until")
		p.Press("enter").SeesNot("recovery window")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Fatal("enter on a dialog just opened deleted something")
		}
		p.Press("d y").Sees("deleted prod/payments/stripe", "6 deleted", "u undoes")
		p.Wait(13 * time.Second).Sees("deleted prod/payments/stripe, u undoes")
		p.Press("u").Sees("u will restore prod/payments/stripe").Press("y").Sees("undone: deleted prod/payments/stripe", "5 deleted").SeesNot("u undoes")
		p.Press("u").Sees("nothing to undo")
	})
}

func TestTheWindowOfADeleteIsAFieldWithALiveDate(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		at := func(days int) string { return time.Now().AddDate(0, 0, days).UTC().Format("2 Jan 2006 15:04") }
		p.Press("d").Sees("◂ 30 ▸", at(30)).Press("tab").Types("7").Sees("◂ 7▏▸", at(7))
		p.Types("1").Sees("◂ 71▏▸", "7 to 30 days").Press("tab tab enter").Sees("a window has 7 to 30 days")
		if p.Calls("DeleteSecret") != 0 {
			t.Fatal("a window of 71 days was sent")
		}
		p.Types("9").Press("down").Sees("◂ 8▏▸").Press("tab tab enter").Sees("deleted ", "restorable until "+at(8))
		p.Press("D").Sees("7d 23h left")
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
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: func(o *model.Options) { o.Clock = clock }})
		defer p.End()
		p.Starts().Press("d tab").Types("7").Sees("restorable until 27 Oct 2026 10:00:").Types(" ").Press("backspace").Types("30").Sees("restorable until 19 Nov 2026 10:00:")
		p.Press("shift+tab y").Sees("deleted ", "restorable until 19 Nov 2026 10:00:")
	})
}

func TestOurOwnDeleteCountsDownExactlyAlsoInTheNextRun(t *testing.T) {
	path := t.TempDir() + "/state/ends.json"
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Ends, _ = disk.OpenEnds(path) }}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d tab").Types("7").Press("shift+tab y").Sees("deleted prod/payments/stripe")
		p.Press("esc D").Sees("6d 23h left")
		again := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: p.Server, Change: func(o *model.Options) { o.Deleted = true; o.Ends, _ = disk.OpenEnds(path) }})
		defer again.End()
		if row := again.Starts().Row("prod/payments/stripe"); !strings.Contains(row, " 6d 23h left ") {
			t.Errorf("the next run shows %s", row)
		}
	})
}

func TestDeletingWithoutRecoveryAlwaysAsksForTheTypedName(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("dev/payments/stripe").Press("enter d tab tab space").Sees("[×]", "no restore, no undo", "type dev/payments/stripe")
		p.Press("tab").Types("dev/payments/strip").Press("enter enter").Sees("type dev/payments/stripe first")
		if p.Calls("DeleteSecret") != 0 {
			t.Fatal("half a name was enough")
		}
		p.Types("e").Press("enter enter").Sees("deleted dev/payments/stripe for good", "213 secrets", "5 deleted").SeesNot("u undoes")
		p.Press("ctrl+r u").Sees("nothing to undo")
		p.Wait(time.Second).Sees("213 secrets")
	})
}

func TestAProtectedPlaceAsksForTheNameBeforeEveryDelete(t *testing.T) {
	rule := []backend.Protection{{Account: "1234*", Name: "prod/**", TypeName: true}}
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Guard = backend.NewGuard(rule, o.Backend.Where) }}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d").Types("nqy").Sees("nqy▏").Press("enter enter").Sees("type prod/payments/stripe first")
		p.Press("esc").Wait(time.Second)
		if p.Calls("DeleteSecret") != 0 {
			t.Fatal("yes was enough")
		}
		p.Press("d").Types("prod/payments/stripe").Press("enter enter").Sees("deleted prod/payments/stripe")
		p.Press("esc /").Types("dev/payments/stripe").Press("enter d y").Sees("deleted dev/payments/stripe")
	})
}

func TestMarkedSecretsAreDeletedTogetherAfterOneDialog(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("payments/stripe").Press("enter * d").Sees("Delete 3 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe", "read ")
		p.Press("y").Sees("deleted all 3", "8 deleted")
		p.Press("u").Sees("u will restore 3 secrets").Press("y").Sees("undone: deleted 3 secrets", "5 deleted")
	})
}

func TestASecretWithReplicasSaysSoAndOffersTheSteps(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("shared/tls/wildcard").Press("enter").Wait(pane.RestDelay * 2).Press("d")
		p.Sees("replicas", "eu-central-1, us-east-1", "removed first", "remove replicas, then delete", "type shared/tls/wildcard")
		p.Press("enter enter").Sees("type shared/tls/wildcard first").Types("shared/tls/wildcard").Press("enter enter").Sees("deleted shared/tls/wildcard")
		if n := p.Calls("RemoveRegionsFromReplication"); n != 2 {
			t.Errorf("%d of 2 replicas were removed", n)
		}
		p.Press("esc /").Types("cdn-signing").Press("enter d").Sees("is a replica: delete it in its primary region, us-east-1")
	})
}

func TestFiveHundredKeysTypedAheadDeleteNothing(t *testing.T) {
	for n, keys := range []string{"y\r", "y", "\r", "\ty\r", "7\r", "prod/payments/stripe\r"} {
		if tools.LeavesOut(n, 1) {
			continue
		}
		play.Game(t, play.Setting{}, func(p *play.Player) {
			p.Press("/").Types("payments/stripe").Press("enter *")
			p.Types("d" + strings.Repeat(keys, 500/len(keys)+1)).Wait(2 * time.Second)
			if n := p.Calls("DeleteSecret"); n != 0 {
				t.Errorf("%q typed ahead deleted %d", keys, n)
			}
		})
	}
}

func TestADeleteThatIsRefusedSaysWhyOnItsRow(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DeleteSecret": true} })
		p.Press("d y").Sees("could not delete", "access denied", "needs secretsmanager:DeleteSecret").SeesNot("u undoes")
	})
}

func TestAnUndoIsRefusedWhereTheStateHasMovedOn(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter d y").Sees("deleted prod/payments/stripe")
		other := play.OtherSession(p)
		if err := other.Restore(play.Ctx(), "prod/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		p.Press("u y").Sees("could not undo", "it is not scheduled for deletion any more")
		if n := p.Calls("RestoreSecret"); n != 1 {
			t.Errorf("%d restores, want the other session's alone", n)
		}
		p.SeesNot("not restored").Press("u").Sees("nothing to undo")
		p.Press("esc d y").Sees("deleted prod/payments/stripe").Wait(10 * time.Second)
		if err := other.Restore(play.Ctx(), "prod/payments/stripe"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Delete(play.Ctx(), "prod/payments/stripe", backend.Deletion{WindowDays: 7}); err != nil {
			t.Fatal(err)
		}
		p.Press("u y").Sees("it was restored and deleted again since")
	})
}

func TestATombstoneCanOnlyBeDeletedForGood(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("tmp/loadtest").Press("enter d").Sees("Delete for good", "can still be restored").SeesNot("◂ 30 ▸")
		p.Types("tmp/loadtest").Press("enter enter").Sees("deleted tmp/loadtest for good", "4 deleted")
	})
}

func TestRestoringThreeHundredThroughThrottlesBringsAllBackButTheRefused(t *testing.T) {
	const n = 300
	seed := func(s *local.Server) {
		for i := range n {
			s.Plant(local.Seed{Name: fmt.Sprintf("bulk/%03d", i), Text: "made-up"})
		}
		be := play.BackendOf(s)
		for i := range n {
			if _, err := be.Delete(play.Ctx(), fmt.Sprintf("bulk/%03d", i), backend.Deletion{WindowDays: 7}); err != nil {
				panic(err)
			}
		}
	}
	play.Game(t, play.Setting{Seed: seed, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Sees("300 deleted")
		p.Server.Set(func(k *local.Knobs) {
			k.Throttle, k.Latency = 0.1, 30*time.Millisecond
			k.Deny = map[string]bool{"RestoreSecret bulk/007": true, "RestoreSecret bulk/100": true, "RestoreSecret bulk/299": true}
		})
		p.Press("* R").Sees("Restore 300 secrets").Press("y").Sees("restoring ", " of 300", "esc stops")
		p.Becomes(200*time.Second, "restored 297 of 300, 3 failed", "297 secrets", "3 deleted", "not restored: needs").Sees("✓ 3 marked")
		p.Server.Set(func(k *local.Knobs) { k.Throttle, k.Deny = 0, nil })
		p.Press("R").Sees("Restore 3 secrets").Press("y").Wait(3*time.Second).Sees("restored all 3", "0 deleted")
	})
}

func TestABulkRestoreCanBeStoppedAndGoneOnWith(t *testing.T) {
	seed := func(s *local.Server) {
		be := play.BackendOf(s)
		for i := range 200 {
			name := fmt.Sprintf("bulk/%03d", i)
			s.Plant(local.Seed{Name: name, Text: "made-up"})
			if _, err := be.Delete(play.Ctx(), name, backend.Deletion{WindowDays: 7}); err != nil {
				panic(err)
			}
		}
	}
	play.Game(t, play.Setting{Seed: seed, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"RestoreSecret": 500 * time.Millisecond} })
		p.Press("* R y").Wait(1800*time.Millisecond).Press("esc").Becomes(time.Second, "stopped: restored ", "restored 120, left 80 as they were", "80 deleted")
		before := p.Calls("RestoreSecret")
		p.Wait(10 * time.Second)
		if after := p.Calls("RestoreSecret"); after != before || after >= 200 {
			t.Errorf("%d restores when stopped, %d later", before, after)
		}
		p.Press("R y").Becomes(6*time.Second, "restored all ").Wait(10 * time.Second).Sees("200 secrets")
		if n := p.Calls("RestoreSecret"); n != 200 {
			t.Errorf("%d restores for 200 secrets", n)
		}
	})
	play.Game(t, play.Setting{Seed: seed, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"RestoreSecret": 500 * time.Millisecond}
			k.Deny = play.Deny("RestoreSecret bulk/003", "RestoreSecret bulk/007")
		})
		p.Press("* R y").Wait(1800*time.Millisecond).Press("esc").Becomes(time.Second, "stopped: restored 118, left 80 as they were, 2 failed", "82 deleted", "✓ 82 marked", "not restored: needs")
	})
}

func TestARestoreOutlastsAThrottleThatTheClientGivesUpOn(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("R")
		p.Server.Set(func(k *local.Knobs) { k.ThrottleNext = 8 })
		p.Press("y").Wait(time.Minute).Sees("4 deleted")
	})
}

// A name has up to 512 characters. What is typed of it is seen, whatever else there is no room for.
func TestALongNameIsNotTypedBlind(t *testing.T) {
	for _, length := range []int{30, 60, 110, 200, 512} {
		name := "prod/" + strings.Repeat("a-service/", 60)[:length-11] + "stripe"
		for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 36}} {
			for mode, c := range map[string]struct {
				keys      string
				protected bool
			}{"protected": {"d", true}, "without recovery": {"d tab tab space tab", false}, "for good": {"D d", false}, "for good, protected": {"D d", true}} {
				s := play.Setting{W: size[0], H: size[1], NoFirst: true, Seed: func(s *local.Server) {
					s.Plant(local.Seed{Name: name, Text: "made-up"})
					if strings.HasPrefix(mode, "for good") {
						if _, err := play.BackendOf(s).Delete(play.Ctx(), name, backend.Deletion{WindowDays: 7}); err != nil {
							panic(err)
						}
					}
				}}
				if c.protected {
					s.Rules = []backend.Protection{{Account: "*", TypeName: true}}
				}
				play.Game(t, s, func(p *play.Player) {
					p.Wait(3 * time.Second).Press(c.keys).Wait(time.Second).Types("prod/a-serv").Wait(time.Second)
					if !strings.Contains(p.Screen.String(), "prod/a-serv▏") || strings.Contains(p.Screen.String(), "│  type  ") {
						t.Errorf("%s, %d letters: it is typed blind\n%s", mode, length, p.Screen)
					}
					if asks := p.Shows(); !strings.Contains(asks, "name to type") && !strings.Contains(asks, "type "+name) {
						t.Errorf("%s, %d letters: nothing says what to type\n%s", mode, length, p.Screen)
					}
				})
			}
		}
	}
}
