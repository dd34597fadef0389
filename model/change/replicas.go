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

// replicas adds, retries, removes and promotes a secret's replicas in other regions of its account, associates and lets go that in
// another account, makes such a one, looks how they go, and opens and compares them. One write is under way at a time.
type replicas struct {
	*pane.Desk
	pane.Feature
	running bool
	name    string                   // of the secret
	watches map[string]*replicaWatch // of what is still being replicated, by the primary's ARN
	regions pane.Ask                 // which regions the account has
	drift   drift
	kept    map[string]*dialog.Form // what was typed for what failed behind the user's back
	loose   map[string]bool         // replicas that were associated with any organization, by ARN: the service does not tell it
}

func newReplicas(d *pane.Desk) *replicas {
	return &replicas{Desk: d, watches: map[string]*replicaWatch{}, kept: map[string]*dialog.Form{}, loose: map[string]bool{}}
}

// Unavailable is the reason why nothing can be done to a replica now.
func (r *replicas) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.OpenReplica, keymap.CompareReplica:
		return r.unseen(a, on), true
	case keymap.AddReplica, keymap.AssociateReplica, keymap.RetryReplica, keymap.RemoveReplica, keymap.PromoteReplica:
		return r.why(a, on), true
	case keymap.FollowPrimary:
		return r.cannotFollow(), true
	case keymap.Back: // what is looked at is given up before the pane is left
		return "", r.watching(on)
	}
	return "", false
}

func (r *replicas) watching(on *pane.Shown) bool {
	return on.Focus == pane.Detail && on.Replicas && r.watches[on.Secret.ARN] != nil
}

// unseen is why a replica, or the primary of one, cannot be gone to or compared.
func (r *replicas) unseen(a keymap.Action, on *pane.Shown) string {
	switch s := on.Known(); {
	case !on.On:
		return "no secret is selected"
	case !on.Replicas:
		return "replicas are looked at in their tab"
	case !s.Follows() && on.Detail == nil:
		return r.undescribed(on)
	}
	return r.rowless(a, on)
}

// runs starts a write, of which there is one at a time, and which the form that it came from waits for; nil for none.
func (r *replicas) runs(w *write, form *dialog.Form) tea.Cmd {
	if r.running {
		return nil
	}
	r.running, r.name = true, w.secret.Name
	if form != nil {
		form.Saving, form.Failed = true, nil
	}
	told := w.told
	w.told = func(out outcome) {
		r.running = false
		if form != nil {
			form.Saving = false
		}
		told(out)
	}
	return w.start(r.Desk)
}

func (r *replicas) why(a keymap.Action, on *pane.Shown) string {
	s := on.Known()
	if a == keymap.PromoteReplica { // all else that forbids a change forbids it too
		s.PrimaryRegion, s.PrimaryARN = "", ""
	}
	switch why := r.Unchangeable(s, on.On); {
	case why != "":
		return why
	case r.CannotWrite() != "":
		return r.CannotWrite()
	case r.running:
		return "a change of the replicas of " + ui.Text(r.name) + " is still being written"
	case !on.Replicas:
		return "replicas are changed in their tab"
	case on.Detail == nil:
		return r.undescribed(on)
	case a == keymap.AddReplica && len(r.free(s, on.Detail.Replicas)) == 0:
		return "there is no other region that is known: each has a replica already"
	case a == keymap.AddReplica:
		return ""
	case a == keymap.AssociateReplica:
		return r.unassociable(on)
	}
	return r.rowless(a, on)
}

func (r *replicas) undescribed(on *pane.Shown) string {
	if on.DetailErr != nil {
		return "which replicas it has is not known: " + ui.Text(pane.Reason(on.DetailErr))
	}
	return "which replicas it has is not known: " + ui.Text(on.Secret.Name) + " is not described yet"
}

// rowless is why the replica under the cursor is none to act on.
func (r *replicas) rowless(a keymap.Action, on *pane.Shown) string {
	s, at := on.Known(), on.Replica
	switch {
	case s.PrimaryARN != "":
		return nowhere("its primary", s.PrimaryARN)
	case on.Across != nil:
		return r.rowlessAcross(a, *on.Across)
	case s.IsReplica() && backend.CopyIn(s.ARN, s.PrimaryRegion) == "":
		return "where its primary is makes no sense: " + ui.Text(s.PrimaryRegion)
	case s.IsReplica():
		return ""
	case at == nil:
		return "there is no replica yet: " + r.Keys.Key(keymap.Replicas, keymap.AddReplica) + " adds one"
	case backend.CopyIn(s.ARN, at.Region) == "":
		return "where this replica is makes no sense: " + ui.Text(at.Region)
	case a == keymap.RetryReplica && at.Status != backend.ReplicaFailed:
		return "only what has failed is retried: " + ui.Text(at.Region+" is "+at.Status)
	case a == keymap.PromoteReplica && at.Status == backend.ReplicaInProgress:
		return ui.Text(at.Region) + " is still being replicated: promote it once it is in sync"
	}
	return ""
}

// copyIn is a secret's copy in another region, as far as it is known.
func copyIn(s backend.Secret, region string) backend.Secret {
	return backend.Secret{ARN: backend.CopyIn(s.ARN, region), Name: s.Name, PrimaryRegion: s.PrimaryRegion}
}

// other is what a key is about: of a replica its primary, else the replica under the cursor.
func other(on *pane.Shown) backend.Secret {
	switch s := on.Known(); {
	case s.PrimaryARN != "":
		return inAccount(s.PrimaryARN)
	case s.IsReplica():
		return copyIn(s, s.PrimaryRegion)
	case on.Across != nil:
		there := inAccount(on.Across.ARN)
		there.PrimaryARN = s.ARN
		return there
	default:
		return copyIn(s, on.Replica.Region)
	}
}

