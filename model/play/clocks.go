package play

import (
	"sync"
	"time"
	"unsafe"

	"strongroom/model"
)

// Clocks are the two of a machine: the monotonic one is the bubble's, the wall's is ahead of it by what the machine slept or
// was set to.
type Clocks struct {
	real time.Time // of outside the bubble, where times have a monotonic reading

	mu    sync.Mutex
	ahead time.Duration
	looks int
}

// Now is the time by these clocks.
func (c *Clocks) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks++
	bubble := time.Now()
	return bothClocks(c.real, bubble.Add(c.ahead), time.Duration(bubble.UnixNano()))
}

// Shift sets the wall clock forward or back.
func (c *Clocks) Shift(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// Looked is how often anybody has looked since the last time.
func (c *Clocks) Looked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.looks
	c.looks = 0
	return n
}

// Set gives a program these clocks.
func (c *Clocks) Set(o *model.Options) { o.Clock = c.Now }

// NewClocks are clocks that agree.
func NewClocks() *Clocks { return &Clocks{real: time.Now()} }

// bothClocks is a time as time.Now would give it: wall by the wall's clock, ran by the monotonic one. Package time keeps both
// together whatever is added to a time like real, so this writes the monotonic one where it lies, behind the first word.
func bothClocks(real, wall time.Time, ran time.Duration) time.Time {
	t := real.Add(wall.Sub(real))
	*(*int64)(unsafe.Add(unsafe.Pointer(&t), 8)) = int64(ran)
	return t
}
