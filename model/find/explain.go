package find

import "slices"

// Explainer explains matches of one query, and uses its memory again from row to row. What it tells of a row stays as it is.
type Explainer struct {
	x      *Index
	q      Query
	grid   grid
	text   text
	marked []int
	spans  []Span // of all rows, one behind the other
	last   Highlight
	told   said // the last text that was told: rows that one tag has found have the same
}

// Explainer explains what a query finds.
func (x *Index) Explainer(q Query) *Explainer {
	e := &Explainer{x: x, q: q, spans: make([]Span, 0, usualSpans)}
	e.text.take(make([]byte, usualName))
	return e
}

// usualSpans are as many as the rows of a screen have, and usualName is how long the names of most are.
const usualSpans, usualName = 128, 128

// Match explains a match; call it for visible rows only.
func (x *Index) Match(query string, r Row) Highlight { return x.Explainer(Parse(query)).Explain(r) }

// Explain is why a row matches.
func (e *Explainer) Explain(r Row) Highlight {
	e.last = Highlight{}
	name := e.x.original(r)
	e.text.take(name)
	e.marked = e.marked[:0]
	for _, set := range e.q.sets {
		e.explainSet(set, r, &e.last)
	}
	from := len(e.spans)
	e.spans = appendSpans(e.spans, name, e.marked)
	e.last.Name = slices.Clip(e.spans[from:])
	return e.last
}

func (e *Explainer) explainSet(set []term, r Row, h *Highlight) {
	x, matched := e.x, false
	for i := range set {
		tm := &set[i]
		if tm.kind.qualified() {
			if x.holds(tm, r) != tm.negated {
				matched = true
				if !tm.negated {
					e.snippet(tm, r, h)
				}
			}
			continue
		}
		_, pos, ok := e.grid.matchText(tm, &e.text, true)
		if ok && !tm.negated {
			e.marked = append(e.marked, pos...)
			return
		}
		matched = matched || ok != tm.negated
	}
	if matched {
		return
	}
	for _, in := range []Field{InDescription, InTags} {
		for i := range set {
			if tm := &set[i]; tm.inFields() && e.snippetIn(in, tm, r, h) {
				h.In = max(h.In, in)
				return
			}
		}
	}
}

// said is a text of a lexicon.
type said struct {
	of   *lexicon
	id   uint32
	text string
}

func (e *Explainer) said(l *lexicon, id uint32) string {
	if e.told.of != l || e.told.id != id {
		e.told = said{l, id, l.text(id)}
	}
	return e.told.text
}
