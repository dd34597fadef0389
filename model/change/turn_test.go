package change_test

import (
	"fmt"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
	"strongroom/ui"
)

// The service finishes a rotation whose AWSPENDING is on a version of its own: it must not be the one that was rolled back.
func TestPromotingTakesAWSPENDINGOffTheVersionThatWasCurrent(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.LeavesPending("app/canary")
		was := p.IDs()
		p.Press("3 j p").Sees("afterwards", ui.FirstOf(was[backend.Current])+"…  AWSPREVIOUS").SeesNot("AWSPREVIOUS AWSPENDING", "AWSPENDING AWSPREVIOUS").Wait(time.Second).Press("y").Sees("promoted")
		if now := p.IDs(); now[backend.Current] != was[backend.Previous] || now[backend.Previous] != was[backend.Current] || now[backend.Pending] != "" {
			t.Errorf("after %v the labels are %v", was, now)
		}
		p.Press("u").Wait(time.Second).Press("y").Sees("undone")
		if now := p.IDs(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

func TestAPromotionThatLeavesAWSPENDINGSaysSo(t *testing.T) {
	play.Game(t, play.Setting{W: 200, H: 36, Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.LeavesPending("app/canary")
		was := p.IDs()
		p.Press("3 j p").Wait(time.Second)
		moves := 0
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecretVersionStage" {
					if moves++; moves == 2 {
						p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{op: true} })
					}
				}
			}
		})
		p.Press("y").Sees("AWSCURRENT is on "+ui.FirstOf(was[backend.Previous]), "not done: take AWSPENDING off "+ui.FirstOf(was[backend.Current]), "L finishes, u undoes")
		p.Server.Set(func(k *local.Knobs) { k.Deny, k.OnCall = nil, nil })
		p.Press("u").Wait(time.Second).Press("y").Sees("undone")
		if now := p.IDs(); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("after the undo %v, were %v", now, was)
		}
	})
}

// A rotation may end with AWSPENDING beside AWSCURRENT, of which the version before may have been another.
func TestAUndoneRotationIsNotUnderWay(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.RotationKeepsLabel = true })
		p.RotationOf("^app/canary$")
		for range 2 {
			was := p.IDs()
			p.Press("r").Wait(time.Second).Press("y").Wait(time.Minute)
			if is := p.IDs(); is[backend.Pending] != is[backend.Current] || is[backend.Current] == was[backend.Current] {
				t.Fatalf("after %v the rotation left %v", was, is)
			}
			p.Press("u").Wait(time.Second).Press("y").Sees("undone")
			if back := p.IDs(); back[backend.Current] != was[backend.Current] || back[backend.Pending] != was[backend.Pending] {
				t.Errorf("after the undo %v, were %v", back, was)
			}
			p.LeavesPending("app/canary")
		}
	})
}
