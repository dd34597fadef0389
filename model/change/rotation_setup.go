package change

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unsettable is the reason why rotation cannot be set up.
func (a *amend) unsettable(on *pane.Shown) string {
	switch why := unrotatable(a.Desk, on); {
	case why != "":
		return why
	case a.running:
		return "a change of " + ui.Text(a.name) + " is still being written"
	}
	return underWay(a.Desk, on)
}

// rotationForm asks for the function, the schedule and the window, and whether to rotate now; of a partner's secret for the role
// and the metadata in place of the function.
func (a *amend) rotationForm(s backend.Secret, partner []backend.Tag) *amendForm {
	r, by := s.Rotation, 0
	d := &amendForm{Form: dialog.Form{Title: "Set up rotation", Name: ui.Text(s.Name), Where: a.PlaceOf(s), Yes: "save"}}
	if r.Configured {
		d.Title = "Change rotation"
	}
	switch {
	case s.OwningService != "":
	case s.Type != "":
		d.Lines, by = []dialog.FormLine{{Label: "role", Field: dialog.NewInput(a.Keys, r.RoleARN), Hint: " the ARN of the role that rotates it"}}, 1
	default:
		d.Lines, by = []dialog.FormLine{{Label: "function", Field: dialog.NewInput(a.Keys, r.Lambda), Hint: " the ARN of a Lambda function"}}, 1
	}
	d.Lines = append(d.Lines,
		dialog.FormLine{Label: "schedule", Field: dialog.NewInput(a.Keys, scheduleOf(r)), Hint: " 30, rate(12 hours), cron(0 2 1 * ? *)"},
		dialog.FormLine{Label: "window", Field: dialog.NewInput(a.Keys, r.Duration), Hint: " 2h; empty: to the end of the day"},
		dialog.FormLine{Label: "first rotation", Choices: []string{"later, by the schedule", "now"}})
	if s.Type != "" && s.OwningService == "" {
		d.partnerLines(a.Keys, partner)
	}
	var token string
	var last backend.RotationOrder
	order := func() (o backend.RotationOrder, line int, why string) {
		if o, line, why = rotationTyped(s, d, by); len(partner) > 0 && o.Partner == nil {
			o.Partner = []backend.Tag{} // said to be none: what is not said stays
		}
		return o, line, why
	}
	d.Refuse = func() (int, string) {
		o, line, why := order()
		switch {
		case why == "" && o.Later && r.Enabled && r.SameRules(backend.Rotation{Lambda: o.Lambda, AfterDays: o.AfterDays, Schedule: o.Schedule, Duration: o.Duration}) && o.Role == r.RoleARN && backend.SameTags(o.Partner, partner):
			return -1, "nothing is changed"
		}
		return line, why
	}
	d.rebase = func(now backend.Detail) {
		was := linesOf(r, s)
		for i, is := range linesOf(now.Rotation, now.Secret) {
			if d.Text(i) == was[i] && is != was[i] {
				d.Lines[i].Field.Set(is)
			}
		}
		s.Rotation, r, partner = now.Rotation, now.Rotation, now.Partner
	}
	d.About = func(f pane.Frame, b *ui.Form) {
		if o, _, why := order(); why == "" && o.Partner != nil && len(o.Partner) == 0 {
			b.Note(f.Th.Warn, "All of the metadata is taken away.")
		}
		aboutRotation(f, b, d.Text(by), d.Lines[by+2].Chosen == 1)
	}
	d.OnYes = func() tea.Cmd {
		o, _, _ := order()
		if !reflect.DeepEqual(o, last) { // the same again is the same action
			last, token = o, change.NewToken()
		}
		o.Token = token
		msg := rotationChosen{s, partner, o, d}
		send := func() tea.Msg { return msg }
		if o.Later {
			return send
		}
		is := s
		is.Rotation.Lambda, is.Rotation.RoleARN, is.Rotation.Enabled = o.Lambda, o.Role, true
		return lead(rotateDialog(d.Where, is, send))
	}
	return d
}

// scheduleOf is when a rotation comes, as it is typed.
func scheduleOf(r backend.Rotation) string {
	if r.Schedule == "" && r.AfterDays > 0 {
		return fmt.Sprint(r.AfterDays)
	}
	return r.Schedule
}

// linesOf are the texts of the form's first lines, for the rotation of a secret.
func linesOf(r backend.Rotation, s backend.Secret) []string {
	times := []string{scheduleOf(r), r.Duration}
	switch {
	case s.OwningService != "":
		return times
	case s.Type != "":
		return append([]string{r.RoleARN}, times...)
	}
	return append([]string{r.Lambda}, times...)
}

