package model

import (
	"sync"
	"time"
	"unsafe"
)

// clocks are the two of a machine: the monotonic one is the bubble's, the wall's is ahead of it by what the machine slept or
// was set to.
type clocks struct {
	real time.Time // of outside the bubble, where times have a monotonic reading

	mu    sync.Mutex
	ahead time.Duration
	looks int
}

func (c *clocks) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks++
	bubble := time.Now()
	return bothClocks(c.real, bubble.Add(c.ahead), time.Duration(bubble.UnixNano()))
}

func (c *clocks) shift(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// looked is how often anybody has looked since the last time.
func (c *clocks) looked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.looks
	c.looks = 0
	return n
}

func (c *clocks) set(o *Options) { o.Clock = c.now }

func newClocks() *clocks { return &clocks{real: time.Now()} }

// bothClocks is a time as time.Now would give it: wall by the wall's clock, ran by the monotonic one. Package time keeps both
// together whatever is added to a time like real, so this writes the monotonic one where it lies, behind the first word.
func bothClocks(real, wall time.Time, ran time.Duration) time.Time {
	t := real.Add(wall.Sub(real))
	*(*int64)(unsafe.Add(unsafe.Pointer(&t), 8)) = int64(ran)
	return t
}
