package find

import "hash/maphash"

// table finds ids by hash: open addressing over 32-bit ids, a fifth of what a map of strings would take. The owner
// keeps the hashes, so that growing touches no text.
type table struct {
	slots []uint32 // id+1; 0 is free
	used  int
}

// find returns the id with this hash for which same is true.
func (t *table) find(hash uint32, hashes []uint32, same func(id uint32) bool) (uint32, bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint32(len(t.slots) - 1)
	for i := hash & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if id := t.slots[i] - 1; hashes[id] == hash && same(id) {
			return id, true
		}
	}
	return 0, false
}

// add puts in an id that is not there yet; hashes must hold its hash already.
func (t *table) add(id uint32, hashes []uint32) {
	if 4*(t.used+1) > 3*len(t.slots) {
		old := t.slots
		t.slots = make([]uint32, max(16, 2*len(old)))
		for _, s := range old {
			if s != 0 {
				t.place(s-1, hashes)
			}
		}
	}
	t.used++
	t.place(id, hashes)
}

func (t *table) place(id uint32, hashes []uint32) {
	mask := uint32(len(t.slots) - 1)
	i := hashes[id] & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = id + 1
}

// arena keeps texts one after another.
type arena struct {
	bytes []byte
	ends  []uint32
}

func (a *arena) len() int { return len(a.ends) }

func (a *arena) add(text []byte) {
	a.bytes = append(a.bytes, text...)
	a.ends = append(a.ends, uint32(len(a.bytes)))
}

func (a *arena) at(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = a.ends[i-1]
	}
	return a.bytes[from:a.ends[i]:a.ends[i]]
}

// lexicon keeps each text once, with a folded copy to search in. Id 0 is the empty text. Texts are never removed: what
// a listing replaces is little.
type lexicon struct {
	plain  arena
	folded arena
	pairs  []pairSet // of the folded texts
	hashes []uint32
	ids    table
	seed   maphash.Seed
}

func newLexicon() *lexicon {
	l := &lexicon{seed: maphash.MakeSeed()}
	l.id("")
	return l
}

func (l *lexicon) id(s string) uint32 {
	hash := uint32(maphash.String(l.seed, s))
	id, ok := l.ids.find(hash, l.hashes, func(id uint32) bool { return string(l.plain.at(int(id))) == s })
	if ok {
		return id
	}
	id = uint32(l.plain.len())
	l.plain.add([]byte(s))
	if folded := fold([]byte(s)); string(folded) != s {
		l.folded.add(folded)
	} else {
		l.folded.add(nil)
	}
	l.pairs = append(l.pairs, pairsOf(l.lower(id)))
	l.hashes = append(l.hashes, hash)
	l.ids.add(id, l.hashes)
	return id
}

func (l *lexicon) len() int { return l.plain.len() }

// lower is the text with its letters in lower case.
func (l *lexicon) lower(id uint32) []byte {
	if b := l.folded.at(int(id)); len(b) > 0 {
		return b
	}
	return l.plain.at(int(id))
}

// pairSet tells by hash which bytes follow each other in a text: few have all those of another one that is not in them.
type pairSet [4]uint64

func pairsOf(text []byte) (p pairSet) {
	for i := 1; i < len(text); i++ {
		pair := some(0, 8, pairHash(text[i-1], text[i]))
		p[pair>>6] |= 1 << (pair & 63)
	}
	return p
}

func (p *pairSet) has(o *pairSet) bool {
	return o[0]&^p[0]|o[1]&^p[1]|o[2]&^p[2]|o[3]&^p[3] == 0
}

func (l *lexicon) text(id uint32) string { return string(l.plain.at(int(id))) }
