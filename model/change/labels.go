package change

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

func lead(d pane.Dialog) tea.Cmd { return func() tea.Msg { return pane.Opened{Dialog: d} } }

// labels moves the staging labels of a secret's versions, and promotes a version.
type labels struct {
	*pane.Desk
	pane.Feature
	moving string             // what is under way, "" for nothing
	told   map[leftLabel]bool // the labels of saves that were told to be left
}

// Unavailable is the reason why labels cannot be moved here.
func (l *labels) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.Promote:
		return l.unpromotable(on), true
	case keymap.Labels:
		if why = l.unwritable(on); why == "" && on.Version == nil {
			why = on.NoVersion
		}
		return why, true
	case keymap.ClearRotation:
		return l.unclearable(on), true
	case keymap.CleanLabel:
		if why = l.unwritable(on); why == "" && len(backend.LeftLabels(backend.StagesOf(on.Versions))) == 0 {
			why = "no save has left a label on these versions"
		}
		return why, true
	}
	return "", false
}

// Act asks what is to be done.
func (l *labels) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Known()
	switch a {
	case keymap.CleanLabel:
		l.Open(l.cleanDialog(s, on))
		return nil
	case keymap.ClearRotation:
		l.Open(l.clearPendingDialog(s, pendingOn(on), l.Keys.Key(keymap.Rotation, a)))
		return nil
	}
	v := *on.Version
	if a == keymap.Labels {
		l.Open(l.labelsDialog(s, on.Versions, v))
		return nil
	}
	l.Tell(pane.Promoting{Version: v.ID})
	l.Open(l.promoteDialog(s, on.Versions, v))
	return nil
}

// Hear starts what was chosen, and tells how it went.
func (l *labels) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case labelsChosen:
		return l.start(msg.job)
	case pane.LabelLeft:
		l.tellLeft(msg)
	case pane.Changed:
		l.lookForLeft(msg)
	}
	return nil
}

// labelsDialog offers what can be done with the labels of a version. One without any is offered one at once.
func (l *labels) labelsDialog(s backend.Secret, versions []backend.Version, v backend.Version) pane.Dialog {
	stages := backend.StagesOf(versions)
	custom := customLabels(versions)
	if len(v.Stages) == 0 && len(custom) == 0 {
		return l.addLabelDialog(s, stages, v)
	}
	c := &dialog.Choice{Title: "Labels of version " + ui.FirstOf(v.ID), Subject: []string{ui.Text(s.Name)}, Where: l.PlaceOf(s)}
	add := func(key, label, hint string, do func() tea.Cmd) {
		c.Options = append(c.Options, dialog.Option{Key: key, Label: label, Hint: hint, Do: do})
	}
	if slices.Contains(v.Stages, backend.Pending) && !slices.Contains(v.Stages, backend.Current) {
		add("x", "clear AWSPENDING", "the rotation that is stuck: cancel it, then take the label off", func() tea.Cmd { return lead(l.clearPendingDialog(s, v, "")) })
	}
	if len(v.Stages) == 0 {
		add("p", "pin", "give it a label, so that AWS keeps it", func() tea.Cmd { return lead(l.addLabelDialog(s, stages, v)) })
	} else {
		add("a", "add a label", "of your own", func() tea.Cmd { return lead(l.addLabelDialog(s, stages, v)) })
	}
	for i, label := range custom {
		key := ""
		if i < 9 {
			key = strconv.Itoa(i + 1)
		}
		move := backend.LabelMove{Label: label, From: backend.HolderOf(stages, label)}
		words, hint := "take off", ""
		if move.From != v.ID {
			move.To, words, hint = v.ID, "move here", "from "+ui.FirstOf(move.From)
		}
		add(key, words+"  "+ui.Text(label), hint, func() tea.Cmd { return lead(l.moveLabelDialog(s, versions, move)) })
	}
	if slices.Contains(v.Stages, backend.Current) {
		add("", "AWSCURRENT", "cannot be taken off, only moved: "+l.Keys.Key(keymap.Timeline, keymap.Promote)+" on another version promotes that one", func() tea.Cmd {
			return pane.Say(pane.Warning, "AWSCURRENT can be moved to another version, never taken off")
		})
	}
	return c
}

