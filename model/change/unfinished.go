package change

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unfinished tells at the start what became of the writes whose end an earlier run did not hear of.
type unfinished struct {
	*pane.Desk
	pane.Feature
	file   *disk.UnfinishedFile // nil for none
	looked bool
}

// Unavailable answers for nothing: no key is about this.
func (u *unfinished) Unavailable(keymap.Action, *pane.Shown) (string, bool) { return "", false }

// Act does nothing: no key is about this.
func (u *unfinished) Act(keymap.Action, *pane.Shown) tea.Cmd { return nil }

// Hear looks once it is known whose place this is.
func (u *unfinished) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Identified:
		if !u.looked {
			u.looked = true
			return lookBack(u.Ctx, u.file, disk.PlaceOf(u.Backend.Where(), u.Who), u.Place)
		}
	case unfinishedFound:
		u.Tell(pane.Heard{Secrets: msg.is})
		if len(msg.told) > 0 {
			u.Say(pane.Said{Text: "the program ended while " + strings.Join(msg.told, "; "), Kind: pane.Warning, Stay: pane.StayUnfinished})
		}
		for _, s := range msg.is {
			for _, off := range backend.LeftLabels(s.Stages) {
				u.Tell(pane.LabelLeft{ARN: s.ARN, Label: off.Label, Version: off.From})
			}
		}
	}
	return nil
}

// unfinishedFound is what became of the writes that were under way when an earlier run ended.
type unfinishedFound struct {
	told []string // safe text
	is   []backend.Secret
}

// lookBack looks into the writes whose end an earlier run did not hear of. What cannot be looked into stays for the next start.
func lookBack(ctx context.Context, file *disk.UnfinishedFile, here disk.DraftPlace, p *backend.Place) tea.Cmd {
	if file == nil {
		return nil
	}
	return func() tea.Msg {
		writes, err := file.List(here)
		if err != nil {
			return pane.Said{Text: ui.Text(err.Error()), Kind: pane.Warning}
		}
		var out unfinishedFound
		var known []disk.Unfinished
		for _, u := range writes {
			d, err := p.Backend.Describe(ctx, u.ID())
			if err != nil && !errors.Is(err, backend.ErrNotFound) {
				out.told = append(out.told, ui.Text(u.Doing+" "+u.Called())+": whether it is done cannot be asked ("+pane.Reason(err)+")")
				continue
			}
			known = append(known, u)
			became := becameOf(u, d, err == nil)
			if err == nil && (u.Operation == backend.OpPutPolicy || u.Operation == backend.OpDeletePolicy) {
				became = policyNow(ctx, p.Backend, u.ID())
			}
			out.told = append(out.told, ui.Text(u.Doing+" "+u.Called()+": "+became))
			if err != nil {
				continue
			}
			out.is = append(out.is, d.Secret)
			if u.Days > 0 && since(u, d.Deleted) {
				_ = p.Remember(d.ARN, d.Deleted, d.Deleted.Add(time.Duration(u.Days)*24*time.Hour))
			}
		}
		if err := file.Told(known); err != nil && len(known) > 0 {
			out.told = append(out.told, "the list of unfinished writes cannot be written: "+ui.Text(disk.Reason(err)))
		}
		return out
	}
}

// policyNow is what a secret's policy is in a few words; it is no safe text.
func policyNow(ctx context.Context, be backend.Backend, id string) string {
	text, err := be.Policy(ctx, id)
	switch doc, odd := policy.Parse(text); {
	case err != nil:
		return "which policy it has cannot be asked (" + pane.Reason(err) + ")"
	case text == "":
		return "it has no policy"
	case odd != nil:
		return "it has a policy: look at it"
	default:
		return "it has a policy of " + ui.Plural(len(doc.Statements), "statement") + ": look at it"
	}
}

// since reports whether at belongs to a write that began when u did.
func since(u disk.Unfinished, at time.Time) bool {
	return !at.IsZero() && at.Sub(u.At) > -backend.SameDeletion && at.Sub(u.At) < time.Minute
}

func rotating(d backend.Detail) bool {
	_, is := backend.TurnOf(d.Secret, nil, false)
	return is
}

// becameOf says in words what the service shows of a write.
func becameOf(u disk.Unfinished, d backend.Detail, there bool) string {
	pending := !d.Deleted.IsZero()
	switch {
	case !there && u.Operation == backend.OpCreate:
		return "it was not made"
	case !there:
		return "it is gone"
	case u.Operation == backend.OpCreate && pending:
		return "there is one, which is scheduled for deletion"
	case u.Operation == backend.OpCreate:
		return "there is one"
	case u.Operation == backend.OpDelete && pending, u.Operation == backend.OpRestore && pending:
		return "it is scheduled for deletion"
	case u.Operation == backend.OpDelete:
		return "it is not deleted"
	case u.Operation == backend.OpRestore:
		return "it is restored"
	case u.Operation == backend.OpCancelRotation && !d.Rotation.Enabled:
		return "rotation is off"
	case u.Operation == backend.OpRotate && rotating(d):
		return "a rotation has begun and not ended"
	case u.Operation == backend.OpPromoteReplica && d.Follows():
		return "it is a replica still"
	case u.Operation == backend.OpPromoteReplica:
		return "it follows no primary"
	case u.Operation == backend.OpReplicate, u.Operation == backend.OpRemoveReplicas:
		return replicasNow(d)
	case u.Operation == backend.OpAssociate, u.Operation == backend.OpDissociate:
		return acrossNow(d)
	case d.Changed.After(u.At.Add(-backend.SameDeletion)):
		return "it was changed then or later: look at it"
	}
	return "nothing of it was changed"
}

// replicasNow are a primary's replicas in a few words; it is no safe text.
func replicasNow(d backend.Detail) string {
	if len(d.Replicas) == 0 {
		return "it has no replica"
	}
	var all []string
	for _, r := range d.Replicas {
		all = append(all, r.Region+" is "+r.Status)
	}
	return "its replica in " + strings.Join(all, ", ")
}

// acrossNow are a primary's replicas in other accounts in a few words; it is no safe text.
func acrossNow(d backend.Detail) string {
	if len(d.CrossReplicas) == 0 {
		return "it has no replica in another account"
	}
	var all []string
	for _, r := range d.CrossReplicas {
		all = append(all, "account "+backend.AccountOf(r.ARN)+" is "+r.Status)
	}
	return "its replica in " + strings.Join(all, ", ")
}
