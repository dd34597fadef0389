package find

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync"
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

// best keeps the first of what two goroutines offer, in a heap with the last of them on top.
type best struct {
	x    *Index
	mu   sync.Mutex
	heap []scored
	last atomic.Uint64 // of a full heap, standing and row: nothing behind it is among the first; 0 until there is one
}

// standing is what a row must reach, at least.
func (h *best) standing() int { return int(h.last.Load() >> 32) }

func (h *best) score() int { return h.standing() >> 16 }

// wants reports whether a row that stands so, or lower, may be among the first.
func (h *best) wants(s scored) bool {
	last := h.last.Load()
	if at := int(last >> 32); s.standing != at || last == 0 {
		return s.standing >= at
	}
	return h.x.byName(s.row, Row(uint32(last))) < 0
}

// offer takes a row in if it is among the first.
func (h *best) offer(s scored) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case len(h.heap) < headSize:
		h.heap = append(h.heap, s)
		h.rise()
	case h.x.better(s, h.heap[0]) < 0:
		h.sink(s)
	}
	if len(h.heap) == headSize {
		last := h.heap[0]
		h.last.Store(uint64(min(last.standing, math.MaxUint32))<<32 | uint64(last.row))
	}
}

// rise puts what was added where it belongs.
func (h *best) rise() {
	for i := len(h.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if h.x.better(h.heap[i], h.heap[up]) < 0 {
			break
		}
		h.heap[i], h.heap[up] = h.heap[up], h.heap[i]
		i = up
	}
}

// sink puts a row in the place of the last.
func (h *best) sink(s scored) {
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

// head ranks the first of the matches. likely are rows that may be among them, and are looked at before others. No row is scored twice.
func (k *ranking) head(matches rowSet, likely []Row) []Row {
	x := k.x
	if k.most == 0 {
		return x.smallest(matches, headSize)
	}
	h, judges := &best{x: x}, [2]*judge{k.judge(&x.grids[0]), k.judge(&x.grids[1])}
	left := slices.Clone(matches)
	for _, r := range likely {
		if left.has(int(r)) {
			left.put(int(r), false)
			h.offer(judges[0].scored(r))
		}
	}
	if judges[0].shortest(left, h) {
		return x.first(h.heap)
	}
	hold := func(offer func(j *judge, left rowSet, block int, h *best)) {
		x.share(blocksOf(left), func(g *grid, n int) { offer(judges[x.which(g)], left, n, h) })
	}
	if len(matches) >= headSize { // a smaller sample would tell nothing
		hold((*judge).sample)
	}
	hold((*judge).block)
	return x.first(h.heap)
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

// shortest offers the matches with the shortest names. It reports whether they are all there is to look at: enough of them score the
// most that any name can.
func (j *judge) shortest(left rowSet, h *best) bool {
	x := j.ranking.x
	order := x.bySizes.rows
	j.expect(h.score())
	for _, r := range order[:min(len(order), max(len(order)/256, headSize))] {
		if !left.has(int(r)) {
			continue
		}
		if !h.wants(scored{standing(j.ranking.most, x.keys.size[r]), r}) {
			return true
		}
		left.put(int(r), false)
		if h.wants(scored{standing(j.atMost(r), x.keys.size[r]), r}) {
			h.offer(j.scored(r))
		}
	}
	return false
}

// sample offers one match of each 64 rows of a block: what is common stands high in it, and others soon need no score.
func (j *judge) sample(left rowSet, n int, h *best) {
	j.expect(h.score())
	for w := range wordsOf(left, n) {
		if set := left[w]; set != 0 {
			left[w] = set & (set - 1)
			j.offer(w, set&-set, h)
		}
	}
}

// block offers the rows of a block.
func (j *judge) block(left rowSet, n int, h *best) {
	j.expect(h.score())
	for w := range wordsOf(left, n) {
		if set := left[w]; set != 0 {
			j.offer(w, set, h)
		}
	}
}

// offer offers those rows of a word whose bound is wanted. The cheapest question comes first: most rows of a short term are too
// long already, and of equals, which may be tens of thousands, all but the first are told by their names, unscored.
func (j *judge) offer(w int, rows uint64, h *best) {
	sizes := j.ranking.x.keys.size
	for rows = j.read(w, rows); rows != 0; rows &= rows - 1 {
		r := Row(w<<6 | bits.TrailingZeros64(rows))
		if standing(j.ranking.most, sizes[r]) < h.standing() || !h.wants(scored{standing(j.bounded(r), sizes[r]), r}) {
			continue
		}
		if s := j.scored(r); h.wants(s) {
			h.offer(s)
		}
	}
}
