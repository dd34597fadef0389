package model

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
	"strongroom/model/edit"
)

func TestAnEditHasADraftASecondAfterAChangeAndNeverWithoutOne(t *testing.T) {
	l, c := newLogin(t), newClocks()
	play(t, setting{seed: jsonSecret(), change: func(o *Options) { l.with(o); c.set(o) }}, func(p *player) {
		p.press("e j k V V").wait(5 * time.Second)
		if files := l.files(); files != nil {
			t.Fatalf("an edit without a change has the draft %v", files)
		}
		p.press("j enter").wait(2 * draftTime).types("a").wait(draftTime / 2)
		if files := l.files(); files != nil {
			t.Errorf("the draft came at once: %v", files)
		}
		for range 8 { // typing on does not put it off
			p.types("b").wait(50 * time.Millisecond)
		}
		first := l.holds()
		if first == "" {
			t.Fatal("a second after the change there is no draft")
		}
		p.wait(2 * draftTime)
		second := l.holds()
		if second == first {
			t.Error("the last letters are not in the draft")
		}
		p.wait(time.Hour).press("blur focus left right home").wait(time.Hour)
		c.looked()
		p.wait(time.Hour)
		if l.holds() != second || len(l.files()) != 1 {
			t.Error("it was written without a change")
		}
		if c.looked() != 0 {
			t.Error("a timer runs although nothing happens")
		}
		p.press("enter u").wait(2 * draftTime)
		if files := l.files(); files != nil {
			t.Errorf("an edit that is its base again has the draft %v", files)
		}
	})
}

func TestADraftEndsWithItsEdit(t *testing.T) {
	for name, end := range map[string]func(p *player){
		"saved": func(p *player) { p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved app/canary") },
		"discarded": func(p *player) {
			p.press("esc").sees("its draft goes with it").wait(time.Second).press("y").seesNot("edit app/canary")
		},
		"undone, then out": func(p *player) { p.press("u esc").seesNot("edit app/canary") },
		"quit": func(p *player) {
			p.press("q").sees("its draft goes with it").wait(time.Second).press("y")
			<-p.done
			p.quit = true
		},
		"quit twice": func(p *player) {
			p.press("ctrl+c ctrl+c")
			<-p.done
			p.quit = true
		},
	} {
		l := newLogin(t)
		play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
			p.press("e j enter").types(canary).press("enter").wait(2 * draftTime)
			if len(l.files()) != 1 {
				t.Fatalf("%s: there is no draft: the test proves nothing", name)
			}
			end(p)
			p.wait(time.Second)
			if files, _ := filepath.Glob(filepath.Join(l.state(), "drafts", "*")); files != nil {
				t.Errorf("%s: %v is left", name, files)
			}
		})
	}
}

func TestASignalKeepsTheLastLetterAndTheNextStartOffersIt(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types(canary).signalled()
		l.clean()
		p.again(l, func(p *player) {
			p.sees("an unsaved edit of app/canary from just now", "r resumes it", "1 draft ")
			p.press("j").wait(13*time.Second).seesNot("an unsaved edit").sees("1 draft ", "r resume")
			p.press("r").sees("Unsaved edits", "app/canary", "account 1234-5678-9012 · eu-west-1", "nothing is decrypted").press("esc").sees("1 draft ")
			p.resumes().sees("edit app/canary", "JSON · 4 keys", "● password", "1 changed").seesNot(canary)
			p.press("v").sees(canary).press("ctrl+s").sees("Save app/canary", "password").press("enter").sees("saved app/canary").seesNot("draft")
			if got, want := p.stored("app/canary"), strings.Replace(pretty, "old", canary, 1); got != want {
				t.Errorf("stored is\n%s", got)
			}
			if n, private := p.versions("app/canary"); n != 2 || private != nil {
				t.Errorf("%d versions, labels %v", n, private)
			}
			if files := l.files(); files != nil {
				t.Errorf("%v is left", files)
			}
		})
	})
}

