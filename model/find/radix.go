package find

import (
	"cmp"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Keys tell what rows are ordered by: the smaller comes first, and equals in the order of names.
func (x *Index) Keys(o Order, now time.Time) func(Row) uint64 {
	at := micros(now)
	return func(r Row) uint64 { return uint64(x.sortKey(r, o, at)) ^ 1<<63 }
}

// neverKey is the key of what has no date.
const neverKey = uint64(never) ^ 1<<63

// fewKeys are sorted by comparing, digitBits are those that one pass over more of them looks at.
const fewKeys, digitBits = 2048, 11

// ByKeys are the numbers of some keys in their order; equals stay as they are. Many are sorted by their first 31 bits that differ, on
// two goroutines, and only those that have these alike are compared.
func (x *Index) ByKeys(keys []uint64) []Row {
	out := make([]Row, len(keys))
	for i := range out {
		out[i] = Row(i)
	}
	byKey := func(a, b Row) int { return cmp.Compare(keys[a], keys[b]) }
	if len(keys) <= fewKeys {
		slices.SortStableFunc(out, byKey)
		return out
	}
	short, exact := shortened(keys)
	x.Breathe()
	out, short = x.radix(out, short)
	for from, to := 0, 0; from < len(out) && !exact; from = to {
		for to = from + 1; to < len(out) && short[to] == short[from]; {
			to++
		}
		if run := out[from:to]; !slices.IsSortedFunc(run, byKey) {
			slices.SortStableFunc(run, byKey)
		}
	}
	return out
}

// shortened are keys in 32 bits, and whether they tell all of them apart.
func shortened(keys []uint64) (short []uint32, exact bool) {
	least, most := uint64(math.MaxUint64), uint64(0)
	for _, k := range keys {
		if least = min(least, k); k != neverKey {
			most = max(most, k)
		}
	}
	most = max(most, least)
	unit := unitOf(keys, least)
	drop := max(0, bits.Len64((most-least)/unit)-31)
	last := (most-least)/unit>>drop + 1
	short = make([]uint32, len(keys))
	for i, k := range keys {
		if k == neverKey {
			short[i] = uint32(last)
		} else {
			short[i] = uint32((k - least) / unit >> drop)
		}
	}
	return short, drop == 0
}

// unitOf is the largest unit of time in which all keys lie apart from one. Dates are kept by microsecond, and told by millisecond, second
// or day.
func unitOf(keys []uint64, one uint64) uint64 {
	for _, unit := range []time.Duration{24 * time.Hour, time.Second, time.Millisecond} {
		step := uint64(unit.Microseconds())
		if !slices.ContainsFunc(keys, func(k uint64) bool { return k != neverKey && (k-one)%step != 0 }) {
			return step
		}
	}
	return 1
}

// radix sorts rows by their keys, and leaves equals as they are.
func (x *Index) radix(rows []Row, keys []uint32) ([]Row, []uint32) {
	most := slices.Max(keys)
	to, toKeys, half := make([]Row, len(rows)), make([]uint32, len(rows)), len(rows)/2
	var counts [2][1 << digitBits]uint32
	for shift := 0; most>>shift > 0; shift += digitBits {
		both(func(n int) {
			clear(counts[n][:])
			for _, k := range halfOf(keys, half, n) {
				counts[n][k>>shift&(1<<digitBits-1)]++
			}
		})
		sum := uint32(0)
		for i := range counts[0] {
			first, second := counts[0][i], counts[1][i]
			counts[0][i], counts[1][i] = sum, sum+first
			sum += first + second
		}
		both(func(n int) {
			from := halfOf(rows, half, n)
			for i, k := range halfOf(keys, half, n) {
				at := &counts[n][k>>shift&(1<<digitBits-1)]
				to[*at], toKeys[*at] = from[i], k
				*at++
			}
		})
		rows, to, keys, toKeys = to, rows, toKeys, keys
		x.Breathe()
	}
	return rows, keys
}

// halfOf is the first or the second half.
func halfOf[T any](all []T, half, n int) []T {
	if n == 0 {
		return all[:half]
	}
	return all[half:]
}

// both does the first and the second half of some work, at once where there is a core for each.
func both(do func(n int)) {
	if runtime.GOMAXPROCS(0) == 1 {
		do(0)
		do(1)
		return
	}
	var other sync.WaitGroup
	other.Go(func() { do(1) })
	do(0)
	other.Wait()
}
