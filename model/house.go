package model

import (
	"context"
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/change"
	"strongroom/model/clip"
	"strongroom/model/compare"
	"strongroom/model/detail"
	"strongroom/model/dialog"
	"strongroom/model/edit"
	"strongroom/model/list"
	"strongroom/model/login"
	"strongroom/model/pane"
	"strongroom/model/timeline"
)

// house is all that belongs to one place: who speaks to it, and what is known, shown and under way of it. Another place gets
// another house, so that nothing of the one can be taken for something of the other.
type house struct {
	*pane.Desk
	list     *list.Pane
	detail   *detail.Pane
	timeline *timeline.Pane
	compare  *compare.Pane
	edit     *edit.Pane
	panes    []pane.Pane    // by their names
	handlers []pane.Handler // the features, and behind them the panes
	copies   *clip.Copier
	codes    *login.Codes
	waiting  *login.Waiting
	named    string // the account that was asked for its alias
	dialogs  *dialog.Stack
	inPane   pane.Name // of the three that share the screen, the one that has the keys where nothing covers it
	cancel   context.CancelFunc
}

// newHouse is a house for a place, of which nothing is asked yet.
func (m *Model) newHouse(at *backend.Place, deleted bool, filter string) *house {
	o := m.opts
	ctx, cancel := context.WithCancel(context.Background())
	d := &pane.Desk{Place: at, Ctx: ctx, Keys: o.Keys, ReadOnly: o.ReadOnly, Opener: o.Opener, Editor: o.Editor, Ledger: o.Ledger, ASCII: o.ASCII != nil, Clock: o.Clock, Now: o.Clock(), Slice: o.Slice}
	if o.Places != nil {
		d.Neighbours = func() ([]pane.Neighbour, string) { return neighbours(o.Places, o.Clock()) }
	}
	d.Exposures = pane.NewExposures(o.Lifetime, denied(o), d.Now)
	h := &house{Desk: d, dialogs: dialog.NewStack(ctx), copies: clip.NewCopier(d, o.Clipboard), codes: login.NewCodes(d, o.Codes), cancel: cancel}
	h.waiting = login.NewWaiting(d, h.codes)
	d.Covered = func() bool { return h.dialogs.Len() > 0 || m.lock.on }
	h.list, h.detail, h.timeline = list.New(d, deleted, filter), detail.New(d, h.copies), timeline.New(d)
	h.compare, h.edit = compare.New(d), edit.New(d, o.Drafts)
	d.Listed = h.list
	h.panes = []pane.Pane{pane.List: h.list, pane.Detail: h.detail, pane.Timeline: h.timeline, pane.Compare: h.compare, pane.Edit: h.edit}
	h.handlers = append(change.Features(d, o.Unfinished), h.copies, h.codes, h.waiting, h.detail.GivesUp())
	for _, p := range h.panes {
		h.handlers = append(h.handlers, p)
	}
	return h
}

// begin asks the place for what is shown first.
func (h *house) begin() tea.Cmd {
	return tea.Batch(h.codes.Listen(), h.waiting.Listen(), h.list.Load(), identify(h.Ctx, h.Backend), h.edit.FindDrafts())
}

// askAlias asks the account that this is, once, what it is called. Another login may be one of another account.
func (h *house) askAlias() tea.Cmd {
	account := h.Who.Account
	if h.named == account || h.Place.Alias == nil {
		return nil
	}
	h.named, h.WhoIs = account, ""
	return askAlias(h.Ctx, h.Place.Alias, account)
}

// close wipes everything: the program ends, or goes on in another house.
func (h *house) close() {
	for _, handler := range h.handlers {
		handler.Close()
	}
	h.dialogs.Close()
	h.cancel()
}

// late takes in an answer after the house was closed, only to wipe what it holds.
func (h *house) late(msg tea.Msg) {
	for _, handler := range h.handlers {
		handler.Hear(msg)
		handler.Close()
	}
	h.Told()
}

// answer is what a command has led to, with the house that it was for.
type answer struct {
	of  *house
	msg tea.Msg
}

// Answers is the message itself.
func (a answer) Answers() tea.Msg { return a.msg }

// sent has what a command leads to come back as this house's.
func (h *house) sent(cmd tea.Cmd) tea.Cmd {
	return pane.Through(cmd, func(c tea.Cmd) tea.Msg { return h.signed(c()) })
}

// signed is a message as this house's. What is the framework's own stays as it is.
func (h *house) signed(msg tea.Msg) tea.Msg {
	if msg != nil && strings.HasPrefix(reflect.TypeOf(msg).PkgPath(), "strongroom/") {
		return answer{h, msg}
	}
	return msg
}

// ofThisMachine reports whether a message is about this machine, whatever place it was asked for in.
func ofThisMachine(msg tea.Msg) bool {
	_, is := msg.(clip.OfTheClipboard)
	return is
}
