package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// paletteDialog lists every action that has a meaning here, by name.
func (m *Model) paletteDialog() pane.Dialog {
	c := &dialog.Choice{Title: "Actions", Typing: true, Calm: true}
	seen, on := map[keymap.Action]bool{keymap.Palette: true}, m.shown()
	add := func(b keymap.Binding, label string) {
		if seen[b.Action] || b.Weight == 0 && pane.Moves(b.Action) {
			return
		}
		seen[b.Action] = true
		hint := b.Help
		if r := m.unavailable(b.Action, on); r != "" {
			hint = "not now: " + r
		}
		c.Options = append(c.Options, dialog.Option{Label: label, Hint: ui.Text(hint), Plain: !b.Action.Acts(), Do: func() tea.Cmd {
			return func() tea.Msg { return pane.Asked{Action: b.Action} }
		}})
	}
	for _, b := range append(m.Keys.Help(m.scope()), m.Keys.Help(keymap.Global)...) {
		add(b, b.Label+"  "+keymap.Spell(b.Keys[0]))
	}
	for _, b := range m.Keys.Keyless(m.scope()) {
		add(b, b.Label)
	}
	return c
}
