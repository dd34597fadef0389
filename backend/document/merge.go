package document

import (
	"bytes"
	"slices"

	"strongroom/backend"
)

// Side is one of the values of a merge.
type Side int

// The sides: the version an edit started from, the one somebody else saved meanwhile, and the edit.
const (
	BaseSide Side = iota
	TheirSide
	YourSide
)

// MergeRow is one value of a merge, by its place: the fields it is on each side, -1 where it is not there.
// In a merge of whole texts there is one row, and its fields are Whole.
type MergeRow struct {
	Path string
	At   [3]int
	// Parents are the objects it is, or would be, in; -1 is the top one.
	Parents [3]int
	State   MergeState
	// ByLine: it is a run of lines of a text, on each side the bytes in Spans; its fields are Lines.
	ByLine bool
	Spans  [3]Span
}

// Whole stands for a value as a whole in a MergeRow.
const Whole = -2

// MergeState tells which side has moved away from the base.
type MergeState int

// The states.
const (
	Unchanged MergeState = iota
	TheirsOnly
	YoursOnly
	BothAlike
	Clash
)

// Merge is three values side by side.
type Merge struct {
	vals [3]backend.Value
	docs [3]Document
	Rows []MergeRow
}

// NewMerge compares three values: JSON objects key by key, texts line by line, all else as a whole. It keeps the values, and
// does not wipe them.
func NewMerge(base, theirs, yours backend.Value) *Merge {
	m := &Merge{vals: [3]backend.Value{base, theirs, yours}}
	objects := true
	for i, v := range m.vals {
		m.docs[i] = Of(v)
		objects = objects && m.docs[i].Kind == KindJSON && !m.docs[i].Array
	}
	switch {
	case objects:
	case m.byLine():
		m.lines()
		return m
	default:
		m.add(MergeRow{At: [3]int{Whole, Whole, Whole}})
		return m
	}
	m.walk([3]int{-1, -1, -1})
	return m
}

// NewWholeMerge compares three values as they are, for those that differ in nothing that NewMerge tells.
func NewWholeMerge(base, theirs, yours backend.Value) *Merge {
	m := &Merge{vals: [3]backend.Value{base, theirs, yours}}
	for i, v := range m.vals {
		m.docs[i] = Of(v)
	}
	m.add(MergeRow{At: [3]int{Whole, Whole, Whole}})
	return m
}

// Doc is the shape of one side.
func (m *Merge) Doc(s Side) Document { return m.docs[s] }

// Differs reports whether any row does.
func (m *Merge) Differs() bool {
	return slices.ContainsFunc(m.Rows, func(r MergeRow) bool { return r.State != Unchanged })
}

// Text is a row's value on one side as text; the zero Value where it is not there. Whoever asks wipes it.
func (m *Merge) Text(r MergeRow, s Side) backend.Value {
	switch {
	case r.At[s] == Whole:
		return m.vals[s].Clone()
	case r.ByLine && r.At[s] == Lines:
		var out backend.Value
		m.vals[s].Use(func(b []byte) { out = m.vals[s].Like(bytes.Clone(b[r.Spans[s].Start:r.Spans[s].End]), false) })
		return out
	}
	return m.docs[s].Text(m.vals[s], r.At[s])
}

// Within is a value with a row's text on one side in it: of a run of lines all of the value, so that its ends are seen to be its
// ends, else what Text gives. Whoever asks wipes it.
func (m *Merge) Within(r MergeRow, s Side) (backend.Value, Span) {
	if r.ByLine && r.At[s] == Lines {
		return m.vals[s].Clone(), r.Spans[s]
	}
	v := m.Text(r, s)
	return v, Span{0, v.Len()}
}

func (m *Merge) walk(parents [3]int) {
	var order []occurrence
	var at [3]map[occurrence]int
	seen := map[occurrence]bool{}
	for _, side := range []Side{YourSide, TheirSide, BaseSide} {
		at[side] = map[occurrence]int{}
		for _, k := range m.docs[side].children(parents[side]) {
			o := m.docs[side].occurrence(k)
			at[side][o] = k
			if !seen[o] {
				seen[o] = true
				order = append(order, o)
			}
		}
	}
	for _, o := range order {
		row := MergeRow{Parents: parents}
		objects := true
		for side := range at {
			k, ok := at[side][o]
			if !ok {
				k = -1
			}
			row.At[side] = k
			objects = objects && ok && m.docs[side].Fields[k].Kind == FieldObject
		}
		if objects {
			m.walk(row.At)
			continue
		}
		for _, side := range []Side{YourSide, TheirSide, BaseSide} {
			if row.At[side] >= 0 {
				row.Path = m.docs[side].Called(row.At[side])
				break
			}
		}
		m.add(row)
	}
}

