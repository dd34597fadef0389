package edit

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// hearCreate is hearSave for a secret that is made.
func (e *Pane) hearCreate(msg created) tea.Cmd {
	if e.work.Fits(msg.run) {
		e.work.Done()
		e.Tell(pane.Unsaid{Kind: pane.Good})
		e.unsure = e.unsure || backend.MayHaveHappened(msg.err)
		return e.hearCreated(msg)
	}
	msg.now.Value.Wipe()
	if msg.err != nil {
		e.Fail(msg.err)
		e.tellLeft(msg.detail.ARN, msg.left)
		return nil
	}
	return e.madeSecret(msg, false)
}

// hearCreated tells how it went. A failure leaves the value as it stands.
func (e *Pane) hearCreated(msg created) tea.Cmd {
	mine := e.IsOpen() && e.attempt != nil && e.attempt.Token == msg.token
	if mine {
		e.saving, e.attempt.Left, e.revival = false, msg.left, msg.revival
		if msg.anew {
			e.anewGone, e.holder = msg.gone, holder{}
			e.Tell(pane.Gone{ARN: msg.gone})
		}
	}
	switch {
	case msg.err == nil:
		return e.madeSecret(msg, mine)
	case !mine:
		msg.now.Value.Wipe()
		e.Fail(msg.err)
		e.tellLeft(msg.detail.ARN, msg.left)
	case msg.way == createRevive && msg.detail.ARN != "" && msg.detail.Deleted.IsZero():
		return e.nowAnEdit(msg)
	default:
		e.err = msg.err
		e.meetHolder(msg)
	}
	return nil
}

// meetHolder notes what has the name.
func (e *Pane) meetHolder(msg created) {
	shows := e.Keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
	switch {
	case msg.way == createRevive:
		if errors.Is(msg.err, backend.ErrConflict) && msg.detail.ARN != "" {
			e.holder.secret, e.note = msg.detail.Secret, shows
		}
		return
	case msg.holder.ARN != "":
		e.holder = holder{kind: backend.ErrExists, secret: msg.holder}
		if !msg.holder.Deleted.IsZero() {
			e.holder.kind = backend.ErrPendingDeletion
		}
	case errors.Is(msg.err, backend.ErrExists), errors.Is(msg.err, backend.ErrPendingDeletion):
		e.holder = holder{kind: backend.ErrExists, why: pane.Reason(msg.holderErr)}
		if errors.Is(msg.err, backend.ErrPendingDeletion) {
			e.holder.kind = backend.ErrPendingDeletion
		}
	default:
		return
	}
	e.note = shows
}

// nowAnEdit goes on with a secret that is live and did not get the new value, because the save failed after it was restored,
// or because somebody else has restored it: that is now an edit of it, which starts from the value it has. Where that could
// not be read, the name is one that exists.
func (e *Pane) nowAnEdit(msg created) tea.Cmd {
	e.err = msg.err
	restored := "it is restored"
	if errors.Is(msg.err, backend.ErrConflict) && !msg.revival.Began {
		restored = "somebody else has restored it"
	}
	switch {
	case msg.nowErr != nil:
		e.holder = holder{kind: backend.ErrExists, secret: msg.detail.Secret}
		e.note = restored + ", but its value could not be read: " + pane.Reason(msg.nowErr) + "; " + e.Keys.Key(keymap.Edit, keymap.Save) + " shows what can be done"
	default:
		if e.attempt.ID, e.attempt.Base = msg.detail.ARN, msg.base; msg.now.Version != msg.base && !msg.left.Is() {
			e.forgetAttempt() // one that has left a label is taken back by the next save
		}
		e.adopt(msg.detail.Secret, msg.now.Value, msg.now.Version)
		e.note = restored + ", and this value is now an edit of it: the review shows the difference"
	}
	e.points(msg)
	return func() tea.Msg { return pane.Changed{ARN: msg.detail.ARN, Detail: msg.detail} }
}

// points puts the cursor on what was made, unless the user has gone on meanwhile.
func (e *Pane) points(msg created) {
	e.Tell(pane.Heard{Secrets: []backend.Secret{msg.detail.Secret}})
	if msg.keys == e.Pressed {
		e.Tell(pane.PointedAt{ARN: msg.detail.ARN})
	}
}

// adopt makes the value of a new secret the change of one that exists, which has the value base in a version.
func (e *Pane) adopt(s backend.Secret, base backend.Value, version string) {
	e.base.Wipe()
	e.base, e.version = base, version
	e.secret, e.fresh, e.holder = s, nil, holder{}
}

func (e *Pane) madeSecret(msg created, mine bool) tea.Cmd {
	var kept backend.Revealed
	if mine {
		if msg.readErr == nil {
			kept = e.keptBy(msg.detail, msg.version)
		}
		e.Close()
	}
	name := ui.Text(msg.name)
	s := pane.Said{Text: "created " + name, Kind: pane.Good, Stay: pane.StayLong, Hint: e.Keys.Key(keymap.Global, keymap.Undo) + " schedules it for deletion"}
	switch {
	case msg.way == createRevive:
		s.Text, s.Hint = "restored "+name+" with a new version", "rotation may be off: the Info tab tells"
		if msg.base != "" {
			e.Tell(undoSave(msg.detail.ARN, msg.name, msg.version, msg.base, msg.before))
		}
	default:
		e.Tell(undoCreate(msg.detail.Secret, msg.version))
	}
	if msg.readErr != nil {
		s.Kind, s.Hint = pane.Warning, "it could not be described: "+pane.Reason(msg.readErr)+" · "+s.Hint
	}
	e.Say(s)
	e.tellLeft(msg.detail.ARN, msg.left)
	if msg.gone != "" {
		e.Tell(pane.Gone{ARN: msg.gone})
	}
	e.points(msg)
	e.Tell(pane.Saved{ARN: msg.detail.ARN, Kept: kept})
	if msg.readErr != nil {
		return nil
	}
	return func() tea.Msg { return pane.Changed{ARN: msg.detail.ARN, Detail: msg.detail} }
}

// undoCreate undoes a create, with the longest window, while the version that it made is current.
func undoCreate(s backend.Secret, version string) pane.Undoable {
	if s.Stages = map[string][]string{}; version != "" {
		s.Stages[version] = []string{backend.Current}
	}
	return pane.ChangeOf(pane.Order{Kind: pane.Deleting, Created: true, How: backend.Deletion{WindowDays: backend.DefaultWindowDays}}, []backend.Secret{s})
}
