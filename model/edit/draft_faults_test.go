package edit_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestADraftThatCannotBeWrittenIsToldInThePaneUntilItCan(t *testing.T) {
	l := play.NewLogin(t)
	if err := os.MkdirAll(l.State(), 0o700); err != nil {
		t.Fatal(err)
	}
	blocked := filepath.Join(l.State(), "drafts")
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		if err := os.WriteFile(blocked, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.Press("e j enter").Types("x").Wait(2*play.DraftTime).Sees("no draft is kept: not a directory", "enter keep").Types("y").Wait(2 * play.DraftTime).Sees("no draft is kept: not a directory")
		if err := os.Remove(blocked); err != nil {
			t.Fatal(err)
		}
		p.Types("z").Wait(2 * play.DraftTime).SeesNot("no draft is kept")
		if len(l.Files()) != 1 {
			t.Error("there is still none")
		}
		if err := errors.Join(os.Rename(blocked, blocked+"-aside"), os.WriteFile(blocked, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		p.Types("u").Wait(2 * play.DraftTime).Sees("only an older draft is kept: not a directory")
		if err := errors.Join(os.Remove(blocked), os.Rename(blocked+"-aside", blocked)); err != nil {
			t.Fatal(err)
		}
		p.Types("v").Wait(2 * play.DraftTime).SeesNot("older draft")
		p.Press("ctrl+s enter").Sees("saved")
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
			l := play.NewLogin(t)
			typed := play.Canary
			if c.set == nil {
				typed += strings.Repeat("x", backend.MaxValue)
			}
			play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
				p.Press("e j enter").Pastes(typed).Press("ctrl+s")
				if c.set != nil {
					p.Sees("Save the value")
					p.Server.Set(c.set)
					p.Press("enter")
				}
				p.Wait(c.takes).Sees(c.sees, "1 changed").Wait(2 * play.DraftTime)
				if c.set == nil && p.Calls("PutSecretValue") != 0 {
					t.Error("it was sent all the same")
				}
				p.Press("v").Sees(play.Canary).Press("v")
				p.Killed(l)
				l.Clean()
				p.Server.Set(func(k *local.Knobs) { *k = local.Knobs{} })
				p.Again(l, func(p *play.Player) {
					p.Resumes().Press("v").Sees(play.Canary).Press("v ctrl+s")
					if c.set == nil {
						p.Sees("the service takes")
						return
					}
					p.Press("enter").Sees("saved app/canary")
					if n, private := p.Versions("app/canary"); n != 2 || private != nil || !strings.Contains(p.Stored("app/canary"), play.Canary) {
						t.Errorf("%d versions, labels %v", n, private)
					}
				})
			})
		})
	}
}
