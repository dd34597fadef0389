// Package detail is the pane of one secret: its value while it is held, what the service says of it, its tags, its rotation, its policies.
package detail

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Pane is the pane of one secret: its value while it is held, what the service says of it, its tags.
type Pane struct {
	*pane.Desk
	copies *clip.Copier
	secret backend.Secret
	on     bool
	// told is DescribeSecret's answer for this secret, toldErr why there is none.
	told      *backend.Detail
	toldErr   error
	described bool // it is an answer since the cursor came here; else it was kept
	kept      pane.Kept[backend.Detail]
	describe  pane.Ask
	began     time.Time // when what is asked by itself was asked last
	rest      pane.Rest

	tab tab
	// tabsBelow: they have a line of their own; w and h are what is left.
	tabsBelow bool
	w         int
	h         int
	value     value
	// version is the one that the Value tab is about; the zero one is AWSCURRENT, whichever that is.
	version  backend.Version
	policies policies
	// nameless are the regions whose service cannot name policies, and what it says: it is asked once.
	nameless map[string]error
	facts    pane.Scroll // of every tab but these
	factTop  int         // the first line of those that is seen, where the wheel has moved that
	wheeled  bool        // it has
	row      string      // the label of the row that the cursor is to be on
	// versions are those of the secret as the timeline has them, all of them where listed says so.
	versions []backend.Version
	listed   bool
	// instead draws what is said where no secret is selected, insteadOf is its title.
	instead   func(f pane.Frame, w, h int) []string
	insteadOf string
	blurry    bool // the terminal has lost its focus
	locked    bool // nobody has touched the screen for a while
	// saves is a value that was saved, until the panes have followed the cursor to its secret.
	saves backend.Revealed
	// errand is the pane of a secret that the cursor has left while it was read for the clipboard, nil for none: nothing of it is
	// drawn. Of that pane left is true.
	errand *Pane
	left   bool
}

func New(d *pane.Desk, c *clip.Copier) *Pane {
	v := &Pane{Desk: d, copies: c}
	v.value.folded = map[int]bool{}
	v.policies.forget()
	v.nameless = map[string]error{}
	v.value.shown = d.Exposures.Of(pane.Detail, v.value.end)
	return v
}

// Resize gives the pane's outer size.
func (d *Pane) Resize(w, h int) {
	d.w, d.h = ui.Inner(w, h)
	if d.tabsBelow = ui.TabsBelow(d.w, d.h); d.tabsBelow {
		d.h--
	}
	if d.facts.H = max(0, d.h-1); d.on && d.tab != tabValue {
		d.facts.N = len(d.factRows())
	}
	d.facts.Clamp()
	d.value.resize(d.w, max(0, d.h-d.above()))
	d.resizePolicies(d.h)
}

// Hear hears of answers.
func (d *Pane) Hear(msg tea.Msg) tea.Cmd {
	d.kept.Hear(msg)
	switch msg := msg.(type) {
	case pane.Rested:
		if d.rest.Hear(msg) && d.on {
			return d.askDescribe()
		}
	case pane.Described:
		if d.describe.Fits(msg.Ask) {
			d.describe.Done()
			if d.toldErr = msg.Err; msg.Err == nil {
				d.tell(msg.Detail)
			}
		}
	case pane.Ordered:
		if msg.ARN() == d.secret.ARN && msg.ReadErr == nil && !msg.Gone {
			d.tell(msg.Detail)
		}
	case pane.Changed:
		if msg.ARN == d.secret.ARN {
			d.tell(msg.Detail)
		}
	case valueRevealed:
		if e := d.errand; e != nil && e.value.Read.Fits(msg.ask) {
			return d.errandDone(msg)
		}
		return d.revealed(msg)
	case policiesTold:
		d.hearPolicies(msg)
	case pane.PolicyDoubted:
		if msg.ARN == d.secret.ARN {
			d.doubtPolicies()
		}
	case pane.Tagged:
		if msg.ARN == d.secret.ARN {
			d.row = msg.Key
		}
	case pane.Replicated:
		if msg.ARN == d.secret.ARN {
			if d.row = msg.Region; msg.Account != "" {
				d.row = ui.Account(msg.Account)
			}
		}
	case pane.Saved:
		d.saved(msg)
	case pane.ValueChanged:
		d.outdated(msg.ARN)
		if msg.ARN == d.secret.ARN && d.on {
			d.leave()
			return d.askDescribe()
		}
	case pane.Refreshed:
		clear(d.nameless)
		if d.doubtPolicies(); d.on {
			return d.askDescribe()
		}
	case tea.BlurMsg:
		d.blurry = true
	case tea.FocusMsg:
		d.blurry = false
	}
	return nil
}

// Conceal wipes whatever is held or on its way.
func (d *Pane) Conceal() {
	d.value.end()
}

// Lock ends a read that is on its way, also one for the clipboard.
func (d *Pane) Lock() {
	d.locked = true
	d.DropCopy("the screen was locked")
	if v := &d.value; v.State == pane.Reading {
		v.Read.Stop()
		v.State = pane.Unread
	}
}

// Unlock has nothing to go on with: what was held is read anew.
func (d *Pane) Unlock() tea.Cmd {
	d.locked = false
	return nil
}

