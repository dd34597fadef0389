// Package panetest has what a test of one pane alone needs: a desk before a service of its own, and values of any depth.
// It plays no games: those are of the whole program.
package panetest

import (
	"context"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Desk is a desk before a service, with a ledger of its own; its context ends with the test.
func Desk(tb testing.TB, s *local.Server) *pane.Desk {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	tb.Cleanup(cancel)
	ledger := &backend.Ledger{}
	journal := backend.NewJournal(aws.Open(aws.Options{Transport: s.Transport(), Kind: "demo", PagesPerSecond: 1e6, Ledger: ledger}), time.Now)
	now := time.Now()
	return &pane.Desk{Place: &backend.Place{Backend: journal, Journal: journal}, Ctx: ctx, Keys: keymap.Default(), Clock: time.Now, Now: now, Ledger: ledger, Exposures: pane.NewExposures(0, "", now),
		Listed: nothing{}, Covered: func() bool { return false }}
}

// nothing is a list that nothing has arrived in.
type nothing struct{}

func (nothing) Home() (here backend.Site)                       { return here }
func (nothing) Known(string) (s backend.Secret, ok bool)        { return s, false }
func (nothing) Told(string) bool                                { return true }
func (nothing) NamesLike(string) []string                       { return nil }
func (nothing) NameHolder(string) (s backend.Secret, err error) { return s, nil }

// Draw settles a pane and draws it, as the root does after each message.
func Draw(d *pane.Desk, p pane.Pane, on *pane.Shown) {
	p.Follow(on)
	p.Panel(Frame(d))
	p.View(Frame(d))
}

// Frame is what drawing depends on.
func Frame(d *pane.Desk) pane.Frame {
	return pane.Frame{Th: ui.NewTheme(true), Keys: d.Keys, Now: d.Served(), Focus: true}
}

// Wiped fails where a value is alive, or where other ones are than so many.
func Wiped(tb testing.TB, d *pane.Desk, alive int) {
	tb.Helper()
	if made := d.Ledger.Alive(); len(made) != alive {
		tb.Errorf("%d values are alive, want %d: %v", len(made), alive, made)
	}
}
