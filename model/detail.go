package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

type tab int

const (
	tabValue tab = iota
	tabInfo
	tabTags
	tabs
)

// detail is the pane of one secret: its value while it is held, what the service says of it, its tags.
type detail struct {
	*pane.Desk
	copies *copier
	secret backend.Secret
	on     bool
	// told is DescribeSecret's answer for this secret, toldErr why there is none.
	told     *backend.Detail
	toldErr  error
	describe pane.Ask
	rest     *pane.Question // whether the cursor stays

	tab   tab
	w     int
	h     int
	value value
	// version is the one that the Value tab is about; the zero one is AWSCURRENT, whichever that is.
	version backend.Version
	facts   pane.Scroll // Info and Tags
	tag     string      // the key of the tag under the cursor
	blurry  bool        // the terminal has lost its focus
}

func newDetail(d *pane.Desk, c *copier) *detail {
	v := &detail{Desk: d, copies: c}
	v.value.folded = map[int]bool{}
	return v
}

// Scope of the pane's keys.
func (d *detail) Scope() keymap.Scope {
	if d.tab == tabTags {
		return keymap.Tags
	}
	return keymap.Detail
}

// Resize gives the pane's outer size.
func (d *detail) Resize(w, h int) {
	d.w, d.h = ui.Inner(w, h)
	d.facts.H = max(0, d.h-1)
	d.facts.Clamp()
	d.value.resize(d.w, max(0, d.h-2))
}

// follow turns to another secret, or to newer news of the same one. What was read of the older one is wiped.
func (d *detail) follow(s backend.Secret, on bool) tea.Cmd {
	if on == d.on && s.ARN == d.secret.ARN {
		wasDeleted := !d.secret.Deleted.IsZero()
		d.secret = s
		if !s.Deleted.IsZero() && !wasDeleted {
			d.value.end()
		}
		return nil
	}
	d.value.forget()
	d.version = backend.Version{}
	d.describe.Stop()
	d.secret, d.on, d.told, d.toldErr = s, on, nil, nil
	d.facts.To(0)
	d.rest = new(pane.Question)
	if !on {
		return nil
	}
	return pane.After(d.Ctx, restDelay, rested{d.rest})
}

// restDelay is how long the cursor must stay on a secret before it is described.
const restDelay = 200 * time.Millisecond

// Update hears of answers.
func (d *detail) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case rested:
		if msg.id == d.rest && d.on {
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
		return d.revealed(msg)
	case tea.BlurMsg:
		d.blurry = true
		d.value.end()
	case tea.FocusMsg:
		d.blurry = false
	}
	return nil
}

func (d *detail) askDescribe() tea.Cmd {
	ctx, id := d.describe.Start(d.Ctx)
	return describe(ctx, id, d.Backend, d.secret.ARN, d.Clock)
}

// conceal wipes whatever is held or on its way.
func (d *detail) conceal() {
	d.value.end()
}

func (d *detail) expire(now time.Time) {
	if d.value.Over(now) {
		d.value.end()
	}
}

// revealed takes a value in, or wipes it if nobody waits for it any more.
func (d *detail) revealed(msg valueRevealed) tea.Cmd {
	v := &d.value
	if !v.Read.Fits(msg.ask) {
		msg.r.Value.Wipe()
		return nil
	}
	v.Read.Done()
	if msg.err != nil {
		v.State, v.Err = pane.Unreadable, msg.err
		return d.missing(msg.err)
	}
	cmd := d.afterRead(v.then, v.take(msg.r, msg.doc, d.Now))
	if d.blurry {
		v.end()
	}
	return cmd
}

// afterRead does what the value was read for; known tells that the user had a key under the cursor when asking.
func (d *detail) afterRead(then keymap.Action, known bool) tea.Cmd {
	v := &d.value
	switch then {
	case keymap.Reveal:
		if known || v.doc.Kind != document.KindJSON {
			v.toggleField()
		}
	case keymap.RevealAll:
		v.showAll(true)
	case keymap.Copy:
		if known {
			return d.copyField()
		}
		if v.doc.Kind == document.KindJSON && len(v.doc.Fields) > 0 {
			return pane.Say(pane.Plain, "read: move to a key, c copies it without showing it")
		}
		return d.copyWhole()
	case copyWholeValue:
		return d.copyWhole()
	}
	return nil
}

// copyWholeValue is what c in the list asks of the detail pane.
const copyWholeValue keymap.Action = "copy-whole-value"

