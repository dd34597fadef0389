// Package model is the program as Bubble Tea runs it: panes, dialogs, commands and what has happened.
// Update decides, commands wait, View looks; no pane does IO or reads a clock of its own.
package model

import (
	"io"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Options are what the program is made of.
type Options struct {
	// Place is whom the program speaks to.
	*backend.Place
	Places Places           // where else it can go; nil for nowhere
	Pinned []string         // regions that stand first where one is chosen
	Notice string           // something to say at the start; outside text
	Codes  *backend.CodeBox // where logins ask for the codes of second factors; nil for nowhere
	Keys   *keymap.Map
	Clock  func() time.Time
	// Arrivals knows how keys and clicks came.
	Arrivals Arrivals
	Deleted  bool   // start in the Deleted view
	Filter   string // start with this find line
	ReadOnly bool
	Mouse    bool
	// Suspend stops the program, or says why it cannot. It is called with all values hidden.
	Suspend func() (tea.Cmd, string)
	// HandOver gives the terminal to a command until it ends; nil where none can have it.
	HandOver func(words []string, then func(error) tea.Msg) tea.Cmd
	// Opener opens an address on this desktop; nil for nothing that could.
	Opener func(address string) error
	Editor *pane.Editor // the user's own; nil for none
	// Unfinished keeps the writes under way at the program's end for the next start; nil for nowhere.
	Unfinished *disk.UnfinishedFile
	// Drafts keeps unsaved edits beyond the end of the program; nil for nowhere.
	Drafts *disk.Drafts
	// Ledger is the one that the values are in which are typed, generated or loaded here; nil outside tests.
	Ledger  *backend.Ledger
	Theme   ui.Scheme
	Present bool // the screen is shared: no value may stand on it
	// ASCII draws with that alone; nil for all there is.
	ASCII *ui.ASCIIOnly
	Plain bool // what changes is told in lines, for screen readers
	// Lines takes the lines where the terminal can do nothing but that: there is no last one that is drawn anew, what is typed is told
	// too, and no value is shown, since it would stay. nil for any other terminal.
	Lines io.Writer
	// Lifetime is how long a value stays revealed, held or on the clipboard after its last use; 0 for the usual time.
	Lifetime time.Duration
	// Slice is how long finding may hold up a key before it gives way to the next one; 0 for the usual time.
	Slice time.Duration
	// LockAfter is how long no key may be pressed before the screen is locked; 0 for as long as one likes.
	LockAfter time.Duration
	// Clipboard takes off again what was copied; whoever made it closes it where Close is not reached.
	Clipboard *clip.Keeper
}

// Model is the root: it asks the panes and features, hands them what has happened, and composes the screen. It is used by
// pointer, since a copied model would be a copied secret.
type Model struct {
	*house
	opts    Options
	looks   looks
	th      *ui.Theme // as it looks
	status  status
	w, h    int
	tick    pane.Ask        // the running timer
	tickAt  time.Time       // when it ends
	turned  []tea.Cmd       // what the panes want that have turned to something before a key acted on it
	moving  moving          // from one place to another
	recent  []keymap.Action // picked by name, the last one first
	pasted  time.Time
	alone   bool // the last key came by itself
	pointed bool // the last click or turn of the wheel came from a mouse
	away    bool // the terminal has lost its focus
	plain   plain
	room    room
	pointer pointer
	lock    lock
}

// New makes the program. It asks nobody anything before Init.
func New(o Options) *Model {
	m := &Model{opts: o, looks: looks{scheme: o.Theme, dark: true, depth: ui.TrueColour}}
	m.look()
	m.house = m.newHouse(o.Place, o.Deleted, o.Filter)
	if o.Places != nil {
		m.moving.at = o.Places.Began()
	}
	m.touched()
	if o.Notice != "" {
		m.status.set(pane.Said{Text: ui.Text(o.Notice), Kind: pane.Warning, Stay: pane.StayLong}, m.Now)
	}
	return m
}

// Init asks the terminal for its size and colours, and the service for the first page.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.askTerminal(), m.sent(m.begin())) }

// askTerminal asks for no colours where there are none: a screen reader may speak the question.
func (m *Model) askTerminal() tea.Cmd {
	if m.opts.Plain {
		return tea.RequestWindowSize
	}
	return tea.Batch(tea.RequestWindowSize, tea.RequestBackgroundColor)
}

// Update routes, takes in the news that this leads to, and looks at what follows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.Now = m.Clock() // the one place that looks at the clock
	if late, is := msg.(answer); is {
		if late.of != m.house && !ofThisMachine(late.msg) {
			late.of.late(late.msg)
			return m, nil
		}
		msg = late.msg
	}
	switch did := msg.(type) { // the one place that asks: about every key, click and turn of the wheel, once
	case tea.KeyPressMsg:
		m.alone = m.opts.Arrivals.Alone(did)
	case tea.MouseClickMsg:
		m.pointed = m.opts.Arrivals.Pointed(did)
	case tea.MouseWheelMsg:
		m.pointed = m.opts.Arrivals.Pointed(did)
	}
	m.Exposures.Expire(m.Now)
	if w, ok := msg.(pane.Wrote); ok {
		m.Writes.Heard(w.ID)
		msg = w.Msg
	}
	var locked tea.Cmd
	if m.isIdle() {
		locked, msg = m.lockScreen(), unmeant(msg)
	}
	m.notice(msg)
	cmd := m.sent(tea.Batch(locked, m.route(msg), m.takeNews(), m.settle()))
	return m, tea.Batch(cmd, m.speak())
}