func (m *Merge) add(r MergeRow) {
	yours, theirs := m.same(r, BaseSide, YourSide), m.same(r, BaseSide, TheirSide)
	switch {
	case yours && theirs:
		r.State = Unchanged
	case yours:
		r.State = TheirsOnly
	case theirs:
		r.State = YoursOnly
	case m.same(r, TheirSide, YourSide):
		r.State = BothAlike
	default:
		r.State = Clash
	}
	m.Rows = append(m.Rows, r)
}

// same compares a row on two sides: strings by what they say, the rest as it is written.
func (m *Merge) same(r MergeRow, a, b Side) (same bool) {
	if r.At[a] == -1 || r.At[b] == -1 {
		return r.At[a] == r.At[b]
	}
	backend.UseBoth(m.vals[a], m.vals[b], func(x, y []byte) {
		switch {
		case r.At[a] == Whole:
			same = bytes.Equal(x, y)
		case r.ByLine:
			p, q := r.Spans[a], r.Spans[b]
			same = bytes.Equal(x[p.Start:p.End], y[q.Start:q.End])
		default:
			p, q := m.docs[a].Fields[r.At[a]], m.docs[b].Fields[r.At[b]]
			same = p.Kind == q.Kind && sayAlike(x[p.Start:p.End], y[q.Start:q.End], p.Kind)
		}
	})
	return same
}

// Result is their value with the rows of yours that pick chooses, and all other bytes theirs.
func (m *Merge) Result(pick func(MergeRow) Side) backend.Value {
	if m.inLines() {
		return m.joined(pick)
	}
	e, whole := m.changes(pick)
	switch {
	case whole:
		return m.vals[YourSide].Clone()
	case e.Empty(): // theirs may be kept as binary, which an Edit knows nothing of
		return m.vals[TheirSide].Clone()
	}
	defer e.Wipe()
	return e.Apply(m.vals[TheirSide], m.docs[TheirSide])
}

// EditTo is the Edit that makes one JSON text of another, and ok whether it does so to the byte.
func EditTo(from, to backend.Value) (e Edit, ok bool) {
	m := NewMerge(from, from, to)
	if m.inLines() {
		return Edit{}, false
	}
	e, whole := m.changes(func(MergeRow) Side { return YourSide })
	if whole {
		return Edit{}, false
	}
	made := e.Apply(from, m.docs[BaseSide])
	defer made.Wipe()
	if !SameBytes(made, to) {
		e.Wipe()
		return Edit{}, false
	}
	return e, true
}

func (m *Merge) inLines() bool { return len(m.Rows) > 0 && m.Rows[0].ByLine }

// changes are the rows of yours that pick chooses, as an Edit of theirs; whole: they are all of it.
func (m *Merge) changes(pick func(MergeRow) Side) (e Edit, whole bool) {
	for _, r := range m.Rows {
		if pick(r) != YourSide || m.same(r, TheirSide, YourSide) {
			continue
		}
		t, y := r.At[TheirSide], r.At[YourSide]
		switch {
		case y == Whole:
			return Edit{}, true
		case y < 0:
			e.take(t)
			continue
		}
		f := m.docs[YourSide].Fields[y]
		raw := Literal{Raw: m.docs[YourSide].Raw(m.vals[YourSide], y), Kind: f.Kind}
		if t < 0 {
			e.put(r.Parents[TheirSide], f.Key, raw)
		} else {
			e.set(t, raw)
		}
	}
	return e, false
}

// SameBytes reports whether two values are the same to the byte.
func SameBytes(a, b backend.Value) (same bool) {
	backend.UseBoth(a, b, func(x, y []byte) { same = bytes.Equal(x, y) })
	return same && a.Binary() == b.Binary()
}
