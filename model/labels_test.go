package model

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/ui"
)

func TestAnEngineerRollsBackInTwoKeysAndForthAgain(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seedVersions(canaries(3)...)}, func(p *player) {
			was := p.ids()
			p.press("3 j p").sees("Promote", "app/canary", "account 1234-5678-9012 · eu-west-1", "current now", "becomes", "afterwards", "AWSPREVIOUS", "2 decrypts")
			p.press("y").sees("promoted", "is AWSCURRENT")
			now := p.ids()
			if now[backend.Current] != was[backend.Previous] || now[backend.Previous] != was[backend.Current] {
				t.Errorf("labels %v, were %v", now, was)
			}
			if row := p.row(ui.FirstOf(now[backend.Current])); !strings.Contains(row, "AWSCURRENT") {
				t.Errorf("the timeline shows %s", row)
			}
			p.press("u").sees("u will promote " + ui.FirstOf(was[backend.Current]) + " back").press("y").sees("undone")
			if now := p.ids(); now[backend.Current] != was[backend.Current] || now[backend.Previous] != was[backend.Previous] {
				t.Errorf("after the undo %v, were %v", now, was)
			}
			if n := p.calls("GetSecretValue"); n != 0 {
				t.Errorf("promoting read %d values", n)
			}
		})
	}
}

func TestPromotingAnUnlabelledVersionTellsWhatLosesItsLabelAndUndoPutsAllBack(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		was := p.ids()
		p.press("3 G enter G p").sees("no label left: AWS may remove it").press("y").sees("promoted")
		if now := p.ids(); now[backend.Previous] != was[backend.Current] {
			t.Errorf("labels %v", now)
		}
		p.press("u").sees("AWSPREVIOUS to " + ui.FirstOf(was[backend.Previous])).press("y").sees("undone")
		if now := p.ids(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

func TestEnterInThePromoteDialogChangesNothing(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
		p.press("3 j p enter").seesNot("afterwards").types("p" + strings.Repeat("y\r", 250)).wait(2 * time.Second)
		if n := p.calls("UpdateSecretVersionStage"); n != 0 {
			t.Errorf("%d moves that nobody asked for", n)
		}
	})
}

func TestARivalsPromotionIsNeverTrampled(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		p.moves(backend.LabelMove{Label: "third", To: p.rivalsFirst()})
		p.press("3 ctrl+r").sees("Versions 3", "third")
		races := 0
		for range 200 {
			was := p.ids()
			target, rivals := was[backend.Previous], was["third"]
			p.goesTo("Versions", ui.FirstOf(target)).press("p").sees("becomes")
			move := func() {
				p.moves(backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: rivals})
				p.moves(backend.LabelMove{Label: "third", From: rivals, To: target})
			}
			if races++; races%2 == 0 {
				move() // between the dialog and the yes
			} else { // between the yes and the call's effect
				var began atomic.Bool
				p.server.Set(func(k *local.Knobs) {
					k.OnCall = func(op, _ string) {
						if op == "UpdateSecretVersionStage" && began.CompareAndSwap(false, true) {
							move()
						}
					}
				})
			}
			p.press("y").sees("nothing was changed: the labels have moved meanwhile", "AWSCURRENT is on "+ui.FirstOf(rivals)+" now")
			p.server.Set(func(k *local.Knobs) { k.OnCall = nil })
			if now := p.ids()[backend.Current]; now != rivals {
				t.Fatalf("the rival's promotion was trampled")
			}
			if row := p.row("● " + ui.FirstOf(rivals)); !strings.Contains(row, "AWSCURRENT") {
				t.Fatalf("who is current now is not shown: %s", row)
			}
		}
		if races != 200 {
			t.Errorf("only %d races", races)
		}
	})
}

func TestALabelIsAddedMovedAndTakenOff(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		was := p.ids()
		p.press("3 L").sees("add a label", "cannot be taken off").press("a").sees("2 of 20 labels").types("blue green").press("enter").sees("blue green is on")
		if got := p.ids()["blue green"]; got != was[backend.Current] {
			t.Errorf("added to %q", got)
		}
		p.press("j L").sees("move here  blue green").press("1").sees("Move blue green", "account 1234-5678-9012 · eu-west-1").press("y").sees("is on " + ui.FirstOf(was[backend.Previous]))
		if got := p.ids()["blue green"]; got != was[backend.Previous] {
			t.Errorf("moved to %q", got)
		}
		p.press("u").sees("u will move blue green").press("y").sees("undone")
		if got := p.ids()["blue green"]; got != was[backend.Current] {
			t.Errorf("moved back to %q", got)
		}
		p.press("k L").sees("take off  blue green").press("1").sees("Take blue green off").press("y").sees("blue green is off")
		if got := p.ids()["blue green"]; got != "" {
			t.Errorf("still on %q", got)
		}
	})
}

func TestAVersionWithoutALabelIsPinned(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		p.press("3 G enter G L").sees("Pin ", "pinned-2000-01-01", "AWS may remove a version without a label").press("enter").sees("pinned-2000-01-01 is on").seesNot("without a label ·")
		if p.ids()["pinned-2000-01-01"] == "" {
			t.Error("the label is not there")
		}
	})
}

