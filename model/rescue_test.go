package model

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
	"strongroom/model/dialog"
)

func TestWhoDeletedItMakesTheCountdownExact(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("orders/db").press("enter").sees("safe for 2h 1")
		p.press("w").sees("Who deleted prod/orders/db", "deploy-pipeline/orders-release-114", "198.51.100.23", "14 days", "R restores it")
		p.press("esc").sees("7d 2h left")
		if n := p.calls("LookupEvents"); n != 1 {
			t.Errorf("%d questions to the trail", n)
		}
		p.press("w").sees("14 days").press("esc")
		if n := p.calls("LookupEvents"); n != 1 {
			t.Errorf("the known answer was asked for again")
		}
	})
}

func TestATrailThatCannotTellLeavesTheRange(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("ftp-gateway").press("enter w").sees("CloudTrail has no event of this deletion", "The range stays").press("esc")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"LookupEvents": true} })
		p.press("esc /").types("mailgun").press("enter w").sees("access denied", "needs cloudtrail:LookupEvents", "The range stays").press("esc").sees("safe for 3d 2")
		p.server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.press("w").sees("engineer/mara.lindt")
		p.press("esc D w").sees("is not scheduled for deletion")
	})
}

func TestAllRegionsStandTogetherAndEachCanFailByItself(t *testing.T) {
	play(t, setting{w: 140, h: 36}, func(p *player) {
		p.press("A").sees("all regions are for the Deleted view")
		p.press("D A").sees("4 regions", "eu-west-1", "us-east-1", "shared/edge/cdn-signing-2025", "6 deleted", "214 secrets")
		p.press("/").types("cdn-signing").press("enter R").sees("Restore shared/edge/cdn-signing-2025", "us-east-1").press("y")
		p.sees("restored shared/edge/cdn-signing-2025", "5 deleted")
		p.press("u").sees("us-east-1").press("y").sees("undone", "6 deleted")
		p.press("esc A").sees("5 deleted").seesNot("us-east-1")
		p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListSecrets", Kind: local.BadKeys, N: 1}} })
		p.press("A").sees("1 failed", "the credentials were refused · not enabled for this account?", "prod/orders/db")
		p.press("G").sees("the credentials were refused").press("R").sees("no secret is selected")
		p.press("ctrl+r").seesNot("1 failed").press("D").seesNot("regions")
	})
}

func TestARoleThatMayNotListOpensSecretsByName(t *testing.T) {
	denied := func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
	}
	play(t, setting{seed: denied, noFirst: true, native: true}, func(p *player) {
		p.becomes(time.Second, "access denied", "o opens one secret by its name or ARN")
		p.press("o").sees("name or ARN").types("prod/payments/stripe").press("enter").sees("opened prod/payments/stripe", "2h")
		p.press("o").types("arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/payments/stripe").press("enter").sees("opened dev/payments/stripe")
		p.press("v").sees("3 keys")
		p.press("1 o").types("no/such").press("enter").sees("there is no no/such in account 1234-5678-9012 · eu-west-1")
		p.press("o").types("tmp/loadtest").press("enter").sees("opened tmp/loadtest", "may go at any moment").press("R").sees("Restore tmp/loadtest").press("esc")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true, "DescribeSecret": true} })
		p.press("o").types("staging/payments/stripe").press("enter").sees("unseen: DescribeSecret is denied").press("c").sees("copied staging/payments/stripe")
	})
}

func TestAPasteIntoTheOpenDialogConfirmsNothing(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("o").types("\x1b[200~prod/payments/stripe\r\n\x1b[201~").sees("name or ARN › prod/payments/stripe").press("enter").sees("opened prod/payments/stripe")
	})
}

func TestALockedPlaceIsReadOnlyUntilItIsUnlocked(t *testing.T) {
	rules := []backend.Protection{{Account: "1234*", Label: "PRODUCTION", Colour: "red", ReadOnly: true}}
	locked := func(o *Options) {
		o.Guard = backend.NewGuard(rules, o.Backend.Where)
		o.Deleted = true
	}
	play(t, setting{change: locked}, func(p *player) {
		p.sees("PRODUCTION", "locked").press("R").sees("is read-only by a rule of the configuration: U unlocks it")
		p.press("d").sees("is read-only by a rule")
		p.press("U").types("yes").press("enter").sees("type unlock first").press("esc R").sees("is read-only by a rule")
		p.press("U").types("unlock").press("enter").sees("unlocked until the end of this session").seesNot("locked  ")
		p.press("R y").sees("restored")
	})
}

