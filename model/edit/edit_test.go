package edit_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestOneKeyIsChangedInFiveKeysAndNoOtherByteIs(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary", "password", "enter change", "1 decrypt").SeesNot("old")
		p.Press("j enter").Types("made-up new")
		p.Press("ctrl+s").Sees("Save the value", "password", "longer", "account 1234-5678-9012 · eu-west-1", "replaces version").SeesNot("made-up new")
		if p.Calls("PutSecretValue") != 0 {
			t.Error("a review wrote something")
		}
		p.Press("enter").Sees("saved app/canary", "moves AWSCURRENT back")
		if got, want := p.Stored("app/canary"), strings.Replace(play.Pretty, `"old"`, `"made-up new"`, 1); got != want {
			t.Errorf("stored is\n%s\nwant\n%s", got, want)
		}
		if n, private := p.Versions("app/canary"); n != 2 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
		p.Press("u").Sees("move AWSCURRENT back").Press("y").Sees("undone: saved app/canary")
		if got := p.Stored("app/canary"); got != play.Pretty {
			t.Errorf("after u it is\n%s", got)
		}
	})
}

func TestAnEditBeginsOnTheKeyUnderTheCursor(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"1","b":{"c":"2","d":"3"},"e":"4"}`))}, func(p *play.Player) {
		at := func() string { return strings.Fields(p.Under("edit app/canary"))[1] }
		p.Press("v j j j e").Sees("edit app/canary")
		if at() != "d" {
			t.Errorf("the cursor is on %q", at())
		}
		p.Press("esc").Wait(31*time.Second).Sees("wiped").Press("k e").Wait(time.Second).Sees("edit app/canary", "2 decrypts")
		if at() != "c" {
			t.Errorf("after another read the cursor is on %q", at())
		}
		p.Press("esc 1 e").Wait(time.Second)
		if at() != "a" {
			t.Errorf("from the list the cursor is on %q", at())
		}
	})
}

func TestAnEditFromAHeldValueReadsItNotAgain(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("v").Sees("4 keys").Press("e").Sees("edit app/canary", "1 decrypt")
		p.Press("esc").SeesNot("edit app/canary").Sees("1 decrypt")
	})
}

// Each value of the corpus is opened and saved as it is, which writes nothing; then a letter is put at both ends of each
// text, and one key's value is set in each JSON: the rest comes back to the byte.
func TestWhatWasNotTouchedComesThroughToTheByte(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		if a.NotText || a.Binary {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			v := backend.NewValue(bytes.Clone(a.Bytes), false)
			doc := document.Of(v)
			play.Game(t, play.Setting{W: 60, H: 20, Seed: play.SeedOne(v)}, func(p *play.Player) {
				p.Press("e").Sees("edit app/canary").Press("ctrl+s").Sees("nothing is changed").Press("esc").SeesNot("edit app/canary")
				if n := p.Calls("PutSecretValue") + p.Calls("UpdateSecretVersionStage") + p.Calls("UpdateSecret"); n != 0 {
					t.Errorf("%d writes without a change", n)
				}
				want := p.ChangesABit(a.Bytes, doc)
				if len(want) > backend.MaxValue {
					p.Press("ctrl+s").Sees("the service takes 1 to")
					return
				}
				p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary")
				if got := p.Stored("app/canary"); got != want {
					t.Errorf("stored is %.300q\nwant %.300q", got, want)
				}
			})
		})
	}
}

func TestTheFormAddsRenamesDeletesAndUndoes(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e").Sees("password")
		p.Press("a").Types("token").Press("enter").Types("made-up-t").Press("enter").Sees("1 added", "+ token").SeesNot("made-up-t")
		p.Press("g d").Sees("1 deleted").Press("j r ctrl+u").Types("pass").Press("enter").Sees("1 changed")
		p.Press("j enter").Types("x").Press("enter").Sees("this is not a number").Press("esc")
		p.Press("u").SeesNot("1 changed").Sees("1 deleted").Press("u").SeesNot("1 deleted").Press("d").Sees("1 deleted").Press("u")
		p.Press("g d ctrl+s").Sees("1 key will disappear", "user", "disappears", "token", "new").Press("enter").Sees("saved")
		want := "{\n  \"password\": \"old\",\n  \"id\": 12345678901234567890,\n  \"n\": 1e400,\n  \"token\": \"made-up-t\"\n}\n"
		if got := p.Stored("app/canary"); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestATypeIsKeptUnlessItIsTurned(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j j enter").Types("77").Press("enter").Sees("1 changed")
		p.Press("j enter").Types("text").Press("enter").Sees("ctrl+t changes the type").Press("ctrl+t enter").Sees("2 changed")
		p.Press("ctrl+s").Sees("number → text").Press("enter").Sees("saved")
		if got, want := p.Stored("app/canary"), strings.NewReplacer("12345678901234567890", "77", "1e400", `"text"`).Replace(play.Pretty); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestAPasteIsDataAndKeepsItsBytes(t *testing.T) {
	for _, text := range []string{"qdd\ty", "made-up\nwith\n\nlines\n", "tab\there", "esc is not \\x1b", "日本 é \u202e", "q!:?u"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Pastes("qdD\r").Sees("2 secrets", "0 decrypts")
			p.Press("e").Sees("password").Pastes("qdd\rau").Sees("a paste needs a value to go into").SeesNot("deleted ·", "1 added")
			p.Press("j enter").Pastes(text).Press("ctrl+s").Sees("Save the value").Pastes("\ry\r").Press("enter").Sees("saved")
			doc := document.Of(backend.TextValue(p.Stored("app/canary")))
			v := doc.Text(backend.TextValue(p.Stored("app/canary")), 1)
			v.Use(func(b []byte) {
				if string(b) != text {
					t.Errorf("pasted %q, stored %q", text, b)
				}
			})
		})
	}
}

func TestLinesThatATerminalPastesWithCRsGetTheirLineEndsBack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("x"))}, func(p *play.Player) {
		p.Press("e").Pastes("a\rb\r").Press("ctrl+s enter").Sees("saved")
		if got := p.Stored("app/canary"); got != "a\nb\nx" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestAnUnsavedEditSurvivesTheLossOfFocusMasked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+o").Types(play.Canary).Sees(play.Canary).Press("blur").SeesNot(play.Canary).Press("focus").Types("-more").Sees("24 typed").SeesNot(play.Canary)
		p.Press("enter v").Sees(play.Canary + "-more").Wait(31 * time.Second).SeesNot(play.Canary).Sees("1 changed")
		p.Press("ctrl+s v").Sees(play.Canary).Press("blur").SeesNot(play.Canary).Press("focus enter").Sees("saved")
		if !strings.Contains(p.Stored("app/canary"), play.Canary+"-more") {
			t.Error("the edit was lost")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up text"))}, func(p *play.Player) {
		p.Press("e").Types(play.Canary).Sees(play.Canary).Press("blur").SeesNot(play.Canary).Sees("nothing of the edit is lost").Press("focus ctrl+o").Sees(play.Canary)
	})
}

func TestWhatCannotBeEditedSaysWhy(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("rds!").Press("enter e").Sees("is managed by rds: change it through that service")
		p.Press("/ ctrl+u").Press("enter D e").Sees("is scheduled for deletion: R restores it first")
		if p.Calls("GetSecretValue") != 0 {
			t.Error("a refused edit read a value")
		}
	})
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) { p.Press("e").Sees("read-only") })
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("keystore-p12").Press("enter e").Sees("binary value", "PKCS#12 key store").Press("esc").SeesNot("edit dev/")
	})
}

func TestNothingOfTheModelHoldsAnEditedValue(t *testing.T) {
	look := func(p *play.Player, when string) {
		t.Helper()
		var b strings.Builder
		play.Dump(reflect.ValueOf(p.Model), map[uintptr]bool{}, &b)
		if l := play.Leaks([]byte(b.String() + p.Everything())); l != nil {
			t.Errorf("%s a debugging dump of the whole model shows %v", when, l)
		}
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"` + play.Canary + `","l":["x","` + play.Canary + `"]}`))}, func(p *play.Player) {
		p.Press("e V").Sees(play.Canary)
		look(p, "with the form open")
		p.Press("enter").Types(play.Canary + "2")
		look(p, "while typing")
		p.Press("ctrl+s v").Sees(play.Canary + "2")
		look(p, "in the review")
		p.Colleague("app/canary", `{"k":"`+play.Canary+`3"}`)
		p.Press("enter").Sees("somebody else saved").Press("V").Sees(play.Canary + "3")
		look(p, "in a conflict")
		p.Press("esc T").Sees(play.Canary)
		look(p, "as text")
		p.Press("esc esc").Wait(time.Second).Press("y").SeesNot(play.Canary)
		look(p, "after the end")
	})
}

func TestAnEditKeepsItsLayoutAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 36}} {
		for _, text := range []string{play.Pretty, "a\tb\r\n" + strings.Repeat("東京", 300) + "\x1b[31m", `{"a":{"b":{"c":["x",{"d":"` + strings.Repeat("long ", 100) + `"}]}},"k\u001b[31m\u202e":"v"}`} {
			play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedOne(backend.TextValue(text))}, func(p *play.Player) {
				for _, keys := range []string{"e", "j", "V", "enter", "ctrl+o", "x", "ctrl+s", "v", "esc", "a", "k", "enter", "z", "enter", "G", "d", "T", "esc"} {
					if p.Press(keys); strings.Contains(p.Shows(), "means nothing") || strings.Contains(p.Shows(), "no folders here") {
						p.Wait(pane.StayLong) // a warning covers a border
					}
					play.CheckLayout(t, p, size[0])
				}
				play.CheckBytes(t, p.Screen.Sent())
			})
		}
	}
}
