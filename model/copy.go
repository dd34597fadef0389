package model

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/clip"
	"strongroom/ui"
)

// copier puts things on the clipboard, and takes secrets off it again when their time is over.
type copier struct {
	desk
	board clip.Board
	id    int
	// held is what is on the clipboard and must come off again.
	held  bool
	what  string
	slip  clip.Receipt
	until backend.Lifetime
	// away: the terminal lost its focus since, so the user may have copied something else.
	away   bool
	asking bool
	// terminal: the last copy went through the terminal.
	terminal bool
	// left: the terminal's way may have left a copy of what slip is for.
	left bool
}

// put copies v and wipes it. A secret comes off again after its lifetime.
func (c *copier) put(what string, v backend.Value, secret bool) tea.Cmd {
	c.id++
	id, board := c.id, c.board
	c.terminal = false
	if board.Native() != "" {
		ctx := c.ctx
		return func() tea.Msg {
			out := copied{id: id, what: what, secret: secret, left: v}
			v.Use(func(b []byte) { out.receipt, out.err = board.Write(ctx, b) })
			if out.err == nil {
				v.Wipe()
			}
			return out
		}
	}
	return c.throughTerminal(copied{id: id, what: what, secret: secret, left: v})
}

// throughTerminal asks the terminal to copy what is left of a copy, and wipes it.
func (c *copier) throughTerminal(out copied) tea.Cmd {
	var text string
	out.left.Use(func(b []byte) { text, out.receipt = string(b), c.board.Receipt(b) })
	out.left.Wipe()
	out.terminal, c.terminal = true, true
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg { return out })
}

// hear takes in what became of a copy.
func (c *copier) hear(msg tea.Msg, st *status, now time.Time) tea.Cmd {
	switch msg := msg.(type) {
	case copied:
		sweep := c.sweep() // of the copy before this one
		if msg.err != nil && msg.left.Held() {
			return tea.Batch(sweep, c.throughTerminal(msg)) // a clipboard program that does not work is as good as none
		}
		c.done(msg, st, now)
		return sweep
	case cleared:
		if msg.id == c.id {
			c.over(msg.outcome, st, now)
		}
	case tea.ClipboardMsg:
		if c.asking {
			c.asking = false
			return c.answered(msg, st, now)
		}
	case clipboardSilent:
		if c.asking && msg.id == c.id {
			c.asking = false
			return c.unanswered(st, now)
		}
	case tea.BlurMsg:
		c.away = true
	}
	return nil
}

func (c *copier) done(msg copied, st *status, now time.Time) {
	what := ui.Text(msg.what)
	switch {
	case msg.terminal:
		hint := c.board.Note()
		if hint == "" {
			hint = "terminals do not confirm a copy"
		}
		st.set(said{text: "sent, unconfirmed: " + what, hint: ui.Text(hint), stay: stayLong}, now)
	default:
		st.set(said{text: "copied " + what, kind: good}, now)
	}
	c.held, c.asking = msg.secret, false
	if msg.secret {
		c.what, c.slip, c.until, c.away = what, msg.receipt, backend.NewLifetime(now, lifetime), false
		c.left = msg.terminal
	}
}

// expire takes a secret off the clipboard once its time is over.
func (c *copier) expire(now time.Time) tea.Cmd {
	if !c.held || c.asking || !c.until.Over(now) {
		return nil
	}
	if c.terminal {
		c.asking = true
		id := c.id
		return tea.Batch(c.sweep(), tea.ReadClipboard, after(c.ctx, time.Second, clipboardSilent{id}))
	}
	c.held = false
	return c.clear(context.WithoutCancel(c.ctx))
}

// sweep removes what the terminal's way to the clipboard left behind of the last secret.
func (c *copier) sweep() tea.Cmd {
	s, ok := c.board.(clip.Sweeper)
	if !ok || !c.left {
		return nil
	}
	c.left = false
	ctx, slip := context.WithoutCancel(c.ctx), c.slip
	return func() tea.Msg { s.Sweep(ctx, slip); return nil }
}

func (c *copier) clear(ctx context.Context) tea.Cmd {
	id, slip, board := c.id, c.slip, c.board
	return func() tea.Msg {
		outcome, _ := board.ClearIfOurs(ctx, slip)
		return cleared{id, outcome}
	}
}

// answered compares what the terminal's clipboard holds with what was put there.
func (c *copier) answered(msg tea.ClipboardMsg, st *status, now time.Time) tea.Cmd {
	if msg.Content == "" { // some multiplexers answer with nothing, whatever they hold
		return c.unanswered(st, now)
	}
	c.held = false
	if !c.slip.Is([]byte(msg.Content)) {
		c.over(clip.NotOurs, st, now)
		return nil
	}
	c.over(clip.Cleared, st, now)
	return tea.SetClipboard("")
}

// unanswered: most terminals do not let their clipboard be read. While the terminal kept its focus nobody can have
// copied anything else, so it is emptied; otherwise it might be somebody's own text.
func (c *copier) unanswered(st *status, now time.Time) tea.Cmd {
	c.held = false
	if c.away {
		c.over(clip.Unknown, st, now)
		return nil
	}
	c.over(clip.Cleared, st, now)
	return tea.SetClipboard("")
}

func (c *copier) over(o clip.Outcome, st *status, now time.Time) {
	switch o {
	case clip.Cleared:
		st.set(said{text: "the clipboard was cleared"}, now)
	case clip.Failed:
		st.set(said{text: "could not clear the clipboard, which still holds " + c.what, hint: "clear it yourself", kind: warning}, now)
	case clip.NotOurs:
		st.set(said{text: "the clipboard holds something else now and was left alone"}, now)
	default:
		st.set(said{text: "cannot tell whether the clipboard still holds " + c.what, hint: "clear it yourself", kind: warning}, now)
	}
}

// farewell takes a secret off the terminal's clipboard while the terminal still listens. Where the terminal lost its
// focus since, something else may be on it, and nobody can be asked any more.
func (c *copier) farewell() tea.Cmd {
	if !c.held || !c.terminal || c.away {
		return nil
	}
	c.held = false
	return tea.SetClipboard("")
}

// close takes a secret off the machine's clipboard.
func (c *copier) close(ctx context.Context) {
	if cmd := c.sweep(); cmd != nil {
		cmd()
	}
	if c.held && !c.terminal {
		c.held = false
		_, _ = c.board.ClearIfOurs(ctx, c.slip)
	}
}

func (c *copier) wake(now time.Time) time.Time {
	if !c.held || c.asking {
		return time.Time{}
	}
	if c.until.Over(now) {
		return now
	}
	return c.until.Tick(now)
}

// spans is the clipboard's own countdown at the right of a status line w cells wide.
func (c *copier) spans(th *ui.Theme, now time.Time, w int) []ui.Span {
	if !c.held {
		return nil
	}
	left := secondsOf(c.until.Left(now))
	text := fmt.Sprintf("clipboard clears in %ds", left)
	if w >= 110 {
		text = fmt.Sprintf("clipboard: %s, clears in %ds", ui.FitEnd(c.what, 24), left)
	}
	return []ui.Span{{Role: th.Brand, Text: text}}
}
