package find

import (
	"slices"
	"sort"
	"time"
)

// Result is what a query found, in order. It is valid until the index changes. The empty one has found nothing, of no index.
type Result struct {
	x     *Index
	tiers []*tier // ranked: names, descriptions, tags
	list  *list   // otherwise
	len   int

	asked Query // what was
	view  View
}

// tier is matches of one kind, ranked as far as somebody has looked.
type tier struct {
	*ranking
	rows  rowSet
	count int
	head  []Row
	// likely are the first matches of the query before.
	likely []Row
}

// list is matches in the order of the list, possibly read backwards.
type list struct {
	rows     []Row
	backward bool
	compare  func(a, b Row) int
}

// Len is the exact number of matches.
func (f *Result) Len() int { return f.len }

// Row is the i-th match. The first 200 are at hand; asking for a later one ranks them all, once.
func (f *Result) Row(i int) Row {
	if f.list != nil {
		if f.list.backward {
			i = len(f.list.rows) - 1 - i
		}
		return f.list.rows[i]
	}
	for _, t := range f.tiers {
		if i < t.count {
			t.rankTo(i)
			return t.head[i]
		}
		i -= t.count
	}
	panic("find: row beyond the matches")
}

// Ranked is how many matches, from the first, Row gives at once.
func (f *Result) Ranked() int {
	n := 0
	for _, t := range f.tiers {
		n += len(t.head)
		if len(t.head) < t.count {
			return n
		}
	}
	return f.len
}

// Told reports whether Row gives the matches from one up to another at once.
func (f *Result) Told(from, to int) bool {
	for _, t := range f.tiers {
		if last := min(to, t.count); max(from, 0) < last && last > len(t.head) {
			return false
		}
		from, to = from-t.count, to-t.count
	}
	return true
}

// Has reports whether a row matches.
func (f *Result) Has(r Row) bool {
	if f.list != nil {
		_, ok := f.list.pos(r)
		return ok
	}
	return slices.ContainsFunc(f.tiers, func(t *tier) bool { return t.rows.has(int(r)) })
}

// Pos is the place of a row among the matches. Of a row beyond Ranked it ranks them all, once.
func (f *Result) Pos(r Row) (int, bool) {
	if f.list != nil {
		return f.list.pos(r)
	}
	before := 0
	for _, t := range f.tiers {
		if t.rows.has(int(r)) {
			return before + t.pos(r), true
		}
		before += t.count
	}
	return 0, false
}

func (l *list) pos(r Row) (int, bool) {
	s := sorted{l.rows}
	i, ok := s.pos(r, l.compare)
	if l.backward {
		i = len(l.rows) - 1 - i
	}
	return i, ok
}

func (t *tier) pos(r Row) int {
	if i := slices.Index(t.head[:min(len(t.head), headSize)], r); i >= 0 {
		return i
	}
	t.rankTo(t.count - 1)
	j := t.judge(&t.x.grids[0])
	score := j.score(r)
	return sort.Search(len(t.head), func(i int) bool {
		if s := j.score(t.head[i]); s != score {
			return s < score
		}
		return t.x.bySize(t.head[i], r) >= 0
	})
}

// Find answers a query over one view. Names that match come first, ranked as fzf ranks them: by score, then by the
// shorter name, then by name; after them what matches with the help of descriptions, then of tags. There a term must
// stand as it is, in any case if it has no capitals; each term may be in another field. Anchors and negations speak of
// the name. A query that gives no scores (nothing, only negations, only tag: and its like) keeps the order o. now
// decides what a deletion date in the future means.
func (x *Index) Find(query string, v View, o Order, now time.Time) *Result {
	q := Parse(query)
	if q.Empty() {
		clear(x.terms)
		clear(x.found)
		x.last = nil
		return &Result{x: x, list: x.listing(v, o, now), len: x.count[v]}
	}
	x.forget()
	f := &Result{x: x}
	tiers := x.tiers(q, x.alive[v])
	for _, rows := range tiers {
		f.len += rows.count()
	}
	if !q.ranked {
		f.list = x.listing(v, o, now).only(tiers[0], f.len)
		return f
	}
	k := x.ranking(q)
	f.asked, f.view = q, v
	for i, rows := range tiers {
		if i == 1 && len(k.sets) == 1 { // from here on no name has the only thing that is asked for
			k = &ranking{x: x}
		}
		t := &tier{ranking: k, rows: rows, count: rows.count(), likely: x.likely(i)}
		t.head = x.grown(f, i, t)
		f.tiers = append(f.tiers, t)
	}
	before := 0
	for _, t := range f.tiers { // now, while the last query's matches still help
		if t.count > 0 && before < headSize {
			t.rankTo(0)
		}
		before += t.count
	}
	x.last = f
	return f
}

