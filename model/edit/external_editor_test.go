package edit_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAValueIsEditedOutsideFromTheListAndSavedAsItCameBack(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap(`"old"`, `"made-up new"`), func(p *play.Player, o *play.OtherEditor) {
		p.Press("E").Sees("edit app/canary", "1 key changed in vim", "ctrl+s reviews and saves").SeesNot("made-up new")
		if len(o.Got) != 1 || o.Got[0] != play.Pretty {
			t.Errorf("the editor got %q", o.Got)
		}
		p.Press("ctrl+s").Sees("Save the value", "password").Press("enter").Sees("saved app/canary")
		if got, want := p.Stored("app/canary"), play.Swap(`"old"`, `"made-up new"`)(play.Pretty); got != want {
			t.Errorf("stored is\n%s", got)
		}
	})
}

func TestWhatWasChangedOutsideIsOneStepOfUndo(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), func(s string) string { return play.Swap(`"n"`, `"m"`)(play.Swap(`"old"`, `"x"`)(s)) }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("e").Sees("password").Press("g d").Sees("1 deleted").Press("E").Sees("changed in vim")
		p.Press("ctrl+s").Sees("Save the value", "user").Press("esc")
		p.Press("u").Sees("1 deleted").Press("u").SeesNot("1 deleted").Press("ctrl+s").Sees("nothing is changed")
	})
	play.Beside(t, backend.TextValue("a text\n"), play.Swap("a text", "another"), func(p *play.Player, _ *play.OtherEditor) {
		p.Press("e").Sees("a text").Types("x").Press("\x1be").Wait(time.Second).Sees("changed in vim").Press("ctrl+o").Sees("xanother")
		p.Press("\x1bu").Sees("xa text")
	})
}

func TestWithoutAChangeThePaneThatOnlyTheEditorNeededCloses(t *testing.T) {
	same := func(s string) string { return s }
	play.Beside(t, backend.TextValue(play.Pretty), same, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("E").Sees("nothing was changed in vim").SeesNot("edit app/canary")
		p.Press("e").Sees("edit app/canary").Press("E").Sees("nothing was changed in vim", "edit app/canary")
		p.Press("esc").SeesNot("edit app/canary")
		if n := p.Calls("PutSecretValue"); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

func TestTheEditorStartsAfterTheReadOnlyForOneWhoWaited(t *testing.T) {
	slow := func(s *local.Server) {
		play.JSONSecret()(s)
		s.Set(func(k *local.Knobs) { k.Latency = 2 * time.Second })
	}
	for keys, starts := range map[string]bool{"": true, "j": false, "1": false, "?": false} {
		o := &play.OtherEditor{Editor: pane.Editor{Name: "vim"}, Makes: play.Swap("old", "new")}
		o.Run = o.Edit
		play.Game(t, play.Setting{Seed: slow, Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *play.Player) {
			p.Wait(5 * time.Second).Press("E").Sees("reading").Press(keys)
			p.Wait(5 * time.Second)
			if (len(o.Got) == 1) != starts {
				t.Errorf("after %q the editor ran %d times", keys, len(o.Got))
			}
			if keys == "j" {
				p.Sees("read: E opens it in vim").Press("E").Sees("changed in vim")
			}
		})
	}
}

func TestTheScreenShowsNothingBeforeAndAfterTheEditor(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap("old", "made-up"), func(p *play.Player, o *play.OtherEditor) {
		p.Press("e V").Sees("12345678901234567890").Press("E").Sees("changed in vim").SeesNot("12345678901234567890", "made-up")
		if strings.Contains(o.Saw, "12345678901234567890") || !strings.Contains(o.Saw, "in the editor") {
			t.Errorf("while the editor ran the screen was\n%s", o.Saw)
		}
	})
	play.Beside(t, backend.TextValue("hush text"), play.Swap("text", "word"), func(p *play.Player, o *play.OtherEditor) {
		p.Press("v").Sees("hush text").Press("E").Sees("changed in vim").SeesNot("hush")
		if strings.Contains(o.Saw, "hush text") {
			t.Errorf("while the editor ran the screen was\n%s", o.Saw)
		}
	})
}

func TestKeysThatArriveBeforeTheEditorHasTheTerminalChangeNothing(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap("old", "new"), func(p *play.Player, o *play.OtherEditor) {
		o.Takes = 2 * time.Second
		p.Press("e").Sees("password")
		for _, key := range []string{"E", "d", "j", "u", "\x13"} {
			p.Send(key)
			p.Wait(45 * time.Millisecond)
		}
		p.Pastes("x").Sees("it is in the editor already")
		p.Wait(3 * time.Second).Sees("1 key changed in vim").SeesNot("1 deleted")
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
		play.Beside(t, backend.TextValue(c.before), func(string) string { return c.After }, func(p *play.Player, _ *play.OtherEditor) {
			p.Press("E").Sees("changed in vim")
			if said := strings.Contains(p.Shows(), "added line end was taken off"); said != (c.After != c.want) {
				t.Errorf("%q → %q: said so: %v", c.before, c.After, said)
			}
			p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
			if got := p.Stored("app/canary"); got != c.want {
				t.Errorf("%q → %q: stored is %q", c.before, c.After, got)
			}
		})
	}
	play.Beside(t, backend.TextValue("one line"), func(s string) string { return s + "\n" }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("E").Sees("nothing was changed in vim").SeesNot("edit app")
	})
}

