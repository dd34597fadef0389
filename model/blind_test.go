package model

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/dialog"
)

// unseen are sizes on which nothing but their own smallness is drawn.
func unseen() [][2]int { return [][2]int{{39, 30}, {120, 9}, {39, 9}, {5, 2}, {1, 1}} }

func TestWhatIsNotDrawnDoesNothing(t *testing.T) {
	for _, size := range unseen() {
		play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
			p.resize(size[0], size[1])
			calls := p.calls("DescribeSecret") + p.calls("ListSecrets")
			p.press("v V c C enter d y e space * D A n ? esc : esc / x enter u R ctrl+r")
			p.send("\x1b[200~pasted\x1b[201~") // a paste
			p.send("\x1b[<0;10;4M\x1b[<0;10;4m\x1b[<65;10;4M")
			p.wait(2 * time.Second)
			for _, op := range []string{"GetSecretValue", "DeleteSecret", "RestoreSecret", "PutSecretValue"} {
				if n := p.calls(op); n != 0 {
					t.Errorf("at %v %s was called %d times", size, op, n)
				}
			}
			if now := p.calls("DescribeSecret") + p.calls("ListSecrets"); now != calls {
				t.Errorf("at %v keys asked the service for %d more things", size, now-calls)
			}
			if p.board.holds() != "" {
				t.Errorf("at %v %q was copied", size, p.board.holds())
			}
			p.resize(120, 36).sees("app/canary", "2 secrets")
			if frames := p.screen.frames(); len(frames) != 3 || p.asked() || !strings.HasPrefix(p.foot(), " v reveal") {
				t.Errorf("at %v keys opened something:\n%s", size, p.screen)
			}
		})
	}
}

func TestADialogThatIsNotDrawnIsNotAnsweredAndMustBeSeenAnew(t *testing.T) {
	for _, size := range unseen() {
		play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
			p.press("d").sees("Delete app/canary")
			p.resize(size[0], size[1]).press("y enter tab enter n esc")
			p.wait(2 * time.Second)
			p.turns(120, 36)
			p.wait(dialog.ArmDelay / 2).send("y") // at once, before it can have been read
			p.wait(time.Second).sees("Delete app/canary")
			if n := p.calls("DeleteSecret"); n != 0 {
				t.Fatalf("at %v it was deleted", size)
			}
			p.press("y").sees("deleted")
			if n := p.calls("DeleteSecret"); n != 1 {
				t.Errorf("seen again, it was deleted %d times", n)
			}
		})
	}
}

func TestATimerOfADialogThatWasSeenBeforeDoesNotArmItUnseen(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.send("d")
		p.pass(20 * time.Millisecond)
		p.turns(39, 30)
		p.pass(time.Second)
		p.turns(120, 36)
		p.pass(10 * time.Millisecond)
		p.send("y")
		p.wait(time.Second).sees("Delete app/canary")
		if n := p.calls("DeleteSecret"); n != 0 {
			t.Error("it was deleted")
		}
	})
}

func TestValuesAreMaskedWhileNothingIsDrawn(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.press("v").sees(canary).resize(39, 30).seesNot(canary)
		p.resize(120, 36).sees("wiped in").seesNot(canary).alive(1)
	})
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) { // one that arrives meanwhile
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": time.Second} })
		p.send("v")
		p.pass(20 * time.Millisecond)
		p.resize(39, 30).wait(3 * time.Second)
		p.resize(120, 36).sees("wiped in").seesNot(canary).alive(1)
	})
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"x"}`))}, func(p *player) { // one that is being typed
		p.press("e enter ctrl+u").types(canary).press("ctrl+o").sees(canary)
		p.resize(39, 30).resize(120, 36).sees("edit app/canary").seesNot(canary)
	})
}

func TestQuittingAndSuspendingWorkWhileNothingIsDrawn(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
			p.resize(39, 30).sees("q quits").send(bytesOf(key))
			p.ends()
		})
	}
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) { // with a dialog that is not seen
		p.press("d").resize(39, 30).sees("ctrl+c quits").send(bytesOf("ctrl+c"))
		p.ends()
	})
	suspended := 0
	play(t, setting{seed: seedOne(backend.TextValue(canary)), change: func(o *Options) {
		o.Suspend = func() (tea.Cmd, string) { suspended++; return nil, "" }
	}}, func(p *player) {
		p.press("v").resize(39, 30).press("ctrl+z")
		if suspended != 1 {
			t.Errorf("suspended %d times", suspended)
		}
	})
}

func TestQuittingWhileNothingIsDrawnWaitsForWhatIsBeingWritten(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"DeleteSecret": 3 * time.Second} })
		p.press("d").sees("Delete app/canary").press("y").resize(39, 30).send("q")
		p.wait(time.Second).sees("ends once this is written", "deleting app/canary")
		p.ends()
		if n := p.calls("DeleteSecret"); n != 1 {
			t.Errorf("%d deletes", n)
		}
	})
}

func TestAnUnsavedEditIsNotLostByQuittingWhileNothingIsDrawn(t *testing.T) {
	drafts := t.TempDir()
	with := func(o *Options) { o.Drafts = draftsIn(t, drafts) }
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"x"}`)), change: with}, func(p *player) {
		p.press("e enter").types("made-up").press("enter ctrl+c").sees("Quit with an unsaved edit").resize(39, 30)
		p.sees("quits and keeps a draft").send(bytesOf("ctrl+c")) // the question that was asked before is not answered
		p.ends()
		p.model.Close(ctx())
	})
	if kept, _, err := draftsIn(t, drafts).List(time.Now()); err != nil || len(kept) != 1 || kept[0].Name != "app/canary" {
		t.Errorf("left are %v, %v, want the edit's draft", kept, err)
	}
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"x"}`)), change: func(o *Options) { o.Drafts = nil }}, func(p *player) {
		p.press("e enter").types("made-up").press("enter").resize(39, 30).sees("quits, but asks").press("ctrl+c").sees("ctrl+c again loses the edit")
		p.resize(120, 36).sees("Quit with an unsaved edit").press("esc").sees("edit app/canary").resize(39, 30)
		p.press("ctrl+c").sees("ctrl+c again loses the edit").send(bytesOf("ctrl+c"))
		p.ends()
	})
}

func TestBeforeTheSizeIsKnownKeysDoNothing(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.program.Send(tea.WindowSizeMsg{})
		p.pass(100 * time.Millisecond)
		p.press("v d y")
		p.resize(120, 36).sees("app/canary", "0 decrypts")
		if p.calls("GetSecretValue")+p.calls("DeleteSecret") != 0 || p.asked() {
			t.Errorf("keys acted on a screen without a size:\n%s", p.screen)
		}
	})
}
