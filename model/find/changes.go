package find

// mostNoted is how many changes are remembered at least.
const mostNoted = 4096

// changes remembers which rows have changed lately: whoever keeps something of rows asks for them, and looks at no others.
type changes struct {
	before int // how many are forgotten
	rows   []Row
	shapes [views]int
}

func (c *changes) note(r Row) {
	if len(c.rows) >= 2*mostNoted {
		c.before += mostNoted
		c.rows = append(c.rows[:0], c.rows[mostNoted:]...)
	}
	c.rows = append(c.rows, r)
}

// Stamp is this moment, for Since.
func (x *Index) Stamp() int { return x.changes.before + len(x.changes.rows) }

// Since are the rows that have come, gone or changed after a Stamp, some of them repeatedly; known is false where that is too long
// ago. They are valid until the next change.
func (x *Index) Since(stamp int) (rows []Row, known bool) {
	at := stamp - x.changes.before
	if at < 0 || at > len(x.changes.rows) {
		return nil, false
	}
	return x.changes.rows[at:], true
}

// Shape counts how often rows have come into a view or left it: until it is another number, Sorted has the same rows.
func (x *Index) Shape(v View) int { return x.changes.shapes[v] }

// Sorted are the rows of a view in the order of names. They are the index's own: valid until the next change, and not to be changed.
func (x *Index) Sorted(v View) []Row { return x.byNames[v].rows }

// In reports whether a row is in a view.
func (x *Index) In(v View, r Row) bool { return x.alive[v].has(int(r)) }

// Under reports whether a row's name begins with a path.
func (x *Index) Under(r Row, path string) bool {
	name := x.original(r)
	return len(name) >= len(path) && string(name[:len(path)]) == path
}

// NameLess reports whether a row comes before another one in the order of names.
func (x *Index) NameLess(a, b Row) bool { return x.byName(a, b) < 0 }

// NameBefore reports whether a row's name comes before a text.
func (x *Index) NameBefore(r Row, text string) bool { return string(x.original(r)) < text }

// Newest is the one of some rows that changed last, the first of them where several did.
func (x *Index) Newest(rows []Row) Row {
	newest := rows[0]
	for _, r := range rows[1:] {
		if later(x.changed[r], x.changed[newest]) {
			newest = r
		}
	}
	return newest
}

// later reports whether a time is after another; none is before all.
func later(a, b int64) bool { return a != 0 && (a > b || b == 0) }
