package change

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// rotation rotates a secret now, watches that, and switches rotation off.
type rotation struct {
	*pane.Desk
	pane.Feature
	watches []*watch
}

// Unavailable is the reason why the secret cannot be rotated, or its rotation not switched off.
func (r *rotation) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.RotateNow, keymap.StopRotation:
		return r.why(a, on), true
	case keymap.Back: // watching is stopped before anything is gone back from
		return "", on.Focus == pane.Detail && on.Rotation && r.watching(on.Secret.ARN) != nil
	}
	return "", false
}

func (r *rotation) why(a keymap.Action, on *pane.Shown) string {
	if why := unrotatable(r.Desk, on); why != "" {
		return why
	}
	s := on.Known()
	switch {
	case a == keymap.StopRotation && s.OwningService != "":
		return "managed by " + ui.Text(s.OwningService) + ": its rotation is switched off there"
	case a == keymap.StopRotation && !s.Rotation.Enabled:
		return "rotation is off already"
	case a == keymap.StopRotation:
		return ""
	case !s.Rotation.Configured && s.OwningService == "":
		return "rotation was never set up: " + r.Keys.Key(keymap.Rotation, keymap.SetRotation) + " sets it up"
	}
	return underWay(r.Desk, on)
}

// underWay is why the service would refuse to rotate a secret, or to set its rotation up: AWSPENDING is on a version of its own.
func underWay(d *pane.Desk, on *pane.Shown) string {
	turn, running := backend.TurnOf(on.Known(), on.Versions, on.Unlisted == "")
	if !running {
		return ""
	}
	return "a rotation has begun and not ended (AWSPENDING is on " + ui.FirstOf(turn.Version) + "): " +
		d.Keys.Key(keymap.Rotation, keymap.ClearRotation) + " clears one that is stuck"
}

// unrotatable is the reason why nothing of a secret's rotation can be changed. One that another service manages can be.
func unrotatable(d *pane.Desk, on *pane.Shown) string {
	s := on.Known()
	s.OwningService = ""
	switch why := d.Unchangeable(s, on.On); {
	case why != "":
		return why
	case d.CannotWrite() != "":
		return d.CannotWrite()
	case !on.Rotation:
		return "rotation is changed in the Rotation tab"
	case errors.Is(on.DetailErr, backend.ErrDenied):
		return "a change needs to see what it changes: " + d.Hint(on.DetailErr)
	case on.Detail == nil:
		return ui.Text(s.Name) + " is not described yet: " + d.Refreshes()
	}
	for _, w := range d.Writes.Left() {
		if w.Secret.ARN == s.ARN {
			return "still " + w.Doing + " " + ui.Text(s.Name)
		}
	}
	return ""
}

// Act asks first, or stops watching.
func (r *rotation) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Known()
	switch a {
	case keymap.RotateNow:
		job := r.rotateJob(s)
		r.Open(rotateDialog(r.PlaceOf(s), s, func() tea.Msg { return labelsChosen{job} }))
	case keymap.StopRotation:
		r.Open(r.stopDialog(s))
	case keymap.Back:
		r.unwatch(s)
	}
	return nil
}

// rotateDialog names who rotates the secret and what happens.
func rotateDialog(where string, s backend.Secret, yes tea.Cmd) pane.Dialog {
	c := &dialog.Confirm{Title: "Rotate now", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "rotate", OnNo: true, OnYes: yes}
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Text(f.Th.Name, rotatedBy(s, w))
		p.Blank()
		p.Text(f.Th.Text, "It makes a new value, sets it where it is used, tests it, and makes it AWSCURRENT. Whoever reads the secret gets the new value from then on; the present one becomes AWSPREVIOUS.")
		p.Blank()
		if !s.Rotation.Enabled && s.Rotation.Configured {
			p.Text(f.Th.Warn, "Rotation is off: this switches it on again.")
		}
		p.Text(f.Th.Dim, "AWS answers at once and rotates afterwards, which is watched here. Undo promotes the present version back, and does not set the old value where it is used.")
		return p.Lines
	}
	return c
}

// rotatedBy is who rotates a secret, in lines of w cells; safe text. Where they are short, a function beside its secret is named
// without what both share.
func rotatedBy(s backend.Secret, w int) string {
	const short = 50
	f, named := backend.FunctionOf(s.Rotation.Lambda)
	beside := named && f.Region == backend.RegionOf(s.ARN) && f.Account == backend.AccountOf(s.ARN)
	switch r := s.Rotation; {
	case s.OwningService != "":
		return "by " + ui.Text(s.OwningService) + ", which manages this secret"
	case beside && w < short:
		return "by the function " + ui.Text(f.Name)
	case r.Lambda != "":
		return "by the function " + ui.Text(r.Lambda)
	case r.RoleARN != "":
		return "by the partner's service (" + ui.Text(s.Type) + "), with the role " + ui.Text(r.RoleARN)
	}
	return "by AWS's own rotation"
}

// rotateJob begins a rotation. Its token is the id of the version that it makes.
func (r *rotation) rotateJob(s backend.Secret) labelJob {
	o := backend.RotationOrder{Token: change.NewToken()}
	j := labelJob{arn: s.ARN, doing: "rotating", op: backend.OpRotate, steps: []pane.Step{orderStep(s.ARN, o, "rotate it now", "rotation has begun")}}
	j.good = pane.Said{Text: "rotation of " + ui.Text(s.Name) + " has begun", Hint: r.Keys.Key(keymap.Detail, keymap.Back) + " in the Rotation tab stops watching", Kind: pane.Plain, Stay: pane.StayLong}
	j.after = func(out labelsChanged) {
		if out.err == nil {
			r.Tell(rotationBegun{s, o.Token, out.detail})
		}
	}
	return j
}

