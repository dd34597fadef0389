package model_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestErrorsAndActivityNameThePlaceOfASecretElsewhere(t *testing.T) {
	everywhere(t, play.Setting{}, func(p *play.Player, a play.Abroad) {
		reads := func(texts ...string) {
			p.T.Helper()
			shows := strings.Join(strings.Fields(p.Screen.String()), " ")
			for _, text := range texts {
				if !strings.Contains(shows, text) {
					p.T.Errorf("it does not say %q\n%s", text, p.Screen)
				}
			}
		}
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue", "DeleteSecret") })
		p.Press("1 d").Wait(time.Second).Press("y").Wait(time.Second)
		reads("could not delete app/canary: access denied (" + where(a) + ")")
		p.Wait(pane.StayLong).Press("2 v").Wait(time.Second).Sees("could not reveal app/canary: access denied (" + where(a) + ")").Wait(pane.StayLong).Press("1 !").Wait(time.Second)
		if row := strings.Join(p.Frame("Activity").Lines[:2], ""); !strings.Contains(row, " reveal ") || !strings.Contains(row, least(a)) {
			p.T.Errorf("the activity does not say %s\n%s", a.Called, p.Screen)
		}
	})
}

func TestWhatIsWaitedForAtTheEndSaysWhereItIs(t *testing.T) {
	everywhere(t, play.Setting{}, func(p *play.Player, a play.Abroad) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"DeleteSecret": 15 * time.Second} })
		p.Press("d").Wait(time.Second).Press("y").Wait(time.Second).Press("q").Sees("Quitting", "deleting app/canary ("+where(a)+")")
		p.Press("esc").Wait(20 * time.Second)
	})
}

// saidAsTheyAre are the errors without a secret: of this machine's files, of listings, of passwords, and of what is typed.
var saidAsTheyAre = map[string]bool{"dialog/file.go": true, "edit/bytes.go": true, "edit/draft.go": true, "edit/draft_resume.go": true, "edit/external_editor.go": true,
	"edit/generator.go": true, "list/view.go": true, "list/card.go": true, "pane/errors.go": true, "pane/where.go": true, "change/unfinished.go": true, "change/undo.go": true,
	"change/rotation_setup.go": true, "change/policy_edit.go": true, "move.go": true, "profile_words.go": true, "where.go": true}

func TestAnErrorOfASecretIsSaidWithItsPlace(t *testing.T) {
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "play/") || saidAsTheyAre[path] {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), ".Error()") {
			t.Errorf("%s makes a text of an error: Desk.WhatFailed does, with the secret's place", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// saysSo fails where what is said of something done does not name the place.
func saysSo(p *play.Player, a play.Abroad, what string) {
	p.T.Helper()
	if shows := strings.Join(strings.Fields(p.Next()), " "); !strings.Contains(shows, what) || !strings.Contains(shows, "("+where(a)+")") {
		p.T.Errorf("it does not say %q with (%s)\n%s", what, where(a), p.Screen)
	}
}

// What is done to a secret elsewhere, the keys that do it, and how it is told.
func TestWhatIsDoneToASecretElsewhereIsToldWithItsPlace(t *testing.T) {
	yes := func(keys string) func(p *play.Player, a play.Abroad) {
		return func(p *play.Player, _ play.Abroad) { p.Press(keys).Wait(time.Second).Press("y").Wait(time.Second) }
	}
	function := func(a play.Abroad) string {
		return "arn:aws:lambda:" + a.Region + ":" + a.Account + ":function:demo-rotation"
	}
	setsUp := func(p *play.Player, a play.Abroad) {
		p.Press("2 [ [ enter").Wait(time.Second).Types(function(a)).Press("enter").Types("30").Press("enter enter enter enter").Wait(time.Second)
	}
	all := map[string]func(p *play.Player, a play.Abroad){
		"deleted app/canary":                  yes("d"),
		"restored app/gone":                   func(p *play.Player, a play.Abroad) { yes("R")(p.Opens(a.ARN("app/gone")).Wait(pane.StayLong), a) },
		"removed the tag env from app/canary": yes("2 ] ] x"),
		"undone: removed the tag env":         func(p *play.Player, a play.Abroad) { yes("2 ] ] x")(p, a); yes("1 u")(p, a) },
		"undone: deleted app/canary":          func(p *play.Player, a play.Abroad) { yes("d")(p, a); yes("1 u")(p, a) },
		"is AWSCURRENT of app/canary now":     yes("3 j p"),
		"mine is on ": func(p *play.Player, _ play.Abroad) {
			p.Press("3 L").Wait(time.Second).Press("a").Wait(time.Second).Types("mine").Press("enter").Wait(time.Second)
		},
		"opened app/gone":               func(p *play.Player, a play.Abroad) { p.Opens(a.ARN("app/gone")) },
		"rotation of app/canary (":      setsUp,
		"rotation of app/canary is off": func(p *play.Player, a play.Abroad) { setsUp(p, a); yes("x")(p.Wait(pane.StayLong), a) },
		"rotated app/canary": func(p *play.Player, a play.Abroad) {
			setsUp(p, a)
			yes("r")(p.Wait(pane.StayLong), a)
			p.Wait(5 * time.Second)
		},
		"changed the description of app/canary": func(p *play.Player, _ play.Abroad) {
			p.Press("i").Wait(time.Second).Types("made-up").Press("enter enter enter").Wait(time.Second).Press("y").Wait(time.Second)
		},
		"added the tag made-up to app/canary": func(p *play.Player, _ play.Abroad) {
			p.Press("2 ] ] a").Wait(time.Second).Types("made-up").Press("enter enter enter").Wait(time.Second)
		},
		"saved app/canary": func(p *play.Player, _ play.Abroad) {
			p.Press("e").Wait(time.Second).Press("j enter").Types("changed").Press("enter ctrl+s").Wait(time.Second).Press("enter").Wait(time.Second)
		},
		"let go of the replica of app/canary (": func(p *play.Player, a play.Abroad) {
			p.Does(play.ReplicatesAbroad(p.Server, a)).Press("ctrl+r")
			yes("2 ] ] ] x")(p, a)
		},
		"app/canary (": func(p *play.Player, _ play.Abroad) {
			p.Press("2 ] ] ] a").Wait(time.Second).Types("central").Press("enter").Wait(time.Second).Press("enter enter enter").Wait(time.Second)
		},
	}
	for i, what := range slices.Sorted(maps.Keys(all)) {
		t.Run(what, func(t *testing.T) {
			for n, a := range play.Abroads() {
				if tools.Spares(i+n, 2) {
					continue
				}
				abroad(t, a, sizes[2], play.Setting{}, func(p *play.Player) {
					all[what](p, a)
					saysSo(p, a, what)
				})
			}
		})
	}
}
