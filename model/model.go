// Package model is the program as Bubble Tea runs it: panes, dialogs, commands and what has happened.
// Update decides, commands wait, View looks; no pane does IO or reads a clock of its own.
package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
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
	Editor  *Editor // the user's own; nil for none
	// Unfinished keeps the writes under way at the program's end for the next start; nil for nowhere.
	Unfinished *disk.UnfinishedFile
	// Drafts keeps unsaved edits beyond the end of the program; nil for nowhere.
	Drafts *disk.Drafts
	// Ledger is the one that the values are in which are typed, generated or loaded here; nil outside tests.
	Ledger *backend.Ledger
	// Clipboard takes off again what was copied; whoever made it closes it where Close is not reached.
	Clipboard *clip.Keeper
}

// Model is the root: it routes messages and composes the screen. It is used by pointer, since a copied model would be
// a copied secret.
type Model struct {
	*pane.Desk
	opts     Options
	th       *ui.Theme
	list     *list
	detail   *detail
	timeline *timeline
	compare  *compare
	edit     *edit
	drafts   drafting
	// passwords are the rules of the generator, as they were last.
	passwords backend.PasswordRules
	madeHere  bool // on this machine
	copies    *copier
	status    status
	dialogs   []pane.Dialog
	armed     bool // the top dialog has been seen, so keys may answer it
	armID     *pane.Question
	inPane    focus
	w, h      int
	job       job
	undo      undoStack
	writes    pane.Writes
	// labelling: labels are being moved.
	labelling bool
	amend     amend
	tick      pane.Ask  // the running timer
	tickAt    time.Time // when it ends
	cancel    context.CancelFunc
	opening   pane.Ask
	pasted    time.Time
	audits    map[string]audit
	looked    bool            // into what an earlier run has left unfinished
	weak      map[string]bool // ARNs of secrets whose labels this role may not move
	agreed    bool            // copies that the user's own editor may keep are accepted for this session
}

var (
	_ pane.Pane = (*list)(nil)
	_ pane.Pane = (*detail)(nil)
)

type focus int

const (
	onList focus = iota
	onDetail
	onTimeline
	panes
)

// New makes the program. It asks nobody anything before Init.
func New(o Options) *Model {
	ctx, cancel := context.WithCancel(context.Background())
	d := &pane.Desk{Place: o.Place, Ctx: ctx, Keys: o.Keys, ReadOnly: o.ReadOnly, Ledger: o.Ledger, Clock: o.Clock, Now: o.Clock()}
	m := &Model{Desk: d, opts: o, th: ui.NewTheme(true), cancel: cancel, audits: map[string]audit{}, weak: map[string]bool{}}
	m.copies = &copier{Desk: d, keeper: o.Clipboard}
	m.list = newList(d, o.Deleted, o.Filter)
	m.detail = newDetail(d, m.copies)
	m.timeline = newTimeline(d)
	m.compare = &compare{Desk: d}
	if o.Notice != "" {
		m.status.set(pane.Said{Text: ui.Text(o.Notice), Kind: pane.Warning, Stay: pane.StayLong}, m.Now)
	}
	m.drafts.store = o.Drafts
	m.edit = &edit{Desk: d, drafts: &m.drafts}
	m.passwords = backend.PasswordRules{Length: backend.DefaultPassword, RequireEachType: true}
	return m
}

// Init asks the terminal for its size and colours, and the service for the first page.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestWindowSize, tea.RequestBackgroundColor, m.list.load(), identify(m.Ctx, m.Backend), findDrafts(m.opts.Drafts, m.Now, 0))
}

// Update routes, and looks at what follows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.Now = m.Clock() // the one place that looks at the clock
	now := m.Now
	m.detail.expire(now)
	m.edit.expire(now)
	m.compare.expire(now)
	if w, ok := msg.(pane.Wrote); ok {
		m.writes.Heard(w.ID)
		msg = w.Msg
	}
	return m, tea.Batch(m.route(msg, now), m.followDraft(msg), m.settle(now))
}

