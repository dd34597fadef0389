package find

import (
	"bytes"
	"slices"
)

// fieldKey tells terms apart that match different descriptions and tags. Fuzzy and exact terms are one here.
type fieldKey struct {
	kind      kind
	sensitive bool
	text      string
}

func fieldKeyOf(t *term) fieldKey {
	k := t.kind
	if !k.qualified() {
		k = exact
	}
	return fieldKey{k, t.sensitive, t.text}
}

// fieldMatches are the rows whose description or tags have a term. Each text is searched once, however many rows
// share it, and only if it had the term typed before.
type fieldMatches struct {
	descs, tags rowSet // rows; of a qualified term, descs has all
	words       rowSet // ids of descriptions
	wordsDone   int
	texts       rowSet // ids of tags
	textsDone   int
	sets        rowSet // ids of sets of tags
	setsDone    int
	done, edits int
	used        int
}

// inFields gives the rows whose fields have the term.
func (x *Index) inFields(t *term) *fieldMatches {
	k := fieldKeyOf(t)
	f, ok := x.found[k]
	if !ok {
		f = new(fieldMatches)
		x.found[k] = f
	}
	x.clock++
	f.used = x.clock
	if f.edits != x.edits {
		f.descs, f.tags, f.done, f.edits = nil, nil, 0, x.edits
	}
	if f.done < x.names.len() {
		x.searchTexts(f, t, x.shorter(k))
		x.collect(f, t)
		f.done = x.names.len()
	}
	return f
}

// shorter is what is known of the term that k was typed from.
func (x *Index) shorter(k fieldKey) *fieldMatches {
	if k.kind.qualified() {
		return nil
	}
	for n := len(k.text) - 1; n > 0; n-- {
		if f := x.found[fieldKey{k.kind, k.sensitive, k.text[:n]}]; f != nil {
			return f
		}
	}
	return nil
}

// searchTexts looks for the term in texts that it has not been sought in.
func (x *Index) searchTexts(f *fieldMatches, t *term, from *fieldMatches) {
	if from == nil {
		from = new(fieldMatches)
	}
	if t.kind != tagged && t.kind < owned {
		x.search(x.words, t, &f.words, f.wordsDone, from.words, from.wordsDone)
		f.wordsDone = x.words.len()
	}
	if !t.kind.qualified() {
		x.search(x.sets.texts, t, &f.texts, f.textsDone, from.texts, from.textsDone)
		f.textsDone = x.sets.texts.len()
	}
	if t.kind < described {
		for ; f.setsDone < x.sets.len(); f.setsDone++ {
			f.sets.put(f.setsDone, x.sets.each(uint32(f.setsDone), func(text, key uint32) bool {
				if t.kind == tagged {
					return x.hasTag(t, text, key)
				}
				return f.texts.has(int(text))
			}))
		}
	}
}

// search fills hits for the ids from done on. Of those below known only the ones in within can have the term.
func (x *Index) search(l *lexicon, t *term, hits *rowSet, done int, within rowSet, known int) {
	n := (l.len() + 63) / 64
	*hits = append(*hits, make(rowSet, n-len(*hits))...)
	blocks := (n - done/64 + blockWords - 1) / blockWords
	pat := []byte(t.text)
	x.share(blocks, func(_ *grid, b int) {
		from := max(done, (done/64+b*blockWords)*64)
		to := min(l.len(), (done/64+(b+1)*blockWords)*64)
		for id := from; id < to; id++ {
			if id < known && !within.has(id) {
				continue
			}
			text := l.plain.at(id)
			if !t.sensitive {
				text = l.lower(uint32(id))
			}
			if bytes.Contains(text, pat) {
				(*hits)[id>>6] |= 1 << (id & 63)
			}
		}
	})
}

// collect turns matching texts into rows, from f.done on.
func (x *Index) collect(f *fieldMatches, t *term) {
	total := x.names.len()
	n := (total + 63) / 64
	switch t.kind {
	case owned, state:
		x.collectTraits(f, t)
		return
	case tagged:
		f.descs = x.pick(f.descs, n, x.tags, f.done, f.sets)
		return
	}
	f.descs = x.pick(f.descs, n, x.descs, f.done, f.words)
	if t.kind != described {
		f.tags = x.pick(f.tags, n, x.tags, f.done, f.sets)
	}
}

// pick adds the rows, from first on, whose id is among the hits.
func (x *Index) pick(into rowSet, n int, ids []uint32, first int, hits rowSet) rowSet {
	if slices.Max(append(hits[:len(hits):len(hits)], 0)) == 0 {
		return into
	}
	into = append(into, make(rowSet, n-len(into))...)
	base := first / blockRows
	x.share((n+blockWords-1)/blockWords-base, func(_ *grid, b int) {
		from, to := max(first, (base+b)*blockRows), min(len(ids), (base+b+1)*blockRows)
		for r := from; r < to; r++ {
			if id := ids[r]; id != 0 && hits.has(int(id)) {
				into[r>>6] |= 1 << (r & 63)
			}
		}
	})
	return into
}

func (x *Index) collectTraits(f *fieldMatches, t *term) {
	is := stateOf(t.text)
	if t.kind == owned {
		is = states{}
	}
	kinds := make([]bool, len(x.kinds))
	for i := range x.kinds {
		k := &x.kinds[i]
		kinds[i] = is.kind(k) || t.kind == owned && k.ownedBy(t.text)
	}
	for r := f.done; r < x.names.len(); r++ {
		if kinds[x.traits[r]] || is.described && x.descs[r] != 0 || is.tagged && x.tags[r] != 0 || is.untagged && x.tags[r] == 0 {
			f.descs.put(r, true)
		}
	}
}
