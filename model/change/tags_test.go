package change_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestATagIsAddedFoundChangedRenamedAndRemovedAndEachIsTakenBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret()}, func(p *play.Player) {
			was, _ := p.Versions("app/canary")
			is := func(want string) {
				t.Helper()
				if got := p.TagsAre(); got != want {
					t.Errorf("the tags are %s, want %s", got, want)
				}
			}
			undo := func(says string) { p.Press("u").Sees("u will " + says).Press("y").Sees("undone") }
			p.TagsOpen().Press("a").Sees("Add a tag", "app/canary", "account 1234-5678-9012 · eu-west-1").Wait(time.Second).Types("team").Press("enter").Types("red").Press("enter enter").Sees("added the tag team to app/canary", "Tags 2")
			is("env=prod team=red")
			p.Press("1 /").Types("tag:team=red").Sees("1 of 2").Press("esc 2")
			p.Press("g enter").Sees("Tag env").Wait(time.Second).Types("uction").Press("tab enter").Sees("changed the tag env of app/canary", "production")
			is("env=production team=red")
			undo("make the tag env again: prod")
			is("env=prod team=red")
			p.Wait(15 * time.Second).Press("K").Sees("Tag env").Wait(time.Second).Press("backspace").Types("z").Sees("enz is added, then env is removed").Press("enter enter enter").Sees("renamed the tag env to enz on")
			is("enz=prod team=red")
			undo("give the tag its key env back")
			is("env=prod team=red")
			p.Wait(15*time.Second).Press("g x").Sees("Remove a tag", "account 1234-5678-9012 · eu-west-1", "env", "prod").Wait(time.Second).Press("enter").SeesNot("Remove a tag")
			is("env=prod team=red")
			p.Press("x").Wait(time.Second).Press("y").Sees("removed the tag env from")
			is("team=red")
			undo("add the tag env again: prod")
			is("env=prod team=red")
			undo("remove the tag team")
			is("env=prod")
			if n, _ := p.Versions("app/canary"); n != was {
				t.Errorf("%d versions, were %d", n, was)
			}
		})
	}
}

func TestTheKeysOfTagsWorkInTheirTabAloneAndDStaysDelete(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Wait(pane.RestDelay*2).Press("2 a x").SeesNot("Add a tag", "Remove a tag", "Tag env").Press("] a enter").SeesNot("Add a tag", "Remove a tag", "Tag env")
		p.Press("] d").Sees("restorable until").Press("esc").Sees("a add tag", "enter change", "x remove").Press("v").Sees("4 keys").SeesNot("a add tag")
	})
	play.Game(t, play.Setting{Seed: func(s *local.Server) { play.SeedOne(backend.TextValue("x"))(s) }}, func(p *play.Player) {
		p.Press("j").TagsOpen().Sees("no tags").Press("x").Sees("there is no tag yet: a adds one")
	})
}

func TestTagsThatTheServiceWouldRefuseAreNotSent(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.TagsOpen().Press("a").Wait(time.Second).Press("shift+tab shift+tab enter").Sees("a tag needs a key").Types("aws:x").Sees("belong to AWS").Press("ctrl+u").Types("env").Sees("there is a tag env already").Press("ctrl+u").Pastes(strings.Repeat("k", 129)).Sees("at most 128")
		p.Press("backspace").SeesNot("at most 128").Press("tab").Pastes(strings.Repeat("v", 257)).Sees("at most 256").Press("backspace").SeesNot("at most").Press("ctrl+u").Types(" x").Sees("a space at its beginning").Press("esc")
		p.Press("enter").Wait(time.Second).Press("tab enter").Sees("nothing is changed").Press("esc")
		for i := range backend.MaxTags - 1 {
			p.Tagged(fmt.Sprint("k", i), "v")
		}
		p.Press("ctrl+r").Sees("Tags 50").Press("a").Sees("50 tags are the most a secret can have").Press("g K").Wait(time.Second).Types("2").Sees("needs room for both").Press("esc")
		if n := p.Calls("TagResource"); n != backend.MaxTags-1 {
			t.Errorf("%d calls, of which %d are the colleague's", n, backend.MaxTags-1)
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("tag:aws:").Press("enter").TagsOpen()
	})
}

func TestAColleaguesTagIsNeverTrampled(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.TagsOpen().Press("enter").Wait(time.Second).Types("-mine")
		p.Tagged("env", "theirs")
		p.Press("enter enter").Sees("somebody else changed it", `the tag env is "theirs" now`, "prod-mine")
		if got := p.TagsAre(); got != "env=theirs" {
			t.Fatalf("trampled: %s", got)
		}
		p.Press("enter").Sees("changed the tag env")
		if got := p.TagsAre(); got != "env=prod-mine" {
			t.Errorf("seen and saved, they are %s", got)
		}
		p.Tagged("env", "others")
		p.Press("u y").Sees("nothing was undone", `the tag env is "others" now`).Wait(15 * time.Second).Press("u").Sees("nothing to undo")
		p.Press("a").Wait(time.Second).Types("new").Press("enter").Types("mine")
		p.Tagged("new", "theirs")
		p.Press("enter enter").Sees("there is a tag new now").Press("enter").Sees("there is a tag new already").Press("esc").Sees("theirs")
		p.Press("g x").Wait(time.Second)
		p.Tagged("env", "again")
		p.Press("y").Sees("somebody else changed it")
		if got := p.TagsAre(); got != "env=again new=theirs" {
			t.Errorf("trampled: %s", got)
		}
	})
}

