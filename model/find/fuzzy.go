package find

// grid is the scratch memory of the plain alignment; one goroutine at a time.
type grid struct {
	score, chain []int16
	first        []int
	places       []int // of the last match
}

// align finds the best alignment of pat in line as a subsequence: a Smith-Waterman table in which no character of
// pat may be left out. bonus is what each place of line earns. Positions come last first, if wanted, and are valid until the next match.
//
// A cell is the best score of pat[:i+1] ending at or before a column, chain the length of the run of adjacent matches
// that ends there.
func (g *grid) align(line, pat []rune, bonus []int16, positions bool) (score int, pos []int, ok bool) {
	last, ok := g.leftmost(line, pat)
	if !ok {
		return 0, nil, false
	}
	if len(pat) == 1 {
		best, at := single(line, pat[0], bonus)
		g.places = append(g.places[:0], at)
		return best, g.places, true
	}
	from := g.first[0]
	width := last - from + 1
	g.resize(width * len(pat))
	g.head(line[from:last+1], pat[0], bonus[from:])
	best, at := int16(0), 0
	for i := 1; i < len(pat); i++ {
		best, at = g.row(i, width, line[from:last+1], pat[i], bonus[from:])
	}
	if positions {
		pos = g.trace(len(pat), width, at)
	}
	return int(best), pos, true
}

// leftmost notes where each character of pat is first found in order, and returns the last place of its last one.
func (g *grid) leftmost(line, pat []rune) (last int, ok bool) {
	g.first = g.first[:0]
	for i, r := range line {
		if k := len(g.first); k < len(pat) {
			if r == pat[k] {
				g.first = append(g.first, i)
				last = i
			}
		} else if r == pat[len(pat)-1] {
			last = i
		}
	}
	return last, len(g.first) == len(pat)
}

// single scores a pattern of one character: the first word boundary that has it, else the best place.
func single(line []rune, r rune, bonus []int16) (score, at int) {
	for i, c := range line {
		if c != r {
			continue
		}
		if s := scoreMatch + int(bonus[i])*firstFactor; s > score {
			score, at = s, i
		}
		if bonus[i] >= bonusBoundary {
			break
		}
	}
	return score, at
}

func (g *grid) resize(n int) {
	if cap(g.score) < n {
		g.score, g.chain = make([]int16, n), make([]int16, n)
	}
	g.score, g.chain = g.score[:n], g.chain[:n]
	clear(g.chain)
}

func (g *grid) head(line []rune, r rune, bonus []int16) {
	left, gap := int16(0), false
	for j, c := range line {
		if c == r {
			left = scoreMatch + bonus[j]*firstFactor
			g.chain[j] = 1
			gap = false
		} else {
			left = max(0, left+gapCost(gap))
			gap = true
		}
		g.score[j] = left
	}
}

func gapCost(open bool) int16 {
	if open {
		return gapExtension
	}
	return gapStart
}

func (g *grid) row(i, width int, line []rune, r rune, bonus []int16) (best int16, at int) {
	score, chain := g.score[i*width:(i+1)*width], g.chain[i*width:(i+1)*width]
	above, runs := g.score[(i-1)*width:i*width], g.chain[(i-1)*width:i*width]
	left, gap := int16(0), false
	for j := g.first[i] - g.first[0]; j < width; j++ {
		skip := left + gapCost(gap)
		take, run := int16(0), int16(0)
		if line[j] == r {
			b := bonus[j]
			run = runs[j-1] + 1
			if run > 1 {
				start := bonus[j-int(run)+1]
				if b >= bonusBoundary && b > start {
					run = 1
				} else {
					b = max(b, bonusChain, start)
				}
			}
			take = above[j-1] + scoreMatch
			if take+b < skip {
				take += bonus[j]
				run = 0
			} else {
				take += b
			}
		}
		gap = take < skip
		left = max(take, skip, 0)
		score[j], chain[j] = left, run
		if left > best {
			best, at = left, j
		}
	}
	return best, at
}

// trace walks back from the best cell of the last row. Among equals it prefers to stay in a run.
func (g *grid) trace(rows, width, at int) []int {
	pos := g.places[:0]
	prefer := true
	offset := g.first[0]
	for i, j := rows-1, at; ; j-- {
		s := g.score[i*width+j]
		var diagonal, left int16
		if i > 0 && j+offset >= g.first[i] {
			diagonal = g.score[(i-1)*width+j-1]
		}
		if j+offset > g.first[i] {
			left = g.score[i*width+j-1]
		}
		chained := g.chain[i*width+j] > 1 || (i+1)*width+j+1 < len(g.chain) && g.chain[(i+1)*width+j+1] > 0
		if s > diagonal && (s > left || s == left && prefer) {
			pos = append(pos, j+offset)
			if i == 0 {
				g.places = pos
				return pos
			}
			i--
		}
		prefer = chained
	}
}
