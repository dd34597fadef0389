package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// armDelay is how long a dialog must have been on the screen without a key before one may answer it: keys that were
// typed before it was drawn arrive at once, one after the other, and are dropped.
const armDelay = 150 * time.Millisecond

// afterPaste is how long after a paste keys are not taken for a user's. A pasted text may hold the mark that ends a paste:
// terminals take it out, tmux does not, and what stands behind it arrives as keys, at once. No finger is that fast.
const afterPaste = 50 * time.Millisecond

// strayKey takes a key that arrives right behind a paste: it is text where text is being typed, and nothing anywhere else.
func (m *Model) strayKey(k tea.KeyPressMsg) tea.Cmd {
	m.pasted = m.Now
	scope := m.scope()
	if a, _ := m.Keys.Resolve(scope, k.String()); scope == keymap.Text && a == keymap.NewLine {
		return m.edit.Act(a)
	}
	if k.Text == "" {
		return nil
	}
	switch {
	case len(m.dialogs) > 0:
		if w, ok := m.dialogs[len(m.dialogs)-1].(pane.Writer); ok {
			w.Key(k)
		}
	case scope == keymap.Find:
		return m.list.edit(k)
	case m.editing():
		m.edit.types([]byte(k.Text))
	}
	return nil
}

// key finds out what a key press asks for, and from whom.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	m.Pressed++
	if m.blind() {
		return m.blindKey(k)
	}
	if m.Now.Sub(m.pasted) < afterPaste {
		return m.strayKey(k)
	}
	if len(m.dialogs) > 0 {
		return m.dialogKey(k)
	}
	scope := m.scope()
	m.status.read(m.Now)
	a, ok := m.resolve(scope, k)
	if !ok {
		switch {
		case scope == keymap.Find:
			return m.list.edit(k)
		case m.editing() && k.Text != "":
			m.edit.types([]byte(k.Text))
		}
		return nil
	}
	return m.act(a)
}

// resolve tells what a key asks for. Two escapes that arrive as one, from a key that is held down or pressed quickly, are
// read as esc with alt.
func (m *Model) resolve(s keymap.Scope, k tea.KeyPressMsg) (keymap.Action, bool) {
	if a, ok := m.Keys.Resolve(s, k.String()); ok || k.Code != tea.KeyEscape {
		return a, ok
	}
	return m.Keys.Resolve(s, tea.Key{Code: tea.KeyEscape}.String())
}

func (m *Model) scope() keymap.Scope {
	switch {
	case len(m.dialogs) > 0:
		return keymap.Dialog
	case m.compare.on:
		return m.compare.Scope()
	case m.editing():
		return m.edit.Scope()
	case m.inPane == onDetail:
		return m.detail.Scope()
	case m.inPane == onTimeline:
		return m.timeline.Scope()
	}
	return m.list.Scope()
}

func (m *Model) dialogKey(k tea.KeyPressMsg) tea.Cmd {
	a, ok := m.resolve(keymap.Dialog, k)
	if ok && (a == keymap.Quit || a == keymap.Suspend) {
		return m.act(a)
	}
	d := m.dialogs[len(m.dialogs)-1]
	t, types := d.(pane.Typist)
	if ok && a == keymap.No && (k.Text == "" || !types) { // closing does nothing else, so it needs no looking
		return m.after(d.Act(a))
	}
	if !m.seen() {
		if w, ok := d.(pane.Writer); ok && k.Text != "" {
			w.Key(k)
		}
		return m.arm()
	}
	if types {
		if cmd, closed, taken := t.Key(k); taken {
			return m.after(cmd, closed)
		}
	}
	if !ok {
		return nil
	}
	return m.after(d.Act(a))
}

// seen reports whether keys may answer the top dialog.
func (m *Model) seen() bool {
	c, ok := m.dialogs[len(m.dialogs)-1].(pane.Calm)
	return m.armed || ok && c.Harmless()
}

// after closes the top dialog if it is done; what it leads to may open the next one.
func (m *Model) after(cmd tea.Cmd, closed bool) tea.Cmd {
	if !closed {
		return cmd
	}
	m.dialogs = m.dialogs[:len(m.dialogs)-1]
	if len(m.dialogs) == 0 {
		return cmd
	}
	return tea.Batch(cmd, m.arm()) // the one below was not on the screen when the key was pressed
}

