package find

import (
	"encoding/binary"
	"hash/maphash"

	"strongroom/backend"
)

// tagSets keep each set of tags once; texts are "key=value". Set 0 has no tags.
type tagSets struct {
	texts  *lexicon
	lists  arena // a set is its tags, tagSize bytes each: the text's id, the length of the key
	hashes []uint32
	ids    table
	seed   maphash.Seed
	buf    []byte
}

const tagSize = 8

func newTagSets() *tagSets {
	t := &tagSets{texts: newLexicon(), seed: maphash.MakeSeed()}
	t.id(nil)
	return t
}

func (t *tagSets) id(tags []backend.Tag) uint32 {
	t.buf = t.buf[:0]
	for _, tag := range tags {
		t.buf = binary.LittleEndian.AppendUint32(t.buf, t.texts.id(tag.Key+"="+tag.Value))
		t.buf = binary.LittleEndian.AppendUint32(t.buf, uint32(len(tag.Key)))
	}
	hash := uint32(maphash.Bytes(t.seed, t.buf))
	id, ok := t.ids.find(hash, t.hashes, func(id uint32) bool { return string(t.lists.at(int(id))) == string(t.buf) })
	if ok {
		return id
	}
	id = uint32(t.lists.len())
	t.lists.add(t.buf)
	t.hashes = append(t.hashes, hash)
	t.ids.add(id, t.hashes)
	return id
}

func (t *tagSets) len() int { return t.lists.len() }

// each calls f for the tags of a set until it returns true, and reports whether it did.
func (t *tagSets) each(set uint32, f func(text, key uint32) bool) bool {
	list := t.lists.at(int(set))
	for ; len(list) > 0; list = list[tagSize:] {
		if f(binary.LittleEndian.Uint32(list), binary.LittleEndian.Uint32(list[4:])) {
			return true
		}
	}
	return false
}

func (t *tagSets) tags(set uint32) []backend.Tag {
	n := len(t.lists.at(int(set))) / tagSize
	if n == 0 {
		return nil
	}
	tags := make([]backend.Tag, 0, n)
	t.each(set, func(text, key uint32) bool {
		s := t.texts.text(text)
		tags = append(tags, backend.Tag{Key: s[:key], Value: s[key+1:]})
		return false
	})
	return tags
}
