package change_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

func TestWhereARuleAsksForTheNameNothingIsDeletedByAYes(t *testing.T) {
	rules := []backend.Protection{{Account: "*", TypeName: true}}
	for name, c := range map[string]struct {
		seed      play.Setting
		asks      func(p *play.Player)
		op        string
		says      []string
		word, key string
		done      string
	}{
		"the undo of a restore": {play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
			p.Press("D").Wait(time.Second).Press("R").Wait(time.Second).Press("y").Wait(2 * time.Second).Press("u").Wait(time.Second)
		}, "DeleteSecret", []string{"Undo", "app/buried", "restored app/buried", "u will delete app/buried again, with a window of 30 days", "last read", "type app/buried"}, "app/buried", "ctrl+s", "undone: "},
		"the undo of several restores": {play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
			p.Press("D").Wait(time.Second).Press("* R").Wait(time.Second).Press("y").Wait(2 * time.Second).Press("u").Wait(time.Second)
		}, "DeleteSecret", []string{"Undo", "app/buried", "app/gone", "u will delete 2 secrets again", "type 2 secrets"}, "2 secrets", "ctrl+s", "undone: "},
		"the undo of a create": {play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
			p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees("created app/new").Wait(time.Second).Press("u").Wait(time.Second)
		}, "DeleteSecret", []string{"Undo", "created app/new", "u will delete app/new, with a window", "type app/new"}, "app/new", "ctrl+s", "undone: created app/new"},
		"the deletion of a policy": {play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Press("x").Wait(time.Second).Sees("- role app of this account").Press("y").Wait(time.Second)
		}, "DeleteResourcePolicy", []string{"Delete the policy", "app/canary", "type app/canary"}, "app/canary", "enter", "deleted the policy of app/canary"},
		"the undo of a first policy": {play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Press("e").Wait(time.Second)
			erases(p).Pastes(theirs).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy")
			p.Press("u").Wait(time.Second).Sees("u will delete the policy of app/canary again").Press("y").Wait(time.Second)
		}, "DeleteResourcePolicy", []string{"Undo", "app/canary", "type app/canary"}, "app/canary", "enter", "undone: gave app/canary a policy"},
	} {
		for _, size := range [][2]int{{120, 36}, {60, 20}} {
			c.seed.Rules, c.seed.W, c.seed.H = rules, size[0], size[1]
			play.Game(t, c.seed, func(p *play.Player) {
				c.asks(p)
				play.CheckLayout(t, p, size[0])
				if size[1] == 36 {
					p.Sees(c.says...)
				}
				p.Sees("type " + c.word)
				calls := p.Calls(c.op)
				if p.Press("y 9 enter " + c.key).Wait(3 * time.Second); p.Calls(c.op) != calls {
					t.Fatalf("%s is done without the name", name)
				}
				p.Sees("type " + c.word).Press(strings.Repeat("backspace ", 2)).Types(c.word).Press(c.key).Wait(3 * time.Second).Sees(c.done)
				if p.Calls(c.op) == calls {
					t.Errorf("%s is not done with the name", name)
				}
			})
		}
	}
}
