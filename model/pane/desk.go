package pane

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

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
	Writes   Writes
	// Opener opens an address on this desktop; nil where nothing can, or nobody sits before it.
	Opener func(address string) error
	Listed Listed
	// Covered reports whether a dialog is in front of the panes.
	Covered func() bool
	// Ordering says which order is under way, "" for none: no other can be given then.
	Ordering string
	news     []tea.Msg
}

// Listed is what the list knows of the secrets of this place.
type Listed interface {
	// Known is a secret by its ARN.
	Known(arn string) (s backend.Secret, ok bool)
	// NamesLike are some names that begin with prefix.
	NamesLike(prefix string) []string
	// NameHolder is the secret that has a name here. Its error says what that means for a new one: ErrExists or
	// ErrPendingDeletion, nil where the name seems to be free.
	NameHolder(name string) (backend.Secret, error)
}

// Tell leaves news for the root, which takes it in before anything else happens.
func (d *Desk) Tell(news ...tea.Msg) { d.news = append(d.news, news...) }

// Told takes the news that were left.
func (d *Desk) Told() (news []tea.Msg) {
	news, d.news = d.news, nil
	return news
}

// Say puts something on the status line.
func (d *Desk) Say(s Said) { d.Tell(s) }

// Fail puts an error on the status line.
func (d *Desk) Fail(err error) { d.Tell(Failed{Err: err}) }

// Open puts a dialog on top. Only what a key press leads to may call it.
func (d *Desk) Open(dialog Dialog) { d.Tell(Opened{Dialog: dialog}) }

// Reread spreads what was read of a secret after a write. Where that failed, its versions are listed anew.
func (d *Desk) Reread(arn string, read backend.Detail, err error) {
	if err == nil {
		d.Tell(Changed{ARN: arn, Detail: read})
	} else {
		d.Tell(VersionDoubted{ARN: arn})
	}
}

// Write runs a write as one of those under way. doing is fit to stand before the secret's name.
func (d *Desk) Write(doing string, op backend.Operation, s backend.Secret, run func() tea.Msg) tea.Cmd {
	id := d.Writes.Begin(Write{Doing: doing, Op: op, Secret: s, Begun: d.Served()})
	return func() tea.Msg {
		defer d.Writes.End(id)
		return Wrote{ID: id, Msg: run()}
	}
}

// Served is the service's clock, as far as it is known.
func (d *Desk) Served() time.Time { return d.Now.Add(d.Skew) }

// OnOurClock is a moment of the service's clock by ours. Its timer stands still while the machine sleeps, and a countdown
// promises too much then: it is looked at now and then in any case.
func (d *Desk) OnOurClock(at, now time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return Earliest(at.Add(-d.Skew), now.Add(countdownsLooked))
}

// countdownsLooked is how often the clock is looked at while a countdown is on the screen.
const countdownsLooked = 10 * time.Second
