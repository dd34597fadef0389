package change

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// guard unlocks a place that a rule of the configuration protects.
type guard struct {
	*pane.Desk
	pane.Feature
}

// Unavailable is the reason why there is nothing to unlock.
func (g *guard) Unavailable(a keymap.Action, _ *pane.Shown) (why string, mine bool) {
	return g.why(), a == keymap.Unlock
}

func (g *guard) why() string {
	switch {
	case g.Guard.LockedHere():
		return ""
	case slices.ContainsFunc(g.Guard.Here(), func(p backend.Protection) bool { return p.ReadOnly }):
		return "it is unlocked already, until the end of this session"
	}
	return "nothing is locked here: no rule of the configuration makes this place read-only"
}

// Act asks for a word, so that no single key opens a protected place.
func (g *guard) Act(keymap.Action, *pane.Shown) tea.Cmd {
	const word = "unlock"
	g.Open(&dialog.Entry{Title: "Unlock " + g.PlaceOf(), Label: "type " + word, Typed: dialog.NewInput(g.Keys, ""), Yes: "unlock",
		About: []string{"A rule of the configuration makes this place read-only. Unlocked, it can be changed until this session ends."},
		Check: func(typed string) string {
			if strings.TrimSpace(typed) != word {
				return "type " + word + " first"
			}
			return ""
		},
		OnYes: func(string) tea.Cmd {
			g.Guard.Unlock()
			return pane.Say(pane.Warning, "unlocked until the end of this session")
		}})
	return nil
}
