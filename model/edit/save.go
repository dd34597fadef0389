package edit

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// editSaved is the result of a save. theirs is what is current where somebody else was faster.
type editSaved struct {
	run       *pane.Question
	save      change.Save
	out       change.Saved
	stale     change.Left // of an older attempt, which was to be taken back
	err       error
	denied    bool // this role may not move labels, as turned out on the way
	detail    backend.Detail
	readErr   error
	theirs    backend.Revealed
	theirsErr error
	gone      bool // the secret was deleted for good
}

// saveChosen is the user's yes to a review; value is what was reviewed, base what it replaces.
type saveChosen struct {
	value backend.Value
	base  string
}

// reviewSave opens the review of what would be saved, or says why there is nothing to review.
func (e *Pane) reviewSave() tea.Cmd {
	e.touch()
	if e.typing != nil {
		if err := e.keep(); err != nil {
			e.note = backend.Message(err)
			return nil
		}
		if e.typing != nil { // a name was kept, its value comes next
			return nil
		}
	}
	if e.fresh != nil && e.mode == inText && e.back && e.trip.broken == nil && e.breaks() {
		return nil // keys and values were chosen: it becomes a text once more is said than this
	}
	old, base := e.base, e.version
	if e.mode == inConflict {
		if n := e.conflict.open(); n > 0 {
			return pane.Say(pane.Warning, ui.Plural(n, e.conflict.part())+" to choose for first")
		}
		old, base = e.conflict.theirs, e.conflict.version
	}
	if e.mode.hasNoValue() {
		return nil
	}
	v := e.result()
	if e.fresh == nil && old.Held() && document.SameBytes(old, v) {
		v.Wipe()
		if e.mode == inConflict {
			e.Open(e.theirsStands())
			return nil
		}
		return pane.Say(pane.Plain, "nothing is changed, so there is nothing to save")
	}
	if problem := backend.ValueProblem(v); problem != "" {
		v.Wipe()
		return pane.Say(pane.Warning, problem)
	}
	if e.fresh != nil {
		e.reviewNew(v)
		return nil
	}
	e.weak = e.weak || e.labelsDenied[e.secret.ARN]
	e.Open(e.newReview(old, v, base))
	return nil
}

// startSave runs a save that was reviewed. The same text again on the same version is the same save, with the same token.
func (e *Pane) startSave(msg saveChosen) tea.Cmd {
	switch {
	case !e.IsOpen() || e.saving:
		msg.value.Wipe()
		return nil
	case e.fresh != nil:
		return e.startCreate(msg.value, createPlain)
	}
	s := change.Save{ID: e.secret.ARN, Base: msg.base, Value: msg.value, Token: change.NewToken(), Weak: e.weak && !e.crowded}
	var stale *change.Save
	if last := e.attempt; last != nil {
		unsure := e.unsure
		e.unsure = false
		// Where an attempt has stored the value aside, the same token would change nothing in a save without labels.
		if last.Base == s.Base && document.SameBytes(last.Value, s.Value) && !(s.Weak && last.Left.Is()) {
			s.Token, s.Before, s.Left, e.unsure = last.Token, last.Before, last.Left, unsure
			last.Value.Wipe()
		} else {
			stale = last
		}
	}
	e.attempt, e.saving, e.err, e.note = &s, true, nil, ""
	e.merged = e.mode == inConflict
	ctx, run := e.work.Start(context.WithoutCancel(e.Ctx))
	save := runSave(ctx, e.Backend, s, stale, e.crowded)
	return tea.Sequence(e.keepDraft(), e.Write("saving", backend.OpPut, e.secret, func() tea.Msg { // the token must outlast a crash
		out := save()
		out.run = run // the same save may run again with the same token
		return out
	}))
}

// runSave saves, and reads again what is so afterwards. An older attempt of another text is taken back first; where it
// did take effect after all, its version is what this save starts from. weaker: less safely, if it must be, is what was reviewed.
func runSave(ctx context.Context, be backend.Backend, s change.Save, stale *change.Save, weaker bool) func() editSaved {
	s.Value = s.Value.Clone()
	return func() (out editSaved) {
		out.save = s
		defer s.Value.Wipe()
		defer pane.Caught(&out.err)
		if stale != nil {
			out.stale = stale.Abandon(ctx, be)
			stale.Value.Wipe()
		}
		out.saves(ctx, be, s, weaker)
		if errors.Is(out.err, backend.ErrConflict) {
			out.theirs, out.theirsErr = be.Reveal(ctx, s.ID, backend.VersionRef{Stage: backend.Current})
			if stale != nil && out.theirsErr == nil && out.theirs.Version == stale.Token {
				out.theirs.Value.Wipe()
				s.Base, out.theirs = stale.Token, backend.Revealed{}
				out.saves(ctx, be, s, weaker)
			}
		}
		switch {
		case out.err == nil:
			out.detail, out.readErr = be.Describe(ctx, s.ID)
		case errors.Is(out.err, backend.ErrNotFound): // a version that is missing is called so too
			_, err := be.Describe(ctx, s.ID)
			out.gone = errors.Is(err, backend.ErrNotFound)
		}
		return out
	}
}

