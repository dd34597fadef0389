package model_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestALineIsEditedInItsMiddle(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("n").Sees("New secret").Wait(1e9).Types("db").Sees("app/db▏").Press("left left").Types("new-").Sees("app/new-▏db").Press("ctrl+a").Types("x/").Sees("x/▏app/new-db")
		p.Press("ctrl+e").Types("\x1b[3~").Press("ctrl+w").Types("two").Press("ctrl+_").Sees("x/app/new-▏").Press("ctrl+w").Sees("x/app/▏").Press("ctrl+u").Types("app/c").Press("ctrl+e").Sees("app/canary▏")
		p.Press("tab tab").Pastes("first\rsecond\t!\r").Sees(`first\x0asecond\x09!\x0a`).Press("ctrl+u").SeesNot("first")
	})
}

func TestADescriptionKeepsItsLineEndsThroughTheDialog(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("n").Wait(1e9).Types("lines").Press("tab tab").Pastes("one\rtwo\r").Press("tab tab tab enter").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees(`one\x0atwo\x0a`).Press("enter").Sees("created app/lines")
		d, err := p.Rival().Describe(play.Ctx(), "app/lines")
		if err != nil || d.Description != "one\ntwo\n" {
			t.Errorf("the description is %q, %v", d.Description, err)
		}
	})
}

func TestTheRulesOfAPasswordAreTypedInTheSameEditor(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Sees(" bits").Wait(time.Second).Press("tab tab").Sees("length", "32▏").Press("left").Types("1").Sees("31▏2").Wait(time.Second).Sees(" bits")
		p.Types("999").Sees("319▏2").Press("ctrl+_").Sees("3▏2").Press("ctrl+u").Sees("▏2").Press("end ctrl+w").Pastes("size: 24").Sees("24▏")
		p.Press("tab").Types("abc def").Send("\x1b[1;5D")
		p.Types("x").Sees("abc x▏def").Press("home").Types("\x1b[3~").Sees("▏bc xdef").Press("end ctrl+w").SeesNot("xdef").Press("ctrl+_").Sees("bc xdef▏").Pastes("#%\r").Sees("bc xdef#%▏").Wait(time.Second)
		p.Press("tab tab tab tab tab tab tab tab y").Wait(time.Second).Sees("24 typed").Press("enter ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
		if got := p.NewPassword(); len(got) != 24 || strings.ContainsAny(got, "bc xdef#%") {
			t.Errorf("made is %q", got)
		}
	})
}

func TestTheDaysOfADeleteAreTypedInTheSameEditor(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("d").Wait(time.Second).Types("1").Sees("◂ 1▏▸").Press("left").Types("2").Sees("◂ 2▏1▸").Types("9").Sees("◂ 2▏1▸").Press("end backspace").Sees("◂ 2▏▸").Press("ctrl+_").Sees("◂ 21▏▸")
		p.Press("ctrl+w").Sees("7 to 30 days").Pastes("14 days\r").Sees("◂ 14▏▸").Press("up").Sees("◂ 15▏▸").Types("8").Sees("◂ 8▏▸").Press("tab tab enter").Sees("deleted ")
		p.Press("D").Sees("7d 23h left")
	})
}

// An editor of one's own lacks something: only a code that nobody sees is no text.
func TestNobodyButTheOneEditorEditsALine(t *testing.T) {
	for _, own := range []string{"tea.KeyBackspace", `"backspace"`, "utf8.DecodeLastRune"} {
		err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
			switch dir := filepath.ToSlash(path); {
			case err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return err
			case strings.HasPrefix(dir, "dialog/"), strings.HasPrefix(dir, "play/"), dir == "login/codes.go":
				return nil
			}
			if source, err := os.ReadFile(path); err != nil || strings.Contains(string(source), own) {
				t.Errorf("%s has %s of its own, %v", path, own, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
