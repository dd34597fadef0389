package find

import "bytes"

// Begins is the first bytes of a row's name. They are the index's own, and not to be changed.
func (x *Index) Begins(r Row, n int) []byte { return x.original(r)[:n] }

// FolderEnd is how many bytes of a row's name its path has beyond the first ones, up to the next slash; 0 where it has none, or nothing
// behind it.
func (x *Index) FolderEnd(r Row, beyond int) int {
	name := x.original(r)
	cut := bytes.IndexByte(name[beyond:], '/')
	if cut < 0 || beyond+cut == len(name)-1 {
		return 0
	}
	return beyond + cut + 1
}

// Alike is how many of some rows in the order of names, from the first, begin with so many bytes of it. What is told of few of them
// does not look at the others.
func (x *Index) Alike(rows []Row, n int) int {
	path := x.original(rows[0])[:n]
	under := func(i int) bool {
		name := x.original(rows[i])
		return len(name) >= n && string(name[:n]) == string(path)
	}
	low, high := 0, 1 // rows[low] begins so
	for high < len(rows) && under(high) {
		low, high = high, 2*high
	}
	high = min(high, len(rows))
	for low+1 < high {
		if mid := (low + high) / 2; under(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low + 1
}
