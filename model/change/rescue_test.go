package change_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestWhoDeletedItMakesTheCountdownExact(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("orders/db").Press("enter").Sees("≥ 2h 1")
		p.Press("w").Sees("Who deleted it", "deploy-pipeline/orders-release-114", "198.51.100.23", "14 days", "R restores it")
		p.Press("esc").Sees("7d 2h left")
		if n := p.Calls("LookupEvents"); n != 1 {
			t.Errorf("%d questions to the trail", n)
		}
		p.Press("w").Sees("14 days").Press("esc")
		if n := p.Calls("LookupEvents"); n != 1 {
			t.Errorf("the known answer was asked for again")
		}
	})
}

func TestATrailThatCannotTellLeavesTheRange(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("ftp-gateway").Press("enter w").Sees("CloudTrail has no event of this deletion", "The range stays").Press("esc")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"LookupEvents": true} })
		p.Press("esc /").Types("mailgun").Press("enter w").Sees("access denied", "needs cloudtrail:LookupEvents", "The range stays").Press("esc").Sees("safe for 3d 2")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+r w").Sees("engineer/mara.lindt")
		p.Press("esc D w").Sees("is not scheduled for deletion")
	})
}

func TestAllRegionsStandTogetherAndEachCanFailByItself(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36}, func(p *play.Player) {
		p.Press("A").Sees("all regions are for the Deleted view")
		p.Press("D A").Sees("4 regions", "eu-west-1", "us-east-1", "n-signing-2025", "6 deleted", "214 secrets")
		p.Press("/").Types("cdn-signing").Press("enter R").Sees("Restore a secret", "us-east-1").Press("y")
		p.Sees("restored shared/edge/cdn-signing-2025", "5 deleted")
		p.Press("u").Sees("us-east-1").Press("y").Sees("undone", "6 deleted")
		p.Wait(pane.StayLong).Press("esc A").Sees("5 deleted").SeesNot("us-east-1")
		p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListSecrets", Kind: local.BadKeys, N: 1}} })
		p.Press("A").Sees("1 failed", "the credentials were refused · not", "prod/orders/db")
		p.Press("G").Sees(": could not list secrets: the credentials were refused · not enabled for this account?", "ctrl+r refreshes").Press("R").Sees("no secret is selected")
		p.Press("ctrl+r").SeesNot("1 failed").Press("D").SeesNot("regions")
	})
}

func TestARoleThatMayNotListOpensSecretsByName(t *testing.T) {
	denied := func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
	}
	play.Game(t, play.Setting{Seed: denied, NoFirst: true, Native: true}, func(p *play.Player) {
		p.Becomes(time.Second, "access denied", "o opens one secret by its name or ARN")
		p.Press("o").Sees("name or ARN").Types("prod/payments/stripe").Press("enter").Sees("opened prod/payments/stripe", "2h")
		p.Press("o").Types("arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/payments/stripe").Press("enter").Sees("opened dev/payments/stripe")
		p.Press("v").Sees("3 keys")
		p.Press("1 o").Types("no/such").Press("enter").Sees("there is no no/such in account 1234-5678-9012 · eu-west-1")
		p.Press("o").Types("tmp/loadtest").Press("enter").Sees("opened tmp/loadtest", "may go at any moment").Press("R").Sees("Restore a secret").Press("esc")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true, "DescribeSecret": true} })
		p.Press("o").Types("staging/payments/stripe").Press("enter").Sees("unseen: DescribeSecret is denied").Press("c").Sees("copied staging/payments/stripe")
	})
}

func TestAPasteIntoTheOpenDialogConfirmsNothing(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("o").Types("\x1b[200~prod/payments/stripe\r\n\x1b[201~").Sees("name or ARN › prod/payments/stripe").Press("enter").Sees("opened prod/payments/stripe")
	})
}

func TestALockedPlaceIsReadOnlyUntilItIsUnlocked(t *testing.T) {
	rules := []backend.Protection{{Account: "1234*", Label: "PRODUCTION", Colour: "red", ReadOnly: true}}
	locked := func(o *model.Options) {
		o.Guard = backend.NewGuard(rules, o.Backend.Where)
		o.Deleted = true
	}
	play.Game(t, play.Setting{Change: locked}, func(p *play.Player) {
		p.Sees("PRODUCTION", "locked").Press("R").Sees("is read-only by a rule of the configuration: U unlocks it")
		p.Press("d").Sees("is read-only by a rule")
		p.Press("U").Types("yes").Press("enter").Sees("type unlock first").Press("esc R").Sees("is read-only by a rule")
		p.Press("U").Types("unlock").Press("enter").Sees("unlocked until the end of this session").SeesNot("locked  ")
		p.Press("R y").Sees("restored")
	})
}

