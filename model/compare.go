package model

import (
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

// compare is the view of how two versions differ. It has the whole width and two values of its own, which live as the
// one in the detail pane does.
type compare struct {
	*pane.Desk
	pane.Hold
	on       bool
	secret   backend.Secret
	old, new backend.Version
	va, vb   backend.Value
	cmp      document.Comparison
	failed   string // the version that could not be read

	shown    map[int]bool // revealed parts, by index in Fields or Runs
	unfolded bool         // what is the same on both sides is listed too
	lines    []diffLine
	labelW   int
	scroll   pane.Scroll
	w, h     int
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
	on             bool
	line, from, to int
}

// compareChosen is the user's yes to reading two versions.
type compareChosen struct{ a, b backend.Version }

// versionsRead is the two values, or why there are none. Whoever drops it wipes them.
type versionsRead struct {
	ask    *pane.Question
	a, b   backend.Value
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
		return versionsRead{ask: id, a: ra.Value, b: rb.Value, cmp: document.Compare(ra.Value, rb.Value)}
	}
}

// start turns to two versions, the older one on the left, and reads both.
func (c *compare) start(s backend.Secret, a, b backend.Version) tea.Cmd {
	if a.Created.After(b.Created) {
		a, b = b, a
	}
	c.close()
	c.on, c.secret, c.old, c.new = true, s, a, b
	return c.load()
}

func (c *compare) load() tea.Cmd {
	ctx, id := c.Read.Start(c.Ctx)
	c.State, c.Err = pane.Reading, nil
	return readTwo(ctx, id, c.Backend, c.secret.ARN, c.old.ID, c.new.ID)
}

// take holds the two values, or wipes them if nobody waits for them any more.
func (c *compare) take(msg versionsRead) tea.Cmd {
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
	c.va, c.vb, c.cmp, c.State = msg.a, msg.b, msg.cmp, pane.Held
	c.shown = map[int]bool{}
	c.Touch(c.Now)
	c.layout()
	return nil
}

// end wipes both values; keys, signs and lengths stay.
func (c *compare) end() {
	if c.State == pane.Reading {
		c.Read.Stop()
		c.State = pane.Unread
	}
	if c.State != pane.Held {
		return
	}
	c.va.Wipe()
	c.vb.Wipe()
	c.State, c.shown = pane.Ended, nil
	c.layout()
}

// mask hides what is revealed and keeps what is held.
func (c *compare) mask() {
	if c.State == pane.Held && len(c.shown) > 0 {
		clear(c.shown)
		c.layout()
	}
}

// close ends the view and forgets all of it.
func (c *compare) close() {
	c.va.Wipe()
	c.vb.Wipe()
	c.Read.Stop()
	*c = compare{Desk: c.Desk, Hold: pane.Hold{Read: c.Read}, w: c.w, h: c.h, scroll: pane.Scroll{H: c.scroll.H}}
}

func (c *compare) expire(now time.Time) {
	if c.Over(now) {
		c.end()
	}
}

// Scope of the view's keys.
func (c *compare) Scope() keymap.Scope { return keymap.Comparing }

// Resize gives the view's outer size.
func (c *compare) Resize(w, h int) {
	iw, ih := ui.Inner(w, h)
	c.scroll.H, c.h = max(1, ih-headLines), ih
	if iw != c.w {
		c.w = iw
		c.layout()
	}
	c.scroll.Clamp()
}

// headLines are the lines above the differences.
const headLines = 4

// Act does what the user asked for.
func (c *compare) Act(a keymap.Action) tea.Cmd {
	if c.scroll.Move(a) {
		return nil
	}
	switch a {
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
		c.Touch(c.Now)
		c.toggle(a == keymap.RevealAll)
	}
	return nil
}

// toggle reveals or hides the part under the cursor, or all that is listed.
func (c *compare) toggle(all bool) {
	var parts []int // a part's lines follow each other
	for i, l := range c.lines {
		last := len(parts) > 0 && parts[len(parts)-1] == l.at
		if l.fold == 0 && !last && (all || i == c.scroll.Pos || c.within(l.at)) {
			parts = append(parts, l.at)
		}
	}
	show := slices.ContainsFunc(parts, func(i int) bool { return !c.shown[i] })
	for _, i := range parts {
		if show {
			c.shown[i] = true
		} else {
			delete(c.shown, i)
		}
	}
	c.layout()
}

// within reports whether a pair lies inside the object under the cursor.
func (c *compare) within(at int) bool {
	l, ok := c.here()
	return ok && c.cmp.By == document.ByKey && l.fold == 0 && at >= l.at && at < c.cmp.Fields[l.at].Next
}

