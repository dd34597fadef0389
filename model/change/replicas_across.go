package change

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// inAccount is a secret of another account of which no more than its ARN is known.
func inAccount(arn string) backend.Secret {
	return backend.Secret{ARN: arn, Name: backend.ShortID(arn)}
}

// accountOf names the account of an ARN; safe text.
func accountOf(arn string) string { return "account " + ui.Account(ui.Text(backend.AccountOf(arn))) }

// nowhere is why another account's secret cannot be gone to, whose ARN names no place.
func nowhere(what, arn string) string {
	if at := backend.SiteOf(arn); at.Account == "" || at.Region == "" {
		return "where " + what + " is makes no sense: " + ui.Text(arn)
	}
	return ""
}

// unassociable is why a secret cannot be replicated to another account.
func (r *replicas) unassociable(on *pane.Shown) string {
	s := on.Known()
	if p := backend.OwnKeyProblem(s.KMSKey); p != "" {
		return ui.Text(s.Name) + " cannot go to another account: " + p + " (" + r.Keys.Key(keymap.Detail, keymap.EditMetadata) + " changes it)"
	}
	for _, at := range on.Detail.CrossReplicas {
		if at.Status != backend.Detached {
			return ui.Text(s.Name) + " has its one replica in another account, in " + accountOf(at.ARN) + ": " + r.key(keymap.RemoveReplica) + " on it lets it go first"
		}
	}
	return ""
}

// rowlessAcross is why another account's replica that the cursor is on is none to act on.
func (r *replicas) rowlessAcross(a keymap.Action, at backend.CrossAccount) string {
	repairable := at.Status == backend.ReplicaFailed || at.Status == backend.Detached
	writes := a == keymap.RetryReplica || a == keymap.RemoveReplica
	switch why := nowhere("this replica", at.ARN); {
	case why != "" && a != keymap.RemoveReplica:
		return why
	case writes && r.lockedThere(at.ARN) != "":
		return r.lockedThere(at.ARN)
	case a == keymap.RetryReplica && !repairable:
		return "only what has failed is retried: " + accountOf(at.ARN) + " is " + ui.Text(at.Status)
	case a == keymap.PromoteReplica:
		return "it is promoted in its own account: " + r.key(keymap.OpenReplica) + " opens it there"
	}
	return ""
}

// lockedThere is why a rule forbids a change of the other end, which is unlocked where that is looked at.
func (r *replicas) lockedThere(arn string) string {
	if !r.Guard.Locks(inAccount(arn)) {
		return ""
	}
	return accountOf(arn) + " is read-only by a rule of the configuration: " + r.Keys.Key(keymap.Global, keymap.OpenSecret) + " opens the secret there, " +
		r.Keys.Key(keymap.Global, keymap.Unlock) + " then unlocks it"
}

// The lines of the form of an association.
const (
	lineReplicaARN = iota
	lineRole
	lineWho
)

// whom an account must belong to, in the order of the form's choice.
func organizations() []string { return []string{"of our organization", "of any organization"} }

// associateForm asks for another account's replica of a secret; again is the one that has failed or left, nil for a new one.
func (r *replicas) associateForm(s backend.Secret, again *backend.CrossAccount) *dialog.Form {
	d := &dialog.Form{Title: "Replicate to another account", Name: ui.Text(s.Name), Where: r.PlaceOf(s), Yes: "replicate"}
	arn, role := "", ""
	if again != nil {
		d.Title, d.Yes, arn, role = "Retry replica "+ui.Account(ui.Text(backend.AccountOf(again.ARN))), "retry", again.ARN, again.RoleARN
	}
	d.Lines = []dialog.FormLine{{Label: "replica", Field: dialog.NewInput(r.Keys, arn), Hint: " its ARN, made there first"},
		{Label: "role", Field: dialog.NewInput(r.Keys, role), Hint: " its ARN, or none"},
		{Label: "account", Choices: organizations()}}
	if r.loose[arn] {
		d.Lines[lineWho].Chosen = 1
	}
	d.Refuse = func() (int, string) {
		there := d.Text(lineReplicaARN)
		if p := backend.CrossAccountProblem(there, backend.SiteOf(s.ARN)); p != "" {
			return lineReplicaARN, ui.Text(p)
		}
		if why := r.lockedThere(there); why != "" {
			return lineReplicaARN, why
		}
		if p := backend.ReplicationRoleProblem(d.Text(lineRole), s.ARN); p != "" {
			return lineRole, ui.Text(p)
		}
		return -1, ""
	}
	d.About = func(f pane.Frame, b *ui.Form) { r.aboutAssociation(f, b, d, again) }
	d.OnYes = func() tea.Cmd {
		msg := associationChosen{s, backend.Association{Replica: d.Text(lineReplicaARN), RoleARN: d.Text(lineRole), AnyOrganization: d.Lines[lineWho].Chosen == 1}, again != nil, d}
		there := inAccount(msg.to.Replica)
		if r.Guard.WantsName(s) || r.Guard.WantsName(there) {
			return lead(&dialog.TypedName{Keys: r.Keys, Title: d.Title, Subject: []string{ui.Text(s.Name)}, Where: r.PlaceOf(s, there), Word: ui.Text(s.Name), Yes: d.Yes,
				Text: whoMayRead(there.ARN), OnYes: func() tea.Msg { return msg }})
		}
		return func() tea.Msg { return msg }
	}
	return d
}

