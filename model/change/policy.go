package change

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// policies edits and deletes the default policy of a secret. One change is written at a time.
type policies struct {
	*pane.Desk
	pane.Feature
	running bool
	name    string // of the secret
	// edits are those that were begun and are neither saved nor dropped, by the secret's ARN: what was typed outlasts its dialog.
	edits map[string]*policyEdit
}

func newPolicies(d *pane.Desk) *policies {
	return &policies{Desk: d, edits: map[string]*policyEdit{}}
}

// Unavailable is the reason why the policy cannot be changed now.
func (p *policies) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.EditPolicy, keymap.DeletePolicy, keymap.EditPolicyOutside:
		return p.why(a, on), true
	}
	return "", false
}

func (p *policies) why(a keymap.Action, on *pane.Shown) string {
	switch why := p.Unchangeable(on.Known(), on.On); {
	case why != "":
		return why
	case p.CannotWrite() != "":
		return p.CannotWrite()
	case p.running:
		return "a change of the policy of " + ui.Text(p.name) + " is still being written"
	case !on.Policies:
		return "policies are changed in their tab"
	case on.Unread != "":
		return "which policies it has is not known: " + on.Unread
	case a == keymap.DeletePolicy && on.Policy == "":
		return "there is no policy named default to delete"
	case a == keymap.EditPolicyOutside:
		return p.noEditor()
	}
	return ""
}

// Keeps reports whether an edit of this secret's policy is neither saved nor dropped.
func (p *policies) Keeps(on *pane.Shown) bool {
	e := p.edits[on.Secret.ARN]
	return e != nil && e.changed()
}

// noEditor is why there is no editor of the user's own.
func (p *policies) noEditor() string {
	switch {
	case p.Editor == nil:
		return "there is no editor here"
	case p.Editor.Missing != "":
		return ui.Text(p.Editor.Missing)
	}
	return ""
}

// Act opens the edit, or asks before the policy is deleted.
func (p *policies) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	s := on.Known()
	if a == keymap.DeletePolicy {
		p.Open(p.deleteDialog(s, on.Policy))
		return nil
	}
	e := p.edits[s.ARN]
	if e == nil || !e.changed() {
		e = newPolicyEdit(p, s, on.Policy)
		p.edits[s.ARN] = e
	} else {
		e.rebased(on.Policy)
	}
	e.closed, e.leaving = false, false
	p.Open(e)
	if a == keymap.EditPolicyOutside {
		e.alone = !e.changed()
		return e.goOutside()
	}
	return nil
}

// Hear writes what was chosen, and takes in what came back.
func (p *policies) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case policyChosen:
		return p.save(msg)
	case policyDropped:
		return p.remove(msg)
	case policyChecked:
		if e := msg.edit; e.check.Fits(msg.ask) {
			e.check.Done()
			e.checked, e.findings, e.checkErr = true, msg.findings, msg.err
		}
	case policyBack:
		return msg.edit.back(msg)
	case policyLeft:
		p.leave(msg)
	}
	return nil
}

// policyChosen is the user's yes to a policy.
type policyChosen struct {
	edit  *policyEdit
	base  string // what was compared with
	text  string
	block bool
}

// unlessChanged reads the policy just before a change of it, and refuses where it is another one than the user has seen.
func unlessChanged(ctx context.Context, be backend.Backend, op backend.Operation, arn, seen string) (is string, err error) {
	switch is, err = be.Policy(ctx, arn); {
	case err != nil:
		return is, backend.Unsent(err)
	case !policy.Same(is, seen):
		return is, backend.Conflict(op, arn, "the policy is another one than was shown")
	}
	return is, nil
}

