package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/dialog"
	"strongroom/model/play"
)

// unseen are sizes on which nothing but their own smallness is drawn.
func unseen() [][2]int { return [][2]int{{39, 30}, {120, 9}, {39, 9}, {5, 2}, {1, 1}} }

func TestWhatIsNotDrawnDoesNothing(t *testing.T) {
	for _, size := range unseen() {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
			p.Resize(size[0], size[1])
			calls := p.Calls("DescribeSecret") + p.Calls("ListSecrets")
			p.Press("v V c C enter d y e space * D A n ? esc : esc / x enter u R ctrl+r")
			p.Send("\x1b[200~pasted\x1b[201~") // a paste
			p.Send("\x1b[<0;10;4M\x1b[<0;10;4m\x1b[<65;10;4M")
			p.Wait(2 * time.Second)
			for _, op := range []string{"GetSecretValue", "DeleteSecret", "RestoreSecret", "PutSecretValue"} {
				if n := p.Calls(op); n != 0 {
					t.Errorf("at %v %s was called %d times", size, op, n)
				}
			}
			if now := p.Calls("DescribeSecret") + p.Calls("ListSecrets"); now != calls {
				t.Errorf("at %v keys asked the service for %d more things", size, now-calls)
			}
			if p.Board.Holds() != "" {
				t.Errorf("at %v %q was copied", size, p.Board.Holds())
			}
			p.Resize(120, 36).Sees("app/canary", "2 secrets")
			if frames := p.Screen.Frames(); len(frames) != 3 || p.Asked() || !strings.HasPrefix(p.Foot(), " v reveal") {
				t.Errorf("at %v keys opened something:\n%s", size, p.Screen)
			}
		})
	}
}

func TestADialogThatIsNotDrawnIsNotAnsweredAndMustBeSeenAnew(t *testing.T) {
	for _, size := range unseen() {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
			p.Press("d").Sees("Delete a secret")
			p.Resize(size[0], size[1]).Press("y enter tab enter n esc")
			p.Wait(2 * time.Second)
			p.Turns(120, 36)
			p.Wait(dialog.ArmDelay / 2).Send("y") // at once, before it can have been read
			p.Wait(time.Second).Sees("Delete a secret")
			if n := p.Calls("DeleteSecret"); n != 0 {
				t.Fatalf("at %v it was deleted", size)
			}
			p.Press("y").Sees("deleted")
			if n := p.Calls("DeleteSecret"); n != 1 {
				t.Errorf("seen again, it was deleted %d times", n)
			}
		})
	}
}

func TestATimerOfADialogThatWasSeenBeforeDoesNotArmItUnseen(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Send("d")
		p.Pass(20 * time.Millisecond)
		p.Turns(39, 30)
		p.Pass(time.Second)
		p.Turns(120, 36)
		p.Pass(10 * time.Millisecond)
		p.Send("y")
		p.Wait(time.Second).Sees("Delete a secret")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Error("it was deleted")
		}
	})
}

func TestValuesAreMaskedWhileNothingIsDrawn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Press("v").Sees(play.Canary).Resize(39, 30).SeesNot(play.Canary)
		p.Resize(120, 36).Sees("wiped in").SeesNot(play.Canary).Alive(1)
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) { // one that arrives meanwhile
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": time.Second} })
		p.Send("v")
		p.Pass(20 * time.Millisecond)
		p.Resize(39, 30).Wait(3 * time.Second)
		p.Resize(120, 36).Sees("wiped in").SeesNot(play.Canary).Alive(1)
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"x"}`))}, func(p *play.Player) { // one that is being typed
		p.Press("e enter ctrl+u").Types(play.Canary).Press("ctrl+o").Sees(play.Canary)
		p.Resize(39, 30).Resize(120, 36).Sees("edit app/canary").SeesNot(play.Canary)
	})
}

func TestQuittingAndSuspendingWorkWhileNothingIsDrawn(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
			p.Resize(39, 30).Sees("q quits").Send(play.BytesOf(key))
			p.Ends()
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) { // with a dialog that is not seen
		p.Press("d").Resize(39, 30).Sees("ctrl+c quits").Send(play.BytesOf("ctrl+c"))
		p.Ends()
	})
	suspended := 0
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Change: func(o *model.Options) {
		o.Suspend = func() (tea.Cmd, string) { suspended++; return nil, "" }
	}}, func(p *play.Player) {
		p.Press("v").Resize(39, 30).Press("ctrl+z")
		if suspended != 1 {
			t.Errorf("suspended %d times", suspended)
		}
	})
}

func TestQuittingWhileNothingIsDrawnWaitsForWhatIsBeingWritten(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"DeleteSecret": 3 * time.Second} })
		p.Press("d").Sees("Delete a secret").Press("y").Resize(39, 30).Send("q")
		p.Wait(time.Second).Sees("ends once this is written", "deleting app/canary")
		p.Ends()
		if n := p.Calls("DeleteSecret"); n != 1 {
			t.Errorf("%d deletes", n)
		}
	})
}

func TestAnUnsavedEditIsNotLostByQuittingWhileNothingIsDrawn(t *testing.T) {
	drafts := t.TempDir()
	with := func(o *model.Options) { o.Drafts = play.DraftsIn(t, drafts) }
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"x"}`)), Change: with}, func(p *play.Player) {
		p.Press("e enter").Types("made-up").Press("enter ctrl+c").Sees("Quit with an unsaved edit").Resize(39, 30)
		p.Sees("quits and keeps a draft").Send(play.BytesOf("ctrl+c")) // the question that was asked before is not answered
		p.Ends()
		p.Model.Close(play.Ctx())
	})
	if kept, _, err := play.DraftsIn(t, drafts).List(time.Now()); err != nil || len(kept) != 1 || kept[0].Name != "app/canary" {
		t.Errorf("left are %v, %v, want the edit's draft", kept, err)
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"x"}`)), Change: func(o *model.Options) { o.Drafts = nil }}, func(p *play.Player) {
		p.Press("e enter").Types("made-up").Press("enter").Resize(39, 30).Sees("quits, but asks").Press("ctrl+c").Sees("ctrl+c again loses the edit")
		p.Resize(120, 36).Sees("Quit with an unsaved edit").Press("esc").Sees("edit app/canary").Resize(39, 30)
		p.Press("ctrl+c").Sees("ctrl+c again loses the edit").Send(play.BytesOf("ctrl+c"))
		p.Ends()
	})
}

func TestBeforeTheSizeIsKnownKeysDoNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Program.Send(tea.WindowSizeMsg{})
		p.Pass(100 * time.Millisecond)
		p.Press("v d y")
		p.Resize(120, 36).Sees("app/canary", "0 decrypts")
		if p.Calls("GetSecretValue")+p.Calls("DeleteSecret") != 0 || p.Asked() {
			t.Errorf("keys acted on a screen without a size:\n%s", p.Screen)
		}
	})
}
