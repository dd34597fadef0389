package aws

import (
	"cmp"
	"context"
	"sync"
	"time"
)

const (
	// listRate is just under what the service allows an account and region in ListSecrets calls a second, 100, and writeRate under
	// what it allows in those of each kind of write, 50 (AWS, What's New of 11 November 2022; the guide's table of quotas).
	listRate  = 95
	writeRate = 45
	minRate   = 1
	// slowedRate is where a throttled listing starts again at most, whatever its cap was.
	slowedRate = 20
	// recovery is what each good page or write adds to the rate.
	recovery = 0.5
	// noticeable is the smallest gap worth a timer.
	noticeable = time.Millisecond
)

// pacer spaces the pages of all listings of a client, or its writes: it begins at its cap, halves with every throttle, and goes up a
// little with every page or write.
type pacer struct {
	mu    sync.Mutex
	rate  float64 // pages per second
	limit float64
	next  time.Time
}

// newPacer has the rate that is asked for, 0 for the usual one.
func newPacer(o Options, asked, usual float64) *pacer {
	limit := cmp.Or(asked, usual)
	if o.Transport != nil && asked == 0 {
		limit = 1e6 // an embedded server shares its quota with nobody
	}
	return &pacer{rate: limit, limit: limit}
}

// wait lets the next page go, or returns the context's error.
func (p *pacer) wait(ctx context.Context) error {
	p.mu.Lock()
	now := time.Now()
	at := p.next
	if at.Before(now) {
		at = now
	}
	p.next = at.Add(time.Duration(float64(time.Second) / p.rate))
	p.mu.Unlock()

	if at.Sub(now) < noticeable {
		return ctx.Err()
	}
	return rest(ctx, at.Sub(now))
}

// rest waits, or returns the context's error.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *pacer) faster() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = min(p.limit, p.rate+max(recovery, p.rate/50))
}

func (p *pacer) slower() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = max(minRate, min(p.rate, 2*slowedRate)/2)
}
