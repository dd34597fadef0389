package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// amend is the change of metadata or tags that is being written, and what was typed for those that failed behind the
// user's back. One is written at a time.
type amend struct {
	running bool
	name    string     // of the secret
	sheet   *amendForm // that waits for it; nil where none does
	slot    string
	kept    map[string]*amendForm
}

// amendForm is what is typed of a change, and what it is a change of.
type amendForm struct {
	dialog.Form
	// rebase takes over what the secret is like now; nil where nothing can change under the form.
	rebase func(backend.Secret)
	half   bool // the first of two writes is done
}

func (a *amend) start(name, slot string, f *amendForm) {
	a.running, a.name, a.sheet, a.slot = true, name, f, slot
	if f != nil {
		f.Saving, f.Failed = true, nil
	}
}

// openSheet opens a sheet, or the one that was left with a failure for the same purpose.
func (m *Model) openSheet(slot string, fresh func() *amendForm) tea.Cmd {
	d := m.amend.kept[slot]
	delete(m.amend.kept, slot)
	if d == nil {
		d = fresh()
	} else if told := m.detail.told; told != nil && d.rebase != nil {
		d.rebase(told.Secret)
	}
	return m.open(d)
}

// endAmend ends the waiting: without why the sheet closes, with it it stays and says so, or is kept for the next time. It
// reports whether the user sees it there.
func (m *Model) endAmend(why []string) (seen bool) {
	f := m.amend.sheet
	m.amend.running, m.amend.sheet = false, nil
	if f == nil {
		return false
	}
	f.Saving, f.Failed = false, why
	for i, d := range m.dialogs {
		if d != pane.Dialog(f) {
			continue
		}
		if len(why) == 0 {
			m.dialogs = append(m.dialogs[:i:i], m.dialogs[i+1:]...)
		}
		return len(why) > 0
	}
	if len(why) > 0 {
		if m.amend.kept == nil {
			m.amend.kept = map[string]*amendForm{}
		}
		m.amend.kept[m.amend.slot] = f
	}
	return false
}
