package model

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

// cannotTrace is the reason why nobody can be asked who deleted a secret.
func (m *Model) cannotTrace() string {
	s, on := m.current()
	switch {
	case !on:
		return "no secret is selected"
	case s.Deleted.IsZero():
		return ui.Text(s.Name) + " is not scheduled for deletion"
	case m.Trail == nil:
		return "there is no audit trail here"
	}
	return ""
}

// current is the secret that the keys are about.
func (m *Model) current() (backend.Secret, bool) {
	if m.inPane == onList {
		return m.list.selected()
	}
	return m.detail.secret, m.detail.on
}

// traceDialog asks the trail, and shows its answer as soon as it is there.
func (m *Model) traceDialog() (pane.Dialog, tea.Cmd) {
	s, _ := m.current()
	d := &dialog.Pager{Title: "Who deleted " + ui.Text(s.Name), Width: 100, Lines: func(f pane.Frame, w int) []string { return m.traceLines(f, w, s) }}
	if m.audits[s.ARN].stands(s.Deleted) {
		return d, nil
	}
	m.audits[s.ARN] = audit{of: s.Deleted, asking: true}
	return d, trace(m.Ctx, m.Place, s)
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

func (m *Model) hearTraced(msg deletionTraced) {
	if !m.audits[msg.arn].of.Equal(msg.of) {
		return // of a deletion before the one that was asked about since
	}
	m.audits[msg.arn] = audit{of: msg.of, told: msg.told, err: msg.err}
	if r, ok := m.list.index.Lookup(msg.arn); ok && msg.err == nil {
		m.list.learnEnd(msg.arn, m.list.index.Deleted(r))
		m.list.requery()
	}
}

func (m *Model) traceLines(f pane.Frame, w int, s backend.Secret) []string {
	p := &ui.Page{Th: f.Th, W: w}
	a := m.audits[s.ARN]
	p.Blank()
	switch {
	case a.asking:
		p.Text(f.Th.Dim, "asking CloudTrail…")
	case errors.Is(a.err, backend.ErrNotFound):
		m.untraced(p, f, s)
	case a.err != nil:
		p.Text(f.Th.Urgent, ui.Text(a.err.Error()))
		if hint := backend.Hint(a.err); hint != "" {
			p.Text(f.Th.Text, ui.Text(hint))
		}
		p.Text(f.Th.Dim, "The range stays: "+ui.CountdownLong(m.Deadline(s, f.Now), f.Now)+" · "+f.Keys.Key(keymap.List, keymap.Trace)+" asks again")
	case !a.told.Of(s.Deleted):
		m.untraced(p, f, s)
		p.Blank()
		if a.told.At.Before(s.Deleted) {
			p.Text(f.Th.Dim, "It has one of an earlier deletion, after which the secret was restored:")
		} else {
			p.Text(f.Th.Dim, "It has one of a later deletion: "+f.Keys.Key(keymap.Global, keymap.Refresh)+" reads the secret again.")
		}
		a.told.End = time.Time{} // which is over, or not that of what is shown
		drawEvent(p, f, a.told)
	default:
		drawEvent(p, f, a.told)
		p.Blank()
		d := m.Deadline(s, f.Now)
		p.Text(ui.UrgencyOf(d, f.Now).Role(f.Th.Styles), ui.CountdownLong(d, f.Now))
		p.Text(f.Th.Dim, f.Keys.Key(keymap.List, keymap.Restore)+" restores it")
	}
	return p.Lines
}

// untraced says that nothing is known of the deletion but what the service itself tells.
func (m *Model) untraced(p *ui.Page, f pane.Frame, s backend.Secret) {
	p.Text(f.Th.Warn, "CloudTrail has no event of this deletion")
	p.Text(f.Th.Dim, "Events may be minutes late. The range stays:")
	p.Text(f.Th.Text, ui.CountdownLong(m.Deadline(s, f.Now), f.Now))
}

// drawEvent is who deleted a secret, from where and when.
func drawEvent(p *ui.Page, f pane.Frame, told backend.Audit) {
	rows := [][2]string{{"who", told.By}, {"from", told.From}, {"with", told.Agent}, {"when", ui.When(told.At, f.Now)}}
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
		for i, part := range ui.Wrap(ui.Text(r[1]), max(8, p.W-16)) {
			if i > 0 {
				r[0] = ""
			}
			p.Lines = append(p.Lines, ui.FactRow{Label: r[0], LabelW: 12, Text: part, Role: f.Th.Text}.Draw(f.Th, p.W))
		}
	}
}