// customLabels are the labels that are not the service's own, those of newer versions first.
func customLabels(vs []backend.Version) (out []string) {
	for _, v := range vs {
		for _, l := range ui.LabelsInOrder(v.Stages) {
			if l != backend.Current && l != backend.Previous && l != backend.Pending {
				out = append(out, l)
			}
		}
	}
	return out
}

// addLabelDialog asks for a label; a version without any is offered a pin.
func (l *labels) addLabelDialog(s backend.Secret, stages map[string][]string, v backend.Version) pane.Dialog {
	suggested, bare := "", len(v.Stages) == 0
	title := "Add a label to " + ui.FirstOf(v.ID)
	if bare {
		title = "Pin " + ui.FirstOf(v.ID)
		suggested = pinLabel(stages, l.Served().UTC().Format("2006-01-02"))
	}
	where := l.PlaceOf(s)
	p := dialog.NewPrompt(l.Keys, title, "label", suggested)
	p.Yes, p.Subject, p.Where = "add", []string{ui.Text(s.Name)}, where
	move := func(text string) backend.LabelMove {
		return backend.LabelMove{Label: text, From: backend.HolderOf(stages, text), To: v.ID}
	}
	p.Refuse = func(text string) string {
		switch text {
		case backend.Current:
			return "AWSCURRENT is moved by promoting a version: " + l.Keys.Key(keymap.Timeline, keymap.Promote)
		case backend.Previous, backend.Pending:
			return text + " belongs to the service: it follows promotions and rotations"
		}
		return ui.Text(backend.Message(backend.CheckMove(stages, move(text))))
	}
	total := 0
	for _, labels := range stages {
		total += len(labels)
	}
	p.Body = func(f pane.Frame, w int, text string) []string {
		out := &ui.Page{Th: f.Th, W: w, Flush: true}
		if from := move(text).From; from != "" && from != v.ID {
			out.Text(f.Th.Warn, "moves it here from "+ui.FirstOf(from))
		}
		if bare {
			out.Text(f.Th.Text, "AWS may remove a version without a label at any time, and nobody can ask for it by name. A label keeps it.")
			out.Blank()
		}
		out.Text(f.Th.Dim, fmt.Sprintf("%d of %d labels are in use", total, backend.MaxLabels))
		return out.Lines
	}
	p.OnYes = func(text string) tea.Cmd {
		job := moveJob(s, move(text))
		return func() tea.Msg { return labelsChosen{job} }
	}
	return p
}

// pinLabel is a pin of a day that the secret does not have yet.
func pinLabel(stages map[string][]string, day string) string {
	label := "pinned-" + day
	for i := 2; backend.HolderOf(stages, label) != ""; i++ {
		label = fmt.Sprintf("pinned-%s-%d", day, i)
	}
	return label
}

// moveLabelDialog asks before a label of the user's own is moved or taken off.
func (l *labels) moveLabelDialog(s backend.Secret, versions []backend.Version, move backend.LabelMove) pane.Dialog {
	stages := backend.StagesOf(versions)
	after := backend.LabelsAfter(stages, move)
	job, name, where := moveJob(s, move), s.Name, l.PlaceOf(s)
	c := &dialog.Confirm{Title: "Take " + ui.Text(move.Label) + " off", Subject: []string{ui.Text(name)}, Where: where, Yes: "take off", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	if move.To != "" {
		c.Title, c.Yes = "Move "+ui.Text(move.Label), "move"
	}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Text(f.Th.Dim, "afterwards")
		p.LabelsAfter(versions, stages, after)
		return p.Lines
	}
	return c
}

// moveJob moves one label, and its inverse moves it back.
func moveJob(s backend.Secret, move backend.LabelMove) labelJob {
	one := pane.MoveStep(s.ARN, move)
	j := labelJob{arn: s.ARN, steps: []pane.Step{one}, good: pane.Said{Text: one.Done + " · " + ui.Text(s.Name), Kind: pane.Good, Stay: pane.StayLong}}
	back := pane.MoveStep(s.ARN, backend.LabelMove{Label: move.Label, From: move.To, To: move.From})
	j.undo = func(int) *pane.Undoable {
		return &pane.Undoable{ARN: s.ARN, Did: one.Done + ", of " + s.Name, Undoes: back.Words, Back: pane.UndoSteps(s.ARN, one.Holds, []pane.Step{back})}
	}
	return j
}

