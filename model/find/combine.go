package find

import "slices"

// tiers gives the matches of a query within a view: those by name alone, those that need descriptions, those that
// need tags.
func (x *Index) tiers(q Query, view rowSet) [3]rowSet {
	n := len(view)
	out := [3]rowSet{slices.Clone(view), nil, nil}
	rest := [3]rowSet{nil, slices.Clone(view), slices.Clone(view)}
	deeper := false
	for _, set := range q.sets {
		names := make(rowSet, n)
		fields := [3]rowSet{nil, make(rowSet, n), make(rowSet, n)}
		for i := range set {
			t := &set[i]
			names.join(x.rowsOf(t), t.negated)
			if t.inFields() {
				f := x.inFields(t)
				fields[1].join(f.descs, false)
				fields[2].join(f.tags, false)
				deeper = deeper || len(f.descs) > 0 || len(f.tags) > 0
			}
		}
		fields[1].join(names, false)
		fields[2].join(fields[1], false)
		out[0].meet(names)
		rest[1].meet(fields[1])
		rest[2].meet(fields[2])
	}
	if deeper {
		rest[1].without(out[0])
		rest[2].without(out[0])
		rest[2].without(rest[1])
		out[1], out[2] = rest[1], rest[2]
	}
	return out
}

// rowsOf are the rows whose name, or whatever a qualified term asks for, matches; negation aside.
func (x *Index) rowsOf(t *term) rowSet {
	if t.kind.qualified() {
		return x.inFields(t).descs
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
	return 8 * (len(f.descs) + len(f.tags) + len(f.words) + len(f.texts) + len(f.sets))
}