// orderStep sends an order for a rotation.
func orderStep(arn string, o backend.RotationOrder, words, done string) pane.Step {
	return pane.Step{Words: words, Done: done,
		Do: func(ctx context.Context, be backend.Backend) error {
			_, err := be.Rotate(ctx, arn, o)
			return err
		},
		Holds: func(d backend.Detail) bool {
			_, made := d.Stages[o.Token]
			return (o.Later || made) && d.Rotation.Enabled && o.Sets(d)
		}}
}

// stopDialog says what stays when rotation is switched off.
func (r *rotation) stopDialog(s backend.Secret) pane.Dialog {
	where, job := r.PlaceOf(s), r.stopJob(s)
	c := &dialog.Confirm{Title: "Switch rotation off", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "switch off", OnNo: true, OnYes: func() tea.Msg { return labelsChosen{job} }}
	_, running := backend.TurnOf(s, nil, false)
	c.Body = func(f pane.Frame, w int) []string {
		p := &ui.Page{Th: f.Th, W: w, Flush: true}
		p.Text(f.Th.Text, "Nothing rotates it any more until rotation is switched on again. The value, its versions, the function and the schedule stay as they are.")
		if running {
			p.Text(f.Th.Warn, "A rotation has begun and not ended: AWSPENDING stays on its version, and "+f.Keys.Key(keymap.Rotation, keymap.ClearRotation)+" takes it off.")
		}
		return p.Lines
	}
	return c
}

func (r *rotation) stopJob(s backend.Secret) labelJob {
	step, back := cancelStep(s.ARN), rotateStep(s.ARN, s.Rotation)
	return labelJob{arn: s.ARN, doing: "switching off the rotation of", op: backend.OpCancelRotation, steps: []pane.Step{step},
		moot: func(now backend.Detail) string { return unlikeShown(s, now) },
		good: pane.Said{Text: "rotation of " + ui.Text(s.Name) + " is off", Hint: r.Keys.Key(keymap.Global, keymap.Undo) + " sets it up again as it was", Kind: pane.Good, Stay: pane.StayLong},
		undo: func(int) *pane.Undoable {
			return &pane.Undoable{ARN: s.ARN, Did: "switched the rotation of " + s.Name + " off", Undoes: back.Words, Back: pane.UndoRotation(s.ARN, step.Holds, []pane.Step{back})}
		}}
}

// noTurn is why the rotation that makes a version is none to be cleared any more, "" where it is.
func noTurn(version string, now backend.Detail) string {
	pending := now.VersionOf(backend.Pending)
	switch {
	case now.VersionOf(backend.Current) == version:
		return "the rotation has ended meanwhile"
	case pending == version:
		return ""
	case pending == "" || pending == now.VersionOf(backend.Current):
		return "somebody else has taken AWSPENDING off " + ui.FirstOf(version) + " already"
	}
	return "another rotation has begun meanwhile (AWSPENDING is on " + ui.FirstOf(pending) + ")"
}

// unlikeShown is why a rotation is another one than it was when somebody was asked whether to switch it off, "" where it is not.
func unlikeShown(was backend.Secret, now backend.Detail) string {
	before, ran := backend.TurnOf(was, nil, false)
	turn, runs := backend.TurnOf(now.Secret, nil, false)
	switch {
	case !now.Rotation.Enabled:
		return "rotation is off already"
	case ran && (!runs || turn.Version != before.Version):
		return noTurn(before.Version, now)
	case runs && !ran:
		return "a rotation has begun meanwhile (AWSPENDING is on " + ui.FirstOf(turn.Version) + ")"
	case !now.Rotation.SameRules(was.Rotation) || now.Rotation.RoleARN != was.Rotation.RoleARN:
		return "the rotation is set up in another way now"
	}
	return ""
}

// unclearable is the reason why there is no rotation to be cleared.
func (l *labels) unclearable(on *pane.Shown) string {
	s := on.Known()
	switch why := unrotatable(l.Desk, on); {
	case why != "":
		return why
	case l.moving != "":
		return "still " + l.moving
	case s.OwningService != "":
		return "managed by " + ui.Text(s.OwningService) + ": it ends its rotations itself"
	case pendingOn(on).ID == "":
		return "no rotation is under way: AWSPENDING is on no version of its own"
	}
	return ""
}

// Idle: a rotation is not offered to be cleared before it is stuck.
func (l *labels) Idle(a keymap.Action, on *pane.Shown) bool {
	turn, running := backend.TurnOf(on.Known(), on.Versions, on.Unlisted == "")
	return a == keymap.ClearRotation && running && !turn.Stuck(l.Served())
}

// pendingOn is the version of the rotation that has begun and not ended.
func pendingOn(on *pane.Shown) backend.Version {
	s := on.Known()
	turn, is := backend.TurnOf(s, nil, false)
	if i := slices.IndexFunc(on.Versions, func(v backend.Version) bool { return v.ID == turn.Version }); is && i >= 0 {
		return on.Versions[i]
	}
	return backend.Version{ID: turn.Version, Stages: s.Stages[turn.Version]}
}
