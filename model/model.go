// Package model is the program as Bubble Tea runs it: panes, dialogs, commands and what has happened.
// Update decides, commands wait, View looks; no pane does IO or reads a clock of its own.
package model

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/change"
	"strongroom/model/clip"
	"strongroom/model/compare"
	"strongroom/model/detail"
	"strongroom/model/dialog"
	"strongroom/model/edit"
	"strongroom/model/list"
	"strongroom/model/pane"
	"strongroom/model/timeline"
	"strongroom/ui"
)

// Options are what the program is made of.
type Options struct {
	// Place is whom the program speaks to.
	*backend.Place
	Notice   string // something to say at the start; outside text
	Keys     *keymap.Map
	Clock    func() time.Time
	Deleted  bool   // start in the Deleted view
	Filter   string // start with this find line
	ReadOnly bool
	Mouse    bool
	// Suspend stops the program, or says why it cannot. It is called with all values hidden.
	Suspend func() (tea.Cmd, string)
	// Opener opens an address on this desktop; nil for nothing that could.
	Opener func(address string) error
	Editor *edit.Editor // the user's own; nil for none
	// Unfinished keeps the writes under way at the program's end for the next start; nil for nowhere.
	Unfinished *disk.UnfinishedFile
	// Drafts keeps unsaved edits beyond the end of the program; nil for nowhere.
	Drafts *disk.Drafts
	// Ledger is the one that the values are in which are typed, generated or loaded here; nil outside tests.
	Ledger *backend.Ledger
	// Clipboard takes off again what was copied; whoever made it closes it where Close is not reached.
	Clipboard *clip.Keeper
}

// Model is the root: it asks the panes and features, hands them what has happened, and composes the screen. It is used by
// pointer, since a copied model would be a copied secret.
type Model struct {
	*pane.Desk
	opts     Options
	th       *ui.Theme
	list     *list.Pane
	detail   *detail.Pane
	timeline *timeline.Pane
	compare  *compare.Pane
	edit     *edit.Pane
	panes    []pane.Pane    // by their names
	handlers []pane.Handler // the features, and behind them the panes
	copies   *clip.Copier
	status   status
	dialogs  *dialog.Stack
	inPane   pane.Name // of the three that share the screen, the one that has the keys where nothing covers it
	w, h     int
	tick     pane.Ask  // the running timer
	tickAt   time.Time // when it ends
	cancel   context.CancelFunc
	pasted   time.Time
}

// New makes the program. It asks nobody anything before Init.
func New(o Options) *Model {
	ctx, cancel := context.WithCancel(context.Background())
	d := &pane.Desk{Place: o.Place, Ctx: ctx, Keys: o.Keys, ReadOnly: o.ReadOnly, Opener: o.Opener, Ledger: o.Ledger, Clock: o.Clock, Now: o.Clock()}
	m := &Model{Desk: d, opts: o, th: ui.NewTheme(true), cancel: cancel}
	m.dialogs = dialog.NewStack(ctx)
	m.copies = clip.NewCopier(d, o.Clipboard)
	d.Covered = func() bool { return m.dialogs.Len() > 0 }
	m.list, m.detail, m.timeline = list.New(d, o.Deleted, o.Filter), detail.New(d, m.copies), timeline.New(d)
	m.compare, m.edit = &compare.Pane{Desk: d}, edit.New(d, o.Drafts, o.Editor)
	d.Listed = m.list
	m.panes = []pane.Pane{pane.List: m.list, pane.Detail: m.detail, pane.Timeline: m.timeline, pane.Compare: m.compare, pane.Edit: m.edit}
	m.handlers = append(change.Features(d, o.Unfinished), m.copies)
	for _, p := range m.panes {
		m.handlers = append(m.handlers, p)
	}
	if o.Notice != "" {
		m.status.set(pane.Said{Text: ui.Text(o.Notice), Kind: pane.Warning, Stay: pane.StayLong}, m.Now)
	}
	return m
}

// Init asks the terminal for its size and colours, and the service for the first page.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestWindowSize, tea.RequestBackgroundColor, m.list.Load(), identify(m.Ctx, m.Backend), m.edit.FindDrafts())
}

// Update routes, takes in the news that this leads to, and looks at what follows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.Now = m.Clock() // the one place that looks at the clock
	for _, p := range m.panes {
		p.Expire(m.Now)
	}
	if w, ok := msg.(pane.Wrote); ok {
		m.Writes.Heard(w.ID)
		msg = w.Msg
	}
	return m, tea.Batch(m.route(msg), m.takeNews(), m.settle())
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
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.resized(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.th = ui.NewTheme(msg.IsDark())
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case tea.MouseMsg:
		return m.mouse(msg)
	case dialog.Armed:
		if !m.blind() {
			m.dialogs.Seen(msg)
		}
	case ticked:
		if m.tick.Fits(msg.id) {
			m.tick.Done()
		}
	case Conceal:
		m.conceal()
		m.copies.Leave()
	case pane.TerminalLent:
		m.conceal()
	case Resumed:
		return tea.Batch(tea.ClearScreen, tea.RequestWindowSize, tea.RequestBackgroundColor)
	case Quit:
		return m.leave(pane.Forced)
	case pane.Leave:
		return m.leave(msg.Why)
	case pane.Said:
		m.status.set(msg, m.Now)
	case pane.SaidToo:
		m.status.also(msg.Text, m.Now)
	case pane.Unsaid:
		m.status.forget(msg.Kind)
	case pane.Failed:
		m.status.fail(msg.Err, m.Hint(msg.Err), m.Now)
	case pane.Opened:
		return m.dialogs.Open(msg.Dialog)
	case pane.Closed:
		m.dialogs.Drop(msg.Dialog)
	case pane.Went:
		m.inPane = msg.To
	case pane.Asked:
		return m.act(msg.Action)
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
		if msg.Err == nil {
			m.Who = &msg.ID
			m.Guard.Learn(msg.ID.Account)
		}
	case pane.Refreshed:
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
	if m.blind() {
		m.mask()
	}
	on := m.shown()
	var cmds []tea.Cmd
	for _, p := range m.panes {
		cmds = append(cmds, p.Follow(on))
	}
	cmds = append(cmds, m.takeNews(), m.quitWhenDone())
	m.arrange()
	if !m.blind() {
		m.dialogs.Resize(m.w, m.h)
	}
	return tea.Batch(append(cmds, m.wake(m.Now))...)
}

// shown is what the user is looking at, as the panes say it.
func (m *Model) shown() *pane.Shown {
	on := &pane.Shown{Focus: m.focus(), Alone: m.areas().one}
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
	at := pane.Earliest(m.status.wake(now), m.copies.Wake(now))
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
	for _, h := range m.handlers {
		h.Conceal()
	}
	m.dialogs.Conceal()
}
