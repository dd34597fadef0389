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
		return ui.Footer(m.th, nil, ui.FooterKey{Key: m.Keys.Untyped(keymap.Dialog, keymap.No), Label: "closes"}, m.w)
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
