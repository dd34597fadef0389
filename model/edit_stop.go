package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// saveEnded gives the result of a save the number of its run, since the same save may run again with the same token.
func saveEnded(run int, msg tea.Msg) tea.Msg {
	if s, ok := msg.(editSaved); ok {
		s.run = run
		return s
	}
	return msg
}

// whileSaving is the reason why an action has to wait for the save that is under way: what changes the edit does.
func (e *edit) whileSaving(a keymap.Action) string {
	switch a {
	case keymap.Up, keymap.Down, keymap.NextPane, keymap.PrevPane, keymap.PaneList, keymap.Leave,
		keymap.Quit, keymap.Suspend, keymap.Help, keymap.WhereAmI, keymap.ShowActivity, keymap.Palette:
		return ""
	}
	return "saving " + ui.Text(e.secret.Name) + "…: " + e.keys.Key(keymap.Edit, keymap.Leave) + " stops waiting for it"
}

// stopSave gives up waiting. Whether the save takes effect is not known then; the token stays, so that the same value saved
// again is the same version.
func (e *edit) stopSave() {
	e.work.stop()
	e.saving = false
	again := e.keys.Key(keymap.Edit, keymap.Save) + " tries again"
	switch {
	case e.attempt == nil: // only a value was being read
		e.note = "stopped: " + again
		return
	case e.fresh != nil:
		again += ", it is still one secret"
	default:
		again += ", it is still one version"
	}
	e.unsure = true
	e.note = "not saved: stopped; " + again
}

// hearSave tells how the save went that is under way. One that was stopped may end after all; the edit goes on then.
func (m *Model) hearSave(msg editSaved) tea.Cmd {
	e := m.edit
	if e.work.fits(msg.run) {
		e.work.done()
		return m.hearSaved(msg)
	}
	msg.theirs.Value.Wipe()
	if msg.err != nil {
		m.status.fail(msg.err, m.now)
		return nil
	}
	return m.saved(msg, false)
}

// hearCreate is hearSave for a secret that is made.
func (m *Model) hearCreate(msg created) tea.Cmd {
	e := m.edit
	if e.work.fits(msg.run) {
		e.work.done()
		return m.hearCreated(msg)
	}
	if msg.err != nil {
		m.status.fail(msg.err, m.now)
		return nil
	}
	return m.madeSecret(msg, false)
}

// quitSaving asks before the program ends with a save under way. The draft stays, since nobody can tell how it goes.
func (m *Model) quitSaving() dialog {
	name, where := ui.Text(m.edit.secret.Name), m.place()
	text := "A save is under way, and its outcome would not be told."
	if missing := m.drafts.store.Missing(); missing == "" {
		text += " The draft stays, and the next start offers it."
	} else {
		text += " There are no drafts: " + ui.Text(missing) + "."
	}
	return &confirm{title: "Quit during a save", yes: "quit", onNo: true, quits: true, onYes: func() tea.Msg { return discardChosen{quit: true, keep: true} },
		body: func(f frame, w int) []string {
			p := &page{th: f.th, w: w}
			p.text(f.th.Strong, name)
			p.text(f.th.Dim, where)
			p.blank()
			p.text(f.th.Text, text)
			return p.out
		}}
}
