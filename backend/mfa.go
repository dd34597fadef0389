package backend

import (
	"context"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
)

// Codes gives codes of second factors to whoever signs in.
type Codes interface {
	// Code waits until somebody has given a code for need, or has said that there will be none, which is ErrNoCode. It ends
	// with ctx.
	Code(ctx context.Context, need CodeNeed) (string, error)
}

// CodeNeed says what a code is for. It is outside text.
type CodeNeed struct {
	Profile string
	Device  string // its serial number or ARN (mfa_serial)
	Role    string // the ARN of the role that it leads to
}

// CodeQuestion is one question for a code. It is known by its pointer: an answer to one that is over fits nothing.
type CodeQuestion struct {
	CodeNeed
	done chan struct{}
	code func() string // once done is closed; nil where there will be none. In a closure no printing follows it.
}

// CodeBox is where codes are asked for and given. It may be used by several goroutines at once.
type CodeBox struct {
	mu      sync.Mutex
	open    []*CodeQuestion
	waits   map[*CodeQuestion]int // callers
	used    map[string][]uint64   // hashes of codes, by device
	seed    maphash.Seed
	changed chan struct{}
}

var _ Codes = (*CodeBox)(nil)

// NewCodeBox is an empty box.
func NewCodeBox() *CodeBox {
	return &CodeBox{waits: map[*CodeQuestion]int{}, used: map[string][]uint64{}, seed: maphash.MakeSeed(), changed: make(chan struct{}, 1)}
}

// Code asks once for all that need the same.
func (b *CodeBox) Code(ctx context.Context, need CodeNeed) (string, error) {
	q := b.ask(need)
	defer b.leave(q)
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-q.done:
		if q.code == nil {
			return "", &Error{Kind: ErrNoCode, Message: "no code was given", Unsent: true}
		}
		return q.code(), nil
	}
}

func (b *CodeBox) ask(need CodeNeed) *CodeQuestion {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := slices.IndexFunc(b.open, func(q *CodeQuestion) bool { return q.CodeNeed == need })
	if at < 0 {
		at = len(b.open)
		b.open = append(b.open, &CodeQuestion{CodeNeed: need, done: make(chan struct{})})
		b.tell()
	}
	b.waits[b.open[at]]++
	return b.open[at]
}

// leave takes a question away that nobody waits for any more.
func (b *CodeBox) leave(q *CodeQuestion) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waits[q]--; b.waits[q] <= 0 {
		delete(b.waits, q)
		b.drop(q)
	}
}

// drop ends a question, and reports whether it was open. The lock is held.
func (b *CodeBox) drop(q *CodeQuestion) bool {
	at := slices.Index(b.open, q)
	if at < 0 {
		return false
	}
	b.open = slices.Delete(b.open, at, at+1)
	b.tell()
	return true
}

// tell has whoever listens look again. The lock is held.
func (b *CodeBox) tell() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// Changed has something in it whenever questions have come or gone since it was last read.
func (b *CodeBox) Changed() <-chan struct{} { return b.changed }

// Open are the questions that wait for a code, the oldest first.
func (b *CodeBox) Open() []*CodeQuestion {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.open)
}

// Give answers a question, or says why the code cannot be one. All that wait for it have the code then.
func (b *CodeBox) Give(q *CodeQuestion, code string) (problem string) {
	code = strings.TrimSpace(code)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case len(code) != 6 || strings.Trim(code, "0123456789") != "":
		return "a code is six digits"
	case slices.Contains(b.used[q.Device], maphash.String(b.seed, code)):
		return "a code works once: wait for the next one"
	}
	if !b.drop(q) {
		return "nobody waits for this code any more"
	}
	b.used[q.Device] = append(b.used[q.Device], maphash.String(b.seed, code))
	q.code = func() string { return code }
	close(q.done)
	return ""
}

// Withdraw says that there will be no code.
func (b *CodeBox) Withdraw(q *CodeQuestion) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.drop(q) {
		close(q.done)
	}
}
