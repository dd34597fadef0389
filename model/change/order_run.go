package change

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// orderRun is the order under way. Its calls go on whatever is looked at meanwhile; stop ends it between two secrets.
type orderRun struct {
	pane.Order
	id   *pane.Question
	done []backend.Secret // as they were read afterwards, or as they must be
	// failed are as they were, unknown may be done, and two will never be: the undo of what somebody else has changed since is stale,
	// and one that is not permitted is refused.
	failed, unknown, stale, refused []backend.Secret
	unread                          int   // of those that are done
	unkept                          error // why the end of a recovery window could not be written down
	last                            pane.Ordered
	stopped                         bool
	stop                            context.CancelFunc
	results                         <-chan tea.Msg
	begun                           time.Time
	writes                          map[string]*pane.Question // what they are among those under way, by ARN
}

func (r *orderRun) running() bool { return r.results != nil }

// begin begins an order. While one is under way no other is taken.
func (o *orders) begin(todo pane.Order) tea.Cmd {
	r := &o.run
	if r.running() {
		return nil
	}
	until, stop := context.WithCancel(o.Ctx)
	*r = orderRun{Order: todo, id: new(pane.Question), stop: stop, begun: o.Served(), writes: map[string]*pane.Question{}}
	doing, _, _ := todo.Kind.Words()
	for _, s := range todo.Secrets {
		r.writes[s.ARN] = o.Writes.Begin(pane.Write{Doing: doing, Op: todo.Kind.Operation(), Secret: s, Days: todo.How.WindowDays, Begun: o.Served()})
	}
	o.Ordering = map[pane.OrderKind]string{pane.Restoring: "a restore is still running", pane.Deleting: "a delete is still running"}[todo.Kind]
	ids, writes := maps.Clone(r.writes), &o.Writes
	call := orderCall{ctx: context.WithoutCancel(o.Ctx), until: until, Place: o.Place, Order: todo, id: r.id}
	r.results = call.carryOut(func(arn string) { writes.End(ids[arn]) })
	return pane.Next(r.results)
}

// halt lets what is under way end, and begins nothing more.
func (r *orderRun) halt() {
	r.stopped = true
	r.stop()
}

// done counts a result, and waits for the next.
func (o *orders) done(msg pane.Ordered) tea.Cmd {
	if msg.Job != o.run.id {
		return nil
	}
	o.run.count(msg)
	return pane.Next(o.run.results)
}

// ended tells how the order went as a whole.
func (o *orders) ended(msg orderEnded) {
	r := &o.run
	if msg.run != r.id {
		return
	}
	for _, id := range r.writes { // not before the order is told of as a whole
		o.Writes.Heard(id)
	}
	r.results, o.Ordering = nil, ""
	r.stop()
	r.settle(&o.undo)
	o.Say(r.summary(o.Desk))
}

func (r *orderRun) count(o pane.Ordered) {
	switch r.last = o; {
	case o.Err == nil:
		if r.done = append(r.done, o.Detail.Secret); o.ReadErr != nil {
			r.unread++
		}
		r.unkept = cmp.Or(r.unkept, o.EndErr)
	case o.Unknown():
		r.unknown = append(r.unknown, o.Before)
	case o.Outdated():
		r.stale = append(r.stale, o.Before)
	case o.Stale:
		r.refused = append(r.refused, o.Before)
	default:
		r.failed = append(r.failed, o.Before)
	}
}

// settle brings the undo stack up to date: an order can be taken back, and of an undo what is left to undo stays.
func (r *orderRun) settle(u *undoStack) {
	switch {
	case r.Undoes != nil:
		u.drop(*r.Undoes)
		for _, s := range r.done {
			u.isNow(s)
		}
		if left := r.left(); len(left) > 0 {
			u.push(pane.ChangeOf(r.Order, left))
		}
	case len(r.done) > 0 && !r.How.Force:
		u.push(r.inverse())
	}
}

// left are the secrets that an undo can still be tried on.
func (r *orderRun) left() (left []backend.Secret) {
	over := map[string]bool{}
	for _, s := range slices.Concat(r.done, r.stale, r.refused) {
		over[s.ARN] = true
	}
	for _, s := range r.Secrets {
		if !over[s.ARN] {
			left = append(left, s)
		}
	}
	return left
}

