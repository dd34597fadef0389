package change

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unwritable is the reason why the labels of the secret cannot be changed here.
func (l *labels) unwritable(on *pane.Shown) string {
	s := on.Known()
	switch {
	case l.CannotWrite() != "":
		return l.CannotWrite()
	case l.moving != "":
		return "still " + l.moving
	case !on.On:
		return "no secret is selected"
	case !s.Deleted.IsZero():
		return ui.Text(s.Name) + " is scheduled for deletion: restore it first (" + l.Keys.Key(keymap.List, keymap.Restore) + ")"
	case s.OwningService != "":
		return "managed by " + ui.Text(s.OwningService) + ": change it through that service"
	case s.IsReplica():
		return "a replica: change it in " + ui.Text(s.PrimaryRegion)
	case s.PrimaryARN != "":
		return "a replica of another account's secret: change it in " + ui.Place(backend.SiteOf(s.PrimaryARN))
	case l.Locked(s) != "":
		return l.Locked(s)
	}
	return on.Unlisted
}

// unpromotable is the reason why AWSCURRENT cannot be moved to the version that is looked at.
func (l *labels) unpromotable(on *pane.Shown) string {
	switch {
	case on.Focus == pane.Compare && on.Version == nil:
		return on.NoVersion
	case l.unwritable(on) != "":
		return l.unwritable(on)
	case on.Version == nil:
		return on.NoVersion
	case slices.Contains(on.Version.Stages, backend.Current):
		return "this version is AWSCURRENT already"
	}
	return ""
}

// promoteDialog asks before AWSCURRENT moves to a version.
func (l *labels) promoteDialog(secret backend.Secret, versions []backend.Version, to backend.Version) pane.Dialog {
	stages := backend.StagesOf(versions)
	from := backend.Version{ID: backend.HolderOf(stages, backend.Current)}
	if i := slices.IndexFunc(versions, func(v backend.Version) bool { return v.ID == from.ID }); i >= 0 {
		from = versions[i]
	}
	move := backend.LabelMove{Label: backend.Current, From: from.ID, To: to.ID}
	job, after := l.promoteJob(secret, stages, move)
	where := l.PlaceOf(secret)
	c := &dialog.Confirm{Title: "Promote an older version", Subject: []string{ui.Text(secret.Name)}, Where: where, Yes: "promote", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	switch {
	case slices.Contains(to.Stages, backend.Pending) && to.Created.IsZero():
		c.Title = "Promote the version of a rotation"
	case to.Created.IsZero() || from.Created.IsZero():
		c.Title = "Promote another version"
	case to.Created.After(from.Created):
		c.Title = "Promote a newer version"
	}
	if from.ID != "" {
		c.Also = map[keymap.Action]tea.Cmd{keymap.Compare: func() tea.Msg { return pane.Compared{Secret: secret, A: to, B: from} }}
	}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Version(f.Now, "current now", from)
		p.Version(f.Now, "becomes", to)
		p.Blank()
		if w >= roomForHeading {
			p.Text(f.Th.Dim, "afterwards")
		}
		p.LabelsAfter(versions, stages, after)
		if slices.Contains(to.Stages, backend.Pending) {
			p.Blank()
			p.Text(f.Th.Warn, "It belongs to a rotation that has not ended and may have no value: readers would get nothing.")
		}
		if c.Also != nil {
			p.Blank()
			does := " compares the two first, masked"
			if w < roomForHeading {
				does = " compares them first"
			}
			p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Dialog, keymap.Compare)}, ui.Span{Role: f.Th.Text, Text: does},
				ui.Span{Role: f.Th.Dim, Text: " · 2 decrypts"})
		}
		return p.Lines
	}
	return c
}

// roomForHeading is how wide a dialog is that has room for what only explains.
const roomForHeading = 40

// promoteJob is one call, or two where a rotation has left AWSPENDING on the version that was current; its inverse puts all labels back.
// after is where they will be.
func (l *labels) promoteJob(s backend.Secret, stages map[string][]string, move backend.LabelMove) (j labelJob, after map[string][]string) {
	arn, name := s.ARN, s.Name
	from, to := move.From, move.To
	turn, after := pane.EndTurn(arn, move, stages)
	j = labelJob{arn: arn, steps: append([]pane.Step{pane.MoveStep(arn, move)}, turn...)}
	j.good = pane.Said{Text: "promoted: " + ui.FirstOf(to) + " is AWSCURRENT of " + ui.Text(name) + " now", Kind: pane.Good, Stay: pane.StayLong}
	if from == "" {
		return j, after
	}
	j.good.Hint = l.Keys.Key(keymap.Global, keymap.Undo) + " promotes " + ui.FirstOf(from) + " back"
	back, words := pane.BackSteps(arn, move, stages, backend.HolderOf(after, backend.Pending))
	undoes := "promote " + ui.FirstOf(from) + " back to AWSCURRENT of " + name + words
	fits := func(d backend.Detail) bool { return slices.Contains(d.Stages[to], backend.Current) }
	j.undo = func(int) *pane.Undoable {
		return &pane.Undoable{ARN: arn, Did: "promoted " + ui.FirstOf(to) + " of " + name, Undoes: undoes, Back: pane.UndoSteps(arn, fits, back)}
	}
	return j, after
}
