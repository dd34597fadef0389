package local

import (
	"encoding/hex"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
)

// Server is an embedded Secrets Manager: an http.Handler that holds every region of some accounts.
// It may be used by several goroutines at once.
type Server struct {
	mu      sync.Mutex
	knobs   Knobs
	regions map[place]*region
	open    map[string]bool // accounts whose secrets others may use by their ARN
	calls   map[string]int
	trail   []deletion // oldest first but for what was planted
	// What is drawn is no secret, and fixed seeds make every run alike; ids must not depend on how many calls there were.
	ids    *rand.Rand
	chance *rand.Rand
	ops    map[string]operation
}

// New makes an empty service.
func New(k Knobs) *Server {
	s := &Server{
		regions: map[place]*region{},
		open:    map[string]bool{},
		calls:   map[string]int{},
		ids:     rand.New(rand.NewPCG(1, 2)),
		chance:  rand.New(rand.NewPCG(3, 4)),
		ops:     operations(),
	}
	s.Set(func(have *Knobs) { *have = k })
	return s
}

// Set changes the knobs while no call is at work on the store.
func (s *Server) Set(change func(*Knobs)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.knobs)
	// The caller keeps its own slices and maps; ours are counted down.
	s.knobs.Faults = slices.Clone(s.knobs.Faults)
	s.knobs.Deny = maps.Clone(s.knobs.Deny)
	s.knobs.KMS = maps.Clone(s.knobs.KMS)
	s.knobs.LatencyOf = maps.Clone(s.knobs.LatencyOf)
	for _, r := range s.regions {
		r.listing.lag = s.knobs.ListLag
	}
}

// Home is the region where seeds go.
func (s *Server) Home() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.knobs.home()
}

// Calls tells how many calls of each operation came over the wire, the refused ones among them.
func (s *Server) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}

// ResetCalls begins the count again.
func (s *Server) ResetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.calls)
}

// region is called with the lock held.
func (s *Server) region(at place) *region {
	r := s.regions[at]
	if r == nil {
		r = newRegion(at)
		r.listing.lag = s.knobs.ListLag
		s.regions[at] = r
	}
	return r
}

// uuid draws a version 4 UUID; called with the lock held.
func uuid(rng *rand.Rand) string {
	var b [16]byte
	for i := range 2 {
		x := rng.Uint64()
		for j := range 8 {
			b[i*8+j] = byte(x >> (8 * j))
		}
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// suffix draws the six characters at the end of an ARN; called with the lock held.
func (s *Server) suffix() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	var b [6]byte
	for i := range b {
		b[i] = letters[s.ids.IntN(len(letters))]
	}
	return string(b[:])
}
