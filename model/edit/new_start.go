package edit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/pane"
	"strongroom/ui"
)

// startNew opens the edit pane on a secret that is yet to be made.
func (e *Pane) startNew(msg newChosen) tea.Cmd {
	if msg.again {
		if e.fresh != nil {
			e.fresh.Name, e.secret.Name, e.err, e.note = msg.spec.Name, msg.spec.Name, nil, ""
			e.holder, e.anewGone = holder{}, ""
			e.forgetAttempt()
		}
		return e.reviewSave()
	}
	if e.IsOpen() { // a draft that was asked for before the name was
		return pane.Say(pane.Warning, e.isOpenAlready())
	}
	e.Close()
	e.Tell(pane.Unsaid{Kind: pane.Good}, pane.Went{To: pane.Detail})
	e.secret, e.fresh = backend.Secret{Name: msg.spec.Name}, &msg.spec
	e.touch()
	switch {
	case msg.like.ARN != "":
		e.mode, e.since = editReading, e.Now
		ctx, id := e.read.Start(e.Ctx)
		return readForEdit(ctx, id, e.Backend, msg.like.ARN)
	case msg.kind == newBinary:
		e.mode = inBytes
		e.askFile()
	case msg.kind == newText:
		e.begin(e.Ledger.Text(""))
	default:
		e.begin(e.Ledger.Text("{}"))
	}
	return nil
}

// begin puts the first value of a new secret into the pane.
func (e *Pane) begin(v backend.Value) {
	e.take(v, "")
	if e.mode == inForm && len(e.form.rows) == 0 {
		e.add(formRow{}, false)
	}
}

// beginLike begins with the keys of another secret and none of its values.
func (e *Pane) beginLike(r backend.Revealed) {
	v, ok := document.Skeleton(r.Value)
	binary := r.Value.Binary()
	r.Value.Wipe()
	switch {
	case binary:
		e.mode = inBytes
	case ok:
		e.begin(v)
	default:
		e.begin(e.Ledger.Text(""))
	}
}

// reviewNew opens the summary of a new secret, or the choice where its name is taken.
func (e *Pane) reviewNew(v backend.Value) {
	if e.holder.kind == nil && e.attempt == nil { // what was tried before may have made it: the service knows
		e.holder.secret, e.holder.kind = e.Listed.NameHolder(e.fresh.Name)
	}
	if e.holder.kind != nil {
		v.Wipe()
		e.Open(e.takenDialog())
		return
	}
	r := e.newReview(backend.Value{}, v, "")
	r.title, r.yes = "Create a secret", "create"
	key := e.fresh.KMSKey
	if key == "" {
		key = "aws/secretsmanager (the account's default)"
	}
	if !v.Binary() {
		r.notes = nil
		r.noteEnds()
	}
	var tags []string
	for _, t := range e.fresh.Tags {
		tags = append(tags, ui.Datum(t.Key)+"="+ui.Datum(t.Value))
	}
	for _, fact := range [][2]string{{"description", ui.Datum(e.fresh.Description)}, {"kms key", ui.Text(key)}, {"tags", strings.Join(tags, ", ")}} {
		if fact[1] != "" {
			r.note(byTheWay, fact[0]+": "+fact[1])
		}
	}
	e.Open(r)
}
