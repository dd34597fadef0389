package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"

	tea "charm.land/bubbletea/v2"
)

const idleTime = 10 * time.Minute

func locks(o *model.Options) { o.LockAfter = idleTime }

// lockText is what the locked screen says that nothing else does.
const lockText = "no key for 10 minutes"

func TestAfterTenMinutesWithoutAKeyTheScreenIsLocked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true, Change: locks}, func(p *play.Player) {
		p.Press("v").Sees(play.Canary).Wait(idleTime - time.Second - play.PressTime).SeesNot(lockText).Sees("app/canary")
		p.Wait(1100*time.Millisecond).Sees("locked", lockText, "enter comes back").SeesNot("app/", "canary", "eu-west-1", "1234", "clipboard", "edit", "written")
		p.Alive(0).Press("enter").SeesNot(lockText).Sees("app/canary", "wiped")
		p.Wait(idleTime - time.Second - play.PressTime).SeesNot(lockText).Wait(1100 * time.Millisecond).Sees(lockText)
		p.Press("enter")
	})
}

func TestTheLockedScreenSaysThatItsKeyWasNotTaken(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: locks}, func(p *play.Player) {
		p.Wait(idleTime + time.Second).Sees(lockText).Send("\r\r")
		p.Wait(time.Second).Sees("locked", "enter came amid other input: press it again").SeesNot(lockText)
		p.Press("enter").Sees("app/canary").Wait(idleTime + time.Second).Sees(lockText).Press("enter")
	})
}

func TestAKeyAPasteOrTheMouseKeepsTheScreenOpen(t *testing.T) {
	for name, does := range map[string]func(p *play.Player){
		"a key":     func(p *play.Player) { p.Press("j") },
		"a paste":   func(p *play.Player) { p.Pastes("x") },
		"the wheel": func(p *play.Player) { p.Wheels(4, 5) },
		"a click":   func(p *play.Player) { p.Clicks(4, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: locks}, func(p *play.Player) {
				for range 3 {
					p.Wait(idleTime * 9 / 10).SeesNot(lockText)
					does(p)
				}
				p.Wait(idleTime + time.Second).Sees(lockText).Press("enter")
			})
		})
	}
}

func TestOnTheLockedScreenOnlyOneKeyDoesAnything(t *testing.T) {
	suspended := 0
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true, Change: func(o *model.Options) {
		locks(o)
		o.Suspend = func() (tea.Cmd, string) { suspended++; return nil, "" }
	}}, func(p *play.Player) {
		p.Wait(idleTime+time.Second).Sees(lockText).Never("app/", play.Canary)
		calls := fmt.Sprint(p.Server.Calls())
		p.Press("q ctrl+c ctrl+z v V c d y n j space esc tab 1 / x ? : @ ! u R e E o ctrl+r").Pastes("\r").Clicks(4, 5)
		p.Wheels(4, 5).Press("blur focus").Resize(40, 10).Resize(120, 36).Wait(time.Minute).Types("x\r").Sees("enter came amid") // a key that comes amid others
		if suspended > 0 || p.Board.Holds() != "" || fmt.Sprint(p.Server.Calls()) != calls {
			t.Errorf("a key did something: suspended %d, copied %q, called %v, before %v", suspended, p.Board.Holds(), p.Server.Calls(), calls)
		}
	})
}

func TestTheKeyThatFindsTheScreenLockedDoesNothingElse(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Change: func(o *model.Options) { c.Set(o); locks(o) }}, func(p *play.Player) {
		for _, key := range []string{"v", "enter", "d"} {
			c.Shift(time.Hour) // the lid was closed, and the first thing that happens is a key
			p.Never(play.Canary).Press(key).Sees("locked", lockText).Press("enter").Sees("app/canary", "not read").SeesNot("Delete app")
		}
	})
}

func TestAMachineThatSleptIsLockedSoonAfterItWakes(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { c.Set(o); locks(o) }}, func(p *play.Player) {
		p.Wait(time.Minute)
		c.Shift(9*time.Minute - 2*time.Second)
		p.Wait(time.Second).SeesNot(lockText).Wait(10 * time.Second).Sees(lockText)
		p.Press("enter")
		c.Shift(-time.Hour) // nobody knows how long it has been
		p.Wait(11 * time.Second).Sees(lockText).Press("enter")
	})
}

func TestTheLockedScreenHasNoCursor(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: locks}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary").Types("x")
		p.Between()
		if p.Model.View().Cursor == nil {
			t.Error("nothing shows where one types")
		}
		if p.Wait(idleTime + time.Second).Sees(lockText).Between(); p.Model.View().Cursor != nil {
			t.Error("the cursor stands on the locked screen")
		}
		p.Press("enter")
	})
}

func TestWhereTheUserWantsNoLockThereIsNone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Wait(2 * time.Hour).Sees("app/canary").SeesNot("locked")
	})
}

