package change

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// deleteDialog asks about one secret, or about all marked ones at once.
func (o *orders) deleteDialog(on *pane.Shown) pane.Dialog {
	todo := on.Targets()
	d := &deleteDialog{where: o.PlaceOf(todo...), window: dialog.NewNumber(o.Keys, backend.DefaultWindowDays, len(strconv.Itoa(backend.MaxWindowDays))), field: fieldNo, hidden: hiddenNote(on), orders: o, keys: o.Keys, typed: dialog.NewInput(o.Keys, "")}
	for _, s := range todo {
		switch {
		case len(todo) > 1 && s.IsReplica():
			d.left = append(d.left, leftOut{s, "a replica"})
		case len(todo) > 1 && s.PrimaryRegion != "":
			d.left = append(d.left, leftOut{s, "has replicas"})
		default:
			d.todo = append(d.todo, s)
		}
	}
	if len(todo) == 1 {
		s := todo[0]
		d.purge, d.force = !s.Deleted.IsZero(), !s.Deleted.IsZero()
		d.before = beforeDelete(s, on)
	}
	d.rows = o.named(d.todo, d.left)
	d.protected = slices.ContainsFunc(d.todo, o.Guard.WantsName)
	if d.word() != "" { // whoever has to type it begins at once, with whatever letter
		d.field = fieldName
	}
	d.until = func(days int) time.Time { return backend.WindowEnd(o.Served(), days) }
	return d
}

func (o *orders) lastRead(s backend.Secret) string { return o.LastRead(s.ARN, "", s.Accessed) }

// hiddenNote says how many of the secrets that are named are hidden by the filter.
func hiddenNote(on *pane.Shown) string {
	switch {
	case on.Focus != pane.List || on.Hidden == 0:
		return ""
	case on.Marked == 1: // what is under the cursor is another one
		return "it is marked, and hidden by the filter"
	case on.Hidden == 1:
		return "1 of them, named first, is hidden by the filter"
	}
	return fmt.Sprintf("%d of them, named first, are hidden by the filter", on.Hidden)
}

// undeletable gives the reason why nothing can be deleted here.
func (o *orders) undeletable(on *pane.Shown) string {
	if on.Focus == pane.List && on.Marked > 0 {
		back := o.Keys.Key(keymap.List, keymap.Back)
		if on.Deleted {
			return "what is scheduled already can only be deleted for good, and that one by one: " + back + " drops the marks"
		}
		if on.Marked > 1 && !on.LoneMark {
			return "what is marked are replicas, or has some: those are deleted one by one, " + back + " drops the marks"
		}
		return ""
	}
	s := on.Secret
	switch {
	case on.Focus == pane.List && on.Folder != "":
		return ui.Text(on.Folder) + " is a folder: " + o.Keys.Key(keymap.List, keymap.Mark) + " marks what is in it"
	case !on.On:
		return "no secret is selected"
	case s.IsReplica():
		return ui.Text(s.Name) + " is a replica: delete it in its primary region, " + ui.Text(s.PrimaryRegion)
	case s.PrimaryRegion != "" && on.Detail == nil:
		return ui.Text(s.Name) + " has replicas, and it is not known yet where: " + o.Refreshes()
	}
	return ""
}
