package model_test

import (
	"testing"

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
