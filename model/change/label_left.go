package change

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// leftLabel is a private label of a save on its version.
type leftLabel struct{ arn, label string }

// tellLeft tells that a save has left a label, and what takes it off, besides what has just been said.
func (l *labels) tellLeft(msg pane.LabelLeft) {
	l.told[leftLabel{msg.ARN, msg.Label}] = true
	what, is, why, off := "the save's label ", " is left on version ", "", l.cleansUp()
	if msg.Label == backend.Pending {
		what, off = "", "the next rotation makes it current again: "+l.Keys.Key(keymap.List, keymap.PaneTimeline)+" then "+l.Keys.Key(keymap.Timeline, keymap.Labels)+" on it clears it"
	}
	if msg.Doubtful {
		is = " may be left on version "
	}
	if msg.Err != nil {
		why = ", and could not be taken off: " + pane.Reason(msg.Err)
	}
	l.Tell(pane.SaidToo{Text: what + ui.Text(msg.Label) + is + ui.FirstOf(msg.Version) + " of " + ui.Text(backend.ShortID(msg.ARN)) + why + " · " + off, Unfinished: true})
	l.Tell(pane.VersionDoubted{ARN: msg.ARN}) // the timeline shows it
}

func (l *labels) cleansUp() string {
	return l.Keys.Key(keymap.List, keymap.PaneTimeline) + " then " + l.Keys.Key(keymap.Timeline, keymap.CleanLabel) + " takes it off"
}

// lookForLeft looks for labels that saves have left on a secret of which something was written: each is told once.
func (l *labels) lookForLeft(msg pane.Changed) {
	for _, off := range backend.LeftLabels(msg.Detail.Stages) {
		if !l.told[leftLabel{msg.ARN, off.Label}] {
			l.tellLeft(pane.LabelLeft{ARN: msg.ARN, Label: off.Label, Version: off.From})
		}
	}
}

// saveTime is how long a save may take that is under way: a younger label need not be left.
const saveTime = 10 * time.Minute

// cleanDialog asks before the label of a save is taken off: of the version under the cursor, or else of the newest that has one.
func (l *labels) cleanDialog(s backend.Secret, on *pane.Shown) pane.Dialog {
	move, v := leftOn(on)
	stages := backend.StagesOf(on.Versions)
	after, where, command := backend.LabelsAfter(stages, move), l.PlaceOf(s), ""
	if l.Backend.Where().Kind != "demo" {
		command = l.Backend.Where().TakesOff(s.ARN, move)
	}
	job := moveJob(s, move)
	versions := on.Versions
	c := &dialog.Confirm{Title: "Take off what a save has left", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "take off", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	if command != "" {
		c.Also = map[keymap.Action]tea.Cmd{keymap.Copy: func() tea.Msg {
			return pane.Copied{What: "the command that takes " + move.Label + " off", Text: command}
		}}
	}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Text(f.Th.Text, "A save put "+ui.Text(move.Label)+" on version "+ui.FirstOf(move.From)+", and did not come to its end. Readers do not see it.")
		if f.Now.Sub(v.Created) < saveTime {
			p.Text(f.Th.Warn, "It began "+ui.Ago(v.Created, f.Now)+": it may still be under way, here or elsewhere.")
		}
		p.Blank()
		p.Text(f.Th.Dim, "afterwards")
		p.LabelsAfter(versions, stages, after)
		if command != "" {
			p.Blank()
			p.Text(f.Th.Dim, "A role that may not move labels asks one that may to run this ("+f.Keys.Key(keymap.Dialog, keymap.Copy)+" copies it):")
			p.Text(f.Th.Text, ui.Text(command))
		}
		return p.Lines
	}
	return c
}

// leftOn is the label to take off, and its version.
func leftOn(on *pane.Shown) (move backend.LabelMove, v backend.Version) {
	at := ""
	if on.Version != nil {
		at = on.Version.ID
	}
	for _, is := range on.Versions {
		for _, off := range backend.LeftLabels(map[string][]string{is.ID: is.Stages}) {
			if move.Label == "" || is.ID == at {
				move, v = off, is
			}
		}
	}
	return move, v
}
