package edit_test

import (
	"testing"
	"time"

	"strongroom/model/play"
)

// The kind of value is asked for in one place, and turned there by space alone: nothing else of the way to a new secret is
// another kind than was chosen.
func TestNoKeyTurnsTheKindOfANewValueUnasked(t *testing.T) {
	const json, text = "◂ keys and values (JSON) ▸", "◂ text ▸"
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("kind").Press("tab").Sees(json).Types("Tt").Press("T t enter").Sees(json).Press("up").Sees("space changes it").Press("left right down up enter").Sees(json)
		p.Press("ctrl+s").Sees("new secret app/kind")
		p.Types("Tt").Press("enter").Types("tT").Press("enter").Sees("Tt", "1 added")
		p.Press("t").Sees("to edit inside it").Press("esc enter").Types("T").Press("esc T").Sees("whole value as text").Press("esc").Sees("Tt", "1 added").SeesNot("whole value as text")
		p.Press("ctrl+s").Sees("Create a secret", "app/kind").Press("enter").Sees("created app/kind")
		if got := p.Stored("app/kind"); got != `{"Tt": "tT"}` {
			t.Errorf("stored is %s", got)
		}
		p.Press("n").Wait(time.Second).Types("plain").Press("tab space").Sees(text).Types("Tt").Press("enter").Sees(text).Press("ctrl+s").Sees("new secret app/plain")
		p.Types("T").Press("enter").Types("t").Press("ctrl+s").Sees("Create a secret", "app/plain").Press("enter").Sees("created app/plain")
		if got := p.Stored("app/plain"); got != "T\nt" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestKeysAndValuesThatBecameATextAreNoTextUnasked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("broken").Press("ctrl+s").Sees("new secret app/broken").Types("k").Press("enter").Types("v").Press("enter T").Sees("whole value as text")
		p.Types("x").Press("ctrl+s").Wait(time.Second).Sees("not JSON any more", "ctrl+s saves it as text").SeesNot("Create a secret")
		p.Press("ctrl+s").Wait(time.Second).Sees("Create a secret", "app/broken").Press("enter").Sees("created app/broken")
		if got := p.Stored("app/broken"); got != `x{"k": "v"}` {
			t.Errorf("stored is %s", got)
		}
	})
}
