package clip

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Copier asks the keeper of the clipboards to copy, and tells what became of it. The keeper takes secrets off again by itself.
type Copier struct {
	*pane.Desk
	pane.Feature
	keeper *Keeper
	heard  bool     // somebody hears the keeper's news
	asked  pane.Ask // the terminal, what it holds
	// awaited is the copy that is made once its value is read, nil for none, and awaits what it is of.
	awaited *pane.Question
	awaits  string
	passed  string // what was not copied, since something else was; "" once that was said beside it
}

// NewCopier copies through a keeper.
func NewCopier(d *pane.Desk, k *Keeper) *Copier { return &Copier{Desk: d, keeper: k} }

// After goes on where a copier has stopped, whose place was left.
func (c *Copier) After(was *Copier) tea.Cmd {
	if c.heard = was.heard; !c.heard {
		return nil
	}
	return c.news()
}

// Await tells of a copy that is made once its value is read. Of several that are asked for only the last one is made: what is on the
// clipboard then is what was asked for last, however long each takes.
func (c *Copier) Await(what string) *pane.Question {
	c.pass()
	c.awaited, c.awaits = new(pane.Question), what
	return c.awaited
}

// Awaits reports whether that copy is still to be made.
func (c *Copier) Awaits(turn *pane.Question) bool { return turn != nil && c.awaited == turn }

// Due reports whether that copy is still to be made. It is not awaited any more then.
func (c *Copier) Due(turn *pane.Question) bool {
	due := c.Awaits(turn)
	if due {
		c.awaited = nil
	}
	return due
}

// Drop has that copy awaited no more, and reports whether it was.
func (c *Copier) Drop(turn *pane.Question) bool {
	dropped := c.Due(turn)
	if dropped {
		c.passed = ""
	}
	return dropped
}

// Forgo has nothing said beside a later copy.
func (c *Copier) Forgo() { c.passed = "" }

// pass has no copy awaited any more, and says of one that was that it is not made.
func (c *Copier) pass() {
	if c.awaited == nil {
		return
	}
	c.awaited, c.passed = nil, ui.Text(c.awaits)+" was not"
	c.Say(pane.Said{Text: c.passed + " copied: something else was asked for before it was read", Kind: pane.Warning})
}

// Put copies v and wipes it. A secret comes off again after its lifetime.
func (c *Copier) Put(what string, v backend.Value, secret bool) tea.Cmd {
	c.pass()
	var life time.Duration
	if secret {
		life = c.Exposures.Lifetime
	}
	var on *Copy
	v.Use(func(b []byte) { on = c.keeper.Begin(what, b, life) })
	if on == nil {
		return nil
	}
	passed := c.passed
	c.passed = ""
	write := func() tea.Msg {
		defer v.Wipe()
		out := copied{what: what, secret: secret, passed: passed}
		v.Use(func(b []byte) { out.way, out.err = on.Write(b) })
		return out
	}
	if c.heard {
		return write
	}
	c.heard = true
	return tea.Batch(write, c.news())
}

// news waits for the keeper's next news.
func (c *Copier) news() tea.Cmd {
	news, done := c.keeper.News(), c.Ctx.Done()
	return func() tea.Msg {
		select {
		case n := <-news:
			return clipNews{n}
		case <-done:
			return nil
		}
	}
}

// Hear takes in what became of a copy.
func (c *Copier) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Copied:
		return c.Put(msg.What, backend.TextValue(msg.Text), false)
	case copied:
		c.done(msg)
	case clipNews:
		if !msg.Ask {
			c.over(msg.News)
			return c.news()
		}
		_, q := c.asked.Start(c.Ctx)
		return tea.Batch(c.news(), tea.ReadClipboard, pane.After(c.Ctx, time.Second, clipboardSilent{q}))
	case tea.ClipboardMsg:
		c.asked.Done()
		c.keeper.Answer([]byte(msg.Content), true)
	case clipboardSilent:
		if c.asked.Fits(msg.id) {
			c.asked.Done()
			c.keeper.Answer(nil, false)
		}
	case tea.BlurMsg:
		c.keeper.Away()
	}
	return nil
}

// copiedWord begins what is said of a copy.
const copiedWord = "copied "

