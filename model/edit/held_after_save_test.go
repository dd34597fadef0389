package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// keepsWhatWasSaved fails unless the new value is there, masked, shown and copied without a read, and ends as any other does.
func keepsWhatWasSaved(t *testing.T, p *play.Player, reads int) {
	t.Helper()
	p.Sees("wiped in", "AWSCURRENT").SeesNot(play.Canary, "not read")
	p.Press("2 V").Sees(play.Canary).Press("V").SeesNot(play.Canary)
	p.Press("1 c").Sees("copied")
	if !strings.Contains(p.Board.Holds(), play.Canary) {
		t.Errorf("copied %q", p.Board.Holds())
	}
	if n := p.Calls("GetSecretValue"); n != reads {
		t.Errorf("%d reads, want %d", n, reads)
	}
	p.Wait(31 * time.Second).SeesNot(play.Canary).Alive(0)
}

func TestASavedValueStaysHeldAndMaskedWithoutARead(t *testing.T) {
	for name, from := range map[string]string{"from the list": "1 e", "from the detail pane": "2 e", "from an older version": "3 e", "of a revealed value": "v e"} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.JSONSecret(), Native: true}, func(p *play.Player) {
				p.Press(from).Sees("edit app/canary").Press("g j enter").Types(play.Canary).Press("enter ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary").Wait(time.Second)
				keepsWhatWasSaved(t, p, 1)
			})
		})
	}
}

func TestTheValueOfANewSecretStaysHeld(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Native: true}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("held").Press("enter ctrl+s").Types("k").Press("enter").Types(play.Canary).Press("enter ctrl+s").Sees("Create a secret", "app/held").Press("enter").Sees("created app/held").Wait(time.Second)
		keepsWhatWasSaved(t, p, 0)
	})
}

func TestAnEditAfterASaveReadsNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		for _, typed := range []string{"made-up-one", "made-up-two"} {
			p.Press("e").Sees("edit app/canary").Press("g j enter ctrl+u").Types(typed).Press("enter ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary").Wait(time.Second)
		}
		if n := p.Calls("GetSecretValue"); n != 1 || !strings.Contains(p.Stored("app/canary"), "made-up-two") {
			t.Errorf("%d reads, stored is %s", n, p.Stored("app/canary"))
		}
	})
}

// What the service keeps may be something else than what was sent: so it is read.
func TestWhatASaveMayNotHaveKeptIsNotHeld(t *testing.T) {
	change := func(p *play.Player) {
		p.Press("e").Sees("edit app/canary").Press("g j enter").Types(play.Canary).Press("enter ctrl+s").Sees("Save the value")
	}
	for name, saves := range map[string]func(p *play.Player){
		"a lost answer": func(p *play.Player) {
			change(p)
			p.LosesAnswers("PutSecretValue")
			p.Press("enter").Wait(time.Minute).Sees("not saved")
			p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
			p.Press("ctrl+s enter").Sees("saved app/canary")
		},
		"a merge": func(p *play.Player) {
			change(p)
			p.Colleague("app/canary", strings.Replace(play.Pretty, `"u"`, `"theirs"`, 1))
			p.Press("enter").Sees("conflict in").Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
		},
		"somebody else was faster to the next version": func(p *play.Player) {
			change(p)
			p.Server.Set(func(k *local.Knobs) {
				k.OnCall = func(op, _ string) {
					if op == "DescribeSecret" && p.Calls("UpdateSecretVersionStage") >= 3 {
						p.Server.Set(func(k *local.Knobs) { k.OnCall = nil })
						p.Colleague("app/canary", `{"password":"made-up-theirs"}`)
					}
				}
			})
			p.Press("enter").Sees("saved app/canary")
		},
		"nothing tells what is current": func(p *play.Player) {
			change(p)
			p.Server.Set(func(k *local.Knobs) {
				k.OnCall = func(op, _ string) {
					if op == "PutSecretValue" {
						p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
					}
				}
			})
			p.Press("enter").Sees("saved app/canary")
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
				saves(p)
				p.Wait(time.Second).Alive(0)
				before := p.Calls("GetSecretValue")
				if p.Press("v").Wait(time.Second); p.Calls("GetSecretValue") != before+1 {
					t.Error("it shows what it has not read")
				}
			})
		})
	}
}

func TestNothingIsHeldWhereNobodyLooks(t *testing.T) {
	for name, away := range map[string]string{"the terminal has lost its focus": "blur", "nobody waits for it": "esc"} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
				p.Press("e").Sees("edit app/canary").Press("end").Types(play.Canary).Press("ctrl+s").Sees("Save the value")
				p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"PutSecretValue": 3 * time.Second} })
				p.Press("enter").Press(away).Wait(5 * time.Second)
				if away == "esc" {
					p.Press("esc").Wait(time.Second).Press("y").Wait(time.Second)
				}
				p.Sees("not read").Alive(0)
			})
		})
	}
}

func TestNothingIsHeldBehindALockedScreen(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.LockAfter = 5 * time.Second }}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary").Press("end").Types(play.Canary).Press("ctrl+s").Sees("Save the value")
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"UpdateSecretVersionStage": 3 * time.Second}
		})
		p.Press("enter").Wait(7*time.Second).Sees("locked", "still being written").Wait(20 * time.Second).Sees("locked").SeesNot("still being written").Alive(0)
		p.Press("enter").Sees("saved app/canary", "not read").Alive(0)
	})
}