// saves runs a save: where there is still no label free for a safe one, or this role may move none, less safely if that was reviewed.
func (out *editSaved) saves(ctx context.Context, be backend.Backend, s change.Save, weaker bool) {
	out.save = s
	out.out, out.err = s.Run(ctx, be)
	out.denied = out.lacksLabels()
	if !weaker || out.out.Left.Is() || !out.denied && !out.crowded() {
		return
	}
	s.Weak, s.Before = true, nil
	out.save = s
	out.out, out.err = s.Run(ctx, be)
}

// lacksLabels reports a save that was refused since its role may not move labels.
func (out *editSaved) lacksLabels() bool {
	return errors.Is(out.err, backend.ErrDenied) && deniedLabels(out.err)
}

// crowded reports a save that was refused since no label is free.
func (out *editSaved) crowded() bool {
	return errors.Is(out.err, backend.ErrQuota) && labelsInUse(out.out.Before) >= backend.MaxLabels
}

// hearSaved tells how a save went. A failed one leaves the edit as it stands.
func (e *Pane) hearSaved(msg editSaved) tea.Cmd {
	mine := e.isAttempt(msg.save)
	defer e.tellLeft(msg.save.ID, msg.stale) // besides what is said of the save
	if mine {
		e.saving = false
		e.attempt.Before, e.attempt.Left, e.attempt.Weak = msg.out.Before, msg.out.Left, msg.save.Weak
		if e.crowded && !msg.save.Weak && msg.out.Before != nil { // one is free by now
			e.weak, e.crowded = false, false
		}
	}
	switch {
	case msg.err == nil:
		return e.saved(msg, mine)
	case !mine:
		msg.theirs.Value.Wipe()
		e.Fail(msg.err)
		e.tellLeft(msg.save.ID, msg.out.Left)
	case errors.Is(msg.err, backend.ErrConflict) && msg.theirsErr == nil && document.SameBytes(msg.theirs.Value, e.attempt.Value):
		e.savedAlready(msg)
	case errors.Is(msg.err, backend.ErrConflict) && msg.theirsErr == nil:
		e.meet(msg.theirs)
	case msg.lacksLabels() && !e.weak:
		e.weak, e.labelsDenied[e.secret.ARN] = true, true
		e.note = "this role may not move labels (secretsmanager:UpdateSecretVersionStage), so it can only save less safely: review it again"
	case msg.crowded() && !e.weak:
		e.weak, e.crowded, e.attempt.Before = true, true, nil // nothing was written: the next save looks anew
		e.note = fmt.Sprintf("all %d labels of it are in use, and a safe save needs one for a moment: review it again to save it less safely; a label that is taken off elsewhere meanwhile is seen then", backend.MaxLabels)
	default:
		if e.err = msg.err; msg.theirsErr != nil {
			e.note = "somebody else saved meanwhile, and their value could not be read: " + pane.Reason(msg.theirsErr)
		}
	}
	return nil
}

// isAttempt reports whether a save is the open edit's last one.
func (e *Pane) isAttempt(s change.Save) bool {
	return e.IsOpen() && e.attempt != nil && e.attempt.Token == s.Token
}

// tellLeft tells what a save has left that nobody will run again.
func (e *Pane) tellLeft(arn string, left change.Left) {
	if left.Is() {
		e.Tell(pane.LabelLeft{ARN: arn, Label: left.Label, Version: left.Version, Doubtful: left.Doubtful, Err: left.Err})
	}
}

// waits says of the last save what waits under its label, "" for nothing.
func (e *Pane) waits() string {
	if e.attempt == nil || e.saving || !e.attempt.Left.Is() {
		return ""
	}
	left := e.attempt.Left
	word := "waits"
	if left.Doubtful {
		word = "may wait"
	}
	text := "version " + ui.FirstOf(left.Version) + " of it " + word + " under the label " + ui.Text(left.Label)
	if left.Err != nil {
		text += ", which could not be taken off (" + pane.Reason(left.Err) + ")"
	}
	return text + ": saving again or dropping it takes that off"
}