// Unavailable gives the reason why an action that is about a value, or about what the pane shows, cannot run. It answers for
// the list and the timeline too: values are read here alone.
func (d *Pane) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if on.Focus > pane.Timeline {
		return "", false
	}
	switch a {
	case keymap.Reveal, keymap.RevealAll, keymap.Copy:
		if d.Exposures.Denied != "" && a != keymap.Copy {
			return d.Exposures.Denied, true
		}
		return d.unreadable(a, on), true
	case keymap.CopyAs:
		switch {
		case on.Focus == pane.Timeline && on.Version == nil:
			return on.NoVersion, true
		case !on.On:
			return "no secret is selected", true
		}
		return "", true
	case keymap.SaveFile:
		if on.Focus == pane.Timeline && (on.Version == nil || d.value.meta.Version != on.Version.ID) {
			return "read this version first: " + d.Keys.Key(keymap.Timeline, d.Reads()) + " tells its type and size", true
		}
		return d.unsavable(), true
	case keymap.Inward:
		return "", on.Focus == pane.List && d.on
	case keymap.Into:
		if on.Focus == pane.Detail {
			return d.unfoldable(), true
		}
		return "", on.Focus == pane.List && d.on || on.Focus == pane.Timeline && on.Version != nil
	}
	if on.Focus != pane.Detail {
		return "", false
	}
	switch a {
	case keymap.NextTab, keymap.PrevTab:
		if !d.on {
			return "no secret is selected", true
		}
		return "", true
	case keymap.Back:
		return "", true
	case keymap.Decode, keymap.DecodeOther:
		return d.undecodable(a, on), true
	case keymap.FindInPolicy:
		return d.unfindable(), true
	}
	return "", pane.Moves(a)
}

// Act does what the user asked for.
func (d *Pane) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	switch a {
	case keymap.CopyAs:
		d.Open(d.copyAsDialog(on))
		return nil
	case keymap.SaveFile:
		d.Open(d.saveDialog())
		return nil
	}
	switch on.Focus {
	case pane.List:
		return d.actForList(a)
	case pane.Timeline:
		return d.actForVersion(a, *on.Version)
	}
	switch a {
	case keymap.NextTab:
		d.turnTo((d.tab + 1) % tabs)
	case keymap.PrevTab:
		d.turnTo((d.tab + tabs - 1) % tabs)
	case keymap.Reveal, keymap.RevealAll:
		d.turnTo(tabValue)
		return d.reveal(a)
	case keymap.Copy:
		switch d.tab {
		case tabValue:
			return d.copyField()
		case tabPolicy:
			return d.copyPolicy()
		}
		return d.copyFact()
	case keymap.FindInPolicy:
		d.Open(d.findDialog())
	case keymap.Decode:
		d.turnTo(tabValue)
		return d.need(keymap.Decode)
	case keymap.DecodeOther:
		d.decodeOther()
	case keymap.Back:
		d.back()
	default:
		d.move(a)
	}
	return nil
}

// actForList is about whatever is current of the secret under the cursor. What shows a value has the keys.
func (d *Pane) actForList(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Into, keymap.Inward:
		d.Tell(pane.Went{To: pane.Detail})
		return nil
	case keymap.Copy:
		d.turnToVersion(backend.Version{})
		return d.need(copyWholeValue)
	}
	d.turnToVersion(backend.Version{})
	d.Tell(pane.Went{To: pane.Detail})
	d.turnTo(tabValue)
	return d.reveal(a)
}

// back folds what the cursor is in, or leaves the version, or the pane.
func (d *Pane) back() {
	switch {
	case d.tab == tabValue && (d.value.decodedLess() || d.value.foldHere()), d.tab == tabPolicy && d.foldPolicy():
	case d.version.ID != "":
		d.turnToVersion(backend.Version{})
		d.Tell(pane.Went{To: pane.Timeline})
	default:
		d.Tell(pane.Went{To: pane.List})
	}
}

// Key takes no key: nothing is typed here.
func (d *Pane) Key(tea.KeyPressMsg) (tea.Cmd, bool) { return nil, false }

// Paste goes nowhere.
func (d *Pane) Paste(string) tea.Cmd { return nil }

// Cursor is nowhere.
func (d *Pane) Cursor() (x, y int, on bool) { return 0, 0, false }

// Leaving has nothing to lose.
func (d *Pane) Leaving(pane.Why) pane.Leaving { return pane.Leaving{} }

// Close wipes what is held.
func (d *Pane) Close() {
	d.value.forget()
	d.forgetErrand()
}

func (d *Pane) move(a keymap.Action) {
	switch d.tab {
	case tabValue:
	case tabPolicy:
		d.movePolicy(a)
		return
	default:
		d.facts.N, d.wheeled = len(d.factRows()), false
		d.facts.Move(a)
		return
	}
	v := d.top()
	if v.move(a) {
		return
	}
	if a == keymap.Into {
		v.toggleFold()
	}
}

// Wake is the next moment the countdown reads differently, the spinner turns, or what is asked by itself is slow.
func (d *Pane) Wake(now time.Time, drawn bool) (at time.Time) {
	switch served := now.Add(d.Skew); {
	case !drawn || !d.on:
		return at
	case d.tab == tabValue && d.value.State == pane.Reading:
		at = pane.SpinnerWakes(d.value.Since, now)
	case d.tab == tabPolicy && d.policies.asked && !d.policies.told:
		at = pane.SpinnerWakes(d.policies.since, now)
	case d.tab == tabRotation:
		at = d.OnOurClock(d.rotationWakes(served), now)
	case d.value.decoded != nil:
		at = d.OnOurClock(d.decodedWakes(served), now)
	case !d.secret.Deleted.IsZero() && d.tab != tabTags:
		at = d.OnOurClock(ui.NextChange(d.Deadline(d.secret, served), served), now)
	}
	if due := d.began.Add(slow); (d.describe.Open || d.policies.ask.Open) && due.After(now) {
		at = pane.Earliest(at, due)
	}
	return at
}

// known is the secret as it was told last: by its own description, or else by the list.
func (d *Pane) known() backend.Secret {
	if d.told == nil {
		return d.secret
	}
	s := d.told.Secret
	s.Deleted = d.secret.Deleted
	return s
}
