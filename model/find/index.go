// Package find is the list's memory: every secret of one region in columns, kept in order while pages arrive, and a
// finder over names, descriptions and tags that answers within a frame.
// Matches and their order are fzf's; names never change for an ARN, so what was found once stays found.
package find

import (
	"hash/maphash"
	"slices"
	"time"

	"strongroom/backend"
)

// Row is the identity of a secret for as long as its Index lives; it is never given to another.
type Row int32

// Column is what a listing can be ordered by.
type Column uint8

// The columns of a listing.
const (
	Name Column = iota
	Changed
	Accessed
	Created
	Deadline // the most urgent first
)

// Order is a list's order. Dates that are not there come last in both directions; equals are in the order of names.
type Order struct {
	By         Column
	Descending bool
}

// View is which secrets a list shows.
type View uint8

// The views.
const (
	Active  View = iota
	Deleted      // pending deletion
	views
)

// Index holds one listing of one region. One goroutine may use it at a time; answers already given out are valid until
// the next change.
type Index struct {
	columns
	seed   maphash.Seed
	hashes []uint32
	ids    table

	alive [views]rowSet // which view a row is in; none once it is removed
	count [views]int

	byNames [views]sorted
	byTime  [views]*dated
	bySizes sorted // all rows, removed ones too: how equal scores come

	changes changes

	edits int // of descriptions, tags and traits of known rows
	moves int // of known rows from view to view, and edits

	ends  map[Row]int64
	early map[string]int64 // ends of secrets that no page has told of yet
	grids [2]grid          // scratch, one for each goroutine
	mate  mate

	terms map[termKey]*nameMatches
	found map[fieldKey]*fieldMatches
	clock int
	last  *Result
	slice *Search // under way
}

// New makes an empty index.
func New() *Index {
	return &Index{
		byTime: [views]*dated{{}, {}}, columns: newColumns(), seed: maphash.MakeSeed(),
		ends: map[Row]int64{}, early: map[string]int64{},
		terms: map[termKey]*nameMatches{}, found: map[fieldKey]*fieldMatches{},
	}
}

// key tells secrets apart: the ARN, or the name where a server gives none.
func key(s *backend.Secret) string {
	if s.ARN == "" {
		return s.Name
	}
	return s.ARN
}

// Put merges a page by ARN: known secrets are replaced and keep their rows, others get a new one. A secret with
// another name than before under the same ARN is another secret.
func (x *Index) Put(secrets []backend.Secret) {
	m := x.begin()
	for i := range secrets {
		x.put(&secrets[i], m)
	}
	x.settle(m)
}

func (x *Index) put(s *backend.Secret, m *moves) {
	id := key(s)
	r, known := x.row(id)
	if known && string(x.original(r)) != s.Name {
		x.setView(r, views, m)
		x.hashes[r] = ^x.hashes[r] // no ARN leads here any more
		known = false
	}
	if !known {
		r = x.newRow(s, id)
	}
	ch := x.columns.set(r, s)
	if known && ch.any {
		x.changes.note(r)
	}
	if known && ch.fields {
		x.edits++
		x.moves++
	}
	if known && ch.dates {
		m.redated = append(m.redated, r)
	}
	x.setView(r, viewOf(s), m)
}

func (x *Index) newRow(s *backend.Secret, id string) Row {
	r := Row(x.names.len())
	x.appendRow(r, s)
	x.hashes = append(x.hashes, x.hash(id))
	x.ids.add(uint32(r), x.hashes)
	if end, ok := x.early[id]; ok {
		x.ends[r] = end
		delete(x.early, id)
	}
	return r
}

// moves is what a change does to the orders.
type moves struct {
	first   Row // rows from here on are new
	redated []Row
	was     map[Row]View // where rows were that changed their view
}

func (x *Index) begin() *moves { return &moves{first: Row(x.names.len()), was: map[Row]View{}} }

