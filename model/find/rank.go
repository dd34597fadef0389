package find

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync/atomic"
)

// headSize is how many matches are ranked at once; the rest waits until somebody looks there.
const headSize = 200

// ranking scores the rows that a query matches: the sum over its sets of the first term that matches the name.
type ranking struct {
	x    *Index
	sets [][]rankedTerm
	most int // what any row can score
}

type rankedTerm struct {
	rows  rowSet
	n     needle
	bound *bound
}

// judge scores rows; one for each goroutine.
type judge struct {
	*ranking
	scorer
	bounds [][]*bound
	needed needed
	// Matches and their bounds, +1, if noted before; otherwise bounds are reckoned where they are asked for.
	matches rowSet
	noted   []uint16
	// touched keeps reading ahead from being taken for nothing.
	touched byte
}

func (k *ranking) judge(g *grid) *judge {
	j := &judge{ranking: k, scorer: scorer{x: k.x, g: g}}
	for _, set := range k.sets {
		var own []*bound
		for i := range set {
			b := *set[i].bound
			b.known = slices.Clone(b.known)
			own = append(own, &b)
		}
		j.bounds = append(j.bounds, own)
	}
	return j
}

func (j *judge) score(r Row) int {
	sum := 0
	for _, set := range j.sets {
		for i := range set {
			if set[i].rows.has(int(r)) {
				sum += j.scorer.term(&set[i].n, r)
				break
			}
		}
	}
	return sum
}

// expect says that scores below least are of no interest: bounds may then be anything below it.
func (j *judge) expect(least int) {
	for i, set := range j.bounds {
		if len(set) == 1 && set[0].chars != nil {
			set[0].needs(least-(j.most-j.sets[i][0].bound.most), &j.needed)
		}
	}
}

// atMost is no less than the score.
func (j *judge) atMost(r Row) int {
	keys := &j.ranking.x.keys
	n, p := &j.needed, &keys.pairs[r]
	if p[0]&n.pairs[0] != n.pairs[0] || p[1]&n.pairs[1] != n.pairs[1] || keys.edge[r]&n.edge != n.edge ||
		keys.after[r]&n.after != n.after {
		return -1
	}
	f := facts{keys.edge[r], keys.after[r], keys.pairs[r], keys.start[r]}
	sum := 0
	for _, set := range j.bounds {
		best := 0
		for _, b := range set {
			best = max(best, b.of(&f))
		}
		sum += best
	}
	return sum
}

// scored is a row with its score and its place among equals.
type scored struct {
	score int
	place int
	row   Row
}

func byScore(a, b scored) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place))
}

// best keeps the first n of what it is shown, in a heap with the last of them on top. Rows come in the order of equals.
type best struct {
	n    int
	heap []scored
}

func (h *best) full() bool { return len(h.heap) == h.n }

// least is the score that a further row must beat.
func (h *best) least() int { return h.heap[0].score }

func (h *best) add(s scored) {
	if !h.full() {
		h.heap = append(h.heap, s)
		for i := len(h.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if byScore(h.heap[i], h.heap[up]) < 0 {
				break
			}
			h.heap[i], h.heap[up] = h.heap[up], h.heap[i]
			i = up
		}
		return
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h.heap) {
			break
		}
		if down+1 < len(h.heap) && byScore(h.heap[down+1], h.heap[down]) > 0 {
			down++
		}
		if byScore(h.heap[down], s) < 0 {
			break
		}
		h.heap[i] = h.heap[down]
		i = down
	}
	h.heap[i] = s
}

// head ranks the first of the matches. likely are rows that may be among them: their scores are a first bar.
func (k *ranking) head(matches rowSet, likely []Row) []Row {
	order := k.x.bySizes.rows
	var bar atomic.Int32
	bar.Store(int32(k.bar(matches, likely)))
	few := order[:len(order)/64]
	trial := k.judge(&k.x.grids[0])
	trial.matches = matches
	trial.expect(int(bar.Load()))
	if found := trial.scan(few, 0, &bar); len(found) == headSize && found[0].score >= k.most {
		return first(found) // nothing can score more, and what comes later loses a draw
	}
	return first(k.thorough(order, matches, &bar))
}

// thorough takes the bounds in the order of rows, which is how memory has them, and the matches in the order of
// equals, so that a row whose bound only reaches the last of the best is too late.
func (k *ranking) thorough(order []Row, matches rowSet, bar *atomic.Int32) []scored {
	x := k.x
	judges := []*judge{k.judge(&x.grids[0]), k.judge(&x.grids[1])}
	for _, j := range judges {
		j.expect(int(bar.Load()))
	}
	x.bounds = slices.Grow(x.bounds[:0], len(matches)*64)[:len(matches)*64]
	x.share((len(matches)+blockWords-1)/blockWords, func(g *grid, b int) {
		j := judges[0]
		if g == &x.grids[1] {
			j = judges[1]
		}
		j.fillBounds(matches, b*blockWords, x.bounds)
	})
	const parts = 2
	var found [parts][]scored
	x.share(parts, func(g *grid, p int) {
		from, to := len(order)*p/parts, len(order)*(p+1)/parts
		judges[p].noted = x.bounds
		found[p] = judges[p].scan(order[from:to], from, bar)
	})
	return slices.Concat(found[:]...)
}

