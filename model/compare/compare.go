// Package compare is the view of how two versions differ. It holds two values, which live as the one in the detail pane does.
package compare

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Pane is the view of how two versions differ. It has the whole width and two values of its own, which live as the
// one in the detail pane does.
type Pane struct {
	*pane.Desk
	pane.Hold
	on       bool
	secret   backend.Secret
	old, new backend.Version
	va, vb   backend.Value
	cmp      document.Comparison
	failed   string // the version that could not be read

	// shown are the revealed parts, by index in Fields or Runs; laid is how it was when the lines were laid.
	shown    *pane.Exposure
	laid     int
	unfolded bool // what is the same on both sides is listed too
	lines    []diffLine
	labelW   int
	scroll   pane.Scroll
	w, h     int
}

// New makes the view.
func New(d *pane.Desk) *Pane {
	c := &Pane{Desk: d}
	c.shown = d.Exposures.Of(pane.Compare, c.Conceal)
	return c
}

// diffLine is one line of the view: pieces of the two texts of one part, or a fold of so many parts that are the same.
type diffLine struct {
	at, fold, indent int
	first            bool
	side             document.Change // where the sides stand one below the other: which one; else 0
	a, b             stretch
}

// stretch is a stretch of a side's text; on tells whether there is any.
type stretch struct {
	on   bool
	line int
	ui.Piece
}

// versionsRead is the two values, or why there are none. Whoever drops it wipes them.
type versionsRead struct {
	ask    *pane.Question
	a, b   backend.Value
	made   [2]time.Time
	turned bool // what was taken for the newer version is the older one
	cmp    document.Comparison
	failed string
	err    error
}

func readTwo(ctx context.Context, id *pane.Question, be backend.Backend, arn, a, b string) tea.Cmd {
	return func() tea.Msg {
		ra, err := be.Reveal(ctx, arn, backend.VersionRef{ID: a})
		if err != nil {
			return versionsRead{ask: id, failed: a, err: err}
		}
		rb, err := be.Reveal(ctx, arn, backend.VersionRef{ID: b})
		if err != nil {
			ra.Value.Wipe()
			return versionsRead{ask: id, failed: b, err: err}
		}
		turned := ra.Created.After(rb.Created)
		if turned {
			ra, rb = rb, ra
		}
		return versionsRead{ask: id, a: ra.Value, b: rb.Value, made: [2]time.Time{ra.Created, rb.Created}, turned: turned, cmp: document.Compare(ra.Value, rb.Value)}
	}
}

// start turns to two versions, the older one on the left, and reads both.
func (c *Pane) start(s backend.Secret, a, b backend.Version) tea.Cmd {
	if a.Created.After(b.Created) {
		a, b = b, a
	}
	c.Close()
	c.on, c.secret, c.old, c.new = true, s, a, b
	return c.load()
}

func (c *Pane) load() tea.Cmd {
	ctx, id := c.Read.Start(c.Ctx)
	c.State, c.Err, c.Since = pane.Reading, nil, c.Now
	return readTwo(ctx, id, c.Backend, c.secret.ARN, c.old.ID, c.new.ID)
}

// take holds the two values, or wipes them if nobody waits for them any more.
func (c *Pane) take(msg versionsRead) tea.Cmd {
	if !c.Read.Fits(msg.ask) {
		msg.a.Wipe()
		msg.b.Wipe()
		return nil
	}
	c.Read.Done()
	if msg.err != nil {
		c.State, c.Err, c.failed = pane.Unreadable, msg.err, msg.failed
		if errors.Is(msg.err, backend.ErrNoValue) || errors.Is(msg.err, backend.ErrNotFound) {
			arn, id := c.secret.ARN, msg.failed
			return func() tea.Msg { return pane.VersionDoubted{ARN: arn, ID: id} }
		}
		return nil
	}
	if msg.turned {
		c.old, c.new = c.new, c.old
	}
	for i, v := range []*backend.Version{&c.old, &c.new} {
		if v.Created.IsZero() {
			v.Created = msg.made[i]
		}
	}
	c.va, c.vb, c.cmp, c.State = msg.a, msg.b, msg.cmp, pane.Held
	c.shown.Hold()
	c.layout()
	return nil
}

