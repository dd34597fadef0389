package find

import (
	"bytes"
	"strings"
)

// Field is where a query matched.
type Field uint8

// The fields, best first.
const (
	InName Field = iota
	InDescription
	InTags
)

// contains reports whether a text has the term in it, as it stands.
func contains(l *lexicon, id uint32, t *term) bool { return place(l, id, t) >= 0 }

// place is where the term is in the text's folded or plain form, whichever its case asks for.
func place(l *lexicon, id uint32, t *term) int {
	if t.sensitive {
		return bytes.Index(l.plain.at(int(id)), []byte(t.text))
	}
	return bytes.Index(l.lower(id), []byte(t.text))
}

// holds decides a qualified term, its negation aside.
func (x *Index) holds(t *term, r Row) bool {
	switch t.kind {
	case tagged:
		return x.sets.each(x.tags[r], func(text, key uint32) bool { return x.hasTag(t, text, key) })
	case described:
		return x.descs[r] != 0 && contains(x.words, x.descs[r], t)
	case owned:
		return x.kinds[x.traits[r]].ownedBy(t.text)
	case state:
		return x.inState(t.text, r)
	}
	return false
}

// hasTag: "key=value" wants that key and the beginning of the value, "=value" any key, "text" a tag with it anywhere. A key
// may have equals signs of its own, so each reading of the term counts.
func (x *Index) hasTag(t *term, text, keyLen uint32) bool {
	if !strings.Contains(t.text, "=") {
		return contains(x.sets.texts, text, t)
	}
	key, value := x.tag(text, int(keyLen), t.sensitive)
	if v, any := strings.CutPrefix(t.text, "="); any && bytes.HasPrefix(value, []byte(v)) {
		return true
	}
	if len(t.text) < len(key) || t.text[:len(key)] != string(key) {
		return false
	}
	rest := t.text[len(key):]
	v, more := strings.CutPrefix(rest, "=")
	return rest == "" || more && len(value) >= len(v) && string(value[:len(v)]) == v
}

// tag are the key and the value of a tag whose key has so many bytes, folded unless they are to be as they stand.
func (x *Index) tag(text uint32, keyLen int, sensitive bool) (key, value []byte) {
	plain := x.sets.texts.plain.at(int(text))
	if sensitive {
		return plain[:keyLen], plain[keyLen+1:]
	}
	lower := x.sets.texts.lower(text)
	if !isASCII(plain[:keyLen]) { // folding can change lengths
		keyLen = len(fold(plain[:keyLen]))
	}
	return lower[:keyLen], lower[keyLen+1:]
}

// inState: is: takes the beginning of a word, so that it narrows while it is typed.
func (x *Index) inState(text string, r Row) bool {
	is := stateOf(text)
	return is.kind(&x.kinds[x.traits[r]]) || is.described && x.descs[r] != 0 || is.tagged && x.tags[r] != 0 ||
		is.untagged && x.tags[r] == 0
}

// states are those that an is: may mean.
type states struct{ rotating, managed, replicated, external, described, tagged, untagged bool }

func stateOf(text string) states {
	is := func(word string) bool { return strings.HasPrefix(word, strings.ToLower(text)) }
	return states{is("rotating"), is("managed"), is("replicated"), is("external"), is("described"), is("tagged"), is("untagged")}
}

// kind decides what a row's traits tell.
func (is states) kind(k *traits) bool {
	return is.rotating && k.rotation.Enabled || is.managed && k.owner != "" || is.replicated && k.primary != "" ||
		is.external && k.kind != ""
}

func (k *traits) ownedBy(text string) bool {
	return k.owner != "" && strings.HasPrefix(strings.ToLower(k.owner), strings.ToLower(text))
}
