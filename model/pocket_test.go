package model

import (
	"context"
	"errors"
	"strongroom/model/clip"
	"sync"
	"time"
)

// pocket is a clipboard of the test's own.
type pocket struct {
	mu    sync.Mutex
	text  string
	fails error
	takes time.Duration // to copy
}

// clipboard keeps the pocket, where the machine has one, and the screen's own clipboard.
func (p *player) clipboard(native bool, now func() time.Time) *clip.Keeper {
	terminal := clip.NewTerminal(func(string) string { return "" }, p.screen)
	if native {
		return clip.NewKeeper(p.board, terminal, now)
	}
	return clip.NewKeeper(nil, terminal, now)
}

func (b *pocket) Name() string { return "pocket" }

func (b *pocket) Write(_ context.Context, x []byte) error {
	b.mu.Lock()
	fails, takes := b.fails, b.takes
	b.mu.Unlock()
	time.Sleep(takes)
	if fails != nil {
		return fails
	}
	b.put(string(x))
	return nil
}

func (b *pocket) ClearIfOurs(_ context.Context, r clip.Receipt) (clip.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !r.Is([]byte(b.text)) {
		return clip.NotOurs, nil
	}
	b.text = ""
	return clip.Cleared, nil
}

func (b *pocket) holds() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text
}

func (b *pocket) put(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = s
}

var errPocket = errors.New("the pocket is sewn up")