// Conceal wipes both values; keys, signs and lengths stay.
func (c *Pane) Conceal() {
	if c.State == pane.Reading {
		c.Read.Stop()
		c.State = pane.Unread
	}
	if c.State != pane.Held {
		return
	}
	c.va.Wipe()
	c.vb.Wipe()
	c.shown.End()
	c.State = pane.Ended
	c.layout()
}

// Leaving has nothing to lose.
func (c *Pane) Leaving(pane.Why) pane.Leaving { return pane.Leaving{} }

// Close ends the view and forgets all of it.
func (c *Pane) Close() {
	c.va.Wipe()
	c.vb.Wipe()
	c.Read.Stop()
	c.shown.End()
	*c = Pane{Desk: c.Desk, Hold: pane.Hold{Read: c.Read}, shown: c.shown, w: c.w, h: c.h, scroll: pane.Scroll{H: c.scroll.H}}
}

// On reports whether the view is open.
func (c *Pane) On() bool { return c.on }

// Scope of the view's keys.
func (c *Pane) Scope() keymap.Scope { return keymap.Comparing }

// Resize gives the view's outer size.
func (c *Pane) Resize(w, h int) {
	iw, ih := ui.Inner(w, h)
	again := iw != c.w || c.laid != c.shown.Changes()
	c.w, c.h = iw, ih
	c.scroll.H = max(1, ih-c.headLines())
	if again {
		c.layout()
	}
	c.scroll.Clamp()
}

// headLines are the lines above the differences.
func (c *Pane) headLines() int {
	if c.low() {
		return 3
	}
	return 4
}

// low: there is no room for the verdict as well as for what is said of the part under the cursor, if both sides are to be in sight.
func (c *Pane) low() bool { return c.h < 7 && !c.wide() }

// Act does what the user asked for.
func (c *Pane) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	if a == keymap.Compare {
		c.Open(c.question(on.Secret, on.Pair[0], on.Pair[1]))
		return nil
	}
	if c.scroll.Move(a) {
		return nil
	}
	switch a {
	case keymap.Back:
		c.Close()
	case keymap.Into:
		c.unfolded = !c.unfolded
		c.layout()
	case keymap.Reveal, keymap.RevealAll:
		if c.State != pane.Held {
			if c.State == pane.Reading {
				return nil
			}
			return c.load()
		}
		c.shown.Touch()
		c.toggle(a == keymap.RevealAll)
	}
	return nil
}

// toggle reveals or hides the part under the cursor, or all that is listed.
func (c *Pane) toggle(all bool) {
	var parts []int // a part's lines follow each other
	for i, l := range c.lines {
		last := len(parts) > 0 && parts[len(parts)-1] == l.at
		if l.fold == 0 && !last && (all || i == c.scroll.Pos || c.within(l.at)) {
			parts = append(parts, l.at)
		}
	}
	show := slices.ContainsFunc(parts, func(i int) bool { return !c.shown.Shows(i) })
	for _, i := range parts {
		c.shown.Set(i, show)
	}
	c.layout()
}

// within reports whether a pair lies inside the object under the cursor.
func (c *Pane) within(at int) bool {
	l, ok := c.here()
	return ok && c.cmp.By == document.ByKey && l.fold == 0 && at >= l.at && at < c.cmp.Fields[l.at].Next
}

func (c *Pane) here() (diffLine, bool) {
	if c.scroll.Pos < 0 || c.scroll.Pos >= len(c.lines) {
		return diffLine{}, false
	}
	return c.lines[c.scroll.Pos], true
}