func (p *policies) save(msg policyChosen) tea.Cmd {
	if p.running {
		return nil
	}
	s, e := msg.edit.secret, msg.edit
	p.running, p.name, e.saving, e.failed = true, s.Name, true, nil
	var clash *string
	unsure, found := e.unsure, false
	w := &write{doing: "changing the policy of", op: backend.OpPutPolicy, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		is, err := unlessChanged(ctx, be, w.op, s.ARN, msg.base)
		switch clashes := errors.Is(err, backend.ErrConflict); {
		case clashes && policy.Same(is, msg.text): // an earlier try has done it, or somebody else
			found = !unsure
		case clashes:
			clash, out.err = &is, err
		case err != nil:
			out.err = err
		default:
			out.err = be.PutPolicy(ctx, s.ARN, msg.text, msg.block)
		}
		out.Detail, out.ReadErr = be.Describe(ctx, s.ARN)
	}
	w.told = func(out outcome) {
		p.running, e.saving = false, false
		p.Tell(pane.PolicyDoubted{ARN: s.ARN})
		e.unsure = backend.MayHaveHappened(out.err)
		switch {
		case clash != nil:
			p.tellClash(e, *clash)
		case found:
			delete(p.edits, s.ARN)
			p.Tell(pane.Closed{Dialog: e})
			p.Say(pane.Said{Text: "somebody else has saved the same policy of " + p.called(s) + " already", Hint: "nothing was left to save", Kind: pane.Plain, Stay: pane.StayLong})
		case out.err != nil:
			p.tellUnsaved(e, out.err)
		default:
			delete(p.edits, s.ARN)
			p.Tell(pane.Closed{Dialog: e}, p.undoable(s, msg.base, msg.text))
			p.Say(p.done("saved the policy of ", s, out))
		}
	}
	return w.start(p.Desk)
}

// done says that a change is written, and what takes it back.
func (p *policies) done(what string, s backend.Secret, out outcome) pane.Said {
	said := pane.Said{Text: what + p.called(s), Hint: p.Keys.Key(keymap.Global, keymap.Undo) + " takes it back", Kind: pane.Good, Stay: pane.StayLong}
	if out.ReadErr != nil {
		said.Kind, said.Hint = pane.Warning, "reading the secret again failed: "+pane.Reason(out.ReadErr)
	}
	return said
}

// called is a secret's name with its place, if that is elsewhere.
func (p *policies) called(s backend.Secret) string {
	if at := p.Elsewhere(s.ARN); at != "" {
		return ui.Text(s.Name) + " (" + at + ")"
	}
	return ui.Text(s.Name)
}

// tellClash has the edit go on from what somebody else has saved: nothing is written before both were seen.
func (p *policies) tellClash(e *policyEdit, theirs string) {
	e.theirs, e.clashed = theirs, true
	if e.closed {
		p.Say(pane.Said{Text: "the policy of " + ui.Text(e.secret.Name) + " is not saved: somebody else has changed it meanwhile", Kind: pane.Failure, Stay: pane.StayUnfinished,
			Hint: p.Keys.Key(keymap.Policy, keymap.EditPolicy) + " in the Policy tab has what you typed, and shows both"})
	}
}

// tellUnsaved says why a policy is not saved. What was typed stays.
func (p *policies) tellUnsaved(e *policyEdit, err error) {
	why := []string{p.WhatFailed(err)}
	if m := ui.Text(backend.Message(err)); m != "" {
		why = append(why, m)
	}
	switch h := p.Hint(err); {
	case backend.MayHaveHappened(err):
		why = append(why, "whether it is saved is not known: it is read again")
	case h != "" && h != ui.Text(backend.Message(err)):
		why = append(why, h, "nothing was changed")
	default:
		why = append(why, "nothing was changed")
	}
	if e.failed = why; !e.closed {
		return
	}
	said := pane.Said{Text: why[0], Kind: pane.Failure, Stay: pane.StayUnfinished, Hint: p.Keys.Key(keymap.Policy, keymap.EditPolicy) + " in the Policy tab has what you typed"}
	if !pane.IsCancelled(err) {
		p.Say(said)
	}
}

// undoable puts the policy back that was there before, or takes the new one away where there was none.
func (p *policies) undoable(s backend.Secret, was, is string) pane.Undoable {
	u := pane.Undoable{ARN: s.ARN, Did: "changed the policy of " + s.Name, Undoes: "put back the policy that " + s.Name + " had before", After: pane.PolicyDoubted{ARN: s.ARN}}
	switch {
	case was == "":
		u.Did, u.Undoes, u.Deletes = "gave "+s.Name+" a policy", "delete the policy of "+s.Name+" again", s
	case is == "":
		u.Did = "deleted the policy of " + s.Name
	}
	doc, err := policy.Parse(was)
	public := err == nil && doc.Public()
	if public {
		u.Undoes += ", which lets everyone in"
	}
	u.Back = func(ctx context.Context, be backend.Backend) error {
		now, err := be.Policy(ctx, s.ARN)
		switch {
		case err != nil:
			return backend.Unsent(err)
		case policy.Same(now, was) && !policy.Same(was, is): // an earlier try has done it
			return nil
		case !policy.Same(now, is):
			return &pane.Halfway{Text: "nothing was undone: the policy of " + ui.Text(s.Name) + " has been changed meanwhile"}
		case was == "":
			return be.DeletePolicy(ctx, s.ARN)
		}
		return be.PutPolicy(ctx, s.ARN, was, !public)
	}
	return u
}

