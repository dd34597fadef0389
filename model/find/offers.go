package find

import (
	"slices"
	"strings"
)

// mostOffers is how many are worth showing; mostLooked is how many tags are looked at for them, which takes no time that is felt.
const (
	mostOffers = 8
	mostLooked = 50_000
)

// Words are those that begin what is sought elsewhere than in the name.
func Words() string { return "tag: desc: owner: is:" }

// LastWord is the term that a query ends with, as it is typed; a blank behind a backslash belongs to it.
func LastWord(query string) string {
	for at := len(query) - 1; at >= 0; at-- {
		if query[at] == ' ' && (at == 0 || query[at-1] != '\\') {
			return query[at+1:]
		}
	}
	return query
}

// Offers are what the last term of a query can go on with, as terms: the words that name a field, and behind one what is there of it.
func (x *Index) Offers(query string) (out []string) {
	not, term := "", LastWord(query)
	if rest, negated := strings.CutPrefix(term, "!"); negated {
		not, term = "!", rest
	}
	if term == "" {
		return nil
	}
	head, typed, is := strings.Cut(term, ":")
	typed = strings.ReplaceAll(typed, `\ `, " ")
	var all []string
	switch kind, _ := qualifier(term); {
	case !is:
		for _, w := range strings.Fields(Words()) {
			if strings.HasPrefix(w, strings.ToLower(term)) {
				all = append(all, w)
			}
		}
		return join(not, "", all)
	case kind == state:
		all = []string{"rotating", "managed", "replicated", "external", "described", "tagged", "untagged"}
	case kind == owned:
		for i := range x.kinds {
			all = append(all, x.kinds[i].owner)
		}
	case kind == tagged:
		all = x.tagOffers(typed)
	}
	all = slices.DeleteFunc(all, func(w string) bool { return len(w) <= len(typed) || !strings.EqualFold(w[:len(typed)], typed) })
	slices.SortFunc(all, ownFirst)
	return join(not, head+":", slices.Compact(all))
}

// ownFirst sorts offers by name, those that AWS has put there last: who seeks by tag seeks by one of their own.
func ownFirst(a, b string) int {
	if x, y := strings.HasPrefix(a, "aws:"), strings.HasPrefix(b, "aws:"); x != y {
		return map[bool]int{true: 1, false: -1}[x]
	}
	return strings.Compare(a, b)
}

// join puts what stands before each of the first offers to it.
func join(not, head string, all []string) (out []string) {
	for _, w := range all[:min(len(all), mostOffers)] {
		out = append(out, not+head+strings.ReplaceAll(w, " ", `\ `))
	}
	return out
}

// tagOffers are the keys of tags, each with its equals sign, or behind a key its values.
func (x *Index) tagOffers(typed string) (out []string) {
	seen := map[string]bool{}
	for id := 1; id < min(x.sets.texts.len(), mostLooked); id++ {
		text := x.sets.texts.text(uint32(id))
		key, _, _ := strings.Cut(text, "=")
		if offer := map[bool]string{true: text, false: key + "="}[strings.Contains(typed, "=")]; !seen[offer] {
			seen[offer] = true
			out = append(out, offer)
		}
	}
	return out
}
