package find

import "math/bits"

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
	bounds  [][]*bound
	expects int // the score below which none is of interest
}

func (k *ranking) judge(g *grid) *judge {
	j := &judge{ranking: k, scorer: scorer{x: k.x, g: g}}
	for _, set := range k.sets {
		var own []*bound
		for i := range set {
			b := *set[i].bound
			b.known = new([1 << knownBits]answer)
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
	if least <= j.expects {
		return
	}
	j.expects = least
	for i, set := range j.bounds {
		if len(set) == 1 && set[0].text != nil {
			own := least - (j.most - set[0].most)
			set[0].needs(own)
			j.scorer.expect(&j.sets[i][0].n, own)
		}
	}
}

// read readies the bounds of some rows of a word, and gives those that may score enough.
func (j *judge) read(w int, rows uint64) uint64 {
	for _, set := range j.bounds {
		for _, b := range set {
			if b.text != nil && rows != 0 {
				rows = b.read(&j.ranking.x.keys, w, rows)
			}
		}
	}
	return rows
}

// atMost is no less than the score of a row; -1 where that is of no interest.
func (j *judge) atMost(r Row) int {
	if j.read(int(r)>>6, 1<<(r&63)) == 0 {
		return -1
	}
	return j.bounded(r)
}

// bounded is atMost of a row that was read.
func (j *judge) bounded(r Row) int {
	c := &j.ranking.x.columns
	sum := 0
	for _, set := range j.bounds {
		best := 0
		for _, b := range set {
			best = max(best, b.of(c, r))
		}
		sum += best
	}
	return sum
}

// few ranks all of a small number of matches.
func (k *ranking) few(matches rowSet) []Row {
	j := k.judge(&k.x.grids[0])
	var all []scored
	for i := range matches.all {
		all = append(all, j.scored(Row(i)))
	}
	return k.x.first(all)
}

// all ranks every match: scores in row order, then rows in the order of equals dealt out by score.
func (k *ranking) all(matches rowSet) []Row {
	scores := make([]uint16, len(matches)*64)
	judges := [2]*judge{k.judge(&k.x.grids[0]), k.judge(&k.x.grids[1])}
	k.x.share(blocksOf(matches), func(g *grid, b int) {
		j := judges[k.x.which(g)]
		for w := range wordsOf(matches, b) {
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
