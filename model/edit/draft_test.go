package edit_test

import (
	"bytes"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAnEditHasADraftASecondAfterAChangeAndNeverWithoutOne(t *testing.T) {
	l, c := play.NewLogin(t), play.NewClocks()
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { l.With(o); c.Set(o) }}, func(p *play.Player) {
		p.Press("e j k V V").Wait(5 * time.Second)
		if files := l.Files(); files != nil {
			t.Fatalf("an edit without a change has the draft %v", files)
		}
		p.Press("j enter").Wait(2 * play.DraftTime).Types("a").Wait(play.DraftTime / 2)
		if files := l.Files(); files != nil {
			t.Errorf("the draft came at once: %v", files)
		}
		for range 8 { // typing on does not put it off
			p.Types("b").Wait(50 * time.Millisecond)
		}
		first := l.Holds()
		if first == "" {
			t.Fatal("a second after the change there is no draft")
		}
		p.Wait(2 * play.DraftTime)
		second := l.Holds()
		if second == first {
			t.Error("the last letters are not in the draft")
		}
		p.Wait(time.Hour).Press("blur focus left right home").Wait(time.Hour)
		c.Looked()
		p.Wait(time.Hour)
		if l.Holds() != second || len(l.Files()) != 1 {
			t.Error("it was written without a change")
		}
		if c.Looked() != 0 {
			t.Error("a timer runs although nothing happens")
		}
		p.Press("enter u").Wait(2 * play.DraftTime)
		if files := l.Files(); files != nil {
			t.Errorf("an edit that is its base again has the draft %v", files)
		}
	})
}

func TestADraftEndsWithItsEdit(t *testing.T) {
	for name, end := range map[string]func(p *play.Player){
		"saved": func(p *play.Player) {
			p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
		},
		"discarded": func(p *play.Player) {
			p.Press("esc").Sees("its draft goes with it").Wait(time.Second).Press("y").SeesNot("edit app/canary")
		},
		"undone, then out": func(p *play.Player) { p.Press("u esc").SeesNot("edit app/canary") },
		"quit": func(p *play.Player) {
			p.Press("q").Sees("its draft goes with it").Wait(time.Second).Press("y")
			<-p.Done
			p.Quit = true
		},
		"quit twice": func(p *play.Player) {
			p.Press("ctrl+c ctrl+c")
			<-p.Done
			p.Quit = true
		},
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
			p.Press("e j enter").Types(play.Canary).Press("enter").Wait(2 * play.DraftTime)
			if len(l.Files()) != 1 {
				t.Fatalf("%s: there is no draft: the test proves nothing", name)
			}
			end(p)
			p.Wait(time.Second)
			if files, _ := filepath.Glob(filepath.Join(l.State(), "drafts", "*")); files != nil {
				t.Errorf("%s: %v is left", name, files)
			}
		})
	}
}

func TestASignalKeepsTheLastLetterAndTheNextStartOffersIt(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary).Signalled()
		l.Clean()
		p.Again(l, func(p *play.Player) {
			p.Sees("an unsaved edit of app/canary from just now", "b resumes it", "1 draft ")
			p.Press("j").Wait(13*time.Second).SeesNot("an unsaved edit").Sees("1 draft ", "b resume")
			p.Press("b").Sees("Unsaved edits", "app/canary", "account 1234-5678-9012 · eu-west-1", "nothing is decrypted").Press("esc").Sees("1 draft ")
			p.Resumes().Sees("edit app/canary", "JSON · 4 keys", "● password", "1 changed").SeesNot(play.Canary)
			p.Press("v").Sees(play.Canary).Press("ctrl+s").Sees("Save the value", "password").Press("enter").Sees("saved app/canary").SeesNot("draft")
			if got, want := p.Stored("app/canary"), strings.Replace(play.Pretty, "old", play.Canary, 1); got != want {
				t.Errorf("stored is\n%s", got)
			}
			if n, private := p.Versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%d versions, labels %v", n, private)
			}
			if files := l.Files(); files != nil {
				t.Errorf("%v is left", files)
			}
		})
	})
}

