package find

import (
	"slices"
	"unicode/utf8"
)

// Span is a range of bytes, [From, To).
type Span struct{ From, To int }

// Highlight is why a row matches.
type Highlight struct {
	// Name has the bytes of the name that matched, in order, without overlap.
	Name []Span
	// In is the field that the row needed to match. Text is the description, or the tag as "key=value", that has the
	// match, and At where; empty where the name was enough and no tag or description was asked for.
	In   Field
	Text string
	At   Span
}

// snippet shows the tag or description that a qualified term found.
func (e *Explainer) snippet(t *term, r Row, h *Highlight) {
	x := e.x
	switch t.kind {
	case described:
		e.snippetIn(InDescription, t, r, h)
	case tagged:
		x.sets.each(x.tags[r], func(text, key uint32) bool {
			if !x.hasTag(t, text, key) {
				return false
			}
			if h.Text == "" {
				h.Text = e.said(x.sets.texts, text)
				h.At = Span{0, len(h.Text)}
			}
			return true
		})
	}
}

func (e *Explainer) snippetIn(in Field, t *term, r Row, h *Highlight) bool {
	x := e.x
	show := func(l *lexicon, id uint32) bool {
		at := place(l, id, t)
		if at >= 0 && h.Text == "" {
			h.Text = e.said(l, id)
			h.At = unfolded(h.Text, l.lower(id), at, len(t.text), t.sensitive)
		}
		return at >= 0
	}
	if in == InDescription {
		return show(x.words, x.descs[r])
	}
	return x.sets.each(x.tags[r], func(text, _ uint32) bool { return show(x.sets.texts, text) })
}

// unfolded is the span of the plain text that became [at, at+n) of the folded one: folding can change lengths.
func unfolded(plain string, folded []byte, at, n int, sensitive bool) Span {
	if sensitive || len(plain) == len(folded) && isASCII(folded) {
		return Span{at, at + n}
	}
	span := Span{len(plain), len(plain)}
	done := 0
	for i := 0; i < len(plain); {
		_, size := utf8.DecodeRuneInString(plain[i:])
		if done >= at {
			span.From = min(span.From, i)
		}
		if done >= at+n {
			span.To = i
			break
		}
		_, lowered := utf8.DecodeRune(folded[min(done, len(folded)):])
		done += lowered
		i += size
	}
	span.From = min(span.From, span.To)
	return span
}

// spans turns rune indices, in any order, into ranges of bytes.
func spans(name string, marked []int) []Span { return appendSpans(nil, []byte(name), marked) }

// appendSpans is spans, put behind others.
func appendSpans(out []Span, name []byte, marked []int) []Span {
	slices.Sort(marked)
	marked = slices.Compact(marked)
	first, k, index := len(out), 0, 0
	for at := 0; at < len(name) && k < len(marked); index++ {
		_, size := utf8.DecodeRune(name[at:])
		if index == marked[k] {
			if n := len(out); n > first && out[n-1].To == at {
				out[n-1].To += size
			} else {
				out = append(out, Span{at, at + size})
			}
			k++
		}
		at += size
	}
	return out
}
