package play

import (
	"time"

	"strongroom/backend/local"
)

// Slowly makes calls of an operation take a while.
func (p *Player) Slowly(op string, d time.Duration) {
	p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{op: d} })
}

// Breaks makes calls go wrong.
func (p *Player) Breaks(f ...local.Fault) { p.Server.Set(func(k *local.Knobs) { k.Faults = f }) }

// Hangs lets every call of an operation wait until its caller gives up.
func (p *Player) Hangs(op string) {
	p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.Hang, N: -1}} })
}

// LosesAnswers lets calls of an operation take effect, from the first put on, and loses the answers; what is so cannot be
// asked either.
func (p *Player) LosesAnswers(op string) {
	p.Server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, _ string) {
			if called == "PutSecretValue" {
				p.Server.Set(func(k *local.Knobs) {
					k.Faults = []local.Fault{{Op: op, Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
				})
			}
		}
	})
}

// LeavesALabel discards an edit whose save stopped half-way, with its version under a label of its own.
func (p *Player) LeavesALabel() {
	p.Press("1 e").Wait(time.Second).Press("end").Types("x")
	p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
	p.Breaks(local.Fault{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1})
	p.Press("ctrl+s enter").Wait(time.Minute).Sees("not saved")
	p.Breaks()
	p.Press("esc").Wait(time.Second).Press("y")
}

// Ended waits until the program has ended by itself.
func (p *Player) Ended() bool {
	p.Pass(0)
	select {
	case <-p.Done:
		p.Quit = true
		return true
	case <-time.After(time.Minute):
		return false
	}
}
