package change

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
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
			out.told = append(out.told, ui.Text(u.Doing+" "+u.Called())+": "+becameOf(u, d, err == nil))
			if err != nil {
				continue
			}
			out.is = append(out.is, d.Secret)
			if u.Days > 0 && since(u, d.Deleted) {
				_ = p.Remember(d.ARN, d.Deleted, d.Deleted.Add(time.Duration(u.Days)*24*time.Hour))
			}
		}
		if err := file.Told(known); err != nil && len(known) > 0 {
			out.told = append(out.told, "the list of unfinished writes cannot be written")
		}
		return out
	}
}

// since reports whether at belongs to a write that began when u did.
func since(u disk.Unfinished, at time.Time) bool {
	return !at.IsZero() && at.Sub(u.At) > -backend.SameDeletion && at.Sub(u.At) < time.Minute
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
	case d.Changed.After(u.At.Add(-backend.SameDeletion)):
		return "it was changed then or later: look at it"
	}
	return "nothing of it was changed"
}
