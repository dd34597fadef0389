package model

import (
	"path"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/ui"
)

// legacyWhy gives the reason why an action of a feature that is methods of the root cannot run.
func (m *Model) legacyWhy(a keymap.Action) (why string, mine bool) {
	switch a {
	case keymap.Resume:
		return m.edit.unresumable(), true
	case keymap.EditOutside:
		return m.cannotGoOutside(), true
	case keymap.SaveFile, keymap.FromFile, keymap.Generate, keymap.Save, keymap.Leave:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		return "", false
	case keymap.NewSecret, keymap.NewLike:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		return m.edit.canMake(a, m.shown()), true
	case keymap.EditValue:
		if m.editing() {
			return m.edit.unavailable(a), true
		}
		s, on := m.list.selected()
		return m.edit.editable(s, on), true
	}
	return "", false
}

// legacyAct does what features do that are methods of the root.
func (m *Model) legacyAct(a keymap.Action) tea.Cmd {
	m.edit.stir()
	switch a {
	case keymap.SaveFile:
		e := m.edit
		return m.open(dialog.SaveFile(m.Keys, ui.Text(e.secret.Name), path.Base(e.secret.Name), e.base.Len(), e.base.Clone))
	case keymap.FromFile:
		m.edit.askFile()
	case keymap.EditValue:
		return m.edit.startOn(m.shown())
	case keymap.EditOutside:
		return m.editOutside()
	case keymap.NewSecret, keymap.NewLike:
		m.edit.askNew(a, m.shown())
	case keymap.Generate:
		return m.edit.openGenerator()
	case keymap.Save:
		return m.edit.reviewSave()
	case keymap.Leave:
		return m.edit.leave()
	case keymap.Resume:
		return m.edit.resumeOrLook()
	}
	return nil
}
