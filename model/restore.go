package model

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// restoreJob is the restore under way: one secret or many.
type restoreJob struct {
	id      int
	total   int
	back    int
	failed  int
	last    secretRestored
	results <-chan tea.Msg
}

func (r *restoreJob) running() bool { return r.results != nil }

// restoreDialog asks once, for one secret or for all marked.
func (m *Model) restoreDialog() dialog {
	var todo []backend.Secret
	if m.inPane == onDetail {
		todo = []backend.Secret{m.detail.secret}
	} else {
		todo = m.list.targets()
	}
	title := "Restore " + plural(len(todo), "secret")
	if len(todo) == 1 {
		title = "Restore " + ui.Text(todo[0].Name)
	}
	where := m.place()
	return &confirm{title: title, yes: "restore", onYes: func() tea.Msg { return restoreChosen{todo} },
		body: func(f frame, w int) []string { return restoreBody(f, w, todo, where) }}
}

// restoreChosen is the user's yes.
type restoreChosen struct{ secrets []backend.Secret }

// place is account and region, for dialogs.
func (m *Model) place() string {
	w := m.be.Where()
	s := w.Region
	if m.who != nil {
		s = "account " + accountOf(m.who.Account) + " · " + s
	}
	if w.Profile != "" {
		s = w.Profile + " · " + s
	}
	return ui.Text(s)
}

func restoreBody(f frame, w int, todo []backend.Secret, where string) []string {
	const most = 8
	var out []string
	for i, s := range todo {
		if i == most && len(todo) > most+1 {
			out = append(out, ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Dim, fmt.Sprintf("and %d more", len(todo)-most)).String())
			break
		}
		d := backend.DeadlineOf(s.Deleted, time.Time{}, f.now)
		count := ui.Countdown(d, f.now)
		name := ui.Text(s.Name)
		if room := w - ui.Width(count) - 4; ui.Width(name) > room {
			name = ui.FitMiddle(name, max(4, room))
		}
		out = append(out, ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Strong, name).
			Right(ui.Span{Role: ui.UrgencyOf(d, f.now).Role(f.th.Styles), Text: " " + count + " "}).String())
	}
	out = append(out, ui.Blank(w), ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Dim, where).String())
	for _, part := range ui.Wrap("Rotation may stay switched off: the deletion ended it. What came back is read again and shown.", w-2) {
		out = append(out, ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Dim, part).String())
	}
	return out
}

// start begins the job. Its calls go on whatever is looked at meanwhile.
func (r *restoreJob) start(ctx context.Context, be backend.Backend, todo []backend.Secret) tea.Cmd {
	*r = restoreJob{id: r.id + 1, total: len(todo)}
	r.results = restoreAll(ctx, r.id, be, todo)
	return nextResult(r.results)
}

// hear counts results as they come, and says how it went.
func (r *restoreJob) hear(msg tea.Msg, m *Model, now time.Time) tea.Cmd {
	switch msg := msg.(type) {
	case secretRestored:
		if msg.err != nil {
			r.failed++
		} else {
			r.back++
			m.undo.push(deleteAgain(msg))
		}
		r.last = msg
		return nextResult(r.results)
	case restoreEnded:
		r.results = nil
		m.status.set(r.summary(m.keys), now)
	}
	return nil
}

// deleteAgain undoes a restore, with the longest window.
func deleteAgain(msg secretRestored) change {
	return change{arn: msg.arn, did: "restored " + msg.name, undoes: "delete " + msg.name + " again, with a window of 30 days",
		back: func(ctx context.Context, be backend.Backend) error {
			d, err := be.Describe(ctx, msg.arn)
			if err != nil {
				return err
			}
			if !d.Deleted.IsZero() {
				return &backend.Error{Op: "undo the restore of", ID: msg.arn, Kind: backend.ErrPendingDeletion}
			}
			_, err = be.Delete(ctx, msg.arn, backend.Deletion{WindowDays: backend.DefaultWindowDays})
			return err
		}}
}

func (r *restoreJob) summary(keys *keymap.Map) said {
	name := ui.Text(r.last.name)
	again := keys.Key(keymap.List, keymap.Restore) + " tries again"
	switch {
	case r.total == 1 && r.failed == 1:
		s := said{text: ui.Text(r.last.err.Error()), hint: ui.Text(backend.Hint(r.last.err)), kind: failure}
		return s
	case r.total == 1 && r.last.readErr != nil:
		return said{text: "restored " + name, hint: "reading it again failed: " + reason(r.last.readErr), kind: warning, stay: stayLong}
	case r.total == 1:
		return said{text: "restored " + name, hint: rotationAfter(r.last.detail.Rotation), kind: good, stay: stayLong}
	case r.failed == 0:
		return said{text: fmt.Sprintf("restored all %d", r.back), hint: "rotation may be off: the Info tab tells", kind: good, stay: stayLong}
	}
	return said{text: fmt.Sprintf("restored %d of %d, %d failed", r.back, r.total, r.failed), hint: "the rows say why; " + again, kind: failure}
}

func rotationAfter(r backend.Rotation) string {
	switch {
	case r.Enabled:
		return "value not tested · rotation is on"
	case r.Configured:
		return "value not tested · rotation is off: the deletion ended it"
	}
	return "value not tested · no rotation"
}

func (r *restoreJob) spans(th *ui.Theme) []ui.Span {
	if !r.running() || r.total < 2 {
		return nil
	}
	return []ui.Span{{Role: th.Brand, Text: fmt.Sprintf("restoring %d of %d  ", r.back+r.failed, r.total)}}
}
