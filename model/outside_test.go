package model

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/model/edit"
)

func TestAValueIsEditedOutsideFromTheListAndSavedAsItCameBack(t *testing.T) {
	beside(t, backend.TextValue(pretty), swap(`"old"`, `"made-up new"`), func(p *player, o *otherEditor) {
		p.press("E").sees("edit app/canary", "1 key changed in vim", "ctrl+s reviews and saves").seesNot("made-up new")
		if len(o.got) != 1 || o.got[0] != pretty {
			t.Errorf("the editor got %q", o.got)
		}
		p.press("ctrl+s").sees("Save app/canary", "password").press("enter").sees("saved app/canary")
		if got, want := p.stored("app/canary"), swap(`"old"`, `"made-up new"`)(pretty); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestWhatWasChangedOutsideIsOneStepOfUndo(t *testing.T) {
	beside(t, backend.TextValue(pretty), func(s string) string { return swap(`"n"`, `"m"`)(swap(`"old"`, `"x"`)(s)) }, func(p *player, _ *otherEditor) {
		p.press("e").sees("password").press("g d").sees("1 deleted").press("E").sees("changed in vim")
		p.press("ctrl+s").sees("Save app/canary", "user").press("esc")
		p.press("u").sees("1 deleted").press("u").seesNot("1 deleted").press("ctrl+s").sees("nothing is changed")
	})
	beside(t, backend.TextValue("a text\n"), swap("a text", "another"), func(p *player, _ *otherEditor) {
		p.press("e").sees("a text").types("x").press("\x1be").becomes(time.Second, "changed in vim").press("ctrl+o").sees("xanother")
		p.press("\x1bu").sees("xa text")
	})
}

func TestWithoutAChangeThePaneThatOnlyTheEditorNeededCloses(t *testing.T) {
	same := func(s string) string { return s }
	beside(t, backend.TextValue(pretty), same, func(p *player, _ *otherEditor) {
		p.press("E").sees("nothing was changed in vim").seesNot("edit app/canary")
		p.press("e").sees("edit app/canary").press("E").sees("nothing was changed in vim", "edit app/canary")
		p.press("esc").seesNot("edit app/canary")
		if n := p.calls("PutSecretValue"); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

func TestTheEditorStartsAfterTheReadOnlyForOneWhoWaited(t *testing.T) {
	slow := func(s *local.Server) {
		jsonSecret()(s)
		s.Set(func(k *local.Knobs) { k.Latency = 2 * time.Second })
	}
	for keys, starts := range map[string]bool{"": true, "j": false, "1": false, "?": false} {
		o := &otherEditor{Editor: edit.Editor{Name: "vim"}, makes: swap("old", "new")}
		o.Run = o.run
		play(t, setting{seed: slow, change: func(m *Options) { m.Editor = &o.Editor }}, func(p *player) {
			p.wait(5 * time.Second).press("E").sees("reading").press(keys)
			p.wait(5 * time.Second)
			if (len(o.got) == 1) != starts {
				t.Errorf("after %q the editor ran %d times", keys, len(o.got))
			}
			if keys == "j" {
				p.sees("read: E opens it in vim").press("E").sees("changed in vim")
			}
		})
	}
}

func TestTheScreenShowsNothingBeforeAndAfterTheEditor(t *testing.T) {
	beside(t, backend.TextValue(pretty), swap("old", "made-up"), func(p *player, o *otherEditor) {
		p.press("e V").sees("12345678901234567890").press("E").sees("changed in vim").seesNot("12345678901234567890", "made-up")
		if strings.Contains(o.saw, "12345678901234567890") || !strings.Contains(o.saw, "in the editor") {
			t.Errorf("while the editor ran the screen was\n%s", o.saw)
		}
	})
	beside(t, backend.TextValue("hush text"), swap("text", "word"), func(p *player, o *otherEditor) {
		p.press("v").sees("hush text").press("E").sees("changed in vim").seesNot("hush")
		if strings.Contains(o.saw, "hush text") {
			t.Errorf("while the editor ran the screen was\n%s", o.saw)
		}
	})
}

func TestKeysThatArriveBeforeTheEditorHasTheTerminalChangeNothing(t *testing.T) {
	beside(t, backend.TextValue(pretty), swap("old", "new"), func(p *player, o *otherEditor) {
		o.takes = 2 * time.Second
		p.press("e").sees("password").types("Edju\x13").pastes("x").sees("it is in the editor already")
		p.wait(3 * time.Second).sees("1 key changed in vim").seesNot("1 deleted")
	})
}

func TestAnAddedLineEndIsTakenOffAndSaidSo(t *testing.T) {
	for _, c := range []struct{ before, After, want string }{
		{"one line", "another line\n", "another line"},
		{"one line", "another line\r\n", "another line"},
		{"one line", "another line\n\n", "another line\n\n"},
		{"one line\n", "another line\n", "another line\n"},
		{"one\rline\r", "other\rline\r\n", "other\rline\r"},
		{`{"a":"1"}`, "{\"a\":\"2\"}\n", `{"a":"2"}`},
	} {
		beside(t, backend.TextValue(c.before), func(string) string { return c.After }, func(p *player, _ *otherEditor) {
			p.press("E").sees("changed in vim")
			if said := strings.Contains(p.shows(), "added line end was taken off"); said != (c.After != c.want) {
				t.Errorf("%q → %q: said so: %v", c.before, c.After, said)
			}
			p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved")
			if got := p.stored("app/canary"); got != c.want {
				t.Errorf("%q → %q: stored is %q", c.before, c.After, got)
			}
		})
	}
	beside(t, backend.TextValue("one line"), func(s string) string { return s + "\n" }, func(p *player, _ *otherEditor) {
		p.press("E").sees("nothing was changed in vim").seesNot("edit app")
	})
}

const brokenText = "{\n  \"user\":  \"u\",\n  \"password\": \"made-up\"\n  \"id\": 1\n}\n"

func TestWhatIsNoJSONAnyMoreCanBeReopened(t *testing.T) {
	beside(t, backend.TextValue(pretty), func(string) string { return brokenText }, func(p *player, o *otherEditor) {
		p.press("E").sees("not JSON any more: line 4, column 3: something unexpected after object key:value pair",
			"alt+e reopens", "ctrl+s saves as text", "esc drops it").seesNot("made-up")
		o.makes = swap("\"made-up\"\n", "\"made-up\",\n")
		p.press("\x1be").becomes(time.Second, "changed in vim", "enter changes", "password").seesNot("not JSON")
		if o.got[1] != brokenText {
			t.Errorf("reopened on %q", o.got[1])
		}
		p.press("ctrl+s").sees("Save", "1 key will disappear").press("enter").sees("saved")
		if got := p.stored("app/canary"); got != swap("\"made-up\"\n", "\"made-up\",\n")(brokenText) {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestWhatIsNoJSONAnyMoreCanBeSavedAsText(t *testing.T) {
	beside(t, backend.TextValue(pretty), func(string) string { return brokenText }, func(p *player, _ *otherEditor) {
		p.press("E").sees("not JSON any more").press("ctrl+s").sees("the new one is a text that is not JSON").press("enter").sees("saved")
		if got := p.stored("app/canary"); got != brokenText {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestWhatIsNoJSONAnyMoreIsDroppedOnlyAfterAQuestion(t *testing.T) {
	beside(t, backend.TextValue(pretty), func(string) string { return brokenText }, func(p *player, _ *otherEditor) {
		p.press("e g d").sees("1 deleted").press("E").sees("not JSON any more").seesNot("Drop what")
		p.press("esc").sees("Drop what came back from vim").wait(time.Second).press("enter").seesNot("Drop what").sees("not JSON any more") // no is the default
		p.press("esc").sees("Drop what").wait(time.Second).press("y").sees("1 deleted", "enter changes").seesNot("not JSON")
		p.press("u").seesNot("1 deleted").press("ctrl+s").sees("nothing is changed")
	})
	beside(t, backend.TextValue(pretty), func(string) string { return brokenText }, func(p *player, _ *otherEditor) {
		p.press("e T").types(" ").press("\x1be").becomes(time.Second, "not JSON any more").press("esc").wait(time.Second).press("y").seesNot("not JSON").press("ctrl+s").sees("only white space")
	})
}

func TestMendedInThePaneItGoesBackToTheForm(t *testing.T) {
	beside(t, backend.TextValue(`{"a": "1"}`), func(string) string { return `{"a": "2"` }, func(p *player, _ *otherEditor) {
		p.press("E").sees("line 1, column 10: it ends too early").press("ctrl+o").types("}").seesNot("too early").press("esc").sees("enter changes").press("ctrl+s").sees("Save app/canary", "same length")
	})
}

func TestAnEditorThatFailsLeavesTheEditAsItWas(t *testing.T) {
	beside(t, backend.TextValue(pretty), nil, func(p *player, o *otherEditor) {
		o.fails = &backend.Error{Op: "edit in vim", Kind: backend.ErrState, Message: "it ended with exit status 1"}
		p.press("e g d").sees("1 deleted").press("E").sees("nothing is taken over from vim: it ended with exit status 1. The edit is as it was", "1 deleted")
		o.fails = errors.New("the terminal could not be handed over")
		p.press("E").sees("the terminal could not be handed over", "1 deleted")
	})
	beside(t, backend.TextValue("text"), func(string) string { return "\xff\xfe" }, func(p *player, _ *otherEditor) {
		p.press("E").sees("bytes that are not UTF-8").press("ctrl+s").sees("nothing is changed")
	})
}

func TestWhatAFailedEditorHasSavedIsReopenedAndNeverTakenOverByItself(t *testing.T) {
	failed := &backend.Error{Op: "edit in vim", Kind: backend.ErrState, Message: "it ended with exit status 1"}
	beside(t, backend.TextValue(pretty), swap("old", "new"), func(p *player, o *otherEditor) {
		o.fails = failed
		p.press("E").sees("nothing is taken over from vim: it ended with exit status 1. The edit is as it was; E reopens what was saved")
		p.press("ctrl+s").sees("nothing is changed").press("esc").sees("Leave the edit").wait(time.Second).press("enter")
		o.fails = nil
		o.makes = func(s string) string { return s }
		p.press("E").sees("1 key changed in vim").press("ctrl+s").sees("Save app/canary", "password").press("enter").sees("saved app/canary")
		if want := strings.Replace(pretty, "old", "new", 1); p.stored("app/canary") != want || o.got[1] != want {
			t.Errorf("stored is %s", p.stored("app/canary"))
		}
	})
	beside(t, backend.TextValue(pretty), func(s string) string { return s }, func(p *player, o *otherEditor) {
		o.fails = failed
		p.press("E").sees("The edit is as it was").seesNot("reopens what was saved").press("esc").seesNot("edit app/canary")
	})
	beside(t, backend.TextValue("text"), func(string) string { return "\xff\xfe" }, func(p *player, o *otherEditor) {
		p.press("E").sees("not UTF-8", "alt+e reopens what was saved")
		o.makes = func(string) string { return "mended" }
		p.press("\x1be").becomes(time.Second, "changed in vim").press("ctrl+s").sees("Save app/canary")
		if o.got[1] != "\xff\xfe" {
			t.Errorf("it was reopened with %q", o.got[1])
		}
	})
}

func TestAnEditorThatMayKeepCopiesIsAskedAboutOnce(t *testing.T) {
	o := &otherEditor{Editor: edit.Editor{Name: "code", Unknown: true, Disk: "/tmp/x"}, makes: func(s string) string { return s }}
	o.Run = o.run
	play(t, setting{seed: jsonSecret(), change: func(m *Options) { m.Editor = &o.Editor }}, func(p *player) {
		p.press("E").sees("Edit in code", "app/canary", "may keep copies", "/tmp/x", "account").press("enter").seesNot("Edit in code")
		if len(o.got) != 0 || p.calls("GetSecretValue") != 0 {
			t.Error("no was taken for yes")
		}
		p.press("E").sees("Edit in code").press("y").sees("nothing was changed in code: if it still has a window open")
		p.press("E").wait(time.Second).seesNot("Edit in code")
		if len(o.got) != 2 {
			t.Errorf("it ran %d times", len(o.got))
		}
	})
}

func TestWhatCannotGoToAnEditorSaysWhy(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) { p.press("E").sees("there is no editor here") })
	play(t, setting{seed: jsonSecret(), change: func(m *Options) { m.Editor = &edit.Editor{Missing: "there is no editor: set $EDITOR"} }}, func(p *player) {
		p.press("E").sees("set $EDITOR").press("e").sees("password").press("E").sees("set $EDITOR")
	})
	play(t, setting{seed: jsonSecret(), change: func(m *Options) { m.ReadOnly, m.Editor = true, &edit.Editor{Name: "vim"} }}, func(p *player) {
		p.press("E").sees("read-only")
	})
	beside(t, backend.NewValue([]byte{1, 2, 3}, true), nil, func(p *player, o *otherEditor) {
		p.press("E").sees("edit app/canary", "a binary value is replaced from a file").press("E").sees("a binary value is replaced").press("esc")
		p.press("v").sees("3 bytes").press("E").sees("a binary value is replaced from a file").seesNot("edit app/canary")
		if len(o.got) != 0 {
			t.Error("the editor ran")
		}
	})
	beside(t, backend.TextValue(pretty), swap("old", "new"), func(p *player, o *otherEditor) {
		p.press("e j enter").types("mine").press("enter")
		p.colleague("app/canary", strings.Replace(pretty, "old", "theirs", 1))
		p.press("ctrl+s enter").sees("conflict in").press("E").sees("choose here first")
		if len(o.got) != 0 {
			t.Error("the editor ran")
		}
	})
}

func TestANewSecretsValueIsWrittenOutside(t *testing.T) {
	beside(t, backend.TextValue(pretty), func(string) string { return "made-up\n" }, func(p *player, o *otherEditor) {
		p.press("n").types("new").press("tab space tab tab tab tab enter").sees("new secret", "text").press("\x1be").becomes(time.Second, "changed in vim", "taken off")
		p.press("ctrl+s enter").wait(time.Second).sees("app/new")
		if got := p.stored("app/new"); got != "made-up" || o.got[0] != "" {
			t.Errorf("stored is %q, the editor got %q", got, o.got)
		}
	})
}

// Everything that the editor's file can hold goes out and comes back to the byte.
func TestAwkwardValuesGoOutAndComeBackToTheByte(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		if a.NotText || a.Binary {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			want := string(a.Bytes) + " "
			if len(want) > backend.MaxValue {
				t.Skip("as large as can be")
			}
			beside(t, backend.NewValue(bytes.Clone(a.Bytes), false), func(s string) string { return s + " " }, func(p *player, o *otherEditor) {
				p.press("E").sees("changed in vim").press("ctrl+s").sees("Save app/canary").press("enter").sees("saved")
				if got := p.stored("app/canary"); got != want || o.got[0] != string(a.Bytes) {
					t.Errorf("stored is %.300q\nwant %.300q", got, want)
				}
			})
		})
	}
}