// Unavailable gives the reason why an action cannot run.
func (d *detail) Unavailable(a keymap.Action) string {
	switch a {
	case keymap.Reveal, keymap.RevealAll, copyWholeValue:
		if a == keymap.Reveal && d.tab != tabValue {
			return ""
		}
		return readable(d.secret, d.on)
	case keymap.Copy:
		if d.tab == tabValue {
			return readable(d.secret, d.on)
		}
		if len(d.factRows()) == 0 {
			return "there is nothing to copy here"
		}
	case keymap.Restore:
		if !d.on || d.secret.Deleted.IsZero() {
			return ui.Text(d.secret.Name) + " is not scheduled for deletion"
		}
	case keymap.Delete, keymap.CopyAs:
		if !d.on {
			return "no secret is selected"
		}
	}
	return ""
}

// Act does what the user asked for.
func (d *detail) Act(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.NextTab:
		d.turnTo((d.tab + 1) % tabs)
	case keymap.PrevTab:
		d.turnTo((d.tab + tabs - 1) % tabs)
	case keymap.Reveal, keymap.RevealAll:
		d.turnTo(tabValue)
		return d.reveal(a)
	case copyWholeValue:
		return d.need(a)
	case keymap.Copy:
		if d.tab != tabValue {
			return d.copyFact()
		}
		return d.copyField()
	case keymap.Refresh:
		if d.on {
			return d.askDescribe()
		}
	default:
		d.move(a)
	}
	return nil
}

func (d *detail) turnTo(t tab) {
	if d.tab != t {
		d.tab = t
		d.facts.To(0)
	}
}

func (d *detail) move(a keymap.Action) {
	if d.tab != tabValue {
		d.facts.N = len(d.factRows())
		d.facts.Move(a)
		return
	}
	if d.value.move(a) {
		return
	}
	if a == keymap.Into {
		d.value.toggleFold()
	}
}

// goBack folds what the cursor is in, and reports whether there was anything to fold.
func (d *detail) goBack() bool { return d.tab == tabValue && d.value.foldHere() }

// reveal shows or hides what is held, or reads it first.
func (d *detail) reveal(a keymap.Action) tea.Cmd {
	v := &d.value
	if v.State != pane.Held {
		return d.need(a)
	}
	v.Touch(d.Now)
	switch {
	case a == keymap.RevealAll:
		v.showAll(!v.allShown())
	default:
		v.toggleField()
	}
	return nil
}

// need reads the value unless it is held, and then does what it is for.
func (d *detail) need(then keymap.Action) tea.Cmd {
	v := &d.value
	switch v.State {
	case pane.Held:
		v.Touch(d.Now)
		return d.afterRead(then, false)
	case pane.Reading:
		v.then = then
		return nil
	}
	ctx, id := v.Read.Start(d.Ctx)
	v.State, v.then, v.Err = pane.Reading, then, nil
	return reveal(ctx, id, d.Backend, d.secret.ARN, d.ref())
}

func (d *detail) copyField() tea.Cmd {
	v := &d.value
	if v.State != pane.Held {
		return d.need(keymap.Copy)
	}
	v.Touch(d.Now)
	f, ok := v.field()
	if v.doc.Kind != document.KindJSON || !ok {
		return d.copyWhole()
	}
	return d.copies.put(v.doc.Called(f), v.doc.Text(v.val, f), true)
}

func (d *detail) copyWhole() tea.Cmd {
	if d.value.doc.Kind == document.KindBinary {
		return pane.Say(pane.Warning, "a binary value cannot go on a text clipboard; nothing was copied")
	}
	return d.copies.put(d.called(), d.value.val.Clone(), true)
}

func (d *detail) copyFact() tea.Cmd {
	rows := d.factRows()
	d.facts.N = len(rows)
	d.facts.Clamp()
	r := rows[d.facts.Pos]
	if r.datum == "" {
		return pane.Say(pane.Plain, "there is nothing to copy in this row; nothing was copied")
	}
	return d.copies.put(r.name(), backend.TextValue(r.datum), false)
}

// Wake is the next moment the value's bar drains.
func (d *detail) Wake(now time.Time) time.Time { return d.value.Wake(now) }

// wakeCountdown is the next moment the countdown reads differently, on the service's clock.
func (d *detail) wakeCountdown(served time.Time) time.Time {
	if !d.on || d.secret.Deleted.IsZero() || d.tab == tabTags {
		return time.Time{}
	}
	return ui.NextChange(d.Deadline(d.secret, served), served)
}

func (d *detail) wheel(down bool) {
	a := keymap.Up
	if down {
		a = keymap.Down
	}
	for range 3 {
		d.move(a)
	}
}

// click puts the cursor on the line at row y of the inside.
func (d *detail) click(y int) {
	v := &d.value
	if d.tab != tabValue || !d.secret.Deleted.IsZero() || v.State != pane.Held && v.State != pane.Ended {
		return
	}
	if line, shown := v.scroll.At(y - 2); shown {
		v.scroll.To(line)
	}
}