// policyDropped is the user's yes to deleting a policy.
type policyDropped struct {
	secret backend.Secret
	text   string // as it was shown
}

func (p *policies) deleteDialog(s backend.Secret, text string) pane.Dialog {
	where := p.PlaceOf(s)
	doc, _ := policy.Parse(text)
	losses := p.losses(text, "", s.ARN)
	return &dialog.Confirm{Title: "Delete the policy", Subject: []string{ui.Text(s.Name)}, Where: where, Yes: "delete it", OnNo: true, Ends: true, OnYes: typedFirst(p.Desk, s, "Delete the policy", "delete it", policyDropped{s, text}),
		Body: func(f pane.Frame, w int) []string {
			b := &ui.Page{Th: f.Th, W: w, Flush: true}
			for _, l := range losses {
				b.Text(l.role(f.Th.Styles), l.text)
			}
			b.Text(f.Th.Text, "This will no longer be said:")
			for _, st := range doc.Statements {
				statementLines(f, b, ui.Span{Role: f.Th.Urgent, Text: "- "}, st.Sentence(s.ARN))
			}
			return b.Lines
		}}
}

func (p *policies) remove(msg policyDropped) tea.Cmd {
	if p.running {
		return nil
	}
	s := msg.secret
	p.running, p.name = true, s.Name
	w := &write{doing: "deleting the policy of", op: backend.OpDeletePolicy, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		if _, out.err = unlessChanged(ctx, be, w.op, s.ARN, msg.text); out.err == nil {
			out.err = be.DeletePolicy(ctx, s.ARN)
		}
		out.Detail, out.ReadErr = be.Describe(ctx, s.ARN)
	}
	w.told = func(out outcome) {
		p.running = false
		p.Tell(pane.PolicyDoubted{ARN: s.ARN})
		switch {
		case errors.Is(out.err, backend.ErrConflict):
			p.Say(pane.Said{Text: "the policy of " + p.called(s) + " is not deleted: somebody else has changed it meanwhile", Hint: "shown is what it is now", Kind: pane.Failure, Stay: pane.StayUnfinished})
		case out.err != nil && backend.MayHaveHappened(out.err):
			p.Say(pane.Said{Text: p.WhatFailed(out.err), Hint: "whether it is deleted is not known: it is read again", Kind: pane.Failure, Stay: pane.StayUnfinished})
		case out.err != nil:
			p.Say(pane.Said{Text: p.WhatFailed(out.err), Hint: p.Hint(out.err) + " · nothing was changed", Kind: pane.Failure, Stay: pane.StayUnfinished})
		default:
			p.Tell(p.undoable(s, msg.text, ""))
			p.Say(p.done("deleted the policy of ", s, out))
		}
	}
	return w.start(p.Desk)
}

// warning is something that has to be known before a policy is changed.
type warning struct {
	text string // safe text
	role func(ui.Styles) ui.Role
}

// losses are what a change takes away from whoever makes it, in words.
func (p *policies) losses(before, after, arn string) (out []warning) {
	was, _ := policy.Parse(before)
	is, _ := policy.Parse(after)
	urgent, caution := func(st ui.Styles) ui.Role { return st.Urgent }, func(st ui.Styles) ui.Role { return st.Warn }
	if p.Who == nil {
		if policy.Guards(is) {
			out = append(out, warning{"Who you are is not known, so neither is whether this takes rights away from you.", caution})
		}
		return out
	}
	sure, may := "", ""
	for _, l := range policy.Losses(was, is, *p.Who, arn) {
		if l.Sure {
			sure = joined(sure, l.Words)
		} else {
			may = joined(may, l.Words)
		}
	}
	if sure != "" {
		out = append(out, warning{"This takes away from you yourself: " + sure + ".", urgent})
	}
	if may != "" {
		out = append(out, warning{"This may take away from you yourself: " + may + ".", caution})
	}
	return out
}

func joined(list, word string) string {
	if list == "" {
		return word
	}
	return list + ", " + word
}

func isAny(err error, kinds ...error) bool {
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
