package ui

import "time"

// Swatch shows what a theme makes of a few rows, w cells wide: names, what is marked, urgencies, a value, the selected row.
func Swatch(th *Theme, w int) []string {
	row := func(st Styles, spans ...Span) string { return NewLine(w, st.Text).Gap(2).Spans(spans...).String() }
	st, sel := th.Styles, th.Sel
	const whole, gap = 66, "  "
	words := func(st Styles) []Span {
		if w < whole {
			return []Span{{st.Text, "text "}, {st.Strong, "strong "}, {st.Dim, "dim "}, {st.Accent, "accent "}, {st.Info, "info "},
				{st.Match, "match"}, {st.Text, " "}, {st.Differs, "differs"}, {st.Text, " "}, {st.Gone, "gone"}}
		}
		return []Span{{st.Text, "text "}, {st.Strong, "strong "}, {st.Dim, "dim "}, {st.Faint, "faint "}, {st.Accent, "accent "}, {st.Brand, "brand "},
			{st.Info, "info "}, {st.Match, "match"}, {st.Text, " "}, {st.Differs, "differs"}, {st.Text, " "}, {st.Gone, "gone"}}
	}
	selected := barred(NewLine(w, sel.Text), &sel, true, true).Gap(1).Spans(words(sel)...).String()
	labels := append([]Span{{st.LabelCurrent, signCurrent + " AWSCURRENT"}, {st.Text, gap}, {st.LabelPrevious, "AWSPREVIOUS"}, {st.Text, gap}},
		Span{st.Name, "key "}, Span{st.Value, "made-up" + signBlank}, Span{st.Text, " "}, Span{st.Mask, ShortMask})
	deadlines := []Span{}
	for _, d := range []struct {
		u     Urgency
		share float64
		left  time.Duration
	}{{Calm, 0.6, 93 * time.Hour}, {Soon, 0.3, 26 * time.Hour}, {Pressing, 0.1, 133 * time.Minute}} {
		left := " left"
		if w < whole {
			left = ""
		}
		deadlines = append(append(deadlines, DrainBar(st, d.u, d.share, leastDrainWide)...), Span{d.u.Role(st), " " + remains(d.left) + left + gap})
	}
	return []string{row(st, words(st)...), selected, row(st, labels...), row(st, deadlines...)}
}
