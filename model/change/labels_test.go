package change_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/play"
	"strongroom/ui"
)

func TestAnEngineerRollsBackInTwoKeysAndForthAgain(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
			was := p.IDs()
			p.Press("3 j p").Sees("Promote", "app/canary", "account 1234-5678-9012 · eu-west-1", "current now", "becomes", "afterwards", "AWSPREVIOUS", "2 decrypts")
			p.Press("y").Sees("promoted", "is AWSCURRENT")
			now := p.IDs()
			if now[backend.Current] != was[backend.Previous] || now[backend.Previous] != was[backend.Current] {
				t.Errorf("labels %v, were %v", now, was)
			}
			if row := p.Row(ui.FirstOf(now[backend.Current])); !strings.Contains(row, "AWSCURRENT") {
				t.Errorf("the timeline shows %s", row)
			}
			p.Press("u").Sees("u will promote " + ui.FirstOf(was[backend.Current]) + " back").Press("y").Sees("undone")
			if now := p.IDs(); now[backend.Current] != was[backend.Current] || now[backend.Previous] != was[backend.Previous] {
				t.Errorf("after the undo %v, were %v", now, was)
			}
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("promoting read %d values", n)
			}
		})
	}
}

func TestPromotingAnUnlabelledVersionTellsWhatLosesItsLabelAndUndoPutsAllBack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		was := p.IDs()
		p.Press("3 G enter G p").Sees("no label left: AWS may remove it").Press("y").Sees("promoted")
		if now := p.IDs(); now[backend.Previous] != was[backend.Current] {
			t.Errorf("labels %v", now)
		}
		p.Press("u").Sees("AWSPREVIOUS to " + ui.FirstOf(was[backend.Previous])).Press("y").Sees("undone")
		if now := p.IDs(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

func TestEnterInThePromoteDialogChangesNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j p enter").SeesNot("afterwards").Types("p" + strings.Repeat("y\r", 250)).Wait(2 * time.Second)
		if n := p.Calls("UpdateSecretVersionStage"); n != 0 {
			t.Errorf("%d moves that nobody asked for", n)
		}
	})
}

func TestARivalsPromotionIsNeverTrampled(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		p.Moves(backend.LabelMove{Label: "third", To: p.RivalsFirst()})
		p.Press("3 ctrl+r").Sees("Versions 3", "third")
		races := 200
		if tools.Raced() {
			races /= 8
		}
		for race := range races {
			was := p.IDs()
			target, rivals := was[backend.Previous], was["third"]
			p.GoesTo("Versions", ui.FirstOf(target)).Press("p").Sees("becomes")
			move := func() {
				p.Moves(backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: rivals})
				p.Moves(backend.LabelMove{Label: "third", From: rivals, To: target})
			}
			if race%2 == 0 {
				move() // between the dialog and the yes
			} else { // between the yes and the call's effect
				var began atomic.Bool
				p.Server.Set(func(k *local.Knobs) {
					k.OnCall = func(op, _ string) {
						if op == "UpdateSecretVersionStage" && began.CompareAndSwap(false, true) {
							move()
						}
					}
				})
			}
			p.Press("y").Sees("nothing was changed: the labels have moved meanwhile", "AWSCURRENT is on "+ui.FirstOf(rivals)+" now")
			p.Server.Set(func(k *local.Knobs) { k.OnCall = nil })
			if now := p.IDs()[backend.Current]; now != rivals {
				t.Fatalf("the rival's promotion was trampled")
			}
			if row := p.Row("● " + ui.FirstOf(rivals)); !strings.Contains(row, "AWSCURRENT") {
				t.Fatalf("who is current now is not shown: %s", row)
			}
		}
	})
}

func TestALabelIsAddedMovedAndTakenOff(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		was := p.IDs()
		p.Press("3 L").Sees("add a label", "cannot be taken off").Press("a").Sees("2 of 20 labels").Types("blue green").Press("enter").Sees("blue green is on")
		if got := p.IDs()["blue green"]; got != was[backend.Current] {
			t.Errorf("added to %q", got)
		}
		p.Press("j L").Sees("move here  blue green").Press("1").Sees("Move blue green", "account 1234-5678-9012 · eu-west-1").Press("y").Sees("is on " + ui.FirstOf(was[backend.Previous]))
		if got := p.IDs()["blue green"]; got != was[backend.Previous] {
			t.Errorf("moved to %q", got)
		}
		p.Press("u").Sees("u will move blue green").Press("y").Sees("undone")
		if got := p.IDs()["blue green"]; got != was[backend.Current] {
			t.Errorf("moved back to %q", got)
		}
		p.Press("k L").Sees("take off  blue green").Press("1").Sees("Take blue green off").Press("y").Sees("blue green is off")
		if got := p.IDs()["blue green"]; got != "" {
			t.Errorf("still on %q", got)
		}
	})
}