func (m *Model) route(msg tea.Msg, now time.Time) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.resized(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.th = ui.NewTheme(msg.IsDark())
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		m.pasted = now
		switch {
		case m.blind():
		case len(m.dialogs) > 0:
			return m.pasteInto(msg.Content)
		case m.editing():
			return m.edit.paste(msg.Content)
		default:
			return m.list.Update(msg)
		}
	case tea.MouseMsg:
		return m.mouse(msg)
	case armed:
		m.armed = m.armed || msg.id == m.armID && !m.blind()
	case ticked:
		if m.tick.Fits(msg.id) {
			m.tick.Done()
		}
	case Conceal:
		m.conceal()
		m.copies.leave()
	case Resumed:
		return tea.Batch(tea.ClearScreen, tea.RequestWindowSize, tea.RequestBackgroundColor)
	case Quit:
		return m.end(m.lastDraft())
	case draftDue, draftKept, draftsFound, draftChosen, draftTaken, dropDraftChosen, draftDropped:
		return m.hearDraft(msg)
	case chosen:
		return m.act(msg.action)
	case pane.Order:
		return m.startOrder(msg)
	case newChosen:
		return m.startNew(msg)
	case createChosen:
		return m.startCreate(m.edit.result(), msg.way)
	case created:
		return m.hearCreate(msg)
	case existingChosen:
		return m.readExisting()
	case existingRead:
		return m.hearExisting(msg)
	case anewAsked:
		return m.open(m.anewDialog())
	case anotherName:
		return m.askAnotherName()
	case fileRead:
		m.hearFile(msg)
	case passwordMade:
		m.hearPassword(msg)
	case passwordChosen:
		m.edit.takePassword(msg.v)
	case saveChosen:
		return m.startSave(msg)
	case editSaved:
		return m.hearSave(msg)
	case discardChosen:
		if msg.keep {
			return m.end(m.lastDraft())
		}
		return m.discard(msg.quit)
	case editRead:
		return tea.Batch(m.edit.Update(msg), m.outsideAfterRead())
	case outsideChosen:
		m.agreed = true
		return m.goOutside()
	case broughtBack:
		return m.hearBack(msg)
	case dropChosen:
		m.edit.drop()
	case asked:
		return m.open(msg.dialog)
	case compareChosen:
		return m.compare.start(m.timeline.secret, msg.a, msg.b)
	case versionsRead:
		return m.compare.take(msg)
	case labelsChosen:
		return m.startLabels(msg.job)
	case labelsChanged:
		return m.hearLabels(msg)
	case metadataChosen:
		return m.startMetadata(msg)
	case metadataEdited:
		return m.hearMetadata(msg)
	case tagChosen:
		return m.startTag(msg)
	case tagEdited:
		return m.hearTag(msg)
	case unfinishedFound:
		m.hearUnfinished(msg)
	case undoChosen:
		return m.startUndo(msg.change)
	case undone:
		return m.hearUndone(msg)
	case openChosen:
		return m.startOpen(msg.id)
	case secretOpened:
		return m.hearOpened(msg)
	case deletionTraced:
		m.hearTraced(msg)
	case pane.Said:
		m.status.set(msg, now)
	default:
		return m.news(msg, now)
	}
	return nil
}

// news is what every pane hears, and what the root itself learns from it.
func (m *Model) news(msg tea.Msg, now time.Time) tea.Cmd {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case pageArrived:
		m.noteClock(msg.page.At, msg.page.Trip)
		if m.list.listing.Fits(msg.ask) && msg.err != nil && m.list.scroll.N > 0 {
			m.status.fail(msg.err, now)
		}
		if msg.ended && msg.err == nil {
			m.status.forgetFailure()
		}
	case pane.Described:
		m.noteClock(msg.Detail.At, msg.Trip)
	case pane.Identified:
		if msg.Err == nil {
			m.Who = &msg.ID
			m.Guard.Learn(msg.ID.Account)
		}
		if !m.looked {
			m.looked = true
			cmd = lookBack(m.Ctx, m.opts.Unfinished, m.draftPlace(), m.Place)
		}
	case pane.Ordered, jobEnded:
		cmd = m.hearOrdered(msg)
	case valueRevealed:
		if m.detail.value.Read.Fits(msg.ask) {
			cmd = m.list.heard(m.detail.secret.ARN, msg.err)
		}
	case versionsArrived:
		if m.timeline.listing.Fits(msg.ask) && (msg.err != nil || len(msg.versions) > 0) {
			cmd = m.list.heard(m.timeline.secret.ARN, msg.err)
		}
	case copied, clipNews, tea.ClipboardMsg, clipboardSilent, tea.BlurMsg:
		if _, away := msg.(tea.BlurMsg); away {
			m.conceal()
		}
		cmd = m.copies.hear(msg, &m.status, now)
	}
	for _, d := range m.dialogs {
		if h, ok := d.(pane.Hearer); ok {
			cmd = tea.Batch(cmd, h.Hear(msg))
		}
	}
	return tea.Batch(cmd, m.list.Update(msg), m.detail.Update(msg), m.timeline.Update(msg), m.edit.Update(msg))
}

