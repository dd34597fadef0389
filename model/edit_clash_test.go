package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestAConflictShowsThreeColumnsAndMergesWhatDoesNotClash(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("mine").press("enter G enter").types("2").press("enter")
		theirs := strings.NewReplacer(`"old"`, `"theirs"`, `"u"`, `"u2"`).Replace(pretty)
		p.colleague("app/canary", theirs)
		p.press("ctrl+s enter").sees("somebody else saved version", "1 key changed on both sides", "theirs", "before", "yours", "password")
		if p.stored("app/canary") != theirs {
			t.Error("the colleague's value was replaced")
		}
		p.press("ctrl+s").sees("1 key to choose").press("v").sees("mine", "theirs", "old")
		p.press("right").sees("nothing left to choose").press("ctrl+s").sees("Save app/canary", "password").press("enter").sees("saved")
		want := strings.NewReplacer(`"old"`, `"mine"`, `"u"`, `"u2"`, "1e400", "2").Replace(pretty)
		if got := p.stored("app/canary"); got != want {
			t.Errorf("stored is\n%s", got)
		}
		if _, private := p.versions("app/canary"); private != nil {
			t.Errorf("labels %v", private)
		}
	})
}

func TestAConflictInATextIsChosenWhole(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("one\n"))}, func(p *player) {
		p.press("e").types("x")
		p.colleague("app/canary", "two\n")
		p.press("ctrl+s enter").sees("whole text", "1 key").press("left ctrl+s").sees("Their value stands").wait(time.Second).press("esc right ctrl+s enter").sees("saved")
		if got := p.stored("app/canary"); got != "xone\n" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestTextsMergeByLineAndAskOnlyForWhatBothChanged(t *testing.T) {
	const before = "A=1\nB=2\nC=3\nD=4\nE=5\n"
	play(t, setting{seed: seedOne(backend.TextValue(before))}, func(p *player) {
		p.press("e").press("end").types("0").press("down down").types("3").press("ctrl+s").sees("line 1", "line 3", "longer", "v shows").press("v").sees("A=10", "C=33").press("esc")
		p.colleague("app/canary", "A=1\nB=2\nC=34\nD=4\nE=5\nF="+canary+"\n")
		p.press("ctrl+s enter").sees("somebody else saved", "line 3", "line 1", "after line 5", "1 place changed on both sides").seesNot(canary).press("v").sees("C=34", "C=33", "C=3 ")
		p.press("ctrl+s").sees("1 place to choose").press("right ctrl+s").sees("Save app/canary").press("enter").sees("saved")
		if got := p.stored("app/canary"); got != "A=10\nB=2\nC=33\nD=4\nE=5\nF="+canary+"\n" {
			t.Errorf("stored is %q", got)
		}
		p.press("e").press("down ctrl+e ctrl+u backspace ctrl+s").sees("1 line will disappear").press("enter").sees("saved")
		if got := p.stored("app/canary"); got != "A=10\nC=33\nD=4\nE=5\nF="+canary+"\n" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestAReviewTellsThatAnObjectTurnsIntoSomethingElse(t *testing.T) {
	for text, words := range map[string][]string{
		"[1]":     {"2 keys will disappear: a, b", "the new one is a JSON array"},
		"42":      {"2 keys will disappear: a, b", "the new one is a single JSON value"},
		`{"a":1,`: {"2 keys will disappear: a, b", "the new one is a text that is not JSON"},
	} {
		play(t, setting{seed: seedOne(backend.TextValue(`{"a":"1","b":{"c":2}}`))}, func(p *player) {
			p.press("e T").send(strings.Repeat("\x1b[3~", 30)) // delete
			p.types(text).press("ctrl+s").sees("Save app/canary").sees(words...)
		})
	}
}

func TestAConflictWithTheSameValueIsNoConflict(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		mine := strings.Replace(pretty, `"old"`, `"mine"`, 1)
		p.press("e j enter").types("mine").press("ctrl+s").sees("Save app/canary")
		p.colleague("app/canary", mine)
		p.press("enter").sees("somebody else has saved the same value of app/canary").seesNot("conflict", "edit app/canary")
		if n, private := p.versions("app/canary"); private != nil || p.stored("app/canary") != mine {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

func TestAConflictInWhiteSpaceAloneIsChosenWholeAndCanBeLeft(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"1"}`))}, func(p *player) {
		p.press("e T").types(" ").press("ctrl+s").sees("only white space")
		p.colleague("app/canary", `{"a":"1"}  `)
		p.press("enter").sees("conflict in app/canary", "whole text").press("left ctrl+s").sees("Their value stands").wait(time.Second).press("esc")
		p.press("right ctrl+s enter").sees("saved app/canary")
		if got := p.stored("app/canary"); got != ` {"a":"1"}` {
			t.Errorf("stored is %q", got)
		}
		p.press("e T").types(" ").press("ctrl+s").sees("Save")
		p.colleague("app/canary", `{"a":"1"} `)
		p.press("enter").sees("conflict in").press("left ctrl+s").sees("Their value stands").wait(time.Second).press("y").seesNot("conflict in")
	})
}

func TestARoleThatMayNotMoveLabelsIsToldThatItSavesLessSafely(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
		p.press("e j enter").types("w").press("ctrl+s").seesNot("weaker").press("enter").sees("review it again")
		if p.calls("PutSecretValue") != 0 {
			t.Error("something was written before the user knew")
		}
		p.press("ctrl+s").sees("weaker").press("enter").sees("saved")
		if n, _ := p.versions("app/canary"); n != 2 {
			t.Errorf("%d versions", n)
		}
		p.press("u").sees("save the value of version", "one decrypt").press("y").sees("undone")
		if got := p.stored("app/canary"); got != pretty {
			t.Errorf("undone, it is %s", got)
		}
		tries := p.calls("UpdateSecretVersionStage")
		p.press("e j enter").types("w").press("ctrl+s").sees("weaker").press("enter").sees("saved")
		if n := p.calls("UpdateSecretVersionStage") - tries; n != 0 {
			t.Errorf("what is known of this role was tried %d times more", n)
		}
		p.press("1 j e").sees("edit app/other").types("x").press("ctrl+s").sees("Save app/other").seesNot("weaker").press("esc esc").wait(time.Second).press("y 1 k") // a policy may name secrets
		p.colleague("app/canary", "theirs")
		p.press("u y").sees("AWSCURRENT is on another version by now")
		if got := p.stored("app/canary"); got != "theirs" {
			t.Errorf("a colleague's value was replaced by %s", got)
		}
	})
}
