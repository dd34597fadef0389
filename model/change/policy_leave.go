package change

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// policyLeft is the user's yes to losing one edit of a policy, and nothing else.
type policyLeft struct {
	edit *policyEdit
	why  pane.Why
}

// Leaving asks where an edit of a policy is not saved: no draft is kept of it. Each is asked about by itself.
func (p *policies) Leaving(why pane.Why) pane.Leaving {
	if why == pane.Forced || why == pane.Moved {
		return pane.Leaving{}
	}
	for _, arn := range slices.Sorted(maps.Keys(p.edits)) {
		if e := p.edits[arn]; e.changed() && !e.saving {
			return pane.Leaving{Ask: e.leaveDialog(why)}
		}
	}
	return pane.Leaving{}
}

func (e *policyEdit) leaveDialog(why pane.Why) pane.Dialog {
	title, yes := "Quit with an unsaved policy", "quit, drop it"
	if why == pane.Moving {
		title, yes = "Switch with an unsaved policy", "drop it and switch"
	}
	return &dialog.Confirm{Title: title, Subject: []string{ui.Text(e.secret.Name)}, Where: e.where, Yes: yes, OnNo: true, Quits: why != pane.Moving,
		OnYes: func() tea.Msg { return policyLeft{e, why} }, Body: func(f pane.Frame, w int) []string {
			b := &ui.Page{Th: f.Th, W: w, Flush: true}
			b.Text(f.Th.Text, "What was typed of its policy is not saved, and nothing of it is kept anywhere.")
			return b.Lines
		}}
}

// leave drops one edit, with what is open of it: whoever is asked next may be told no. Then it is asked anew who has something to
// lose.
func (p *policies) leave(msg policyLeft) {
	e := msg.edit
	e.drop()
	if e.reviewed != nil {
		p.Tell(pane.Closed{Dialog: e.reviewed})
	}
	p.Tell(pane.Closed{Dialog: e}, pane.Leave{Why: msg.why})
}
