package detail

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// slow is how long what is asked by itself may take before going back gives it up: nobody has asked for it by a key.
const slow = time.Second

// givesUp goes back from a value that is being read, or from what is asked by itself and slow, whichever pane has the keys: it is
// not waited for any more.
type givesUp struct {
	pane.Feature
	d *Pane
}

// GivesUp is asked before the panes.
func (d *Pane) GivesUp() pane.Handler { return givesUp{d: d} }

// Unavailable answers for going back while something is read.
func (g givesUp) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	return "", a == keymap.Back && on.Focus <= pane.Timeline && (g.d.value.State == pane.Reading || g.d.isSlow() && !on.Stops)
}

// isSlow reports whether what is asked by itself is slow.
func (d *Pane) isSlow() bool {
	return (d.describe.Open || d.policies.ask.Open) && d.Now.Sub(d.began) >= slow
}

// Act stops waiting. Whether the service has read a value is not known then.
func (g givesUp) Act(keymap.Action, *pane.Shown) tea.Cmd {
	v, d := &g.d.value, g.d
	if v.State == pane.Reading {
		v.Read.Stop()
		v.State = pane.Unread
		d.copies.Drop(v.awaited.turn)
		v.awaited = awaited{}
		d.Say(pane.Said{Text: "stopped reading " + ui.Text(d.secret.Name) + ": AWS may have recorded a decrypt", Kind: pane.Plain})
		return nil
	}
	if d.describe.Open {
		d.describe.Stop()
		d.toldErr = d.givenUp(backend.OpDescribe)
	}
	if d.policies.ask.Open {
		d.hearPolicies(policiesTold{ask: d.policies.ask.Q, err: d.givenUp(backend.OpPolicies)})
	}
	d.Tell(pane.GivenUp{ARN: d.secret.ARN})
	d.Say(pane.Said{Text: "stopped asking about " + ui.Text(d.secret.Name), Hint: d.Refreshes()})
	return nil
}

func (d *Pane) givenUp(op backend.Operation) error {
	return &backend.Error{Op: op.Words(), ID: d.secret.ARN, Kind: backend.ErrGivenUp, Err: context.Canceled}
}

// Label is the footer's word for it.
func (g givesUp) Label(a keymap.Action, on *pane.Shown) string {
	if _, mine := g.Unavailable(a, on); mine {
		return "stop"
	}
	return ""
}
