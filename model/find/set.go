package find

import (
	"iter"
	"math/bits"
)

// rowSet is a set of rows, or of other ids. What lies beyond its end is not in it.
type rowSet []uint64

func (s rowSet) has(i int) bool { return i>>6 < len(s) && s[i>>6]>>(i&63)&1 != 0 }

func (s *rowSet) put(i int, in bool) {
	for in && i>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	if in {
		(*s)[i>>6] |= 1 << (i & 63)
	} else if i>>6 < len(*s) {
		(*s)[i>>6] &^= 1 << (i & 63)
	}
}

func (s rowSet) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// word is the i-th 64 of the set.
func (s rowSet) word(i int) uint64 {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// all yields the elements in order.
func (s rowSet) all(yield func(int) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(i<<6 | bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

// join adds another set, or all that is not in it.
func (s rowSet) join(o rowSet, negated bool) {
	for i := range s {
		w := o.word(i)
		if negated {
			w = ^w
		}
		s[i] |= w
	}
}

// meet keeps what is in the other set too.
func (s rowSet) meet(o rowSet) {
	for i := range s {
		s[i] &= o.word(i)
	}
}

// without takes another set's rows out.
func (s rowSet) without(o rowSet) {
	for i := range s {
		s[i] &^= o.word(i)
	}
}

// grown is a copy of n words.
func (s rowSet) grown(n int) rowSet {
	out := make(rowSet, max(n, len(s)))
	copy(out, s)
	return out
}

// blocksOf is how many blocks a set has, and wordsOf are the places of a block's words.
func blocksOf(s rowSet) int { return (len(s) + blockWords - 1) / blockWords }

func wordsOf(s rowSet, block int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for w := block * blockWords; w < min((block+1)*blockWords, len(s)); w++ {
			if !yield(w) {
				return
			}
		}
	}
}
