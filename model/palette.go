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
	for _, b := range append(m.Keys.Help(m.scope()), m.Keys.Help(keymap.Global)...) {
		if seen[b.Action] || b.Weight == 0 && pane.Moves(b.Action) {
			continue
		}
		seen[b.Action] = true
		hint := b.Help
		if r := m.unavailable(b.Action, on); r != "" {
			hint = "not now: " + r
		}
		c.Options = append(c.Options, dialog.Option{Label: b.Label + "  " + keymap.Spell(b.Keys[0]), Hint: ui.Text(hint), Do: func() tea.Cmd {
			return func() tea.Msg { return pane.Asked{Action: b.Action} }
		}})
	}
	return c
}
