package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
)

type tab int

const (
	tabValue tab = iota
	tabInfo
	tabTags
	tabReplicas
	tabRotation
	tabPolicy
	tabs
)

// Scope of the pane's keys.
func (d *Pane) Scope() keymap.Scope {
	if s, own := scopes()[d.tab]; own {
		return s
	}
	return keymap.Detail
}

// scopes are those of the tabs with keys of their own.
func scopes() map[tab]keymap.Scope {
	return map[tab]keymap.Scope{tabInfo: keymap.Info, tabTags: keymap.Tags, tabReplicas: keymap.Replicas, tabRotation: keymap.Rotation, tabPolicy: keymap.Policy}
}

// TurnTo turns to the tab whose keys are those of a scope, if it is a tab's.
func (d *Pane) TurnTo(s keymap.Scope) {
	for t, of := range scopes() {
		if of == s {
			d.turnTo(t)
		}
	}
}

func (d *Pane) turnTo(t tab) {
	if d.tab != t {
		d.tab, d.wheeled = t, false
		d.facts.To(0)
	}
}

// ClickTab turns to a tab.
func (d *Pane) ClickTab(t int) tea.Cmd {
	d.turnTo(tab(t))
	return nil
}
