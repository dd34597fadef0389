package backend

import (
	"context"
	"sync"
)

// Reads counts the values that the service read for one call. A client makes attempts behind a call's back, and one whose
// answer got lost was carried out all the same, or was not: so whoever makes attempts notes each of them here.
// It may be used by several goroutines at once.
type Reads struct {
	mu             sync.Mutex
	noted          bool
	sure, doubtful int
}

type readsKey struct{}

// with gives the call under ctx a count.
func (r *Reads) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, readsKey{}, r)
}

// NoteReads notes an attempt of the call under ctx to read values: how many the service has read, and how many it may have
// read although no answer tells.
func NoteReads(ctx context.Context, sure, doubtful int) {
	r, ok := ctx.Value(readsKey{}).(*Reads)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.noted = true
	r.sure += sure
	r.doubtful += doubtful
}

// total is what was noted; where nothing was, what the call's own end tells.
func (r *Reads) total(sure, doubtful int) (int, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.noted {
		return r.sure, r.doubtful
	}
	return sure, doubtful
}
