package model

import (
	"context"
	"fmt"
	"slices"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// deleteDialog asks about one secret, or about all marked ones at once.
func (m *Model) deleteDialog() pane.Dialog {
	todo := m.targets()
	d := &deleteDialog{where: m.PlaceOf(todo...), window: fmt.Sprint(backend.DefaultWindowDays), field: fieldNo}
	for _, s := range todo {
		switch {
		case len(todo) > 1 && s.IsReplica():
			d.left = append(d.left, ui.Text(s.Name)+" is a replica")
		case len(todo) > 1 && s.PrimaryRegion != "":
			d.left = append(d.left, ui.Text(s.Name)+" has replicas: delete it by itself")
		default:
			d.todo = append(d.todo, s)
		}
	}
	if len(todo) == 1 {
		s := todo[0]
		d.purge, d.force = !s.Deleted.IsZero(), !s.Deleted.IsZero()
		d.regions = m.replicaRegions(s)
	}
	if m.inPane == pane.List {
		d.hidden = m.list.hiddenNote()
	}
	d.protected = m.wantsName(d.todo)
	d.until = func(days int) time.Time { return backend.WindowEnd(m.Served(), days) }
	return d
}

// targets are the secrets that an action is about: in the list the marked ones or the one under the cursor.
func (m *Model) targets() []backend.Secret {
	if m.inPane != pane.List {
		return []backend.Secret{m.detail.secret}
	}
	return m.list.targets()
}

// regionOf is the region of a secret's ARN, or else the one given.
func regionOf(s backend.Secret, otherwise string) string {
	if r := backend.RegionOf(s.ARN); r != "" {
		return r
	}
	return otherwise
}

// replicaRegions are where a primary has replicas, as far as is known; the region's own name stands for "somewhere".
func (m *Model) replicaRegions(s backend.Secret) (regions []string) {
	if s.PrimaryRegion == "" || s.IsReplica() {
		return nil
	}
	if t := m.detail.told; t != nil && t.ARN == s.ARN {
		for _, r := range t.Replicas {
			regions = append(regions, r.Region)
		}
	}
	return regions
}

// cannotDelete gives the reason why nothing can be deleted here.
func (m *Model) cannotDelete() string {
	if m.inPane == pane.List && len(m.list.marks) > 0 {
		if m.list.view == find.Deleted {
			return "what is scheduled already can only be deleted for good, and that one by one: esc drops the marks"
		}
		if todo := m.targets(); len(todo) > 1 && !slices.ContainsFunc(todo, func(s backend.Secret) bool { return s.PrimaryRegion == "" }) {
			return "what is marked are replicas, or has some: those are deleted one by one, esc drops the marks"
		}
		return ""
	}
	s, on := m.list.selected()
	if m.inPane != pane.List {
		s, on = m.detail.secret, m.detail.on
	}
	switch {
	case !on:
		return "no secret is selected"
	case s.IsReplica():
		return ui.Text(s.Name) + " is a replica: delete it in its primary region, " + ui.Text(s.PrimaryRegion)
	case s.PrimaryRegion != "" && len(m.replicaRegions(s)) == 0 && (m.detail.told == nil || m.detail.told.ARN != s.ARN):
		return ui.Text(s.Name) + " has replicas, and it is not known yet where: ctrl+r asks again"
	}
	return ""
}

// replicasGone is how long the removal of replicas may take: the service does it after its answer.
const replicasGone = 2 * time.Minute

// removeReplicas takes a primary's replicas in some regions away, and waits until they are gone, since until then it
// cannot be deleted.
func removeReplicas(ctx, until context.Context, be backend.Backend, s backend.Secret, regions []string) error {
	if len(regions) == 0 {
		return nil
	}
	if _, err := be.RemoveReplicas(ctx, s.ARN, regions); err != nil {
		return err
	}
	begun := time.Now()
	for {
		d, err := be.Describe(ctx, s.ARN)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(d.Replicas, func(r backend.Replica) bool { return slices.Contains(regions, r.Region) }) {
			return nil
		}
		if time.Since(begun) > replicasGone || until.Err() != nil {
			return &backend.Error{Op: "delete", ID: s.ARN, Kind: backend.ErrState, Message: "its replicas are still being removed: try again in a minute"}
		}
		time.Sleep(2 * time.Second)
	}
}

// undoOffer says that the last delete can be taken back, for as long as that is so.
func (m *Model) undoOffer(f pane.Frame) []ui.Span {
	c, ok := m.undo.top()
	if !ok || m.editing() || c.Order == nil || c.Order.Kind != pane.Restoring || m.job.running() || m.undo.running {
		return nil
	}
	if s, on := m.status.current(m.Now); on && s.Kind == pane.Failure {
		return nil // the room is for what went wrong
	}
	for _, s := range c.Order.Secrets {
		if d := m.Deadline(s, f.Now); d.Phase(f.Now) != backend.Safe {
			return nil
		}
	}
	key := f.Keys.Key(keymap.List, keymap.Undo)
	if s, on := m.status.current(m.Now); on && s.Text != "" || m.w < sideBySide {
		return []ui.Span{{Role: f.Th.Key, Text: key}, {Role: f.Th.Dim, Text: " undoes"}}
	}
	return []ui.Span{{Role: f.Th.Text, Text: ui.FitEnd(ui.Text(c.Did), max(20, m.w/2))}, {Role: f.Th.Dim, Text: ", "}, {Role: f.Th.Key, Text: key}, {Role: f.Th.Dim, Text: " undoes"}}
}
