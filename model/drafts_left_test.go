package model

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
	"strongroom/model/pane"
)

func TestADroppedDraftTakesItsHalfSaveBackAndAsksFirst(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").press("enter ctrl+s")
		n := 0
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if n++; op == "UpdateSecretVersionStage" && n > 1 {
					p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.ServerError, N: -1}} })
				}
			}
		})
		p.press("enter").wait(time.Minute).sees("not saved").killed(l)
		p.server.Set(func(k *local.Knobs) { k.OnCall, k.Faults = nil, nil })
		if _, private := p.versions("app/canary"); len(private) != 1 {
			t.Fatalf("labels %v: the test proves nothing", private)
		}
		p.again(l, func(p *player) {
			p.press("r").sees("Unsaved edits").wait(time.Second).press("x").sees("Drop an unsaved edit", "It cannot be brought back").wait(time.Second)
			p.press("enter").seesNot("Drop an").sees("Unsaved edits").wait(time.Second).press("x").wait(time.Second).press("y").sees("dropped an unsaved edit").seesNot("Unsaved edits", "1 draft")
			if _, private := p.versions("app/canary"); private != nil || l.files() != nil {
				t.Errorf("labels %v, files %v", private, l.files())
			}
			p.press("r").sees("no unsaved edit is left")
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
		l := newLogin(t)
		play(t, setting{seed: jsonSecret(), noFirst: true, change: func(o *Options) {
			l.with(o)
			l.plant(disk.Draft{Place: place, ARN: "arn:x", Name: "app/\x1b[31melsewhere", Value: backend.TextValue("v"), At: time.Now().Add(-12 * time.Minute)})
		}}, func(p *player) {
			p.becomes(time.Second, `an unsaved edit of app/\x1b[31melsewhere from 12m ago`).press("r").sees("it belongs to ", where, "start Strongroom there").wait(time.Second).press("enter y").sees("Unsaved edits")
			if p.seesNot("edit app", "resumed"); len(l.files()) != 1 {
				t.Errorf("%s: it was resumed", where)
			}
			p.press("esc").seesNot("Unsaved edits").signalled()
			if len(l.files()) != 1 {
				t.Errorf("%s: it is gone", where)
			}
			checkBytes(t, p.screen.sent())
		})
	}
}

func TestSeveralDraftsAreChosenFrom(t *testing.T) {
	l := newLogin(t)
	here := disk.DraftPlace{Kind: "demo", Account: "123456789012", Region: "eu-west-1"}
	play(t, setting{seed: jsonSecret(), change: func(o *Options) {
		for i := range 3 {
			l.plant(disk.Draft{Place: here, Name: fmt.Sprint("new/", i), Fresh: &backend.NewSecret{Name: fmt.Sprint("new/", i)}, Value: backend.TextValue(strings.Repeat("v", i+1)),
				At: time.Now().Add(-time.Duration(i) * time.Hour)})
		}
		l.with(o)
	}}, func(p *player) {
		p.sees("3 unsaved edits of earlier runs", "r shows them", "3 drafts").press("r").seesNot("byte").sees("new: new/0", "just now", "new: new/1", "1h ago", "new: new/2")
		p.wait(time.Second).press("j enter").sees("new secret new/1", "2 drafts")
	})
}

func TestReadOnlyListsDraftsAndResumesNone(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").signalled()
		next := newPlayer(p.t, setting{w: 120, h: 36, server: p.server, change: func(o *Options) { l.with(o); o.ReadOnly = true }})
		defer next.end()
		next.starts().sees("1 draft ").press("r").sees("Unsaved edits", "read-only: started with --read-only").wait(time.Second).press("enter").sees("Unsaved edits").press("esc").seesNot("edit app", "resumed")
	})
}

func TestADamagedDraftIsToldAndCanBeDropped(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").signalled()
		b, err := os.ReadFile(l.files()[0])
		if err == nil {
			err = os.WriteFile(l.files()[0], b[:len(b)-7], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		p.again(l, func(p *player) {
			p.sees("an unsaved edit cannot be opened: the draft is damaged").press("r").sees("cannot be opened", "the draft is damaged").wait(time.Second).press("enter").sees("Unsaved edits")
			if len(l.files()) != 1 {
				t.Error("it is gone")
			}
			p.press("x").sees("Drop an unsaved edit").wait(time.Second).press("y").sees("dropped").seesNot("Unsaved edits", "1 draft")
			if l.files() != nil {
				t.Error("it is still there")
			}
		})
	})
}

func TestADraftWhoseKeyWentWithTheLoginIsToldOnce(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").signalled()
		if err := os.RemoveAll(filepath.Join(l.root, "run")); err != nil {
			t.Fatal(err)
		}
		p.again(l, func(p *player) { p.sees("1 unsaved edit of an earlier login cannot be opened").seesNot("1 draft ") })
	})
}

func TestADraftThatAnotherProgramWorksOnIsNotOffered(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").wait(2 * draftTime)
		p.again(l, func(q *player) {
			q.seesNot("draft").press("r").sees("no unsaved edit is left")
		})
		if len(l.files()) != 1 {
			t.Error("the other program took it away")
		}
	})
}

