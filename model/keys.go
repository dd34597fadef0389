package model

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// afterPaste is how long after a paste keys are not taken for a user's. A pasted text may hold the mark that ends a paste:
// terminals take it out, tmux does not, and what stands behind it arrives as keys, at once. No finger is that fast.
const afterPaste = 50 * time.Millisecond

// strayKey takes a key that arrives right behind a paste: it is text where text is being typed, and nothing anywhere else.
func (m *Model) strayKey(k tea.KeyPressMsg) tea.Cmd {
	m.pasted = m.Now
	scope := m.scope()
	if a, _ := m.Keys.Resolve(scope, k.String()); scope == keymap.Text && a == keymap.NewLine {
		return m.act(a)
	}
	if k.Text == "" {
		return nil
	}
	if m.dialogs.Len() > 0 {
		m.dialogs.Type(k)
		return nil
	}
	cmd, _ := m.panes[m.focus()].Key(k)
	return cmd
}

// paste goes where the keys go. It is never a command.
func (m *Model) paste(text string) tea.Cmd {
	m.pasted = m.Now
	switch {
	case m.blind():
		return nil
	case m.dialogs.Len() > 0:
		return m.dialogs.Paste(text)
	}
	return m.panes[m.focus()].Paste(text)
}

// key finds out what a key press asks for, and from whom.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	m.Pressed++
	if m.status.untilKey {
		m.status.read(m.Now)
	}
	if m.blind() {
		return m.blindKey(k)
	}
	if m.Now.Sub(m.pasted) < afterPaste {
		return m.strayKey(k)
	}
	if m.dialogs.Len() > 0 {
		return m.dialogKey(k)
	}
	scope := m.scope()
	m.status.read(m.Now)
	a, ok := m.resolve(scope, k)
	if !ok {
		if cmd, taken := m.panes[m.focus()].Key(k); taken {
			return cmd
		}
		return m.elsewhere(scope, k)
	}
	if m.heldBack(a, k) {
		m.holdBack(k)
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

// scope is what keys mean now.
func (m *Model) scope() keymap.Scope {
	if m.dialogs.Len() > 0 {
		return keymap.Dialog
	}
	return m.panes[m.focus()].Scope()
}

// dialogKey gives a key to the top dialog. Quitting and suspending are the root's everywhere.
func (m *Model) dialogKey(k tea.KeyPressMsg) tea.Cmd {
	a, _ := m.resolve(keymap.Dialog, k)
	if a == keymap.Suspend || a == keymap.Quit && !m.heldBack(a, k) {
		return m.act(a)
	}
	if _, types := m.dialogs.Top().(pane.Typist); !types && a == "" && m.codes.Wanted() {
		if everywhere, _ := m.Keys.Resolve(keymap.Global, k.String()); everywhere == keymap.WhereAmI { // which is named for that, whatever is open
			return m.openWhereabouts()
		}
	}
	return m.inDialog(k, a)
}

// act has an action done by whoever answers for it, or says why it cannot run.
func (m *Model) act(a keymap.Action) tea.Cmd { return m.actOn(a, m.lookedAt()) }

// asked is act for an action that another one has led to, unless it was for a secret that is no longer selected.
func (m *Model) asked(msg pane.Asked) tea.Cmd {
	on := m.lookedAt()
	if of := msg.Of; of.ARN != "" && (!on.On || on.Secret.ARN != of.ARN) {
		m.Say(pane.Said{Text: "nothing was done: " + ui.Text(of.Name) + " is no longer selected", Kind: pane.Warning})
		return nil
	}
	if msg.Of.ARN != "" && on.Focus == pane.List {
		on.Focus = pane.Detail // marks are others
	}
	return m.actOn(msg.Action, on)
}

// lookedAt is what the user is looking at for a key to act on: nothing of it is about to go, and what comes leaves it there. All panes
// have turned to it.
func (m *Model) lookedAt() *pane.Shown {
	if news := m.list.Settle(); news {
		m.turned = append(m.turned, m.follow(m.shown())...)
	}
	m.list.Stay()
	return m.shown()
}

// actOn is act for what is taken to be looked at.
func (m *Model) actOn(a keymap.Action, on *pane.Shown) tea.Cmd {
	h, why := m.handler(a, on)
	switch {
	case why != "":
		m.Say(pane.Said{Text: why, Kind: pane.Warning})
		return nil
	case h != nil:
		return h.Act(a, on)
	}
	return m.actHere(a)
}

// handler finds who answers for an action: the root itself, a feature, the pane that has the keys, or else another pane. It is
// nil for the root.
func (m *Model) handler(a keymap.Action, on *pane.Shown) (h pane.Handler, why string) {
	if why, mine := m.cannotHere(a, on); mine {
		return nil, why
	}
	for _, h := range m.handlers {
		if why, mine := h.Unavailable(a, on); mine {
			return h, cmp.Or(why, m.refused(h, a, on))
		}
	}
	return nil, ""
}

// unavailable is the reason why an action cannot run where the user is.
func (m *Model) unavailable(a keymap.Action, on *pane.Shown) string {
	_, why := m.handler(a, on)
	return why
}

// cannotHere gives the reason why an action of the root's own cannot run.
func (m *Model) cannotHere(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.Quit, keymap.Help, keymap.ShowActivity, keymap.WhereAmI, keymap.Palette, keymap.Themes, keymap.Refresh,
		keymap.NextPane, keymap.PrevPane, keymap.PaneTimeline, keymap.PaneList, keymap.PaneDetail:
		if on.Focus == pane.Edit { // which has work that must not be disturbed
			why, _ = m.edit.Unavailable(a, on)
		} else if !on.On && !m.edit.IsOpen() && leavesList(a) {
			why = "no secret is selected"
		}
		return why, true
	case keymap.Zoom:
		return m.cannotZoom(), true
	case keymap.LookAround:
		switch {
		case m.opts.Places == nil:
			return "there is nowhere else to go from here", true
		case m.moving.at.Demo:
			return "this is the demo", true
		}
		return "", true
	case keymap.Suspend:
		if m.opts.Suspend == nil {
			return "cannot suspend here", true
		}
		return "", true
	}
	return "", false
}