// Act asks before anything is written.
func (r *replicas) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Known()
	switch a {
	case keymap.AddReplica:
		return r.askRegion(s, on.Detail.Replicas)
	case keymap.FollowPrimary:
		r.Open(r.formFor(slotFollow, func() *dialog.Form { return r.followForm(on) }))
	case keymap.AssociateReplica:
		r.Open(r.formFor(slotAcross(s), func() *dialog.Form { return r.associateForm(s, nil) }))
	case keymap.RetryReplica:
		r.retry(on)
	case keymap.RemoveReplica:
		if on.Across != nil {
			r.Open(r.releaseDialog(s, *on.Across))
			return nil
		}
		r.Open(r.removeDialog(s, *on.Replica))
	case keymap.PromoteReplica:
		there := s
		if !s.Follows() {
			there = other(on)
		}
		r.Open(r.promoteDialog(s, there))
	case keymap.OpenReplica:
		r.Tell(pane.Sought{ARN: other(on).ARN})
	case keymap.CompareReplica:
		return r.compare(s, other(on))
	case keymap.Back:
		r.stopWatching(s)
	}
	return nil
}

// Label is the footer's word for going back while a replication is looked at.
func (r *replicas) Label(a keymap.Action, on *pane.Shown) string {
	switch {
	case a == keymap.Back && r.watching(on):
		return "stop looking"
	case a == keymap.OpenReplica && on.Replicas:
		if s := on.Known(); s.Follows() {
			return "open primary"
		}
	case a == keymap.RemoveReplica && on.Across != nil:
		return "let go"
	}
	return ""
}

// retry opens the form of what has failed, as it was written last.
func (r *replicas) retry(on *pane.Shown) {
	s := on.Known()
	if on.Across != nil {
		r.Open(r.formFor(slotAcross(s), func() *dialog.Form { return r.associateForm(s, on.Across) }))
		return
	}
	region := on.Replica.Region
	r.Open(r.formFor(slotRegion(s, region), func() *dialog.Form { return r.replicaForm(s, region, on.Replica) }))
}

// formFor is a fresh form, or the one that was left with a failure for the same purpose.
func (r *replicas) formFor(slot string, fresh func() *dialog.Form) *dialog.Form {
	f := r.kept[slot]
	delete(r.kept, slot)
	if f == nil {
		f = fresh()
	}
	f.Left = false
	return f
}

// Keeps reports whether something typed for this secret waits to be written.
func (r *replicas) Keeps(on *pane.Shown) bool { return keeps(r.kept, on) }

// failForm says in a form why it was not written, what it needs beside; one that the user has closed is kept, and the status line
// says by which key it comes back.
func (r *replicas) failForm(f *dialog.Form, slot, key string, err error) {
	said := r.failed(err)
	f.Saving, f.Failed = false, []string{said.Text}
	if said.Hint != "" {
		f.Failed = append(f.Failed, said.Hint)
	}
	if !backend.MayHaveHappened(err) {
		f.Failed = append(f.Failed, "Nothing is changed, and what you typed is still here.")
	}
	if !f.Left {
		return
	}
	r.kept[slot] = f
	said.Hint, said.Stay = strings.TrimSuffix(key+" has what you typed · "+said.Hint, " · "), pane.StayUnfinished
	if !pane.IsCancelled(err) {
		r.Say(said)
	}
}

func slotRegion(s backend.Secret, region string) string { return "region " + region + " " + s.ARN }

func slotAcross(s backend.Secret) string { return "account " + s.ARN }

// Hear writes what was chosen, and looks how it goes.
func (r *replicas) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case replicaChosen:
		return r.replicate(msg)
	case removalChosen:
		return r.remove(msg)
	case promotionChosen:
		return r.promote(msg)
	case associationChosen:
		return r.associate(msg)
	case releaseChosen:
		return r.release(msg)
	case followChosen:
		return r.follow(msg)
	case watchWanted:
		return r.watch(msg)
	case lookedAt:
		return r.looked(msg)
	case drifted:
		r.hearDrift(msg)
	}
	return nil
}

// foreign reports a secret of another account than that of this login.
func (r *replicas) foreign(s backend.Secret) bool {
	return backend.AccountOf(s.ARN) != r.Listed.Home().Account
}

// free are the regions of a secret's account that it has no copy in, as far as they are known: of another account than that of this
// login nobody can tell which it has enabled.
func (r *replicas) free(s backend.Secret, have []backend.Replica) []string {
	if r.Regions == nil {
		return nil
	}
	names := r.Regions.Names()
	if r.foreign(s) {
		names = backend.KnownRegions(backend.RegionOf(s.ARN))
	}
	return slices.DeleteFunc(slices.Sorted(slices.Values(names)), func(name string) bool {
		return name == backend.RegionOf(s.ARN) || slices.ContainsFunc(have, func(at backend.Replica) bool { return at.Region == name })
	})
}

// failed says why something is not written, and what is known of it.
func (r *replicas) failed(err error) pane.Said {
	said := pane.Said{Text: r.WhatFailed(err), Hint: r.Hint(err), Kind: pane.Failure}
	switch {
	case backend.MayHaveHappened(err):
		said.Hint = "whether it is done is not known: " + r.Refreshes()
		said.Stay = pane.StayUnfinished
	case said.Hint == "" && backend.Message(err) != "":
		said.Hint = ui.Text(backend.Message(err))
	}
	return said
}