// rotationTyped reads the form, whose schedule is in line by: the order, or which line is to blame for what.
func rotationTyped(s backend.Secret, d *amendForm, by int) (o backend.RotationOrder, line int, why string) {
	o.Later = d.Lines[by+2].Chosen == 0
	switch {
	case by == 0:
	case s.Type != "":
		if o.Role = d.Text(0); backend.RoleProblem(o.Role, s.ARN) != "" {
			return o, 0, ui.Text(backend.RoleProblem(o.Role, s.ARN))
		}
	default:
		if o.Lambda = d.Text(0); backend.FunctionProblem(o.Lambda, s.ARN) != "" {
			return o, 0, ui.Text(backend.FunctionProblem(o.Lambda, s.ARN))
		}
	}
	at, err := backend.ParseSchedule(d.Text(by))
	if err != nil {
		return o, by, ui.Text(err.Error())
	}
	window, err := backend.RotationWindow(d.Text(by + 1))
	if err == nil {
		err = at.Holds(window)
	}
	if err != nil {
		return o, by + 1, ui.Text(err.Error())
	}
	o.AfterDays, o.Schedule = at.Days, at.Text
	if window > 0 {
		o.Duration = fmt.Sprintf("%dh", window/time.Hour)
	}
	o.Partner, line, why = d.partnerTyped(by + 3)
	return o, line, why
}

// mostPartnerLines is how many lines of metadata there may be.
const mostPartnerLines = 12

// partnerLines are the lines of a partner's metadata, of which the last is empty: once something is typed there, there is another.
func (d *amendForm) partnerLines(keys *keymap.Map, partner []backend.Tag) {
	add := func(text string) {
		d.Lines = append(d.Lines, dialog.FormLine{Label: "metadata", Field: dialog.NewInput(keys, text), Hint: " key=value, as the partner's guide names them"})
	}
	for _, m := range partner {
		add(m.Key + "=" + m.Value)
	}
	add("")
	first := len(d.Lines) - len(partner) - 1
	d.grow = func() {
		if d.Text(len(d.Lines)-1) != "" && len(d.Lines)-first < mostPartnerLines {
			add("")
		}
	}
}

// partnerTyped reads the lines of metadata from one on; nil where there is none.
func (d *amendForm) partnerTyped(from int) (items []backend.Tag, line int, why string) {
	for i := from; i < len(d.Lines); i++ {
		if strings.TrimSpace(d.Text(i)) == "" {
			continue
		}
		item, problem := backend.PartnerItem(d.Text(i))
		if problem == "" && slices.ContainsFunc(items, func(other backend.Tag) bool { return other.Key == item.Key }) {
			problem = ui.Text(item.Key) + " is there twice"
		}
		if problem != "" {
			return nil, i, problem
		}
		items = append(items, item)
	}
	return items, 0, ""
}

// aboutRotation shows the next dates of what is typed, and says what saving does.
func aboutRotation(f pane.Frame, b *ui.Form, schedule string, now bool) {
	if at, err := backend.ParseSchedule(schedule); err == nil {
		b.Fact("next", ui.Span{Role: f.Th.Info, Text: ui.Dates(at.Next(f.Now, 5))})
		if at.Every() > 0 {
			b.Note(f.Th.Dim, "counted from today; AWS counts from the last rotation")
		}
	}
	if now {
		b.Note(f.Th.Warn, "Saving rotates the secret at once.")
		return
	}
	b.Note(f.Th.Text, "Saving does not rotate it now, as AWS would by itself: its own default is at once. It is only tested, with an AWSPENDING that comes and goes.")
	b.Note(f.Th.Dim, "A rotation that was planned before may still come.")
}

// rotationChosen is the user's yes to a rotation.
type rotationChosen struct {
	secret  backend.Secret // as it was
	partner []backend.Tag  // likewise
	order   backend.RotationOrder
	form    *amendForm
}