// Each of these is killed a moment after the last letter, goes on in the next run, and is saved.
func TestWhateverWasTypedComesBackAfterAKill(t *testing.T) {
	text, form := "made-up\r\nlines\twith\x1b[31m\n", pretty
	for name, c := range map[string]struct {
		before backend.Value
		Pane   func(p *player)
		want   string
	}{
		"a kept change":             {backend.TextValue(form), func(p *player) { p.press("j enter").types(canary).press("enter") }, strings.Replace(form, "old", canary, 1)},
		"a value in the making":     {backend.TextValue(form), func(p *player) { p.press("j enter").types(canary) }, strings.Replace(form, "old", canary, 1)},
		"a number in the making":    {backend.TextValue(form), func(p *player) { p.press("j j enter").types("77") }, strings.Replace(form, "12345678901234567890", "77", 1)},
		"what is no number yet":     {backend.TextValue(form), func(p *player) { p.press("j j enter").types("77x") }, strings.Replace(form, "12345678901234567890", `"77x"`, 1)},
		"what is no JSON yet":       {backend.TextValue(form), func(p *player) { p.press("j t ctrl+u").types(`{"a`) }, strings.Replace(form, `"old"`, `"{\"a"`, 1)},
		"JSON as text":              {backend.TextValue(form), func(p *player) { p.press("j t ctrl+u").types(`{"a":[1]}`) }, strings.Replace(form, `"old"`, `{"a":[1]}`, 1)},
		"a new key's value":         {backend.TextValue(form), func(p *player) { p.press("a").types("k").press("enter").types("v") }, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"v\"\n", 1)},
		"a new key's name":          {backend.TextValue(form), func(p *player) { p.press("a").types("k") }, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"\"\n", 1)},
		"a name in the making":      {backend.TextValue(form), func(p *player) { p.press("j r ctrl+u").types("pass") }, strings.Replace(form, `"password"`, `"pass"`, 1)},
		"an added key's value":      {backend.TextValue(form), func(p *player) { p.press("a").types("k").press("enter").types("v").press("enter enter").types("w") }, strings.Replace(form, "1e400\n", "1e400,\n  \"k\": \"w\"\n", 1)},
		"a deleted key":             {backend.TextValue(form), func(p *player) { p.press("d") }, strings.Replace(form, "\"user\":  \"u\",\n  ", "", 1)},
		"the whole as text":         {backend.TextValue(form), func(p *player) { p.press("T").types("[") }, "[" + form},
		"a text":                    {backend.TextValue(text), func(p *player) { p.types(canary) }, canary + text},
		"a text without one before": {backend.Value{}, func(p *player) { p.pastes("a\tb\n") }, "a\tb\n"},
		"binary bytes":              {backend.NewValue([]byte("\x00a"), true), func(p *player) { p.takes(file(t, "f", []byte("\xff\x00"+canary))).sees("from f") }, "\xff\x00" + canary},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLogin(t)
			play(t, setting{seed: seedOne(c.before), change: l.with}, func(p *player) {
				p.press("e").sees("edit app/canary").wait(time.Second)
				c.Pane(p)
				p.wait(2 * draftTime).killed(l)
				l.clean()
				p.again(l, func(p *player) {
					p.resumes().sees("edit app/canary").seesNot(canary)
					p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved app/canary").wait(time.Second)
					if got := p.stored("app/canary"); got != c.want {
						t.Errorf("stored is %q\nwant %q", got, c.want)
					}
					if r, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Reveal(ctx(), "app/canary", backend.VersionRef{}); err != nil || r.Value.Binary() != c.before.Binary() {
						t.Errorf("binary is %v, %v", r.Value.Binary(), err)
					}
					if files := l.files(); files != nil {
						t.Errorf("%v is left", files)
					}
				})
			})
		})
	}
}

func TestAResumedEditCanBeUndoneEditedOnAndKilledAgain(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("one").wait(2 * draftTime).killed(l)
		p.again(l, func(p *player) {
			p.resumes()
			before := l.holds()
			p.press("G enter").types("2").wait(2 * draftTime)
			if len(l.files()) != 1 || l.holds() == before {
				t.Error("the draft was not written anew in its own place")
			}
			p.killed(l)
			p.again(l, func(p *player) {
				p.resumes().press("ctrl+s enter").sees("saved")
				if got, want := p.stored("app/canary"), strings.NewReplacer("old", "one", "1e400", "2").Replace(pretty); got != want {
					t.Errorf("stored is\n%s", got)
				}
			})
		})
	})
	l = newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("one").wait(2 * draftTime).killed(l)
		p.again(l, func(p *player) {
			p.resumes().press("u esc").seesNot("edit app/canary").wait(time.Second)
			if files := l.files(); files != nil {
				t.Errorf("undone, %v is left", files)
			}
		})
	})
}

func TestAPanicLosesNoLetter(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types(canary)
		p.dies()
		p.model.Close(ctx())
		l.clean()
		p.again(l, func(p *player) {
			p.resumes().press("v").sees(canary)
		})
	})
}

func TestAProgramThatIsKilledWhileItQuitsStillLeavesTheLastLetter(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types(canary).dies()
		p.model.Update(Quit{}) // what follows from it never runs
		if l.files() != nil {
			t.Fatal("there is a draft already: the test proves nothing")
		}
		p.model.Close(ctx())
		p.again(l, func(p *player) { p.resumes().press("v").sees(canary) })
	})
}

func TestWhatGoesToAnEditorHasADraftBefore(t *testing.T) {
	l := newLogin(t)
	before := -1
	play(t, setting{seed: jsonSecret(), change: func(o *Options) {
		l.with(o)
		o.Editor = &edit.Editor{Name: "vim", Run: func(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
			return func() tea.Msg { before = len(l.files()); return then(v, nil) }
		}}
	}}, func(p *player) {
		p.press("e j enter").wait(2 * draftTime).types("x").press("enter E").sees("nothing was changed in vim")
		if before != 1 {
			t.Errorf("%d drafts when the editor started", before)
		}
	})
}

