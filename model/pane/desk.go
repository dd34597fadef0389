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
	WhoErr   error         // why it is not known
	WhoIs    string        // what the account is called, where it tells; outside text
	Pressed  int           // keys so far
	Slice    time.Duration // how long finding may hold a key up; 0 for the usual time
	ASCII    bool          // nothing else can be drawn
	Writes   Writes
	// Opener opens an address on this desktop; nil where nothing can, or nobody sits before it.
	Opener func(address string) error
	Editor *Editor // the user's own; nil for none
	Listed Listed
	// Exposures are what stands on the screen in clear, wherever it does.
	Exposures *Exposures
	// Covered reports whether a dialog is in front of the panes.
	Covered func() bool
	// Ordering says which order is under way, "" for none: no other can be given then.
	Ordering string
	// Neighbours finds the profiles of this machine, or why not all of them are known, as outside text; nil where there is nowhere
	// else to go. It waits for the disk: only commands call it.
	Neighbours func() (all []Neighbour, wrong string)
	news       []tea.Msg
}

// Neighbour is a profile of this machine, with what the disk tells of it: outside text.
type Neighbour struct{ Name, Words string }

// Listed is what the list knows of the secrets of this place.
type Listed interface {
	// Home is where they are: as their own ARNs tell, else as far as it is known.
	Home() backend.Site
	// Known is a secret by its ARN.
	Known(arn string) (s backend.Secret, ok bool)
	// Told reports whether the service has told of a secret: what is empty of one that it has not is not known.
	Told(arn string) bool
	// NamesLike are some names that begin with prefix.
	NamesLike(prefix string) []string
	// NameHolder is the secret that has a name here. Its error says what that means for a new one: ErrExists or
	// ErrPendingDeletion, nil where the name seems to be free.
	NameHolder(name string) (backend.Secret, error)
}

// Tell leaves news for the root, which takes it in before anything else happens.
func (d *Desk) Tell(news ...tea.Msg) { d.news = append(d.news, news...) }

// HasNews reports whether any were left.
func (d *Desk) HasNews() bool { return len(d.news) > 0 }

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
	return ByTheWall(at.Add(-d.Skew), now)
}

// ByTheWall is when it is looked next whether a time has come: a timer stands still while the machine sleeps.
func ByTheWall(at, now time.Time) time.Time { return Earliest(at, now.Add(clockLooked)) }

// clockLooked is how often the clock is looked at for that.
const clockLooked = 10 * time.Second
