package ui

import "slices"

// Header is the line at the top: where we are, and what is true of the whole place.
type Header struct {
	// Place are the parts of "where", in order.
	Place []Part
	// Badge stands out ("read-only"), "" for none.
	Badge string
	// Banner names a protected place ("PRODUCTION"), on Colour; "" for none. Safe text.
	Banner, Colour string
	// Secrets and Deleted are numbers as far as they are known: "1,204", "12…", "?". Pending: there are deleted ones.
	Secrets, Deleted string
	Pending          bool
	Decrypts         int
	Doubtful         bool   // some of the decrypts may not have been
	Note             string // "partial"
	Drafts           int    // unsaved edits of earlier runs
}

// Part is one part of the header, safe text; where room is short the parts with the highest Rank go first. Also stands behind it
// where there is room for all the rest.
type Part struct {
	Text string
	Rank int
	Also string
}

// Draw puts the header into w cells.
func (h Header) Draw(th *Theme, w int) string {
	st := th.Bar
	l := NewLine(w, st.Text).Gap(1)
	right := h.right(st, w)
	room := w - 3 - SpansWidth(right)
	if h.Badge != "" {
		room -= Width(h.Badge) + 2
	}
	if h.Banner != "" {
		h.Banner = FitEnd(h.Banner, 16)
		room -= Width(h.Banner) + 4
	}
	const brand, brandRank = "strongroom", 4
	parts := append([]Part{{Text: brand, Rank: brandRank}}, h.Place...)
	parts = fitParts(parts, room)
	for i, p := range parts {
		switch {
		case p.Text == brand && p.Rank == brandRank:
			l.Add(st.Brand, brand).Gap(2)
			continue
		case i > 0 && parts[i-1].Text != brand:
			l.Add(st.Dim, " · ")
		}
		l.Add(st.Strong, p.Text).Add(st.Text, p.Also)
	}
	if h.Banner != "" {
		l.Gap(2).Add(th.Banner(h.Colour), " "+h.Banner+" ")
	}
	if h.Badge != "" {
		l.Gap(2).Add(st.Warn, h.Badge)
	}
	return l.Right(right...).String()
}

// fitParts drops parts until the rest fits, and then what would stand behind them.
func fitParts(parts []Part, room int) []Part {
	for len(parts) > 0 {
		w, worst := 0, 0
		for i, p := range parts {
			w += Width(p.Text) + 3
			if p.Rank >= parts[worst].Rank {
				worst = i
			}
		}
		if w-3 <= room {
			return fitBehind(parts, room-(w-3))
		}
		parts = append(parts[:worst:worst], parts[worst+1:]...)
	}
	return parts
}

// fitBehind leaves behind parts what has room there.
func fitBehind(parts []Part, room int) []Part {
	parts = slices.Clone(parts)
	for i := range parts {
		if w := Width(parts[i].Also); w <= room {
			room -= w
		} else {
			parts[i].Also = ""
		}
	}
	return parts
}

func (h Header) right(st Styles, w int) []Span {
	deleted, decrypts := st.Dim, st.Dim
	if h.Pending {
		deleted = st.Warn
	}
	if h.Decrypts > 0 {
		decrypts = st.Brand
	}
	gap, unit, deletedWord, word := "   ", " secrets", " deleted", " decrypts "
	if h.Decrypts == 1 {
		word = " decrypt "
	}
	if h.Secrets == "1" {
		unit = " secret"
	}
	if w < 100 {
		gap, unit = "  ", ""
	}
	if w < 60 {
		gap, deletedWord, word = " ", " del", " dec "
	}
	spans := []Span{}
	if h.Drafts > 0 {
		word := " draft"
		if h.Drafts > 1 {
			word = " drafts"
		}
		spans = append(spans, Span{st.Warn, Count(h.Drafts) + word + gap})
	}
	if h.Note != "" {
		spans = append(spans, Span{st.Warn, h.Note + gap})
	}
	spans = append(spans, Span{st.Text, h.Secrets + unit + gap}, Span{deleted, h.Deleted + deletedWord + gap})
	most := ""
	if h.Doubtful {
		if most = "up to "; w < 60 {
			most = "≤ "
		}
	}
	return append(spans, Span{decrypts, most + Count(h.Decrypts) + word})
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

// HelpRow is a line of the help screen. A key that was refused is dim, with the reason: refused is "" for one that was not.
func HelpRow(th *Theme, keys, text, refused string, keyW, w int) []string {
	var out []string
	key, said := th.Key, th.Text
	if refused != "" {
		key, said, text = th.Dim, th.Dim, text+" · "+refused
	}
	for i, part := range Wrap(text, max(8, w-keyW-3)) {
		k := keys
		if i > 0 {
			k = ""
		}
		out = append(out, NewLine(w, th.Text).Gap(1).Cell(key, k, keyW).Gap(1).Add(said, part).String())
	}
	return out
}

// Heading is a title inside a page.
func Heading(th *Theme, text string, w int) string {
	return NewLine(w, th.Text).Gap(1).Add(th.Brand, text).String()
}
