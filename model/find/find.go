package find

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// Result is what a query found, in order. It is valid until the index changes or is asked again.
type Result struct {
	rows []Row
	at   map[Row]int
}

// Len is the exact number of matches.
func (f *Result) Len() int { return len(f.rows) }

// Row is the i-th match.
func (f *Result) Row(i int) Row { return f.rows[i] }

// Pos is the place of a row among the matches.
func (f *Result) Pos(r Row) (int, bool) {
	i, ok := f.at[r]
	return i, ok
}

// Find answers a query over one view. Names that match come first, ranked as fzf ranks them: by score, then by the
// shorter name, then by name; after them what matches with the help of descriptions, then of tags. A query that gives
// no scores (nothing, only negations, only tag: and its like) keeps the order o. now decides what a deadline in the
// future means.
func (x *Index) Find(query string, v View, o Order, now time.Time) *Result {
	q := Parse(query)
	type hit struct {
		r     Row
		tier  Field
		score int
		len   int
		key   int64
	}
	var hits []hit
	for i := range x.alive[v].all {
		r := Row(i)
		t := spread(string(x.original(r)))
		tier, score, ok := x.judge(q, r, t)
		if !ok {
			continue
		}
		from, to := t.inner()
		hits = append(hits, hit{r, tier, score, min(to-from, 0xFFFF), x.sortKey(r, o, now)})
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if !q.ranked {
			if o.By == Name && o.Descending {
				return x.byName(b.r, a.r)
			}
			return cmp.Or(cmp.Compare(a.key, b.key), x.byName(a.r, b.r))
		}
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score), cmp.Compare(a.len, b.len), x.byName(a.r, b.r))
	})
	f := &Result{at: map[Row]int{}}
	for i, h := range hits {
		f.rows = append(f.rows, h.r)
		f.at[h.r] = i
	}
	return f
}

// byName is the order of names, bytewise; the same name again comes in the order of ARNs.
func (x *Index) byName(a, b Row) int {
	if c := bytes.Compare(x.original(a), x.original(b)); c != 0 || a == b {
		return c
	}
	return cmp.Or(cmp.Compare(x.arn(a), x.arn(b)), cmp.Compare(a, b))
}

const never = 1<<63 - 1

// sortKey is what a row is ordered by: the smaller the earlier.
func (x *Index) sortKey(r Row, o Order, now time.Time) int64 {
	var k int64
	switch o.By {
	case Changed:
		k = x.changed[r]
	case Accessed:
		k = x.accessed[r]
	case Created:
		k = x.created[r]
	case Deadline:
		k = micros(x.Deadline(r, now).Earliest)
	default:
		return 0
	}
	switch {
	case k == 0:
		return never
	case o.Descending:
		return -k
	}
	return k
}

// judge tells by which field a row matches, and the score of the terms that match its name.
func (x *Index) judge(q Query, r Row, t *text) (tier Field, score int, ok bool) {
	for _, set := range q.sets {
		field, s, ok := x.judgeSet(set, r, t)
		if !ok {
			return 0, 0, false
		}
		tier = max(tier, field)
		score += s
	}
	return tier, score, true
}

func (x *Index) judgeSet(set []term, r Row, t *text) (Field, int, bool) {
	matched := false
	for i := range set {
		tm := &set[i]
		if tm.kind.qualified() {
			matched = matched || x.holds(tm, r) != tm.negated
			continue
		}
		score, _, ok := x.grid.matchText(tm, t, false)
		if ok && !tm.negated {
			return InName, score, true
		}
		matched = matched || ok != tm.negated
	}
	if matched {
		return InName, 0, true
	}
	for i := range set {
		if tm := &set[i]; tm.inFields() && contains(x.words, x.descs[r], tm) {
			return InDescription, 0, true
		}
	}
	for i := range set {
		tm := &set[i]
		if tm.inFields() && x.sets.each(x.tags[r], func(text, _ uint32) bool { return contains(x.sets.texts, text, tm) }) {
			return InTags, 0, true
		}
	}
	return 0, 0, false
}