// inverse takes the job back.
func (r *orderRun) inverse() pane.Undoable {
	if r.Kind == pane.Deleting {
		return pane.ChangeOf(pane.Order{Kind: pane.Restoring}, r.done)
	}
	return pane.ChangeOf(pane.Order{Kind: pane.Deleting, How: backend.Deletion{WindowDays: backend.DefaultWindowDays}}, r.done)
}

func (r *orderRun) summary(d *pane.Desk) pane.Said {
	keys := d.Keys
	_, done, do := r.Kind.Words()
	action := keymap.Restore
	if r.Kind == pane.Deleting {
		action = keymap.Delete
	}
	again := keys.Key(keymap.List, action) + " tries again"
	if r.Undoes != nil {
		again = keys.Key(keymap.Global, keymap.Undo) + " tries again"
	}
	n, rest := len(r.Secrets), r.open()
	switch {
	case n == 1 && len(r.unknown) == 1:
		return pane.Said{Text: "whether " + d.Called(r.last.Before) + " is " + done + " is not known: " + pane.Reason(r.last.Err),
			Hint: d.Refreshes(), Kind: pane.Failure, Stay: pane.StayUnfinished}
	case n == 1 && len(r.done) == 0:
		return pane.Said{Text: d.WhatFailed(r.last.Err), Hint: d.Hint(r.last.Err), Kind: pane.Failure}
	case r.stopped && rest > 0:
		s := pane.Said{Text: fmt.Sprintf("stopped: %s %d, left %d as they were", done, len(r.done), rest), Hint: strings.Replace(again, "tries again", "goes on with them", 1), Kind: pane.Warning}
		if others := r.others(); others != "" {
			s.Text, s.Hint, s.Kind = s.Text+others, "the rows say why; "+s.Hint, pane.Failure
		}
		return s
	case len(r.done) == n && r.Undoes != nil:
		s := r.success()
		s.Text = r.placed(d, "undone: "+ui.Text(r.Undoes.Did)+r.takenBack())
		return s
	case len(r.done) == n:
		s := r.success()
		s.Text = r.placed(d, s.Text)
		return s
	}
	s := pane.Said{Text: fmt.Sprintf("%s %d of %d", done, len(r.done), n) + r.others(), Hint: "the rows say why; " + again, Kind: pane.Failure}
	switch over := len(r.left()) == 0; {
	case over && len(r.refused) > 0:
		s.Hint = "the rows say why; the undo is no longer offered"
	case over && len(r.stale) > 0:
		s.Hint = "there is nothing left to " + do
	}
	return s
}

