package pane

import (
	"context"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
)

// Desk is what the root shares with its panes, by pointer: the place, and what is known of time and of whoever is there.
type Desk struct {
	*backend.Place
	Ctx      context.Context
	Keys     *keymap.Map
	ReadOnly bool
	Ledger   *backend.Ledger  // of the values that are made here; nil outside tests
	Clock    func() time.Time // this machine's, for commands
	Now      time.Time        // when the message came that Update is about
	Skew     time.Duration    // the service's clock minus ours
	Who      *backend.Identity
	Pressed  int // keys so far
}

// Served is the service's clock, as far as it is known.
func (d *Desk) Served() time.Time { return d.Now.Add(d.Skew) }