// Each of these is killed a moment after the last letter, goes on in the next run, and is saved.
func TestWhateverWasTypedComesBackAfterAKill(t *testing.T) {
	text, form := "made-up\r\nlines\twith\x1b[31m\n", play.Pretty
	for name, c := range map[string]struct {
		before backend.Value
		Pane   func(p *play.Player)
		want   string
	}{
		"a kept change":          {backend.TextValue(form), func(p *play.Player) { p.Press("j enter").Types(play.Canary).Press("enter") }, strings.Replace(form, "old", play.Canary, 1)},
		"a value in the making":  {backend.TextValue(form), func(p *play.Player) { p.Press("j enter").Types(play.Canary) }, strings.Replace(form, "old", play.Canary, 1)},
		"a number in the making": {backend.TextValue(form), func(p *play.Player) { p.Press("j j enter").Types("77") }, strings.Replace(form, "12345678901234567890", "77", 1)},
		"what is no number yet":  {backend.TextValue(form), func(p *play.Player) { p.Press("j j enter").Types("77x") }, strings.Replace(form, "12345678901234567890", `"77x"`, 1)},
		"what is no JSON yet":    {backend.TextValue(form), func(p *play.Player) { p.Press("j t ctrl+u").Types(`{"a`) }, strings.Replace(form, `"old"`, `"{\"a"`, 1)},
		"JSON as text":           {backend.TextValue(form), func(p *play.Player) { p.Press("j t ctrl+u").Types(`{"a":[1]}`) }, strings.Replace(form, `"old"`, `{"a":[1]}`, 1)},
		"a new key's value":      {backend.TextValue(form), func(p *play.Player) { p.Press("a").Types("k").Press("enter").Types("v") }, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"v\"\n", 1)},
		"a new key's name":       {backend.TextValue(form), func(p *play.Player) { p.Press("a").Types("k") }, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"\"\n", 1)},
		"a name in the making":   {backend.TextValue(form), func(p *play.Player) { p.Press("j r ctrl+u").Types("pass") }, strings.Replace(form, `"password"`, `"pass"`, 1)},
		"an added key's value": {backend.TextValue(form), func(p *play.Player) {
			p.Press("a").Types("k").Press("enter").Types("v").Press("enter enter").Types("w")
		}, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"w\"\n", 1)},
		"a deleted key":             {backend.TextValue(form), func(p *play.Player) { p.Press("d") }, strings.Replace(form, "\"user\":  \"u\",\n  ", "", 1)},
		"the whole as text":         {backend.TextValue(form), func(p *play.Player) { p.Press("T").Types("[") }, "[" + form},
		"a text":                    {backend.TextValue(text), func(p *play.Player) { p.Types(play.Canary) }, play.Canary + text},
		"a text without one before": {backend.Value{}, func(p *play.Player) { p.Pastes("a\tb\n") }, "a\tb\n"},
		"binary bytes":              {backend.NewValue([]byte("\x00a"), true), func(p *play.Player) { p.Takes(play.File(t, "f", []byte("\xff\x00"+play.Canary))).Sees("from f") }, "\xff\x00" + play.Canary},
	} {
		t.Run(name, func(t *testing.T) {
			l := play.NewLogin(t)
			play.Game(t, play.Setting{Seed: play.SeedOne(c.before), Change: l.With}, func(p *play.Player) {
				p.Press("e").Sees("edit app/canary").Wait(time.Second)
				c.Pane(p)
				p.Wait(2 * play.DraftTime).Killed(l)
				l.Clean()
				p.Again(l, func(p *play.Player) {
					p.Resumes().Sees("edit app/canary").SeesNot(play.Canary)
					p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary").Wait(time.Second)
					if got := p.Stored("app/canary"); got != c.want {
						t.Errorf("stored is %q\nwant %q", got, c.want)
					}
					if r, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Reveal(play.Ctx(), "app/canary", backend.VersionRef{}); err != nil || r.Value.Binary() != c.before.Binary() {
						t.Errorf("binary is %v, %v", r.Value.Binary(), err)
					}
					if files := l.Files(); files != nil {
						t.Errorf("%v is left", files)
					}
				})
			})
		})
	}
}