// others are those that were begun and are not done, or not any more; "" for none.
func (r *orderRun) others() (text string) {
	for _, part := range []struct {
		n    int
		what string
	}{{len(r.failed) + len(r.refused), "failed"}, {len(r.unknown), "not known"}, {len(r.stale), "changed by somebody else since"}, {r.taken(), "taken back by somebody else since"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return text
}

// taken is how many are done of which the service shows that they are so no more.
func (r *orderRun) taken() (n int) {
	for _, s := range r.done {
		if !r.How.Force && s.Deleted.IsZero() == (r.Kind == pane.Deleting) {
			n++
		}
	}
	return n
}

// takenBack says so, where all were done.
func (r *orderRun) takenBack() string {
	if len(r.done) == 1 && r.taken() == 1 {
		return ", and somebody else has taken that back since"
	}
	return r.others()
}

// placed is a text about the order's one secret with where that is, if it is elsewhere.
func (r *orderRun) placed(d *pane.Desk, text string) string {
	if len(r.Secrets) != 1 {
		return text
	}
	return d.Placed(text, r.Secrets[0].ARN)
}

// open is how many nothing was heard of.
func (r *orderRun) open() int {
	return len(r.Secrets) - len(r.done) - len(r.failed) - len(r.unknown) - len(r.stale) - len(r.refused)
}

// success is what is said where everything worked.
func (r *orderRun) success() pane.Said {
	_, done, _ := r.Kind.Words()
	name, is := ui.Text(r.last.Before.Name), r.last.Detail.Secret
	switch {
	case len(r.Secrets) > 1:
		return r.successOfMany()
	case r.last.ReadErr != nil && !r.How.Force:
		return pane.Said{Text: done + " " + name, Hint: "reading it again failed: " + pane.Reason(r.last.ReadErr), Kind: pane.Warning, Stay: pane.StayLong}
	case r.Kind == pane.Deleting && r.How.Force:
		return pane.Said{Text: "deleted " + name + " for good", Hint: "nothing brings it back", Kind: pane.Good, Stay: pane.StayLong}
	case r.taken() > 0:
		return pane.Said{Text: done + " " + name + r.takenBack(), Kind: pane.Warning, Stay: pane.StayLong}
	case r.Kind == pane.Deleting:
		return r.withEnd(pane.Said{Text: "deleted " + name, Hint: "restorable until " + ui.Exact(r.last.End), Kind: pane.Good, Stay: pane.StayLong})
	}
	return pane.Said{Text: "restored " + name, Hint: "value not tested · " + rotationAfter(is.Rotation), Kind: pane.Good, Stay: pane.StayLong}
}

func (r *orderRun) successOfMany() pane.Said {
	_, done, _ := r.Kind.Words()
	s := pane.Said{Text: fmt.Sprintf("%s all %d", done, len(r.done)) + r.takenBack(), Hint: fmt.Sprintf("restorable for %d days", r.How.WindowDays), Kind: pane.Good, Stay: pane.StayLong}
	if r.Kind == pane.Restoring {
		s.Hint = rotationOfMany(r.done)
	}
	if r.Kind == pane.Restoring && r.unread > 0 {
		s.Hint, s.Kind = fmt.Sprintf("values not tested · rotation not known of %d: reading again failed", r.unread), pane.Warning
	}
	if r.taken() > 0 {
		s.Kind = pane.Warning
	}
	return r.withEnd(s)
}

// withEnd is what is said of a delete, with why the next session will not know its end, if so.
func (r *orderRun) withEnd(s pane.Said) pane.Said {
	if r.unkept != nil {
		s.Hint, s.Kind = s.Hint+", which the next session will not know: the state file cannot be written: "+ui.Text(disk.Reason(r.unkept)), pane.Warning
	}
	return s
}

func rotationAfter(r backend.Rotation) string {
	switch {
	case r.Enabled:
		return "rotation is on"
	case r.Configured:
		return "rotation is off: the deletion ended it"
	}
	return "no rotation"
}

func rotationOfMany(back []backend.Secret) string {
	off := 0
	for _, s := range back {
		if s.Rotation.Configured && !s.Rotation.Enabled {
			off++
		}
	}
	if off == 0 {
		return "values not tested · no rotation was switched off"
	}
	return fmt.Sprintf("values not tested · rotation is off on %d: the deletion ended it", off)
}

// progress is what stands at the end of the status line while an order of many is under way.
func (r *orderRun) progress(f pane.Frame, w int) []ui.Span {
	if !r.running() || len(r.Secrets) < 2 {
		return nil
	}
	doing, _, _ := r.Kind.Words()
	n := len(r.Secrets) - r.open()
	spans := []ui.Span{{Role: f.Th.Brand, Text: fmt.Sprintf("%s %d of %d  ", doing, n, len(r.Secrets))}}
	spans = append(spans, ui.Bar(f.Th, n, len(r.Secrets), 10)...)
	if pace := ui.Pace(n, len(r.Secrets), f.Now.Sub(r.begun)); pace != "" && w >= pane.SideBySide && !r.stopped {
		spans = append(spans, ui.Span{Role: f.Th.Dim, Text: "  " + pace})
	}
	hint := "  stopping"
	if !r.stopped {
		hint = "  " + f.Keys.Key(keymap.List, keymap.Back) + " stops"
	}
	return append(spans, ui.Span{Role: f.Th.Dim, Text: hint})
}

// orderEnded is the end of an order.
type orderEnded struct{ run *pane.Question }
