package detail

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
)

func (d *Pane) askDescribe() tea.Cmd {
	ctx, id := d.describe.Start(d.Ctx)
	d.began = d.Now
	return describe(ctx, id, d.Backend, d.secret.ARN, d.Clock)
}

func describe(ctx context.Context, id *pane.Question, be backend.Backend, arn string, here func() time.Time) tea.Cmd {
	return func() tea.Msg {
		t := backend.Trip{Sent: here()}
		d, err := be.Describe(ctx, arn)
		t.Came = here()
		return pane.Described{Ask: id, ARN: arn, Detail: d, Trip: t, Err: err}
	}
}

// revealed takes a value in, or wipes it if nobody waits for it any more.
func (d *Pane) revealed(msg valueRevealed) tea.Cmd {
	v := &d.value
	if !v.Read.Fits(msg.ask) {
		msg.r.Value.Wipe()
		return nil
	}
	v.Read.Done()
	d.Tell(pane.Answered{ARN: d.secret.ARN, Err: msg.err})
	if msg.err != nil {
		v.State, v.Err = pane.Unreadable, msg.err
		d.couldNotCopy(msg.err)
		return d.missing(msg.err)
	}
	known := v.take(msg.r, msg.doc)
	cmd := tea.Batch(d.copyAwaited(), d.afterRead(v.then, known))
	if d.blurry {
		v.end()
	}
	return cmd
}

// valueRevealed is a value that was read, with its shape. Whoever drops it wipes it.
type valueRevealed struct {
	ask *pane.Question
	r   backend.Revealed
	doc document.Document
	err error
}

// afterRead shows of the value what it was read for; known tells that the user had a key under the cursor when asking.
func (d *Pane) afterRead(then keymap.Action, known bool) tea.Cmd {
	v := &d.value
	switch then {
	case keymap.Reveal:
		if known || v.doc.Kind != document.KindJSON {
			v.toggleField()
		}
	case keymap.RevealAll:
		v.showAll(true)
	case keymap.Decode:
		return d.decode()
	}
	return nil
}

// copyWholeValue is what c in the list asks of the detail pane.
const copyWholeValue keymap.Action = "copy-whole-value"

// reveal shows or hides what is held, or reads it first.
func (d *Pane) reveal(a keymap.Action) tea.Cmd {
	v := &d.value
	if v.State != pane.Held {
		return d.need(a)
	}
	v.shown.Touch()
	v = d.top()
	switch {
	case a == keymap.RevealAll:
		v.showAll(!v.allShown())
	default:
		v.toggleField()
	}
	return nil
}

// need reads the value unless it is held, and then does what it is for.
func (d *Pane) need(then keymap.Action) tea.Cmd {
	v := &d.value
	switch v.State {
	case pane.Held:
		v.shown.Touch()
		if copies(then) {
			return d.copyHeld(awaited{as: then})
		}
		return d.afterRead(then, false)
	case pane.Reading:
		d.want(then)
		return nil
	}
	ctx, id := v.Read.Start(d.Ctx)
	v.State, v.then, v.Err, v.Since = pane.Reading, "", nil, d.Now
	d.want(then)
	return reveal(ctx, id, d.Backend, d.secret.ARN, d.ref())
}

func reveal(ctx context.Context, id *pane.Question, be backend.Backend, arn string, at backend.VersionRef) tea.Cmd {
	return func() tea.Msg {
		r, err := backend.RevealAt(ctx, be, arn, at)
		return valueRevealed{id, r, document.Of(r.Value), err}
	}
}

// unreadable is the reason why nothing can be read or copied.
func (d *Pane) unreadable(a keymap.Action, on *pane.Shown) string {
	if on.Focus == pane.Detail && d.tab != tabValue && a == keymap.Copy {
		if d.tab == tabPolicy && len(d.policies.rows) == 0 || d.tab != tabPolicy && len(d.factRows()) == 0 {
			return "there is nothing to copy here"
		}
		return ""
	}
	if why := d.Readable(on.Secret, on.On); why != "" {
		return why
	}
	if on.Focus == pane.Timeline && on.Version == nil {
		return on.NoVersion
	}
	return ""
}
