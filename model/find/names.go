package find

import (
	"bytes"
	"math/bits"
	"slices"
	"strings"
)

// block is how many rows one goroutine looks at before it takes the next.
const (
	blockWords = 32
	blockRows  = blockWords * 64
)

// termKey tells terms apart that match different names; negation is for the caller.
type termKey struct {
	kind      kind
	sensitive bool
	text      string
}

func keyOf(t *term) termKey { return termKey{t.kind, t.sensitive, t.text} }

// nameMatches are the names a term matches. Names never change, so this only ever grows with new rows.
type nameMatches struct {
	term term
	rows rowSet
	done int // rows looked at
	// ends is where the leftmost match of each matching row ends, a block's rows in order: the next character typed
	// is sought from there. Only fuzzy terms in lower case keep it.
	ends [][]uint16
	used int // when it was last asked for
}

// needle is a term made ready for matching bytes.
type needle struct {
	term  *term
	bytes []byte
	need  uint64 // what a name must have
	ascii bool
	only  bool // having need is the whole match
}

func (x *Index) needle(t *term) needle {
	n := needle{term: t, bytes: []byte(t.text)}
	n.ascii = isASCII(n.bytes)
	folded := bytes.Clone(n.bytes)
	foldASCII(folded)
	for _, b := range folded {
		n.need |= 1 << x.abc.bit[b]
	}
	n.only = len(folded) == 1 && x.abc.sole[folded[0]] && !t.sensitive && (t.kind == fuzzy || t.kind == exact)
	return n
}

// matching gives the names that a term matches, from what is known of the terms typed before it.
func (x *Index) matching(t *term) *nameMatches {
	k := keyOf(t)
	m, ok := x.terms[k]
	if !ok {
		m = &nameMatches{term: *t}
		m.term.negated = false
	}
	if total := x.names.len(); !ok || m.done < total {
		m = x.extended(m, total)
		x.terms[k] = m
	}
	x.clock++
	m.used = x.clock
	return m
}

// ancestor is the nearest known term whose matches hold all of m's, up to date.
func (x *Index) ancestor(m *nameMatches) *nameMatches {
	if m.done > 0 {
		return nil
	}
	t := &m.term
	wider := map[kind][]kind{
		fuzzy: {fuzzy}, exact: {exact, fuzzy}, word: {exact, fuzzy}, prefix: {prefix, exact, fuzzy}, suffix: {exact, fuzzy},
		equal: {prefix, exact, fuzzy},
	}[t.kind]
	ascii := isASCII([]byte(t.text))
	folded := strings.ToLower(t.text)
	for n := len(t.text); n > 0; n-- {
		for _, k := range wider {
			if !ascii && k != t.kind {
				continue // kinds fold letters beyond ASCII differently
			}
			keys := []termKey{{k, t.sensitive, t.text[:n]}}
			if ascii && t.sensitive {
				keys = append(keys, termKey{k, false, folded[:n]})
			}
			for _, key := range keys {
				if p := x.terms[key]; p != nil && p != m && p.done == x.names.len() {
					return p
				}
			}
		}
	}
	return nil
}

// extended is what is known of a term with the rows from m.done to total looked at. What is known stays as it is: a search may
// be given up.
func (x *Index) extended(m *nameMatches, total int) *nameMatches {
	n, from := x.needle(&m.term), x.ancestor(m)
	more := &nameMatches{term: m.term, done: m.done, rows: m.rows.grown((total + 63) / 64)}
	blocks := blocksOf(more.rows)
	if m.keepsEnds(n) {
		more.ends = append(slices.Clone(m.ends), make([][]uint16, blocks-len(m.ends))...)
	}
	first := m.done / blockRows
	x.share(blocks-first, func(g *grid, i int) {
		s := scanner{x: x, g: g, n: n, m: more, from: from, total: total}
		s.block(first + i)
	})
	more.done = total
	return more
}

func (m *nameMatches) keepsEnds(n needle) bool {
	return m.term.kind == fuzzy && !m.term.sensitive && n.ascii && !n.only
}

// scanner looks at one block of rows for one term.
type scanner struct {
	x     *Index
	g     *grid
	n     needle
	m     *nameMatches
	from  *nameMatches // candidates; nil: all rows
	total int
}

