// Package timeline is the pane of one secret's versions. It knows ids, labels and dates, and never a value.
package timeline

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Pane is the pane of one secret's versions, newest first. It knows ids, labels and dates, and never a value.
type Pane struct {
	*pane.Desk
	secret backend.Secret
	known  backend.Secret // the same, as it is described where it is
	on     bool
	// labels are what DescribeSecret told last, nil before it did: they show before a listing and where none is allowed.
	labels    map[string][]string
	described bool // it has told

	versions []backend.Version // newest first
	listing  pane.Ask
	pages    tea.Cmd           // waits for the next one
	coming   []backend.Version // what has arrived of the listing under way
	before   []backend.Version // what was known when it began
	loaded   bool
	failed   error
	rest     pane.Rest

	at       string // the version under the cursor; "" for the folded row
	pinned   bool   // the user has moved: news do not move the cursor
	rows     []string
	bare     int // how many versions have no label
	unfolded bool
	marks    []string
	scroll   pane.Scroll
	w, h     int
	doubted  string    // a version that could not be read: the next listing tells whether it is still there
	small    bool      // only a line or two of room
	tall     int       // how many lines there was use for when that was last known
	asked    time.Time // when the listing under way was begun
	kept     pane.Kept[told]
	stale    bool // what is shown was kept, and is to be told anew
}

// told is what is kept of a secret that is no longer looked at.
type told struct {
	versions []backend.Version
	labels   map[string][]string
}

func New(d *pane.Desk) *Pane { return &Pane{Desk: d} }

// Scope of the pane's keys.
func (t *Pane) Scope() keymap.Scope { return keymap.Timeline }

// Resize gives the pane's outer size.
func (t *Pane) Resize(w, h int) {
	t.w, t.h = ui.Inner(w, h)
	t.small = t.h < 4
	t.fit()
}

// fit tells the scroll how many rows there is room for.
func (t *Pane) fit() {
	t.scroll.N = len(t.rows)
	t.scroll.H = max(1, t.h-t.notices())
	t.scroll.Clamp()
}

// Follow turns to another secret, or to newer news of the same one, and lists its versions once somebody looks.
func (t *Pane) Follow(on *pane.Shown) tea.Cmd {
	if on.On == t.on && on.Secret.ARN == t.secret.ARN {
		t.secret, t.known = on.Secret, on.Known()
		return tea.Batch(t.rest.Follow(t.Ctx, on), t.want(on))
	}
	t.listing.Stop()
	if t.on && t.loaded && t.failed == nil {
		t.kept.Put(t.secret.ARN, told{t.versions, t.labels})
	}
	*t = Pane{Desk: t.Desk, secret: on.Secret, known: on.Known(), on: on.On, listing: t.listing, w: t.w, h: t.h, small: t.small, tall: t.tall, kept: t.kept}
	if was, kept := t.kept.Get(on.Secret.ARN); kept && on.On {
		t.versions, t.labels, t.loaded, t.stale = was.versions, was.labels, true, true
	}
	t.build()
	if !on.On {
		return nil
	}
	return tea.Batch(t.rest.Begin(t.Ctx, on), t.want(on))
}

// Hear hears of pages and of what changed labels.
func (t *Pane) Hear(msg tea.Msg) tea.Cmd {
	t.kept.Hear(msg)
	switch msg := msg.(type) {
	case pane.ValueChanged:
		if msg.ARN == t.secret.ARN {
			return t.refresh()
		}
	case pane.Refreshed:
		return t.refresh()
	case pane.GivenUp:
		if msg.ARN == t.secret.ARN && t.listing.Open {
			t.stop()
		}
	case pane.Saved:
		if msg.ARN == t.secret.ARN {
			t.pinned = false // the cursor goes to what is AWSCURRENT now
		}
	case pane.Promoting:
		t.goTo(msg.Version)
	case pane.Rested:
		t.rest.Hear(msg)
	case versionsArrived:
		if t.listing.Fits(msg.ask) {
			return t.take(msg)
		}
	case pane.VersionDoubted:
		if msg.ARN == t.secret.ARN {
			t.doubted = msg.ID
			return t.load()
		}
	case pane.Described:
		if msg.Err == nil && msg.ARN == t.secret.ARN {
			return t.hear(msg.Detail)
		}
	case pane.Changed:
		if msg.ARN == t.secret.ARN {
			return t.reload(msg.Detail)
		}
	case pane.Ordered:
		if msg.ARN() == t.secret.ARN && msg.ReadErr == nil && !msg.Gone {
			return t.hear(msg.Detail)
		}
	}
	return nil
}

// note remembers what the cursor is on.
func (t *Pane) note() {
	t.scroll.Clamp()
	if t.at = ""; t.scroll.Pos < len(t.rows) {
		t.at = t.rows[t.scroll.Pos]
	}
}

func (t *Pane) version(id string) *backend.Version {
	for i := range t.versions {
		if t.versions[i].ID == id && id != "" {
			return &t.versions[i]
		}
	}
	return nil
}

// holder is the version that has a label.
func (t *Pane) holder(label string) *backend.Version {
	for i := range t.versions {
		if slices.Contains(t.versions[i].Stages, label) {
			return &t.versions[i]
		}
	}
	return nil
}

// selected is the version under the cursor.
func (t *Pane) selected() (backend.Version, bool) {
	if v := t.version(t.at); v != nil {
		return *v, true
	}
	return backend.Version{}, false
}