func TestAResumedEditCanBeUndoneEditedOnAndKilledAgain(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("one").Wait(2 * play.DraftTime).Killed(l)
		p.Again(l, func(p *play.Player) {
			p.Resumes()
			before := l.Holds()
			p.Press("G enter").Types("2").Wait(2 * play.DraftTime)
			if len(l.Files()) != 1 || l.Holds() == before {
				t.Error("the draft was not written anew in its own place")
			}
			p.Killed(l)
			p.Again(l, func(p *play.Player) {
				p.Resumes().Press("ctrl+s enter").Sees("saved")
				if got, want := p.Stored("app/canary"), strings.NewReplacer("old", "one", "1e400", "2").Replace(play.Pretty); got != want {
					t.Errorf("stored is\n%s", got)
				}
			})
		})
	})
	l = play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("one").Wait(2 * play.DraftTime).Killed(l)
		p.Again(l, func(p *play.Player) {
			p.Resumes().Press("u esc").SeesNot("edit app/canary").Wait(time.Second)
			if files := l.Files(); files != nil {
				t.Errorf("undone, %v is left", files)
			}
		})
	})
}

func TestAPanicLosesNoLetter(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary)
		p.Dies()
		p.Model.Close(play.Ctx())
		l.Clean()
		p.Again(l, func(p *play.Player) {
			p.Resumes().Press("v").Sees(play.Canary)
		})
	})
}

func TestAProgramThatIsKilledWhileItQuitsStillLeavesTheLastLetter(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types(play.Canary).Dies()
		p.Model.Update(model.Quit{}) // what follows from it never runs
		if l.Files() != nil {
			t.Fatal("there is a draft already: the test proves nothing")
		}
		p.Model.Close(play.Ctx())
		p.Again(l, func(p *play.Player) { p.Resumes().Press("v").Sees(play.Canary) })
	})
}

func TestWhatGoesToAnEditorHasADraftBefore(t *testing.T) {
	l := play.NewLogin(t)
	before := -1
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) {
		l.With(o)
		o.Editor = &pane.Editor{Name: "vim", Run: func(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
			return func() tea.Msg { before = len(l.Files()); return then(v, nil) }
		}}
	}}, func(p *play.Player) {
		p.Press("e j enter").Wait(2 * play.DraftTime).Types("x").Press("enter E").Sees("nothing was changed in vim")
		if before != 1 {
			t.Errorf("%d drafts when the editor started", before)
		}
	})
}

func TestANewSecretsDraftIsANewSecret(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: l.With}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("new").Press("tab tab").Types("made up").Press("tab tab").Types("env=prod").Press("tab enter").Sees("new secret app/new")
		p.Types("user").Press("enter").Types(play.Canary).Wait(2 * play.DraftTime).Killed(l)
		l.Clean()
		p.Again(l, func(p *play.Player) {
			p.Sees("an unsaved new secret app/new from just now").Resumes().Sees("new secret app/new")
			p.Press("ctrl+s").Sees("Create a secret", "app/new", "description: made up", "tags: env=prod", "user").Press("enter").Sees("created app/new")
			if got := p.Stored("app/new"); got != `{"user": "`+play.Canary+`"}` {
				t.Errorf("stored is %s", got)
			}
			if files := l.Files(); files != nil {
				t.Errorf("%v is left", files)
			}
		})
	})
}

