package edit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestADroppedDraftTakesItsHalfSaveBackAndAsksFirst(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Press("enter ctrl+s")
		n := 0
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if n++; op == "UpdateSecretVersionStage" && n > 1 {
					p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.ServerError, N: -1}} })
				}
			}
		})
		p.Press("enter").Wait(time.Minute).Sees("not saved").Killed(l)
		p.Server.Set(func(k *local.Knobs) { k.OnCall, k.Faults = nil, nil })
		if _, private := p.Versions("app/canary"); len(private) != 1 {
			t.Fatalf("labels %v: the test proves nothing", private)
		}
		p.Again(l, func(p *play.Player) {
			p.Press("b").Sees("Unsaved edits").Wait(time.Second).Press("x").Sees("Drop an unsaved edit", "It cannot be brought back").Wait(time.Second)
			p.Press("enter").SeesNot("Drop an").Sees("Unsaved edits").Wait(time.Second).Press("x").Wait(time.Second).Press("y").Sees("dropped an unsaved edit").SeesNot("Unsaved edits", "1 draft")
			if _, private := p.Versions("app/canary"); private != nil || l.Files() != nil {
				t.Errorf("labels %v, files %v", private, l.Files())
			}
			p.Press("b").Sees("no unsaved edit is left")
		})
	})
}

func TestADraftOfAnotherPlaceSaysWhereItBelongsAndStaysThere(t *testing.T) {
	for where, place := range map[string]disk.DraftPlace{
		"account 9999-9999-9999":  {Kind: "demo", Account: "999999999999", Region: "eu-west-1"},
		"us-east-1":               {Kind: "demo", Account: "123456789012", Region: "us-east-1"},
		"https://other.invalid":   {Kind: "demo", Account: "123456789012", Region: "eu-west-1", Endpoint: "https://other.invalid"},
		"it belongs to account 1": {Kind: "AWS", Account: "123456789012", Region: "eu-west-1"},
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), NoFirst: true, Change: func(o *model.Options) {
			l.With(o)
			l.Plant(disk.Draft{Place: place, ARN: "arn:x", Name: "app/\x1b[31melsewhere", Value: backend.TextValue("v"), At: time.Now().Add(-12 * time.Minute)})
		}}, func(p *play.Player) {
			p.Becomes(time.Second, `an unsaved edit of app/\x1b[31melsewhere from 12m ago`).Press("b").Sees("it belongs to ", where, "start Strongroom there").Wait(time.Second).Press("enter y").Sees("Unsaved edits")
			if p.SeesNot("edit app", "resumed"); len(l.Files()) != 1 {
				t.Errorf("%s: it was resumed", where)
			}
			p.Press("esc").SeesNot("Unsaved edits").Signalled()
			if len(l.Files()) != 1 {
				t.Errorf("%s: it is gone", where)
			}
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

func TestSeveralDraftsAreChosenFrom(t *testing.T) {
	l := play.NewLogin(t)
	here := disk.DraftPlace{Kind: "demo", Account: "123456789012", Region: "eu-west-1"}
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) {
		for i := range 3 {
			l.Plant(disk.Draft{Place: here, Name: fmt.Sprint("new/", i), Fresh: &backend.NewSecret{Name: fmt.Sprint("new/", i)}, Value: backend.TextValue(strings.Repeat("v", i+1)),
				At: time.Now().Add(-time.Duration(i) * time.Hour)})
		}
		l.With(o)
	}}, func(p *play.Player) {
		p.Sees("3 unsaved edits of earlier runs", "b shows them", "3 drafts").Press("b").SeesNot("byte").Sees("new: new/0", "just now", "new: new/1", "1h ago", "new: new/2")
		p.Wait(time.Second).Press("j enter").Sees("new secret new/1", "2 drafts")
	})
}

func TestReadOnlyListsDraftsAndResumesNone(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		next := play.NewPlayer(p.T, play.Setting{W: 120, H: 36, Server: p.Server, Change: func(o *model.Options) { l.With(o); o.ReadOnly = true }})
		defer next.End()
		next.Starts().Sees("1 draft ").Press("b").Sees("Unsaved edits", "read-only: started with --read-only").Wait(time.Second).Press("enter").Sees("Unsaved edits").Press("esc").SeesNot("edit app", "resumed")
	})
}

func TestADamagedDraftIsToldAndCanBeDropped(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		b, err := os.ReadFile(l.Files()[0])
		if err == nil {
			err = os.WriteFile(l.Files()[0], b[:len(b)-7], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		p.Again(l, func(p *play.Player) {
			p.Sees("an unsaved edit cannot be opened: the draft is damaged").Press("b").Sees("cannot be opened", "the draft is damaged").Wait(time.Second).Press("enter").Sees("Unsaved edits")
			if len(l.Files()) != 1 {
				t.Error("it is gone")
			}
			p.Press("x").Sees("Drop an unsaved edit").Wait(time.Second).Press("y").Sees("dropped").SeesNot("Unsaved edits", "1 draft")
			if l.Files() != nil {
				t.Error("it is still there")
			}
		})
	})
}

func TestADraftWhoseKeyWentWithTheLoginIsToldOnce(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		if err := os.RemoveAll(filepath.Join(l.Root, "run")); err != nil {
			t.Fatal(err)
		}
		p.Again(l, func(p *play.Player) {
			p.Sees("1 unsaved edit of an earlier login cannot be opened").SeesNot("1 draft ")
		})
	})
}

