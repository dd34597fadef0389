package ui

import (
	"strings"

	"strongroom/backend"
)

// Signs of a version on the line of time: the current one, one with a label, one of a rotation, one without a label.
const (
	signCurrent = "●"
	signLabel   = "○"
	signPending = "◇"
	signBare    = "·"
)

// VersionRow is one version on the line of time.
type VersionRow struct {
	ID     string   // outside text
	Labels []string // outside text
	Age    string   // safe text
	Exact  string   // the whole moment, on the row under the cursor; safe text
	Marked bool
	Cursor bool // the cursor is here
	Focus  bool // and the timeline has the focus
}

// Draw puts the version into w cells.
func (r VersionRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	rowGutter(l, &st, r.Cursor, r.Focus, r.Marked)
	sign, role := VersionSign(r.Labels, st)
	l.Add(role, sign).Gap(1)
	l.Cell(st.Name, ShortVersion(r.ID), 9).Gap(idGap(w))
	right := r.right(st, l.Left())
	room := l.Left() - SpansWidth(right)
	l.Spans(LabelSpans(r.Labels, st, room)...)
	return l.Right(right...).String()
}

// idGap is what stands between the id of a version and its labels, which need every cell of a narrow screen.
func idGap(w int) int {
	if w < 40 {
		return 1
	}
	return 2
}

// right is when a version was made: the exact moment before the age, and both where the labels leave room for them.
func (r VersionRow) right(st Styles, room int) []Span {
	const least = 9 // of the labels: where there are more, they are counted
	free := room - min(SpansWidth(LabelSpans(r.Labels, st, room)), 24)
	switch both := r.Age + " · " + r.Exact; {
	case r.Exact == "":
	case Width(both)+2 <= free:
		return []Span{{st.Dim, " " + both + " "}}
	case Width(r.Exact)+2 <= max(free, room-least):
		return []Span{{st.Dim, " " + r.Exact + " "}}
	}
	return []Span{{st.Dim, " " + r.Age + " "}}
}

// VersionSign is the sign of a version with these labels, and its role.
func VersionSign(labels []string, st Styles) (string, Role) {
	has := func(label string) bool {
		for _, l := range labels {
			if l == label {
				return true
			}
		}
		return false
	}
	switch {
	case has(backend.Current):
		return signCurrent, st.LabelCurrent
	case has(backend.Pending):
		return signPending, st.LabelPending
	case len(labels) > 0:
		return signLabel, st.LabelOther
	}
	return signBare, st.Dim
}

// LabelRole is the role of a staging label.
func LabelRole(label string, st Styles) Role {
	switch label {
	case backend.Current:
		return st.LabelCurrent
	case backend.Previous:
		return st.LabelPrevious
	case backend.Pending:
		return st.LabelPending
	}
	return st.LabelOther
}

// LabelSpans are labels side by side in at most w cells; those without room are counted.
func LabelSpans(labels []string, st Styles, w int) []Span {
	var out []Span
	for i, l := range labels {
		text := Text(l)
		left := w - SpansWidth(out)
		if i > 0 {
			left--
		}
		rest := len(labels) - i
		need := Width(text)
		if rest > 1 {
			need += 2 + len(Count(rest-1))
		}
		if need > left {
			if more := "+" + Count(rest-1); i == 0 && rest > 1 && left > 7+len(more) {
				return append(out, Span{LabelRole(l, st), FitEnd(text, left-1-len(more))}, Span{st.Dim, " " + more})
			}
			if i == 0 && left > 6 {
				return append(out, Span{LabelRole(l, st), Fit(text, left)})
			}
			if more := "+" + Count(rest); left >= len(more) {
				if i > 0 {
					out = append(out, Span{st.Dim, " "})
				}
				out = append(out, Span{st.Dim, more})
			}
			return out
		}
		if i > 0 {
			out = append(out, Span{st.Text, " "})
		}
		out = append(out, Span{LabelRole(l, st), text})
	}
	return out
}

// ShortVersion is the beginning of a version's id.
func ShortVersion(id string) string {
	id = Text(id)
	if Width(id) > 9 {
		head, _ := Head(id, 8)
		return head + "…"
	}
	return id
}

// FoldRow is the row behind which the versions without a label lie.
type FoldRow struct {
	Count  int
	Open   bool
	Cursor bool
	Focus  bool
}

// Draw puts the row into w cells.
func (r FoldRow) Draw(th *Theme, w int) string {
	st := th.Row(r.Cursor, r.Focus)
	l := NewLine(w, st.Text)
	gutter(l, st, r.Cursor, r.Focus)
	arrow := "▸ "
	if r.Open {
		arrow = "▾ "
	}
	l.Add(st.Accent, arrow).Add(st.Text, Count(r.Count)+" without a label")
	for _, note := range []string{" · AWS may remove them at any time", " · AWS may remove them", " · removable"} {
		if Width(note) <= l.Left()-1 {
			l.Add(st.Dim, strings.Replace(note, "them", them(r.Count), 1))
			break
		}
	}
	return l.String()
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