const brokenText = "{\n  \"user\":  \"u\",\n  \"password\": \"made-up\"\n  \"id\": 1\n}\n"

func TestWhatIsNoJSONAnyMoreCanBeReopened(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), func(string) string { return brokenText }, func(p *play.Player, o *play.OtherEditor) {
		p.Press("E").Sees("not JSON any more: line 4, column 3: something unexpected after object key:value pair",
			"alt+e reopens", "ctrl+s saves it as text", "esc drops it").SeesNot("made-up")
		o.Makes = play.Swap("\"made-up\"\n", "\"made-up\",\n")
		p.Press("\x1be").Wait(time.Second).Sees("changed in vim", "enter change", "password").SeesNot("not JSON")
		if o.Got[1] != brokenText {
			t.Errorf("reopened on %q", o.Got[1])
		}
		p.Press("ctrl+s").Sees("Save", "1 key will disappear").Press("enter").Sees("saved")
		if got := p.Stored("app/canary"); got != play.Swap("\"made-up\"\n", "\"made-up\",\n")(brokenText) {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestWhatIsNoJSONAnyMoreCanBeSavedAsText(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), func(string) string { return brokenText }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("E").Sees("not JSON any more").Press("ctrl+s").Sees("the new one is a text that is not JSON").Press("enter").Sees("saved")
		if got := p.Stored("app/canary"); got != brokenText {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestWhatIsNoJSONAnyMoreIsDroppedOnlyAfterAQuestion(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), func(string) string { return brokenText }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("e g d").Sees("1 deleted").Press("E").Sees("not JSON any more").SeesNot("Drop what")
		p.Press("esc").Sees("Drop what came back").Wait(time.Second).Press("enter").SeesNot("Drop what").Sees("not JSON any more") // no is the default
		p.Press("esc").Sees("Drop what").Wait(time.Second).Press("y").Sees("1 deleted", "a add").SeesNot("not JSON")
		p.Press("u").SeesNot("1 deleted").Press("ctrl+s").Sees("nothing is changed")
	})
	play.Beside(t, backend.TextValue(play.Pretty), func(string) string { return brokenText }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("e T").Types(" ").Press("\x1be").Wait(time.Second).Sees("not JSON any more").Press("esc").Wait(time.Second).Press("y").SeesNot("not JSON").Press("ctrl+s").Sees("only white space")
	})
}

func TestMendedInThePaneItGoesBackToTheForm(t *testing.T) {
	play.Beside(t, backend.TextValue(`{"a": "1"}`), func(string) string { return `{"a": "2"` }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("E").Sees("line 1, column 10: it ends too early").Press("ctrl+o").Types("}").SeesNot("too early").Press("esc").Sees("enter change").Press("ctrl+s").Sees("Save the value", "same length")
	})
}

