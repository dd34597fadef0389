package pane

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// RestDelay is how long the cursor must stay on a secret before more is asked about it.
const RestDelay = 200 * time.Millisecond

// Rest tells when the cursor has stayed on a secret for RestDelay while nothing was typed to find another one.
type Rest struct {
	id    *Question
	query string
	over  bool
}

// Rested tells that a rest may be over.
type Rested struct{ id *Question }

// Begin begins anew, on another secret.
func (r *Rest) Begin(ctx context.Context, on *Shown) tea.Cmd {
	*r = Rest{id: new(Question), query: on.Query}
	return After(ctx, RestDelay, Rested{r.id})
}

// Follow begins anew where something else is sought, and the cursor is on the same secret.
func (r *Rest) Follow(ctx context.Context, on *Shown) tea.Cmd {
	if r.over || r.id == nil || r.query == on.Query {
		return nil
	}
	return r.Begin(ctx, on)
}

// Hear reports whether that ends it.
func (r *Rest) Hear(msg Rested) bool {
	ends := !r.over && msg.id == r.id
	r.over = r.over || ends
	return ends
}

// Over reports whether the cursor has stayed.
func (r *Rest) Over() bool { return r.over }