func TestAVersionWithoutALabelIsPinned(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		p.Press("3 G enter G L").Sees("Pin ", "pinned-2000-01-01", "AWS may remove a version without a label").Press("enter").Sees("pinned-2000-01-01 is on").SeesNot("without a label ·")
		if p.IDs()["pinned-2000-01-01"] == "" {
			t.Error("the label is not there")
		}
	})
}

func TestLabelsThatTheServiceWouldRefuseAreNotSent(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j L a").Types("AWSCURRENT").Press("enter").Sees("moved by promoting").Press("ctrl+u").Types("AWSPENDING").Press("enter").Sees("belongs to the service")
		p.Press("ctrl+u").Types(strings.Repeat("x", 257)).Press("enter").Sees("at most 256 characters").Press("ctrl+u enter").Sees("needs a name").Press("esc")
		for i := range 18 {
			p.Moves(backend.LabelMove{Label: fmt.Sprint("l", i), To: p.IDs()[backend.Current]})
		}
		p.Press("ctrl+r").Wait(time.Second)
		p.Press("L a").Types("one-more").Press("enter").Sees("at most 20 labels").Press("esc")
		if n := p.Calls("UpdateSecretVersionStage"); n != 18 {
			t.Errorf("%d moves, of which 18 are the colleague's", n)
		}
	})
}

func TestAStuckRotationIsClearedInTwoStepsAndCanBeTakenBack(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		stages := func() backend.Detail {
			d, err := p.Rival().Describe(play.Ctx(), "prod/billing/db")
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		was := stages()
		p.TimelineOf("^prod/billing/db$").Press("g L").Sees("clear AWSPENDING").Press("x").Sees("1 cancel the rotation", "2 take AWSPENDING off").Press("y").Sees("AWSPENDING is off", "rotation is off").SeesNot("stuck, begun")
		if d := stages(); d.Rotation.Enabled || backend.HolderOf(d.Stages, backend.Pending) != "" || backend.HolderOf(d.Stages, backend.Current) != backend.HolderOf(was.Stages, backend.Current) {
			t.Errorf("after clearing %v, rotation %v", d.Stages, d.Rotation.Enabled)
		}
		p.Press("u").Sees("u will set rotation up again as it was", "move AWSPENDING to").Press("y").Sees("undone")
		if d := stages(); !d.Rotation.Enabled || backend.HolderOf(d.Stages, backend.Pending) != backend.HolderOf(was.Stages, backend.Pending) || d.Rotation.AfterDays != was.Rotation.AfterDays {
			t.Errorf("after the undo %v, rotation %v", d.Stages, d.Rotation)
		}
	})
}

func TestAStepThatFailsIsToldAndWhatIsDoneToo(t *testing.T) {
	for op, words := range map[string][]string{
		"CancelRotateSecret":       {"could not cancel the rotation", "nothing was changed"},
		"UpdateSecretVersionStage": {"rotation cancelled; not done: take AWSPENDING off", "L finishes, u undoes"},
	} {
		play.Game(t, play.Setting{}, func(p *play.Player) {
			p.TimelineOf("^prod/billing/db$")
			p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: true} })
			p.Press("g L x y").Sees(words...).Sees("AWSPENDING")
			p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
			p.Wait(15 * time.Second).Press("ctrl+r").Wait(time.Second).Press("L x y").Sees("AWSPENDING is off").SeesNot("stuck, begun")
		})
	}
}

func TestWhatMustBeReadIsReadableOnANarrowScreen(t *testing.T) {
	play.Game(t, play.Setting{W: 44, H: 20}, func(p *play.Player) {
		p.TimelineOf("^prod/billing/db$")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
		p.Press("g L x y").Sees("not done: take", "needs", "UpdateSecretVersionStage", "L finishes", "╰──────────────────────────────────────────╯\n")
		p.Wait(15 * time.Second).Press("j").SeesNot("L finishes").Sees("1 without a label")
	})
}

