package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func presents(o *model.Options) { o.Present = true }

// presentation is a place with a key that would show a value there.
type presentation struct {
	seed  func(*local.Server)
	opens func(p *play.Player)
	keys  string
}

func presentations() map[string]presentation {
	json, text := play.SeedOne(backend.TextValue(`{"key":"`+play.Canary+`","other":"x"}`)), play.SeedOne(backend.TextValue(play.Canary))
	versions := play.SeedVersions(`{"key":"made-up"}`, `{"key":"`+play.Canary+`"}`)
	press := func(keys string, sees ...string) func(p *play.Player) {
		return func(p *play.Player) { p.Press(keys).Wait(time.Second).Sees(sees...) }
	}
	return map[string]presentation{
		"the list":                {json, press("1"), "v V"},
		"a value that is held":    {json, press("2 c g", "2 keys"), "v V"},
		"a text that is held":     {text, press("2 c", "copied"), "v V"},
		"the timeline":            {versions, press("3"), "v V"},
		"a comparison":            {versions, press("3 j = y", "1 changed"), "v V"},
		"the form":                {json, press("e", "2 keys"), "v V"},
		"typing":                  {json, press("e enter", "masked"), "ctrl+o"},
		"typing JSON":             {json, press("e t", "masked"), "ctrl+o"},
		"the value as text":       {json, press("e T", "whole value as text"), "ctrl+o"},
		"a text":                  {text, press("e", "edit app/canary"), "ctrl+o"},
		"a review":                {json, press("e d ctrl+s", "Save the value"), "v"},
		"a generator":             {json, press("e enter ctrl+g", "Generate a password", "bits"), "v"},
		"an editor":               {json, press("1"), "E"},
		"an editor, from an edit": {json, press("e"), "E"},
		"an editor, from a text":  {text, press("e"), "\x1be"},
		"a conflict": {json, func(p *play.Player) {
			p.Press("e enter").Types("made-up").Press("enter ctrl+s").Sees("Save the value")
			p.Colleague("app/canary", `{"key":"`+play.Canary+`-theirs","other":"x"}`)
			p.Press("enter").Sees("conflict in app/canary")
		}, "v V"},
	}
}

// refused is how the status line says it.
const refused = "! " + pane.Presenting

func TestNothingShowsAValueWhileThePersonPresents(t *testing.T) {
	for name, at := range presentations() {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: at.seed, Native: true, Change: presents}, func(p *play.Player) {
				p.Never(play.Forms()...).Sees("presenting")
				at.opens(p)
				for key := range strings.FieldsSeq(at.keys) {
					p.Wait(13 * time.Second).SeesNot(refused) // what was said of the key before is gone
					if p.Press(key).Sees(refused); strings.Contains(p.Foot(), key+" reveal") || strings.Contains(p.Foot(), key+" show") {
						t.Errorf("%s is offered:\n%s", key, p.Screen)
					}
				}
			})
		})
	}
}

func TestAPresenterCopiesAndEditsWithoutSeeing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"key":"made-up","other":"` + play.Canary + `"}`)), Native: true, Change: presents}, func(p *play.Player) {
		p.Never(play.Canary, "made-up-new").Press("2").Sees("not read", "c copies without showing").SeesNot("reveals").Press("c").Sees("2 keys").Press("j c").Sees("copied other")
		if p.Board.Holds() != play.Canary {
			t.Errorf("copied is %q", p.Board.Holds())
		}
		p.Wait(31 * time.Second).Sees("c reads it again")
		p.Press("e enter").Types("made-up-new").Sees("11 typed").Press("enter").SavesAs(`{"key":"made-up","other":"made-up-new"}`)
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Change: presents}, func(p *play.Player) { // what is not seen is not edited
		p.Never(play.Canary).Press("e").Sees("edit app/canary").Types("x").Pastes("y")
		p.Press("backspace ctrl+s").Sees("nothing is changed")
	})
}

func TestAPresenterMayTypeATextThatBeginsEmpty(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("{}")), Change: presents}, func(p *play.Player) {
		p.Never("made-up-new").Press("n").Sees("New secret").Wait(time.Second).Types("text").Press("tab space").Sees("text").Press("shift+tab shift+tab shift+tab enter")
		p.Sees("new secret app/text", pane.Presenting).Types("made-up-new").Sees("11 typed").Press("backspace").Sees("10 typed")
		p.Press("ctrl+s").Sees("Create a secret", "app/text").Press("enter").Sees("created")
		if got := p.Stored("app/text"); got != "made-up-ne" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestTheHeaderSaysWhatThisRunDoesNotDo(t *testing.T) {
	for _, w := range []int{120, 60, 40} {
		play.Game(t, play.Setting{W: w, H: 20, NoFirst: true, Change: func(o *model.Options) { o.Present, o.ReadOnly = true, true }}, func(p *play.Player) {
			p.Wait(time.Second)
			if header, _, _ := strings.Cut(p.Screen.String(), "\n"); !strings.Contains(header, map[bool]string{true: "presenting · read-only", false: "presenting"}[w > 40]) {
				t.Errorf("at %d columns it says %q", w, header)
			}
			play.CheckLayout(t, p, w)
		})
	}
}