// What the user did last must show at once and stay, whatever the list says for the next five minutes.
func TestAListThatLagsNeverShowsAStateOlderThanTheUsersOwnLastAction(t *testing.T) {
	const secrets, actions = 6, 1000
	seed := func(s *local.Server) {
		for i := range secrets {
			s.Plant(local.Seed{Name: fmt.Sprintf("app/%d", i), Text: "made-up"})
		}
	}
	play(t, setting{w: 80, h: 16, seed: seed}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.ListLag = 5 * time.Minute })
		rng, gone := rand.New(rand.NewPCG(1, 1)), map[string]bool{}
		check := func(did string) {
			deleted := p.deletedShown()
			for i := range secrets {
				name := fmt.Sprintf("app/%d", i)
				if is := p.rows(name) == 1; is != (gone[name] == deleted) {
					t.Fatalf("after %s: %s is in the view: %v, is deleted: %v\n%s", did, name, is, gone[name], p.screen)
				}
			}
			if active, all := p.counted(); all != len(gone) || active != secrets-len(gone) {
				t.Fatalf("after %s %d secrets are shown, %d deleted: %v", did, active, all, gone)
			}
		}
		for n := range actions {
			name := fmt.Sprintf("app/%d", rng.IntN(secrets))
			did := "a refresh"
			switch {
			case rng.IntN(3) == 0:
				p.send(bytesOf("ctrl+r"))
			case gone[name]:
				did = "restoring " + name
				p.toView(true).goesTo("Secrets", name).send("R")
				p.wait(dialog.ArmDelay + 20*time.Millisecond).send("y")
				delete(gone, name)
			default:
				did = "deleting " + name
				p.toView(false).goesTo("Secrets", name).send("d")
				p.wait(dialog.ArmDelay + 20*time.Millisecond).send("y")
				gone[name] = true
			}
			p.wait(60 * time.Millisecond)
			check(fmt.Sprintf("%s (%d)", did, n))
			if rng.IntN(4) == 0 {
				p.wait(time.Duration(rng.IntN(200)) * time.Second)
				check(fmt.Sprintf("a while after %s (%d)", did, n))
			}
		}
	})
}

func TestOnlyACountdownThatShowsSecondsTicks(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		frames := func() int { p.wait(10 * time.Second); return len(p.screen.sent()) }
		before := frames()
		if after := frames(); after == before {
			t.Error("a countdown of seconds does not tick")
		}
		p.press("/").types("mailgun").press("enter").wait(5 * time.Second)
		before = frames()
		if after := frames(); after != before {
			t.Errorf("%d bytes drawn although no visible row shows seconds", after-before)
		}
		p.press("esc D").wait(5 * time.Second)
		before = frames()
		if after := frames(); after != before {
			t.Errorf("%d bytes drawn in the Active view", after-before)
		}
	})
}

func TestCountingIsAgainstTheServersClock(t *testing.T) {
	for _, skew := range []time.Duration{-20 * time.Minute, 20 * time.Minute} {
		clock := func() time.Time { return time.Now().Add(skew) }
		play(t, setting{change: func(o *Options) { o.Deleted = true; o.Clock = clock }}, func(p *player) {
			if row := p.row("prod/orders/db"); !strings.Contains(row, "safe for 2h 1") {
				t.Errorf("with a clock off by %v: %s", skew, row)
			}
			p.press("/").types("orders/db").press("enter ] ").sees("safe for 2h 1")
		})
	}
}

func TestAWriteThatTheListDoesNotKnowYetSaysSo(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.wait(time.Hour).server.Set(func(k *local.Knobs) { k.ListLag = 5 * time.Minute })
		p.press("e j enter").types("new").press("ctrl+s enter").sees("saved app/canary").seesNot("not yet listed")
		p.wait(time.Minute).press("ctrl+r").wait(2 * time.Second).sees("not yet listed")
		p.wait(5 * time.Minute).press("ctrl+r").wait(2 * time.Second).seesNot("not yet listed")
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
		path, trail := filepath.Join(t.TempDir(), "ends.json"), &fixedTrail{off, 30}
		play(t, setting{change: func(o *Options) {
			deletedFirst(o)
			o.Trail = trail
			o.Ends, _ = disk.OpenEnds(path)
		}}, func(p *player) {
			p.press("/").types("mailgun").press("enter w").sees("CloudTrail has no event of this deletion", "The range stays", says, "user/eve", "30 days").seesNot("ends  ")
			p.press("esc").sees("safe for 3d 21h · ≤ 27d")
			if b, _ := os.ReadFile(path); len(b) > 0 {
				t.Errorf("remembered: %s", b)
			}
			trail.off, trail.days = 0, 7 // the event has come
			p.press("w").sees("7 days").seesNot("earlier", "later").press("esc").sees("3d 21h left")
		})
	}
}

func TestADeletionIsAskedAboutAgainOnceItIsAnotherOne(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("orders/db").press("enter w").sees("14 days").press("esc").sees("7d 2h left")
		p.press("R y").sees("restored prod/orders/db").wait(5 * time.Minute)
		rival := p.rival()
		if _, err := rival.Delete(ctx(), "prod/orders/db", backend.Deletion{WindowDays: 9}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").wait(2 * time.Second).sees("safe for 6d 23h").press("w").sees("9 days").seesNot("14 days").press("esc").sees("8d 23h left")
	})
}