func TestAnAnswerThatGetsLostDoesNotDecideTheLabelsDo(t *testing.T) {
	for _, kind := range []local.FaultKind{local.Reset, local.ServerError, local.EmptyObject, local.HTMLOK, local.Truncated} {
		play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
			was := p.IDs()
			p.Press("3 j")
			p.Server.Set(func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: kind, N: -1, After: true}}
			})
			p.Press("p y").Wait(30 * time.Second).Sees("AWSCURRENT")
			if now := p.IDs(); now[backend.Current] != was[backend.Previous] {
				t.Fatalf("fault %d: not promoted", kind)
			}
			p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.Press("u").Sees("u will promote " + ui.FirstOf(was[backend.Current]) + " back").Press("y").Sees("undone")
		})
	}
}

func TestReadingAgainThatFailsIsToldToo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.Press("p y").Sees("promoted", "reading the labels again failed")
		p.Wait(15 * time.Second)
		p.Server.Set(func(k *local.Knobs) {
			k.Deny = map[string]bool{"DescribeSecret": true, "UpdateSecretVersionStage": true}
		})
		p.Press("k p y").Sees("could not move a label", "nothing was changed").SeesNot("whether it is done")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j").Breaks(local.Fault{Op: "UpdateSecretVersionStage", Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("p y").Becomes(2*time.Minute, "whether it is done is not known", "ctrl+r")
		p.Breaks()
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) { // a login that ends is a refusal
		p.Press("3 j p").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Expired = true })
		p.Press("y").Wait(5 * time.Second).Sees("nothing was changed").SeesNot("whether it is done")
		p.Server.Set(func(k *local.Knobs) { k.Expired = false })
	})
}

func TestAnUndoHalfDoneIsToldAndGoesOnWhereItStopped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		was := p.IDs()
		p.Press("3 G enter G p y").Sees("promoted")
		n := 0
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecretVersionStage" {
					n++
					p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: n == 2} })
				}
			}
		})
		p.Press("u y").Sees("AWSCURRENT is on "+ui.FirstOf(was[backend.Current]), "not done: move AWSPREVIOUS")
		p.Server.Set(func(k *local.Knobs) { k.OnCall, k.Deny = nil, nil })
		p.Wait(15 * time.Second).Press("u y").Sees("undone")
		if now := p.IDs(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

func TestAnUndoDoesNotTrampleEither(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3 j p y").Sees("promoted")
		w, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue("rival")})
		if err != nil {
			t.Fatal(err)
		}
		p.Press("u y").Sees("nothing was undone", "AWSCURRENT is on "+ui.FirstOf(w.Version))
		if p.IDs()[backend.Current] != w.Version {
			t.Error("the rival's version is not current any more")
		}
	})
}

func TestWhatCannotBePromotedSaysWhy(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("rds!db").Press("p").Sees("managed by rds").Press("L").Sees("managed by rds")
		p.Press("1 esc").TimelineOf("cdn-signing").Press("p").Sees("a replica: change it in")
		p.Press("1 esc").TimelineOf("^prod/payments/stripe").Press("p").Sees("is AWSCURRENT already").Press("G p").Sees("this row is no version")
		p.Press("1 esc").TimelineOf("sandbox/placeholder").Press("p").Sees("has no version yet")
	})
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.TimelineOf("^prod/payments/stripe").Press("j p").Sees("read-only: started with --read-only").Press("L").Sees("read-only")
	})
}

func TestAPromotionOfAVersionWithoutADateDoesNotCallItOlder(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
		p.TimelineOf("^app/canary$").Press("g p").Sees("Promote the version of a rotation").SeesNot("older", "newer").Wait(time.Second).Press("y").Sees("promoted: 00000000 is AWSCURRENT").
			Press("G p").Sees("Promote another version").SeesNot("older", "newer").Press("esc")
	})
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
		pending := p.IDs()[backend.Pending]
		p.Moves(backend.LabelMove{Label: "pinned", To: pending})
		p.Moves(backend.LabelMove{Label: backend.Pending, From: pending})
		p.Press("ctrl+r").Wait(time.Second).TimelineOf("^app/canary$").Sees("pinned").Press("g p").Sees("Promote another version")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("made-up one", "made-up two")}, func(p *play.Player) {
		p.TimelineOf("^app/canary$").Press("G p").Sees("Promote an older version")
	})
}
