package holder

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"strongroom/internal/selection"
	"strongroom/model/clip"
)

// New is this machine's clipboard, with each secret on it in the care of a holder; nil where only the terminal can be asked.
func New(getenv func(string) string) clip.Board {
	tool := clip.Tool(getenv)
	x := ownsDisplay(runtime.GOOS, getenv, tool)
	if !x && tool == nil {
		return nil
	}
	return newBoard(x, tool)
}

// ownsDisplay reports whether the clipboard is an X server's. Over SSH only a display that is forwarded is before the user.
func ownsDisplay(goos string, getenv func(string) string, tool clip.Board) bool {
	if goos == "darwin" || goos == "windows" || tool != nil && tool.Name() == clip.WaylandTool {
		return false
	}
	near, forwarded := selection.Near(getenv("DISPLAY"))
	return near && (forwarded || !clip.OverSSH(getenv))
}

// board is a clipboard, through an X server or a tool. The tool also serves where the X server cannot be reached. One operation runs
// at a time: what is to be taken off may only just be on its way.
type board struct {
	x     bool
	tool  clip.Board // nil for none
	turn  chan struct{}
	cares map[clip.Receipt]*care // of the secrets that may be there; whose turn it is has it
}

func newBoard(x bool, tool clip.Board) *board {
	return &board{x: x, tool: tool, turn: make(chan struct{}, 1), cares: map[clip.Receipt]*care{}}
}

// begin waits for the turn. What it returns ends it.
func (b *board) begin(ctx context.Context) (end func(), err error) {
	select {
	case b.turn <- struct{}{}:
		return func() { <-b.turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// care is one secret's holder.
type care struct {
	*process
	sure bool // the text is there; else it may still arrive by a tool that hangs, which this process alone can wait for
}

// Name is of what reaches the clipboard.
func (b *board) Name() string {
	if b.x {
		return "X11"
	}
	return b.tool.Name()
}

// Write puts a text on the clipboard.
func (b *board) Write(ctx context.Context, text []byte, s clip.Stay) error {
	ctx, cancel := context.WithTimeoutCause(ctx, clip.Deadline, clip.ErrSilent)
	defer cancel()
	end, err := b.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if b.x {
		p, err := start(ctx, order{Duty: own}, text, s)
		if err == nil {
			b.keep(s, &care{p, true})
			return nil
		}
		if b.tool == nil {
			return fmt.Errorf("X11: %w", err)
		}
	}
	return b.writeThroughTool(ctx, text, s)
}

// writeThroughTool has a holder watch before there is anything to see. Where none can be started the program clears by itself.
func (b *board) writeThroughTool(ctx context.Context, text []byte, s clip.Stay) error {
	c := &care{}
	if s.Secret() {
		if p, err := start(ctx, order{Duty: watch, Tool: b.tool.Name()}, nil, s); err == nil {
			c.process = p
			b.cares[s.Receipt] = c
		}
	}
	if err := b.tool.Write(ctx, text, s); err != nil {
		return err
	}
	if c.process != nil {
		c.say(written)
		c.sure = true
	}
	b.keep(s, c)
	return nil
}

// keep notes who has the text in care. The clipboard holds nothing older any more.
func (b *board) keep(s clip.Stay, now *care) {
	for _, c := range b.cares {
		if c != now {
			c.Dismiss()
		}
	}
	b.cares = map[clip.Receipt]*care{}
	if s.Secret() && now.process != nil {
		b.cares[s.Receipt] = now
	}
}

// ClearIfOurs empties the clipboard if it holds what the receipt is for.
func (b *board) ClearIfOurs(ctx context.Context, r clip.Receipt) (clip.Outcome, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, clip.Deadline, clip.ErrSilent)
	defer cancel()
	end, err := b.begin(ctx)
	if err != nil {
		return clip.Unknown, err
	}
	defer end()
	c := b.cares[r]
	o, err := b.clear(ctx, c, r)
	if over := o == clip.Cleared || o == clip.NotOurs; over && c != nil {
		c.Dismiss()
		delete(b.cares, r)
	}
	return o, err
}

// clear asks the holder, and does it without one where it has ended without a word.
func (b *board) clear(ctx context.Context, c *care, r clip.Receipt) (clip.Outcome, error) {
	if c != nil && c.sure {
		if o, known := c.clear(ctx); known {
			return o, nil
		}
	}
	switch {
	case ctx.Err() != nil:
		return clip.Unknown, context.Cause(ctx)
	case c != nil && c.holds:
		p, err := start(ctx, order{Duty: look}, nil, clip.Stay{Receipt: r})
		if err != nil {
			return clip.Unknown, err
		}
		defer p.Dismiss()
		o, _ := p.clear(ctx)
		return o, context.Cause(ctx)
	case b.tool == nil:
		return clip.NotOurs, nil // it never came there
	}
	return b.tool.ClearIfOurs(ctx, r)
}

// Guard starts a holder for each secret that a terminal is asked to hold.
func Guard(terminal *os.File) func(clip.Receipt) clip.Guard {
	return func(r clip.Receipt) clip.Guard {
		ctx, cancel := context.WithTimeoutCause(context.Background(), clip.Deadline, clip.ErrSilent)
		defer cancel()
		p, err := start(ctx, order{Duty: guard}, nil, clip.Stay{Receipt: r}, terminal)
		if err != nil {
			return nil // the program clears by itself, where it can
		}
		return p
	}
}
