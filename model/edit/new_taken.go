package edit

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// existingChosen makes the value the change of the secret that has the name; existingRead is its present value.
type existingChosen struct{}

type existingRead struct {
	run *pane.Question
	r   backend.Revealed
	err error
}

// anewAsked asks for the typed name before anything is deleted for good.
type anewAsked struct{}

// anotherName asks for another name.
type anotherName struct{}

// holder is what has the name of a secret that is yet to be made.
type holder struct {
	kind   error          // ErrExists, ErrPendingDeletion; nil where nothing is known to have it
	secret backend.Secret // as it was seen; without an ARN where the service does not tell
	why    string         // why it does not; safe text
}

// takenDialog offers what can be done about a name that is taken.
func (e *Pane) takenDialog() pane.Dialog {
	h, name := e.holder, ui.Text(e.fresh.Name)
	send := func(msg tea.Msg) func() tea.Cmd { return func() tea.Cmd { return func() tea.Msg { return msg } } }
	other := dialog.Option{Key: "a", Label: "another name", Hint: "the value stays as it is", Do: send(anotherName{})}
	c := &dialog.Choice{Title: "The name is scheduled for deletion", Subject: []string{name}, Where: e.PlaceOf(h.secret), Options: []dialog.Option{other}}
	switch {
	case errors.Is(h.kind, backend.ErrExists):
		c.Title = name + " exists already"
		c.Options = []dialog.Option{{Key: "e", Label: "edit it", Hint: "this value becomes the change; reads the present one (one decrypt)", Do: send(existingChosen{})}, other}
	case h.secret.ARN == "":
		c.Options[0].Hint += " · restoring or deleting it needs to see it: " + h.why
	default:
		c.Options = []dialog.Option{
			{Key: "r", Label: "restore it, with this value", Hint: "recommended: keeps the ARN that policies name", Do: send(createChosen{createRevive})},
			{Key: "d", Label: "delete for good, create anew", Hint: "asks for the name; another ARN", Do: send(anewAsked{})}, other}
	}
	return c
}

// anewDialog asks for the name before the old secret is deleted for good.
func (e *Pane) anewDialog() pane.Dialog {
	old := e.holder.secret
	b := "The secret that has this name, with all its versions, cannot be brought back after this. The new one gets another ARN."
	return &dialog.TypedName{Keys: e.Keys, Title: "Delete for good", Subject: []string{ui.Text(old.Name)}, Word: ui.Text(old.Name), Where: e.PlaceOf(old), Text: b,
		Yes: "delete for good, create anew", OnYes: func() tea.Msg { return createChosen{createAnew} }}
}

// readExisting reads the value that a new one is to replace.
func (e *Pane) readExisting() tea.Cmd {
	if e.fresh == nil || e.saving {
		return nil
	}
	e.saving, e.reads = true, true
	ctx, run := e.work.Start(e.Ctx)
	name, be := e.fresh.Name, e.Backend
	return func() tea.Msg {
		r, err := be.Reveal(ctx, name, backend.VersionRef{Stage: backend.Current})
		return existingRead{run, r, err}
	}
}

// hearExisting makes the new secret's value an edit of the one that exists.
func (e *Pane) hearExisting(msg existingRead) {
	if e.fresh == nil || !e.saving || !e.work.Fits(msg.run) {
		msg.r.Value.Wipe()
		return
	}
	e.work.Done()
	e.saving, e.reads = false, false
	if msg.err != nil {
		e.err = msg.err
		return
	}
	e.adopt(backend.Secret{ARN: msg.r.ARN, Name: msg.r.Name}, msg.r.Value, msg.r.Version)
	e.err = nil
	if last := e.attempt; last != nil && (last.ID != msg.r.ARN || last.Base != msg.r.Version && !last.Left.Is()) {
		e.forgetAttempt()
	}
	e.Tell(pane.PointedAt{ARN: msg.r.ARN})
	e.note = "now an edit of the secret that exists: the review shows the difference"
}

// askAnotherName asks for the name alone; the value stays.
func (e *Pane) askAnotherName() {
	if e.fresh == nil {
		return
	}
	d := e.newDialog(e.fresh.Name, backend.Secret{})
	d.again = true
	e.Open(d)
}