// Unavailable gives the reason why two versions cannot be compared, or an action of the view cannot run.
func (c *Pane) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if on.Focus != pane.Compare {
		return cmp.Or(c.Readable(on.Secret, on.On), on.NoPair), a == keymap.Compare
	}
	switch a {
	case keymap.Back:
		return "", true
	case keymap.Reveal, keymap.RevealAll:
		if c.State == pane.Held && c.cmp.By == document.ByBytes {
			return "binary values are not shown", true
		}
		if c.State == pane.Held {
			return c.Exposures.Denied, true
		}
		return "", true
	case keymap.Into:
		if _, _, _, same := c.cmp.Counts(); same == 0 || c.State != pane.Held && c.State != pane.Ended {
			return "nothing is folded here", true
		}
		return "", true
	}
	return "", pane.Moves(a)
}

// Show fills in the one of the two that could become current, in place of the timeline's.
func (c *Pane) Show(on *pane.Shown) {
	if !c.on {
		return
	}
	v, ok := c.other()
	if on.Version, on.NoVersion = &v, ""; !ok {
		on.Version, on.NoVersion = nil, "neither of the two is AWSCURRENT: promote one in the timeline"
	}
}

// Follow closes the view once another secret is selected, and knows where labels have moved to.
func (c *Pane) Follow(on *pane.Shown) tea.Cmd {
	if c.on && (!on.On || c.secret.ARN != on.Secret.ARN) {
		c.Close()
	}
	if !c.on {
		return nil
	}
	for _, v := range on.Versions {
		switch v.ID {
		case c.old.ID:
			c.old.Stages = v.Stages
		case c.new.ID:
			c.new.Stages = v.Stages
		}
	}
	return nil
}

// Hear hears what was read, and of what somebody wants compared.
func (c *Pane) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Compared:
		return c.start(msg.Secret, msg.A, msg.B)
	case pane.Promoting:
		c.Close()
	case versionsRead:
		return c.take(msg)
	}
	return nil
}

// Key takes no key: nothing is typed here.
func (c *Pane) Key(tea.KeyPressMsg) (tea.Cmd, bool) { return nil, false }

// Paste goes nowhere.
func (c *Pane) Paste(string) tea.Cmd { return nil }

// Wake is never: what the view exposes ends by itself.
func (c *Pane) Wake(now time.Time, drawn bool) time.Time {
	if c.State != pane.Reading || !drawn {
		return time.Time{}
	}
	return pane.SpinnerWakes(c.Since, now)
}

// Cursor is nowhere.
func (c *Pane) Cursor() (x, y int, on bool) { return 0, 0, false }

// other is the one of the two that is not AWSCURRENT, where the other one is.
func (c *Pane) other() (backend.Version, bool) {
	switch {
	case slices.Contains(c.new.Stages, backend.Current):
		return c.old, true
	case slices.Contains(c.old.Stages, backend.Current):
		return c.new, true
	}
	return backend.Version{}, false
}

// question says what a comparison costs before it is made.
func (c *Pane) question(s backend.Secret, a, b backend.Version) pane.Dialog {
	if a.Created.After(b.Created) {
		a, b = b, a
	}
	name, where := s.Name, c.PlaceOf(s)
	first, second := "older", "newer"
	if a.Created.IsZero() || b.Created.IsZero() {
		first, second = "one", "the other"
	}
	return &dialog.Confirm{Title: "Compare two versions · 2 decrypts", Subject: []string{ui.Text(name)}, Where: where, Yes: "compare", OnYes: func() tea.Msg { return pane.Compared{Secret: s, A: a, B: b} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w, Flush: true}
			p.Version(f.Now, first, a)
			p.Version(f.Now, second, b)
			p.Blank()
			p.Text(f.Th.Dim, "Both values are read once, which AWS records, and shown masked: what differs, and how long it is.")
			return p.Lines
		}}
}

// Wheel moves what is seen, and not the cursor.
func (c *Pane) Wheel(down bool) { c.scroll.Wheel(down) }

// Click puts the cursor on the difference at row y.
func (c *Pane) Click(_, y int) tea.Cmd {
	if row, shown := c.scroll.At(y - c.headLines()); shown {
		c.scroll.To(row)
	}
	return nil
}

// ClickTab has no tabs to turn to.
func (c *Pane) ClickTab(int) tea.Cmd { return nil }
