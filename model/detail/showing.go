package detail

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
)

// Show fills in what is known of the secret, and what the cursor is on.
func (d *Pane) Show(on *pane.Shown) {
	if d.secret.ARN == on.Secret.ARN {
		on.DetailErr = d.toldErr
		if d.described {
			on.Detail = d.told
		}
	}
	on.Tags, on.Rotation = d.tab == tabTags, d.tab == tabRotation
	if t, ok := d.tagAt(); ok {
		on.Tag = &t
	}
	on.Replicas = d.tab == tabReplicas
	on.Replica, on.Across = d.replicaAt()
	d.showPolicies(on)
	if d.value.State == pane.Held && d.value.meta.ARN == on.Secret.ARN {
		on.Holds = d.value.meta.Version
	}
	on.Facts = on.Focus == pane.Detail && d.tab != tabValue
	on.Bytes = d.value.State == pane.Held && (d.value.kept || d.value.doc.Kind == document.KindBinary) && d.value.meta.ARN == on.Secret.ARN
	on.Field = func() (document.Document, int, bool) {
		field, ok := d.value.field()
		return d.value.doc, field, ok
	}
	on.Held = func() (backend.Value, string, bool) {
		v := &d.value
		if v.State != pane.Held || v.meta.ARN != on.Secret.ARN || d.version.ID != "" && !d.holdsVersion(backend.Version{}) {
			return backend.Value{}, "", false
		}
		return v.val.Clone(), v.meta.Version, true
	}
}

// Follow turns to another secret, or to newer news of the same one. What was read of the older one is wiped, and so is a
// version that the timeline is no longer on. What was saved meanwhile is held.
func (d *Pane) Follow(on *pane.Shown) tea.Cmd {
	cmd := d.turnTowards(on)
	d.holdSaved()
	return cmd
}

func (d *Pane) turnTowards(on *pane.Shown) tea.Cmd {
	d.instead, d.insteadOf = on.Instead, on.InsteadOf
	if on.On == d.on && on.Secret.ARN == d.secret.ARN {
		wasDeleted := !d.secret.Deleted.IsZero()
		d.secret, d.versions, d.listed = on.Secret, on.Versions, on.Unlisted == ""
		if !on.Secret.Deleted.IsZero() && !wasDeleted {
			d.value.end()
		}
		if d.version.ID != "" && (on.Version == nil || on.Version.ID != d.version.ID || on.Focus == pane.Edit) {
			d.turnToVersion(backend.Version{}) // it belonged to the version under the cursor; an edit starts from what is current
		}
		return tea.Batch(d.rest.Follow(d.Ctx, on), d.lookAtPolicies(on))
	}
	d.leave()
	d.policies.forget()
	d.version = backend.Version{}
	d.describe.Stop()
	if d.on && d.told != nil {
		d.kept.Put(d.secret.ARN, *d.told)
	}
	d.secret, d.on, d.told, d.toldErr, d.described = on.Secret, on.On, nil, nil, false
	if was, kept := d.kept.Get(on.Secret.ARN); kept && on.On {
		d.told = &was
	}
	d.versions, d.listed = nil, false
	d.facts.To(0)
	d.wheeled = false
	d.rest = pane.Rest{}
	if !on.On {
		return nil
	}
	d.comeBack()
	return d.rest.Begin(d.Ctx, on)
}

// Label is what a key that goes back and forth would do.
func (d *Pane) Label(a keymap.Action, on *pane.Shown) string {
	v := d.top()
	switch {
	case on.Focus != pane.Detail:
	case a == keymap.Back && d.tab == tabValue && d.value.decoded != nil:
		return "as stored"
	case a == keymap.Reveal && v.shownHere():
		return "hide"
	case a == keymap.RevealAll && v.State == pane.Held && v.allShown():
		return "hide all"
	}
	return ""
}

// Idle keeps out of the footer what is only of use on a value that is in clear, or can be.
func (d *Pane) Idle(a keymap.Action, _ *pane.Shown) bool {
	switch v := d.top(); a {
	case keymap.Decode:
		return d.tab != tabValue || !v.shownHere()
	case keymap.Reveal, keymap.RevealAll: // it is not shown
		return d.tab == tabValue && v.State == pane.Held && v.doc.Kind == document.KindBinary
	}
	return false
}

// Describes reports whether the pane says what the secret is for.
func (d *Pane) Describes() bool {
	return d.on && (d.tab == tabInfo || d.tab == tabValue && d.value.State != pane.Held && d.value.State != pane.Ended)
}

// tell takes in how the service describes the secret now. A value that was shown as the current one and is no
// longer current goes.
func (d *Pane) tell(told backend.Detail) {
	d.holdRow(func() { d.told, d.toldErr, d.described = &told, nil, true })
	v := &d.value
	if d.version.ID != "" {
		d.version.Stages = told.Stages[d.version.ID]
	}
	if v.State != pane.Held && v.State != pane.Ended {
		return
	}
	labels := told.Stages[v.meta.Version]
	if d.version.ID == "" && slices.Contains(v.meta.Stages, backend.Current) && !slices.Contains(labels, backend.Current) {
		v.forget()
		return
	}
	v.meta.Stages = labels
}

// holdsVersion reports whether what is held is that very version, so that turning to it needs no new read.
func (d *Pane) holdsVersion(v backend.Version) bool {
	if d.value.State != pane.Held {
		return false
	}
	if v.ID == "" {
		return slices.Contains(d.version.Stages, backend.Current) && slices.Contains(d.value.meta.Stages, backend.Current)
	}
	return d.value.meta.Version == v.ID
}

// unfoldable is the reason why there is nothing to unfold or fold under the cursor.
func (d *Pane) unfoldable() string {
	const nothing = "nothing is folded here"
	switch d.tab {
	case tabValue:
	case tabPolicy:
		if r, on := d.policies.row(); on && (r.opens || r.kind == sentenceRow) {
			return ""
		}
		return nothing
	default:
		return nothing
	}
	if why := d.Readable(d.secret, d.on); why != "" {
		return why
	}
	if d.value.State == pane.Unread {
		return "the value is not read: " + d.Keys.Key(keymap.Detail, d.Reads()) + " reads it"
	}
	if f, ok := d.value.field(); ok && d.value.doc.Fields[f].Container() {
		return ""
	}
	return nothing
}
