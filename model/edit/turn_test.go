package edit_test

import (
	"fmt"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
	"strongroom/ui"
)

// A rotation may have left AWSPENDING beside AWSCURRENT: alone on the old version it would have that made current again.
func TestASaveEndsTheRotationOfTheVersionBeforeAndUndoPutsItsLabelBack(t *testing.T) {
	for _, denied := range []bool{false, true} {
		play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
			p.LeavesPending("app/canary")
			was := p.IDs()
			p.Press("e j enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
			if denied {
				deniesMoves(p, 4)
			}
			p.Press("enter").Sees("saved app/canary")
			now, base := p.IDs(), ui.FirstOf(was[backend.Current])
			if denied {
				deniesNothing(p)
				p.Sees("AWSPENDING is left on version "+base+" of app/canary", "could not be taken off: needs", "the next rotation makes", "3 then L on it clears it")
			} else if p.SeesNot("AWSPENDING is left"); now[backend.Pending] != "" {
				t.Errorf("after %v the labels are %v", was, now)
			}
			p.Press("u").Wait(time.Second).Press("y").Sees("undone")
			if back := p.IDs(); fmt.Sprint(back) != fmt.Sprint(was) {
				t.Errorf("after the undo %v, were %v", back, was)
			}
		})
	}
}
