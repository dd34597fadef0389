package find

import (
	"bytes"
	"math/bits"
	"slices"
)

// fieldKey tells terms apart that match different descriptions and tags. Fuzzy and exact terms are one here, and desc: looks
// into the same texts.
type fieldKey struct {
	kind      kind
	sensitive bool
	text      string
}

func fieldKeyOf(t *term) fieldKey {
	k := t.kind
	if !k.qualified() || k == described {
		k = exact
	}
	return fieldKey{k, t.sensitive, t.text}
}

// fieldMatches are the rows whose description or tags have a term. It is sought where that first matters, which for most
// terms is where the name does not match; each text is looked into once, however many rows share it, and only if it had the
// term typed before.
type fieldMatches struct {
	looked      rowSet // rows of which descs and tags tell, of a secret as it was after so many edits
	edits       int
	descs, tags rowSet // of a qualified term but desc:, tags has all
	read, words rowSet // ids of descriptions: looked into, and those that have it
	sets        rowSet // ids of sets of tags
	setsDone    int
	used        int
}

// inFields tells of some rows, at least, whether their fields have the term.
func (x *Index) inFields(t *term, among rowSet) *fieldMatches {
	k := fieldKeyOf(t)
	f, ok := x.found[k]
	if !ok {
		f = new(fieldMatches)
		x.found[k] = f
	}
	x.clock++
	f.used = x.clock
	if f.edits != x.edits {
		f.looked, f.descs, f.tags, f.edits = nil, nil, nil, x.edits
	}
	todo, some := slices.Clone(among), uint64(0)
	todo.without(f.looked)
	if from := x.shorter(k); from.edits == x.edits && k.kind == exact {
		f.looked = f.looked.grown(len(todo))
		for i := range todo { // what has not the text has no longer one either
			none := from.looked.word(i) &^ from.descs.word(i) &^ from.tags.word(i) & todo[i]
			f.looked[i] |= none
			todo[i] &^= none
		}
	}
	for _, w := range todo {
		some |= w
	}
	if some == 0 {
		return f
	}
	if k.kind == exact {
		x.readWords(f, t, x.wanted(todo))
	}
	if t.kind < owned {
		x.readTags(f, t)
	}
	x.look(f, t, todo)
	return f
}

// wanted are the descriptions of some rows.
func (x *Index) wanted(rows rowSet) rowSet {
	var want [2]rowSet // one for each goroutine
	for i := range want {
		want[i] = make(rowSet, (x.words.len()+63)/64)
	}
	x.share(blocksOf(rows), func(g *grid, b int) {
		mine := want[x.which(g)]
		for w := range wordsOf(rows, b) {
			for set := rows[w]; set != 0; set &= set - 1 {
				id := x.descs[w<<6|bits.TrailingZeros64(set)]
				mine[id>>6] |= 1 << (id & 63)
			}
		}
	})
	want[0].join(want[1], false)
	want[0][0] &^= 1 // no description
	return want[0]
}

// shorter is what is known of the term that k was typed from.
func (x *Index) shorter(k fieldKey) *fieldMatches {
	for n := len(k.text) - 1; n > 0; n-- {
		if f := x.found[fieldKey{k.kind, k.sensitive, k.text[:n]}]; f != nil {
			return f
		}
	}
	return new(fieldMatches)
}

// readWords looks into the wanted descriptions.
func (x *Index) readWords(f *fieldMatches, t *term, want rowSet) {
	from := x.shorter(fieldKeyOf(t))
	read, words := f.read.grown(len(want)), f.words.grown(len(want))
	pat, needs := []byte(t.text), pairSet{}
	if !t.sensitive {
		needs = pairsOf(pat)
	}
	x.share(blocksOf(want), func(_ *grid, b int) {
		for w := range wordsOf(want, b) {
			todo := want[w] &^ read[w]
			todo &^= from.read.word(w) &^ from.words.word(w)
			for ; todo != 0; todo &= todo - 1 {
				id := w<<6 | bits.TrailingZeros64(todo)
				if !x.words.pairs[id].has(&needs) {
					continue
				}
				text := x.words.plain.at(id)
				if !t.sensitive {
					text = x.words.lower(uint32(id))
				}
				if bytes.Contains(text, pat) {
					words[w] |= todo & -todo
				}
			}
			read[w] |= want[w]
		}
	})
	f.read, f.words = read, words
}

// readTags looks into the sets of tags that have come since.
func (x *Index) readTags(f *fieldMatches, t *term) {
	if f.setsDone == x.sets.len() {
		return
	}
	sets := slices.Clone(f.sets)
	texts := rowSet{} // ids of tags
	for text := range x.sets.texts.len() {
		texts.put(text, t.kind != tagged && contains(x.sets.texts, uint32(text), t))
	}
	for id := f.setsDone; id < x.sets.len(); id++ {
		sets.put(id, x.sets.each(uint32(id), func(text, key uint32) bool {
			if t.kind == tagged {
				return x.hasTag(t, text, key)
			}
			return texts.has(int(text))
		}))
	}
	f.sets, f.setsDone = sets, x.sets.len()
}

// look turns what was found into rows.
func (x *Index) look(f *fieldMatches, t *term, todo rowSet) {
	n := len(todo)
	looked, descs, tags := f.looked.grown(n), f.descs.grown(n), f.tags.grown(n)
	hasTraits := x.traitsOf(t)
	x.share(blocksOf(todo), func(_ *grid, b int) {
		for w := range wordsOf(todo, b) {
			for set := todo[w]; set != 0; set &= set - 1 {
				r := w<<6 | bits.TrailingZeros64(set)
				if f.words.has(int(x.descs[r])) {
					descs[w] |= set & -set
				}
				if hasTraits != nil && hasTraits(r) || f.sets.has(int(x.tags[r])) {
					tags[w] |= set & -set
				}
			}
			looked[w] |= todo[w]
		}
	})
	f.looked, f.descs, f.tags = looked, descs, tags
}

// traitsOf decides rows for owner: and is:; nil of other terms.
func (x *Index) traitsOf(t *term) func(r int) bool {
	is := states{}
	switch t.kind {
	case state:
		is = stateOf(t.text)
	case owned:
	default:
		return nil
	}
	kinds := make([]bool, len(x.kinds))
	for i := range x.kinds {
		k := &x.kinds[i]
		kinds[i] = is.kind(k) || t.kind == owned && k.ownedBy(t.text)
	}
	return func(r int) bool {
		return kinds[x.traits[r]] || is.described && x.descs[r] != 0 || is.tagged && x.tags[r] != 0 || is.untagged && x.tags[r] == 0
	}
}
