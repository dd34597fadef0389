package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAReplyLostAndThreeMorePressesMakeOneVersion(t *testing.T) {
	for _, op := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
			p.LosesAnswers(op)
			p.Press("enter").Wait(time.Minute).Sees("not saved")
			p.Press("ctrl+s enter").Wait(time.Minute).Sees("not saved").Press("ctrl+s enter").Wait(time.Minute).Sees("not saved")
			p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
			p.Press("ctrl+s enter").Sees("saved app/canary")
			if n, private := p.Versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%s: %d versions, labels %v", op, n, private)
			}
		})
	}
}

func TestAnotherTextAfterALostReplyIsAnotherVersionAndNoConflictWithOneself(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("first").Press("enter ctrl+s").Sees("Save the value")
		p.LosesAnswers("UpdateSecretVersionStage")
		p.Press("enter").Wait(time.Minute).Sees("not saved")
		p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
		p.Press("enter").Types("second").Press("enter ctrl+s enter").Sees("saved app/canary")
		if !strings.Contains(p.Stored("app/canary"), `"second"`) {
			t.Errorf("stored is %s", p.Stored("app/canary"))
		}
		if n, private := p.Versions("app/canary"); n != 3 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

func TestAFailedSaveKeepsTheEditAndItsCursor(t *testing.T) {
	for name, set := range map[string]func(*local.Knobs){
		"500":      func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} },
		"reset":    func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Reset, N: -1}} },
		"hang":     func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Hang, N: -1}} },
		"throttle": func(k *local.Knobs) { k.ThrottleNext = 100 },
		"denied":   func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} },
		"expired":  func(k *local.Knobs) { k.Expired = true },
		"no sense": func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.EmptyObject, N: -1}} },
		"the move": func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1}, {Op: "DescribeSecret", Kind: local.ServerError, N: -1}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
				p.Press("e j enter").Types(play.Canary).Press("ctrl+s").Sees("Save the value")
				p.Server.Set(set)
				p.Press("enter").Wait(100*time.Second).Sees("not saved: could not", "1 changed")
				p.Press("v").Sees(play.Canary).Press("v").SeesNot(play.Canary)
				if row := p.Under("edit app/canary"); !strings.Contains(row, "password") {
					t.Errorf("the cursor has left its key: %s", row)
				}
				p.Server.Set(func(k *local.Knobs) { *k = local.Knobs{} })
				p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
				if n, private := p.Versions("app/canary"); n != 2 || private != nil {
					t.Errorf("%d versions, labels %v", n, private)
				}
				if !strings.Contains(p.Stored("app/canary"), play.Canary) {
					t.Error("what was saved is something else")
				}
			})
		})
	}
}

func TestADiscardedHalfSaveIsTakenBack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter ctrl+s")
		n := 0
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if n++; op == "UpdateSecretVersionStage" && n > 1 {
					p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.ServerError, N: -1}} })
				}
			}
		})
		p.Press("enter").Wait(time.Minute).Sees("not saved")
		p.Server.Set(func(k *local.Knobs) { k.OnCall, k.Faults = nil, nil })
		if _, private := p.Versions("app/canary"); len(private) != 1 {
			t.Fatalf("labels %v: the test proves nothing", private)
		}
		p.Press("esc").Wait(time.Second).Press("y").SeesNot("edit app/canary").Wait(time.Second)
		if _, private := p.Versions("app/canary"); private != nil {
			t.Errorf("labels %v", private)
		}
	})
}

func TestOnlyAnUnsavedEditIsAskedAboutAtTheEnd(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter q").Sees("Quit with an unsaved edit", "app/canary", "account 1234-5678-9012").Wait(time.Second).Press("enter").SeesNot("Quit with")
		p.Press("esc").Sees("Leave the edit").Wait(time.Second).Press("enter").SeesNot("Leave the").Press("esc").Wait(time.Second).Press("y").SeesNot("edit app/canary")
		if p.Calls("PutSecretValue") != 0 {
			t.Error("a discarded edit was saved")
		}
		p.Press("e q")
		if err := <-p.Done; err != nil {
			t.Error(err)
		}
		p.Quit = true
	})
}

func TestASaveEndsTheOldValueWhereTheSecretCannotBeDescribedAfterwards(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("v").Sees("wiped in").Press("e").Sees("edit app/canary").Press("j enter").Types("x").Press("enter ctrl+s").Sees("Save the value")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.Press("enter").Sees("saved app/canary").SeesNot("wiped in").Alive(0)
	})
}