// takeNews takes in what panes and features tell, until they have nothing more to tell.
func (m *Model) takeNews() tea.Cmd {
	var cmds []tea.Cmd
	for news := m.Told(); len(news) > 0; news = m.Told() {
		for _, n := range news {
			cmds = append(cmds, m.route(n))
		}
	}
	return tea.Batch(cmds...)
}

// route is whose a message is: the terminal's and the user's are the root's to hand on, what is news for the screen as a whole
// it takes in itself, and of everything else all may hear.
func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch {
	case m.lock.on && fromUser(msg):
		return m.unlock(msg)
	case m.misses(msg):
		return nil
	}
	switch msg := msg.(type) {
	case *toldAloud:
		m.hasTold(msg)
	case tea.WindowSizeMsg:
		return m.resized(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.drawnOn(msg.IsDark(), m.looks.depth)
	case tea.ColorProfileMsg:
		if !m.opts.Plain { // where colours are missing more is drawn, and nothing is drawn there
			m.drawnOn(m.looks.dark, ui.DepthOf(msg.Profile))
		}
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case tea.MouseMsg:
		return m.mouse(msg)
	case dialog.Armed:
		if !m.blind() {
			return m.dialogs.Seen(msg, m.opts.Arrivals.Quiet())
		}
	case ticked:
		if m.tick.Fits(msg.id) {
			m.tick.Done()
		}
	case Conceal:
		m.detail.DropCopy("the program was stopped")
		m.conceal()
		m.copies.Leave()
	case pane.TerminalLent:
		m.detail.DropCopy("another program had the terminal")
		m.lock.lent = true
		m.conceal()
	case pane.TerminalBack:
		m.lock.lent = false
		m.touched()
		m.plain.again()
	case Resumed:
		m.plain.again()
		return tea.Batch(tea.ClearScreen, m.askTerminal())
	case Quit:
		return m.leave(pane.Leave{Why: pane.Forced})
	case pane.Leave:
		if msg.Why == pane.Moving || msg.Why == pane.Moved {
			return m.leaveFor(msg)
		}
		return m.leave(msg)
	case chosenPlace:
		m.moving.to = msg.to
		return m.leaveFor(pane.Leave{Why: pane.Moving})
	case placeOpened:
		return m.move(msg)
	case logInOutside:
		return m.renewOutside(msg.words)
	case loggedIn:
		m.renewed(msg)
	case pane.Said:
		m.status.set(msg, m.Now)
	case pane.SaidToo:
		m.status.also(msg, m.Now)
	case pane.Unsaid:
		m.status.forget(msg.Kind)
	case pane.Failed:
		m.status.fail(msg.Err, m.WhatFailed(msg.Err), m.Hint(msg.Err), m.Now)
	case pane.Opened:
		return m.dialogs.Open(msg.Dialog)
	case pane.Closed:
		m.dialogs.Drop(msg.Dialog)
	case pane.Went:
		m.inPane = msg.To
	case picked:
		return m.pick(msg)
	case pane.Asked:
		return m.asked(msg)
	default:
		return m.hear(msg)
	}
	return nil
}

