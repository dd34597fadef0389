package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

func TestATagIsAddedFoundChangedRenamedAndRemovedAndEachIsTakenBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: jsonSecret()}, func(p *player) {
			was, _ := p.versions("app/canary")
			is := func(want string) {
				t.Helper()
				if got := p.tagsAre(); got != want {
					t.Errorf("the tags are %s, want %s", got, want)
				}
			}
			undo := func(says string) { p.press("u").sees("u will " + says).press("y").sees("undone") }
			p.tagsOpen().press("a").sees("Add a tag", "app/canary", "account 1234-5678-9012 · eu-west-1").wait(time.Second).types("team").press("enter").types("red").press("enter enter").sees("added the tag team to app/canary", "Tags 2")
			is("env=prod team=red")
			p.press("1 /").types("tag:team=red").sees("1 of 2").press("esc 2")
			p.press("g enter").sees("Tag env").wait(time.Second).types("uction").press("tab enter").sees("changed the tag env of app/canary", "production")
			is("env=production team=red")
			undo("make the tag env again: prod")
			is("env=prod team=red")
			p.wait(15 * time.Second).press("r").sees("Tag env").wait(time.Second).press("backspace").types("z").sees("enz is added, then env is removed").press("enter enter enter").sees("renamed the tag env to enz on")
			is("enz=prod team=red")
			undo("give the tag its key env back")
			is("env=prod team=red")
			p.wait(15*time.Second).press("g x").sees("Remove the tag", "account 1234-5678-9012 · eu-west-1", "env", "prod").wait(time.Second).press("enter").seesNot("Remove the tag")
			is("env=prod team=red")
			p.press("x").wait(time.Second).press("y").sees("removed the tag env from")
			is("team=red")
			undo("add the tag env again: prod")
			is("env=prod team=red")
			undo("remove the tag team")
			is("env=prod")
			if n, _ := p.versions("app/canary"); n != was {
				t.Errorf("%d versions, were %d", n, was)
			}
		})
	}
}

func TestTheKeysOfTagsWorkInTheirTabAloneAndDStaysDelete(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.wait(pane.RestDelay*2).press("2 a x r").seesNot("Add a tag", "Remove the tag", "Tag env").press("] a x r enter").seesNot("Add a tag", "Remove the tag", "Tag env")
		p.press("] d").sees("restorable until").press("esc").sees("a add tag", "enter change", "x remove").press("v").sees("4 keys").seesNot("a add tag")
	})
	play(t, setting{seed: func(s *local.Server) { seedOne(backend.TextValue("x"))(s) }}, func(p *player) {
		p.press("j").tagsOpen().sees("no tags").press("x").sees("there is no tag yet: a adds one")
	})
}

func TestTagsThatTheServiceWouldRefuseAreNotSent(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.tagsOpen().press("a").wait(time.Second).press("shift+tab shift+tab enter").sees("a tag needs a key").types("aws:x").sees("belong to AWS").press("ctrl+u").types("env").sees("there is a tag env already").press("ctrl+u").pastes(strings.Repeat("k", 129)).sees("at most 128")
		p.press("backspace").seesNot("at most 128").press("tab").pastes(strings.Repeat("v", 257)).sees("at most 256").press("backspace").seesNot("at most").press("ctrl+u").types(" x").sees("a space at its beginning").press("esc")
		p.press("enter").wait(time.Second).press("tab enter").sees("nothing is changed").press("esc")
		for i := range backend.MaxTags - 1 {
			p.tagged(fmt.Sprint("k", i), "v")
		}
		p.press("ctrl+r").sees("Tags 50").press("a").sees("50 tags are the most a secret can have").press("g r").wait(time.Second).types("2").sees("needs room for both").press("esc")
		if n := p.calls("TagResource"); n != backend.MaxTags-1 {
			t.Errorf("%d calls, of which %d are the colleague's", n, backend.MaxTags-1)
		}
	})
	play(t, setting{}, func(p *player) {
		p.press("/").types("tag:aws:").press("enter").tagsOpen()
	})
}

func TestAColleaguesTagIsNeverTrampled(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.tagsOpen().press("enter").wait(time.Second).types("-mine")
		p.tagged("env", "theirs")
		p.press("enter enter").sees("somebody else changed it", `the tag env is "theirs" now`, "prod-mine")
		if got := p.tagsAre(); got != "env=theirs" {
			t.Fatalf("trampled: %s", got)
		}
		p.press("enter").sees("changed the tag env")
		if got := p.tagsAre(); got != "env=prod-mine" {
			t.Errorf("seen and saved, they are %s", got)
		}
		p.tagged("env", "others")
		p.press("u y").sees("nothing was undone", `the tag env is "others" now`).wait(15 * time.Second).press("u").sees("nothing to undo")
		p.press("a").wait(time.Second).types("new").press("enter").types("mine")
		p.tagged("new", "theirs")
		p.press("enter enter").sees("there is a tag new now").press("enter").sees("there is a tag new already").press("esc").sees("theirs")
		p.press("g x").wait(time.Second)
		p.tagged("env", "again")
		p.press("y").sees("somebody else changed it")
		if got := p.tagsAre(); got != "env=again new=theirs" {
			t.Errorf("trampled: %s", got)
		}
	})
}