// whoMayRead is what it means that another account has a secret's value.
func whoMayRead(arn string) string {
	return "The value goes to " + accountOf(arn) + ", now and whenever it changes: whoever may read secrets there can read it."
}

// aboutAssociation says what it leads to and what it needs, the worst first.
func (r *replicas) aboutAssociation(f pane.Frame, b *ui.Form, d *dialog.Form, again *backend.CrossAccount) {
	if line, _ := d.Refuse(); line != lineReplicaARN {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: "value goes to " + ui.Account(ui.Text(backend.AccountOf(d.Text(lineReplicaARN))))})
		b.Note(f.Th.Text, "Now and whenever it changes: whoever may read secrets there can read it.")
	} else {
		b.Note(f.Th.Text, "That account makes a replica of it first, by the ARN of this secret ("+r.Keys.Key(keymap.Detail, keymap.CopyAs)+" copies it, "+
			r.Keys.Key(keymap.Detail, keymap.FollowPrimary)+" makes one there), and gives the ARN of the replica.")
	}
	switch {
	case again != nil && again.Status == backend.Detached:
		b.Note(f.Th.Warn, "it was detached: that account has to have made it a replica of this secret again")
	case again != nil:
		b.Note(f.Th.Warn, "failed: "+ui.Text(again.Message))
	}
	mine := "secretsmanager:AssociateCrossAccountReplica and :GetSecretValue on this one, kms:Decrypt on its key"
	if d.Text(lineRole) != "" {
		mine = "secretsmanager:AssociateCrossAccountReplica and iam:PassRole for you; for the role, which Secrets Manager must be able to take on, secretsmanager:GetSecretValue on this one and kms:Decrypt on its key"
	}
	b.Note(f.Th.Text, "Needs "+mine+"; there secretsmanager:AcceptCrossAccountReplication by the replica's policy, and kms:Encrypt on its key.")
	b.Note(f.Th.Dim, "A secret has one replica in another account.")
}

// associationChosen is the user's yes to another account's replica; again repairs what is associated.
type associationChosen struct {
	secret backend.Secret
	to     backend.Association
	again  bool
	form   *dialog.Form
}

func (r *replicas) associate(msg associationChosen) tea.Cmd {
	s := msg.secret
	w := &write{doing: "associating the other account's replica of", op: backend.OpAssociate, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		_, out.err = be.Associate(ctx, s.ARN, msg.to)
		out.look(ctx, be, s.ARN, func(d backend.Detail) bool {
			is, there := d.CrossReplicaOf(msg.to.Replica)
			return there && is.Status != backend.ReplicaFailed && is.Status != backend.Detached
		})
	}
	w.told = func(out outcome) { r.tellAssociated(msg, out) }
	return r.runs(w, msg.form)
}

// tellAssociated says that it has begun and is looked at, or why not; what was typed stays where nothing was done.
func (r *replicas) tellAssociated(msg associationChosen, out outcome) {
	s, arn := msg.secret, msg.to.Replica
	if out.err != nil {
		r.failForm(msg.form, slotAcross(s), r.key(keymap.AssociateReplica), out.err)
		return
	}
	r.loose[arn] = msg.to.AnyOrganization
	r.Tell(pane.Closed{Dialog: msg.form}, pane.Replicated{ARN: s.ARN, Account: backend.AccountOf(arn)}, watchWanted{secret: s, target: arn, out: out})
	if !msg.again { // what a repair has changed is not told
		r.Tell(unassociate(s, arn))
	}
}

