package edit_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// lockTime is longer than any call takes.
const lockTime = time.Minute

// locked is an edit, whose values are made up, before the screen is locked and after it.
type locked struct {
	seed   func(*local.Server)
	edits  func(p *play.Player)
	shows  []string // of it once it is back
	stored string   // what a save makes of app/canary
}

func lockedEdits(t *testing.T) map[string]locked {
	json := play.SeedOne(backend.TextValue(`{"key":"made-up-old","other":"x"}`))
	return map[string]locked{
		"a form": {json, func(p *play.Player) {
			p.Press("e enter").Types(play.Canary).Press("enter v").Sees(play.Canary)
		}, []string{"1 changed", "● key"}, `{"key":"` + play.Canary + `","other":"x"}`},
		"a form, while a value is typed": {json, func(p *play.Player) {
			p.Press("e enter").Types(play.Canary)
		}, []string{"1 changed", "● key"}, `{"key":"` + play.Canary + `","other":"x"}`},
		"a text": {play.SeedOne(backend.TextValue("made-up")), func(p *play.Player) {
			p.Press("e ctrl+end").Types(play.Canary).Sees(play.Canary)
		}, []string{"text", "reveals it again"}, "made-up" + play.Canary},
		"bytes": {play.BinarySecret("\x00made-up"), func(p *play.Player) {
			p.Press("e").Takes(play.File(t, "made-up.bin", []byte("\x00"+play.Canary))).Sees("new")
		}, []string{"binary value", "new"}, "\x00" + play.Canary},
		"a conflict": {json, func(p *play.Player) {
			p.Press("e enter").Types(play.Canary).Press("enter ctrl+s").Sees("Save the value")
			p.Colleague("app/canary", `{"key":"made-up-theirs","other":"x"}`)
			p.Press("enter").Sees("conflict in app/canary").Press("l V").Sees(play.Canary)
		}, []string{"1 changed"}, `{"key":"` + play.Canary + `","other":"x"}`},
	}
}

func TestAnEditLiesInItsDraftAloneWhileTheScreenIsLocked(t *testing.T) {
	for name, c := range lockedEdits(t) {
		t.Run(name, func(t *testing.T) {
			l := play.NewLogin(t)
			play.Game(t, play.Setting{Seed: c.seed, Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
				c.edits(p)
				decrypts := p.Calls("GetSecretValue")
				p.Wait(lockTime + time.Second).Sees("An unsaved edit is kept as an encrypted draft").SeesNot("app/").Never(play.Canary).Alive(0)
				if len(l.Files()) != 1 {
					t.Errorf("its drafts are %v", l.Files())
				}
				l.Clean()
				p.Wait(time.Hour).Press("enter").Sees("edit app/canary", "back from its draft, masked").Sees(c.shows...).SeesNot("1 draft ")
				if n := p.Calls("GetSecretValue"); n != decrypts {
					t.Errorf("coming back cost %d decrypts", n-decrypts)
				}
				p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
				if got := p.Stored("app/canary"); got != c.stored {
					t.Errorf("stored is %q, want %q", got, c.stored)
				}
				if files := l.Files(); files != nil {
					t.Errorf("%v is left", files)
				}
			})
		})
	}
}

func TestANewSecretComesBackFromItsDraft(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Press("n").Names("fresh")
		p.Types("key").Press("enter").Types(play.Canary).Press("enter").Sees("1 added")
		p.Wait(lockTime+time.Second).Sees("kept as an encrypted draft").SeesNot("fresh", "app/").Alive(0).Press("enter").Sees("new secret fresh", "1 added")
		p.Press("ctrl+s").Sees("Create a secret", "fresh").Press("enter").Sees("created fresh")
		if got := p.Stored("fresh"); got != `{"key": "`+play.Canary+`"}` {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestANewSecretWithoutAValueIsNotLostByTheLock(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Press("n").Names("fresh")
		p.Wait(lockTime + time.Second).Sees("locked").SeesNot("unsaved").Press("enter").Sees("new secret fresh")
	})
}

func TestAnEditWithoutAChangeIsClosedByTheLock(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Press("e v").Wait(lockTime + time.Second).Sees("locked").SeesNot("unsaved").Alive(0)
		p.Press("enter").Sees("the edit of app/canary was closed", "nothing was changed").SeesNot("edit app/canary")
	})
	c := play.NewClocks() // one that was still being read
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { c.Set(o); o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Slowly("GetSecretValue", 5*time.Second)
		p.Press("e").Sees("reading…")
		c.Shift(time.Hour)
		p.Wait(11 * time.Second).Sees("locked").Alive(0).Press("enter").Sees("the edit of app/canary was closed")
	})
}

