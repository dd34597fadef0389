package pane

import (
	"strongroom/backend"
	"strongroom/backend/document"
)

// Shown is what the user is looking at when an action is asked for, as the panes say it themselves. The root makes it anew
// each time. Its funcs are there because their answers cost something: call them when the action runs.
type Shown struct {
	Focus Name
	Alone bool // the screen has room for one pane at a time
	// Card: the detail pane is drawn beside the list, and says what is so where no secret is selected.
	Card bool
	// Behind: the timeline has the detail pane's place.
	Behind bool

	// Stops: going back gives up what the pane that has the keys is waiting for.
	Stops bool

	// Editing is the name of the secret whose edit is open, "" for none.
	Editing string

	// Secret is the one under the cursor; On reports whether there is one.
	Secret backend.Secret
	On     bool
	// Folder is the one under the cursor, "" for none, Inside the secrets in it; LockedInside is one of those in the Deleted view that a
	// rule locks, without an ARN where none is.
	Folder       string
	Inside       func() []backend.Secret
	LockedInside backend.Secret
	// Instead draws what is to be said where no secret is selected, centred in w by h cells, and InsteadOf is its title; safe text.
	Instead   func(f Frame, w, h int) []string
	InsteadOf string
	// Query is what the list is filtered by, "" for nothing.
	Query string
	// Deleted: the list shows what is scheduled for deletion.
	Deleted bool
	// Marked is how many rows of the list are marked, Marks are those in the order shown, hidden ones first.
	Marked int
	Marks  func() []backend.Secret
	// LockedMark is a marked secret that a rule locks, without an ARN where none is; LoneMark: one is no replica, and has none.
	LockedMark backend.Secret
	LoneMark   bool
	// Hidden is how many of the marked rows the filter hides.
	Hidden int

	// Detail is what DescribeSecret told of the secret; nil before it did, or with DetailErr where it did not.
	Detail    *backend.Detail
	DetailErr error
	// Tags: the tags are looked at. Tag is the one under the cursor, nil for none.
	Tags bool
	Tag  *backend.Tag
	// Rotation: the rotation is looked at.
	Rotation bool
	// Replicas: the replicas are looked at. Replica is the one under the cursor that is in another region, Across the one that is in
	// another account; nil for none and on a replica itself.
	Replicas bool
	Replica  *backend.Replica
	Across   *backend.CrossAccount
	// Policies: the resource policies are looked at. Policy is the default one as it was read, "" for none; Unread is why that is not
	// known, "" where it is.
	Policies       bool
	Policy, Unread string
	// Field is the JSON field under the cursor of the value, with the shape of its document; ok is false where there is none.
	Field func() (doc document.Document, field int, ok bool)
	// Holds is the version whose value is held, "" for none. Facts: the detail pane has the keys, and shows something else.
	Holds string
	Facts bool
	// Bytes: the value that is held of the secret is binary.
	Bytes bool
	// Held is a copy of the secret's current value where that is held; whoever takes it wipes it.
	Held func() (v backend.Value, version string, ok bool)

	// Version is the one under the cursor of the timeline, nil with NoVersion as the reason.
	Version   *backend.Version
	NoVersion string
	// Versions are all that is known, newest first; Unlisted is the reason why there may be more, "" where there are none.
	Versions []backend.Version
	Unlisted string
	// Pair are the two versions to compare, NoPair the reason why there are none.
	Pair   [2]backend.Version
	NoPair string
}

// Targets are the secrets that an action is about: in the list the marked ones, or else the one under the cursor.
func (on *Shown) Targets() []backend.Secret {
	switch {
	case on.Focus == List && on.Marked > 0:
		return on.Marks()
	case !on.On:
		return nil
	}
	return []backend.Secret{on.Secret}
}

// RestoresFolder reports whether a restore is about all that are in the folder under the cursor.
func (on *Shown) RestoresFolder() bool {
	return on.Focus == List && on.Marked == 0 && on.Folder != "" && on.Deleted
}

// Restorable are the secrets that a restore is about: those of Targets, or all that are in the folder under the cursor.
func (on *Shown) Restorable() []backend.Secret {
	if on.RestoresFolder() {
		return on.Inside()
	}
	return on.Targets()
}

// Known is the secret as it was told last: by its own description, or else by the list.
func (on *Shown) Known() backend.Secret {
	if on.Detail == nil {
		return on.Secret
	}
	s := on.Detail.Secret
	s.Deleted = on.Secret.Deleted
	return s
}