// first cuts down to the head.
func first(found []scored) []Row {
	slices.SortFunc(found, byScore)
	out := make([]Row, min(len(found), headSize))
	for i := range out {
		out[i] = found[i].row
	}
	return out
}

// reaches tells whether a matching row's bound, +1, is enough.
func (j *judge) reaches(r Row, needed int) bool {
	if j.noted != nil {
		return int(r) < len(j.noted) && int(j.noted[r]) >= needed
	}
	return j.reachesNow(r, needed)
}

func (j *judge) reachesNow(r Row, needed int) bool {
	return j.matches.has(int(r)) && j.atMost(r)+1 >= needed
}

// fillBounds notes the bounds, +1, of one block's matches, and 0 for other rows.
func (j *judge) fillBounds(matches rowSet, from int, bounds []uint16) {
	for w := from; w < min(from+blockWords, len(matches)); w++ {
		clear(bounds[w*64 : w*64+64])
		for set := matches[w]; set != 0; set &= set - 1 {
			r := w<<6 | bits.TrailingZeros64(set)
			bounds[r] = uint16(min(j.atMost(Row(r))+1, math.MaxUint16))
		}
	}
}

// bar is a score that at least headSize rows reach, or 0.
func (k *ranking) bar(matches rowSet, likely []Row) int {
	if len(likely) < headSize {
		return 0
	}
	j := k.judge(&k.x.grids[0])
	scores := make([]int, 0, len(likely))
	for _, r := range likely {
		if matches.has(int(r)) {
			scores = append(scores, j.score(r))
		}
	}
	if len(scores) < headSize {
		return 0
	}
	slices.Sort(scores)
	return scores[len(scores)-headSize]
}

// ahead is how many names are looked up before the first of them is scored. Names lie all over memory; reading one
// byte of each lets the processor fetch them together.
const ahead = 16

// scan finds the best of a stretch of the order of equals. bar is shared: a score that enough rows reach.
func (j *judge) scan(order []Row, place int, bar *atomic.Int32) []scored {
	h := best{n: headSize}
	x := j.ranking.x
	needed := max(1, int(bar.Load())) + 1 // a bound, +1
	var batch [ahead]int
	for i := 0; i < len(order) && needed <= j.most+1; {
		n := 0
		for ; i < len(order) && n < ahead; i++ {
			if j.reaches(order[i], needed) {
				batch[n] = i
				n++
			}
		}
		for _, at := range batch[:n] {
			j.touched += x.names.last(int(order[at]))
		}
		for _, at := range batch[:n] {
			r := order[at]
			if !j.reaches(r, needed) {
				continue // no longer
			}
			if s := j.score(r); !h.full() || s > h.least() {
				h.add(scored{s, place + at, r})
				needed = h.raise(bar, needed)
			}
		}
	}
	return h.heap
}

// raise shares what the heap has learnt and returns the bound, +1, that a further row needs.
func (h *best) raise(bar *atomic.Int32, needed int) int {
	if h.full() {
		least := int32(h.least())
		for seen := bar.Load(); seen < least && !bar.CompareAndSwap(seen, least); seen = bar.Load() {
		}
		needed = max(needed, int(least)+2)
	}
	return max(needed, int(bar.Load())+1)
}

// few ranks all of a small number of matches.
func (k *ranking) few(matches rowSet) []Row {
	j := k.judge(&k.x.grids[0])
	var all []scored
	for i := range matches.all {
		all = append(all, scored{score: j.score(Row(i)), row: Row(i)})
	}
	slices.SortFunc(all, func(a, b scored) int {
		if a.score != b.score {
			return b.score - a.score
		}
		return k.x.bySize(a.row, b.row)
	})
	out := make([]Row, len(all))
	for i := range all {
		out[i] = all[i].row
	}
	return out
}

// all ranks every match: scores in row order, then rows in the order of equals dealt out by score.
func (k *ranking) all(matches rowSet) []Row {
	scores := make([]uint16, len(matches)*64)
	k.x.share((len(matches)+blockWords-1)/blockWords, func(g *grid, b int) {
		j := k.judge(g)
		for w := b * blockWords; w < min((b+1)*blockWords, len(matches)); w++ {
			for set := matches[w]; set != 0; set &= set - 1 {
				r := w<<6 | bits.TrailingZeros64(set)
				scores[r] = uint16(min(j.score(Row(r)), 1<<16-1))
			}
		}
	})
	var counts [1<<16 + 1]int32
	n := 0
	for r := range matches.all {
		counts[1<<16-1-int(scores[r])]++
		n++
	}
	sum := int32(0)
	for i, c := range counts {
		counts[i] = sum
		sum += c
	}
	out := make([]Row, n)
	for _, r := range k.x.bySizes.rows {
		if matches.has(int(r)) {
			at := &counts[1<<16-1-int(scores[r])]
			out[*at] = r
			*at++
		}
	}
	return out
}