func labelsInUse(stages map[string][]string) (n int) {
	for _, labels := range stages {
		n += len(labels)
	}
	return n
}

func deniedLabels(err error) bool {
	var b *backend.Error
	return errors.As(err, &b) && b.Action == backend.OpMoveLabel.Action()
}

// savedAlready ends an edit whose very value somebody else has saved meanwhile.
func (e *Pane) savedAlready(msg editSaved) {
	msg.theirs.Value.Wipe()
	name := ui.Text(e.secret.Name)
	e.Close()
	e.Say(pane.Said{Text: e.Placed("somebody else has saved the same value of "+name, msg.save.ID), Hint: "version " + ui.ShortID(msg.theirs.Version) + "; nothing was left to save", Kind: pane.Good, Stay: pane.StayLong})
	e.tellLeft(msg.save.ID, msg.out.Left)
	e.Tell(pane.ValueChanged{ARN: msg.save.ID})
}

// theirsStands leaves a conflict in which theirs was chosen throughout.
func (e *Pane) theirsStands() pane.Dialog {
	return e.about(e.secret, &dialog.Confirm{Title: "Their value stands", Yes: "leave the edit", OnYes: func() tea.Msg { return discardChosen{} }},
		"You chose theirs for all that clashes, and nothing of yours is left: there is nothing to save.")
}

// saved closes the edit, remembers how to undo it, and passes on what the secret is like now.
func (e *Pane) saved(msg editSaved, mine bool) tea.Cmd {
	name := ui.Text(msg.detail.Name)
	if name == "" {
		name = ui.Text(backend.ShortID(msg.save.ID))
	}
	if msg.denied {
		e.labelsDenied[msg.save.ID] = true
	}
	var kept backend.Revealed
	if mine {
		kept = e.keptBy(msg.detail, msg.out.Version)
		e.Close()
	}
	s := pane.Said{Text: e.Placed("saved "+name, msg.save.ID), Hint: "version " + ui.ShortID(msg.out.Version), Kind: pane.Good, Stay: pane.StayLong}
	if msg.save.Base != "" {
		c := undoSave(msg.save.ID, backend.ShortID(msg.save.ID), msg.out.Version, msg.save.Base, msg.out.Before)
		undo := " moves AWSCURRENT back"
		if msg.save.Weak && e.labelsDenied[msg.save.ID] {
			c, undo = undoWeakSave(c, msg.out.Version, msg.save.Base), " saves the old value again"
		}
		e.Tell(c)
		s.Hint = e.Keys.Key(keymap.Global, keymap.Undo) + undo + " · " + s.Hint
	}
	e.Say(s)
	e.tellLeft(msg.save.ID, msg.out.Left)
	e.Tell(pane.Saved{ARN: msg.save.ID, Kept: kept})
	if msg.readErr != nil {
		return nil
	}
	return func() tea.Msg { return pane.Changed{ARN: msg.save.ID, Detail: msg.detail} }
}

// keptBy is the value of the last save as the service has it in a version, a copy; none where that may be another, or is not what
// is current. now is what the service tells of the secret since.
func (e *Pane) keptBy(now backend.Detail, version string) backend.Revealed {
	if e.unsure || e.merged || version == "" || now.VersionOf(backend.Current) != version {
		return backend.Revealed{}
	}
	return backend.Revealed{ARN: now.ARN, Name: now.Name, Version: version, Stages: now.Stages[version], Value: e.attempt.Value.Clone()}
}

// undoSave undoes a save: all labels go back to where they were before it.
func undoSave(arn, name, version, base string, before map[string][]string) pane.Undoable {
	steps, words := pane.BackSteps(arn, backend.LabelMove{Label: backend.Current, From: base, To: version}, before, "")
	fits := func(d backend.Detail) bool { return d.VersionOf(backend.Current) == version }
	return pane.Undoable{ARN: arn, Did: "saved " + name + ", version " + ui.ShortID(version),
		Undoes: "move AWSCURRENT back to version " + ui.ShortID(base) + words, Back: pane.UndoSteps(arn, fits, steps)}
}

// undoWeakSave undoes a save for a role that may not move labels.
func undoWeakSave(c pane.Undoable, version, base string) pane.Undoable {
	arn, token := c.ARN, change.NewToken()
	c.Undoes = "save the value of version " + ui.ShortID(base) + " again, as a new version (one decrypt)"
	c.Back = func(ctx context.Context, be backend.Backend) error {
		return change.SaveAgain(ctx, be, arn, version, base, token)
	}
	return c
}
