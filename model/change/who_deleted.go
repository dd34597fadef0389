package change

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// audit is what the audit trail says of a deletion, or why it says nothing.
type audit struct {
	of     time.Time // the DeletedDate that was asked about
	asking bool
	told   backend.Audit
	err    error
}

// stands reports whether a deletion need not be asked about again. What was no answer may come to be one: events are late.
func (a audit) stands(deleted time.Time) bool {
	return a.of.Equal(deleted) && (a.asking || a.err == nil && a.told.Of(deleted))
}

// deletionTraced is the trail's answer.
type deletionTraced struct {
	arn  string
	of   time.Time
	told backend.Audit
	err  error
}

// whoDeleted asks the account's audit trail about deletions.
type whoDeleted struct {
	*pane.Desk
	pane.Feature
	audits map[string]audit // by ARN
}

func newWhoDeleted(d *pane.Desk) *whoDeleted { return &whoDeleted{Desk: d, audits: map[string]audit{}} }

// Unavailable is the reason why nobody can be asked who deleted a secret.
func (w *whoDeleted) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if a != keymap.Trace {
		return "", false
	}
	switch {
	case !on.On:
		return "no secret is selected", true
	case on.Secret.Deleted.IsZero():
		return w.NotDeleted(on.Secret), true
	case w.Trail == nil:
		return "there is no audit trail here", true
	}
	if home := w.Listed.Home(); home.Account != "" && home.Of(on.Secret.ARN).Account != home.Account {
		return ui.Text(on.Secret.Name) + " is in another account, whose audit trail tells nobody here", true
	}
	return "", true
}

// Act asks the trail, and shows its answer as soon as it is there.
func (w *whoDeleted) Act(_ keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Secret
	w.Open(&dialog.Pager{Title: "Who deleted it", Subject: []string{ui.Text(s.Name)}, Where: w.PlaceOf(s), Width: 100, Lines: func(th *ui.Theme, width int) []string { return w.lines(th, width, s) },
		Keys: w.Keys, Leads: func() []dialog.Lead { return w.leads(s) }})
	return w.ask(s)
}

// ask asks the trail, unless its answer is there already.
func (w *whoDeleted) ask(s backend.Secret) tea.Cmd {
	if w.audits[s.ARN].stands(s.Deleted) {
		return nil
	}
	w.audits[s.ARN] = audit{of: s.Deleted, asking: true}
	return trace(w.Ctx, w.Place, s)
}

// leads are the keys that lines names.
func (w *whoDeleted) leads(s backend.Secret) []dialog.Lead {
	switch a := w.audits[s.ARN]; {
	case a.asking, errors.Is(a.err, backend.ErrNotFound):
		return nil
	case a.err != nil:
		return []dialog.Lead{{In: keymap.List, Action: keymap.Trace, Do: func() (tea.Cmd, bool) { return w.ask(s), false }}, leadsTo(w.Desk, keymap.Global, keymap.WhereAmI, backend.Secret{})}
	case !a.told.Of(s.Deleted):
		return []dialog.Lead{leadsTo(w.Desk, keymap.Global, keymap.Refresh, backend.Secret{})}
	}
	return []dialog.Lead{leadsTo(w.Desk, keymap.List, keymap.Restore, s)}
}

// leadsTo closes a pager for what a key does: to one secret, or where that is the zero one wherever the user is.
func leadsTo(d *pane.Desk, in keymap.Scope, a keymap.Action, of backend.Secret) dialog.Lead {
	return dialog.Lead{In: in, Action: a, Do: func() (tea.Cmd, bool) {
		d.Tell(pane.Asked{Action: a, Of: of})
		return nil, true
	}}
}

func trace(ctx context.Context, p *backend.Place, s backend.Secret) tea.Cmd {
	return func() tea.Msg {
		out := deletionTraced{arn: s.ARN, of: s.Deleted}
		if out.told, out.err = p.Trail.LookUpDeletion(ctx, s); out.err == nil && out.told.Of(s.Deleted) {
			_ = p.Remember(s.ARN, s.Deleted, out.told.End) // it is known for this session in any case
		}
		return out
	}
}

// Hear takes in the trail's answer. One about a deletion before the one that was asked about since is dropped.
func (w *whoDeleted) Hear(msg tea.Msg) tea.Cmd {
	told, ok := msg.(deletionTraced)
	if !ok || !w.audits[told.arn].of.Equal(told.of) {
		return nil
	}
	w.audits[told.arn] = audit{of: told.of, told: told.told, err: told.err}
	if told.err == nil {
		w.Tell(pane.EndKnown{ARN: told.arn})
	}
	return nil
}

func (w *whoDeleted) lines(th *ui.Theme, width int, s backend.Secret) []string {
	now := w.Served()
	p := &ui.Page{Th: th, W: width, Flush: true}
	a := w.audits[s.ARN]
	switch {
	case a.asking:
		p.Text(th.Dim, "asking CloudTrail…")
	case errors.Is(a.err, backend.ErrNotFound):
		w.untraced(p, s)
	case a.err != nil:
		p.Text(th.Urgent, w.WhatFailed(a.err))
		if hint := w.Advice(a.err); hint != "" {
			p.Text(th.Text, hint)
		}
		p.Text(th.Dim, "The range stays: "+ui.CountdownLong(w.Deadline(s, now), now)+" · "+w.Keys.Key(keymap.List, keymap.Trace)+" asks again")
	case !a.told.Of(s.Deleted):
		w.untraced(p, s)
		p.Blank()
		if a.told.At.Before(s.Deleted) {
			p.Text(th.Dim, "It has one of an earlier deletion, after which the secret was restored:")
		} else {
			p.Text(th.Dim, "It has one of a later deletion: "+w.Refreshes()+".")
		}
		a.told.End = time.Time{} // which is over, or not that of what is shown
		drawEvent(p, now, a.told)
	default:
		drawEvent(p, now, a.told)
		p.Blank()
		p.Deadline(w.Deadline(s, now), now)
		p.Text(th.Dim, w.Keys.Key(keymap.List, keymap.Restore)+" restores it")
	}
	return p.Lines
}

// untraced says that nothing is known of the deletion but what the service itself tells.
func (w *whoDeleted) untraced(p *ui.Page, s backend.Secret) {
	p.Text(p.Th.Warn, "CloudTrail has no event of this deletion")
	p.Text(p.Th.Dim, "Events may be minutes late. The range stays:")
	p.Text(p.Th.Text, ui.CountdownLong(w.Deadline(s, w.Served()), w.Served()))
}

// drawEvent is who deleted a secret, from where and when.
func drawEvent(p *ui.Page, now time.Time, told backend.Audit) {
	rows := [][2]string{{"who", told.By}, {"from", told.From}, {"with", told.Agent}, {"when", ui.When(told.At, now)}}
	if told.Days > 0 {
		rows = append(rows, [2]string{"window", fmt.Sprintf("%d days", told.Days)})
	}
	if !told.End.IsZero() {
		rows = append(rows, [2]string{"ends", ui.Exact(told.End)})
	}
	for _, r := range rows {
		if r[1] == "" {
			continue
		}
		p.Fact(r[0], 12, p.Th.Text, ui.Text(r[1]))
	}
}
