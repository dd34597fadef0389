package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editable gives the reason why a secret's value cannot be changed here, and where to go instead.
func (e *edit) editable(s backend.Secret, on bool) string {
	if r := e.Unchangeable(s, on); r != "" {
		return r
	}
	if e.IsOpen() && e.secret.ARN != s.ARN {
		return e.isOpenAlready()
	}
	return ""
}

func (e *edit) isOpenAlready() string {
	return "an edit of " + ui.Text(e.secret.Name) + " is open: save or leave it first"
}

// startOn opens the pane on the secret that is looked at, or goes back to the edit that is open.
func (e *edit) startOn(on *pane.Shown) tea.Cmd {
	var at aim
	if on.Focus == pane.Detail {
		if doc, field, ok := on.Field(); ok {
			at = aim{doc, field}
		}
	}
	e.Tell(pane.Went{To: pane.Detail})
	if e.IsOpen() {
		return nil
	}
	defer func() { e.aim(at) }()
	e.Tell(pane.Unsaid{Kind: pane.Good})
	held, version, _ := on.Held()
	return e.start(on.Secret, held, version)
}
