package find

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"time"
)

// sorted is rows in an order that new pages are merged into.
type sorted struct{ rows []Row }

// merge puts rows in that are not there yet. The old rows move once, in blocks, however many come.
func (s *sorted) merge(batch []Row, compare func(a, b Row) int) {
	slices.SortFunc(batch, compare)
	old := len(s.rows)
	s.rows = append(s.rows, batch...)
	end := old // rows[:end] are yet to be placed
	for i := len(batch) - 1; i >= 0; i-- {
		r := batch[i]
		at := gallop(end, func(k int) bool { return compare(s.rows[k], r) > 0 })
		copy(s.rows[at+i+1:end+i+1], s.rows[at:end])
		s.rows[at+i] = r
		end = at
	}
}

// gallop is the first of [0, n) for which after is true, sought from the end: pages mostly come in order.
func gallop(n int, after func(int) bool) int {
	step := 1
	for step <= n && after(n-step) {
		step *= 2
	}
	low := max(0, n-step+1)
	if step > n {
		low = 0
	}
	return low + sort.Search(n-step/2-low, func(k int) bool { return after(low + k) })
}

func (s *sorted) drop(gone []Row) {
	if len(gone) == 0 {
		return
	}
	set := rowSet{}
	for _, r := range gone {
		set.put(int(r), true)
	}
	s.rows = slices.DeleteFunc(s.rows, func(r Row) bool { return set.has(int(r)) })
}

// pos finds a row by the order, and tells whether it is there.
func (s *sorted) pos(r Row, compare func(a, b Row) int) (int, bool) {
	at := sort.Search(len(s.rows), func(k int) bool { return compare(s.rows[k], r) >= 0 })
	return at, at < len(s.rows) && s.rows[at] == r
}

// byName is the order of names, bytewise; the same name again comes in the order of ARNs.
func (x *Index) byName(a, b Row) int {
	if c := bytes.Compare(x.original(a), x.original(b)); c != 0 || a == b {
		return c
	}
	return cmp.Or(cmp.Compare(x.arn(a), x.arn(b)), cmp.Compare(a, b))
}

// bySize is the order of equal scores: the shorter name first.
func (x *Index) bySize(a, b Row) int {
	if c := cmp.Compare(x.keys.size[a], x.keys.size[b]); c != 0 {
		return c
	}
	return x.byName(a, b)
}

// dated is one view in an order of dates.
type dated struct {
	sorted
	order Order
	// until is when a deadline starts to mean something else: a deletion date in the future is its end.
	now, until int64
}

const never = math.MaxInt64

// slack is as in backend.DeadlineOf.
const slack = time.Minute

// sortKey is what a row is ordered by: the smaller the earlier.
func (x *Index) sortKey(r Row, o Order, now int64) int64 {
	var k int64
	switch o.By {
	case Changed:
		k = x.changed[r]
	case Accessed:
		k = x.accessed[r]
	case Created:
		k = x.created[r]
	case Deadline:
		if _, ok := x.deleted[r]; ok {
			k = micros(x.Deadline(r, timeOf(now)).Earliest)
		}
	}
	switch {
	case k == 0:
		return never
	case o.Descending:
		return -k
	}
	return k
}

func (x *Index) byDate(d *dated) func(a, b Row) int {
	return func(a, b Row) int {
		if c := cmp.Compare(x.sortKey(a, d.order, d.now), x.sortKey(b, d.order, d.now)); c != 0 {
			return c
		}
		return x.byName(a, b)
	}
}

// inOrder gives a view's rows in an order of dates: kept from before, or made anew from the order of names.
func (x *Index) inOrder(v View, o Order, now time.Time) *dated {
	d := x.byTime[v]
	at := micros(now)
	if d.order == o && (o.By != Deadline || d.now <= at && at < d.until) {
		return d
	}
	was := d
	d = &dated{order: o, now: at, until: never} // answers in another order keep theirs
	if was.order.By == o.By && o.By != Deadline && o.By != Name {
		d.rows = x.turned(was)
		x.byTime[v] = d
		return d
	}
	if o.By == Deadline {
		for r, deleted := range x.deleted {
			if flips := deleted - slack.Microseconds(); x.ends[r] == 0 && flips > at {
				d.until = min(d.until, flips)
			}
		}
	}
	names := x.byNames[v].rows
	keys, key := make([]uint64, len(names)), x.Keys(o, now)
	for i, r := range names {
		keys[i] = key(r)
	}
	x.Breathe()
	d.rows = x.ByKeys(keys)
	for i, at := range d.rows {
		d.rows[i] = names[at]
	}
	x.byTime[v] = d
	return d
}

// turned are the rows of an order of dates turned round: equals stay as they are, and so do those without a date, at the end.
func (x *Index) turned(was *dated) []Row {
	keys, half := make([]int64, len(was.rows)), len(was.rows)/2
	both(func(n int) {
		of := halfOf(keys, half, n)
		for i, r := range halfOf(was.rows, half, n) {
			of[i] = x.sortKey(r, was.order, was.now)
		}
	})
	x.Breathe()
	out, end := make([]Row, len(was.rows)), len(was.rows)
	for end > 0 && keys[end-1] == never {
		end--
	}
	copy(out[end:], was.rows[end:])
	for from, to := 0, 0; from < end; from = to {
		for to = from + 1; to < end && keys[to] == keys[from]; {
			to++
		}
		copy(out[end-to:], was.rows[from:to])
	}
	return out
}