func (s *scanner) block(b int) {
	lo, hi := b*blockWords, min((b+1)*blockWords, len(s.m.rows))
	var ends, starts []uint16
	keep := s.m.keepsEnds(s.n)
	if keep {
		ends = s.m.ends[b]
	}
	step := s.step()
	if step {
		starts = s.from.ends[b]
	}
	if keep {
		room := len(ends)
		for w := lo; w < hi; w++ {
			room += bits.OnesCount64(s.candidates(w))
		}
		ends = slices.Grow(ends, room-len(ends))
	}
	at := 0
	for w := lo; w < hi; w++ {
		set := s.candidates(w)
		found := uint64(0)
		for ; set != 0; set &= set - 1 {
			r := Row(w<<6 | bits.TrailingZeros64(set))
			start := 0
			if step {
				start = int(starts[at])
				at++
			}
			if end, ok := s.matches(r, start, step); ok {
				found |= set & -set
				if keep {
					ends = append(ends, uint16(end))
				}
			}
		}
		s.m.rows[w] |= found
	}
	if keep {
		s.m.ends[b] = ends
	}
}

// candidates are the rows of a word that are to be looked at.
func (s *scanner) candidates(w int) uint64 {
	if s.from == nil {
		return s.unseen(w)
	}
	return s.from.rows[w] & s.unseen(w)
}

// step tells whether the term is the candidates' term and one more character.
func (s *scanner) step() bool {
	return s.from != nil && s.from.ends != nil && s.m.keepsEnds(s.n) && len(s.n.bytes) == len(s.from.term.text)+1
}

// unseen masks the rows of a word that are yet to be looked at.
func (s *scanner) unseen(w int) uint64 {
	mask := ^uint64(0)
	if first := s.m.done - w<<6; first > 0 {
		mask = ^uint64(0) << min(first, 64)
		if first >= 64 {
			mask = 0
		}
	}
	if rest := s.total - w<<6; rest < 64 {
		mask &= 1<<max(rest, 0) - 1
	}
	return mask
}

// matches decides one row. start is where the match of all but the last character ended, if step.
func (s *scanner) matches(r Row, start int, step bool) (end int, ok bool) {
	x := s.x
	has := x.keys.has[r]
	if has&s.n.need != s.n.need || !s.n.ascii {
		if has != 0 {
			return 0, false
		}
		_, _, ok = s.g.matchText(s.n.term, spread(string(x.original(r))), false)
		return 0, ok
	}
	if s.n.only {
		return 0, true
	}
	if step {
		i := bytes.IndexByte(x.names.at(int(r))[start:], s.n.bytes[len(s.n.bytes)-1])
		return start + i + 1, i >= 0
	}
	name := x.names.at(int(r))
	if s.n.term.sensitive {
		name = x.original(r)
	}
	if s.n.term.kind == fuzzy {
		return subsequence(name, s.n.bytes)
	}
	return 0, s.exactly(r, name)
}

func subsequence(name, pat []byte) (end int, ok bool) {
	for _, b := range pat {
		i := bytes.IndexByte(name[end:], b)
		if i < 0 {
			return 0, false
		}
		end += i + 1
	}
	return end, true
}

func (s *scanner) exactly(r Row, name []byte) bool {
	pat := s.n.bytes
	switch s.n.term.kind {
	case exact:
		return bytes.Contains(name, pat)
	case word:
		if !bytes.Contains(name, pat) {
			return false
		}
		_, _, ok := s.g.matchText(s.n.term, spread(string(s.x.original(r))), false)
		return ok
	}
	return anchor(s.n.term.kind, name, pat) >= 0
}

// anchor is where an anchored term stands in an ASCII name, -1 where it does not.
func anchor(k kind, name, pat []byte) int {
	from, to := innerASCII(name)
	if spaceASCII(pat[0]) {
		from = 0
	}
	if spaceASCII(pat[len(pat)-1]) {
		to = len(name)
	}
	switch {
	case k == prefix && bytes.HasPrefix(name[from:], pat):
		return from
	case k == suffix && bytes.HasSuffix(name[:to], pat):
		return to - len(pat)
	case k == equal && from <= to && bytes.Equal(name[from:to], pat):
		return from
	}
	return -1
}