func TestANewSecretsDraftIsANewSecret(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: seedTombstone, change: l.with}, func(p *player) {
		p.press("n").wait(time.Second).types("new").press("tab tab").types("made up").press("tab tab").types("env=prod").press("tab enter").sees("new secret app/new")
		p.types("user").press("enter").types(canary).wait(2 * draftTime).killed(l)
		l.clean()
		p.again(l, func(p *player) {
			p.sees("an unsaved new secret app/new from just now").resumes().sees("new secret app/new")
			p.press("ctrl+s").sees("Create app/new", "description: made up", "tags: env=prod", "user").press("enter").sees("created app/new")
			if got := p.stored("app/new"); got != `{"user": "`+canary+`"}` {
				t.Errorf("stored is %s", got)
			}
			if files := l.files(); files != nil {
				t.Errorf("%v is left", files)
			}
		})
	})
}

func TestAConflictAfterResumingIsAConflictAndInOneTheDraftIsYours(t *testing.T) {
	theirs := strings.NewReplacer(`"old"`, `"theirs"`, `"u"`, `"u2"`).Replace(pretty)
	l := newLogin(t)
	play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
		p.press("e j enter").types("mine").press("enter G enter").types("2").wait(2 * draftTime).killed(l)
		p.colleague("app/canary", theirs)
		p.again(l, func(p *player) {
			p.resumes().press("ctrl+s enter").sees("somebody else saved version", "1 key changed on both sides")
			p.wait(2 * draftTime).killed(l) // with the conflict open
			p.again(l, func(p *player) {
				p.resumes().press("ctrl+s enter").sees("somebody else saved version", "1 key changed on both sides").press("right").sees("nothing left to choose")
				p.wait(2 * draftTime).killed(l) // with all chosen
				p.again(l, func(p *player) {
					p.resumes().press("ctrl+s").sees("● password").press("enter").sees("saved")
					if got, want := p.stored("app/canary"), strings.NewReplacer("theirs", "mine", "1e400", "2").Replace(theirs); got != want {
						t.Errorf("stored is\n%s", got)
					}
					if _, private := p.versions("app/canary"); private != nil {
						t.Errorf("labels %v", private)
					}
				})
			})
		})
	})
}

func TestASaveThatMayHaveHappenedBeforeAKillIsStillOneVersion(t *testing.T) {
	for _, op := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		l := newLogin(t)
		play(t, setting{seed: jsonSecret(), change: l.with}, func(p *player) {
			p.press("e j enter").types("once").press("enter ctrl+s").sees("Save app/canary")
			p.losesAnswers(op)
			p.press("enter").sees("saving").killed(l) // not a second later
			p.server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
			p.again(l, func(p *player) {
				p.resumes().press("ctrl+s enter").sees("saved app/canary")
				if n, private := p.versions("app/canary"); n != 2 || private != nil {
					t.Errorf("%s: %d versions, labels %v", op, n, private)
				}
			})
		})
	}
	l := newLogin(t)
	play(t, setting{seed: seedTombstone, change: l.with}, func(p *player) {
		p.press("n").wait(time.Second).types("new").press("shift+tab shift+tab enter").sees("new secret app/new")
		p.types("user").press("enter").types("u").press("enter ctrl+s").sees("Create app/new")
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}}
		})
		p.press("enter").killed(l)
		p.server.Set(func(k *local.Knobs) { k.Faults = nil })
		p.again(l, func(p *player) {
			p.resumes().press("ctrl+s").sees("Create app/new").press("enter").sees("created app/new", "3 secrets")
			if n, _ := p.versions("app/new"); n != 1 {
				t.Errorf("%d versions", n)
			}
		})
	})
}

func TestNothingOfTheModelHoldsADraftsValue(t *testing.T) {
	l := newLogin(t)
	play(t, setting{seed: seedOne(backend.TextValue(`{"k":"` + canary + `"}`)), change: l.with}, func(p *player) {
		p.press("e enter").types(canary + "2").press("enter").wait(2 * draftTime).killed(l)
		p.again(l, func(p *player) {
			look := func(when string) {
				t.Helper()
				var b strings.Builder
				dump(reflect.ValueOf(p.model), map[uintptr]bool{}, &b)
				if found := leaks([]byte(b.String() + p.everything())); found != nil {
					t.Errorf("%s a debugging dump of the whole model shows %v", when, found)
				}
			}
			p.press("r").sees("Unsaved edits")
			look("in the list of drafts")
			p.wait(time.Second).press("enter").sees("resumed").press("V").sees(canary + "2").press("enter").types("3").wait(2 * draftTime)
			look("while it is edited on")
			if bytes.Contains([]byte(l.holds()), []byte(canary)) {
				t.Error("the draft is in the clear")
			}
		})
	})
}
