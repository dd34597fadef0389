package edit

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// Hear hears what was chosen in its dialogs, its own answers, and news of drafts.
func (e *Pane) Hear(msg tea.Msg) tea.Cmd {
	for _, hear := range []func(tea.Msg) (tea.Cmd, bool){e.hearChoice, e.hearAnswer} {
		if cmd, mine := hear(msg); mine {
			e.stir()
			return cmd
		}
	}
	return e.hearOfDrafts(msg)
}

// hearChoice does what the user has chosen in a dialog.
func (e *Pane) hearChoice(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case newChosen:
		return e.startNew(msg), true
	case createChosen:
		return e.startCreate(e.result(), msg.way), true
	case existingChosen:
		return e.readExisting(), true
	case anewAsked:
		e.Open(e.anewDialog())
	case anotherName:
		e.askAnotherName()
	case saveChosen:
		return e.startSave(msg), true
	case discardChosen:
		return e.discard(msg), true
	case conflictLeft:
		if e.mode == inConflict && e.conflict == msg.of && !e.saving {
			e.leaveConflict()
		}
	case passwordChosen:
		e.takePassword(msg.v)
	case outsideChosen:
		e.agreeOutside(msg)
	case dropChosen:
		e.drop()
	case draftChosen:
		return takeDraft(e.drafts.store, msg.id, e.Pressed), true
	case dropDraftChosen:
		return e.dropLeft(msg.id), true
	default:
		return nil, false
	}
	return nil, true
}

// hearAnswer takes in what was asked for, or wipes it where nobody waits for it any more.
func (e *Pane) hearAnswer(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case editRead:
		e.hearRead(msg)
	case editSaved:
		return e.hearSave(msg), true
	case created:
		return e.hearCreate(msg), true
	case labelAbandoned:
		e.tellLeft(msg.arn, msg.left)
	case existingRead:
		e.hearExisting(msg)
	case fileRead:
		e.hearFile(msg)
	case broughtBack:
		return e.hearBack(msg), true
	case passwordMade:
		e.hearPassword(msg)
	case draftTaken:
		return e.hearTaken(msg), true
	default:
		return nil, false
	}
	return nil, true
}

// hearOfDrafts hears what becomes of the open edit's draft, and of those that are left. Neither changes the edit.
func (e *Pane) hearOfDrafts(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Refreshed:
		return e.FindDrafts()
	case draftDue:
		return e.draftIsDue(msg)
	case draftKept:
		e.draftWasKept(msg)
	case draftsFound:
		return e.hearDrafts(msg)
	case draftDropped:
		e.hearDropped(msg)
	case asideKept:
		e.hearAside(msg)
	case asideRead:
		e.hearBackFromDraft(msg)
	}
	return nil
}
