package find

import "slices"

// tiers gives the matches of a query within a view: those by name alone, those that need descriptions, those that
// need tags.
func (x *Index) tiers(q Query, view rowSet) [3]rowSet {
	out := [3]rowSet{slices.Clone(view), nil, nil}
	names := make([]rowSet, len(q.sets))
	deeper := false
	for i, set := range q.sets {
		names[i] = make(rowSet, len(view))
		for k := range set {
			names[i].join(x.rowsOf(&set[k], view), set[k].negated)
			deeper = deeper || set[k].inFields()
		}
		out[0].meet(names[i])
	}
	if !deeper {
		return out
	}
	described, tagged := slices.Clone(view), slices.Clone(view)
	described.without(out[0])
	tagged.without(out[0])
	for i, set := range q.sets {
		descs, tags := names[i], make(rowSet, len(view))
		among := slices.Clone(tagged)
		among.without(names[i])
		for k := range set {
			if t := &set[k]; t.inFields() {
				f := x.inFields(t, among)
				descs.join(f.descs, false)
				tags.join(f.tags, false)
			}
		}
		tags.join(descs, false)
		described.meet(descs)
		tagged.meet(tags)
	}
	tagged.without(described)
	out[1], out[2] = described, tagged
	return out
}

// rowsOf are the rows, of a view at least, whose name, or whatever a qualified term asks for, matches; negation aside.
func (x *Index) rowsOf(t *term, view rowSet) rowSet {
	switch {
	case t.kind == described:
		return x.inFields(t, view).descs
	case t.kind.qualified():
		return x.inFields(t, view).tags
	}
	return x.matching(t).rows
}

// ranking readies the terms that give scores.
func (x *Index) ranking(q Query) *ranking {
	k := &ranking{x: x}
	for _, set := range q.sets {
		var ranked []rankedTerm
		most := 0
		for i := range set {
			t := &set[i]
			if t.negated || t.kind.qualified() {
				continue
			}
			n := x.needle(t)
			rt := rankedTerm{rows: x.matching(t).rows, n: n, bound: x.bound(&n)}
			most = max(most, rt.bound.most)
			ranked = append(ranked, rt)
		}
		if len(ranked) > 0 {
			k.sets = append(k.sets, ranked)
			k.most += most
		}
	}
	return k
}

// memory is how much the matches of earlier terms may take, in bytes.
const memory = 8 << 20

// forget drops what has not been asked for in a while, so that a long session of finding stays small.
func (x *Index) forget() {
	size := 0
	var used []int
	for _, m := range x.terms {
		size += m.size()
		used = append(used, m.used)
	}
	for _, f := range x.found {
		size += f.size()
		used = append(used, f.used)
	}
	if size <= memory {
		return
	}
	slices.Sort(used)
	middle := used[len(used)/2]
	for k, m := range x.terms {
		if m.used < middle {
			delete(x.terms, k)
		}
	}
	for k, f := range x.found {
		if f.used < middle {
			delete(x.found, k)
		}
	}
}

func (m *nameMatches) size() int {
	n := 8 * len(m.rows)
	for _, e := range m.ends {
		n += 2 * cap(e)
	}
	return n
}

func (f *fieldMatches) size() int {
	return 8 * (len(f.looked) + len(f.descs) + len(f.tags) + len(f.read) + len(f.words) + len(f.sets))
}