func TestADeniedTagKeepsWhatWasTyped(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"TagResource": true, "UntagResource": true} })
		p.tagsOpen().press("a").wait(time.Second).types("team").press("enter").types("red").press("enter enter").sees("needs secretsmanager:TagResource", "Nothing is changed", "team", "red")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UntagResource": true} })
		p.press("enter").sees("added the tag team")
		p.press("x").wait(time.Second).press("y").sees("needs secretsmanager:UntagResource")
		if got := p.tagsAre(); got != "env=prod team=red" {
			t.Errorf("they are %s", got)
		}
	})
}

func TestARenameHalfDoneIsToldGoesOnOrIsTakenBack(t *testing.T) {
	for _, goesOn := range []bool{true, false} {
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UntagResource": true} })
			p.tagsOpen().press("r").wait(time.Second).types("2").press("enter enter enter").sees("half done: env2 is added, env is still there", "needs secretsmanager:UntagResource", "Saving again goes on by removing env")
			if got := p.tagsAre(); got != "env2=prod env=prod" {
				t.Fatalf("they are %s", got)
			}
			p.server.Set(func(k *local.Knobs) { k.Deny = nil })
			want := "env2=prod"
			if goesOn {
				p.press("enter").sees("renamed the tag env to env2").press("u y").sees("undone").wait(15 * time.Second).press("u").sees("nothing to undo")
				want = "env=prod"
			} else {
				want = "env=prod"
				p.press("esc u").sees("u will remove the tag env2").press("y").sees("undone")
			}
			if got := p.tagsAre(); got != want {
				t.Errorf("they are %s, want %s", got, want)
			}
		})
	}
}

func TestARenameHalfDoneBehindAClosedSheetGoesOnWithTheSameKey(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) {
			k.Deny, k.LatencyOf = map[string]bool{"UntagResource": true}, map[string]time.Duration{"UntagResource": 3 * time.Second}
		})
		p.tagsOpen().press("r").wait(time.Second).types("2").press("enter enter enter").sees("saving…").press("esc").wait(5*time.Second).sees("half done: env2 is added", "r has what you typed")
		p.server.Set(func(k *local.Knobs) { k.Deny, k.LatencyOf = nil, nil })
		p.press("g r").sees("half done").wait(time.Second).press("enter").sees("renamed the tag env to env2")
		if got := p.tagsAre(); got != "env2=prod" {
			t.Errorf("they are %s", got)
		}
	})
}

func TestTagsThatDriveTerminalsAreShownAndComeThroughUnharmed(t *testing.T) {
	key, value := "k\x1b[31m\u202e", "one\ntwo\t\u200b"
	play(t, setting{seed: func(s *local.Server) {
		jsonSecret()(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Tag(ctx(), "app/canary", []backend.Tag{{Key: key, Value: value}}); err != nil {
			panic(err)
		}
	}}, func(p *player) {
		p.tagsOpen().press("G enter").sees(`Tag k\x1b[31m<U+202E>`, `one\x0atwo\x09<U+200B>▏`).wait(time.Second).press("shift+tab ctrl+a").types("a-").press("enter enter enter").sees("renamed the tag")
		if got := p.tagsAre(); got != "a-"+key+"="+value+" env=prod" {
			t.Errorf("they are %q", got)
		}
		p.press("x").sees(`a-k\x1b[31m<U+202E>`).wait(time.Second).press("y").sees("removed the tag").press("u").sees(`one\x0atwo\x09<U+200B>`).press("y").sees("undone")
		if got := p.tagsAre(); got != "a-"+key+"="+value+" env=prod" {
			t.Errorf("taken back, they are %q", got)
		}
	})
}

func TestTheCursorStaysOnItsTagWhileOthersComeAndGo(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.tagged("zone", "z")
		p.tagsOpen().press("ctrl+r").sees("Tags 2").press("G x").sees("Remove the tag zone").press("esc")
		p.tagged("area", "a")
		p.press("ctrl+r").sees("Tags 3").press("x").sees("Remove the tag zone").press("esc a").wait(time.Second).types("before").press("enter").types("b").press("enter enter").sees("added the tag before").press("x").sees("Remove the tag before")
	})
}
