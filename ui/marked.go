package ui

// Marked is a safe text of which some parts, each of cells [from,to), differ from another text. A part without cells is where something
// is missing.
type Marked struct {
	Text  string
	Parts [][2]int
}

// mark works out the cells of what differs. What takes no cells of its own is marked with the character it stands on.
func mark(b []byte, p Piece, text string) Marked {
	m := Marked{Text: text}
	for _, part := range p.Diff {
		if part[1] <= p.From || part[0] > p.To {
			continue
		}
		from, to := Column(b, p.From, max(p.From, part[0])), Width(text)
		if part[1] < p.To {
			to = Column(b, p.From, part[1])
		}
		if part[0] == part[1] {
			from = to
		} else if from >= to && part[0] < p.To {
			from = max(0, to-1)
		}
		m.Parts = append(m.Parts, [2]int{from, to})
	}
	return m
}

// Behind is the text with another one before it.
func (t Marked) Behind(before string) Marked {
	return Marked{before + t.Text, t.moved(Width(before))}
}

// moved are the parts by so many cells to the right.
func (t Marked) moved(by int) (parts [][2]int) {
	for _, p := range t.Parts {
		parts = append(parts, [2]int{p[0] + by, p[1] + by})
	}
	return parts
}

// Spans are the text in at most w cells, in role r, and in role m where it differs. Of a longer text the first part that differs, or
// its beginning, stays in sight.
func (t Marked) Spans(r, m Role, w int) (out []Span) {
	text, parts := t.Text, t.Parts
	whole, from, to := Width(text), 0, 0
	if len(parts) > 0 {
		from, to = parts[0][0], parts[0][1]
	}
	if off := min(whole-w, min(to, from+w/3)+1-w); off > 0 {
		tail, left := cutTail(text, whole-off-1)
		text, parts = ellipsis+tail, t.moved(1-(whole-left))
	}
	text = FitEnd(text, max(0, w))
	at := 0
	for _, p := range parts {
		head, n := cutHead(text, max(0, p[0]-at))
		middle, k := cutHead(text[len(head):], max(0, p[1]-at-n))
		out = append(out, Span{r, head}, Span{m, middle})
		text, at = text[len(head)+len(middle):], at+n+k
	}
	return append(out, Span{r, text})
}
