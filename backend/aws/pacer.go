package aws

import (
	"cmp"
	"context"
	"sync"
	"time"

	"strongroom/backend"
)

const (
	// listRate is just under what the service allows an account and region in ListSecrets calls a second, 100, and writeRate under
	// what it allows in those of each other lane, 50 (AWS, What's New of 11 November 2022; the guide's table of quotas).
	listRate  = 95
	writeRate = 45
	minRate   = 1
	// slowedRate is where a throttled lane starts again at most, whatever its cap was.
	slowedRate = 20
	// recovery is what each good call adds to the rate.
	recovery = 0.5
	// noticeable is the smallest gap worth a timer.
	noticeable = time.Millisecond
)

// lane is what shares a quota of calls a second (aws.md 2.8).
type lane int

const (
	noLane lane = iota // its quota is far away, or another service's
	listLane
	saveLane
	createLane
	deleteLane
	restoreLane
	rotateLane
	tagLane
	policyLane
	lanes
)

func laneOf(op backend.Operation) lane {
	switch op {
	case backend.OpList:
		return listLane
	case backend.OpPut, backend.OpUpdate, backend.OpMoveLabel, backend.OpReplicate, backend.OpRemoveReplicas, backend.OpPromoteReplica,
		backend.OpAssociate, backend.OpDissociate:
		return saveLane
	case backend.OpCreate:
		return createLane
	case backend.OpDelete:
		return deleteLane
	case backend.OpRestore:
		return restoreLane
	case backend.OpRotate, backend.OpCancelRotation:
		return rotateLane
	case backend.OpTag, backend.OpUntag:
		return tagLane
	case backend.OpPolicy, backend.OpPutPolicy, backend.OpDeletePolicy, backend.OpValidatePolicy:
		return policyLane
	}
	return noLane
}

func newPaces(o Options) (p [lanes]*pacer) {
	p[listLane] = newPacer(o, o.PagesPerSecond, listRate)
	for l := listLane + 1; l < lanes; l++ {
		p[l] = newPacer(o, 0, writeRate)
	}
	return p
}

// pace is the pacer of an operation, nil where it has none.
func (c *Client) pace(op backend.Operation) *pacer { return c.paces[laneOf(op)] }

// pacer spaces a client's calls in a lane: it begins at its cap, halves with every throttle, and goes up a little with every call.
// Where it is nil nothing waits, and nothing is slowed.
type pacer struct {
	mu    sync.Mutex
	rate  float64 // calls per second
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

// wait lets the next call go, or returns the context's error.
func (p *pacer) wait(ctx context.Context) error {
	if p == nil {
		return ctx.Err()
	}
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
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = min(p.limit, p.rate+max(recovery, p.rate/50))
}

func (p *pacer) slower() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = max(minRate, min(p.rate, 2*slowedRate)/2)
}
