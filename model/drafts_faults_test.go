package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestADraftThatCannotBeWrittenIsToldInThePaneUntilItCan(t *testing.T) {
	l := newLogin(t)
	if err := os.MkdirAll(l.state(), 0o700); err != nil {
		t.Fatal(err)
	}
	blocked := filepath.Join(l.state(), "drafts")
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		if err := os.WriteFile(blocked, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.press("e j enter").types("x").wait(2*draftTime).sees("no draft is kept: not a directory", "enter keeps").types("y").wait(2 * draftTime).sees("no draft is kept: not a directory")
		if err := os.Remove(blocked); err != nil {
			t.Fatal(err)
		}
		p.types("z").wait(2 * draftTime).seesNot("no draft is kept")
		if len(l.files()) != 1 {
			t.Error("there is still none")
		}
		p.press("ctrl+s enter").sees("saved")
	})
}

// E3: each fault in turn, then a kill; what was typed is still there in both, and lies nowhere in the clear.
func TestAFaultAndThenAKillLoseNothing(t *testing.T) {
	for name, c := range map[string]struct {
		set   func(*local.Knobs)
		sees  string
		takes time.Duration
	}{
		"500":       {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} }, "not saved: could not", time.Minute},
		"reset":     {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Reset, N: -1}} }, "not saved: could not", time.Minute},
		"hang":      {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.Hang, N: -1}} }, "no answer in time", 100 * time.Second},
		"throttle":  {func(k *local.Knobs) { k.ThrottleNext = 100 }, "not saved: could not", time.Minute},
		"denied":    {func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} }, "access denied", time.Minute},
		"expired":   {func(k *local.Knobs) { k.Expired = true }, "log in again", time.Minute},
		"too large": {nil, "the service takes", 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLogin(t)
			typed := canary
			if c.set == nil {
				typed += strings.Repeat("x", backend.MaxValue)
			}
			play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
				p.press("e j enter").pastes(typed).press("ctrl+s")
				if c.set != nil {
					p.sees("Save app/canary")
					p.server.Set(c.set)
					p.press("enter")
				}
				p.wait(c.takes).sees(c.sees, "1 changed").wait(2 * draftTime)
				if c.set == nil && p.calls("PutSecretValue") != 0 {
					t.Error("it was sent all the same")
				}
				p.press("v").sees(canary).press("v")
				p.killed(l)
				l.clean()
				p.server.Set(func(k *local.Knobs) { *k = local.Knobs{} })
				p.again(l, func(p *player) {
					p.resumes().press("v").sees(canary).press("v ctrl+s")
					if c.set == nil {
						p.sees("the service takes")
						return
					}
					p.press("enter").sees("saved app/canary")
					if n, private := p.versions("app/canary"); n != 2 || private != nil || !strings.Contains(p.stored("app/canary"), canary) {
						t.Errorf("%d versions, labels %v", n, private)
					}
				})
			})
		})
	}
}
