package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestEscStopsASaveAtOnceAndTheNextOneIsTheSameVersion(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.Hang, N: -1, After: true}}
		})
		p.press("enter").sees("saving…", "esc stops waiting")
		p.send(bytesOf("esc"))
		p.wait(150 * time.Millisecond) // 50 of them tell a lone escape from the start of a sequence
		if s := p.shows(); !strings.Contains(s, "not saved: stopped; ctrl+s tries again, it is still one version") || strings.Contains(s, "saving…") {
			t.Errorf("esc did not stop it:\n%s", s)
		}
		calls := p.calls("UpdateSecretVersionStage")
		if p.wait(time.Minute); p.calls("UpdateSecretVersionStage") != calls {
			t.Error("the calls go on")
		}
		p.server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.press("ctrl+s enter").sees("saved app/canary")
		if n, private := p.versions("app/canary"); n != 2 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

func TestALateAnswerOfAStoppedSaveIsNotTheNextOnes(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
		p.hangs("PutSecretValue")
		p.press("enter").sees("saving…").press("esc").sees("stopped").press("ctrl+s enter").sees("saving…").wait(3 * time.Second).sees("saving…")
	})
}

func TestWhileASaveRunsEverythingElseWorks(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("x").press("enter ctrl+s").sees("Save app/canary")
		p.hangs("PutSecretValue")
		p.press("enter").sees("saving…").press("?").sees("Help").wait(time.Second).press("esc").seesNot("Help")
		p.press("@").sees("Where am I").wait(time.Second).press("esc").press("!").sees("Activity of").wait(time.Second).press("esc").seesNot("Activity of")
		p.press("enter").sees("saving app/canary…: esc stops waiting for it")
		p.press("q").sees("Quit during a save", "its outcome would not be told", "app/canary").wait(time.Second).press("enter").seesNot("Quit during").sees("saving…")
	})
}

func TestQuittingDuringASaveKeepsTheDraft(t *testing.T) {
	for name, quits := range map[string]func(p *player){
		"yes": func(p *player) {
			p.press("q").sees("The draft", "stays, and the next start offers it").wait(time.Second).press("y")
		},
		"twice": func(p *player) { p.press("ctrl+c ctrl+c") },
	} {
		l := newLogin(t)
		play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
			p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
			p.server.Set(func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.Hang, N: -1, After: true}}
			})
			p.press("enter").sees("saving…")
			quits(p)
			<-p.done
			p.quit = true
			if len(l.files()) != 1 {
				t.Fatalf("%s: drafts %v", name, l.files())
			}
			p.server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.again(l, func(p *player) { p.resumes().press("ctrl+s").wait(time.Second).press("enter").sees("saved app/canary") })
			if n, private := p.versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%s: %d versions, labels %v", name, n, private)
			}
		})
	}
}

func TestAStoppedCreateIsStillOneSecret(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").sees("Create app/new")
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Hang, N: -1, After: true}}
		})
		p.press("enter").sees("saving…").press("esc").sees("not saved: stopped; ctrl+s tries again, it is still one secret")
		p.server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.press("ctrl+s enter").sees("created app/new")
		if n, _ := p.versions("app/new"); n != 1 {
			t.Errorf("%d versions", n)
		}
	})
}

func TestADiscardedCreateWhoseAnswerWasLostIsNotCalledUnsaved(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").sees("Create app/new")
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		})
		p.press("enter").wait(time.Minute).sees("not saved").press("esc").sees("Leave the edit", "Whether the secret was made is not known").seesNot("is not saved, and")
	})
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
		p.hangs("PutSecretValue")
		p.press("enter").sees("saving…").press("esc").sees("stopped").press("esc").sees("Leave the edit", "Whether the last save took effect is not known").wait(time.Second).press("enter")
		p.server.Set(func(k *local.Knobs) { k.Faults, k.Deny = nil, map[string]bool{"PutSecretValue": true} })
		p.press("u enter").types("other").press("enter ctrl+s enter").sees("not saved").press("esc").sees("The edit is not saved")
	})
}

func TestASecretThatIsGoneForGoodIsMadeAnewWithWhatWasEdited(t *testing.T) {
	for name, c := range map[string]struct {
		before backend.Value
		Pane   func(p *player)
		want   string
	}{
		"JSON":  {backend.TextValue(`{"a": "1", "b": "2"}`), func(p *player) { p.press("enter").types("x").press("enter") }, `{"a": "x", "b": "2"}`},
		"text":  {backend.TextValue("old"), func(p *player) { p.types("new ") }, "new old"},
		"bytes": {backend.NewValue([]byte("\x00a"), true), func(p *player) { p.takes(file(t, "f", []byte("\xff\x00b"))).sees("from f") }, "\xff\x00b"},
	} {
		l := newLogin(t)
		play(t, setting{seed: seedOne(c.before), change: l.with}, func(p *player) {
			p.press("e").sees("edit app/canary").wait(time.Second)
			c.Pane(p)
			if _, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Delete(ctx(), p.arn("app/canary"), backend.Deletion{Force: true}); err != nil {
				t.Fatal(err)
			}
			p.press("ctrl+s enter").sees("it was deleted for good meanwhile", "new secret app/canary", "1 secrets").wait(2 * draftTime)
			if len(l.files()) != 1 {
				t.Errorf("%s: drafts %v", name, l.files())
			}
			p.press("esc").sees("Leave the edit").wait(time.Second).press("enter")
			p.press("ctrl+s").sees("Create app/canary", "description: the one").press("enter").sees("created app/canary", "2 secrets")
			if got := p.stored("app/canary"); got != c.want {
				t.Errorf("%s: stored is %q", name, got)
			}
		})
	}
}

func TestLeavingTheEditOfASecretThatIsGoneClaimsNothingIsLeft(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("x").press("enter ctrl+s")
		p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} })
		p.press("enter").wait(time.Minute).sees("not saved")
		p.server.Set(func(k *local.Knobs) { k.Faults = nil })
		if _, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Delete(ctx(), p.arn("app/canary"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.press("esc").wait(time.Second).press("y").seesNot("edit app/canary").wait(time.Second).seesNot("is left under")
	})
}
