package ui

import (
	"strings"

	"strongroom/backend/policy"
)

// ProseRow is one line of words in roles that a cursor can be on.
type ProseRow struct {
	Spans         []Span
	Indent        int
	Cursor, Focus bool
}

// Draw puts the line into w cells.
func (r ProseRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	return l.Gap(r.Indent).Spans(r.Spans...).String()
}

// indexFold is where a text stands in another first, without regard to case, and how long it is there; -1 for nowhere.
func indexFold(text, sought string) (at, n int) {
	for i := range text {
		if end := i + len(sought); end <= len(text) && strings.EqualFold(text[i:end], sought) {
			return i, len(sought)
		}
	}
	return -1, 0
}

// Finds reports whether a text stands in another, without regard to case.
func Finds(text, sought string) bool {
	at, _ := indexFold(text, sought)
	return at >= 0
}

// Sought are spans with every place marked where a text stands in them, without regard to case, in whatever roles it is drawn.
func Sought(spans []Span, sought string, mark Role) (out []Span) {
	var whole strings.Builder
	for _, s := range spans {
		whole.WriteString(s.Text)
	}
	text := whole.String()
	hit := make([]bool, len(text))
	for from := 0; sought != "" && from < len(text); {
		at, n := indexFold(text[from:], sought)
		if at < 0 {
			break
		}
		for i := range n {
			hit[from+at+i] = true
		}
		from += at + n
	}
	at := 0
	for _, s := range spans {
		for from := 0; from < len(s.Text); {
			to, r := from, s.Role
			for to < len(s.Text) && hit[at+to] == hit[at+from] {
				to++
			}
			if hit[at+from] {
				r = mark
			}
			out, from = append(out, Span{r, s.Text[from:to]}), to
		}
		at += len(s.Text)
	}
	return out
}

// PolicyWords are a statement in words, in roles: whoever is let in from outside stands out.
func PolicyWords(st Styles, parts []policy.Part) (out []Span) {
	roles := map[policy.Tone]Role{policy.Plain: st.Text, policy.Name: st.Name, policy.Caution: st.Warn, policy.Danger: st.Urgent,
		policy.Exact: st.Value, policy.Permits: st.Good, policy.Forbids: st.Warn}
	for _, p := range parts {
		out = append(out, Span{roles[p.Tone], Text(p.Text)})
	}
	return out
}
