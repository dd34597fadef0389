package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAConflictShowsThreeColumnsAndMergesWhatDoesNotClash(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("mine").Press("enter G enter").Types("2").Press("enter")
		theirs := strings.NewReplacer(`"old"`, `"theirs"`, `"u"`, `"u2"`).Replace(play.Pretty)
		p.Colleague("app/canary", theirs)
		p.Press("ctrl+s enter").Sees("somebody else saved version", "1 key changed on both sides", "theirs", "before", "yours", "password")
		if p.Stored("app/canary") != theirs {
			t.Error("the colleague's value was replaced")
		}
		p.Press("ctrl+s").Sees("1 key to choose").Press("v").Sees("mine", "theirs", "old")
		p.Press("right").Sees("nothing left to choose").Press("ctrl+s").Sees("Save the value", "password").Press("enter").Sees("saved")
		want := strings.NewReplacer(`"old"`, `"mine"`, `"u"`, `"u2"`, "1e400", "2").Replace(play.Pretty)
		if got := p.Stored("app/canary"); got != want {
			t.Errorf("stored is\n%s", got)
		}
		if _, private := p.Versions("app/canary"); private != nil {
			t.Errorf("labels %v", private)
		}
	})
}

func TestAConflictInATextIsChosenWhole(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("one\n"))}, func(p *play.Player) {
		p.Press("e").Types("x")
		p.Colleague("app/canary", "two\n")
		p.Press("ctrl+s enter").Sees("whole text", "1 key").Press("left ctrl+s").Sees("Their value stands").Wait(time.Second).Press("esc right ctrl+s enter").Sees("saved")
		if got := p.Stored("app/canary"); got != "xone\n" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestTextsMergeByLineAndAskOnlyForWhatBothChanged(t *testing.T) {
	const before = "A=1\nB=2\nC=3\nD=4\nE=5\n"
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(before))}, func(p *play.Player) {
		p.Press("e").Press("end").Types("0").Press("down down").Types("3").Press("ctrl+s").Sees("line 1", "line 3", "longer", "v reveals").Press("v").Sees("A=10", "C=33").Press("esc")
		p.Colleague("app/canary", "A=1\nB=2\nC=34\nD=4\nE=5\nF="+play.Canary+"\n")
		p.Press("ctrl+s enter").Sees("somebody else saved", "line 3", "line 1", "after line 5", "1 place changed on both sides").SeesNot(play.Canary).Press("v").Sees("C=34", "C=33", "C=3 ")
		p.Press("ctrl+s").Sees("1 place to choose").Press("right ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
		if got := p.Stored("app/canary"); got != "A=10\nB=2\nC=33\nD=4\nE=5\nF="+play.Canary+"\n" {
			t.Errorf("stored is %q", got)
		}
		p.Press("e").Press("down ctrl+e ctrl+u backspace ctrl+s").Sees("1 line will disappear").Press("enter").Sees("saved")
		if got := p.Stored("app/canary"); got != "A=10\nC=33\nD=4\nE=5\nF="+play.Canary+"\n" {
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
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"1","b":{"c":2}}`))}, func(p *play.Player) {
			p.Press("e T").Send(strings.Repeat("\x1b[3~", 30)) // delete
			p.Types(text).Press("ctrl+s").Sees("Save the value").Sees(words...)
		})
	}
}

func TestAConflictWithTheSameValueIsNoConflict(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		mine := strings.Replace(play.Pretty, `"old"`, `"mine"`, 1)
		p.Press("e j enter").Types("mine").Press("ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", mine)
		p.Press("enter").Sees("somebody else has saved the same value of app/canary").SeesNot("conflict", "edit app/canary")
		if n, private := p.Versions("app/canary"); private != nil || p.Stored("app/canary") != mine {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

func TestAConflictIsMaskedWhenTheTerminalLosesItsFocus(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"hush-old"}`))}, func(p *play.Player) {
		p.Press("e enter").Types("hush-mine").Press("enter ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", `{"a":"hush-theirs"}`)
		p.Press("enter").Sees("conflict in").SeesNot("hush").Press("V").Sees("hush-theirs", "hush-old", "hush-mine").Press("blur").SeesNot("hush").Press("focus").SeesNot("hush")
	})
}

// Their value is the same, but it is another version: what was read of the one before is old.
func TestASaveThatSomebodyElseHasMadeEndsTheOldValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("v").Sees("wiped in").Press("e j enter").Types("mine").Press("ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", strings.Replace(play.Pretty, `"old"`, `"mine"`, 1))
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.Press("enter").Sees("somebody else has saved the same value of app/canary", "not read").Alive(0)
	})
}

