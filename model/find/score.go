package find

import "bytes"

// scorer gives the score of terms on ASCII names, from nothing but the places where they match; one goroutine at a
// time. It agrees with grid, which fills the whole table.
type scorer struct {
	x     *Index
	g     *grid
	above []spot
	row   []spot

	alignments []*alignment // one of each term
}

// spot is a match of one character of the pattern: its column, the best score ending there, the length of the run of
// adjacent matches, and whether the score comes from a gap that runs on.
type spot struct {
	at    int32
	score int32
	run   int32
	gap   bool
}

// after is the score d columns right of the spot.
func (s spot) after(d int32) int32 {
	switch {
	case d == 0:
		return s.score
	case s.gap:
		return max(0, s.score-d)
	}
	return max(0, s.score+gapStart-(d-1))
}

// term is the score of one term on a row that it matches.
func (s *scorer) term(n *needle, r Row) int {
	x := s.x
	if x.keys.odd(r) || n.term.kind == word {
		score, _, _ := s.g.matchText(n.term, spread(string(x.original(r))), false)
		return score
	}
	plain, line := x.original(r), x.names.at(int(r))
	if n.term.sensitive {
		line = plain
	}
	switch n.term.kind {
	case fuzzy:
		if len(n.bytes) == 1 {
			return s.single(plain, line, n.bytes[0])
		}
		in := window{bytes: line}
		if len(line) > mostSpots {
			in = windowOf(line, n.bytes)
		}
		if len(n.bytes) == 2 && len(in.bytes) <= mostSpots {
			return s.two(plain, in, n.bytes)
		}
		led := s.alignment(n).led
		switch {
		case x.keys.start[r] == anyStart:
			return s.fuzzy(plain, line, n.bytes, 0)
		case !bytes.HasPrefix(line, n.bytes[:led]):
			return 0
		case len(in.bytes) > mostSpots:
			return s.fuzzy(plain, line, n.bytes, led)
		}
		return s.short(n, plain, in)
	case exact:
		return s.exact(plain, line, n.bytes)
	case equal:
		return equalScore(len(n.bytes))
	}
	return s.run(plain, anchor(n.term.kind, line, n.bytes), len(n.bytes))
}

func (s *scorer) bonus(plain []byte, at int) int32 {
	before := white
	if at > 0 {
		before = s.x.abc.class[plain[at-1]]
	}
	return int32(s.x.abc.bonus[before][s.x.abc.class[plain[at]]])
}

func (s *scorer) single(plain, line []byte, b byte) int {
	best := int32(0)
	for at := bytes.IndexByte(line, b); at >= 0; {
		bonus := s.bonus(plain, at)
		best = max(best, scoreMatch+bonus*firstFactor)
		if bonus >= bonusBoundary {
			break
		}
		i := bytes.IndexByte(line[at+1:], b)
		if i < 0 {
			break
		}
		at += 1 + i
	}
	return int(best)
}

func (s *scorer) exact(plain, line, pat []byte) int {
	best, place := int32(-1), 0
	for at := 0; ; at++ {
		i := bytes.Index(line[at:], pat)
		if i < 0 {
			break
		}
		at += i
		bonus := s.bonus(plain, at)
		if at == 0 {
			bonus = bonusWhite
		}
		if bonus > best {
			best, place = bonus, at
		}
		if bonus >= bonusBoundary {
			break
		}
	}
	return s.run(plain, place, len(pat))
}

// run is the score of n adjacent matches.
func (s *scorer) run(plain []byte, from, n int) int {
	score, start := int32(scoreMatch*n), int32(0)
	for i := range n {
		b := s.bonus(plain, from+i)
		if i == 0 {
			start = b
			score += b * firstFactor
			continue
		}
		if b >= bonusBoundary && b > start {
			start = b
		}
		score += max(b, start, bonusChain)
	}
	return int(score)
}

// fuzzy is the score of the best alignment of a pattern with a name that begins with led characters of it. Row by row it visits only the
// columns with the pattern's character, from where the leftmost alignment has it to where enough is left for the rest.
func (s *scorer) fuzzy(plain, line, pat []byte, led int) int {
	last := len(pat) - 1
	end := bytes.LastIndexByte(line, pat[last])
	s.above = s.above[:0]
	first, best := led-1, ledScore(led)
	if led > 0 {
		s.above = append(s.above, spot{int32(first), best, int32(led), false})
	} else {
		led, first = 1, bytes.IndexByte(line, pat[0])
		for at := first; at >= 0 && at <= end-last; at = next(line, pat[0], at) {
			s.above = append(s.above, spot{int32(at), scoreMatch + s.bonus(plain, at)*firstFactor, 1, false})
		}
	}
	for i := led; i <= last; i++ {
		first = next(line, pat[i], first)
		best = s.next(plain, line, pat[i], first, end-(last-i))
		s.above, s.row = s.row, s.above
	}
	return int(best)
}

func next(line []byte, b byte, at int) int {
	i := bytes.IndexByte(line[at+1:], b)
	if i < 0 {
		return -1
	}
	return at + 1 + i
}

// next fills s.row from s.above.
func (s *scorer) next(plain, line []byte, b byte, first, limit int) int32 {
	s.row = s.row[:0]
	best, k := int32(0), 0 // above[:k] lie left of the column
	var left spot
	have := false
	for at := first; at >= 0 && at <= limit; at = next(line, b, at) {
		col := int32(at)
		for k < len(s.above) && s.above[k].at < col {
			k++
		}
		diagonal, run := int32(0), int32(1)
		if k > 0 {
			d := s.above[k-1]
			diagonal = d.after(col - 1 - d.at)
			if d.at == col-1 {
				run = d.run + 1
			}
		}
		take := s.take(plain, at, diagonal, &run, left, have)
		here := spot{at: col, score: take, run: run}
		if have {
			if skip := left.skip(col); take < skip {
				here.score, here.gap = skip, true
			}
		}
		s.row = append(s.row, here)
		best = max(best, here.score)
		left, have = here, true
	}
	return best
}

// skip is the score of not matching at col.
func (s spot) skip(col int32) int32 {
	d := col - s.at
	if s.gap {
		return s.score - d
	}
	return s.score + gapStart - (d - 1)
}

func (s *scorer) take(plain []byte, at int, diagonal int32, run *int32, left spot, have bool) int32 {
	own := s.bonus(plain, at)
	b := own
	if *run > 1 {
		start := s.bonus(plain, at-int(*run)+1)
		if own >= bonusBoundary && own > start {
			*run = 1
		} else {
			b = max(own, bonusChain, start)
		}
	}
	take := diagonal + scoreMatch
	if have && take+b < left.skip(int32(at)) {
		*run = 0
		return take + own
	}
	return take + b
}