func TestADeniedTagKeepsWhatWasTyped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"TagResource": true, "UntagResource": true} })
		p.TagsOpen().Press("a").Wait(time.Second).Types("team").Press("enter").Types("red").Press("enter enter").Sees("needs secretsmanager:TagResource", "Nothing is changed", "team", "red")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UntagResource": true} })
		p.Press("enter").Sees("added the tag team")
		p.Press("x").Wait(time.Second).Press("y").Sees("needs secretsmanager:UntagResource")
		if got := p.TagsAre(); got != "env=prod team=red" {
			t.Errorf("they are %s", got)
		}
	})
}

func TestARenameHalfDoneIsToldGoesOnOrIsTakenBack(t *testing.T) {
	for _, goesOn := range []bool{true, false} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UntagResource": true} })
			p.TagsOpen().Press("K").Wait(time.Second).Types("2").Press("enter enter enter").Sees("half done: env2 is added, env is still there", "needs secretsmanager:UntagResource", "Saving again goes on by removing env")
			if got := p.TagsAre(); got != "env2=prod env=prod" {
				t.Fatalf("they are %s", got)
			}
			p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
			want := "env2=prod"
			if goesOn {
				p.Press("enter").Sees("renamed the tag env to env2").Press("u y").Sees("undone").Wait(15 * time.Second).Press("u").Sees("nothing to undo")
				want = "env=prod"
			} else {
				want = "env=prod"
				p.Press("esc u").Sees("u will remove the tag env2").Press("y").Sees("undone")
			}
			if got := p.TagsAre(); got != want {
				t.Errorf("they are %s, want %s", got, want)
			}
		})
	}
}

func TestARenameHalfDoneBehindAClosedSheetGoesOnWithTheSameKey(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) {
			k.Deny, k.LatencyOf = map[string]bool{"UntagResource": true}, map[string]time.Duration{"UntagResource": 3 * time.Second}
		})
		p.TagsOpen().Press("K").Wait(time.Second).Types("2").Press("enter enter enter").Sees("saving…").Press("esc").Wait(5*time.Second).Sees("half done: env2 is added", "K has what you typed")
		p.Server.Set(func(k *local.Knobs) { k.Deny, k.LatencyOf = nil, nil })
		p.Press("g K").Sees("half done").Wait(time.Second).Press("enter").Sees("renamed the tag env to env2")
		if got := p.TagsAre(); got != "env2=prod" {
			t.Errorf("they are %s", got)
		}
	})
}

func TestTagsThatDriveTerminalsAreShownAndComeThroughUnharmed(t *testing.T) {
	key, value := "k\x1b[31m\u202e", "one\ntwo\t\u200b"
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.JSONSecret()(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Tag(play.Ctx(), "app/canary", []backend.Tag{{Key: key, Value: value}}); err != nil {
			panic(err)
		}
	}}, func(p *play.Player) {
		p.TagsOpen().Press("G enter").Sees(`Tag k\x1b[31m<U+202E>`, `one\x0atwo\x09<U+200B>▏`).Wait(time.Second).Press("shift+tab ctrl+a").Types("a-").Press("enter enter enter").Sees("renamed the tag")
		if got := p.TagsAre(); got != "a-"+key+"="+value+" env=prod" {
			t.Errorf("they are %q", got)
		}
		p.Press("x").Sees(`a-k\x1b[31m<U+202E>`).Wait(time.Second).Press("y").Sees("removed the tag").Press("u").Sees(`one\x0atwo\x09<U+200B>`).Press("y").Sees("undone")
		if got := p.TagsAre(); got != "a-"+key+"="+value+" env=prod" {
			t.Errorf("taken back, they are %q", got)
		}
	})
}

func TestTheCursorStaysOnItsTagWhileOthersComeAndGo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Tagged("zone", "z")
		p.TagsOpen().Press("ctrl+r").Sees("Tags 2").Press("G x").Sees("Remove a tag").Press("esc")
		p.Tagged("area", "a")
		p.Press("ctrl+r").Sees("Tags 3").Press("x").Sees("Remove a tag").Press("esc a").Wait(time.Second).Types("before").Press("enter").Types("b").Press("enter enter").Sees("added the tag before").Press("x").Sees("Remove a tag")
	})
}
