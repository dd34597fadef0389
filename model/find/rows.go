package find

import "iter"

// Rows is a set of rows of one index, an eighth of a byte for each row. It says nothing of another index.
type Rows struct {
	set rowSet
	n   int
}

// Len is how many there are.
func (s *Rows) Len() int { return s.n }

// Has reports whether a row is in it.
func (s *Rows) Has(r Row) bool { return s.set.has(int(r)) }

// Put puts a row in, or takes it out.
func (s *Rows) Put(r Row, in bool) {
	switch was := s.Has(r); {
	case was == in:
		return
	case in:
		s.n++
	default:
		s.n--
	}
	s.set.put(int(r), in)
}

// Equal reports whether another set has the same rows.
func (s *Rows) Equal(o *Rows) bool {
	if s.n != o.n {
		return false
	}
	for i := range max(len(s.set), len(o.set)) {
		if s.set.word(i) != o.set.word(i) {
			return false
		}
	}
	return true
}

// Join puts in what is in another set.
func (s *Rows) Join(o *Rows) {
	if short := len(o.set) - len(s.set); short > 0 {
		s.set = append(s.set, make(rowSet, short)...)
	}
	s.set.join(o.set, false)
	s.n = s.set.count()
}

// Without takes out what is in another set.
func (s *Rows) Without(o *Rows) {
	s.set.without(o.set)
	s.n = s.set.count()
}

// Common counts what is in another set too.
func (s *Rows) Common(o *Rows) int {
	both := make(rowSet, len(s.set))
	copy(both, s.set)
	both.meet(o.set)
	return both.count()
}

// All yields them in no order that means anything.
func (s *Rows) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		s.set.all(func(i int) bool { return yield(Row(i)) })
	}
}

// Rows are all that match, whether ranked yet or not.
func (f *Result) Rows() Rows {
	if f.x == nil {
		return Rows{}
	}
	all := Rows{set: make(rowSet, (f.x.names.len()+63)/64)}
	for _, t := range f.tiers {
		all.set.join(t.rows, false)
	}
	if f.list != nil {
		for _, r := range f.list.rows {
			all.set.put(int(r), true)
		}
	}
	all.n = f.len
	return all
}

// Head is what a secret's ARN has before the name, where six characters stand behind that; ok is false for any other ARN.
func (x *Index) Head(r Row) (head string, ok bool) {
	if _, whole := x.whole[r]; whole {
		return "", false
	}
	return x.arnHeads[x.heads[r]], true
}