// hear tells everybody, and learns what the root itself knows.
func (m *Model) hear(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	switch msg := msg.(type) {
	case pane.ClockSeen:
		m.noteClock(msg.At, msg.Trip)
	case pane.Described:
		m.noteClock(msg.Detail.At, msg.Trip)
	case pane.Identified:
		if m.WhoErr = msg.Err; msg.Err == nil {
			m.Who = &msg.ID
			m.Guard.Learn(msg.ID.Account)
			cmds = append(cmds, m.askAlias())
		}
	case aliasTold:
		if msg.account == m.named {
			m.WhoIs = msg.alias
		}
	case pane.Refreshed:
		m.Permissions.Forget()
		cmds = append(cmds, identify(m.Ctx, m.Backend))
	case tea.BlurMsg:
		m.conceal()
	}
	cmds = append(cmds, m.dialogs.Hear(msg))
	for _, h := range m.handlers {
		cmds = append(cmds, h.Hear(msg))
	}
	return tea.Batch(cmds...)
}

// settle brings everything that follows from a message in line: sizes, the shown secret, the next wake-up. Last of all it is
// worked out what is drawn, so that View has nothing left to do but look.
func (m *Model) settle() tea.Cmd {
	m.arrange()
	cmds := append(m.turned, m.follow(m.shown())...)
	m.turned = nil
	cmds = append(cmds, m.takeNews(), m.quitWhenDone())
	if !m.list.Selects() && !m.edit.IsOpen() && !m.compare.On() {
		m.inPane = pane.List // what the others told of has gone
	}
	m.hideUnseen()
	m.arrange()
	if !m.blind() {
		m.dialogs.Resize(m.w, m.h)
	}
	return tea.Batch(append(cmds, m.wake(m.Now))...)
}

// follow has the panes turn to what is shown.
func (m *Model) follow(on *pane.Shown) (cmds []tea.Cmd) {
	for _, p := range m.panes {
		cmds = append(cmds, p.Follow(on))
	}
	return cmds
}

// shown is what the user is looking at, as the panes say it.
func (m *Model) shown() *pane.Shown {
	a := m.areas()
	on := &pane.Shown{Focus: m.focus(), Alone: a.one, Behind: a.covered,
		Card: !m.opts.Plain && slices.ContainsFunc(m.drawn(), func(p paneArea) bool { return p.name == pane.Detail })}
	for _, p := range m.panes {
		p.Show(on)
	}
	return on
}

// focus is the pane that has the keys.
func (m *Model) focus() pane.Name {
	switch {
	case m.compare.On():
		return pane.Compare
	case m.editing():
		return pane.Edit
	}
	return m.inPane
}

// wake asks for one tick at the next moment anything changes by time alone.
func (m *Model) wake(now time.Time) tea.Cmd {
	at := pane.Earliest(pane.Earliest(m.status.wake(now), m.copies.Wake(now)), m.Exposures.Wake())
	at = pane.Earliest(pane.Earliest(at, m.wakeIdle(now)), m.wakeLogin(now))
	if w, is := m.dialogs.Top().(pane.Waker); is {
		at = pane.Earliest(at, w.Wake(now))
	}
	drawn := m.drawn()
	for name, p := range m.panes {
		seen := slices.ContainsFunc(drawn, func(a paneArea) bool { return a.name == pane.Name(name) })
		at = pane.Earliest(at, p.Wake(now, seen))
	}
	if at.IsZero() || m.tick.Open && !m.tickAt.After(at) {
		return nil // a timer that ends before runs already
	}
	m.tickAt = at
	ctx, id := m.tick.Start(m.Ctx)
	return pane.After(ctx, max(0, at.Sub(now)), ticked{id})
}

// noteClock learns the service's clock from an answer. When that came is the answer's to tell: its message may have waited
// while the program was stopped, or an editor had the terminal.
func (m *Model) noteClock(at time.Time, t backend.Trip) { m.Skew = backend.Skew(m.Skew, at, t) }

// conceal hides every value at once. An edit goes on, masked.
func (m *Model) conceal() {
	m.Exposures.HideAll()
	for _, h := range m.handlers {
		h.Conceal()
	}
}
