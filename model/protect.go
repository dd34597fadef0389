package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// wantsName reports whether a rule asks for the typed name before any of the secrets is destroyed.
func (m *Model) wantsName(secrets []backend.Secret) bool {
	for _, s := range secrets {
		if m.Guard.WantsNameOf(s) {
			return true
		}
	}
	return false
}

// locked is the reason why a rule forbids changing any of the secrets now.
func (m *Model) locked(secrets []backend.Secret) string {
	for _, s := range secrets {
		if m.Guard.LocksSecret(s) {
			return ui.Text(s.Name) + " is read-only by a rule of the configuration: " + m.Keys.Key(keymap.Global, keymap.Unlock) + " unlocks it for this session"
		}
	}
	return ""
}

// banner is what the header says of a protected place.
func (m *Model) banner() (text, colour string) {
	for _, p := range m.Guard.Here() {
		if p.Label == "" && p.Colour == "" {
			continue
		}
		text, colour = ui.Text(p.Label), p.Colour
		if text == "" {
			text = "PROTECTED"
		}
		break
	}
	return text, colour
}

// cannotUnlock is the reason why there is nothing to unlock.
func (m *Model) cannotUnlock() string {
	for _, p := range m.Guard.Here() {
		if p.ReadOnly {
			if m.Guard.Unlocked() {
				return "it is unlocked already, until the end of this session"
			}
			return ""
		}
	}
	return "nothing is locked here: no rule of the configuration makes this place read-only"
}

// unlockDialog asks for a word, so that no single key opens a protected place.
func (m *Model) unlockDialog() pane.Dialog {
	const word = "unlock"
	where, guard := m.place(), m.Guard
	return &dialog.Entry{Title: "Unlock " + where, Label: "type " + word, Typed: dialog.NewInput(m.Keys, ""), Yes: "unlock",
		About: []string{"A rule of the configuration makes this place read-only. Unlocked, it can be changed until this session ends."},
		Check: func(typed string) string {
			if strings.TrimSpace(typed) != word {
				return "type " + word + " first"
			}
			return ""
		},
		OnYes: func(string) tea.Cmd {
			guard.Unlock()
			return pane.Say(pane.Warning, "unlocked until the end of this session")
		}}
}