// settle brings everything that follows from a message in line: sizes, the shown secret, the next wake-up.
func (m *Model) settle(now time.Time) tea.Cmd {
	m.arrange()
	m.status.also(m.list.tellLost(), now)
	if m.inPane != onDetail {
		m.detail.value.mask()
	}
	if m.blind() {
		m.mask()
	}
	s, on := m.list.selected()
	cmds := []tea.Cmd{m.detail.follow(s, on), m.timeline.follow(s, on)}
	if m.detail.version.ID != "" && m.detail.version.ID != m.timeline.at {
		m.detail.turnToVersion(backend.Version{}) // what is shown belongs to the version under the cursor
	}
	if m.compare.on && (!on || m.compare.secret.ARN != s.ARN) {
		m.compare.close()
	}
	cmds = append(cmds, m.quitWhenDone())
	a := m.areas()
	cmds = append(cmds, m.timeline.want(a.timeline.h > 0 && !a.folded && !a.one, m.inPane == onTimeline))
	return tea.Batch(append(cmds, m.wake(now))...)
}

// wake asks for one tick at the next moment anything changes by time alone.
func (m *Model) wake(now time.Time) tea.Cmd {
	at := pane.Earliest(m.detail.Wake(now), m.status.wake(now))
	at = pane.Earliest(at, m.copies.wake(now))
	at = pane.Earliest(at, m.wakeCountdowns(now))
	at = pane.Earliest(at, m.edit.Wake(now))
	at = pane.Earliest(at, m.compare.Wake(now))
	if at.IsZero() || m.tick.Open && !m.tickAt.After(at) {
		return nil // a timer that ends before runs already
	}
	m.tickAt = at
	ctx, id := m.tick.Start(m.Ctx)
	return pane.After(ctx, max(0, at.Sub(now)), ticked{id})
}

// wakeCountdowns is when a countdown that is on the screen next reads differently, by our clock.
func (m *Model) wakeCountdowns(now time.Time) (at time.Time) {
	served, one := now.Add(m.Skew), m.areas().one
	if !one || m.inPane == onList {
		at = m.list.Wake(served)
	}
	if !one || m.inPane == onDetail {
		at = pane.Earliest(at, m.detail.wakeCountdown(served))
	}
	if !at.IsZero() {
		at = pane.Earliest(at.Add(-m.Skew), now.Add(countdownsLooked))
	}
	return at
}

// countdownsLooked is how often the clock is looked at while a countdown is on the screen: its timer stands still while the
// machine sleeps, and what it shows promises too much then.
const countdownsLooked = 10 * time.Second

// noteClock learns the service's clock from an answer. When that came is the answer's to tell: its message may have waited
// while the program was stopped, or an editor had the terminal.
func (m *Model) noteClock(at time.Time, t backend.Trip) { m.Skew = backend.Skew(m.Skew, at, t) }

// conceal hides every value at once. An edit goes on, masked.
func (m *Model) conceal() {
	m.detail.conceal()
	m.edit.conceal()
	m.compare.end()
	m.concealDialogs()
}

func (m *Model) concealDialogs() {
	for _, d := range m.dialogs {
		if c, ok := d.(interface{ conceal() }); ok {
			c.conceal()
		}
	}
}

// quit ends the program as the user wants it: nothing of an edit stays. What is being written is waited for.
func (m *Model) quit() tea.Cmd {
	if m.writes.Any() && !m.isLeaving() {
		return m.open(&leaving{w: &m.writes, keys: m.Keys, since: m.Now})
	}
	drop := m.drafts.drop()
	m.drafts.ended, m.drafts.atEnd = true, func() {}
	return m.end(drop)
}

// end wipes everything, and quits after what comes first.
func (m *Model) end(first tea.Cmd) tea.Cmd {
	m.detail.value.forget()
	m.edit.close()
	m.compare.close()
	for _, d := range m.dialogs {
		switch d := d.(type) {
		case *review:
			d.value.Wipe()
		case *generator:
			d.wipe()
		}
	}
	m.cancel()
	return tea.Sequence(first, m.copies.farewell(), tea.Quit)
}

// Close keeps a draft of an edit that is still there, waits a moment for what is being written, and takes off the clipboard
// what is still on it. Call it after the program's end: it may take as long as ctx allows.
func (m *Model) Close(ctx context.Context) {
	m.finish(ctx)
	m.leaveWrites(ctx)
	m.copies.close(ctx)
}
