package model

import (
	"testing"
)

func TestALineIsEditedInItsMiddle(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("n").sees("New secret").wait(1e9).types("db").sees("app/db▏").press("left left").types("new-").sees("app/new-▏db").press("ctrl+a").types("x/").sees("x/▏app/new-db")
		p.press("ctrl+e").types("\x1b[3~").press("ctrl+w").types("two").press("ctrl+_").sees("x/app/new-▏").press("ctrl+w").sees("x/app/▏").press("ctrl+u").types("app/c").press("ctrl+e").sees("app/canary▏")
		p.press("tab tab").pastes("first\rsecond\t!\r").sees(`first\x0asecond\x09!\x0a`).press("ctrl+u").seesNot("first")
	})
}

func TestADescriptionKeepsItsLineEndsThroughTheDialog(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("n").wait(1e9).types("lines").press("tab tab").pastes("one\rtwo\r").press("tab tab tab enter").types("k").press("enter").types("v").press("enter ctrl+s").sees(`one\x0atwo\x0a`).press("enter").sees("created app/lines")
		d, err := p.rival().Describe(ctx(), "app/lines")
		if err != nil || d.Description != "one\ntwo\n" {
			t.Errorf("the description is %q, %v", d.Description, err)
		}
	})
}