// leavesList reports whether an action gives the keys to a pane that tells of the secret under the list's cursor.
func leavesList(a keymap.Action) bool {
	return a == keymap.NextPane || a == keymap.PrevPane || a == keymap.PaneDetail || a == keymap.PaneTimeline
}

// actHere does what is the root's own.
func (m *Model) actHere(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Quit:
		return m.leave(pane.Leave{Why: pane.Wanted})
	case keymap.Suspend:
		return m.suspend()
	case keymap.Help:
		return m.dialogs.Open(helpDialog(m.Keys, m.scope(), m.refusals()))
	case keymap.ShowActivity:
		return m.dialogs.Open(activityDialog(m.Desk))
	case keymap.WhereAmI:
		return m.openWhereabouts()
	case keymap.LookAround:
		return goTo(backend.Target{Demo: true})
	case keymap.Palette:
		return m.dialogs.Open(m.paletteDialog())
	case keymap.Themes:
		return m.dialogs.Open(m.themesDialog())
	case keymap.Refresh:
		m.Tell(pane.Refreshed{})
	case keymap.Zoom:
		m.room.zoomed = !m.room.zoomed
	case keymap.NextPane:
		m.turnPane(1)
	case keymap.PrevPane:
		m.turnPane(2)
	case keymap.PaneTimeline:
		m.inPane = pane.Timeline
	case keymap.PaneList:
		m.inPane = pane.List
	case keymap.PaneDetail:
		m.inPane = pane.Detail
	}
	return nil
}

// turnPane goes to another of the three panes. An open edit has the whole right side.
func (m *Model) turnPane(by pane.Name) {
	switch {
	case m.editing():
		m.inPane = pane.List
	case m.edit.IsOpen():
		m.inPane = pane.Detail
	default:
		m.inPane = (m.inPane + by) % 3
	}
}

func (m *Model) suspend() tea.Cmd {
	m.conceal()
	cmd, reason := m.opts.Suspend()
	if reason != "" {
		return pane.Say(pane.Warning, reason)
	}
	return cmd
}
