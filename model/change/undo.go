package change

import (
	"context"
	"errors"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// undoStack remembers the writes of this session, the last on top.
type undoStack struct {
	changes []pane.Undoable
	running bool
}

func (u *undoStack) push(c pane.Undoable) {
	c.ID = new(pane.Question)
	u.changes = append(u.changes, c)
}

func (u *undoStack) top() (pane.Undoable, bool) {
	if len(u.changes) == 0 {
		return pane.Undoable{}, false
	}
	return u.changes[len(u.changes)-1], true
}

// drop takes a change off the stack wherever it lies. One that never was on the stack stands for the last one like it.
func (u *undoStack) drop(c pane.Undoable) {
	for i := len(u.changes) - 1; i >= 0; i-- {
		if is := u.changes[i]; is.ID == c.ID || c.ID == nil && is.Did == c.Did && is.ARN == c.ARN {
			u.changes = append(u.changes[:i], u.changes[i+1:]...)
			return
		}
	}
}

// isNow tells the older changes of a secret what an undo has made of it: it is as they left it, but for the date of a deletion.
func (u *undoStack) isNow(s backend.Secret) {
	for _, c := range u.changes {
		if c.Order == nil || c.Order.Kind != pane.Restoring || s.Deleted.IsZero() {
			continue
		}
		for i := range c.Order.Secrets {
			if c.Order.Secrets[i].ARN == s.ARN {
				c.Order.Secrets[i].Deleted = s.Deleted
			}
		}
	}
}

func (u *undoStack) unavailable() string {
	switch {
	case u.running:
		return "an undo is still running"
	case len(u.changes) == 0:
		return "nothing to undo here"
	}
	return ""
}

// did is what a change has done, and where, if that is elsewhere.
func (o *orders) did(c pane.Undoable) string {
	if c.Order != nil && len(c.Order.Secrets) != 1 {
		return ui.Text(c.Did)
	}
	return o.Placed(ui.Text(c.Did), c.ARN)
}

// undoDialog names what u will do before it does it.
func (o *orders) undoDialog() pane.Dialog {
	c, _ := o.undo.top()
	where := o.PlaceOf(backend.Secret{ARN: c.ARN})
	deletes := c.Order != nil && c.Order.Kind == pane.Deleting
	if c.Order != nil {
		where = o.PlaceOf(c.Order.Secrets...)
	}
	if deletes && slices.ContainsFunc(c.Order.Secrets, o.Guard.WantsName) {
		return o.undoByName(c, where)
	}
	several := c.Order != nil && len(c.Order.Secrets) > 1
	d := &dialog.Confirm{Title: "Undo", Where: where, Yes: "undo", OnNo: deletes, Ends: deletes, Bulk: several, OnYes: typedFirst(o.Desk, c.Deletes, "Undo", "undo", undoChosen{c}),
		Head: func(f pane.Frame, w int) []string {
			p := &ui.Page{Th: f.Th, W: w, Flush: true}
			p.Text(f.Th.Dim, ui.Text(c.Did))
			p.Text(f.Th.Strong, willUndo(f, c))
			p.Blank()
			return p.Lines
		},
		Body: func(f pane.Frame, w int) []string {
			if !deletes {
				return nil
			}
			b := ui.NewForm(f.Th, w)
			(&deleteDialog{todo: c.Order.Secrets, orders: o}).what(f, b)
			return b.Lines(1 << 30)
		}}
	switch {
	case several && deletes:
		d.Rows = o.named(c.Order.Secrets, nil)
	case several:
		d.Rows = o.deadlines(c.Order.Secrets)
	}
	return d
}

// undoByName is the question of a delete, with its facts, where a rule asks for the name: what takes back a restore or a create deletes
// as any other delete does.
func (o *orders) undoByName(c pane.Undoable, where string) pane.Dialog {
	return &deleteDialog{todo: c.Order.Secrets, rows: o.named(c.Order.Secrets, nil), where: where, protected: true, undoes: &c, orders: o, keys: o.Keys,
		window: dialog.NewNumber(o.Keys, backend.DefaultWindowDays, len(strconv.Itoa(backend.MaxWindowDays))), typed: dialog.NewInput(o.Keys, ""), field: fieldName}
}

func willUndo(f pane.Frame, c pane.Undoable) string {
	return f.Keys.Key(keymap.Global, keymap.Undo) + " will " + ui.Text(c.Undoes)
}

// undoChosen is the user's yes.
type undoChosen struct{ change pane.Undoable }

func (o *orders) startUndo(c pane.Undoable) tea.Cmd {
	if c.Order != nil {
		back := *c.Order
		back.Undoes = &c
		return o.begin(back)
	}
	o.undo.running = true
	w := &write{doing: "undoing a change of", secret: backend.Secret{ARN: c.ARN}}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		out.err = c.Back(ctx, be)
		out.Detail, out.ReadErr = be.Describe(ctx, c.ARN)
	}
	w.told = func(out outcome) {
		if o.tellUndone(c, out.err); c.After != nil {
			o.Tell(c.After)
		}
	}
	return w.start(o.Desk)
}

// tellUndone tells how it went. What will be refused again and again leaves the stack, so that the changes before it can be
// undone.
func (o *orders) tellUndone(change pane.Undoable, err error) {
	o.undo.running = false
	switch {
	case err == nil:
		o.undo.drop(change)
		o.Say(pane.Said{Text: "undone: " + o.did(change), Kind: pane.Good, Stay: pane.StayLong})
	case neverUndone(err):
		o.undo.drop(change)
		hint := o.Hint(err)
		if hint != "" {
			hint += " · "
		}
		o.Say(pane.Said{Text: notUndone(err), Hint: hint + "it is no longer offered", Kind: pane.Failure})
	case !errors.As(err, new(*pane.Halfway)) && backend.MayHaveHappened(err):
		o.Say(pane.Said{Text: "whether this is undone is not known: " + o.did(change), Kind: pane.Failure, Stay: pane.StayUnfinished,
			Hint: pane.Reason(err) + " · " + o.Keys.Key(keymap.Global, keymap.Undo) + " looks and tries again"})
	default:
		o.Say(pane.Said{Text: notUndone(err), Hint: o.Hint(err), Kind: pane.Failure})
	}
}

func notUndone(err error) string {
	if errors.As(err, new(*pane.Halfway)) {
		return ui.Text(err.Error())
	}
	return "not undone: " + ui.Text(pane.Reason(err))
}

// neverUndone reports an undo that found something else than its change had left, or is not permitted: trying again
// changes nothing. One that stopped half-way, or never got there, can be tried again.
func neverUndone(err error) bool {
	var part *pane.Halfway
	if errors.As(err, &part) && part.Err == nil {
		return true
	}
	for _, kind := range []error{backend.ErrConflict, backend.ErrNotFound, backend.ErrNoValue, backend.ErrState, backend.ErrPendingDeletion,
		backend.ErrExists, backend.ErrTokenUsed, backend.ErrManaged, backend.ErrReplica, backend.ErrInvalid, backend.ErrDenied} {
		if errors.Is(err, kind) {
			return part == nil
		}
	}
	return false
}
