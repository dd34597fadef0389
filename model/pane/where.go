package pane

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// PlaceOf is the account and the regions of secrets, or of this place where there are none; safe text.
func (d *Desk) PlaceOf(secrets ...backend.Secret) string {
	w := d.Backend.Where()
	var regions []string
	for _, s := range secrets {
		if r := backend.RegionOf(s.ARN); r != "" && !slices.Contains(regions, r) {
			regions = append(regions, r)
		} else if r == "" && !slices.Contains(regions, w.Region) {
			regions = append(regions, w.Region)
		}
	}
	s := strings.Join(regions, ", ")
	if s == "" {
		s = w.Region
	}
	if d.Who != nil {
		s = "account " + ui.Account(d.Who.Account) + " · " + s
	}
	if w.Profile != "" {
		s = w.Profile + " · " + s
	}
	return ui.Text(s)
}

// Hint tells what to do about an error, with the keys that do it; safe text.
func (d *Desk) Hint(err error) string {
	hint := ui.Text(backend.Hint(err))
	switch again := d.Keys.Key(keymap.Global, keymap.Refresh); backend.RemedyOf(err) {
	case backend.TryAgain:
		if hint == "" {
			return "try again with " + again
		}
		return hint + ", then " + again
	case backend.RestoreFirst:
		return hint + " (" + d.Keys.Key(keymap.List, keymap.ToggleView) + " shows deleted secrets, " + d.Keys.Key(keymap.List, keymap.Restore) + " restores)"
	case backend.UnlockFirst:
		return hint + " (" + d.Keys.Key(keymap.Global, keymap.Unlock) + ")"
	}
	return hint
}

// Locked is the reason why a rule forbids changing any of the secrets now, "" for none.
func (d *Desk) Locked(secrets ...backend.Secret) string {
	for _, s := range secrets {
		if d.Guard.LocksSecret(s) {
			return ui.Text(s.Name) + " is read-only by a rule of the configuration: " + d.Keys.Key(keymap.Global, keymap.Unlock) + " unlocks it for this session"
		}
	}
	return ""
}

// CannotWrite is the reason why no order can be given now.
func (d *Desk) CannotWrite() string {
	if d.ReadOnly {
		return "read-only: started with --read-only"
	}
	return d.Ordering
}

// Unchangeable is the reason why nothing of a secret can be changed here, "" where it can.
func (d *Desk) Unchangeable(s backend.Secret, on bool) string {
	name := ui.Text(s.Name)
	switch {
	case !on:
		return "no secret is selected"
	case d.ReadOnly:
		return "read-only: started with --read-only"
	case !s.Deleted.IsZero():
		return name + " is scheduled for deletion: " + d.Keys.Key(keymap.List, keymap.Restore) + " restores it first"
	case s.OwningService != "":
		return name + " is managed by " + ui.Text(s.OwningService) + ": change it through that service"
	case s.IsReplica():
		return name + " is a replica: change it in its primary region, " + ui.Text(s.PrimaryRegion)
	}
	return d.Locked(s)
}

// Readable is the reason why a secret's value cannot be read, "" where it may be.
func (d *Desk) Readable(s backend.Secret, on bool) string {
	switch {
	case !on:
		return "no secret is selected"
	case !s.Deleted.IsZero():
		return ui.Text(s.Name) + " is scheduled for deletion: its value cannot be read before it is restored (" + d.Keys.Key(keymap.List, keymap.Restore) + ")"
	}
	return ""
}