// open puts a dialog on top. Only what a key press leads to may call it.
func (m *Model) open(d pane.Dialog) tea.Cmd {
	m.dialogs = append(m.dialogs, d)
	return m.arm()
}

// disarm lets no key answer the top dialog until it is armed again.
func (m *Model) disarm() {
	m.armed = false
	m.armID = new(pane.Question)
}

func (m *Model) arm() tea.Cmd {
	m.disarm()
	return pane.After(m.Ctx, armDelay, armed{m.armID})
}

// act runs an action, or says why it cannot run.
func (m *Model) act(a keymap.Action) tea.Cmd {
	if reason := m.unavailable(a); reason != "" {
		return pane.Say(pane.Warning, reason)
	}
	switch a {
	case keymap.Quit:
		switch asked := m.asksToQuit(); {
		case m.edit.saving && asked:
			return m.end(m.lastDraft())
		case m.edit.dirty() && !asked:
			return m.open(m.discardDialog(true))
		}
		return m.quit()
	case keymap.Suspend:
		return m.suspend()
	case keymap.Help:
		return m.open(m.helpDialog())
	case keymap.ShowActivity:
		return m.open(m.activityDialog())
	case keymap.WhereAmI:
		return m.open(m.whereDialog())
	case keymap.Palette:
		return m.open(m.paletteDialog())
	case keymap.Sort:
		return m.open(m.sortDialog())
	case keymap.CopyAs:
		return m.open(m.copyAsDialog())
	case keymap.SaveFile:
		return m.open(m.saveDialog())
	case keymap.FromFile:
		return m.open(m.fileDialog())
	case keymap.Promote:
		if m.compare.on {
			return m.promoteCompared()
		}
		return m.open(m.promoteDialog())
	case keymap.Compare:
		return m.open(m.compareDialog())
	case keymap.Labels:
		return m.open(m.labelsDialog())
	case keymap.Restore:
		return m.open(m.restoreDialog())
	case keymap.Delete:
		return m.open(m.deleteDialog())
	case keymap.Undo:
		return m.open(m.undoDialog())
	case keymap.EditValue:
		return m.startEdit()
	case keymap.EditOutside:
		return m.editOutside()
	case keymap.NewSecret, keymap.NewLike:
		return m.askNew(a)
	case keymap.EditMetadata, keymap.AddTag, keymap.ChangeTag, keymap.RenameTag, keymap.RemoveTag:
		return m.askAmend(a)
	case keymap.Generate:
		return m.openGenerator()
	case keymap.Save:
		return m.reviewSave()
	case keymap.Leave:
		return m.leaveEdit()
	case keymap.Resume:
		if len(m.drafts.left) == 0 { // another run may have ended meanwhile
			return findDrafts(m.opts.Drafts, m.Now, m.Pressed)
		}
		return m.open(&draftsDialog{m: m})
	case keymap.OpenSecret:
		return m.open(m.openDialog())
	case keymap.Unlock:
		return m.open(m.unlockDialog())
	case keymap.Trace:
		d, ask := m.traceDialog()
		return tea.Batch(m.open(d), ask)
	case keymap.Refresh:
		return tea.Batch(m.list.Act(a), m.detail.Act(a), m.timeline.refresh(), identify(m.Ctx, m.Backend), findDrafts(m.opts.Drafts, m.Now, 0))
	case keymap.NextPane:
		m.turnPane(1)
		return nil
	case keymap.PrevPane:
		m.turnPane(panes - 1)
		return nil
	case keymap.PaneTimeline:
		m.inPane = onTimeline
		return nil
	case keymap.PaneList:
		m.inPane = onList
		return nil
	case keymap.PaneDetail:
		m.inPane = onDetail
		return nil
	}
	switch {
	case m.compare.on:
		return m.actInCompare(a)
	case m.editing():
		return m.edit.Act(a)
	case m.inPane == onDetail:
		return m.actInDetail(a)
	case m.inPane == onTimeline:
		return m.actInTimeline(a)
	}
	return m.actInList(a)
}