func TestAnEditorThatFailsLeavesTheEditAsItWas(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), nil, func(p *play.Player, o *play.OtherEditor) {
		o.Fails = &backend.Error{Op: "edit in vim", Kind: backend.ErrState, Message: "it ended with exit status 1"}
		p.Press("e g d").Sees("1 deleted").Press("E").Sees("nothing is taken over from vim: it ended with exit status 1. The edit is as it was", "1 deleted")
		o.Fails = errors.New("the terminal could not be handed over")
		p.Press("E").Sees("the terminal could not be handed over", "1 deleted")
	})
	play.Beside(t, backend.TextValue("text"), func(string) string { return "\xff\xfe" }, func(p *play.Player, _ *play.OtherEditor) {
		p.Press("E").Sees("bytes that are not UTF-8").Press("ctrl+s").Sees("nothing is changed")
	})
}

func TestWhatAFailedEditorHasSavedIsReopenedAndNeverTakenOverByItself(t *testing.T) {
	failed := &backend.Error{Op: "edit in vim", Kind: backend.ErrState, Message: "it ended with exit status 1"}
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap("old", "new"), func(p *play.Player, o *play.OtherEditor) {
		o.Fails = failed
		p.Press("E").Sees("nothing is taken over from vim: it ended with exit status 1. The edit is as it was; E reopens what was saved")
		p.Press("ctrl+s").Sees("nothing is changed").Press("esc").Sees("Leave the edit").Wait(time.Second).Press("enter")
		o.Fails = nil
		o.Makes = func(s string) string { return s }
		p.Press("E").Sees("1 key changed in vim").Press("ctrl+s").Sees("Save the value", "password").Press("enter").Sees("saved app/canary")
		if want := strings.Replace(play.Pretty, "old", "new", 1); p.Stored("app/canary") != want || o.Got[1] != want {
			t.Errorf("stored is %s", p.Stored("app/canary"))
		}
	})
	play.Beside(t, backend.TextValue(play.Pretty), func(s string) string { return s }, func(p *play.Player, o *play.OtherEditor) {
		o.Fails = failed
		p.Press("E").Sees("The edit is as it was").SeesNot("reopens what was saved").Press("esc").SeesNot("edit app/canary")
	})
	play.Beside(t, backend.TextValue("text"), func(string) string { return "\xff\xfe" }, func(p *play.Player, o *play.OtherEditor) {
		p.Press("E").Sees("not UTF-8", "alt+e reopens what was saved")
		o.Makes = func(string) string { return "mended" }
		p.Press("\x1be").Wait(time.Second).Sees("changed in vim").Press("ctrl+s").Sees("Save the value")
		if o.Got[1] != "\xff\xfe" {
			t.Errorf("it was reopened with %q", o.Got[1])
		}
	})
}

func TestWhatAFailedEditorHasSavedOutlastsATryThatBringsNothingBack(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap("old", "new"), func(p *play.Player, o *play.OtherEditor) {
		o.Fails = errors.New("made-up: it ended with exit status 1")
		p.Press("E").Sees("The edit is as it was; E reopens what was saved")
		o.Makes = nil
		p.Press("E").Sees("nothing is taken over from vim", "; E reopens what was saved")
		o.Fails, o.Makes = nil, func(s string) string { return s }
		p.Press("E").Sees("1 key changed in vim")
		if want := strings.Replace(play.Pretty, "old", "new", 1); o.Got[2] != want {
			t.Errorf("it was reopened with %q", o.Got[2])
		}
		p.Press("esc").Sees("Leave the edit").Wait(time.Second).Press("tab enter").SeesNot("edit app/canary").Alive(0)
	})
}

func TestAnEditorThatMayKeepCopiesIsAskedAboutOnce(t *testing.T) {
	o := &play.OtherEditor{Editor: pane.Editor{Name: "code", Unknown: true, Disk: "/tmp/x"}, Makes: func(s string) string { return s }}
	o.Run = o.Edit
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *play.Player) {
		p.Press("E").Sees("Edit in code", "app/canary", "may keep copies", "/tmp/x", "account").Press("enter").SeesNot("Edit in code")
		if len(o.Got) != 0 || p.Calls("GetSecretValue") != 0 {
			t.Error("no was taken for yes")
		}
		p.Press("E").Sees("Edit in code").Press("y").Sees("nothing was changed in code: if it still has a window open")
		p.Press("E").Wait(time.Second).SeesNot("Edit in code")
		if len(o.Got) != 2 {
			t.Errorf("it ran %d times", len(o.Got))
		}
	})
}

