package model

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unwritable is the reason why the labels of the selected secret cannot be changed here.
func (m *Model) unwritable() string {
	t := m.timeline
	s := t.secret
	if m.detail.told != nil {
		s.PrimaryRegion, s.OwningService = m.detail.told.PrimaryRegion, m.detail.told.OwningService
	}
	switch {
	case m.cannotWrite() != "":
		return m.cannotWrite()
	case m.labelling:
		return "labels are still being moved"
	case !t.on:
		return "no secret is selected"
	case !s.Deleted.IsZero():
		return ui.Text(s.Name) + " is scheduled for deletion: restore it first (" + m.Keys.Key(keymap.List, keymap.Restore) + ")"
	case s.OwningService != "":
		return "managed by " + ui.Text(s.OwningService) + ": change it through that service"
	case s.IsReplica():
		return "a replica: change it in " + ui.Text(s.PrimaryRegion)
	case t.failed != nil || !t.loaded:
		return t.why()
	}
	return ""
}

// unpromotable is the reason why AWSCURRENT cannot be moved to the version under the cursor.
func (m *Model) unpromotable() string {
	if r := m.unwritable(); r != "" {
		return r
	}
	v, ok := m.timeline.selected()
	switch {
	case !ok:
		return m.timeline.why()
	case slices.Contains(v.Stages, backend.Current):
		return "this version is AWSCURRENT already"
	}
	return ""
}

// promoteDialog asks before AWSCURRENT moves to the version under the cursor.
func (m *Model) promoteDialog() pane.Dialog {
	to, _ := m.timeline.selected()
	from := backend.Version{}
	if v := m.timeline.holder(backend.Current); v != nil {
		from = *v
	}
	stages := labelsOf(m.timeline.versions)
	move := backend.LabelMove{Label: backend.Current, From: from.ID, To: to.ID}
	after := backend.LabelsAfter(stages, move)
	job := m.promoteJob(stages, move)
	name, where, versions := m.timeline.secret.Name, m.placeOf([]backend.Secret{m.timeline.secret}), m.timeline.versions
	c := &dialog.Confirm{Title: "Promote: make an older version current", Yes: "promote", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	if to.Created.After(from.Created) {
		c.Title = "Promote: make a newer version current"
	}
	if from.ID != "" {
		c.Also = map[keymap.Action]tea.Cmd{keymap.Compare: func() tea.Msg { return compareChosen{to, from} }}
	}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w}
		p.Text(f.Th.Strong, ui.Text(name))
		p.Text(f.Th.Dim, where)
		p.Blank()
		p.Version(f.Now, "current now", from)
		p.Version(f.Now, "becomes", to)
		p.Blank()
		p.Text(f.Th.Dim, "afterwards")
		p.LabelsAfter(versions, stages, after)
		if slices.Contains(to.Stages, backend.Pending) {
			p.Blank()
			p.Text(f.Th.Warn, "It belongs to a rotation that has not ended and may have no value: readers would get nothing.")
		}
		if c.Also != nil {
			p.Blank()
			p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Dialog, keymap.Compare)}, ui.Span{Role: f.Th.Text, Text: " compares the two first, masked"},
				ui.Span{Role: f.Th.Dim, Text: " · 2 decrypts"})
		}
		return p.Lines
	}
	return c
}

// promoteJob is one call, whose inverse puts AWSCURRENT back and AWSPREVIOUS where it was.
func (m *Model) promoteJob(stages map[string][]string, move backend.LabelMove) labelJob {
	s := m.timeline.secret
	arn, name := s.ARN, s.Name
	from, to := move.From, move.To
	j := labelJob{arn: arn, steps: []step{moveStep(arn, move)}}
	j.good = pane.Said{Text: "promoted: " + ui.FirstOf(to) + " is AWSCURRENT of " + ui.Text(name) + " now", Kind: pane.Good, Stay: pane.StayLong}
	if from == "" {
		return j
	}
	j.good.Hint = m.Keys.Key(keymap.Global, keymap.Undo) + " promotes " + ui.FirstOf(from) + " back"
	back, words := backSteps(arn, move, stages)
	undoes := "promote " + ui.FirstOf(from) + " back to AWSCURRENT of " + name + words
	fits := func(d backend.Detail) bool { return slices.Contains(d.Stages[to], backend.Current) }
	j.undo = func(int) *pane.Undoable {
		return &pane.Undoable{ARN: arn, Did: "promoted " + ui.FirstOf(to) + " of " + name, Undoes: undoes, Back: undoSteps(arn, fits, back)}
	}
	return j
}