func (a *amend) writeRotation(msg rotationChosen) tea.Cmd {
	if a.running {
		return nil
	}
	s := msg.secret
	a.start(s.Name, "rotation "+s.ARN, msg.form)
	step := orderStep(s.ARN, msg.order, "set rotation up", "rotation is set up")
	w := &write{doing: "setting up the rotation of", op: backend.OpRotate, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		now, err := be.Describe(ctx, s.ARN)
		switch {
		case err != nil:
			out.err, out.ReadErr = backend.Unsent(err), err
			return
		case step.Holds(now): // an earlier try has done it, or somebody else
			out.Detail, out.Found = now, true
			return
		case len(changedRotation(s.Rotation, now.Rotation)) > 0 || !backend.SameTags(msg.partner, now.Partner):
			out.Detail, out.err = now, backend.Conflict(w.op, s.ARN, "its rotation is not as it was any more")
			return
		}
		out.done, out.err, out.Detail, out.ReadErr = pane.RunSteps(ctx, be, s.ARN, []pane.Step{step})
		out.Unknown = out.err != nil && out.ReadErr != nil && backend.MayHaveHappened(out.err)
	}
	w.told = func(out outcome) { a.tellRotation(msg, out) }
	return w.start(a.Desk)
}

// tellRotation tells how it went. What was typed stays after a failure.
func (a *amend) tellRotation(msg rotationChosen, out outcome) {
	s, found := msg.secret, a.foundDone(out.Edited) && msg.order.Later // a rotation that was made by its token is one's own
	switch {
	case errors.Is(out.err, backend.ErrConflict) && out.ReadErr == nil:
		lines := append([]string{"not written: somebody else changed it"}, changedRotation(s.Rotation, out.Detail.Rotation)...)
		if !backend.SameTags(msg.partner, out.Detail.Partner) {
			lines = append(lines, "the metadata is another one now")
		}
		msg.form.rebase(out.Detail)
		a.fail(out.err, append(lines, "What you typed is still here; saving again replaces theirs."), a.Keys.Key(keymap.Rotation, keymap.SetRotation))
		return
	case out.err == nil && found:
		a.tellFound("set up the rotation of", a.Called(s))
		return
	case out.err != nil:
		a.fail(out.err, a.failedLines(out.err, out.Edited), a.Keys.Key(keymap.Rotation, keymap.SetRotation))
		return
	}
	a.end(nil)
	a.Tell(unsetRotation(s, msg.partner, msg.order))
	said := pane.Said{Text: "rotation of " + a.Called(s) + " is set up", Hint: a.Keys.Key(keymap.Global, keymap.Undo) + " takes it back", Kind: pane.Good, Stay: pane.StayLong}
	if kept := out.Detail.Partner; out.ReadErr == nil && msg.order.Partner != nil && len(msg.order.Partner) == 0 && len(kept) > 0 {
		said.Text, said.Kind = said.Text+", and the service has kept the metadata", pane.Warning
	}
	if out.ReadErr != nil {
		said.Kind, said.Hint = pane.Warning, "reading it again failed: "+pane.Reason(out.ReadErr)
	}
	a.Say(said)
	if !msg.order.Later {
		a.Tell(rotationBegun{s, msg.order.Token, out.Detail})
	}
}

// changedRotation are the words for what of a rotation is another now; none where it is as it was.
func changedRotation(was, is backend.Rotation) (words []string) {
	if was.Enabled != is.Enabled {
		words = append(words, map[bool]string{true: "rotation is on now", false: "rotation is off now"}[is.Enabled])
	}
	for _, c := range [][3]string{{"function", was.Lambda, is.Lambda}, {"role", was.RoleARN, is.RoleARN}, {"window", was.Duration, is.Duration}} {
		if c[1] != c[2] {
			words = append(words, "the "+c[0]+" is now: "+orNone(ui.Text(c[2])))
		}
	}
	if was, is := scheduleOf(was), scheduleOf(is); was != is {
		words = append(words, "the schedule is now: "+orNone(ui.Text(is)))
	}
	return words
}

// unsetRotation sets rotation up as it was before, or switches it off where it was.
func unsetRotation(s backend.Secret, partner []backend.Tag, o backend.RotationOrder) pane.Undoable {
	if o.Partner != nil && partner == nil {
		partner = []backend.Tag{} // what was added goes
	}
	back := rotateStep(s.ARN, s.Rotation, partner...)
	if !s.Rotation.Enabled {
		back = cancelStep(s.ARN)
		back.Words = "switch rotation off; what was set up stays written there"
	}
	return pane.Undoable{ARN: s.ARN, Did: "set up the rotation of " + s.Name, Undoes: back.Words + " (" + s.Name + ")",
		Back: pane.UndoRotation(s.ARN, func(d backend.Detail) bool { return d.Rotation.Enabled && o.Sets(d) }, []pane.Step{back})}
}
