package edit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// filledUp gives app/canary all the labels that a secret can have.
func filledUp(p *play.Player) {
	p.T.Helper()
	p.Colleague("app/canary", `{"a":"x"}`)
	for i := range backend.MaxLabels - 2 {
		p.Moves(backend.LabelMove{Label: "label-" + string(rune('a'+i)), To: p.IDs()[backend.Current]})
	}
	p.Press("ctrl+r").Wait(time.Second)
}

func TestALabelThatComesFreeMeanwhileIsSeenByTheNextSave(t *testing.T) {
	for _, frees := range []bool{true, false} {
		play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
			filledUp(p)
			p.Press("e").Wait(time.Second).Press("enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
			p.Press("enter").Sees("all 20 labels of it are in use", "review it again to save it less safely; a label that is taken off elsewhere meanwhile is seen then")
			if frees {
				p.Moves(backend.LabelMove{Label: "label-a", From: p.IDs()["label-a"]})
			}
			before, moves := p.IDs(), p.Calls("UpdateSecretVersionStage")
			p.Press("ctrl+s").Sees("Save the value", "weaker: no label was free").Wait(time.Second).Press("enter").Sees("saved app/canary")
			if safely := p.Calls("UpdateSecretVersionStage") > moves; safely != frees {
				t.Errorf("a label has come free: %v, and it was saved safely: %v", frees, safely)
			}
			p.Press("u").Wait(time.Second).Press("y").Sees("undone")
			for label, id := range before {
				if now := p.IDs()[label]; now != id {
					t.Errorf("%s is on %s, was on %s", label, now, id)
				}
			}
		})
	}
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) { // and a role that may not move labels saves as it was reviewed
		filledUp(p)
		p.Press("e").Wait(time.Second).Press("enter").Types("new").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees("all 20 labels of it are in use")
		p.Moves(backend.LabelMove{Label: "label-a", From: p.IDs()["label-a"]})
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("UpdateSecretVersionStage") })
		p.Press("ctrl+s").Wait(time.Second).Press("enter").Sees("saved app/canary", "saves the old value again")
	})
}

func TestAStoppedReadOfTheValueThatHasTheNameIsNoUnknownSave(t *testing.T) {
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/new")
		p.Server.Plant(local.Seed{Name: "app/new", Text: "made-up: theirs"})
		p.Press("enter").Sees("ctrl+s shows what can be done")
		p.Hangs("GetSecretValue")
		p.Press("ctrl+s").Sees("app/new exists already").Wait(time.Second).Press("e").Sees("reading…").Press("esc").Sees("stopped: ctrl+s").SeesNot("not saved: stopped", "still one secret")
		p.Press("esc").Sees("Leave the edit").SeesNot("Whether").Wait(time.Second).Press("enter")
		p.Press("ctrl+s").Wait(time.Second).Press("e").Sees("reading…").Press("q").Sees("Quit with an unsaved edit").SeesNot("A save is under way")
	})
}

func TestChoicesOfAConflictAreAskedAboutBeforeTheyGo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("mine").Press("enter")
		p.Colleague("app/canary", strings.Replace(play.Pretty, `"old"`, `"theirs"`, 1))
		p.Press("ctrl+s enter").Sees("1 key changed on both sides").Press("esc").SeesNot("conflict in", "Leave the conflict") // nothing was chosen
		p.Press("ctrl+s enter").Sees("1 key changed on both sides").Press("right").Sees("nothing left to choose").Press("esc").Sees("Leave the conflict", "app/canary", "1 choice").Wait(time.Second)
		p.Press("enter").SeesNot("Leave the conflict").Sees("nothing left to choose").Press("esc").Wait(time.Second).Press("y").SeesNot("conflict in").Sees("saving brings the conflict up again")
		p.Press("ctrl+s enter").Sees("1 key changed on both sides")
	})
}

func TestALabelThatAFailedSaveHasLeftIsAskedAboutAlsoWhereNothingIsChangedAnyMore(t *testing.T) {
	for name, goes := range map[string]func(p *play.Player){
		"quit":  func(p *play.Player) { p.Press("q").Sees("Quit with a save half done") },
		"twice": func(p *play.Player) { p.Press("ctrl+c ctrl+c") },
	} {
		play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Press("e j enter").Types("x").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
			fromMove(p, 2, func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1}}
			})
			p.Press("enter").Wait(time.Minute).Sees("not saved", "waits under the label strongroom-")
			deniesNothing(p)
			if _, private := p.Versions("app/canary"); len(private) != 1 {
				t.Fatalf("labels %v: the test proves nothing", private)
			}
			p.Press("u").Sees("waits under the label").SeesNot("1 changed")
			if goes(p); name == "quit" {
				p.Sees("app/canary", "waits under the label strongroom-").Wait(time.Second).Press("y")
			}
			if err := <-p.Done; err != nil {
				t.Error(err)
			}
			p.Quit = true
			if _, private := p.Versions("app/canary"); private != nil {
				t.Errorf("%s: labels %v", name, private)
			}
		})
	}
}

func TestADraftThatCouldNotBeWrittenAtTheEndIsToldAfterIt(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Wait(2 * play.DraftTime)
		blocked := filepath.Join(l.State(), "drafts")
		p.Does(os.Rename(blocked, blocked+"-aside")).Does(os.WriteFile(blocked, nil, 0o600))
		p.Types("y").Signalled()
		if told, want := p.Model.Close(play.Ctx()), "only an older draft of the edit of app/canary is kept: not a directory"; len(told) != 1 || told[0] != want {
			t.Errorf("told is %q, want %q", told, want)
		}
	})
	m := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: m.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		if told := p.Model.Close(play.Ctx()); len(told) != 0 {
			t.Errorf("a draft is kept, and told is %q", told)
		}
	})
}
