package model

import (
	"cmp"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// footer shows the keys that do something here and now, most useful first; the last one always has its place.
func (m *Model) footer(keys []ui.FooterKey) string {
	last := len(keys) - 1
	return ui.Footer(m.th, keys[:last], keys[last], m.w)
}

// footerKeys are the footer's keys with what they do.
func (m *Model) footerKeys(on *pane.Shown) (keys []ui.FooterKey, actions []keymap.Action) {
	scope := m.scope()
	add := func(key, label string, a keymap.Action) {
		keys, actions = append(keys, ui.FooterKey{Key: key, Label: label}), append(actions, a)
	}
	if scope == keymap.Dialog {
		return m.dialogKeys(m.box())
	}
	all := m.Keys.Footer(scope)
	keys, actions = make([]ui.FooterKey, 0, len(all)+2), make([]keymap.Action, 0, len(all)+2)
	for _, b := range all {
		if b.Action != keymap.Help && m.worthShowing(b.Action, on) {
			add(keymap.Spell(b.Keys[0]), m.labelNow(b, on), b.Action)
		}
	}
	if scope == keymap.Find {
		add(m.Keys.Untyped(keymap.Find, keymap.Quit), "quit", keymap.Quit)
	} else {
		add(m.Keys.Key(scope, keymap.Help), "help", keymap.Help)
	}
	return keys, actions
}

// dialogKeys are those of the buttons of a dialog's box, or the one that closes it, and the one that quits.
func (m *Model) dialogKeys(box ui.Box) (keys []ui.FooterKey, actions []keymap.Action) {
	for _, b := range box.Buttons {
		keys, actions = append(keys, ui.FooterKey{Key: b.Key, Label: b.Label}), append(actions, b.Do)
	}
	if len(keys) == 0 {
		keys, actions = []ui.FooterKey{box.Leave}, []keymap.Action{keymap.No}
	}
	return append(keys, ui.FooterKey{Key: m.Keys.Untyped(keymap.Dialog, keymap.Quit), Label: "quit"}), append(actions, keymap.Quit)
}

// box is the top dialog as it is drawn.
func (m *Model) box() ui.Box { return m.leavable(m.dialogs.Top().View(m.frame(true), m.w, m.h)) }

// leavable names the key that leaves a box without buttons.
func (m *Model) leavable(box ui.Box) ui.Box {
	if len(box.Buttons) == 0 {
		box.Leave = ui.FooterKey{Key: m.Keys.Untyped(keymap.Dialog, keymap.No), Label: cmp.Or(box.Leave.Label, "close")}
	}
	return box
}

// labelNow is a footer's word for what a key would do now.
func (m *Model) labelNow(b keymap.Binding, on *pane.Shown) string {
	for _, h := range m.handlers {
		if l, ok := h.(pane.Labeller); ok {
			if word := l.Label(b.Action, on); word != "" {
				return word
			}
		}
	}
	return b.Label
}

// worthShowing reports whether the footer has room for a key: it can be pressed, and does something.
func (m *Model) worthShowing(a keymap.Action, on *pane.Shown) bool {
	by, why := m.handler(a, on)
	for _, h := range m.handlers {
		if i, ok := h.(pane.Idler); ok && i.Idle(a, on) && (a != keymap.Back || h == by) { // others may have something to go back from
			return false
		}
	}
	return why == ""
}
