package model

import (
	"context"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
)

// desk is what the root shares with its panes, by pointer: the place, and what is known of time and of whoever is there.
type desk struct {
	*backend.Place
	ctx      context.Context
	keys     *keymap.Map
	readOnly bool
	ledger   *backend.Ledger  // of the values that are made here; nil outside tests
	Clock    func() time.Time // this machine's, for commands
	now      time.Time        // when the message came that Update is about
	skew     time.Duration    // the service's clock minus ours
	who      *backend.Identity
	pressed  int // keys so far
}

// served is the service's clock, as far as it is known.
func (d *desk) served() time.Time { return d.now.Add(d.skew) }
