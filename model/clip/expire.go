package clip

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
)

// Expire ends the time of every secret that is on a clipboard: the keeper takes them off as if it were over.
func (k *Keeper) Expire() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.slips {
		s.left, s.next = backend.Lifetime{}, backend.Lifetime{}
	}
}

// Holds reports whether a secret is on a clipboard.
func (c *Copier) Holds() bool {
	_, _, held := c.keeper.Held()
	return held
}

// Lock takes what was copied off the clipboards: nobody is there to paste it.
func (c *Copier) Lock() { c.keeper.Expire() }

// Unlock has nothing to go on with.
func (c *Copier) Unlock() tea.Cmd { return nil }
