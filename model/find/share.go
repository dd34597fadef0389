package find

import (
	"runtime"
	"sync/atomic"
)

// share does n pieces of work, on two goroutines if there is work for two. A search in slices gives way when its slice is over.
func (x *Index) share(n int, do func(g *grid, i int)) {
	for from := 0; from < n; {
		from = x.part(from, n, do)
		x.Breathe()
	}
}

// part does pieces of work from one on, until all are done or the slice is over, and tells which comes next.
func (x *Index) part(from, n int, do func(g *grid, i int)) int {
	j := &job{n: n, do: do, over: x.slice.over, left: make(chan struct{}, 1)}
	j.next.Store(int64(from))
	shared := n-from > 1 && runtime.GOMAXPROCS(0) > 1
	if shared {
		x.mate.offer(j, &x.grids[1])
	}
	if j.work(&x.grids[0]); shared {
		x.mate.withdraw(j)
	}
	return min(int(j.next.Load()), n)
}

// which goroutine has a grid, 0 or 1.
func (x *Index) which(g *grid) int {
	if g == &x.grids[1] {
		return 1
	}
	return 0
}

// job is pieces of work that two goroutines take one by one.
type job struct {
	n    int
	do   func(g *grid, i int)
	over func() bool
	next atomic.Int64

	closed, taken atomic.Bool // nobody may begin with it any more; the mate is at it
	left          chan struct{}
}

func (j *job) work(g *grid) {
	for {
		i := int(j.next.Add(1)) - 1
		if i >= j.n {
			return
		}
		if j.do(g, i); j.over() {
			return
		}
	}
}

// mate is a second goroutine. A key has half a dozen jobs, of some 50 µs each among 10,000 names, and waking a goroutine takes as long:
// so it looks for the next one for a while.
type mate struct {
	job atomic.Pointer[job]
	on  atomic.Bool
}

// looks is how often it looks for a job before it goes, for some 50 µs; between so many looks others may have its place.
const looks, between = 1 << 16, 1 << 10

func (m *mate) offer(j *job, g *grid) {
	m.job.Store(j)
	if m.on.CompareAndSwap(false, true) {
		go m.help(g)
	}
}

// withdraw returns once the mate has done what it began.
func (m *mate) withdraw(j *job) {
	m.job.Store(nil)
	j.closed.Store(true)
	for range looks {
		if !j.taken.Load() {
			return
		}
	}
	for j.taken.Load() {
		<-j.left
	}
}

func (m *mate) help(g *grid) {
	for idle := 0; idle < looks; idle++ {
		if j := m.job.Load(); j != nil {
			idle = 0
			m.take(j, g)
		}
		if idle%between == 0 {
			runtime.Gosched()
		}
	}
	m.on.Store(false)
}

// take does what there is to do of a job.
func (m *mate) take(j *job, g *grid) {
	if j.taken.Store(true); !j.closed.Load() {
		j.work(g)
	}
	m.job.CompareAndSwap(j, nil)
	j.taken.Store(false)
	select {
	case j.left <- struct{}{}:
	default:
	}
}
