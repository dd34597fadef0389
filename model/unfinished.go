package model

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/model/pane"
	"strongroom/ui"
)

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

func (m *Model) hearUnfinished(msg unfinishedFound) {
	m.list.put(msg.is)
	if len(msg.told) == 0 {
		return
	}
	m.status.set(pane.Said{Text: "the program ended while " + strings.Join(msg.told, "; "), Kind: pane.Warning, Stay: pane.StayUnfinished}, m.Now)
}
