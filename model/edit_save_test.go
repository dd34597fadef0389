package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
)

func TestAReplyLostAndThreeMorePressesMakeOneVersion(t *testing.T) {
	for _, op := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
			p.losesAnswers(op)
			p.press("enter").wait(time.Minute).sees("not saved")
			p.press("ctrl+s enter").wait(time.Minute).sees("not saved").press("ctrl+s enter").wait(time.Minute).sees("not saved")
			p.server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
			p.press("ctrl+s enter").sees("saved app/canary")
			if n, private := p.versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%s: %d versions, labels %v", op, n, private)
			}
		})
	}
}

func TestAnotherTextAfterALostReplyIsAnotherVersionAndNoConflictWithOneself(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("first").press("enter ctrl+s").sees("Save app/canary")
		p.losesAnswers("UpdateSecretVersionStage")
		p.press("enter").wait(time.Minute).sees("not saved")
		p.server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
		p.press("enter").types("second").press("enter ctrl+s enter").sees("saved app/canary")
		if !strings.Contains(p.stored("app/canary"), `"second"`) {
			t.Errorf("stored is %s", p.stored("app/canary"))
		}
		if n, private := p.versions("app/canary"); n != 3 || private != nil {
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
			play(t, setting{seed: jsonSecret()}, func(p *player) {
				p.press("e j enter").types(canary).press("ctrl+s").sees("Save app/canary")
				p.server.Set(set)
				p.press("enter").wait(100*time.Second).sees("not saved: could not", "1 changed")
				p.press("v").sees(canary).press("v").seesNot(canary)
				if row := p.under("edit app/canary"); !strings.Contains(row, "password") {
					t.Errorf("the cursor has left its key: %s", row)
				}
				p.server.Set(func(k *local.Knobs) { *k = local.Knobs{} })
				p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved app/canary")
				if n, private := p.versions("app/canary"); n != 2 || private != nil {
					t.Errorf("%d versions, labels %v", n, private)
				}
				if !strings.Contains(p.stored("app/canary"), canary) {
					t.Error("what was saved is something else")
				}
			})
		})
	}
}

func TestADiscardedHalfSaveIsTakenBack(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("x").press("enter ctrl+s")
		n := 0
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if n++; op == "UpdateSecretVersionStage" && n > 1 {
					p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.ServerError, N: -1}} })
				}
			}
		})
		p.press("enter").wait(time.Minute).sees("not saved")
		p.server.Set(func(k *local.Knobs) { k.OnCall, k.Faults = nil, nil })
		if _, private := p.versions("app/canary"); len(private) != 1 {
			t.Fatalf("labels %v: the test proves nothing", private)
		}
		p.press("esc").wait(time.Second).press("y").seesNot("edit app/canary").wait(time.Second)
		if _, private := p.versions("app/canary"); private != nil {
			t.Errorf("labels %v", private)
		}
	})
}

func TestOnlyAnUnsavedEditIsAskedAboutAtTheEnd(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("x").press("enter q").sees("Quit with an unsaved edit", "app/canary", "account 1234-5678-9012").wait(time.Second).press("enter").seesNot("Quit with")
		p.press("esc").sees("Leave the edit").wait(time.Second).press("enter").seesNot("Leave the").press("esc").wait(time.Second).press("y").seesNot("edit app/canary")
		if p.calls("PutSecretValue") != 0 {
			t.Error("a discarded edit was saved")
		}
		p.press("e q")
		if err := <-p.done; err != nil {
			t.Error(err)
		}
		p.quit = true
	})
}

func TestASaveEndsTheOldValueWhereTheSecretCannotBeDescribedAfterwards(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("v").sees("wiped in").press("e").sees("edit app/canary").press("j enter").types("x").press("enter ctrl+s").sees("Save app/canary")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.press("enter").sees("saved app/canary").seesNot("wiped in").alive(0)
	})
}
