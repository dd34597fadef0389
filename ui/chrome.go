package ui

// Header is the line at the top: where we are, and what is true of the whole place.
type Header struct {
	// Place are the parts of "where", most important first: safe text.
	Place []string
	// Badge stands out ("read-only"), "" for none.
	Badge    string
	Secrets  string // "1,204"
	Deleted  int
	Decrypts int
	Note     string // "partial", "listing"
}

// Draw puts the header into w cells; what does not fit goes, the least important first.
func (h Header) Draw(th *Theme, w int) string {
	st := th.Bar
	l := NewLine(w, st.Text).Gap(1)
	right := h.right(st, w < 100)
	room := w - 2 - SpansWidth(right)
	if room >= 14 {
		l.Add(st.Brand, "strongroom").Gap(2)
	}
	for i, p := range h.Place {
		sep := " · "
		if i == 0 {
			sep = ""
		}
		if l.w+Width(sep+p) > room {
			break
		}
		l.Add(st.Dim, sep).Add(st.Strong, p)
	}
	if h.Badge != "" && l.w+Width(h.Badge)+2 <= room {
		l.Gap(2).Add(st.Warn, h.Badge)
	}
	return l.Right(right...).String()
}

func (h Header) right(st Styles, short bool) []Span {
	deleted, decrypts := st.Dim, st.Dim
	if h.Deleted > 0 {
		deleted = st.Warn
	}
	if h.Decrypts > 0 {
		decrypts = st.Brand
	}
	gap, unit := "   ", " secrets"
	if short {
		gap, unit = "  ", ""
	}
	spans := []Span{}
	if h.Note != "" {
		spans = append(spans, Span{st.Warn, h.Note + gap})
	}
	spans = append(spans, Span{st.Text, h.Secrets + unit + gap}, Span{deleted, Count(h.Deleted) + " deleted" + gap})
	word := " decrypts "
	if h.Decrypts == 1 {
		word = " decrypt "
	}
	return append(spans, Span{decrypts, Count(h.Decrypts) + word})
}

// FooterKey is a key and its word.
type FooterKey struct{ Key, Label string }

// Footer draws keys as long as there is room; the last one, help, always has its place.
func Footer(th *Theme, keys []FooterKey, last FooterKey, w int) string {
	l := NewLine(w, th.Text).Gap(1)
	item := func(k FooterKey) []Span { return []Span{{th.Key, k.Key}, {th.Dim, " " + k.Label}} }
	tail := item(last)
	for _, k := range keys {
		spans := item(k)
		if l.w+SpansWidth(spans)+2+SpansWidth(tail)+1 > w {
			break
		}
		l.Spans(spans...).Gap(2)
	}
	return l.Right(append(tail, Span{th.Text, " "})...).String()
}

// StatusLine is what happened last at the left, what runs at the right.
func StatusLine(th *Theme, left []Span, right []Span, w int) string {
	l := NewLine(w, th.Text).Gap(1)
	room := w - 2 - SpansWidth(right)
	for _, s := range left {
		free := room - l.w
		if free <= 1 {
			break
		}
		l.Add(s.Role, FitEnd(s.Text, free))
	}
	return l.Right(append(right, Span{th.Text, " "})...).String()
}

// HelpRow is a line of the help screen.
func HelpRow(th *Theme, keys, text string, keyW, w int) []string {
	var out []string
	for i, part := range Wrap(text, max(8, w-keyW-3)) {
		k := keys
		if i > 0 {
			k = ""
		}
		out = append(out, NewLine(w, th.Text).Gap(1).Cell(th.Key, k, keyW).Gap(1).Add(th.Text, part).String())
	}
	return out
}

// Heading is a title inside a page.
func Heading(th *Theme, text string, w int) string {
	return NewLine(w, th.Text).Gap(1).Add(th.Brand, text).String()
}
