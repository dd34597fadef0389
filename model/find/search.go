package find

import (
	"iter"
	"time"
)

// Search is a Find, or a ranking of what it found, that is done in slices: between two of them other things can be seen to, and it can
// be given up.
type Search struct {
	x     *Index
	ask   func() *Result
	next  func() (struct{}, bool)
	stop  func()
	rest  func()    // gives way
	until time.Time // when the slice is over
	found *Result
	of    version
}

// version tells whether an index is what it was.
type version struct{ rows, moves int }

func (x *Index) version() version { return version{x.names.len(), x.moves} }

// givenUp unwinds a search that nobody wants the answer of any more.
type givenUp struct{}

// Rank is the ranking of some ranges [from, to) of the matches, in slices: Row gives those at once when it has come to its end.
func (f *Result) Rank(ranges ...[2]int) *Search {
	return f.x.InSlices(func() *Result {
		for _, of := range ranges {
			for i := of[0]; i < of[1]; i++ {
				f.Row(i)
			}
		}
		return f
	})
}

// InSlices is whatever asks the index for an answer, in slices: it gives way where the index does, and where it says Breathe. Nothing is
// asked before Go, and it must be gone on with to its end, or given up.
func (x *Index) InSlices(ask func() *Result) *Search {
	s := &Search{x: x, ask: ask}
	s.begin()
	return s
}

func (s *Search) begin() {
	s.of = s.x.version()
	s.next, s.stop = iter.Pull(func(yield func(struct{}) bool) {
		defer func() {
			if p := recover(); p != nil && p != any(givenUp{}) {
				panic(p)
			}
		}()
		s.rest = func() {
			if !yield(struct{}{}) {
				panic(givenUp{})
			}
		}
		s.found = s.ask()
	})
}

// Go goes on for d, and a piece of work longer at most, and reports whether the answer is there. If the index has changed since
// the last slice, all is sought anew.
func (s *Search) Go(d time.Duration) (*Result, bool) {
	if s.found == nil && s.of != s.x.version() {
		s.stop()
		s.begin()
	}
	s.until = time.Now().Add(d)
	s.x.slice = s
	defer func() { s.x.slice = nil }()
	_, more := s.next()
	return s.found, !more
}

// GiveUp ends a search without its answer.
func (s *Search) GiveUp() { s.stop() }

// Breathe gives way if what asks is done in slices and the present one is over.
func (x *Index) Breathe() {
	if s := x.slice; s.over() {
		s.rest()
	}
}

// over reports whether the slice is; what is not sought in slices goes on to its end.
func (s *Search) over() bool { return s != nil && !time.Now().Before(s.until) }
