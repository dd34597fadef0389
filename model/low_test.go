package model

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

// Each place is played on the smallest screen there is: what must be known and pressed is on it.
func TestDangerousPlacesStayHonestOnTheSmallestScreen(t *testing.T) {
	small := func(seed func(*local.Server), game func(p *player)) {
		t.Helper()
		play(t, setting{w: 40, h: 10, seed: seed, noFirst: true}, func(p *player) {
			p.becomes(time.Second, "app/").wait(time.Second)
			game(p)
			checkLayout(t, p, 40)
		})
	}
	five := seedOne(backend.TextValue(`{"a":"1","b":"2","c":"3","d":"4","e":"5"}`))
	small(five, func(p *player) {
		p.press("e").sees("5 keys").press("d j d ctrl+s").sees("Save app/canary", "1234-5678-9012 · eu-west-1", "a", "b", "2 keys will disappear", "save", "back to the edit")
		p.press("shift+tab").sees("▸ back to the edit")
	})
	small(five, func(p *player) {
		p.press("e").sees("5 keys").press("d j d j enter").types("x").press("enter j enter").types("y").press("enter j enter").types("z").press("enter ctrl+s")
		p.sees("2 keys will disappear", "back to the edit", " a ", " b ").press("G").sees(" e ").press("v").sees("z")
	})
	small(five, func(p *player) {
		p.press("e").sees("5 keys").press("enter").types("x").press("enter j enter").types("y").press("enter ctrl+s").sees("Save app/canary")
		p.colleague("app/canary", `{"a":"t","b":"t","c":"3","d":"4","e":"5"}`)
		p.press("enter").sees("conflict in app/canary", "2 keys changed", "theirs", "before", "yours", "▌? a", "? b ", "saves")
		p.press("right j").sees("▌? b", "1 key changed").press("right").sees("nothing left to choose").press("ctrl+s").sees("Save app/canary")
	})
	small(five, func(p *player) {
		p.press("e").sees("5 keys").press("enter ctrl+g").sees("Generate a password", "length", "••••", "strong", "use it").press("tab tab").sees("▸length").press("tab tab tab tab").sees("▸upper case", "strong", "use it")
		p.press("tab tab tab tab").sees("▸made by")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.press("ctrl+g").sees("generate a password", "choose made by: this machine", "use it").press("space").sees("this machine").becomes(time.Second, "strong")
	})
	small(seedTombstone, func(p *player) {
		p.press("n").sees("New secret", "1234-5678-9012 · eu-west-1", "go on to the value").wait(time.Second).types("canary").sees("exists already").press("tab tab tab").sees("▸kms key").types("alias").press("tab").sees("▸tags")
		p.press("tab enter").sees("not a KMS key", "▸kms key", "exists already", "1234-5678-9012 · eu-west-1", "go on to the value")
		p.press("shift+tab shift+tab shift+tab").types("ü").sees("▸name", "cannot be in a name")
	})
}
