package compare

import (
	"strconv"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/pane"
	"strongroom/ui"
)

// wide: the sides stand side by side.
func (c *Pane) wide() bool { return c.w+2 >= pane.Stacked }

// layout works out the lines from the comparison, and from the bytes of what is revealed.
func (c *Pane) layout() {
	at, on := c.here()
	c.lines, c.labelW, c.laid = c.lines[:0], 0, c.shown.Changes()
	switch {
	case c.State != pane.Held && c.State != pane.Ended:
	case c.cmp.By == document.ByKey:
		for _, f := range c.cmp.Fields {
			c.labelW = max(c.labelW, 2*f.Depth+ui.Width(ui.Datum(c.label(f))))
		}
		c.labelW = min(c.labelW, max(8, c.w*2/7))
		c.layoutFields(0, len(c.cmp.Fields), 0)
	case c.cmp.By == document.ByLine:
		c.labelW = len(strconv.Itoa(max(len(c.cmp.ALines), len(c.cmp.BLines))))
		c.layoutRuns()
	}
	c.scroll.N = len(c.lines)
	if on {
		for i, l := range c.lines {
			if l.at == at.at && (l.fold > 0) == (at.fold > 0) {
				c.look(i)
				return
			}
		}
	}
	c.scroll.Clamp()
}

// look puts the cursor on the first line of a part, with as much of the part in sight as there is room for.
func (c *Pane) look(first int) {
	last := first
	for last+1 < len(c.lines) && c.lines[last+1].at == c.lines[first].at && last-first+1 < c.scroll.H {
		last++
	}
	c.scroll.To(last)
	c.scroll.To(first)
}

// room is the width of one side's text.
func (c *Pane) room() int {
	w := c.w - c.labelW - 6
	if c.wide() {
		w = (w - 3) / 2
	}
	return max(4, w)
}

func (c *Pane) layoutFields(from, to, depth int) {
	same, first := 0, 0
	flush := func() {
		if same > 0 {
			c.lines = append(c.lines, diffLine{at: first, fold: same, indent: depth})
		}
		same = 0
	}
	for i := from; i < to; i = c.cmp.Fields[i].Next {
		f := c.cmp.Fields[i]
		if f.Change == document.Same && !c.unfolded {
			if same == 0 {
				first = i
			}
			same++
			continue
		}
		flush()
		c.layoutField(i)
		c.layoutFields(i+1, f.Next, depth+1)
	}
	flush()
}

func (c *Pane) layoutField(i int) {
	f := c.cmp.Fields[i]
	if !c.shown.Shows(i) || c.summary(i) != "" {
		c.lines = append(c.lines, diffLine{at: i, first: true})
		return
	}
	a, b := c.cmp.A.Text(c.va, f.A), c.cmp.B.Text(c.vb, f.B)
	defer a.Wipe()
	defer b.Wipe()
	var x, y [][2]int
	backend.UseBoth(a, b, func(p, q []byte) { x, y = document.Differ(p, q) })
	c.put(i, c.pieces(a, 0, ui.Piece{To: a.Len(), Diff: x}), c.pieces(b, 0, ui.Piece{To: b.Len(), Diff: y}), f.Change != document.Same)
}

// pieces are the lines of a stretch of a text, or of one of its lines.
func (c *Pane) pieces(v backend.Value, line int, p ui.Piece) (out []stretch) {
	v.Use(func(b []byte) {
		if p.In == nil {
			p.In = ui.InsideOf(b)
		}
		ui.Break(b, p, c.room(), func(from, to int) {
			out = append(out, stretch{on: true, line: line, Piece: ui.Piece{From: from, To: to, Diff: p.Diff, Ends: p.Ends, In: p.In}})
		})
	})
	return out
}

// put adds the lines of one part: beside each other, or the old ones above the new ones.
func (c *Pane) put(at int, a, b []stretch, differ bool) {
	if c.wide() {
		for i := range max(len(a), len(b), 1) {
			l := diffLine{at: at, first: i == 0}
			if i < len(a) {
				l.a = a[i]
			}
			if i < len(b) {
				l.b = b[i]
			}
			c.lines = append(c.lines, l)
		}
		return
	}
	if !differ {
		a = nil
	}
	first := true
	for _, p := range a {
		c.lines = append(c.lines, diffLine{at: at, first: first, side: document.Removed, a: p})
		first = false
	}
	for _, p := range b {
		side := document.Added
		if !differ {
			side = document.Same
		}
		c.lines = append(c.lines, diffLine{at: at, first: first, side: side, b: p})
		first = false
	}
}

func (c *Pane) layoutRuns() {
	var inA, inB *ui.Inside
	c.va.Use(func(b []byte) { inA = ui.InsideOf(b) })
	c.vb.Use(func(b []byte) { inB = ui.InsideOf(b) })
	for i, r := range c.cmp.Runs {
		if r.Change == document.Same && !c.unfolded {
			c.lines = append(c.lines, diffLine{at: i, fold: r.ATo - r.AFrom})
			continue
		}
		if !c.shown.Shows(i) {
			c.put(i, masked(r.AFrom, r.ATo), masked(r.BFrom, r.BTo), r.Change != document.Same)
			continue
		}
		var a, b []stretch
		for n := range max(r.ATo-r.AFrom, r.BTo-r.BFrom) {
			x, y := c.pair(r, n)
			x.In, y.In = inA, inB
			if n < r.ATo-r.AFrom {
				a = append(a, c.pieces(c.va, r.AFrom+n, x)...)
			}
			if n < r.BTo-r.BFrom {
				b = append(b, c.pieces(c.vb, r.BFrom+n, y)...)
			}
			if c.wide() { // the next two lines begin beside each other
				rows := max(len(a), len(b))
				a, b = append(a, make([]stretch, rows-len(a))...), append(b, make([]stretch, rows-len(b))...)
			}
		}
		c.put(i, a, b, r.Change != document.Same)
	}
}

func masked(from, to int) (out []stretch) {
	for n := from; n < to; n++ {
		out = append(out, stretch{on: true, line: n})
	}
	return out
}

// pair are the n-th lines of a run on both sides, where there are such, and in what they differ.
func (c *Pane) pair(r document.LineRun, n int) (x, y ui.Piece) {
	at := func(spans []document.Span, line, end int) (p ui.Piece) {
		if line < end {
			p.From, p.To = spans[line].Start, spans[line].End
		}
		return p
	}
	x, y = at(c.cmp.ALines, r.AFrom+n, r.ATo), at(c.cmp.BLines, r.BFrom+n, r.BTo)
	if r.AFrom+n >= r.ATo || r.BFrom+n >= r.BTo {
		return x, y
	}
	ends := r.AFrom+n+1 == len(c.cmp.ALines) || r.BFrom+n+1 == len(c.cmp.BLines)
	x.Ends, y.Ends = ends, ends // the end of one value is not the end of a line of the other
	backend.UseBoth(c.va, c.vb, func(a, b []byte) {
		p, q := document.Differ(a[x.From:min(x.To+1, len(a))], b[y.From:min(y.To+1, len(b))]) // with their line ends
		for i := range p {
			x.Diff, y.Diff = append(x.Diff, [2]int{x.From + p[i][0], x.From + p[i][1]}), append(y.Diff, [2]int{y.From + q[i][0], y.From + q[i][1]})
		}
	})
	return x, y
}