// unassociate lets the replica go again. It does not go back to where it was before: it keeps the value that it has got.
func unassociate(s backend.Secret, arn string) pane.Undoable {
	return pane.Undoable{ARN: s.ARN, Did: "replicated " + s.Name + " to " + accountOf(arn),
		Undoes: "let its replica in " + accountOf(arn) + " go; it stays there, with the value that it has got",
		Back: func(ctx context.Context, be backend.Backend) error {
			d, err := be.Describe(ctx, s.ARN)
			if err != nil {
				return backend.Unsent(err)
			}
			if at, there := d.CrossReplicaOf(arn); !there || at.Status == backend.Detached {
				return &pane.Halfway{Text: "nothing was undone: it is not associated any more"}
			}
			return be.Dissociate(ctx, s.ARN, arn)
		}}
}

// releaseDialog asks before another account's replica is let go.
func (r *replicas) releaseDialog(s backend.Secret, at backend.CrossAccount) pane.Dialog {
	there := inAccount(at.ARN)
	text := []string{"It gets no more changes.",
		"It stays in " + accountOf(at.ARN) + " as " + ui.Text(there.Name) + ", with the value it has, and can be read there: nothing is deleted. That account can promote it, and then change it.",
		r.Keys.Key(keymap.Global, keymap.Undo) + " associates it again."}
	if at.Status == backend.Detached {
		text = []string{"That account stopped it.", "This ends what is told of it here.", "Nothing changes there. To replicate to it again it has to be made anew."}
	}
	return r.ask(stopping{s, there, "Let go of " + ui.Account(ui.Text(backend.AccountOf(at.ARN))), "let go", text, releaseChosen{s, at}})
}

// releaseChosen is the user's yes to the end of an association.
type releaseChosen struct {
	secret backend.Secret
	at     backend.CrossAccount
}

func (r *replicas) release(msg releaseChosen) tea.Cmd {
	s, at := msg.secret, msg.at
	w := &write{doing: "letting go of the other account's replica of", op: backend.OpDissociate, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.err = be.Dissociate(ctx, s.ARN, at.ARN)
		out.look(ctx, be, s.ARN, func(d backend.Detail) bool {
			_, still := d.CrossReplicaOf(at.ARN)
			return !still
		})
	}
	w.told = func(out outcome) {
		if out.err != nil {
			r.Say(r.failed(out.err))
			return
		}
		r.forget(s.ARN, at.ARN)
		said := pane.Said{Text: "let go of the replica of " + r.Called(s) + " in " + ui.Account(ui.Text(backend.AccountOf(at.ARN))), Kind: pane.Good, Stay: pane.StayLong,
			Hint: "it stays there, detached"}
		if at.Status != backend.Detached {
			said.Hint += " · " + r.Keys.Key(keymap.Global, keymap.Undo) + " associates it again"
			r.Tell(reassociate(s, backend.Association{Replica: at.ARN, RoleARN: at.RoleARN, AnyOrganization: r.loose[at.ARN]}))
		}
		_, still := out.Detail.CrossReplicaOf(at.ARN)
		r.Say(doubted(said, out, still, "the service took it, but still shows the replica in "+accountOf(at.ARN)))
	}
	return r.runs(w, nil)
}

// reassociate associates a replica that was let go, if nothing has taken its place.
func reassociate(s backend.Secret, to backend.Association) pane.Undoable {
	how := []string{"with no role", "for its own organization alone, since the service does not tell what was allowed"}
	if to.RoleARN != "" {
		how[0] = "with the role it had"
	}
	if to.AnyOrganization {
		how[1] = "for any organization, as before"
	}
	return pane.Undoable{ARN: s.ARN, Did: "let go of the replica of " + s.Name + " in " + accountOf(to.Replica),
		Undoes: "associate it again: " + strings.Join(how, ", "),
		Back: func(ctx context.Context, be backend.Backend) error {
			d, err := be.Describe(ctx, s.ARN)
			if err != nil {
				return backend.Unsent(err)
			}
			for _, at := range d.CrossReplicas {
				if at.Status != backend.Detached {
					return &pane.Halfway{Text: "nothing was undone: its one replica in another account is in " + accountOf(at.ARN) + " now"}
				}
			}
			_, err = be.Associate(ctx, s.ARN, to)
			return err
		}}
}
