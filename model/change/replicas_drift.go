package change

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// drift is how a replica differs from its primary, as both are described: no value is read.
type drift struct {
	ask                    pane.Ask
	primary, replica       backend.Secret
	primaryIs, replicaIs   backend.Detail
	primaryErr, replicaErr error
}

// drifted is how both are described.
type drifted struct {
	ask                    *pane.Question
	primary, replica       backend.Detail
	primaryErr, replicaErr error
}

// compare describes both sides anew, and shows them beside each other. s is the one that is looked at.
func (r *replicas) compare(s, beside backend.Secret) tea.Cmd {
	primary, replica := s, beside
	if s.Follows() {
		primary, replica = beside, s
	}
	r.drift.primary, r.drift.replica = primary, replica
	r.Open(&dialog.Pager{Title: "Drift of the replica", Subject: []string{ui.Text(primary.Name)}, Where: r.PlaceOf(primary, replica), Width: 84, Foot: "0 decrypts", Lines: r.driftLines, Keys: r.Keys, Leads: r.driftLeads})
	return r.askDrift()
}

// driftLeads are the keys that driftLines names.
func (r *replicas) driftLeads() []dialog.Lead {
	if d := &r.drift; d.ask.Open || d.primaryErr == nil && d.replicaErr == nil {
		return nil
	}
	return []dialog.Lead{{In: keymap.Replicas, Action: keymap.CompareReplica, Do: func() (tea.Cmd, bool) { return r.askDrift(), false }}, leadsTo(r.Desk, keymap.Global, keymap.WhereAmI, backend.Secret{})}
}

func (r *replicas) askDrift() tea.Cmd {
	ctx, ask := r.drift.ask.Start(r.Ctx)
	primary, replica, be := r.drift.primary, r.drift.replica, r.Backend
	return func() tea.Msg {
		out := drifted{ask: ask}
		out.primary, out.primaryErr = be.Describe(ctx, primary.ARN)
		out.replica, out.replicaErr = be.Describe(ctx, replica.ARN)
		return out
	}
}

func (r *replicas) hearDrift(msg drifted) {
	d := &r.drift
	if !d.ask.Fits(msg.ask) {
		return
	}
	d.ask.Done()
	d.primaryIs, d.replicaIs, d.primaryErr, d.replicaErr = msg.primary, msg.replica, msg.primaryErr, msg.replicaErr
	if msg.primaryErr == nil {
		r.Tell(pane.Changed{ARN: d.primary.ARN, Detail: msg.primary})
	}
	if msg.replicaErr == nil {
		r.Tell(pane.Changed{ARN: d.replica.ARN, Detail: msg.replica})
	}
}

func (r *replicas) driftLines(th *ui.Theme, w int) []string {
	d, p := &r.drift, &ui.Page{Th: th, W: w, Flush: true}
	switch {
	case d.ask.Open:
		p.Text(th.Dim, "asking both sides…")
		return p.Lines
	case d.primaryErr != nil || d.replicaErr != nil:
		for _, err := range []error{d.primaryErr, d.replicaErr} {
			if err != nil {
				p.Text(th.Urgent, r.WhatFailed(err))
				p.Text(th.Dim, r.Advice(err))
			}
		}
		p.Text(th.Dim, "How they differ is not known. "+r.key(keymap.CompareReplica)+" asks again.")
		return p.Lines
	}
	rows, apart := driftRows(th, w, d.primaryIs.Stages, d.replicaIs.Stages)
	here, there := sides(d.primary, d.replica)
	switch {
	case !d.replicaIs.Follows():
		p.Text(th.Urgent, "the one in "+there+" follows no primary: it is a secret of its own")
	case apart > 0:
		p.Text(th.Warn, ui.Plural(apart, "version")+" apart: the replica lags")
	default:
		p.Text(th.Good, "no drift: the same versions, with the same labels")
	}
	p.Blank()
	p.Lines = append(p.Lines, rows...)
	p.Blank()
	p.Text(th.Dim, "primary in "+here+", changed "+ui.When(d.primaryIs.Changed, r.Served()))
	p.Text(th.Dim, "replica in "+there+", changed "+ui.When(d.replicaIs.Changed, r.Served()))
	p.Text(th.Dim, "Only versions with a label are told. No value is read.")
	return p.Lines
}

// sides are where a primary and its replica are, as far as they differ.
func sides(primary, replica backend.Secret) (here, there string) {
	from, to := backend.SiteOf(primary.ARN), backend.SiteOf(replica.ARN)
	if from.Account != to.Account {
		return ui.Place(from), ui.Place(to)
	}
	return ui.Text(from.Region), ui.Text(to.Region)
}

// driftRows are the versions of both sides with their labels, the current one first, and how many differ.
func driftRows(th *ui.Theme, w int, primary, replica map[string][]string) (rows []string, apart int) {
	var ids []string
	for _, side := range []map[string][]string{primary, replica} {
		for id := range side {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	rank := func(id string) string {
		if slices.Contains(primary[id], backend.Current) || slices.Contains(replica[id], backend.Current) {
			return "0" + id
		}
		return "1" + id
	}
	slices.SortFunc(ids, func(a, b string) int { return strings.Compare(rank(a), rank(b)) })
	words := func(side map[string][]string, id string) string {
		labels, there := side[id]
		if !there {
			return "—"
		}
		return ui.Text(strings.Join(ui.LabelsInOrder(labels), " "))
	}
	p := &ui.Page{Th: th, W: w, Flush: true}
	for _, id := range ids {
		here, there := words(primary, id), words(replica, id)
		text, role := here+" in both", th.Text
		if here != there {
			text, role = "primary "+here+" · replica "+there, th.Warn
			apart++
		}
		p.Fact(ui.ShortVersion(id), 10, role, text)
	}
	return p.Lines, apart
}
