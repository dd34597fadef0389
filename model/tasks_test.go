package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

// Ten things that people come for, each in no more keys than it takes today besides what is typed.
func TestTenTasksTakeFewKeys(t *testing.T) {
	versions := play.SeedVersions(play.OlderJSON, play.NewerJSON)
	for _, c := range []struct {
		what, keys string
		most       int
		types      []string // in the place of each "…" among the keys, which counts nothing
		setting    play.Setting
		does       func(p *play.Player)
	}{
		{"copy one key", "2 c c", 3, nil, play.Setting{Seed: play.JSONSecret(), Native: true}, func(p *play.Player) { p.Sees("copied user") }},
		{"reveal", "V", 2, nil, play.Setting{Seed: versions}, func(p *play.Player) { p.Sees("1 decrypt").SeesNot("••••") }},
		{"roll back", "3 j p y", 4, nil, play.Setting{Seed: versions}, func(p *play.Player) { p.Sees("promoted: ") }},
		{"restore", "D R y", 3, nil, play.Setting{}, func(p *play.Player) { p.Sees("restored staging/legacy/ftp-gateway") }},
		{"edit one key", "e enter … ctrl+s enter", 4, []string{"made-up-new"}, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { p.Sees("saved app/canary") }},
		{"create", "n … ctrl+s … enter … enter ctrl+s enter", 8, []string{"made", "key", "made-up"}, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { p.Sees("created app/made") }},
		{"delete", "d y", 2, nil, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { p.Sees("deleted app/canary") }},
		{"compare", "3 j = y", 4, nil, play.Setting{Seed: versions}, func(p *play.Player) { p.Sees("2 decrypts", "changed") }},
		{"copy the ARN", "C a", 2, nil, play.Setting{Seed: play.JSONSecret(), Native: true}, func(p *play.Player) { p.Sees("copied the ARN") }},
	} {
		t.Run(c.what, func(t *testing.T) {
			play.Game(t, c.setting, func(p *play.Player) {
				if pressed := carriesOut(p, c.keys, c.types...); pressed > c.most {
					t.Errorf("it takes %d keys, more than %d", pressed, c.most)
				}
				c.does(p)
			})
		})
	}
	t.Run("switch the region", func(t *testing.T) {
		between(t, play.Setting{}, &twoPlaces{}, func(p *play.Player) {
			if pressed := carriesOut(p, "@ … enter", "eucen"); pressed > 4 {
				t.Errorf("it takes %d keys", pressed)
			}
			p.Sees("now at home · eu-central-1")
		})
	})
}

// carriesOut presses keys, and types the next of some texts in the place of each "…", which counts nothing.
func carriesOut(p *play.Player, keys string, types ...string) (pressed int) {
	for _, k := range strings.Fields(keys) {
		if k == "…" {
			p.Types(types[0]).Wait(time.Second)
			types = types[1:]
			continue
		}
		p.Press(k).Wait(time.Second)
		pressed++
	}
	return pressed
}

func TestThePaletteHasEveryActionOfTheProgram(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		m := keymap.Default()
		for i, a := range m.Actions() {
			if a == keymap.Palette || tools.LeavesOut(i, 1) {
				continue
			}
			p.Press(":").Types(strings.ReplaceAll(string(a), " ", "")).Wait(100 * time.Millisecond)
			if strings.Contains(p.Shows(), "nothing by that name") {
				t.Errorf("%s is not in the palette", a)
			}
			p.Press("esc")
		}
	})
}

func TestThePaletteKnowsOtherWordsAndGroupsAndPutsWhatIsRefusedLast(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		for typed, want := range map[string]string{"rollback": "promote", "history": "versions", "password": "generate", "rename": "rename", "search": "find", "diff": "compare", "trash": "deleted", "arn": "copy as"} {
			p.Press(":").Types(typed).Sees(want).Press("esc")
		}
		p.Press(":").Sees("here", "what do you want to do?").Types("sort").Sees("found").Press("enter").Sees("Sort by").Press("esc :").Sees("recent")
		if s := p.Shows(); strings.Index(s, "recent") > strings.Index(s, "here") {
			t.Errorf("what was picked last is not first:\n%s", p.Screen)
		}
		p.Types("restore").Sees("not now", "is not scheduled for deletion").Press("ctrl+u").Types("re")
		s := p.Press("pgdown pgdown pgdown").Shows()
		if strings.LastIndex(s, "restore") < strings.LastIndex(s, "reveal") {
			t.Errorf("what is refused stands before what is not:\n%s", p.Screen)
		}
		p.Press("esc")
	})
}

func TestAnActionOfAnotherPaneGoesThereFromThePalette(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("3 j 1 :").Types("rollback").Sees("promote").Press("enter").Sees("Promote an older version").Press("esc j j").Wait(time.Second)
		p.Press("space").Sees("app/canary").Press("1 :").Types("add tag").Press("enter").Sees("Add a tag").Press("esc").Sees("a add tag")
		p.Press(":").Types("delete-back").Press("enter").Sees("that is only possible while typing a value")
	})
}

func TestHelpBeginsWithWhatOneDoesFirstAndIsSearched(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		s := p.Press("?").Sees("Help", "first of all", "type to find").Shows()
		for _, pair := range [][2]string{{"find ", "reveal"}, {"reveal", "copy "}, {"copy ", "restore"}, {"restore", "in list"}} {
			if strings.Index(s, pair[0]) > strings.Index(s, pair[1]) {
				t.Errorf("%q stands behind %q:\n%s", pair[0], pair[1], p.Screen)
			}
		}
		p.Types("tag:").Sees("tag:env=prod", "by tag").SeesNot("first of all\n   v").Press("ctrl+u").Sees("first of all").Types("qqqq").Sees("no key is told of").Press("esc").SeesNot("no key is told of")
	})
}
