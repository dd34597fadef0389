package model_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// Each place is played on the smallest screen there is: what must be known and pressed is on it.
func TestDangerousPlacesStayHonestOnTheSmallestScreen(t *testing.T) {
	small := func(seed func(*local.Server), game func(p *play.Player)) {
		t.Helper()
		play.Game(t, play.Setting{W: 40, H: 10, Seed: seed, NoFirst: true}, func(p *play.Player) {
			p.Becomes(time.Second, "app/").Wait(time.Second)
			game(p)
			play.CheckLayout(t, p, 40)
		})
	}
	small(play.SeedTombstone, func(p *play.Player) {
		p.Press("d").Sees("window", "restorable until 31 Jan 2000", "[ ] delete for good").Press("tab tab space").Sees("instead", "Gone at once: no restore, no undo.", "type app/canary", "delete for good")
		p.Press("esc D g d").Sees("Gone at once: no restore, no undo.", "type app/gone", "still restorable")
	})
	five := play.SeedOne(backend.TextValue(`{"a":"1","b":"2","c":"3","d":"4","e":"5"}`))
	small(five, func(p *play.Player) {
		p.Press("e").Sees("5 keys").Press("d j d ctrl+s").Sees("Save the value", "1234-5678-9012 · eu-west-1", "a", "b", "2 keys will disappear", "save", "back to the edit")
		p.Press("shift+tab").Sees("▸back to the edit")
	})
	small(five, func(p *play.Player) {
		p.Press("e").Sees("5 keys").Press("d j d j enter").Types("x").Press("enter j enter").Types("y").Press("enter j enter").Types("z").Press("enter ctrl+s")
		p.Sees("2 keys will disappear", "back to the edit", " a ", " b ").Press("G").Sees(" e ").Press("v").Sees("z")
	})
	small(five, func(p *play.Player) {
		p.Press("e").Sees("5 keys").Press("enter").Types("x").Press("enter j enter").Types("y").Press("enter ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", `{"a":"t","b":"t","c":"3","d":"4","e":"5"}`)
		p.Press("enter").Sees("conflict in app/canary", "2 keys changed", "theirs", "before", "yours", "▌? a", "? b ", "saves")
		p.Press("right j").Sees("▌? b", "1 key changed").Press("right").Sees("nothing left to choose").Press("ctrl+s").Sees("Save the value")
	})
	small(five, func(p *play.Player) {
		p.Press("e").Sees("5 keys").Press("enter ctrl+g").Sees("Generate a password", "length", "••••", "strong", "use it").Press("tab tab").Sees("▸length").Press("tab tab tab tab").Sees("▸upper case", "strong", "use it")
		p.Press("tab tab tab tab").Sees("▸made by")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.Press("ctrl+g").Sees("generate a password", "choose made by: this machine", "use it").Press("space").Sees("this machine").Becomes(time.Second, "strong")
	})
	small(play.SeedVersions("made-up-one", "made-up-two"), func(p *play.Player) {
		p.Press("3 j p").Sees("Promote", "AWSCURRENT", "= compares them first · 2 decrypts", "promote")
	})
	small(play.SeedTombstone, func(p *play.Player) {
		p.Press("n").Sees("New secret", "1234-5678-9012 · eu-west-1", "to its value").Wait(time.Second).Types("canary").Sees("exists already").Press("tab tab tab").Sees("▸kms key").Types("alias").Press("tab").Sees("▸tags")
		p.Press("tab enter").Sees("not a KMS key", "▸kms key", "exists already", "1234-5678-9012 · eu-west-1", "to its value")
		p.Press("shift+tab shift+tab shift+tab").Types("ü").Sees("▸name", "cannot be in a name")
	})
}