func TestADraftThatAnotherProgramWorksOnIsNotOffered(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Wait(2 * play.DraftTime)
		p.Again(l, func(q *play.Player) {
			q.SeesNot("draft").Press("b").Sees("no unsaved edit is left")
		})
		if len(l.Files()) != 1 {
			t.Error("the other program took it away")
		}
	})
}

func TestWithoutARuntimeDirectoryItIsSaidThatThereIsNoDraft(t *testing.T) {
	state := t.TempDir()
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { o.Drafts = disk.OpenDrafts(state, "", nil) }}, func(p *play.Player) {
		p.Press("b").Sees("no drafts of unsaved edits are kept: this login has no runtime directory (XDG_RUNTIME_DIR)")
		p.Press("e").Sees("no draft is kept").Press("j enter").Types(play.Canary).Press("enter esc").Sees("Nothing of it is kept anywhere", "no runtime directory").Wait(time.Second).Press("esc")
		p.Wait(2 * play.DraftTime).Signalled()
		if files, _ := os.ReadDir(state); len(files) != 0 {
			t.Errorf("%v was written", files)
		}
	})
}

func TestTheListOfDraftsKeepsItsLayoutAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 36}} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret(), Change: func(o *model.Options) {
			for i := range 12 {
				l.Plant(disk.Draft{Place: disk.DraftPlace{Kind: "demo\x1b[2J", Region: strings.Repeat("r", 90)}, ARN: "arn:x", Name: strings.Repeat("東京/", 30) + "\x1b[31m\u202e", Value: backend.TextValue("v"),
					At: time.Now().Add(-time.Duration(i) * time.Hour)})
			}
			l.With(o)
		}}, func(p *play.Player) {
			p.Sees("12 unsaved edits", "b shows").Wait(pane.StayLong) // the warning covers a border
			for _, keys := range []string{"j", "b", "j", "G", "g", "x", "esc", "esc"} {
				p.Wait(time.Second).Press(keys)
				play.CheckLayout(t, p, size[0])
			}
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

func TestADraftIsResumedWhereNothingMayBeListed(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
		p.Again(l, func(p *play.Player) {
			p.Sees("access denied", "b resume").Press("b").Sees("resume enter").Wait(time.Second).Press("enter").Sees("resumed as it was").Press("ctrl+s enter").Sees("saved app/canary")
		})
	})
}

func TestADraftOfASecretThatIsToGoIsANewOneAndRestoresIt(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("mine").Press("enter").Wait(2 * play.DraftTime).Killed(l)
		if _, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Delete(play.Ctx(), "app/canary", backend.Deletion{WindowDays: 7}); err != nil {
			t.Fatal(err)
		}
		p.Again(l, func(p *play.Player) {
			p.Sees("1 deleted").Press("b").Sees("saving it offers to restore it", "resume enter").Wait(time.Second).Press("enter").Sees("new secret app/canary", "resumed as it was")
			p.Press("ctrl+s").Sees("The name is scheduled for deletion").Wait(time.Second).Press("r").Wait(time.Second)
			p.Sees("restored app/canary")
			if got, want := p.Stored("app/canary"), strings.Replace(play.Pretty, "old", "mine", 1); got != want {
				t.Errorf("stored is\n%s", got)
			}
		})
	})
}

func TestDraftsThatAnotherRunLeavesMeanwhileAreFound(t *testing.T) {
	for _, looks := range map[string]func(q *play.Player){
		"b": func(q *play.Player) { q.Press("b").Sees("Unsaved edits", "app/canary") },
		"ctrl+r": func(q *play.Player) {
			q.Press("ctrl+r").Sees("1 draft ", "an unsaved edit of app/canary").Press("b").Sees("Unsaved edits")
		},
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
			p.Press("e j enter").Types("mine").Press("enter").Wait(2 * play.DraftTime)
			l.Run++ // where the other run looks, there is nothing yet
			p.Again(l, func(q *play.Player) {
				q.Press("b").Sees("no unsaved edit is left")
				q.Wait(5 * time.Second)
				l.Run--
				to := filepath.Join(l.Root, "state1", "drafts")
				if err := os.MkdirAll(to, 0o700); err != nil {
					t.Fatal(err)
				}
				for _, f := range l.Files() {
					b, err := os.ReadFile(f)
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(to, filepath.Base(f)), b, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				looks(q)
			})
		})
	}
}

func TestADraftThatIsGoneMeanwhileIsNotOfferedAnyMore(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("x").Signalled()
		p.Again(l, func(p *play.Player) {
			p.Sees("1 draft ")
			if err := os.Remove(l.Files()[0]); err != nil {
				t.Fatal(err)
			}
			p.Press("e").Sees("edit app/canary").Press("1 ctrl+r").Wait(time.Second).SeesNot("1 draft ")
		})
	})
}

func TestTheOfferOfADraftTakesNothingElseOffTheStatusLine(t *testing.T) {
	l := play.NewLogin(t)
	here := disk.DraftPlace{Kind: "demo", Account: "123456789012", Region: "eu-west-1"}
	play.Game(t, play.Setting{Seed: play.JSONSecret(), NoFirst: true, Change: func(o *model.Options) {
		l.Plant(disk.Draft{Place: here, ARN: "arn:x", Name: "app/canary", Value: backend.TextValue("v"), At: time.Now()})
		l.With(o)
		o.Notice = "something to be read first"
	}}, func(p *play.Player) {
		p.Wait(time.Second).Sees("something to be read first", "1 draft ").SeesNot("an unsaved edit of")
	})
}