// All are the rows of a view in an order. It takes nothing from an answer that was given before.
func (x *Index) All(v View, o Order, now time.Time) []Row {
	l := x.listing(v, o, now)
	rows := slices.Clone(l.rows)
	if l.backward {
		slices.Reverse(rows)
	}
	return rows
}

// listing is a whole view in an order.
func (x *Index) listing(v View, o Order, now time.Time) *list {
	if o.By == Name {
		return &list{x.byNames[v].rows, o.Descending, x.byName}
	}
	d := x.inOrder(v, o, now)
	return &list{d.rows, false, x.byDate(d)}
}

// only is the list without what is not in a set.
func (l *list) only(in rowSet, n int) *list {
	out := make([]Row, 0, n)
	for _, r := range l.rows {
		if in.has(int(r)) {
			out = append(out, r)
		}
	}
	return &list{out, l.backward, l.compare}
}

// likely are the first matches of the last query.
func (x *Index) likely(tier int) []Row {
	if x.last == nil || tier >= len(x.last.tiers) {
		return nil
	}
	head := x.last.tiers[tier].head
	return head[:min(len(head), headSize)]
}

// grown is the head of a tier if the last query was the same and few rows have come or left since: of what is ranked all stays where it
// was, and only what came is scored.
func (x *Index) grown(f *Result, i int, t *tier) []Row {
	last := x.last
	if last == nil || last.view != f.view || !last.asked.same(f.asked) {
		return nil
	}
	old := last.tiers[i]
	whole := len(old.head) == old.count
	if !whole && len(old.head) < headSize {
		return nil
	}
	came, left := slices.Clone(t.rows), slices.Clone(old.rows)
	came.without(old.rows)
	left.without(t.rows)
	if came.count() > few {
		return nil
	}
	head := old.head
	if left.count() > 0 {
		head = slices.DeleteFunc(slices.Clone(head), func(r Row) bool { return left.has(int(r)) })
	}
	if !whole && len(head) < len(old.head) {
		return nil // nobody knows what comes after them
	}
	if came.count() > 0 {
		head = t.merged(head, t.few(came))
	}
	if !whole {
		head = head[:headSize]
	}
	return head
}

// merged puts ranked rows in between ranked ones.
func (t *tier) merged(old, fresh []Row) []Row {
	j := t.judge(&t.x.grids[0])
	out, from := make([]Row, 0, len(old)+len(fresh)), 0
	for _, r := range fresh {
		s := j.scored(r)
		at := from + sort.Search(len(old)-from, func(i int) bool { return t.x.better(j.scored(old[from+i]), s) > 0 })
		out = append(append(out, old[from:at]...), r)
		from = at
	}
	return append(out, old[from:]...)
}

// few is a number of matches that is ranked as a whole at once.
const few = 2000

// rankTo makes sure that head reaches the i-th match.
func (t *tier) rankTo(i int) {
	switch {
	case i < len(t.head):
	case i < headSize && t.count > headSize:
		t.head = t.ranking.head(t.rows, t.likely)
	case t.count <= few:
		t.head = t.few(t.rows)
	default:
		t.head = t.all(t.rows)
	}
	t.likely = nil
}