func TestAnEditThatHasNoDraftStaysInMemoryMaskedAndIsToldSo(t *testing.T) {
	stays := func(p *play.Player, why string) {
		p.T.Helper()
		p.Wait(lockTime + time.Second).Sees("An unsaved edit stays in memory, masked: " + why).SeesNot("app/").Never(play.Canary)
		p.Press("enter").Sees("edit app/canary")
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { o.Drafts, o.LockAfter = nil, lockTime }}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary).Press("enter v").Sees(play.Canary)
		stays(p, "no drafts are kept here")
		p.Sees("1 changed", "no draft is kept").Press("u").SeesNot("1 changed") // undo goes on
	})
	l := play.NewLogin(t)
	if err := os.MkdirAll(l.State(), 0o700); err != nil {
		t.Fatal(err)
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
		if err := os.WriteFile(filepath.Join(l.State(), "drafts"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.Press("e j enter").Types(play.Canary).Press("enter v").Sees(play.Canary)
		stays(p, "its draft could not be written")
		p.Sees("1 changed")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) {
		o.LockAfter = lockTime
		o.Editor = &pane.Editor{Name: "vim", Run: func(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
			return func() tea.Msg {
				defer v.Wipe()
				return then(v.Like([]byte(play.Canary), false), errFailed)
			}
		}}
	}}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter E").Wait(time.Second).Sees("nothing is taken over")
		stays(p, "what came back from the editor has no draft")
		p.Sees("1 changed")
	})
}

func TestASaveUnderWayEndsBehindTheLock(t *testing.T) {
	for name, fails := range map[string]bool{"well": false, "badly": true} {
		t.Run(name, func(t *testing.T) {
			l := play.NewLogin(t)
			play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); o.LockAfter = 10 * time.Second }}, func(p *play.Player) {
				p.Slowly("PutSecretValue", 15*time.Second)
				if fails {
					p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} })
				}
				p.Press("e j enter").Types(play.Canary).Press("enter ctrl+s").Sees("Save the value").Press("enter").Wait(11 * time.Second).Sees("still being written").SeesNot("app/")
				p.Wait(time.Minute).SeesNot("still being written").Never(play.Canary).Alive(0)
				if fails {
					p.Sees("kept as an encrypted draft").Press("enter").Sees("edit app/canary", "1 changed", "not saved: ", "denied")
					p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
					p.Press("ctrl+s").Sees("Save the value").Press("enter").Wait(20 * time.Second)
					p.Press("enter").Sees("saved app/canary")
				} else {
					p.Press("enter").Sees("saved app/canary").SeesNot("edit app/canary")
				}
				if n, private := p.Versions("app/canary"); n != 2 || private != nil || !strings.Contains(p.Stored("app/canary"), play.Canary) {
					t.Errorf("%d versions, labels %v", n, private)
				}
			})
		})
	}
}

func TestAnEditThatWasPutAsideOutlastsTheProgram(t *testing.T) {
	for _, killed := range []bool{false, true} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
			p.Press("e j enter").Types(play.Canary).Press("enter").Wait(lockTime + time.Second).Sees("kept as an encrypted draft")
			if killed {
				p.Killed(l)
			} else {
				p.Signalled()
			}
			l.Clean()
			p.Again(l, func(p *play.Player) {
				p.Resumes().Sees("1 changed").Press("v").Sees(play.Canary).Press("v")
			})
		})
	}
}

func TestAnEditThatCannotBeReadFromItsDraftIsTold(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary).Press("enter").Wait(lockTime + time.Second).Sees("kept as an encrypted draft")
		file := l.Files()[0]
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p.Does(os.WriteFile(file, whole[:len(whole)-1], 0o600))
		p.Press("enter").Sees("the edit of app/canary could not be read from its draft, which stays", "damaged").SeesNot("edit app/canary ")
		p.Does(os.WriteFile(file, whole, 0o600)) // whatever was the matter with it
		p.Press("ctrl+r").Wait(time.Second).Press("b").Sees("Unsaved edits").Wait(time.Second).Press("enter").Sees("resumed as it was", "1 changed")
	})
}

// The disk says that a draft is written, and it is not: the values stay.
func TestAnEditIsForgottenOnlyOnceItsDraftCanBeRead(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); o.LockAfter = lockTime }}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary).Press("enter").Wait(5 * time.Second)
		p.Does(os.RemoveAll(filepath.Join(l.Root, "run"))) // the key goes with the login
		p.Wait(lockTime).Sees("stays in memory, masked: its draft could not be written").Press("enter").Sees("edit app/canary", "1 changed")
	})
}

var errFailed = errors.New("made-up")
