package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestEscStopsASaveAtOnceAndTheNextOneIsTheSameVersion(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.Hang, N: -1, After: true}}
		})
		p.Press("enter").Sees("saving…", "esc stops waiting")
		p.Send(play.BytesOf("esc"))
		p.Wait(150 * time.Millisecond) // 50 of them tell a lone escape from the start of a sequence
		if s := p.Shows(); !strings.Contains(s, "not saved: stopped; ctrl+s tries again, it is still one version") || strings.Contains(s, "saving…") {
			t.Errorf("esc did not stop it:\n%s", s)
		}
		calls := p.Calls("UpdateSecretVersionStage")
		if p.Wait(time.Minute); p.Calls("UpdateSecretVersionStage") != calls {
			t.Error("the calls go on")
		}
		p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.Press("ctrl+s enter").Sees("saved app/canary")
		if n, private := p.Versions("app/canary"); n != 2 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

func TestALateAnswerOfAStoppedSaveIsNotTheNextOnes(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
		p.Hangs("PutSecretValue")
		p.Press("enter").Sees("saving…").Press("esc").Sees("stopped").Press("ctrl+s enter").Sees("saving…").Wait(3 * time.Second).Sees("saving…")
	})
}

func TestWhileASaveRunsEverythingElseWorks(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter ctrl+s").Sees("Save the value")
		p.Hangs("PutSecretValue")
		p.Press("enter").Sees("saving…").Press("?").Sees("Help").Wait(time.Second).Press("esc").SeesNot("Help")
		p.Press("@").Sees("Where am I").Wait(time.Second).Press("esc").Press("!").Sees("Activity of").Wait(time.Second).Press("esc").SeesNot("Activity of")
		p.Press("enter").Sees("saving app/canary…: esc stops waiting for it")
		p.Press("q").Sees("Quit during a save", "its outcome would not be told", "app/canary").Wait(time.Second).Press("enter").SeesNot("Quit during").Sees("saving…")
	})
}

func TestQuittingDuringASaveKeepsTheDraft(t *testing.T) {
	for name, quits := range map[string]func(p *play.Player){
		"yes": func(p *play.Player) {
			p.Press("q").Sees("The draft", "stays, and the next start offers it").Wait(time.Second).Press("y")
		},
		"twice": func(p *play.Player) { p.Press("ctrl+c ctrl+c") },
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
			p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
			p.Server.Set(func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.Hang, N: -1, After: true}}
			})
			p.Press("enter").Sees("saving…")
			quits(p)
			<-p.Done
			p.Quit = true
			if len(l.Files()) != 1 {
				t.Fatalf("%s: drafts %v", name, l.Files())
			}
			p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.Again(l, func(p *play.Player) {
				p.Resumes().Press("ctrl+s").Wait(time.Second).Press("enter").Sees("saved app/canary")
			})
			if n, private := p.Versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%s: %d versions, labels %v", name, n, private)
			}
		})
	}
}

func TestAStoppedCreateIsStillOneSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/new")
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Hang, N: -1, After: true}}
		})
		p.Press("enter").Sees("saving…").Press("esc").Sees("not saved: stopped; ctrl+s tries again, it is still one secret")
		p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.Press("ctrl+s enter").Sees("created app/new")
		if n, _ := p.Versions("app/new"); n != 1 {
			t.Errorf("%d versions", n)
		}
	})
}

func TestADiscardedCreateWhoseAnswerWasLostIsNotCalledUnsaved(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/new")
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		})
		p.Press("enter").Wait(time.Minute).Sees("not saved").Press("esc").Sees("Leave the edit", "Whether the secret was made is not known").SeesNot("is not saved, and")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
		p.Hangs("PutSecretValue")
		p.Press("enter").Sees("saving…").Press("esc").Sees("stopped").Press("esc").Sees("Leave the edit", "Whether the last save took effect is not known").Wait(time.Second).Press("enter")
		p.Server.Set(func(k *local.Knobs) { k.Faults, k.Deny = nil, map[string]bool{"PutSecretValue": true} })
		p.Press("u enter").Types("other").Press("enter ctrl+s enter").Sees("not saved").Press("esc").Sees("The edit is not saved")
	})
}

func TestASecretThatIsGoneForGoodIsMadeAnewWithWhatWasEdited(t *testing.T) {
	for name, c := range map[string]struct {
		before backend.Value
		Pane   func(p *play.Player)
		want   string
	}{
		"JSON":  {backend.TextValue(`{"a": "1", "b": "2"}`), func(p *play.Player) { p.Press("enter").Types("x").Press("enter") }, `{"a": "x", "b": "2"}`},
		"text":  {backend.TextValue("old"), func(p *play.Player) { p.Types("new ") }, "new old"},
		"bytes": {backend.NewValue([]byte("\x00a"), true), func(p *play.Player) { p.Takes(play.File(t, "f", []byte("\xff\x00b"))).Sees("from f") }, "\xff\x00b"},
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.SeedOne(c.before), Change: l.With}, func(p *play.Player) {
			p.Press("e").Sees("edit app/canary").Wait(time.Second)
			c.Pane(p)
			if _, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Delete(play.Ctx(), p.ARN("app/canary"), backend.Deletion{Force: true}); err != nil {
				t.Fatal(err)
			}
			p.Press("ctrl+s enter").Sees("it was deleted for good meanwhile", "new secret app/canary", "1 secret ").Wait(2 * play.DraftTime)
			if len(l.Files()) != 1 {
				t.Errorf("%s: drafts %v", name, l.Files())
			}
			p.Press("esc").Sees("Leave the edit").Wait(time.Second).Press("enter")
			p.Press("ctrl+s").Sees("Create a secret", "app/canary", "description: the one").Press("enter").Sees("created app/canary", "2 secrets")
			if got := p.Stored("app/canary"); got != c.want {
				t.Errorf("%s: stored is %q", name, got)
			}
		})
	}
}

func TestLeavingTheEditOfASecretThatIsGoneClaimsNothingIsLeft(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter ctrl+s")
		p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} })
		p.Press("enter").Wait(time.Minute).Sees("not saved")
		p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
		if _, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Delete(play.Ctx(), p.ARN("app/canary"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.Press("esc").Wait(time.Second).Press("y").SeesNot("edit app/canary").Wait(time.Second).SeesNot("is left under")
	})
}