func (c *Copier) done(msg copied) {
	what := ui.Text(msg.what)
	switch {
	case errors.Is(msg.err, ErrReplaced), errors.Is(msg.err, ErrClosed):
		return
	case msg.err != nil:
		c.Say(pane.Said{Text: "could not copy " + what, Hint: "neither a clipboard program nor the terminal takes it", Kind: pane.Failure})
	case msg.way == ThroughTerminal:
		c.Say(pane.Said{Text: copiedWord + what + " by the terminal", Brief: copiedWord + what, Name: what, Hint: c.hint(msg), Kind: pane.Good, Stay: pane.StayLong})
	default:
		c.Say(pane.Said{Text: copiedWord + what, Name: what, Hint: msg.passed, Kind: pane.Good})
	}
}

// hint is what is to be known of a copy through the terminal. Nothing clears one whose terminal has gone.
func (c *Copier) hint(msg copied) string {
	switch note := c.keeper.Note(); {
	case msg.passed != "":
		return msg.passed
	case note != "":
		return note
	case msg.secret:
		return "stays if it closes"
	}
	return ""
}

func (c *Copier) over(n News) {
	what := ui.Text(n.What)
	switch n.Outcome {
	case Cleared:
		c.Say(pane.Said{Text: "the clipboard was cleared"})
	case Failed:
		c.Say(pane.Said{Text: "could not clear the clipboard, which still holds " + what, Hint: "clear it yourself", Kind: pane.Warning})
	case NotOurs:
		c.Say(pane.Said{Text: "the clipboard holds something else now and was left alone"})
	default:
		c.Say(pane.Said{Text: "cannot tell whether the clipboard still holds " + what, Hint: "clear it yourself", Kind: pane.Warning})
	}
}

// Leave: the terminal is somebody else's for a while, and something else may be copied there.
func (c *Copier) Leave() { c.keeper.Away() }

// Farewell ends copying while the terminal still listens.
func (c *Copier) Farewell() tea.Cmd {
	return func() tea.Msg {
		c.keeper.Leave()
		return nil
	}
}

// End takes off whatever is still on a clipboard.
func (c *Copier) End(ctx context.Context) { c.keeper.Close(ctx) }

// Wake is the next moment the countdown reads differently.
func (c *Copier) Wake(now time.Time) time.Time {
	_, left, ok := c.keeper.Held()
	if !ok {
		return time.Time{}
	}
	return left.Tick(now)
}

// Note is the clipboard's own countdown.
func (c *Copier) Note(f pane.Frame, w int, said pane.Said, _ pane.Name) []ui.Span {
	what, rest, ok := c.keeper.Held()
	if !ok {
		return nil
	}
	left := pane.SecondsOf(rest.Left(c.Now))
	if strings.HasPrefix(said.Text, copiedWord+ui.Text(what)) { // what it is stands beside it
		return append(ui.Bar(f.Th, left, pane.SecondsOf(c.Exposures.Lifetime), 6), ui.Span{Role: f.Th.Brand, Text: fmt.Sprintf(" %ds", left)})
	}
	text := fmt.Sprintf("clipboard clears in %ds", left)
	if w >= pane.Stacked {
		text = fmt.Sprintf("clipboard: %s, clears in %ds", ui.FitEnd(ui.Text(what), 24), left)
	}
	return []ui.Span{{Role: f.Th.Brand, Text: text}}
}

// Unavailable answers for nothing: no key is the clipboard's.
func (c *Copier) Unavailable(keymap.Action, *pane.Shown) (string, bool) { return "", false }

// Act does nothing: no key is the clipboard's.
func (c *Copier) Act(keymap.Action, *pane.Shown) tea.Cmd { return nil }

// copied is the result of putting something on the clipboard.
type copied struct {
	what   string
	secret bool
	passed string // what was not copied since this was asked for
	way    Way
	err    error
}

// clipNews is what became of it later.
type clipNews struct{ News }

// OfTheClipboard is a message about the clipboard, which belongs to this machine and to no place.
type OfTheClipboard interface{ ofTheClipboard() }

func (copied) ofTheClipboard()          {}
func (clipNews) ofTheClipboard()        {}
func (clipboardSilent) ofTheClipboard() {}

// clipboardSilent tells that the terminal did not say in time what its clipboard holds.
type clipboardSilent struct{ id *pane.Question }