func TestWhatWasCopiedIsTakenOffWithTheLock(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Native: true, Change: func(o *model.Options) {
		o.LockAfter, o.Lifetime = time.Minute, 5*time.Minute
	}}, func(p *play.Player) {
		p.Press("c").Sees("copied").Wait(59 * time.Second)
		if p.Board.Holds() != "made-up" {
			t.Error("it was taken off before")
		}
		if p.Wait(3*time.Second).Sees("locked", "What was copied is taken off the clipboard"); p.Board.Holds() != "" {
			t.Error("what was copied can still be pasted")
		}
		p.Press("enter")
	})
}

func TestADialogThatActsIsClosedByTheLock(t *testing.T) {
	edits := "e enter x enter ctrl+s"
	for keys, title := range map[string]string{"d": "Delete a secret", "?": "Help", "C": "Copy as", edits: "Save the value", "n": "New secret", "e enter ctrl+g": "Generate a password"} {
		t.Run(title, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"key":"made-up"}`)), Change: locks}, func(p *play.Player) {
				p.Press(keys).Sees(title).Wait(idleTime+time.Second).Sees(lockText).Press("y y enter").Wait(time.Second).SeesNot(title, lockText)
				if n := p.Calls("DeleteSecret") + p.Calls("PutSecretValue"); n > 0 {
					t.Errorf("%d writes", n)
				}
				if p.Asked() {
					t.Errorf("a dialog has the keys:\n%s", p.Screen)
				}
				if keys == edits {
					p.Sees("1 changed")
				}
			})
		})
	}
}

func TestAWriteEndsBehindTheLockAndIsToldAfterwards(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Native: true, Change: func(o *model.Options) { o.LockAfter = 10 * time.Second }}, func(p *play.Player) {
		p.Slowly("DeleteSecret", 15*time.Second)
		p.Press("c d").Sees("Delete a secret").Wait(time.Second).Press("y").Wait(11 * time.Second).Sees("still being written").SeesNot("app/")
		p.Wait(time.Minute).SeesNot("still being written").Press("enter").Sees("deleted app/canary", "restorable")
		if n := p.Calls("DeleteSecret"); n != 1 {
			t.Errorf("%d deletes", n)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.LockAfter = 10 * time.Second }}, func(p *play.Player) {
		p.Slowly("DeleteSecret", 15*time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DeleteSecret": true} })
		p.Press("d").Sees("Delete a secret").Wait(time.Second).Press("y").Wait(time.Minute).Sees("locked").SeesNot("denied")
		p.Press("enter").Sees("denied")
	})
}

func TestAQuittingProgramIsNotLocked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.LockAfter = 10 * time.Second }}, func(p *play.Player) {
		p.Slowly("DeleteSecret", 18*time.Second)
		p.Press("d").Wait(time.Second).Press("y q").Sees("Quitting").Wait(12 * time.Second).Sees("Quitting").SeesNot("locked")
		p.Ends()
	})
}

func TestACopyThatIsReadWhileTheMachineSleepsIsNotMade(t *testing.T) {
	c := play.NewClocks()
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true, Change: func(o *model.Options) { c.Set(o); locks(o) }}, func(p *play.Player) {
		p.Slowly("GetSecretValue", 5*time.Second)
		p.Press("c")
		c.Shift(time.Hour)
		p.Wait(11 * time.Second).Sees(lockText).Alive(0)
		if p.Board.Holds() != "" {
			t.Error("it was copied for nobody")
		}
		p.Press("enter")
	})
}

func TestTimeInAnEditorIsNotTimeWithoutAKey(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"key":"made-up"}`)), Change: func(o *model.Options) {
		locks(o)
		o.Editor = &pane.Editor{Name: "vim", Run: func(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
			return func() tea.Msg {
				time.Sleep(time.Hour)
				defer v.Wipe()
				return then(v.Clone(), nil)
			}
		}}
	}}, func(p *play.Player) {
		p.Press("e E").Wait(30 * time.Minute).SeesNot(lockText).Wait(31 * time.Minute).Sees("nothing was changed in vim")
		p.Wait(idleTime - 2*time.Minute).SeesNot(lockText).Wait(3 * time.Minute).Sees(lockText).Press("enter")
	})
}

func TestTheLockedScreenFitsEverySize(t *testing.T) {
	for _, size := range [][2]int{{200, 50}, {120, 36}, {80, 24}, {60, 20}, {40, 10}, {39, 9}, {30, 6}, {24, 6}, {23, 5}, {20, 3}, {12, 2}, {12, 1}} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: locks}, func(p *play.Player) {
			p.Resize(size[0], size[1]).Wait(idleTime + time.Second)
			p.Sees("locked").SeesNot("app/", "strongroom needs")
			if size[0] > 12 {
				p.Sees("enter")
			}
			for i, line := range strings.Split(p.Next(), "\n") {
				if w := len([]rune(line)); w != size[0] {
					t.Errorf("at %v line %d is %d wide: %q", size, i, w, line)
				}
			}
			p.Resize(120, 36).Press("enter").Sees("app/canary")
		})
	}
}
