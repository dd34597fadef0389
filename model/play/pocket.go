package play

import (
	"context"
	"errors"
	"strongroom/model/clip"
	"sync"
	"time"
)

// Pocket is a clipboard of the test's own.
type Pocket struct {
	Mu    sync.Mutex
	text  string
	Fails error
	Takes time.Duration // to copy
}

// clipboard keeps the pocket, where the machine has one, and the screen's own clipboard.
func (p *Player) clipboard(native bool, now func() time.Time) *clip.Keeper {
	terminal := clip.NewTerminal(func(string) string { return "" }, p.Screen)
	if native {
		return clip.NewKeeper(p.Board, terminal, now)
	}
	return clip.NewKeeper(nil, terminal, now)
}

// Name is its name among clipboards.
func (b *Pocket) Name() string { return "pocket" }

// Write takes a copy, unless it is called off meanwhile.
func (b *Pocket) Write(ctx context.Context, x []byte, _ clip.Stay) error {
	b.Mu.Lock()
	fails, takes := b.Fails, b.Takes
	b.Mu.Unlock()
	if takes > 0 {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if fails != nil {
		return fails
	}
	b.Put(string(x))
	return nil
}

// ClearIfOurs empties it where it still holds the copy.
func (b *Pocket) ClearIfOurs(_ context.Context, r clip.Receipt) (clip.Outcome, error) {
	b.Mu.Lock()
	defer b.Mu.Unlock()
	if !r.Is([]byte(b.text)) {
		return clip.NotOurs, nil
	}
	b.text = ""
	return clip.Cleared, nil
}

// Holds is what is on it.
func (b *Pocket) Holds() string {
	b.Mu.Lock()
	defer b.Mu.Unlock()
	return b.text
}

// Put is another program's copy.
func (b *Pocket) Put(s string) {
	b.Mu.Lock()
	defer b.Mu.Unlock()
	b.text = s
}

var ErrPocket = errors.New("the pocket is sewn up")

// Set lets copies fail, or take a while.
func (b *Pocket) Set(fails error, takes time.Duration) {
	b.Mu.Lock()
	defer b.Mu.Unlock()
	b.Fails, b.Takes = fails, takes
}
