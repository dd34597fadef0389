package edit

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Leaving keeps a draft of an unsaved edit wherever the user has not said that it may go.
func (e *Pane) Leaving(why pane.Why) pane.Leaving {
	keeps := pane.Leaving{Last: e.lastDraft, Now: true}
	switch {
	case why == pane.Forced, why == pane.Moved:
		return keeps
	case !e.Dirty() && e.halfSaved() && why == pane.Moving:
		return pane.Leaving{Ask: e.halfDialog("Switch with a save half done", "switch all the same", func() tea.Msg { return pane.Leave{Why: pane.Moved, Of: e} })}
	case !e.Dirty() && e.halfSaved() && why == pane.Wanted:
		d := e.halfDialog("Quit with a save half done", "quit, drop the edit", func() tea.Msg { return discardChosen{quit: true} })
		d.Quits = true
		return pane.Leaving{Ask: d}
	case why == pane.Moving && (e.saving && !e.reads || !e.Dirty()): // a save is waited for, and then looked at again
		return pane.Leaving{}
	case why == pane.Moving:
		return pane.Leaving{Ask: e.moveDialog()}
	case !e.Dirty():
		return pane.Leaving{Last: e.noDraft}
	case why == pane.Unseen && e.draftLacks() == "": // no question is needed where nothing is lost
		return keeps
	}
	return pane.Leaving{Ask: e.discardDialog(true)}
}

// KeepsDrafts reports whether an unsaved edit outlasts the program.
func (e *Pane) KeepsDrafts() bool { return e.drafts.store.Missing() == "" }

// draftLacks says why a draft would not hold all of an unsaved edit, as far as is known; "" where it would.
func (e *Pane) draftLacks() string {
	switch missing := e.drafts.store.Missing(); {
	case missing != "":
		return "No draft is kept: " + ui.Text(missing) + "."
	case e.drafts.trouble != "":
		return "Its draft could not be written: " + e.drafts.trouble + "."
	case e.trip.kept.Held():
		return "What came back from the editor has no draft."
	}
	return ""
}

// DraftsLeft is how many drafts earlier runs have left.
func (e *Pane) DraftsLeft() int { return len(e.drafts.left) }

// discardChosen is the user's yes to losing an edit.
type discardChosen struct {
	quit bool
	keep bool // the draft stays
}

// leave closes the edit, after asking where something would be lost.
func (e *Pane) leave() tea.Cmd {
	switch {
	case e.saving:
		e.stopSave()
	case e.isBroken():
		e.Open(e.dropDialog())
	case e.mode == inText && e.back:
		if e.leaveText(); e.isBroken() {
			e.Open(e.dropDialog())
		}
	case e.mode == inConflict && e.conflict.chosen() > 0:
		e.Open(e.conflictDialog())
	case e.mode == inConflict:
		e.leaveConflict()
	case e.Dirty():
		e.Open(e.discardDialog(false))
	default:
		return e.discard(discardChosen{})
	}
	return nil
}

func (e *Pane) discardDialog(quit bool) pane.Dialog {
	if e.saving && !e.reads {
		return e.quitSaving()
	}
	title, yes := "Leave the edit", "drop the edit"
	if quit {
		title, yes = "Quit with an unsaved edit", "quit, drop the edit"
	}
	text, unknown := "The edit is not saved. Nothing of it is kept anywhere.", e.unknownEnd()
	missing := e.drafts.store.Missing()
	switch {
	case unknown != "" && missing == "":
		text = unknown + " The edit goes, and its draft with it."
	case missing == "":
		text = "The edit is not saved, and its draft goes with it."
	case unknown != "":
		text = unknown + " Nothing of the edit is kept."
	default:
		text += " No draft is kept: " + ui.Text(missing) + "."
	}
	return e.about(e.secret, &dialog.Confirm{Title: title, Yes: yes, OnNo: true, Quits: quit, OnYes: func() tea.Msg { return discardChosen{quit: quit} }}, text)
}

// halfSaved reports whether the last save has left something, or may have, at the service.
func (e *Pane) halfSaved() bool {
	return e.IsOpen() && e.attempt != nil && (e.attempt.Left.Is() || e.unsure)
}

// halfDialog tells of that where nothing is changed any more.
func (e *Pane) halfDialog(title, yes string, then tea.Cmd) *dialog.Confirm {
	text := "Nothing is changed any more. " + e.unknownEnd()
	if waits := e.waits(); waits != "" {
		text = "Nothing is changed any more, and " + waits + "."
	}
	return e.about(e.secret, &dialog.Confirm{Title: title, Yes: yes, OnNo: true, OnYes: then}, text)
}

// moveDialog asks before a place is left with an unsaved edit, which stays there.
func (e *Pane) moveDialog() pane.Dialog {
	yes := "keep the draft and switch"
	text := "The edit is not saved. Its draft stays with this place, and is offered again here."
	switch lacks := e.draftLacks(); {
	case !e.KeepsDrafts():
		yes, text = "drop the edit and switch", "The edit is not saved, and switching loses it. "+lacks
	case lacks != "":
		yes, text = "switch all the same", "The edit is not saved, and switching may lose it. "+lacks
	}
	if unknown := e.unknownEnd(); unknown != "" {
		text = unknown + " " + text
	}
	return e.about(e.secret, &dialog.Confirm{Title: "Switch with an unsaved edit", Yes: yes, OnNo: true, OnYes: func() tea.Msg { return pane.Leave{Why: pane.Moved, Of: e} }}, text)
}

// labelAbandoned tells what is left of a save that was taken back.
type labelAbandoned struct {
	arn  string
	left change.Left
}

// discard closes the edit. What an unfinished save has left at the service is taken back.
func (e *Pane) discard(msg discardChosen) tea.Cmd {
	if msg.keep {
		e.Tell(pane.Leave{Why: pane.Forced, Of: e})
		return nil
	}
	var cmd tea.Cmd
	if last := e.attempt; last != nil && last.ID != "" {
		s, be, ctx := *last, e.Backend, context.WithoutCancel(e.Ctx)
		s.Value = backend.Value{}
		cmd = e.Write("tidying up after an edit of", backend.OpMoveLabel, e.secret, func() tea.Msg {
			return labelAbandoned{s.ID, s.Abandon(ctx, be)}
		})
	}
	e.Close()
	if msg.quit {
		e.Tell(pane.Leave{Why: pane.Wanted})
	}
	return cmd
}

// quitSaving asks before the program ends with a save under way. The draft stays, since nobody can tell how it goes.
func (e *Pane) quitSaving() pane.Dialog {
	text := "A save is under way, and its outcome would not be told."
	if lacks := e.draftLacks(); lacks == "" {
		text += " The draft stays, and the next start offers it."
	} else {
		text += " " + lacks
	}
	return e.about(e.secret, &dialog.Confirm{Title: "Quit during a save", Yes: "quit", OnNo: true, Quits: true, OnYes: func() tea.Msg { return discardChosen{quit: true, keep: true} }}, text)
}