func (c *compare) here() (diffLine, bool) {
	if c.scroll.Pos < 0 || c.scroll.Pos >= len(c.lines) {
		return diffLine{}, false
	}
	return c.lines[c.scroll.Pos], true
}

// Unavailable gives the reason why an action cannot run.
func (c *compare) Unavailable(a keymap.Action) string {
	switch a {
	case keymap.Reveal, keymap.RevealAll:
		if c.State == pane.Held && c.cmp.By == document.ByBytes {
			return "binary values are not shown"
		}
	case keymap.Into:
		if _, _, _, same := c.cmp.Counts(); same == 0 || c.State != pane.Held && c.State != pane.Ended {
			return "nothing is folded here"
		}
	}
	return ""
}

// other is the one of the two that is not AWSCURRENT, where the other one is.
func (c *compare) other() (backend.Version, bool) {
	switch {
	case slices.Contains(c.new.Stages, backend.Current):
		return c.old, true
	case slices.Contains(c.old.Stages, backend.Current):
		return c.new, true
	}
	return backend.Version{}, false
}

// compared are the two versions that = would compare, or why there are none.
func (t *timeline) compared() (a, b backend.Version, why string) {
	if len(t.marks) == 2 {
		return *t.version(t.marks[0]), *t.version(t.marks[1]), ""
	}
	v, ok := t.selected()
	current := t.holder(backend.Current)
	switch {
	case !ok:
		return a, b, t.why()
	case current == nil:
		return a, b, "no version is AWSCURRENT: mark two versions"
	case current.ID == v.ID:
		return a, b, "this is AWSCURRENT: go to another version, or mark two"
	}
	return v, *current, ""
}

// mark marks the version under the cursor, or unmarks it. Of three the first one goes.
func (t *timeline) mark() {
	if i := slices.Index(t.marks, t.at); i >= 0 {
		t.marks = slices.Delete(t.marks, i, i+1)
		return
	}
	if t.marks = append(t.marks, t.at); len(t.marks) > 2 {
		t.marks = t.marks[1:]
	}
}

// compareDialog says what a comparison costs before it is made.
func (m *Model) compareDialog() pane.Dialog {
	a, b, _ := m.timeline.compared()
	if a.Created.After(b.Created) {
		a, b = b, a
	}
	name, where := m.timeline.secret.Name, m.placeOf([]backend.Secret{m.timeline.secret})
	return &dialog.Confirm{Title: "Compare two versions · 2 decrypts", Yes: "compare", OnYes: func() tea.Msg { return compareChosen{a, b} },
		Body: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w}
			p.Text(f.Th.Strong, ui.Text(name))
			p.Text(f.Th.Dim, where)
			p.Blank()
			p.Version(f.Now, "older", a)
			p.Version(f.Now, "newer", b)
			p.Blank()
			p.Text(f.Th.Dim, "Both values are read once, which AWS records, and shown masked: what differs, and how long it is.")
			return p.Lines
		}}
}

// promoteCompared goes back to the timeline with the cursor on the version that is not current, and asks about it.
func (m *Model) promoteCompared() tea.Cmd {
	v, _ := m.compare.other()
	m.compare.close()
	m.timeline.goTo(v.ID)
	if r := m.unpromotable(); r != "" {
		return pane.Say(pane.Warning, r)
	}
	return m.open(m.promoteDialog())
}

// goTo puts the cursor on a version.
func (t *timeline) goTo(id string) {
	if v := t.version(id); v == nil {
		return
	} else if len(v.Stages) == 0 {
		t.unfolded = true
	}
	t.pinned, t.at = true, id
	t.build()
}

func (m *Model) actInCompare(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Back:
		m.compare.close()
		return nil
	}
	return m.compare.Act(a)
}

// uncomparable is the reason why an action cannot run in the view.
func (m *Model) uncomparable(a keymap.Action) string {
	if a == keymap.Promote {
		if _, ok := m.compare.other(); !ok {
			return "neither of the two is AWSCURRENT: promote one in the timeline"
		}
		return m.unwritable()
	}
	return m.compare.Unavailable(a)
}

// wheel moves in the view.
func (c *compare) wheel(down bool) {
	a := keymap.Up
	if down {
		a = keymap.Down
	}
	for range 3 {
		c.scroll.Move(a)
	}
}

// click puts the cursor on the difference at row y of the inside.
func (c *compare) click(y int) {
	if row, shown := c.scroll.At(y - headLines); shown {
		c.scroll.To(row)
	}
}