func TestLabelsThatTheServiceWouldRefuseAreNotSent(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
		p.press("3 j L a").types("AWSCURRENT").press("enter").sees("moved by promoting").press("ctrl+u").types("AWSPENDING").press("enter").sees("belongs to the service")
		p.press("ctrl+u").types(strings.Repeat("x", 257)).press("enter").sees("at most 256 characters").press("ctrl+u enter").sees("needs a name").press("esc")
		for i := range 18 {
			p.moves(backend.LabelMove{Label: fmt.Sprint("l", i), To: p.ids()[backend.Current]})
		}
		p.press("ctrl+r").wait(time.Second)
		p.press("L a").types("one-more").press("enter").sees("at most 20 labels").press("esc")
		if n := p.calls("UpdateSecretVersionStage"); n != 18 {
			t.Errorf("%d moves, of which 18 are the colleague's", n)
		}
	})
}

func TestAStuckRotationIsClearedInTwoStepsAndCanBeTakenBack(t *testing.T) {
	play(t, setting{}, func(p *player) {
		stages := func() backend.Detail {
			d, err := p.rival().Describe(ctx(), "prod/billing/db")
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		was := stages()
		p.timelineOf("^prod/billing/db$").press("g L").sees("clear AWSPENDING").press("x").sees("1 cancel the rotation", "2 take AWSPENDING off").press("y").sees("AWSPENDING is off", "rotation is off").seesNot("stuck, begun")
		if d := stages(); d.Rotation.Enabled || backend.HolderOf(d.Stages, backend.Pending) != "" || backend.HolderOf(d.Stages, backend.Current) != backend.HolderOf(was.Stages, backend.Current) {
			t.Errorf("after clearing %v, rotation %v", d.Stages, d.Rotation.Enabled)
		}
		p.press("u").sees("u will set rotation up again as it was", "move AWSPENDING to").press("y").sees("undone")
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
		play(t, setting{}, func(p *player) {
			p.timelineOf("^prod/billing/db$")
			p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: true} })
			p.press("g L x y").sees(words...).sees("AWSPENDING")
			p.server.Set(func(k *local.Knobs) { k.Deny = nil })
			p.wait(15 * time.Second).press("L x y").sees("AWSPENDING is off").seesNot("stuck, begun")
		})
	}
}

func TestWhatMustBeReadIsReadableOnANarrowScreen(t *testing.T) {
	play(t, setting{w: 44, h: 20}, func(p *player) {
		p.timelineOf("^prod/billing/db$")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
		p.press("g L x y").sees("not done: take", "needs", "UpdateSecretVersionStage", "L finishes", "╰──────────────────────────────────────────╯\n")
		p.wait(15 * time.Second).press("j").seesNot("L finishes").sees("1 without a label")
	})
}

func TestAnAnswerThatGetsLostDoesNotDecideTheLabelsDo(t *testing.T) {
	for _, kind := range []local.FaultKind{local.Reset, local.ServerError, local.EmptyObject, local.HTMLOK, local.Truncated} {
		play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
			was := p.ids()
			p.press("3 j")
			p.server.Set(func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: kind, N: -1, After: true}}
			})
			p.press("p y").wait(30 * time.Second).sees("AWSCURRENT")
			if now := p.ids(); now[backend.Current] != was[backend.Previous] {
				t.Fatalf("fault %d: not promoted", kind)
			}
			p.server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.press("u").sees("u will promote " + ui.FirstOf(was[backend.Current]) + " back").press("y").sees("undone")
		})
	}
}

func TestReadingAgainThatFailsIsToldToo(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
		p.press("3 j")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.press("p y").sees("promoted", "reading the labels again failed")
		p.wait(15 * time.Second)
		p.server.Set(func(k *local.Knobs) {
			k.Deny = map[string]bool{"DescribeSecret": true, "UpdateSecretVersionStage": true}
		})
		p.press("k p y").sees("whether it is done is not known", "ctrl+r")
	})
}

func TestAnUndoHalfDoneIsToldAndGoesOnWhereItStopped(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		was := p.ids()
		p.press("3 G enter G p y").sees("promoted")
		n := 0
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecretVersionStage" {
					n++
					p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: n == 2} })
				}
			}
		})
		p.press("u y").sees("AWSCURRENT is on "+ui.FirstOf(was[backend.Current]), "not done: move AWSPREVIOUS")
		p.server.Set(func(k *local.Knobs) { k.OnCall, k.Deny = nil, nil })
		p.wait(15 * time.Second).press("u y").sees("undone")
		if now := p.ids(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

func TestAnUndoDoesNotTrampleEither(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
		p.press("3 j p y").sees("promoted")
		w, err := p.rival().Put(ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue("rival")})
		if err != nil {
			t.Fatal(err)
		}
		p.press("u y").sees("nothing was undone", "AWSCURRENT is on "+ui.FirstOf(w.Version))
		if p.ids()[backend.Current] != w.Version {
			t.Error("the rival's version is not current any more")
		}
	})
}

func TestWhatCannotBePromotedSaysWhy(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("rds!db").press("p").sees("managed by rds").press("L").sees("managed by rds")
		p.press("1 esc").timelineOf("cdn-signing").press("p").sees("a replica: change it in")
		p.press("1 esc").timelineOf("^prod/payments/stripe").press("p").sees("is AWSCURRENT already").press("G p").sees("this row is no version")
		p.press("1 esc").timelineOf("sandbox/placeholder").press("p").sees("has no version yet")
	})
	play(t, setting{change: func(o *Options) { o.ReadOnly = true }}, func(p *player) {
		p.timelineOf("^prod/payments/stripe").press("j p").sees("read-only: started with --read-only").press("L").sees("read-only")
	})
}
