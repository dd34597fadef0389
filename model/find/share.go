package find

import (
	"runtime"
	"sync"
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
	var next atomic.Int64
	next.Store(int64(from))
	work := func(g *grid) {
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if do(g, i); x.slice.over() {
				return
			}
		}
	}
	var other sync.WaitGroup
	if n-from > 1 && runtime.GOMAXPROCS(0) > 1 {
		other.Go(func() { work(&x.grids[1]) })
	}
	work(&x.grids[0])
	other.Wait()
	return min(int(next.Load()), n)
}

// which goroutine has a grid, 0 or 1.
func (x *Index) which(g *grid) int {
	if g == &x.grids[1] {
		return 1
	}
	return 0
}
