package holder

import (
	"context"
	"os"
	"time"

	"strongroom/internal/selection"
	"strongroom/model/clip"
)

const (
	// openTime is how long an X server may take to let us in: time enough is left for a tool instead.
	openTime = time.Second
	// followTime is how often it is looked whether whoever took over a secret still has it.
	followTime = 500 * time.Millisecond
	// lastTime is how long tmux may take to make its own copy, and a terminal to take the last that is sent.
	lastTime = time.Second
)

// begin takes up a duty.
func begin(o order, r clip.Receipt, text []byte) (duty, error) {
	switch o.Duty {
	case own, look:
		return display(o, r, text)
	case watch:
		tool := clip.ToolNamed(o.Tool)
		return duty{clear: func(ctx context.Context) (clip.Outcome, error) { return tool.ClearIfOurs(ctx, r) }}, nil
	case guard:
		return atTerminal(os.NewFile(3, "terminal"), r), nil
	}
	return duty{}, errOrder
}

// display is the duty at an X server.
func display(o order, r clip.Receipt, text []byte) (duty, error) {
	x, err := selection.Open(os.Getenv("DISPLAY"), openTime)
	if err != nil {
		return duty{}, err
	}
	d := duty{end: x.Close, clear: func(ctx context.Context) (clip.Outcome, error) { return x.ClearIfOurs(ctx, r) }}
	if o.Duty == look {
		d.alone = true
		return d, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), openTime)
	defer cancel()
	if err := x.Own(ctx, text, o.Life > 0); err != nil {
		return duty{}, err
	}
	lost := make(chan clip.Outcome, 1)
	d.lost = lost
	go func() {
		<-x.Lost()
		if o.Life > 0 {
			follow(x, r)
		}
		lost <- clip.NotOurs
	}()
	return d, nil
}

// follow returns once nobody gives the secret any more: a program that remembers copies may have taken it over.
func follow(x *selection.Display, r clip.Receipt) {
	ctx := context.Background()
	for {
		owner, err := x.Owner(ctx)
		if err != nil {
			return
		}
		ours, err := x.Holds(ctx, r)
		if err != nil { // who has it now is slow to tell: it may be the secret
			time.Sleep(followTime)
			continue
		}
		if !ours {
			return
		}
		for now := owner; now == owner; {
			time.Sleep(followTime)
			if now, err = x.Owner(ctx); err != nil {
				return
			}
		}
	}
}

// atTerminal is the duty for what the terminal was asked to hold.
func atTerminal(out *os.File, r clip.Receipt) duty {
	t, away := clip.NewTerminal(os.Getenv, out), false
	return duty{alone: true, away: func() { away = true }, clear: func(ctx context.Context) (clip.Outcome, error) {
		ctx, cancel := context.WithTimeout(ctx, lastTime)
		defer cancel()
		done := make(chan struct{})
		go func() {
			defer close(done)
			if !away {
				_ = t.Empty()
			}
			t.Sweep(ctx, r)
		}()
		select {
		case <-done:
		case <-ctx.Done():
		}
		return clip.Unknown, nil
	}}
}