// clearPendingDialog asks before a rotation that is stuck is given up. again is the key that finishes what is half done, "" for
// that of the labels.
func (l *labels) clearPendingDialog(s backend.Secret, v backend.Version, again string) pane.Dialog {
	where, job := l.PlaceOf(s), clearJob(s, v)
	job.again = again
	c := &dialog.Confirm{Title: "Clear the stuck rotation", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "clear it", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Version(f.Now, "AWSPENDING", v)
		p.Blank()
		for i, st := range job.steps {
			p.Text(f.Th.Text, strconv.Itoa(i+1)+"  "+st.Words)
		}
		p.Blank()
		if len(job.steps) > 1 {
			p.Text(f.Th.Dim, "Rotation stays off until it is set up again. A rotation that is only slow would be cut off here"+begun(v, f.Now)+".")
		}
		p.Text(f.Th.Dim, "AWSCURRENT and its value stay as they are.")
		return p.Lines
	}
	return c
}

// clearJob cancels the rotation, where one is on, and takes AWSPENDING off: the service refuses a new rotation as long as
// that label sits beside AWSCURRENT.
func clearJob(s backend.Secret, v backend.Version) labelJob {
	arn, r := s.ARN, s.Rotation
	off := pane.MoveStep(arn, backend.LabelMove{Label: backend.Pending, From: v.ID})
	steps := []pane.Step{off}
	back := []pane.Step{pane.MoveStep(arn, backend.LabelMove{Label: backend.Pending, To: v.ID})}
	if r.Enabled {
		steps = []pane.Step{cancelStep(arn), off}
		back = append([]pane.Step{rotateStep(arn, r)}, back...)
	}
	j := labelJob{arn: arn, steps: steps, good: pane.Said{Text: pane.Joined(steps) + " of " + ui.Text(s.Name), Kind: pane.Good, Stay: pane.StayLong}}
	if r.Enabled {
		j.good.Hint = "rotation is off: set it up again when its function works"
	}
	j.moot = func(now backend.Detail) string { return noTurn(v.ID, now) }
	j.undo = func(done int) *pane.Undoable {
		c := &pane.Undoable{ARN: arn, Did: pane.Joined(steps[:done]) + ", of " + s.Name}
		inverse := back
		if done < len(steps) {
			inverse = back[:done]
		}
		for i, b := range inverse {
			if i > 0 {
				c.Undoes += ", then "
			}
			c.Undoes += b.Words
		}
		c.Back = pane.UndoSteps(arn, func(d backend.Detail) bool { return steps[done-1].Holds(d) }, inverse)
		return c
	}
	return j
}

// begun says when the rotation of a version began, "" where that is not known.
func begun(v backend.Version, now time.Time) string {
	if v.Created.IsZero() {
		return ""
	}
	return ": begun " + ui.Ago(v.Created, now)
}

// cancelStep switches rotation off.
func cancelStep(arn string) pane.Step {
	return pane.Step{Words: "cancel the rotation", Done: "rotation cancelled",
		Do:    func(ctx context.Context, be backend.Backend) error { return be.CancelRotation(ctx, arn) },
		Holds: func(d backend.Detail) bool { return !d.Rotation.Enabled }}
}

// rotateStep sets rotation up again as it was, without rotating now.
// A partner's metadata stays as it is where none is given.
func rotateStep(arn string, r backend.Rotation, partner ...backend.Tag) pane.Step {
	o := backend.RotationOrder{Lambda: r.Lambda, Role: r.RoleARN, Partner: partner, AfterDays: r.AfterDays, Schedule: r.Schedule, Duration: r.Duration, Later: true}
	if o.Schedule != "" {
		o.AfterDays = 0 // the service takes one of them
	}
	step := orderStep(arn, o, "set rotation up again as it was, without rotating now", "rotation is set up again")
	step.Holds = func(d backend.Detail) bool { return d.Rotation.Enabled && d.Rotation.SameRules(r) && o.Sets(d) }
	return step
}
