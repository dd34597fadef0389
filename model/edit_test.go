package model

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
)

func TestOneKeyIsChangedInFiveKeysAndNoOtherByteIs(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e").sees("edit app/canary", "password", "enter changes", "1 decrypt").seesNot("old")
		p.press("j enter").types("made-up new")
		p.press("ctrl+s").sees("Save app/canary", "password", "longer", "account 1234-5678-9012 · eu-west-1", "replaces version").seesNot("made-up new")
		if p.calls("PutSecretValue") != 0 {
			t.Error("a review wrote something")
		}
		p.press("enter").sees("saved app/canary", "moves AWSCURRENT back")
		if got, want := p.stored("app/canary"), strings.Replace(pretty, `"old"`, `"made-up new"`, 1); got != want {
			t.Errorf("stored is\n%s\nwant\n%s", got, want)
		}
		if n, private := p.versions("app/canary"); n != 2 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
		p.press("u").sees("move AWSCURRENT back").press("y").sees("undone: saved app/canary")
		if got := p.stored("app/canary"); got != pretty {
			t.Errorf("after u it is\n%s", got)
		}
	})
}

func TestAnEditBeginsOnTheKeyUnderTheCursor(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"1","b":{"c":"2","d":"3"},"e":"4"}`))}, func(p *player) {
		at := func() string { return strings.Fields(p.under("edit app/canary"))[1] }
		p.press("v j j j e").sees("edit app/canary")
		if at() != "d" {
			t.Errorf("the cursor is on %q", at())
		}
		p.press("esc").wait(31*time.Second).sees("wiped").press("k e").wait(time.Second).sees("edit app/canary", "2 decrypts")
		if at() != "c" {
			t.Errorf("after another read the cursor is on %q", at())
		}
		p.press("esc 1 e").wait(time.Second)
		if at() != "a" {
			t.Errorf("from the list the cursor is on %q", at())
		}
	})
}

func TestAnEditFromAHeldValueReadsItNotAgain(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("v").sees("4 keys").press("e").sees("edit app/canary", "1 decrypt")
		p.press("esc").seesNot("edit app/canary").sees("1 decrypt")
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
			play(t, setting{w: 60, h: 20, seed: seedOne(v)}, func(p *player) {
				p.press("e").sees("edit app/canary").press("ctrl+s").sees("nothing is changed").press("esc").seesNot("edit app/canary")
				if n := p.calls("PutSecretValue") + p.calls("UpdateSecretVersionStage") + p.calls("UpdateSecret"); n != 0 {
					t.Errorf("%d writes without a change", n)
				}
				want := p.changesABit(a.Bytes, doc)
				if len(want) > backend.MaxValue {
					p.press("ctrl+s").sees("the service takes 1 to")
					return
				}
				p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved app/canary")
				if got := p.stored("app/canary"); got != want {
					t.Errorf("stored is %.300q\nwant %.300q", got, want)
				}
			})
		})
	}
}

func TestTheFormAddsRenamesDeletesAndUndoes(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e").sees("password")
		p.press("a").types("token").press("enter").types("made-up-t").press("enter").sees("1 added", "+ token").seesNot("made-up-t")
		p.press("g d").sees("1 deleted").press("j r ctrl+u").types("pass").press("enter").sees("1 changed")
		p.press("j enter").types("x").press("enter").sees("this is not a number").press("esc")
		p.press("u").seesNot("1 changed").sees("1 deleted").press("u").seesNot("1 deleted").press("d").sees("1 deleted").press("u")
		p.press("g d ctrl+s").sees("1 key will disappear", "user", "disappears", "token", "new").press("enter").sees("saved")
		want := "{\n  \"password\": \"old\",\n  \"id\": 12345678901234567890,\n  \"n\": 1e400,\n  \"token\": \"made-up-t\"\n}\n"
		if got := p.stored("app/canary"); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestATypeIsKeptUnlessItIsTurned(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j j enter").types("77").press("enter").sees("1 changed")
		p.press("j enter").types("text").press("enter").sees("ctrl+t changes the type").press("ctrl+t enter").sees("2 changed")
		p.press("ctrl+s").sees("number → text").press("enter").sees("saved")
		if got, want := p.stored("app/canary"), strings.NewReplacer("12345678901234567890", "77", "1e400", `"text"`).Replace(pretty); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestAPasteIsDataAndKeepsItsBytes(t *testing.T) {
	for _, text := range []string{"qdd\ty", "made-up\nwith\n\nlines\n", "tab\there", "esc is not \\x1b", "日本 é \u202e", "q!:?u"} {
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.pastes("qdD\r").sees("2 secrets", "0 decrypts")
			p.press("e").sees("password").pastes("qdd\rau").sees("a paste needs a value to go into").seesNot("deleted ·", "1 added")
			p.press("j enter").pastes(text).press("ctrl+s").sees("Save app/canary").pastes("\ry\r").press("enter").sees("saved")
			doc := document.Of(backend.TextValue(p.stored("app/canary")))
			v := doc.Text(backend.TextValue(p.stored("app/canary")), 1)
			v.Use(func(b []byte) {
				if string(b) != text {
					t.Errorf("pasted %q, stored %q", text, b)
				}
			})
		})
	}
}

func TestLinesThatATerminalPastesWithCRsGetTheirLineEndsBack(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("x"))}, func(p *player) {
		p.press("e").pastes("a\rb\r").press("ctrl+s enter").sees("saved")
		if got := p.stored("app/canary"); got != "a\nb\nx" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestAnUnsavedEditSurvivesTheLossOfFocusMasked(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter ctrl+o").types(canary).sees(canary).press("blur").seesNot(canary).press("focus").types("-more").sees("24 typed").seesNot(canary)
		p.press("enter v").sees(canary + "-more").wait(31 * time.Second).seesNot(canary).sees("1 changed")
		p.press("ctrl+s v").sees(canary).press("blur").seesNot(canary).press("focus enter").sees("saved")
		if !strings.Contains(p.stored("app/canary"), canary+"-more") {
			t.Error("the edit was lost")
		}
	})
	play(t, setting{seed: seedOne(backend.TextValue("made-up text"))}, func(p *player) {
		p.press("e").types(canary).sees(canary).press("blur").seesNot(canary).sees("nothing of the edit is lost").press("focus ctrl+o").sees(canary)
	})
}

func TestWhatCannotBeEditedSaysWhy(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("rds!").press("enter e").sees("is managed by rds: change it through that service")
		p.press("/ ctrl+u").press("enter D e").sees("is scheduled for deletion: R restores it first")
		if p.calls("GetSecretValue") != 0 {
			t.Error("a refused edit read a value")
		}
	})
	play(t, setting{change: func(o *Options) { o.ReadOnly = true }}, func(p *player) { p.press("e").sees("read-only") })
	play(t, setting{}, func(p *player) {
		p.press("/").types("keystore-p12").press("enter e").sees("binary value", "PKCS#12 key store").press("esc").seesNot("edit dev/")
	})
}

func TestNothingOfTheModelHoldsAnEditedValue(t *testing.T) {
	look := func(p *player, when string) {
		t.Helper()
		var b strings.Builder
		dump(reflect.ValueOf(p.model), map[uintptr]bool{}, &b)
		if l := leaks([]byte(b.String() + p.everything())); l != nil {
			t.Errorf("%s a debugging dump of the whole model shows %v", when, l)
		}
	}
	play(t, setting{seed: seedOne(backend.TextValue(`{"k":"` + canary + `","l":["x","` + canary + `"]}`))}, func(p *player) {
		p.press("e V").sees(canary)
		look(p, "with the form open")
		p.press("enter").types(canary + "2")
		look(p, "while typing")
		p.press("ctrl+s v").sees(canary + "2")
		look(p, "in the review")
		p.colleague("app/canary", `{"k":"`+canary+`3"}`)
		p.press("enter").sees("somebody else saved").press("V").sees(canary + "3")
		look(p, "in a conflict")
		p.press("esc T").sees(canary)
		look(p, "as text")
		p.press("esc esc").wait(time.Second).press("y").seesNot(canary)
		look(p, "after the end")
	})
}

func TestAnEditKeepsItsLayoutAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 36}} {
		for _, text := range []string{pretty, "a\tb\r\n" + strings.Repeat("東京", 300) + "\x1b[31m", `{"a":{"b":{"c":["x",{"d":"` + strings.Repeat("long ", 100) + `"}]}},"k\u001b[31m\u202e":"v"}`} {
			play(t, setting{w: size[0], h: size[1], seed: seedOne(backend.TextValue(text))}, func(p *player) {
				for _, keys := range []string{"e", "j", "V", "enter", "ctrl+o", "x", "ctrl+s", "v", "esc", "a", "k", "enter", "z", "enter", "G", "d", "T", "esc"} {
					p.press(keys)
					checkLayout(t, p, size[0])
				}
				checkBytes(t, p.screen.sent())
			})
		}
	}
}