// turn is the rotation that has begun and not ended, as the Rotation tab knows it.
func (t *Pane) turn() (backend.Turn, bool) {
	return backend.TurnOf(t.known, t.versions, t.loaded && t.failed == nil)
}

// Idle keeps out of the footer the way to where one is.
func (t *Pane) Idle(a keymap.Action, on *pane.Shown) bool {
	return a == keymap.PaneTimeline && on.Focus == pane.Timeline
}

// Unavailable gives the reason why an action of the timeline cannot run.
func (t *Pane) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if on.Focus != pane.Timeline {
		return "", false
	}
	switch a {
	case keymap.Back:
		return "", true
	case keymap.Into:
		if len(t.rows) == 0 {
			return t.why(), true
		}
		return "", t.at == ""
	case keymap.Mark:
		if t.version(t.at) == nil {
			return t.why(), true
		}
		return "", true
	}
	return "", pane.Moves(a)
}

// why there is no version to act on.
func (t *Pane) why() string {
	switch {
	case !t.on:
		return "no secret is selected"
	case t.listing.Open:
		return "the versions are still being listed"
	case t.failed != nil:
		return "the versions could not be listed: " + pane.Reason(t.failed)
	case !t.loaded:
		return "the versions are not listed yet"
	case len(t.versions) == 0:
		return ui.Text(t.secret.Name) + " has no version yet"
	}
	return "this row is no version: it stands for those without a label"
}

// Act does what the user asked for.
func (t *Pane) Act(a keymap.Action, _ *pane.Shown) tea.Cmd {
	t.pinned = true
	if t.scroll.Move(a) {
		t.note()
		return nil
	}
	switch a {
	case keymap.Mark:
		t.mark()
	case keymap.Into:
		t.toggleFold()
	case keymap.Back:
		if !t.goBack() {
			t.Tell(pane.Went{To: pane.Detail})
		}
	}
	return nil
}

func (t *Pane) toggleFold() {
	if t.at == "" && t.bare > 0 {
		t.fold(!t.unfolded)
	}
}

// Show fills in the versions, and those that the cursor and the marks are on.
func (t *Pane) Show(on *pane.Shown) {
	if v := t.version(t.at); v != nil {
		on.Version = v
	}
	on.NoVersion = t.why()
	on.Versions = t.versions
	if t.failed != nil || !t.loaded {
		on.Unlisted = t.why()
	}
	if on.Focus == pane.Timeline {
		on.Stops = t.listing.Open && len(t.marks) == 0 && !t.unfolded
	}
	on.Pair[0], on.Pair[1], on.NoPair = t.compared()
}

// Key takes no key: nothing is typed here.
func (t *Pane) Key(tea.KeyPressMsg) (tea.Cmd, bool) { return nil, false }

// Paste goes nowhere.
func (t *Pane) Paste(string) tea.Cmd { return nil }

// Cursor is nowhere.
func (t *Pane) Cursor() (x, y int, on bool) { return 0, 0, false }

// Wake is when a listing has taken long, and when a rotation is no longer running but stuck. Ages are drawn anew with everything else.
func (t *Pane) Wake(now time.Time, drawn bool) time.Time {
	if !drawn {
		return time.Time{}
	}
	var at time.Time
	if t.listing.Open && !t.waits() {
		at = t.asked.Add(pane.WaitTold)
	}
	if turn, is := t.turn(); is && !turn.Stuck(now.Add(t.Skew)) {
		at = pane.Earliest(at, t.OnOurClock(turn.Begun.Add(backend.TurnLimit), now))
	}
	return at
}

// waits reports whether it is to be told that the versions are being listed.
func (t *Pane) waits() bool { return t.listing.Open && pane.Waits(t.asked, t.Now) }

// Conceal has nothing to end: no value is here.
func (t *Pane) Conceal() {}

// Leaving has nothing to lose.
func (t *Pane) Leaving(pane.Why) pane.Leaving { return pane.Leaving{} }

// Close has nothing to wipe.
func (t *Pane) Close() {}

func (t *Pane) fold(open bool) {
	t.unfolded = open
	t.build()
}

// goBack undoes the nearest thing, and reports whether there was one.
func (t *Pane) goBack() bool {
	switch {
	case len(t.marks) > 0:
		t.marks = nil
	case t.unfolded:
		if v := t.version(t.at); v != nil && len(v.Stages) == 0 {
			t.at = ""
		}
		t.fold(false)
	case t.listing.Open:
		t.stopListing()
	default:
		return false
	}
	return true
}

// Wheel moves what is seen, and not the cursor.
func (t *Pane) Wheel(down bool) {
	t.pinned = true
	t.scroll.Wheel(down)
}

// DoubleClick goes into the version under the cursor.
func (t *Pane) DoubleClick() {
	if !t.small && t.at != "" {
		t.Tell(pane.Asked{Action: keymap.Into})
	}
}

// Click puts the cursor on the row at line y.
func (t *Pane) Click(_, y int) tea.Cmd {
	row, shown := t.scroll.At(y - t.notices())
	if t.small || !shown {
		return nil
	}
	again := row == t.scroll.Pos && t.rows[row] == ""
	t.pinned = true
	t.scroll.To(row)
	t.note()
	if again {
		t.toggleFold()
	}
	return nil
}

// ClickTab has no tabs to turn to.
func (t *Pane) ClickTab(int) tea.Cmd { return nil }
