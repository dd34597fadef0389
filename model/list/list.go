// Package list is the pane of secrets: what the service lists, what is shown of it, and where the cursor is.
package list

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Pane is the pane of secrets: the index, what is shown of it and where the cursor is.
// The cursor belongs to a secret (its ARN) or a folder, never to a row number.
type Pane struct {
	*pane.Desk
	index  *find.Index // what is shown
	base   *find.Index // this region's own
	wide   wide
	result *find.Result
	// elsewhere is how many the other view would find while this one finds none.
	elsewhere int
	view      find.View
	order     find.Order
	query     *dialog.Input
	offers    []string // what the word being typed can go on with
	typing    bool
	tree      tree
	scroll    pane.Scroll
	width     int
	alone     bool // no other pane is beside it
	told      bool // the card beside it says why there is no row
	longest   int  // cells of the longest name among the first that were listed

	// at is what the cursor is on; pinned once the user has moved, so that later pages cannot move it.
	at       place
	from     string // the ARN of the secret that the folder under the cursor stands for; "" for none
	pinned   bool
	marks    find.Rows
	lost     lostMarks
	hidden   hiddenMarks
	ofMarks  ofMarks
	inFolder lockedInside
	parked   string          // the filter of the other view
	notes    map[string]note // what happened to a row, by ARN

	here     string            // how the ARNs of this place begin, as its listing tells
	guests   map[string]*guest // by the ARN of the row
	visiting pane.Ask

	seeking
	listing   pane.Ask
	asked     time.Time // when it was begun
	got       int       // how many secrets it has told of
	before    int       // how many there were before it, 0 where nobody knows
	pages     tea.Cmd   // waits for the next one
	waiting   []pageArrived
	gathering bool    // until the pages that wait are taken in
	failed    error   // why the last listing is incomplete
	whole     bool    // the last one that ended came to its end
	seen      []int32 // by row: the round in which it was last listed
	round     int32
	checking  pane.Ask
	opening   pane.Ask
	looking   pane.Ask
	near      neighbours
}

// place is a line of the list: a secret by its ARN, or a folder by its path.
type place struct{ arn, folder, region string }

func New(d *pane.Desk, deleted bool, filter string) *Pane {
	l := &Pane{Desk: d, index: find.New(), query: dialog.NewInput(d.Keys, ""), notes: map[string]note{}, guests: map[string]*guest{}}
	l.base = l.index
	l.order = find.Order{By: find.Name}
	if deleted {
		l.view, l.order = find.Deleted, find.Order{By: find.Deadline}
	}
	l.query.Set(ui.Text(filter))
	l.requery()
	return l
}

// Like shows what there is as another list did: its view, order, tree and filter.
func (l *Pane) Like(was *Pane) {
	l.view, l.order, l.tree.on, l.parked = was.view, was.order, was.tree.on, was.parked
	l.query.Set(was.query.Text())
	l.requery()
}

// Scope is Find while the find line has the keys.
func (l *Pane) Scope() keymap.Scope {
	if l.typing {
		return keymap.Find
	}
	if l.Stranded() {
		return keymap.Start
	}
	return keymap.List
}

// Resize gives the pane's outer size.
func (l *Pane) Resize(w, h int) {
	iw, ih := ui.Inner(w, h)
	l.width = iw
	l.scroll.H = max(0, ih-1) // the find line
	l.scroll.Clamp()
	l.reach()
	l.hiddenMarked()
	l.lookThrough()
	l.lookInside()
	l.tree.look(l)
}

// Hear hears of pages, restores and descriptions.
func (l *Pane) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pageArrived:
		l.Tell(pane.ClockSeen{At: msg.page.At, Trip: msg.page.Trip})
		return l.page(msg)
	case goneChecked:
		l.hearGone(msg)
	case sliceOver:
		return l.hearSlice()
	case gathered:
		l.gathering = false
		return l.takeWaiting()
	case neighbours:
		l.hearNeighbours(msg)
	case guestsChecked:
		return l.hearGuests(msg)
	case pane.Described:
		if msg.Err != nil {
			return l.heard(msg.ARN, msg.Err)
		}
		l.put([]backend.Secret{msg.Detail.Secret})
	case pane.Changed:
		l.put([]backend.Secret{msg.Detail.Secret})
	case pane.Heard:
		l.put(msg.Secrets)
	case pane.Gone:
		l.forget(msg.ARN)
	case pane.PointedAt:
		l.pointAt(msg.ARN)
	case pane.Ordered:
		l.ordered(msg)
	case openChosen:
		l.Journal.Typed(msg.id)
		return l.startOpen(msg.id)
	case pane.Sought:
		return l.startOpen(msg.ARN)
	case secretOpened:
		l.hearOpened(msg)
	case pane.Answered:
		return l.heard(msg.ARN, msg.Err)
	case pane.Refreshed:
		return l.refresh()
	case pane.EndKnown:
		l.learnEnd(msg.ARN)
		l.requery()
	case regionListed:
		return l.takeRegion(msg)
	}
	return nil
}

// ordered is what the list learns of an order: the row is what was read afterwards, also where it was refused.
func (l *Pane) ordered(msg pane.Ordered) {
	arn := msg.ARN()
	if r, marked := l.marked(arn); marked && msg.Err == nil {
		l.putMark(r, false) // done: nobody misses it
	}
	l.noteOf(msg)
	switch {
	case msg.Gone:
		l.forget(arn)
	case msg.Err == nil || msg.ReadErr == nil:
		l.put([]backend.Secret{msg.Detail.Secret})
	}
}

