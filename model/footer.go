package model

import (
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// footer shows the keys that do something here and now, most useful first.
func (m *Model) footer() string {
	scope := m.scope()
	if scope == keymap.Dialog {
		return m.dialogFooter()
	}
	var keys []ui.FooterKey
	on := m.shown()
	for _, b := range m.Keys.Footer(scope) {
		if b.Action != keymap.Help && m.worthShowing(b.Action, on) {
			keys = append(keys, ui.FooterKey{Key: keymap.Spell(b.Keys[0]), Label: m.labelNow(b, on)})
		}
	}
	if scope == keymap.Find {
		return ui.Footer(m.th, keys, ui.FooterKey{Key: m.Keys.Untyped(keymap.Find, keymap.Quit), Label: "quit"}, m.w)
	}
	return ui.Footer(m.th, keys, ui.FooterKey{Key: m.Keys.Key(scope, keymap.Help), Label: "help"}, m.w)
}

// dialogFooter has the keys of the dialog's buttons, or the one that closes it.
func (m *Model) dialogFooter() string {
	var keys []ui.FooterKey
	if !m.blind() {
		for _, b := range m.dialogs.Top().View(m.frame(true), m.w, m.h).Buttons {
			keys = append(keys, ui.FooterKey{Key: b.Key, Label: b.Label})
		}
	}
	if len(keys) == 0 {
		keys = []ui.FooterKey{{Key: m.Keys.Untyped(keymap.Dialog, keymap.No), Label: "close"}}
	}
	return ui.Footer(m.th, keys, ui.FooterKey{Key: m.Keys.Untyped(keymap.Dialog, keymap.Quit), Label: "quit"}, m.w)
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
	for _, h := range m.handlers {
		if i, ok := h.(pane.Idler); ok && i.Idle(a, on) {
			return false
		}
	}
	return m.unavailable(a, on) == ""
}