func TestAConflictAfterResumingIsAConflictAndInOneTheDraftIsYours(t *testing.T) {
	theirs := strings.NewReplacer(`"old"`, `"theirs"`, `"u"`, `"u2"`).Replace(play.Pretty)
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e j enter").Types("mine").Press("enter G enter").Types("2").Wait(2 * play.DraftTime).Killed(l)
		p.Colleague("app/canary", theirs)
		p.Again(l, func(p *play.Player) {
			p.Resumes().Press("ctrl+s enter").Sees("somebody else saved version", "1 key changed on both sides")
			p.Wait(2 * play.DraftTime).Killed(l) // with the conflict open
			p.Again(l, func(p *play.Player) {
				p.Resumes().Press("ctrl+s enter").Sees("somebody else saved version", "1 key changed on both sides").Press("right").Sees("nothing left to choose")
				p.Wait(2 * play.DraftTime).Killed(l) // with all chosen
				p.Again(l, func(p *play.Player) {
					p.Resumes().Press("ctrl+s").Sees("● password").Press("enter").Sees("saved")
					if got, want := p.Stored("app/canary"), strings.NewReplacer("theirs", "mine", "1e400", "2").Replace(theirs); got != want {
						t.Errorf("stored is\n%s", got)
					}
					if _, private := p.Versions("app/canary"); private != nil {
						t.Errorf("labels %v", private)
					}
				})
			})
		})
	})
}

func TestASaveThatMayHaveHappenedBeforeAKillIsStillOneVersion(t *testing.T) {
	for _, op := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
			p.Press("e j enter").Types("once").Press("enter ctrl+s").Sees("Save the value")
			p.LosesAnswers(op)
			p.Press("enter").Sees("saving").Killed(l) // not a second later
			p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
			p.Again(l, func(p *play.Player) {
				p.Resumes().Press("ctrl+s enter").Sees("saved app/canary")
				if n, private := p.Versions("app/canary"); n != 2 || private != nil {
					t.Errorf("%s: %d versions, labels %v", op, n, private)
				}
			})
		})
	}
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: l.With}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("new").Press("shift+tab shift+tab enter").Sees("new secret app/new")
		p.Types("user").Press("enter").Types("u").Press("enter ctrl+s").Sees("Create a secret", "app/new")
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}}
		})
		p.Press("enter").Killed(l)
		p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.Again(l, func(p *play.Player) {
			p.Resumes().Press("ctrl+s").Sees("Create a secret", "app/new").Press("enter").Sees("created app/new", "3 secrets")
			if n, _ := p.Versions("app/new"); n != 1 {
				t.Errorf("%d versions", n)
			}
		})
	})
}

func TestNothingOfTheModelHoldsADraftsValue(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"` + play.Canary + `"}`)), Change: l.With}, func(p *play.Player) {
		p.Press("e enter").Types(play.Canary + "2").Press("enter").Wait(2 * play.DraftTime).Killed(l)
		p.Again(l, func(p *play.Player) {
			look := func(when string) {
				t.Helper()
				var b strings.Builder
				play.Dump(reflect.ValueOf(p.Model), map[uintptr]bool{}, &b)
				if found := play.Leaks([]byte(b.String() + p.Everything())); found != nil {
					t.Errorf("%s a debugging dump of the whole model shows %v", when, found)
				}
			}
			p.Press("b").Sees("Unsaved edits")
			look("in the list of drafts")
			p.Wait(time.Second).Press("enter").Sees("resumed").Press("V").Sees(play.Canary + "2").Press("enter").Types("3").Wait(2 * play.DraftTime)
			look("while it is edited on")
			if bytes.Contains([]byte(l.Holds()), []byte(play.Canary)) {
				t.Error("the draft is in the clear")
			}
		})
	})
}

// The name of a new key was typed, and its value is yet to be.
func TestTheNameOfANewKeyIsNotLostBeforeItsValueIsTyped(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		p.Press("e a").Types("made_up_name").Press("enter").Wait(2 * play.DraftTime).Press("ctrl+c").Sees("Quit with an unsaved edit").Wait(time.Second).Press("n").Wait(2 * play.DraftTime)
		p.Killed(l)
		p.Again(l, func(p *play.Player) { p.Resumes().Sees("made_up_name", "1 added") })
	})
}