func TestWhatCannotGoToAnEditorSaysWhy(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { p.Press("E").Sees("there is no editor here") })
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(m *model.Options) { m.Editor = &pane.Editor{Missing: "there is no editor: set $EDITOR"} }}, func(p *play.Player) {
		p.Press("E").Sees("set $EDITOR").Press("e").Sees("password").Press("E").Sees("set $EDITOR")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(m *model.Options) { m.ReadOnly, m.Editor = true, &pane.Editor{Name: "vim"} }}, func(p *play.Player) {
		p.Press("E").Sees("read-only")
	})
	play.Beside(t, backend.NewValue([]byte{1, 2, 3}, true), nil, func(p *play.Player, o *play.OtherEditor) {
		p.Press("E").Sees("edit app/canary", "a binary value is replaced from a file").Press("E").Sees("a binary value is replaced").Press("esc")
		p.Press("v").Sees("3 bytes").Press("E").Sees("a binary value is replaced from a file").SeesNot("edit app/canary")
		if len(o.Got) != 0 {
			t.Error("the editor ran")
		}
	})
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap("old", "new"), func(p *play.Player, o *play.OtherEditor) {
		p.Press("e j enter").Types("mine").Press("enter")
		p.Colleague("app/canary", strings.Replace(play.Pretty, "old", "theirs", 1))
		p.Press("ctrl+s enter").Sees("conflict in").Press("E").Sees("choose here first")
		if len(o.Got) != 0 {
			t.Error("the editor ran")
		}
	})
}

func TestANewSecretsValueIsWrittenOutside(t *testing.T) {
	play.Beside(t, backend.TextValue(play.Pretty), func(string) string { return "made-up\n" }, func(p *play.Player, o *play.OtherEditor) {
		p.Press("n").Types("new").Press("tab space tab tab tab tab enter").Sees("new secret", "text").Press("\x1be").Wait(time.Second).Sees("changed in vim", "taken off")
		p.Press("ctrl+s enter").Wait(time.Second).Sees("app/new")
		if got := p.Stored("app/new"); got != "made-up" || o.Got[0] != "" {
			t.Errorf("stored is %q, the editor got %q", got, o.Got)
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
			play.Beside(t, backend.NewValue(bytes.Clone(a.Bytes), false), func(s string) string { return s + " " }, func(p *play.Player, o *play.OtherEditor) {
				p.Press("E").Sees("changed in vim").Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
				if got := p.Stored("app/canary"); got != want || o.Got[0] != string(a.Bytes) {
					t.Errorf("stored is %.300q\nwant %.300q", got, want)
				}
			})
		})
	}
}

func TestAYesToTheEditorIsOneForTheSecretThatWasNamed(t *testing.T) {
	o := &play.OtherEditor{Editor: pane.Editor{Name: "made-up-editor", Unknown: true}, Makes: func(s string) string { return s + "x" }}
	o.Run = o.Edit
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *play.Player) {
		p.Wait(2 * time.Second)
		_, err := p.Rival().Delete(play.Ctx(), p.ARN("app/canary"), backend.Deletion{WindowDays: 7})
		p.Does(err).Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"ListSecrets": 3 * time.Second, "DescribeSecret": 3 * time.Second}
		})
		p.Press("ctrl+r E").Sees("Edit in made-up-editor", "app/canary").Wait(8 * time.Second).Sees("1 secret ").Press("y").Wait(2 * time.Second).Sees("app/canary is no longer selected").SeesNot("edit app/other")
		if n := p.Calls("GetSecretValue"); n != 0 || len(o.Got) != 0 {
			t.Errorf("%d reads, and the editor got %q", n, o.Got)
		}
		p.Press("E").Wait(2*time.Second).Sees("edit app/other", "changed in made-up-editor") // asked once in a session
	})
}
