package find

import (
	"slices"
	"strings"
)

// kind is how a term matches a name.
type kind uint8

const (
	fuzzy     kind = iota // foo: its characters in order
	exact                 // 'foo: as it stands
	word                  // 'foo': as a word
	prefix                // ^foo
	suffix                // foo$
	equal                 // ^foo$
	tagged                // tag:env=prod, tag:env=, tag:prod
	described             // desc:foo
	owned                 // owner:rds, owner:
	state                 // is:rotating
)

// qualified tells the kinds that never look at the name.
func (k kind) qualified() bool { return k >= tagged }

type term struct {
	kind      kind
	negated   bool
	sensitive bool // smart case: what is sought has an upper-case letter; the word before a colon is not sought
	text      string
	runes     []rune
}

// inFields tells whether a term may also be found in the description or in a tag. Anchors and negations speak of
// the name.
func (t *term) inFields() bool {
	return !t.negated && (t.kind == fuzzy || t.kind == exact || t.kind == word)
}

// Query is what a query's text asks for: every set must match, a set matches when one of its terms does.
type Query struct {
	sets [][]term
	// ranked is whether a term gives scores. Without one the list keeps its own order.
	ranked bool
}

// Empty reports whether the query asks for nothing: everything matches.
func (q Query) Empty() bool { return len(q.sets) == 0 }

// Ranked reports whether matches come by score; otherwise they keep the list's order.
func (q Query) Ranked() bool { return q.ranked }

// Parse reads fzf's extended search syntax: terms between spaces must all match, a | b needs one of them,
// 'exact, 'word', ^start, end$, ^whole$, !not, and "\ " is a space. Besides, tag:, desc:, owner: and is: look at
// what is not the name. No text is an error.
func Parse(query string) Query {
	query = strings.TrimLeft(query, " ")
	for strings.HasSuffix(query, " ") && !strings.HasSuffix(query, `\ `) {
		query = query[:len(query)-1]
	}
	query = strings.ReplaceAll(query, `\ `, "\t")
	var q Query
	joined, bar := false, false // the next term joins the last set; the last word was a bar
	for token := range strings.SplitSeq(query, " ") {
		token = strings.ReplaceAll(token, "\t", " ")
		if token == "" {
			continue
		}
		if len(q.sets) > 0 && token == "|" && !bar {
			joined, bar = true, true
			continue
		}
		bar = false
		t, ok := parseTerm(token)
		if !ok {
			continue
		}
		if joined {
			end := len(q.sets) - 1
			q.sets[end] = append(q.sets[end], t)
		} else {
			q.sets = append(q.sets, []term{t})
		}
		joined = false
		q.ranked = q.ranked || !t.negated && !t.kind.qualified()
	}
	return q
}

func parseTerm(text string) (term, bool) {
	var t term
	if rest, ok := strings.CutPrefix(text, "!"); ok {
		t.negated, t.kind, text = true, exact, rest
	}
	k, sought := qualifier(text)
	t.sensitive = strings.ToLower(sought) != sought
	if k.qualified() {
		t.kind, t.text = k, sought
		return t, true
	}
	if text != "$" && strings.HasSuffix(text, "$") {
		t.kind = suffix
		text = text[:len(text)-1]
	}
	switch {
	case len(text) > 2 && text[0] == '\'' && text[len(text)-1] == '\'':
		t.kind = word
		text = text[1 : len(text)-1]
	case strings.HasPrefix(text, "'"):
		t.kind = exact
		if t.negated {
			t.kind = fuzzy
		}
		text = text[1:]
	case strings.HasPrefix(text, "^"):
		if t.kind == suffix {
			t.kind = equal
		} else {
			t.kind = prefix
		}
		text = text[1:]
	}
	t.text, t.runes = text, []rune(text)
	return t, text != ""
}

// qualifier splits "tag:x" and its like; fuzzy means that there is none. Names in AWS have no colon, so no real
// search is lost.
func qualifier(text string) (kind, string) {
	head, rest, ok := strings.Cut(text, ":")
	if !ok {
		return fuzzy, text
	}
	switch strings.ToLower(head) {
	case "tag":
		return tagged, rest
	case "desc":
		return described, rest
	case "owner":
		return owned, rest
	case "is":
		return state, rest
	}
	return fuzzy, text
}

// same reports whether two queries ask the same.
func (q Query) same(p Query) bool {
	return slices.EqualFunc(q.sets, p.sets, func(a, b []term) bool {
		return slices.EqualFunc(a, b, func(s, t term) bool {
			return s.kind == t.kind && s.negated == t.negated && s.sensitive == t.sensitive && s.text == t.text
		})
	})
}
