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

// scored is a row with its standing: the score and, of equals, the shorter name. Rows of the same standing come by name.
type scored struct {
	standing int
	row      Row
}

func standing(score int, size uint16) int { return score<<16 | (math.MaxUint16 - int(size)) }

func (j *judge) scored(r Row) scored {
	return scored{standing(j.score(r), j.ranking.x.keys.size[r]), r}
}

// better is below 0 where a comes before b.
func (x *Index) better(a, b scored) int {
	if c := cmp.Compare(b.standing, a.standing); c != 0 {
		return c
	}
	return x.byName(a.row, b.row)
}

// first are all in order.
func (x *Index) first(all []scored) []Row {
	slices.SortFunc(all, x.better)
	return x.rows(all)
}

func (x *Index) rows(all []scored) []Row {
	out := make([]Row, len(all))
	for i := range out {
		out[i] = all[i].row
	}
	return out
}

// best keeps the first of what it is shown, in a heap with the last of them on top. Nothing behind the floor is among the first, since
// enough is known to come before it.
type best struct {
	x     *Index
	heap  []scored
	floor *scored
}

func (h *best) full() bool { return len(h.heap) == headSize }

// wants reports whether a row that stands so, or lower, may be among the first.
func (h *best) wants(s scored) bool {
	return (h.floor == nil || h.x.better(s, *h.floor) <= 0) && (!h.full() || h.x.better(s, h.heap[0]) <= 0)
}

// offer takes a row in if it is among the first.
func (h *best) offer(s scored) {
	if !h.full() {
		h.heap = append(h.heap, s)
		for i := len(h.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if h.x.better(h.heap[i], h.heap[up]) < 0 {
				break
			}
			h.heap[i], h.heap[up] = h.heap[up], h.heap[i]
			i = up
		}
		return
	}
	if !h.wants(s) {
		return
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h.heap) {
			break
		}
		if down+1 < len(h.heap) && h.x.better(h.heap[down+1], h.heap[down]) > 0 {
			down++
		}
		if h.x.better(h.heap[down], s) < 0 {
			break
		}
		h.heap[i] = h.heap[down]
		i = down
	}
	h.heap[i] = s
}

// bar is the standing that headSize rows are known to reach; 0 while that is not known.
type bar struct{ atomic.Int64 }

func (b *bar) standing() int { return int(b.Load()) }

func (b *bar) score() int { return b.standing() >> 16 }

// raise lifts the bar to the last of a full heap.
func (b *bar) raise(h *best) {
	if !h.full() {
		return
	}
	least := int64(h.heap[0].standing)
	for seen := b.Load(); seen < least && !b.CompareAndSwap(seen, least); seen = b.Load() {
	}
}

// contest is a ranking of the first: a judge and a heap for each goroutine, and the bar that both know.
type contest struct {
	bar
	judges [2]*judge
	heaps  [2]best
}

// head ranks the first of the matches. likely are rows that may be among them: their scores are a first bar. No row is looked at twice.
func (k *ranking) head(matches rowSet, likely []Row) []Row {
	x := k.x
	if k.most == 0 {
		return x.smallest(matches, headSize)
	}
	c := &contest{judges: [2]*judge{k.judge(&x.grids[0]), k.judge(&x.grids[1])}, heaps: [2]best{{x: x}, {x: x}}}
	left, first := slices.Clone(matches), &c.heaps[0]
	for _, r := range likely {
		if left.has(int(r)) {
			left.put(int(r), false)
			first.offer(c.judges[0].scored(r))
		}
	}
	c.raise(first)
	if c.judges[0].shortest(left, first, &c.bar) {
		return x.rows(c.first())
	}
	if len(matches) >= headSize { // a smaller sample would tell nothing
		c.hold(left, (*judge).sample)
		if both := c.first(); len(both) == headSize {
			c.floor(both[headSize-1])
		}
	} else if first.full() {
		c.floor(first.heap[0])
	}
	c.hold(left, (*judge).block)
	return x.rows(c.first())
}

// smallest are the first n of the matches by their names' sizes: of those that score nothing.
func (x *Index) smallest(matches rowSet, n int) (rows []Row) {
	for _, r := range x.bySizes.rows {
		if len(rows) == n {
			break
		}
		if matches.has(int(r)) {
			rows = append(rows, r)
		}
	}
	return rows
}

// hold has the judges offer what is left of the matches, block by block.
func (c *contest) hold(left rowSet, offer func(j *judge, left rowSet, block int, h *best, b *bar)) {
	x := c.judges[0].ranking.x
	x.share(blocksOf(left), func(g *grid, n int) {
		i := x.which(g)
		offer(c.judges[i], left, n, &c.heaps[i], &c.bar)
	})
}

// floor says that nothing behind a row is among the first.
func (c *contest) floor(s scored) { c.heaps[0].floor, c.heaps[1].floor = &s, &s }

// first are the first of all that was offered, in order.
func (c *contest) first() []scored {
	all := slices.Concat(c.heaps[0].heap, c.heaps[1].heap)
	slices.SortFunc(all, c.heaps[0].x.better)
	return all[:min(len(all), headSize)]
}

// shortest offers the matches with the shortest names, which raises the bar. It reports whether they are all there is to
// look at: enough of them score the most that any name can.
func (j *judge) shortest(left rowSet, h *best, b *bar) bool {
	x := j.ranking.x
	order := x.bySizes.rows
	j.expect(b.score())
	for _, r := range order[:min(len(order), max(len(order)/256, headSize))] {
		if !left.has(int(r)) {
			continue
		}
		most := scored{standing(j.ranking.most, x.keys.size[r]), r}
		if h.full() && x.better(h.heap[0], most) < 0 {
			return true
		}
		left.put(int(r), false)
		if standing(j.atMost(r), x.keys.size[r]) < b.standing() {
			continue
		}
		h.offer(j.scored(r))
		b.raise(h)
	}
	return false
}

// sample offers one match of each 64 rows of a block, which raises the bar: what is common stands high in it.
func (j *judge) sample(left rowSet, n int, h *best, b *bar) {
	j.expect(b.score())
	for w := range wordsOf(left, n) {
		if set := left[w]; set != 0 {
			left[w] = set & (set - 1)
			j.offer(w, set&-set, h, b)
		}
	}
}

// block offers the rows of a block.
func (j *judge) block(left rowSet, n int, h *best, b *bar) {
	j.expect(b.score())
	for w := range wordsOf(left, n) {
		if set := left[w]; set != 0 {
			j.offer(w, set, h, b)
		}
	}
}

// offer offers those rows of a word whose bound reaches the bar. The cheapest question comes first: most rows of a short term are too
// long already, and of equals, which may be tens of thousands, all but the first are told by their names, unscored.
func (j *judge) offer(w int, rows uint64, h *best, b *bar) {
	sizes := j.ranking.x.keys.size
	for rows = j.read(w, rows); rows != 0; rows &= rows - 1 {
		r, needed := Row(w<<6|bits.TrailingZeros64(rows)), b.standing()
		if standing(j.ranking.most, sizes[r]) < needed {
			continue
		}
		most := scored{standing(j.bounded(r), sizes[r]), r}
		if most.standing < needed || !h.wants(most) {
			continue
		}
		if s := j.scored(r); s.standing >= needed {
			h.offer(s)
			b.raise(h)
		}
	}
}