func TestWithoutARuntimeDirectoryItIsSaidThatThereIsNoDraft(t *testing.T) {
	state := t.TempDir()
	play(t, setting{seed: jsonSecret(), change: func(o *Options) { o.Drafts = disk.OpenDrafts(state, "") }}, func(p *player) {
		p.press("r").sees("no drafts of unsaved edits are kept: this login has no runtime directory (XDG_RUNTIME_DIR)")
		p.press("e").sees("no draft is kept").press("j enter").types(canary).press("enter esc").sees("Nothing of it is kept anywhere", "no runtime directory").wait(time.Second).press("esc")
		p.wait(2 * draftTime).signalled()
		if files, _ := os.ReadDir(state); len(files) != 0 {
			t.Errorf("%v was written", files)
		}
	})
}

func TestTheListOfDraftsKeepsItsLayoutAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 36}} {
		l := newLogin(t)
		play(t, setting{w: size[0], h: size[1], seed: jsonSecret(), change: func(o *Options) {
			for i := range 12 {
				l.plant(disk.Draft{Place: disk.DraftPlace{Kind: "demo\x1b[2J", Region: strings.Repeat("r", 90)}, ARN: "arn:x", Name: strings.Repeat("東京/", 30) + "\x1b[31m\u202e", Value: backend.TextValue("v"),
					At: time.Now().Add(-time.Duration(i) * time.Hour)})
			}
			l.with(o)
		}}, func(p *player) {
			p.sees("12 unsaved edits", "r shows them").wait(pane.StayLong) // the warning covers a border
			for _, keys := range []string{"j", "r", "j", "G", "g", "x", "esc", "esc"} {
				p.wait(time.Second).press(keys)
				checkLayout(t, p, size[0])
			}
			checkBytes(t, p.screen.sent())
		})
	}
}

func TestADraftIsResumedWhereNothingMayBeListed(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").signalled()
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
		p.again(l, func(p *player) {
			p.sees("access denied", "r resume").press("r").sees("enter resumes it").wait(time.Second).press("enter").sees("resumed as it was").press("ctrl+s enter").sees("saved app/canary")
		})
	})
}

func TestADraftOfASecretThatIsToGoIsANewOneAndRestoresIt(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("mine").press("enter").wait(2 * draftTime).killed(l)
		if _, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Delete(ctx(), "app/canary", backend.Deletion{WindowDays: 7}); err != nil {
			t.Fatal(err)
		}
		p.again(l, func(p *player) {
			p.sees("1 deleted").press("r").sees("saving it offers to restore it", "enter resumes it").wait(time.Second).press("enter").sees("new secret app/canary", "resumed as it was")
			p.press("ctrl+s").sees("app/canary is scheduled for deletion").wait(time.Second).press("r").wait(time.Second)
			p.sees("restored app/canary")
			if got, want := p.stored("app/canary"), strings.Replace(pretty, "old", "mine", 1); got != want {
				t.Errorf("stored is\n%s", got)
			}
		})
	})
}

func TestDraftsThatAnotherRunLeavesMeanwhileAreFound(t *testing.T) {
	for _, looks := range map[string]func(q *player){
		"r": func(q *player) { q.press("r").sees("Unsaved edits", "app/canary") },
		"ctrl+r": func(q *player) {
			q.press("ctrl+r").sees("1 draft ", "an unsaved edit of app/canary").press("r").sees("Unsaved edits")
		},
	} {
		l := newLogin(t)
		play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
			p.press("e j enter").types("mine").press("enter").wait(2 * draftTime)
			l.run++ // where the other run looks, there is nothing yet
			p.again(l, func(q *player) {
				q.press("r").sees("no unsaved edit is left")
				q.wait(5 * time.Second)
				l.run--
				to := filepath.Join(l.root, "state1", "drafts")
				if err := os.MkdirAll(to, 0o700); err != nil {
					t.Fatal(err)
				}
				for _, f := range l.files() {
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
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("x").signalled()
		p.again(l, func(p *player) {
			p.sees("1 draft ")
			if err := os.Remove(l.files()[0]); err != nil {
				t.Fatal(err)
			}
			p.press("e").sees("edit app/canary").press("1 ctrl+r").wait(time.Second).seesNot("1 draft ")
		})
	})
}

func TestTheOfferOfADraftTakesNothingElseOffTheStatusLine(t *testing.T) {
	l := newLogin(t)
	here := disk.DraftPlace{Kind: "demo", Account: "123456789012", Region: "eu-west-1"}
	play(t, setting{seed: jsonSecret(), noFirst: true, change: func(o *Options) {
		l.plant(disk.Draft{Place: here, ARN: "arn:x", Name: "app/canary", Value: backend.TextValue("v"), At: time.Now()})
		l.with(o)
		o.Notice = "something to be read first"
	}}, func(p *player) {
		p.wait(time.Second).sees("something to be read first", "1 draft ").seesNot("an unsaved edit of")
	})
}
