package model

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// audit is what the audit trail says of a deletion, or why it says nothing.
type audit struct {
	asking bool
	told   backend.Audit
	err    error
}

// deletionTraced is the trail's answer.
type deletionTraced struct {
	arn  string
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
	case m.opts.Trail == nil:
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
func (m *Model) traceDialog() (dialog, tea.Cmd) {
	s, _ := m.current()
	d := &pager{title: "Who deleted " + ui.Text(s.Name), width: 100, lines: func(f frame, w int) []string { return m.traceLines(f, w, s) }}
	known, ok := m.audits[s.ARN]
	if ok && (known.asking || known.err == nil && known.told.At.Sub(s.Deleted).Abs() < nearEnough) {
		return d, nil
	}
	m.audits[s.ARN] = audit{asking: true}
	return d, trace(m.ctx, m.opts.Trail, m.ends, s)
}

// nearEnough is how far an event's time and a deletion's may lie apart; emulators tell other dates.
const nearEnough = 40 * 24 * 3600e9

func trace(ctx context.Context, t backend.Trail, ends *backend.Ends, s backend.Secret) tea.Cmd {
	return func() tea.Msg {
		out := deletionTraced{arn: s.ARN}
		if out.told, out.err = t.LookUpDeletion(ctx, s); out.err == nil {
			_ = ends.Remember(s.ARN, s.Deleted, out.told.End) // it is known for this session in any case
		}
		return out
	}
}

func (m *Model) hearTraced(msg deletionTraced) {
	m.audits[msg.arn] = audit{told: msg.told, err: msg.err}
	if r, ok := m.list.index.Lookup(msg.arn); ok && msg.err == nil {
		m.list.learnEnd(msg.arn, m.list.index.Deleted(r))
		m.list.requery()
	}
}

func (m *Model) traceLines(f frame, w int, s backend.Secret) []string {
	p := &page{th: f.th, w: w}
	a := m.audits[s.ARN]
	p.blank()
	switch {
	case a.asking:
		p.text(f.th.Dim, "asking CloudTrail…")
		return p.out
	case errors.Is(a.err, backend.ErrNotFound):
		p.text(f.th.Warn, "CloudTrail has no event of this deletion")
		p.text(f.th.Dim, "Events may be minutes late. The range stays:")
		p.text(f.th.Text, ui.CountdownLong(m.deadline(s, f.now), f.now))
		return p.out
	case a.err != nil:
		p.text(f.th.Urgent, ui.Text(a.err.Error()))
		if hint := backend.Hint(a.err); hint != "" {
			p.text(f.th.Text, ui.Text(hint))
		}
		p.text(f.th.Dim, "The range stays: "+ui.CountdownLong(m.deadline(s, f.now), f.now)+" · "+f.keys.Key(keymap.List, keymap.Trace)+" asks again")
		return p.out
	}
	fact := func(label, text string) {
		for i, part := range ui.Wrap(ui.Text(text), max(8, w-16)) {
			if i > 0 {
				label = ""
			}
			p.out = append(p.out, ui.FactRow{Label: label, LabelW: 12, Text: part, Role: f.th.Text}.Draw(f.th, w))
		}
	}
	told := a.told
	for _, r := range [][2]string{{"who", told.By}, {"from", told.From}, {"with", told.Agent}, {"when", when(told.At, f.now)}} {
		if r[1] != "" {
			fact(r[0], r[1])
		}
	}
	if told.Days > 0 {
		fact("window", fmt.Sprintf("%d days", told.Days))
		fact("ends", ui.Exact(told.End))
	}
	p.blank()
	d := m.deadline(s, f.now)
	p.text(ui.UrgencyOf(d, f.now).Role(f.th.Styles), ui.CountdownLong(d, f.now))
	p.text(f.th.Dim, f.keys.Key(keymap.List, keymap.Restore)+" restores it")
	return p.out
}
