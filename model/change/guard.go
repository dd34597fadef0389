package change

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// typedFirst is a yes to deleting something of a secret, or a yes to anything else where there is none. It asks for the name yet where a
// rule does.
func typedFirst(d *pane.Desk, of backend.Secret, title, yes string, chosen tea.Msg) tea.Cmd {
	if of.ARN == "" || !d.Guard.WantsName(of) {
		return func() tea.Msg { return chosen }
	}
	name := ui.Text(of.Name)
	return lead(&dialog.TypedName{Keys: d.Keys, Title: title, Subject: []string{name}, Where: d.PlaceOf(of), Word: name, Yes: yes,
		Text: "A rule of the configuration asks for the name before anything is deleted.", OnYes: func() tea.Msg { return chosen }})
}

// guard unlocks a place that a rule of the configuration protects.
type guard struct {
	*pane.Desk
	pane.Feature
}

// Unavailable is the reason why there is nothing to unlock.
func (g *guard) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	return g.why(on), a == keymap.Unlock
}

// locked is a secret of the account that is to be unlocked: that of the one that is looked at where a rule locks it, which its ARN
// tells, else that of this place.
func (g *guard) locked(on *pane.Shown) (secrets []backend.Secret) {
	if on.On && g.Guard.Locks(on.Secret) {
		return []backend.Secret{on.Secret}
	}
	return nil
}

func (g *guard) why(on *pane.Shown) string {
	readOnly := func(p backend.Protection) bool { return p.ReadOnly }
	switch {
	case g.Guard.LockedHere(), len(g.locked(on)) > 0:
		return ""
	case slices.ContainsFunc(g.Guard.At(""), readOnly), on.On && slices.ContainsFunc(g.Guard.Over(on.Secret), readOnly):
		return "it is unlocked already, until the end of this session"
	}
	return "nothing is locked here: no rule of the configuration makes this place read-only"
}

// Act asks for a word, so that no single key opens a protected place.
func (g *guard) Act(_ keymap.Action, on *pane.Shown) tea.Cmd {
	const word = "unlock"
	of, id := g.locked(on), ""
	if len(of) > 0 {
		id = of[0].ARN
	}
	g.Open(&dialog.Entry{Title: "Unlock", Where: g.PlaceOf(of...), Label: "type " + word, Typed: dialog.NewInput(g.Keys, ""), Yes: "unlock",
		About: []string{"A rule of the configuration makes this place read-only. Unlocked, it can be changed until this session ends."},
		Check: func(typed string) string {
			if strings.TrimSpace(typed) != word {
				return "type " + word + " first"
			}
			return ""
		},
		OnYes: func(string) tea.Cmd {
			g.Guard.Unlock(id)
			return pane.Say(pane.Warning, "unlocked until the end of this session")
		}})
	return nil
}
