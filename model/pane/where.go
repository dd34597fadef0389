package pane

import (
	"errors"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// PlaceOf is where secrets are, by account and region, or where this place is for none; safe text. Before a place in the account of
// this login stands its profile. ui.FitPlace cuts it.
func (d *Desk) PlaceOf(secrets ...backend.Secret) string {
	home := d.Listed.Home()
	sites := []backend.Site{home}
	for i, s := range secrets {
		if i == 0 {
			sites = nil
		}
		if at := home.Of(s.ARN); !slices.Contains(sites, at) {
			sites = append(sites, at)
		}
	}
	var groups []string
	for i, at := range sites {
		switch {
		case i > 0 && at.Account == sites[i-1].Account:
			groups[len(groups)-1] += ", " + ui.Text(at.Region)
		case at.Account == home.Account && d.Backend.Where().Profile != "":
			groups = append(groups, ui.Text(d.Backend.Where().Profile)+" · "+ui.Place(at))
		default:
			groups = append(groups, ui.Place(at))
		}
	}
	return strings.Join(groups, " and ")
}

// Elsewhere is where a secret is that is not in this place, "" for one that is; safe text, which ui.FitPlace cuts. It knows a secret
// by its ARN alone.
func (d *Desk) Elsewhere(id string) string {
	if at := d.Listed.Home().Beyond(id); at != (backend.Site{}) {
		return ui.Place(at)
	}
	return ""
}

// Placed is a text about a secret with where that is, if it is not here: what is well needs no less to name its place than what
// failed. The text must be safe.
func (d *Desk) Placed(text, id string) string {
	if at := d.Elsewhere(id); at != "" {
		return text + " (" + at + ")"
	}
	return text
}

// Called is a secret's name with its place, if that is elsewhere; safe text.
func (d *Desk) Called(s backend.Secret) string { return d.Placed(ui.Text(s.Name), s.ARN) }

// WhatFailed is an error with where its secret is, if that is not here; safe text.
func (d *Desk) WhatFailed(err error) string {
	if err == nil {
		return ""
	}
	text := ui.Text(err.Error())
	var e *backend.Error
	if errors.As(err, &e) {
		return d.Placed(text, e.ID)
	}
	return text
}

// Hint tells what to do about an error, with the keys that do it; safe text.
func (d *Desk) Hint(err error) string {
	hint := d.Advice(err)
	if backend.RemedyOf(err) != backend.TryAgain {
		return hint
	}
	again := d.Keys.Key(keymap.Global, keymap.Refresh)
	if hint == "" {
		return "try again with " + again
	}
	return hint + ", then " + again
}

// Advice is Hint without the key that tries again, for where that is told anyway.
func (d *Desk) Advice(err error) string {
	hint := ui.Text(backend.Hint(err))
	switch backend.RemedyOf(err) {
	case backend.TryAgain:
		if backend.InBrowser(err) {
			return d.LogIn(err)
		}
	case backend.RestoreFirst:
		return hint + " (" + d.Keys.Key(keymap.List, keymap.ToggleView) + " shows deleted secrets, " + d.Keys.Key(keymap.List, keymap.Restore) + " restores)"
	case backend.UnlockFirst:
		return hint + " (" + d.Keys.Key(keymap.Global, keymap.Unlock) + ")"
	}
	return hint
}

// LogsIn names the key that logs in again after an error, "" where none does.
func (d *Desk) LogsIn(err error) string {
	if d.Device == nil || !backend.InBrowser(err) || backend.RemedyOf(err) != backend.TryAgain {
		return ""
	}
	return d.Keys.Key(keymap.Global, keymap.WhereAmI) + " logs in again"
}

// LogIn says how to log in again after a login has ended, with the key that does where one can; safe text.
func (d *Desk) LogIn(err error) string {
	text := ui.Text(backend.LogIn(err))
	if command, is := strings.CutPrefix(text, "log in again: "); is && d.Device != nil && backend.InBrowser(err) {
		return "log in again with " + d.Keys.Key(keymap.Global, keymap.WhereAmI) + ", or by " + command
	}
	return text
}

// Locked is the reason why a rule forbids changing any of the secrets now, "" for none.
func (d *Desk) Locked(secrets ...backend.Secret) string {
	for _, s := range secrets {
		if d.Guard.Locks(s) {
			return ui.Text(s.Name) + " is read-only by a rule of the configuration: " + d.Keys.Key(keymap.Global, keymap.Unlock) + " unlocks it for this session"
		}
	}
	return ""
}

// NotDeleted is why a secret that is not shown as scheduled for deletion cannot be acted on as one that is.
func (d *Desk) NotDeleted(s backend.Secret) string {
	if !d.Listed.Told(s.ARN) {
		return "whether " + ui.Text(s.Name) + " is scheduled for deletion is not known: nothing but its name is"
	}
	return ui.Text(s.Name) + " is not scheduled for deletion"
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
	case s.PrimaryARN != "":
		return name + " is a replica of another account's secret: it is changed there, in " + ui.Place(backend.SiteOf(s.PrimaryARN))
	}
	return d.Locked(s)
}

// Reads is the action by which a value is read: the one that shows it, or where none may be shown the one that copies it.
func (d *Desk) Reads() keymap.Action {
	if d.Exposures.Denied != "" {
		return keymap.Copy
	}
	return keymap.Reveal
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