func TestAConflictInWhiteSpaceAloneIsChosenWholeAndCanBeLeft(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"1"}`))}, func(p *play.Player) {
		p.Press("e T").Types(" ").Press("ctrl+s").Sees("only white space")
		p.Colleague("app/canary", `{"a":"1"}  `)
		p.Press("enter").Sees("conflict in app/canary", "whole text").Press("left ctrl+s").Sees("Their value stands").Wait(time.Second).Press("esc")
		p.Press("right ctrl+s enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != ` {"a":"1"}` {
			t.Errorf("stored is %q", got)
		}
		p.Press("e T").Types(" ").Press("ctrl+s").Sees("Save")
		p.Colleague("app/canary", `{"a":"1"} `)
		p.Press("enter").Sees("conflict in").Press("left ctrl+s").Sees("Their value stands").Wait(time.Second).Press("y").SeesNot("conflict in")
	})
}

func TestARoleThatMayNotMoveLabelsIsToldThatItSavesLessSafely(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
		p.Press("e j enter").Types("w").Press("ctrl+s").SeesNot("weaker").Press("enter").Sees("review it again")
		if p.Calls("PutSecretValue") != 0 {
			t.Error("something was written before the user knew")
		}
		p.Press("ctrl+s").Sees("weaker").Press("enter").Sees("saved")
		if n, _ := p.Versions("app/canary"); n != 2 {
			t.Errorf("%d versions", n)
		}
		p.Press("u").Sees("save the value of version", "one decrypt").Press("y").Sees("undone")
		if got := p.Stored("app/canary"); got != play.Pretty {
			t.Errorf("undone, it is %s", got)
		}
		tries := p.Calls("UpdateSecretVersionStage")
		p.Press("e j enter").Types("w").Press("ctrl+s").Sees("weaker").Press("enter").Sees("saved")
		if n := p.Calls("UpdateSecretVersionStage") - tries; n != 0 {
			t.Errorf("what is known of this role was tried %d times more", n)
		}
		p.Press("1 j e").Sees("edit app/other").Types("x").Press("ctrl+s").Sees("Save the value").SeesNot("weaker").Press("esc esc").Wait(time.Second).Press("y 1 k") // a policy may name secrets
		p.Colleague("app/canary", "theirs")
		p.Press("u y").Sees("AWSCURRENT is on another version by now")
		if got := p.Stored("app/canary"); got != "theirs" {
			t.Errorf("a colleague's value was replaced by %s", got)
		}
	})
}

func TestBytesOfSomebodyElseThatAreChosenStand(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.BinarySecret("made-up before")}, func(p *play.Player) {
		p.Press("e").Takes(play.File(t, "mine", []byte("made-up mine"))).Sees("from mine").Press("ctrl+s").Sees("Save the value")
		if _, err := p.Rival().Put(play.Ctx(), p.ARN("app/canary"), backend.NewVersion{Value: backend.NewValue([]byte("made-up theirs"), true)}); err != nil {
			t.Fatal(err)
		}
		p.Press("enter").Sees("somebody else saved", "1 key changed on both sides").Press("left ctrl+s").Sees("Their value stands").SeesNot("Save the value")
	})
}

func TestWhatWasChosenInAConflictStandsInTheNextOne(t *testing.T) {
	again := func(p *play.Player) {
		p.Press("e enter").Types("mine").Press("enter")
		p.Colleague("app/canary", `{"a":"theirs","b":"2","c":"1"}`)
		p.Press("ctrl+s enter").Sees("somebody else saved", "1 key changed on both sides").Press("right ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", `{"a":"theirs","b":"2","c":"3"}`)
		p.Press("enter").Sees("conflict in app/canary", "nothing left to choose")
	}
	one := play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"1","b":"1","c":"1"}`))}
	play.Game(t, one, func(p *play.Player) {
		again(p)
		p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != `{"a":"mine","b":"2","c":"3"}` {
			t.Errorf("stored is %s", got)
		}
	})
	play.Game(t, one, func(p *play.Player) {
		again(p)
		p.Press("esc").Wait(time.Second).SeesNot("conflict in").Sees("edit app/canary").Press("ctrl+s").Sees("Save the value").SeesNot("● b", "● c").Press("esc")
	})
}

func TestAConflictWithAValueThatCannotBeReadKeepsTheEditAndSaysSo(t *testing.T) {
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.SeedOne(backend.TextValue(`{"a":"1","b":"1"}`))}, func(p *play.Player) {
		p.Press("e enter").Types("mine").Press("enter")
		p.Colleague("app/canary", `{"a":"1","b":"theirs"}`)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue") })
		p.Press("ctrl+s enter").Sees("somebody else saved meanwhile, and their value could not be read: needs secretsmanager:GetSecretValue", "edit app/canary", "1 changed")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		if got := p.Stored("app/canary"); got != `{"a":"1","b":"theirs"}` {
			t.Errorf("stored is %s", got)
		}
		p.Press("ctrl+s enter").Sees("conflict in app/canary", "nothing left to choose").Press("ctrl+s enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != `{"a":"mine","b":"theirs"}` {
			t.Errorf("stored is %s", got)
		}
	})
}