// learnEnd tells what is shown, and this region's own rows, what is remembered of a recovery window.
func (l *Pane) learnEnd(arn string) {
	for _, x := range []*find.Index{l.index, l.base} {
		r, ok := x.Lookup(arn)
		if !ok {
			continue
		}
		if end := l.End(arn, x.Deleted(r)); !x.End(r).Equal(end) {
			x.SetEnd(arn, end)
		}
	}
}

// Unavailable gives the reason why an action of the list cannot run.
func (l *Pane) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	switch a {
	case keymap.FindSecret, keymap.ToggleView, keymap.Sort, keymap.OpenSecret:
		return "", true
	case keymap.AllRegions:
		return l.cannotWiden(), true
	}
	if on.Focus != pane.List {
		return "", false
	}
	switch a {
	case keymap.Complete:
		if len(l.offers) == 0 {
			return "nothing to complete: " + find.Words() + " begin what is not a name", true
		}
		return "", true
	case keymap.KeepFind, keymap.ClearFind, keymap.Tree, keymap.Back:
		return "", true
	case keymap.MarkAll:
		if l.result.Len() == 0 {
			return "there is nothing to mark", true
		}
		return "", true
	case keymap.Mark:
		if !on.On && l.at.folder == "" {
			return "only secrets and folders of them can be marked", true
		}
		return "", true
	case keymap.Into:
		if l.at.folder != "" {
			return l.noFolds(), true
		}
		return l.noInside(on), !on.On
	case keymap.Inward:
		return l.noInside(on), l.at.folder != "" || !on.On
	case keymap.Outward:
		return l.noOutside(), true
	case keymap.FoldAll:
		return l.noFolds(), true
	}
	return "", pane.Moves(a)
}

// Act does what the user asked for.
func (l *Pane) Act(a keymap.Action, on *pane.Shown) tea.Cmd {
	l.Stay()
	if l.scroll.Move(a) {
		l.note()
		return nil
	}
	switch a {
	case keymap.FindSecret:
		l.Tell(pane.Went{To: pane.List})
		l.typing = true
		l.query.Select()
		l.offer()
	case keymap.KeepFind:
		l.stopTyping()
	case keymap.ClearFind:
		l.stopTyping()
		l.setQuery("")
	case keymap.Complete:
		return l.complete()
	case keymap.ToggleView:
		l.Tell(pane.Went{To: pane.List})
		l.toggleView()
	case keymap.Sort:
		l.Open(l.sortDialog())
	case keymap.OpenSecret:
		l.Open(l.openDialog())
	case keymap.AllRegions:
		return l.widen()
	case keymap.Tree:
		return l.rearrange(func(t *tree) { t.on = !t.on })
	case keymap.Mark:
		l.mark()
	case keymap.MarkAll:
		l.markAll()
	case keymap.Into:
		l.tree.toggle(l)
	case keymap.Inward:
		l.tree.inward(l)
	case keymap.Outward:
		l.tree.outward(l)
	case keymap.FoldAll:
		return l.tree.foldAll(l)
	case keymap.Back:
		l.back()
	}
	return nil
}

// Show fills in the secret under the cursor, and what is marked.
func (l *Pane) Show(on *pane.Shown) {
	on.Secret, on.On = l.selected()
	on.Deleted, on.Query = l.view == find.Deleted, l.query.Text()
	if on.Focus == pane.List {
		on.Stops = l.listing.Open && l.query.Text() == "" && l.marks.Len() == 0 && l.view != find.Deleted
	}
	on.Folder, on.Inside, on.LockedInside = l.at.folder, l.inside, l.inFolder.secret
	on.Instead, on.InsteadOf = l.instead, l.insteadOf()
	on.Marked, on.Marks, on.Hidden = l.marks.Len(), l.targets, l.hiddenMarked()
	on.LockedMark, on.LoneMark = l.ofMarks.secret, l.ofMarks.loneKnown && l.ofMarks.lone != none
}

// Follow tells of marks that went with their rows, and goes on with what is being ranked.
func (l *Pane) Follow(on *pane.Shown) tea.Cmd {
	l.alone, l.told, l.unheard = on.Alone, on.Card, false
	if on.Focus != pane.List {
		l.stopTyping()
		l.Stay()
	}
	if text := l.tellLost(); text != "" {
		l.Tell(pane.SaidToo{Text: text})
	}
	return l.further()
}

// Conceal has nothing to end: a list holds no value.
func (l *Pane) Conceal() {}

// Leaving has nothing to lose.
func (l *Pane) Leaving(pane.Why) pane.Leaving { return pane.Leaving{} }

// Close gives up what is being sought.
func (l *Pane) Close() { l.giveUp() }

// back undoes the nearest thing: marks, the filter, the Deleted view.
func (l *Pane) back() {
	switch {
	case l.marks.Len() > 0:
		l.dropMarks()
	case l.query.Text() != "":
		l.setQuery("")
	case l.view == find.Deleted:
		l.toggleView()
	case l.listing.Open:
		l.stopListing()
	}
}

// Wake is when a countdown in sight next reads differently, or a listing has taken a while.
func (l *Pane) Wake(now time.Time, drawn bool) (at time.Time) {
	if !drawn {
		return at
	}
	if l.listing.Open && !l.tells() {
		at = l.asked.Add(pane.WaitTold)
	}
	served := now.Add(l.Skew)
	switch {
	case l.view == find.Deleted:
		at = pane.Earliest(at, l.OnOurClock(l.wakeRows(served), now))
	case l.at.folder != "":
		if gone := l.facts(l.deletedIn(l.at.folder), served); gone.gone > 0 { // the card tells of it
			at = pane.Earliest(at, l.OnOurClock(ui.NextChange(l.index.Deadline(gone.worst, served), served), now))
		}
	}
	return at
}