// What the user did last must show at once and stay, whatever the list says for the next five minutes.
func TestAListThatLagsNeverShowsAStateOlderThanTheUsersOwnLastAction(t *testing.T) {
	const secrets = 6
	actions := 1000
	if tools.LeavesOut(1, 4) {
		actions /= 4
	}
	if tools.Raced() {
		actions /= 4
	}
	seed := func(s *local.Server) {
		for i := range secrets {
			s.Plant(local.Seed{Name: fmt.Sprintf("app/%d", i), Text: "made-up"})
		}
	}
	play.Game(t, play.Setting{W: 80, H: 16, Seed: seed}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.ListLag = 5 * time.Minute })
		rng, gone := rand.New(rand.NewPCG(1, 1)), map[string]bool{}
		check := func(did string) {
			deleted := p.DeletedShown()
			for i := range secrets {
				name := fmt.Sprintf("app/%d", i)
				if is := p.Rows(name) == 1; is != (gone[name] == deleted) {
					t.Fatalf("after %s: %s is in the view: %v, is deleted: %v\n%s", did, name, is, gone[name], p.Screen)
				}
			}
			if active, all := p.Counted(); all != len(gone) || active != secrets-len(gone) {
				t.Fatalf("after %s %d secrets are shown, %d deleted: %v", did, active, all, gone)
			}
		}
		for n := range actions {
			name := fmt.Sprintf("app/%d", rng.IntN(secrets))
			did := "a refresh"
			switch {
			case rng.IntN(3) == 0:
				p.Send(play.BytesOf("ctrl+r"))
			case gone[name]:
				did = "restoring " + name
				p.ToView(true).GoesTo("Secrets", name).Send("R")
				p.Wait(dialog.ArmDelay + 20*time.Millisecond).Send("y")
				delete(gone, name)
			default:
				did = "deleting " + name
				p.ToView(false).GoesTo("Secrets", name).Send("d")
				p.Wait(dialog.ArmDelay + 20*time.Millisecond).Send("y")
				gone[name] = true
			}
			p.Wait(60 * time.Millisecond)
			check(fmt.Sprintf("%s (%d)", did, n))
			if rng.IntN(4) == 0 {
				p.Wait(time.Duration(rng.IntN(200)) * time.Second)
				check(fmt.Sprintf("a while after %s (%d)", did, n))
			}
		}
	})
}

func TestOnlyACountdownThatShowsSecondsTicks(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		frames := func() int { p.Wait(10 * time.Second); return len(p.Screen.Sent()) }
		p.Wait(80 * time.Minute).Sees("≥ 5")
		before := frames()
		if after := frames(); after == before {
			t.Error("a countdown of seconds does not tick")
		}
		p.Press("/").Types("mailgun").Press("enter").Wait(5 * time.Second)
		before = frames()
		if after := frames(); after != before {
			t.Errorf("%d bytes drawn although no visible row shows seconds", after-before)
		}
		p.Press("esc D").Wait(5 * time.Second)
		before = frames()
		if after := frames(); after != before {
			t.Errorf("%d bytes drawn in the Active view", after-before)
		}
	})
}

func TestCountingIsAgainstTheServersClock(t *testing.T) {
	for _, skew := range []time.Duration{-20 * time.Minute, 20 * time.Minute} {
		clock := func() time.Time { return time.Now().Add(skew) }
		play.Game(t, play.Setting{Change: func(o *model.Options) { o.Deleted = true; o.Clock = clock }}, func(p *play.Player) {
			if row := p.Row("prod/orders/db"); !strings.Contains(row, "≥ 2h 1") {
				t.Errorf("with a clock off by %v: %s", skew, row)
			}
			p.Press("/").Types("orders/db").Press("enter ] ").Sees("at least 2h 1")
		})
	}
}

func TestAWriteThatTheListDoesNotKnowYetSaysSo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Wait(time.Hour).Server.Set(func(k *local.Knobs) { k.ListLag = 5 * time.Minute })
		p.Press("e j enter").Types("new").Press("ctrl+s enter").Sees("saved app/canary").SeesNot("not listed")
		p.Wait(time.Minute).Press("ctrl+r").Wait(2 * time.Second).Sees("not listed")
		p.Wait(5 * time.Minute).Press("ctrl+r").Wait(2 * time.Second).SeesNot("not listed")
	})
}

// fixedTrail is a trail that tells one event, so far off the deletion that is asked about.
type fixedTrail struct {
	off  time.Duration
	days int
}

func (f *fixedTrail) LookUpDeletion(_ context.Context, s backend.Secret) (backend.Audit, error) {
	at := s.Deleted.Add(f.off)
	return backend.Audit{At: at, Days: f.days, End: backend.WindowEnd(at, f.days), By: "user/eve"}, nil
}

// Deleted with 30 days, restored, deleted with 7: while the second event is late, the first one says nothing of this end.
func TestAnEventOfAnotherDeletionMakesNoCountdownExact(t *testing.T) {
	for off, says := range map[time.Duration]string{-3 * time.Minute: "an earlier deletion", -20 * time.Second: "an earlier deletion", 10 * time.Second: "a later deletion: ctrl+r"} {
		path, trail := filepath.Join(t.TempDir(), "ends.json"), &fixedTrail{off: off, days: 30}
		play.Game(t, play.Setting{Change: func(o *model.Options) {
			play.DeletedFirst(o)
			o.Trail = trail
			o.Ends, _ = disk.OpenEnds(path)
		}}, func(p *play.Player) {
			p.Press("/").Types("mailgun").Press("enter w").Sees("CloudTrail has no event of this deletion", "The range stays", says, "user/eve", "30 days").SeesNot("ends  ")
			p.Press("esc").Sees("safe 3d 21h")
			if b, _ := os.ReadFile(path); len(b) > 0 {
				t.Errorf("remembered: %s", b)
			}
			trail.off, trail.days = 0, 7 // the event has come
			p.Press("w").Sees("7 days").SeesNot("earlier", "later").Press("esc").Sees("3d 21h left")
		})
	}
}

func TestADeletionIsAskedAboutAgainOnceItIsAnotherOne(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("orders/db").Press("enter w").Sees("14 days").Press("esc").Sees("7d 2h left")
		p.Press("R y").Sees("restored prod/orders/db").Wait(5 * time.Minute)
		rival := p.Rival()
		if _, err := rival.Delete(play.Ctx(), "prod/orders/db", backend.Deletion{WindowDays: 9}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(2 * time.Second).Sees("safe 6d 23h").Press("w").Sees("9 days").SeesNot("14 days").Press("esc").Sees("8d 23h left")
	})
}
