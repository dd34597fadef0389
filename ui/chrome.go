package ui

// FooterKey is a key and its word.
type FooterKey struct{ Key, Label string }

// Footer draws keys as long as there is room; the last one, help, always has its place.
func Footer(th *Theme, keys []FooterKey, last FooterKey, w int) string {
	l := NewLine(w, th.Text).Gap(1)
	tail := last.spans(th)
	for _, k := range keys[:footerFits(append(keys[:len(keys):len(keys)], last), w)] {
		l.Add(th.Key, k.Key).word(th.Dim, k.Label).Gap(footerGap)
	}
	return l.Right(append(tail, Span{th.Text, " "})...).String()
}

const footerGap = 2

func (k FooterKey) spans(th *Theme) []Span { return []Span{{th.Key, k.Key}, {th.Dim, " " + k.Label}} }

func (k FooterKey) width() int { return Width(k.Key) + 1 + Width(k.Label) }

// footerFits is how many of the keys before the last one there is room for.
func footerFits(keys []FooterKey, w int) (n int) {
	last := len(keys) - 1
	for at := 1; n < last; n++ {
		if at += keys[n].width() + footerGap; at+keys[last].width()+1 > w {
			break
		}
	}
	return n
}

// FooterAt tells which of the keys, the last one at the right end, a click at column x hits, or -1.
func FooterAt(keys []FooterKey, w, x int) int {
	last := len(keys) - 1
	if right := w - 1; x >= right-keys[last].width() && x < right {
		return last
	}
	at := 1
	for i := range footerFits(keys, w) {
		if x >= at && x < at+keys[i].width() {
			return i
		}
		at += keys[i].width() + footerGap
	}
	return -1
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

// Heading is a title inside a page.
func Heading(th *Theme, text string, w int) string {
	return NewLine(w, th.Text).Gap(1).Add(th.Brand, text).String()
}
