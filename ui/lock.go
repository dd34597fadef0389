package ui

// Lock is the screen while nobody is before it: why, what has become of things, and the one key that comes back. All is safe
// text, and none of it names anything.
type Lock struct {
	Why       string
	Notes     []string
	Key, Does string
}

const (
	lockWide                  = 56 // cells inside the card at most
	leastCardWide, leastCardH = 24, 6
)

// Draw puts it into w by h cells, on a card in the middle where there is room for one.
func (l Lock) Draw(th *Theme, w, h int) []string {
	if w < leastCardWide || h < leastCardH {
		return l.bare(th, w, h)
	}
	iw := min(lockWide, w-6)
	if iw += (w - iw) % 2; iw > w-4 { // as far from the one side as from the other
		iw -= 2
	}
	return Box{Title: "strongroom", Lines: l.lines(th, iw, h-2), W: iw, alone: true}.Over(th, Pad(nil, w, h), w)
}

// lines are those of a card, as many as there is room for: blank ones go first, then the notes, then why.
func (l Lock) lines(th *Theme, w, room int) []string {
	block := func(role Role, text string) (lines []string) {
		for _, part := range Wrap(text, w-2) {
			lines = append(lines, middle(th, []Span{{role, part}}, w))
		}
		return lines
	}
	head, why, key := block(th.Brand, "locked"), block(th.Dim, l.Why), []string{l.press(th, w)}
	blocks := [][]string{head, why}
	for _, note := range l.Notes {
		blocks = append(blocks, block(th.Text, note))
	}
	blocks = append(blocks, key)
	spaced := []string{Blank(w)}
	for _, b := range blocks {
		spaced = append(append(spaced, b...), Blank(w))
	}
	if len(spaced) <= room {
		return spaced
	}
	for {
		var lines []string
		for _, b := range blocks {
			lines = append(lines, b...)
		}
		if len(lines) <= room || len(blocks) == 2 {
			return lines
		}
		last := len(blocks) - 2 // what stands above the key
		blocks = append(blocks[:last:last], key)
	}
}

// press is the line with the key.
func (l Lock) press(th *Theme, w int) string {
	return middle(th, []Span{{th.Key, l.Key}, {th.Text, " " + l.Does}}, w)
}

// bare is what there is room for without a card: what to press, and what this is.
func (l Lock) bare(th *Theme, w, h int) []string {
	lines := []string{middle(th, []Span{{th.Brand, "locked"}}, w), l.press(th, w)}
	if h < len(lines) {
		lines = []string{middle(th, []Span{{th.Brand, "locked"}, {th.Text, ": "}, {th.Key, l.Key}}, w)}
	}
	return Pad(append(Pad(nil, w, max(0, (h-len(lines))/2)), lines...), w, h)
}

// middle is a line with spans in its middle.
func middle(th *Theme, spans []Span, w int) string {
	return NewLine(w, th.Text).Gap(max(0, (w-SpansWidth(spans))/2)).Spans(spans...).String()
}