func (x *Index) viewOf(r Row) View {
	for v := range views {
		if x.alive[v].has(int(r)) {
			return v
		}
	}
	return views
}

// setView moves a row to a view, or out of all.
func (x *Index) setView(r Row, v View, m *moves) {
	was := x.viewOf(r)
	if was == v {
		return
	}
	x.changes.note(r)
	if r < m.first {
		x.moves++
	}
	if _, moved := m.was[r]; !moved {
		m.was[r] = was
	}
	if was < views {
		x.alive[was].put(int(r), false)
		x.count[was]--
	}
	if v < views {
		x.alive[v].put(int(r), true)
		x.count[v]++
	}
}

// settle brings the orders up to date.
func (x *Index) settle(m *moves) {
	var left, joined [views + 1][]Row
	for r, was := range m.was {
		if is := x.viewOf(r); is != was {
			left[was] = append(left[was], r)
			joined[is] = append(joined[is], r)
		}
	}
	var fresh []Row
	for r := m.first; int(r) < x.names.len(); r++ {
		fresh = append(fresh, r)
	}
	x.bySizes.merge(fresh, x.bySize)
	for v := range views {
		if len(left[v])+len(joined[v]) > 0 {
			x.changes.shapes[v]++
		}
		x.byNames[v].drop(left[v])
		x.byNames[v].merge(joined[v], x.byName)
		x.redate(v, m.redated, left[v], joined[v])
	}
}

// redate brings a view's order of dates up to date.
func (x *Index) redate(v View, redated, left, joined []Row) {
	d := x.byTime[v]
	switch d.order.By {
	case Name:
		return
	case Deadline:
		d.until = 0 // to be made anew: a new date may come to mean something else
		return
	}
	d.drop(left)
	d.drop(redated)
	for _, r := range redated {
		if x.viewOf(r) == v {
			joined = append(joined, r)
		}
	}
	slices.Sort(joined)
	d.merge(slices.Compact(joined), x.byDate(d))
}

func viewOf(s *backend.Secret) View {
	if s.Deleted.IsZero() {
		return Active
	}
	return Deleted
}

// Remove takes secrets out. Should one come back, it has its old row.
func (x *Index) Remove(arns ...string) {
	m := x.begin()
	for _, arn := range arns {
		if r, ok := x.row(arn); ok {
			x.setView(r, views, m)
		}
	}
	x.settle(m)
}

// Len counts the secrets of both views.
func (x *Index) Len() (active, deleted int) { return x.count[Active], x.count[Deleted] }

// Lookup finds the row of an ARN that is in the index.
func (x *Index) Lookup(arn string) (Row, bool) {
	r, ok := x.row(arn)
	return r, ok && (x.alive[Active].has(int(r)) || x.alive[Deleted].has(int(r)))
}

// Edits counts changes of descriptions, tags and what else secrets have in common: until it is another number, known rows have the same.
func (x *Index) Edits() int { return x.edits }

func (x *Index) hash(arn string) uint32 { return uint32(maphash.String(x.seed, arn)) }

// row finds an ARN, removed or not.
func (x *Index) row(arn string) (Row, bool) {
	id, ok := x.ids.find(x.hash(arn), x.hashes, func(id uint32) bool { return x.hasKey(Row(id), arn) })
	return Row(id), ok
}

func (x *Index) hasKey(r Row, key string) bool {
	if arn, whole := x.whole[r]; whole && arn == "" {
		return string(x.original(r)) == key
	}
	return x.hasARN(r, key)
}

// SetEnd remembers the end of a recovery window, which no listing tells; zero forgets it.
func (x *Index) SetEnd(arn string, end time.Time) {
	if r, ok := x.row(arn); ok {
		setOrDelete(x.ends, r, micros(end))
		x.changes.note(r)
		x.settle(x.begin())
		return
	}
	if end.IsZero() {
		delete(x.early, arn)
	} else {
		x.early[arn] = micros(end)
	}
}
