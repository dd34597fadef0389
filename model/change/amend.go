package change

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// amend changes metadata and tags, and sets rotation up. One change is written at a time; what was typed for those that failed behind the user's back
// is kept.
type amend struct {
	*pane.Desk
	pane.Feature
	running bool
	name    string     // of the secret
	form    *amendForm // that waits for it; nil where none does
	slot    string
	kept    map[string]*amendForm
	unsure  map[string]bool // the slots of changes of which it is not known whether they were written
}

func newAmend(d *pane.Desk) *amend {
	return &amend{Desk: d, kept: map[string]*amendForm{}, unsure: map[string]bool{}}
}

// Unavailable is the reason why metadata or a tag of the secret cannot be changed now.
func (a *amend) Unavailable(action keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch action {
	case keymap.EditMetadata, keymap.AddTag, keymap.ChangeTag, keymap.RenameTag, keymap.RemoveTag:
		return a.why(action, on), true
	case keymap.SetRotation:
		return a.unsettable(on), true
	}
	return "", false
}

func (a *amend) why(action keymap.Action, on *pane.Shown) string {
	if why := a.Unchangeable(on.Known(), on.On); why != "" {
		return why
	}
	switch {
	case a.running:
		return "a change of " + ui.Text(a.name) + " is still being written"
	case errors.Is(on.DetailErr, backend.ErrDenied):
		return "a change needs to see what it changes: " + a.Hint(on.DetailErr)
	case on.Detail == nil && !a.Listed.Told(on.Secret.ARN):
		return "a change needs to see what it changes: " + ui.Text(on.Secret.Name) + " is not described yet"
	case action == keymap.EditMetadata:
		return ""
	}
	return a.untaggable(action, on)
}

// Keeps reports whether something typed for this secret waits to be written.
func (a *amend) Keeps(on *pane.Shown) bool { return keeps(a.kept, on) }

// keeps reports whether one of the forms that were left with a failure is about the secret that is looked at, as its slot says.
func keeps[F any](kept map[string]F, on *pane.Shown) bool {
	for slot := range kept {
		if on.On && slices.Contains(strings.Fields(slot), on.Secret.ARN) {
			return true
		}
	}
	return false
}

// Act opens the form of the metadata or of a tag.
func (a *amend) Act(action keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Known()
	switch action {
	case keymap.EditMetadata:
		a.openForm("metadata "+s.ARN, on, func() *amendForm { return a.metadataForm(s) })
	case keymap.AddTag:
		a.openForm("tag "+s.ARN, on, func() *amendForm { return a.tagForm(s, nil, action) })
	case keymap.SetRotation:
		partner := on.Detail.Partner
		a.openForm("rotation "+s.ARN, on, func() *amendForm { return a.rotationForm(s, partner) })
	case keymap.RemoveTag:
		a.Open(a.untagDialog(s, *on.Tag))
	default:
		t := *on.Tag
		a.openForm("tag "+s.ARN+" "+t.Key, on, func() *amendForm { return a.tagForm(s, &t, action) })
	}
	return nil
}

// Hear writes what was chosen.
func (a *amend) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case metadataChosen:
		return a.writeMetadata(msg)
	case tagChosen:
		return a.writeTag(msg)
	case rotationChosen:
		return a.writeRotation(msg)
	}
	return nil
}

// amendForm is what is typed of a change, and what it is a change of.
type amendForm struct {
	dialog.Form
	// rebase takes over what the secret is like now.
	rebase func(backend.Detail)
	half   bool // the first of two writes is done
	// grow makes room for more once something is typed; nil where there is nothing to grow.
	grow func()
}

// Key takes what is typed into a line.
func (f *amendForm) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	cmd, taken := f.Form.Key(k)
	if taken && f.grow != nil {
		f.grow()
	}
	return cmd, taken
}

// Paste takes a paste into the line in focus.
func (f *amendForm) Paste(text string) tea.Cmd {
	cmd := f.Form.Paste(text)
	if f.grow != nil {
		f.grow()
	}
	return cmd
}

func (a *amend) start(name, slot string, f *amendForm) {
	a.running, a.name, a.form, a.slot = true, name, f, slot
	if f != nil {
		f.Saving, f.Failed = true, nil
	}
}

// openForm opens a form, or the one that was left with a failure for the same purpose.
func (a *amend) openForm(slot string, on *pane.Shown, fresh func() *amendForm) {
	f := a.kept[slot]
	delete(a.kept, slot)
	if f == nil {
		f = fresh()
	} else if on.Detail != nil {
		f.rebase(*on.Detail)
	}
	f.Left = false
	a.Open(f)
}

// end ends the waiting: without why the form closes, with it it stays and says so, or is kept for the next time. It reports
// whether the user sees it there.
func (a *amend) end(why []string) (seen bool) {
	f := a.form
	a.running, a.form = false, nil
	if f == nil {
		return false
	}
	f.Saving, f.Failed = false, why
	switch {
	case len(why) == 0:
		a.Tell(pane.Closed{Dialog: f})
	case f.Left:
		a.kept[a.slot] = f
	default:
		return true
	}
	return false
}

// foundDone reports whether somebody else had done a change before it was written, and notes whether it is known how it went: one that
// may have been written before, and is found done, is one's own.
func (a *amend) foundDone(out change.Edited) bool {
	half := a.form != nil && a.form.half
	found := out.Found && !a.unsure[a.slot] && !half
	a.unsure[a.slot] = out.Unknown
	return found
}

// tellFound says that there was nothing left to do. What somebody else has done is not offered to be undone.
func (a *amend) tellFound(did, name string) {
	a.end(nil)
	a.Say(pane.Said{Text: "somebody else has " + did + " " + name + " already", Hint: "nothing was left to change", Kind: pane.Plain, Stay: pane.StayLong})
}

// fail says why something was not written: in its form, or on the status line with the key that brings the form back.
func (a *amend) fail(err error, why []string, key string) {
	waited := a.form != nil
	if a.end(why) {
		return
	}
	s := pane.Said{Text: why[0], Kind: pane.Failure, Hint: strings.Join(why[1:], " · "), Stay: pane.StayUnfinished}
	if waited {
		s.Hint = key + " has what you typed · " + s.Hint
	}
	if !pane.IsCancelled(err) {
		a.Say(s)
	}
}
