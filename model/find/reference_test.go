package find

import (
	"cmp"
	"slices"
	"time"
)

// slowFind is the finder as its promises read, one row after the other: what the real one is compared with.
func (x *Index) slowFind(query string, v View, o Order, now time.Time) []Row {
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
		hits = append(hits, hit{r, tier, score, min(to-from, 0xFFFF), x.sortKey(r, o, micros(now))})
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
	var out []Row
	for _, h := range hits {
		out = append(out, h.r)
	}
	return out
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
		score, _, ok := x.grids[0].matchText(tm, t, false)
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
