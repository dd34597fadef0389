package find

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestEachPieceOfWorkIsDoneOnceHoweverOftenItGivesWay(t *testing.T) {
	x := New()
	for n := range 60 {
		done := make([]atomic.Int32, n)
		s := x.InSlices(func() *Result {
			x.share(n, func(g *grid, i int) {
				done[i].Add(1)
				if n%3 == 0 {
					takes(20 * time.Microsecond)
				}
			})
			return nil
		})
		for whole := false; !whole; {
			_, whole = s.Go(time.Duration(n%2) * 50 * time.Microsecond)
		}
		for i := range done {
			if times := done[i].Load(); times != 1 {
				t.Fatalf("of %d pieces number %d is done %d times", n, i, times)
			}
		}
	}
}

func takes(d time.Duration) {
	for began := time.Now(); time.Since(began) < d; {
	}
}

func TestTheSecondGoroutineHelpsAndGoesWhereNothingIsAskedAnyMore(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(2, runtime.NumCPU())))
	x, helped := New(), atomic.Int64{}
	end := time.Now().Add(10 * time.Second)
	for helped.Load() == 0 && time.Now().Before(end) {
		x.share(100, func(g *grid, _ int) {
			takes(20 * time.Microsecond)
			helped.Add(int64(x.which(g)))
		})
	}
	if helped.Load() == 0 {
		t.Error("it does nothing")
	}
	for x.mate.on.Load() && time.Now().Before(end) {
		time.Sleep(time.Millisecond)
	}
	if x.mate.on.Load() {
		t.Error("it waits for ever")
	}
}
