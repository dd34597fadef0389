package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// stopping is something that ends a replica, of what is looked at: it cannot be undone.
type stopping struct {
	of, replica backend.Secret
	title, yes  string
	text        []string // what it does, the worst of it first; safe text
	chosen      tea.Msg
}

// ask asks for the typed name where a rule does, else for yes or no.
func (r *replicas) ask(s stopping) pane.Dialog {
	where := r.PlaceOf(s.of, s.replica)
	yes := func() tea.Msg { return s.chosen }
	if r.Guard.WantsName(s.replica) {
		return &dialog.TypedName{Keys: r.Keys, Title: s.title, Subject: []string{ui.Text(s.of.Name)}, Where: where, Word: ui.Text(s.of.Name), Yes: s.yes, Text: s.text[0], OnYes: yes}
	}
	return &dialog.Confirm{Title: s.title, Subject: []string{ui.Text(s.of.Name)}, Where: where, Yes: s.yes, OnNo: true, Ends: true, OnYes: yes, Body: func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		for i, line := range s.text {
			role := f.Th.Dim
			if i == 0 {
				role = f.Th.Urgent
			}
			p.Text(role, line)
		}
		return p.Lines
	}}
}

func (r *replicas) removeDialog(s backend.Secret, at backend.Replica) pane.Dialog {
	there, region := copyIn(s, at.Region), ui.Text(at.Region)
	text := []string{"Deleted at once: no recovery window, no undo.", "Whoever reads the secret in " + region + " fails from then on.",
		"The primary stays as it is, and " + r.key(keymap.AddReplica) + " replicates it there anew."}
	if at.Status == backend.ReplicaFailed {
		text[1] = "It has failed. A copy of this secret that is in " + region + " all the same goes; another secret of that name stays."
	}
	return r.ask(stopping{s, there, "Remove replica " + region, "remove", text, removalChosen{s, there}})
}

// removalChosen is the user's yes to the removal of a replica.
type removalChosen struct{ secret, there backend.Secret }

func (r *replicas) remove(msg removalChosen) tea.Cmd {
	s, region := msg.secret, backend.RegionOf(msg.there.ARN)
	stands := false // it is a secret of its own: somebody has promoted it before it could be removed
	w := &write{doing: "removing a replica of", op: backend.OpRemoveReplicas, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		_, out.err = be.RemoveReplicas(ctx, s.ARN, []string{region})
		out.look(ctx, be, s.ARN, func(d backend.Detail) bool {
			_, still := d.ReplicaOf(region)
			return !still
		})
		if out.err == nil {
			is, err := be.Describe(ctx, msg.there.ARN)
			stands = err == nil && !is.Follows()
		}
	}
	w.told = func(out outcome) {
		if out.err != nil {
			r.Say(r.failed(out.err))
			return
		}
		r.forget(s.ARN, region)
		if stands {
			r.Say(pane.Said{Text: r.Called(s) + " in " + ui.Text(region) + " was promoted meanwhile: it is a secret of its own", Hint: "nothing was removed", Kind: pane.Warning, Stay: pane.StayLong})
			return
		}
		r.Tell(pane.Gone{ARN: msg.there.ARN})
		said := pane.Said{Text: "removed the replica of " + r.Called(s) + " in " + ui.Text(region), Hint: r.key(keymap.AddReplica) + " replicates it there anew", Kind: pane.Good, Stay: pane.StayLong}
		_, still := out.Detail.ReplicaOf(region)
		r.Say(doubted(said, out, still, "the service took the removal, but still shows the replica in "+ui.Text(region)))
	}
	return r.runs(w, nil)
}

func (r *replicas) promoteDialog(s, there backend.Secret) pane.Dialog {
	title := "Promote replica " + ui.Text(backend.RegionOf(there.ARN))
	text := []string{"It becomes a secret of its own: changes of the primary no longer reach it. There is no undo.",
		"Its value, versions and ARN stay. To make it a replica again it has to be overwritten from its primary."}
	if s.PrimaryARN != "" {
		title = "Promote replica"
		text[1] = "Its ARN stays, and what it has; " + accountOf(s.PrimaryARN) + " sees it as Detached. Only a new secret can follow another account's again."
	}
	return r.ask(stopping{s, there, title, "promote", text, promotionChosen{s, there}})
}

// promotionChosen is the user's yes to a promotion; secret is the one that is looked at, the primary or the replica itself.
type promotionChosen struct{ secret, there backend.Secret }

// promote calls the replica's region, and reads both sides again as far as they are looked at.
func (r *replicas) promote(msg promotionChosen) tea.Cmd {
	s, there := msg.secret, msg.there
	primary, looks, again := copyIn(s, s.PrimaryRegion), true, "overwriting it"
	if s.PrimaryARN != "" {
		primary, again = inAccount(s.PrimaryARN), "a new one in its place"
		_, looks = r.Listed.Known(primary.ARN) // another account's may not be ours to describe
	}
	w := &write{doing: "promoting the replica", op: backend.OpPromoteReplica, secret: there}
	var from backend.Detail
	seen := false
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.err = be.PromoteReplica(ctx, there.ARN)
		out.look(ctx, be, there.ARN, func(d backend.Detail) bool { return !d.Follows() })
		if looks {
			d, err := be.Describe(ctx, primary.ARN)
			from, seen = d, err == nil
		}
	}
	w.told = func(out outcome) {
		if seen {
			r.Tell(pane.Changed{ARN: primary.ARN, Detail: from})
		}
		if out.err != nil {
			r.Say(r.failed(out.err))
			return
		}
		r.forget(primary.ARN, backend.RegionOf(there.ARN))
		name := r.Called(there)
		if r.Elsewhere(there.ARN) == "" {
			name += " in " + ui.Text(backend.RegionOf(there.ARN))
		}
		said := pane.Said{Text: "promoted: " + name + " is a secret of its own now", Hint: "nothing makes it a replica again but " + again, Kind: pane.Good, Stay: pane.StayLong}
		r.Say(doubted(said, out, out.Detail.Follows(), "the service took the promotion, but still shows a replica"))
	}
	return r.runs(w, nil)
}

// doubted is what is said of something done that could not be read again, or does not show yet.
func doubted(said pane.Said, out outcome, still bool, lags string) pane.Said {
	switch {
	case out.ReadErr != nil:
		said.Kind, said.Hint = pane.Warning, "reading it again failed: "+pane.Reason(out.ReadErr)
	case still:
		said.Kind, said.Text, said.Hint = pane.Warning, lags, "it may lag"
	}
	return said
}
