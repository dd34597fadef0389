package list_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

// What an order came to stands on a row in place of its countdown: no longer than until the service tells how the secret is since.
func TestWhatBecameOfAnOrderStandsOnItsRowUntilTheServiceTellsOfItSince(t *testing.T) {
	const name, unknown, refused = "prod/old/mailgun", "whether it is restored", "not restored: "
	row := func(p *play.Player, has, not string) {
		t.Helper()
		if is := p.GoesTo("Secrets", name).Under("Secrets"); !strings.Contains(is, has) || not != "" && strings.Contains(is, not) {
			t.Errorf("the row says %q, not %q\n%s", is, has, p.Screen)
		}
	}
	lost := func(p *play.Player) {
		p.Breaks(local.Fault{Op: "RestoreSecret", Kind: local.Hang, N: -1}, local.Fault{Op: "DescribeSecret", Kind: local.Hang, N: -1})
		p.GoesTo("Secrets", name).Press("R y").Wait(3 * time.Minute)
		p.Breaks()
	}
	denied := func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("RestoreSecret") })
		p.GoesTo("Secrets", name).Press("R y").Wait(5 * time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
	}
	wide := play.Setting{W: 160, H: 36, Change: play.DeletedFirst}
	play.Game(t, wide, func(p *play.Player) {
		lost(p)
		row(p, unknown, "safe for 3d")
		p.Press("ctrl+r").Wait(time.Minute)
		row(p, "3d 21h", unknown)
	})
	play.Game(t, wide, func(p *play.Player) {
		p.Press("A").Wait(time.Minute)
		denied(p)
		row(p, refused, "3d 21h")
		p.Press("ctrl+r").Wait(time.Minute)
		row(p, "3d 21h", refused)
	})
	play.Game(t, wide, func(p *play.Player) { // a colleague has done it, which is learnt by looking at it
		denied(p)
		row(p, refused, "")
		p.Does(p.Rival().Restore(play.Ctx(), name)).Press("j k").Wait(time.Minute)
		p.Press("D")
		row(p, "prod", refused)
	})
	play.Game(t, wide, func(p *play.Player) { // what was asked before tells nothing of what came after
		p.Slowly("ListSecrets", 20*time.Second)
		p.Press("ctrl+r")
		denied(p)
		row(p, refused, "3d 21h")
	})
}