// turnPane goes to another pane. An open edit has the whole right side.
func (m *Model) turnPane(by focus) {
	switch {
	case m.editing():
		m.inPane = onList
	case m.edit.open():
		m.inPane = onDetail
	default:
		m.inPane = (m.inPane + by) % panes
	}
}

func (m *Model) actInTimeline(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Back:
		if !m.timeline.goBack() {
			m.inPane = onDetail
		}
		return nil
	case keymap.ToggleView, keymap.FindSecret:
		m.inPane = onList
		return m.list.Act(a)
	case keymap.Reveal, keymap.RevealAll, keymap.Copy:
		return m.actOnVersion(a)
	case keymap.Into:
		if m.timeline.at != "" {
			return m.actOnVersion(a)
		}
	}
	return m.timeline.Act(a)
}

// actInList hands what concerns a value to the detail pane, which alone holds values.
func (m *Model) actInList(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Back:
		if m.job.running() && len(m.job.Secrets) > 1 && !m.job.stopped {
			m.job.halt()
			return nil
		}
	case keymap.Reveal, keymap.RevealAll:
		m.detail.turnToVersion(backend.Version{})
		m.inPane = onDetail
		return m.detail.Act(a)
	case keymap.Copy:
		m.detail.turnToVersion(backend.Version{})
		return m.detail.Act(copyWholeValue)
	case keymap.Into:
		if m.list.at.folder == "" && m.detail.on {
			m.inPane = onDetail
			return nil
		}
	}
	return m.list.Act(a)
}

func (m *Model) actInDetail(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Back:
		switch {
		case m.detail.goBack():
		case m.detail.version.ID != "":
			m.leaveVersion()
		default:
			m.inPane = onList
		}
		return nil
	case keymap.ToggleView, keymap.FindSecret:
		m.inPane = onList
		return m.list.Act(a)
	}
	return m.detail.Act(a)
}

// asksToQuit reports whether the question about an unsaved edit is on the screen already: asked twice means yes.
func (m *Model) asksToQuit() bool {
	if n := len(m.dialogs); n > 0 {
		c, ok := m.dialogs[n-1].(*dialog.Confirm)
		return ok && c.Quits
	}
	return false
}

func (m *Model) suspend() tea.Cmd {
	m.conceal()
	cmd, reason := m.opts.Suspend()
	if reason != "" {
		return pane.Say(pane.Warning, reason)
	}
	return cmd
}

func (m *Model) sortDialog() pane.Dialog {
	c := &dialog.Choice{Title: "Sort by", Calm: true}
	for _, o := range []struct {
		key string
		by  find.Column
	}{{"n", find.Name}, {"c", find.Changed}, {"a", find.Accessed}, {"r", find.Created}, {"d", find.Deadline}} {
		hint := ""
		if m.list.order.By == o.by {
			hint = "in force · again turns it round"
		}
		c.Options = append(c.Options, dialog.Option{Key: o.key, Label: columnName(o.by), Hint: hint, Do: func() tea.Cmd {
			m.list.sortBy(o.by)
			return nil
		}})
		if m.list.order.By == o.by {
			c.Scroll.Pos = len(c.Options) - 1
		}
	}
	return c
}

// paletteDialog lists every action that has a meaning here, by name.
func (m *Model) paletteDialog() pane.Dialog {
	c := &dialog.Choice{Title: "Actions", Typing: true, Calm: true}
	seen := map[keymap.Action]bool{keymap.Palette: true}
	for _, b := range append(m.Keys.Help(m.scope()), m.Keys.Help(keymap.Global)...) {
		if seen[b.Action] || b.Weight == 0 && movement(b.Action) {
			continue
		}
		seen[b.Action] = true
		hint := b.Help
		if r := m.unavailable(b.Action); r != "" {
			hint = "not now: " + r
		}
		c.Options = append(c.Options, dialog.Option{Label: b.Label + "  " + keymap.Spell(b.Keys[0]), Hint: ui.Text(hint), Do: func() tea.Cmd {
			return func() tea.Msg { return chosen{b.Action} }
		}})
	}
	return c
}

func movement(a keymap.Action) bool {
	var s pane.Scroll
	return s.Move(a)
}
