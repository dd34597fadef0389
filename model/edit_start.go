package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editable gives the reason why a secret's value cannot be changed here, and where to go instead.
func (e *edit) editable(s backend.Secret, on bool) string {
	if r := e.Unchangeable(s, on); r != "" {
		return r
	}
	if e.IsOpen() && e.secret.ARN != s.ARN {
		return e.isOpenAlready()
	}
	return ""
}

func (e *edit) isOpenAlready() string {
	return "an edit of " + ui.Text(e.secret.Name) + " is open: save or leave it first"
}

// startEdit opens the edit pane on the selected secret, or goes back to the one that is open.
func (m *Model) startEdit() tea.Cmd {
	var at aim
	if i, ok := m.detail.value.field(); ok && m.inPane == pane.Detail {
		at = aim{m.detail.value.doc, i}
	}
	m.inPane = pane.Detail
	if m.edit.IsOpen() {
		return nil
	}
	defer func() { m.edit.aim(at) }()
	m.status.forget(pane.Good)
	s, _ := m.list.selected()
	m.detail.turnToVersion(backend.Version{}) // an edit starts from what is current
	v := &m.detail.value
	if v.State == pane.Held && v.meta.ARN == s.ARN {
		return m.edit.start(s, v.val.Clone(), v.meta.Version)
	}
	return m.edit.start(s, backend.Value{}, "")
}

// editing reports whether the edit pane has the keys.
func (m *Model) editing() bool { return m.edit.IsOpen() && m.inPane != pane.List }
