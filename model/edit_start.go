package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editable gives the reason why a secret's value cannot be changed here, and where to go instead.
func (m *Model) editable(s backend.Secret, on bool) string {
	if r := m.unchangeable(s, on); r != "" {
		return r
	}
	if m.edit.open() && m.edit.secret.ARN != s.ARN {
		return "an edit of " + ui.Text(m.edit.secret.Name) + " is open: save or leave it first"
	}
	return ""
}

// unchangeable gives the reason why nothing of a secret can be changed here.
func (m *Model) unchangeable(s backend.Secret, on bool) string {
	name := ui.Text(s.Name)
	switch {
	case !on:
		return "no secret is selected"
	case m.ReadOnly:
		return "read-only: started with --read-only"
	case !s.Deleted.IsZero():
		return name + " is scheduled for deletion: " + m.Keys.Key(keymap.List, keymap.Restore) + " restores it first"
	case s.OwningService != "":
		return name + " is managed by " + ui.Text(s.OwningService) + ": change it through that service"
	case s.IsReplica():
		return name + " is a replica: change it in its primary region, " + ui.Text(s.PrimaryRegion)
	case m.locked([]backend.Secret{s}) != "":
		return m.locked([]backend.Secret{s})
	}
	return ""
}

// startEdit opens the edit pane on the selected secret, or goes back to the one that is open.
func (m *Model) startEdit() tea.Cmd {
	var at aim
	if i, ok := m.detail.value.field(); ok && m.inPane == onDetail {
		at = aim{m.detail.value.doc, i}
	}
	m.inPane = onDetail
	if m.edit.open() {
		return nil
	}
	defer func() { m.edit.aim(at) }()
	m.status.forgetGood()
	s, _ := m.list.selected()
	m.detail.turnToVersion(backend.Version{}) // an edit starts from what is current
	v := &m.detail.value
	if v.State == pane.Held && v.meta.ARN == s.ARN {
		return m.edit.start(s, v.val.Clone(), v.meta.Version)
	}
	return m.edit.start(s, backend.Value{}, "")
}

// editing reports whether the edit pane has the keys.
func (m *Model) editing() bool { return m.edit.open() && m.inPane != onList }
