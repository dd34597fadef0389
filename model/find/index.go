// Package find is the list's memory: every secret of one region in columns, kept in order while pages arrive, and a
// finder over names, descriptions and tags that answers within a frame.
// Matches and their order are fzf's; names never change for an ARN, so what was found once stays found.
package find

import (
	"hash/maphash"
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
	ends  map[Row]int64
	early map[string]int64 // ends of secrets that no page has told of yet
	abc   *alphabet
	grid  grid
}

// New makes an empty index.
func New() *Index {
	return &Index{
		columns: newColumns(), seed: maphash.MakeSeed(), abc: newAlphabet(),
		ends: map[Row]int64{}, early: map[string]int64{},
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
	for i := range secrets {
		x.put(&secrets[i])
	}
}

func (x *Index) put(s *backend.Secret) {
	id := key(s)
	r, known := x.Lookup(id)
	if known && string(x.original(r)) != s.Name {
		x.setView(r, views)
		x.hashes[r] = ^x.hashes[r] // no ARN leads here any more
		known = false
	}
	if !known {
		r = Row(x.names.len())
		x.appendRow(r, s)
		x.hashes = append(x.hashes, x.hash(id))
		x.ids.add(uint32(r), x.hashes)
		if end, ok := x.early[id]; ok {
			x.ends[r] = end
			delete(x.early, id)
		}
	}
	x.columns.set(r, s)
	x.setView(r, viewOf(s))
}

func viewOf(s *backend.Secret) View {
	if s.Deleted.IsZero() {
		return Active
	}
	return Deleted
}

func (x *Index) setView(r Row, v View) {
	for w := range x.alive {
		x.alive[w].put(int(r), View(w) == v)
	}
}

// Remove takes a secret out. Should it come back, it has its old row.
func (x *Index) Remove(arn string) {
	if r, ok := x.row(arn); ok {
		x.setView(r, views)
	}
}

// Len counts the secrets of both views.
func (x *Index) Len() (active, deleted int) { return x.alive[Active].count(), x.alive[Deleted].count() }

// Lookup finds the row of an ARN that is in the index.
func (x *Index) Lookup(arn string) (Row, bool) {
	r, ok := x.row(arn)
	return r, ok && (x.alive[Active].has(int(r)) || x.alive[Deleted].has(int(r)))
}

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
		return
	}
	if end.IsZero() {
		delete(x.early, arn)
	} else {
		x.early[arn] = micros(end)
	}
}
