package model

import (
	"time"

	"strongroom/backend/local"
)

// slowly makes calls of an operation take a while.
func (p *player) slowly(op string, d time.Duration) {
	p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{op: d} })
}

// breaks makes calls go wrong.
func (p *player) breaks(f ...local.Fault) { p.server.Set(func(k *local.Knobs) { k.Faults = f }) }

// hangs lets every call of an operation wait until its caller gives up.
func (p *player) hangs(op string) {
	p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: op, Kind: local.Hang, N: -1}} })
}

// losesAnswers lets calls of an operation take effect, from the first put on, and loses the answers; what is so cannot be
// asked either.
func (p *player) losesAnswers(op string) {
	p.server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, _ string) {
			if called == "PutSecretValue" {
				p.server.Set(func(k *local.Knobs) {
					k.Faults = []local.Fault{{Op: op, Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
				})
			}
		}
	})
}

// leavesALabel discards an edit whose save stopped half-way, with its version under a label of its own.
func (p *player) leavesALabel() {
	p.press("1 e").wait(time.Second).press("end").types("x")
	p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
	p.breaks(local.Fault{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1})
	p.press("ctrl+s enter").wait(time.Minute).sees("not saved")
	p.breaks()
	p.press("esc").wait(time.Second).press("y")
}

// ended waits until the program has ended by itself.
func (p *player) ended() bool {
	p.pass(0)
	select {
	case <-p.done:
		p.quit = true
		return true
	case <-time.After(time.Minute):
		return false
	}
}
