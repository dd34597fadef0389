package edit

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// conflict is the choice after somebody else saved first: what both changed is chosen key by key, the rest merges itself.
type conflict struct {
	merge   *document.Merge
	base    backend.Value
	theirs  backend.Value
	yours   backend.Value
	version string // theirs
	rows    []int  // of merge.Rows, those that differ anywhere
	keyW    int    // of the longest path
	picks   map[int]document.Side
	shown   *pane.Exposure
	scroll  pane.Scroll
	from    editMode
	cut     cutRow // of the row under the cursor
}

// cutRow are the lines of w cells of a row's value on each side. To find them in a large value takes long.
type cutRow struct {
	row, w int
	pieces [3][]ui.Piece
}

// clashRow is a row of a conflict, by its place in merge.Rows, as a part of what the edit exposes.
type clashRow int

// meet turns to the conflict with what somebody else has saved.
func (e *Pane) meet(theirs backend.Revealed) {
	c := &conflict{base: e.base.Clone(), theirs: theirs.Value, yours: e.result(), version: theirs.Version, from: e.mode,
		picks: map[int]document.Side{}, shown: e.shown}
	e.shown.HideAll()
	if old := e.conflict; old != nil {
		c.base.Wipe()
		c.base, c.from = old.theirs.Clone(), old.from
		old.wipe()
	}
	if c.merge = document.NewMerge(c.base, c.theirs, c.yours); !c.merge.Differs() { // only white space or spelling
		c.merge = document.NewWholeMerge(c.base, c.theirs, c.yours)
	}
	for i, r := range c.merge.Rows {
		switch r.State {
		case document.Unchanged:
			continue
		case document.YoursOnly:
			c.picks[i] = document.YourSide
		case document.TheirsOnly, document.BothAlike:
			c.picks[i] = document.TheirSide
		}
		c.rows = append(c.rows, i)
		c.keyW = max(c.keyW, ui.Width(ui.Datum(c.path(i))))
	}
	c.scroll.N = len(c.rows)
	for at, i := range c.rows {
		if c.merge.Rows[i].State == document.Clash {
			c.scroll.To(at)
			break
		}
	}
	e.conflict, e.mode, e.err = c, inConflict, nil
}

// Wide reports whether what is shown needs the whole width of the screen.
func (e *Pane) Wide() bool { return e.mode == inConflict }

func (c *conflict) wipe() {
	c.base.Wipe()
	c.theirs.Wipe()
	c.yours.Wipe()
}

// leaveConflict goes back to the edit as it was.
func (e *Pane) leaveConflict() {
	e.shown.HideAll()
	e.mode = e.conflict.from
	e.conflict.wipe()
	e.conflict = nil
	e.note = "somebody else's version is current: saving brings the conflict up again"
}

// conflictLeft is the user's yes to losing what was chosen in a conflict.
type conflictLeft struct{ of *conflict }

// conflictDialog asks before what was chosen goes.
func (e *Pane) conflictDialog() pane.Dialog {
	c := e.conflict
	return e.about(e.secret, &dialog.Confirm{Title: "Leave the conflict", Yes: "leave it", OnNo: true, OnYes: func() tea.Msg { return conflictLeft{c} }},
		"This goes back to the edit as it was, and drops "+ui.Plural(c.chosen(), "choice")+". Saving brings the conflict up again.")
}

// chosen is how many keys that clash were chosen for.
func (c *conflict) chosen() (n int) {
	for i := range c.picks {
		if c.merge.Rows[i].State == document.Clash {
			n++
		}
	}
	return n
}

// open is how many keys are still to be chosen.
func (c *conflict) open() (n int) {
	for _, i := range c.rows {
		if _, ok := c.picks[i]; !ok {
			n++
		}
	}
	return n
}

// result is their value with the keys that yours was chosen for.
func (c *conflict) result() backend.Value {
	at := 0
	return c.merge.Result(func(document.MergeRow) document.Side {
		at++
		return c.picks[at-1]
	})
}

func (c *conflict) act(a keymap.Action) {
	if c.scroll.Move(a) || len(c.rows) == 0 {
		return
	}
	c.scroll.Clamp()
	at := c.rows[c.scroll.Pos]
	switch a {
	case keymap.TakeTheirs:
		c.take(at, document.TheirSide)
	case keymap.TakeYours:
		c.take(at, document.YourSide)
	case keymap.Reveal:
		c.shown.Set(clashRow(at), !c.shown.Shows(clashRow(at)))
	case keymap.RevealAll:
		show := slices.ContainsFunc(c.rows, func(i int) bool { return !c.shown.Shows(clashRow(i)) })
		for _, i := range c.rows {
			c.shown.Set(clashRow(i), show)
		}
	}
}

// take chooses a side for a key that clashes; the others merge by themselves.
func (c *conflict) take(row int, side document.Side) {
	if c.merge.Rows[row].State == document.Clash {
		c.picks[row] = side
	}
}

// head is what stands above the rows, on a screen of w by h cells.
func (c *conflict) head(th *ui.Theme, w, h int) []string {
	p := &ui.Page{Th: th, W: w}
	low := h < 9 || p.W < 50 && h < 12
	if !low { // the title says it too
		p.Text(th.Warn, "somebody else saved version "+ui.ShortID(c.version)+" while you edited")
	}
	role, text := th.Good, "nothing left to choose: the rest merges by itself"
	if n := c.open(); n > 0 {
		role, text = th.Strong, ui.Plural(n, c.part())+" changed on both sides: choose"
	}
	if low {
		p.Lines = append(p.Lines, dialog.ShortLine(th, p.W, role, text))
	} else {
		p.Text(role, text)
		p.Blank()
	}
	key, column := ui.ClashColumns(p.W, c.keyW)
	words := ui.NewLine(p.W, th.Text).Gap(3).Cell(th.Dim, "", key)
	for _, word := range []string{"theirs", "before", "yours"} {
		words.Gap(1).Cell(th.Dim, word, column-1)
	}
	return append(p.Lines, words.String())
}

// cutAt are the lines of a row's values, which are sought anew only where they are other ones.
func (c *conflict) cutAt(row, w int) cutRow {
	if c.cut.row == row && c.cut.w == w {
		return c.cut
	}
	out := cutRow{row: row, w: w}
	for side := range out.pieces {
		t := textOn(c.merge, c.merge.Rows[row], against(c.merge.Rows[row], document.Side(side)))
		out.pieces[side] = t.broken(w)
		t.in.Wipe()
	}
	return out
}

// wholeWidth is how wide the values are at their length, of w cells.
func wholeWidth(w int) int { return max(4, w-14) }

// fit works out which rows are in sight.
func (c *conflict) fit(w, h int) {
	if at := c.scroll.Pos; at < len(c.rows) && c.shown.Shows(clashRow(c.rows[at])) {
		c.cut = c.cutAt(c.rows[at], wholeWidth(w))
	}
	n := len(c.head(ui.Plain(), w, h))
	c.scroll.H = max(1, h-n-len(c.whole(ui.Plain(), w, max(0, h-n-3))))
	c.scroll.Clamp()
}

func (c *conflict) view(f pane.Frame, p *ui.Page, h int) {
	p.Lines = c.head(f.Th, p.W, h)
	whole := c.whole(f.Th, p.W, max(0, h-len(p.Lines)-3))
	for at := c.scroll.Top; at < min(len(c.rows), c.scroll.Top+c.scroll.H); at++ {
		i := c.rows[at]
		r := c.merge.Rows[i]
		row := ui.ClashRow{Path: c.path(i), KeyW: c.keyW, Taken: -1, Clash: r.State == document.Clash, Cursor: at == c.scroll.Pos, Focus: f.Focus}
		if side, ok := c.picks[i]; ok {
			row.Taken = map[document.Side]int{document.TheirSide: 0, document.YourSide: 2}[side]
		}
		for n, side := range []document.Side{document.TheirSide, document.BaseSide, document.YourSide} {
			row.Texts[n] = c.text(i, side)
		}
		p.Lines = append(p.Lines, row.Draw(f.Th, p.W))
	}
	p.Lines = append(p.Lines, whole...)
}

// wholeLines is how many lines of each value are shown at its length.
const wholeLines = 4

// whole shows the three values of the row under the cursor at their length, once they are revealed.
func (c *conflict) whole(th *ui.Theme, w, most int) []string {
	if c.scroll.Pos >= len(c.rows) || !c.shown.Shows(clashRow(c.rows[c.scroll.Pos])) {
		return nil
	}
	p := &ui.Page{Th: th, W: w}
	p.Blank()
	cut := c.cutAt(c.rows[c.scroll.Pos], wholeWidth(w))
	for n, side := range []document.Side{document.TheirSide, document.BaseSide, document.YourSide} {
		label := []string{"theirs", "before", "yours"}[n]
		for _, line := range c.atLength(th, cut, side) {
			p.Line(append([]ui.Span{{Role: th.Dim, Text: ui.Fit(label, 7)}}, line...)...)
			label = ""
		}
	}
	return p.Lines[:min(len(p.Lines), most)]
}

// path is what a row is called.
func (c *conflict) path(row int) string {
	switch r := c.merge.Rows[row]; {
	case r.At[0] != document.Whole:
		return r.Path
	case c.yours.Binary():
		return "bytes"
	}
	return "whole text"
}

// atLength is a row's value on one side in the lines that it is cut into.
func (c *conflict) atLength(th *ui.Theme, cut cutRow, side document.Side) (out [][]ui.Span) {
	i, w := cut.row, cut.w
	r := c.merge.Rows[i]
	t := textOn(c.merge, r, against(r, side))
	defer t.in.Wipe()
	if r.At[side] == -1 || t.in.Binary() {
		for _, part := range ui.Wrap(c.text(i, side).Text, w) {
			out = append(out, []ui.Span{{Role: th.Value, Text: " " + part}})
		}
		return out
	}
	lines, goesOn, more := t.atLength(cut.pieces[side], wholeLines, c.shown.Permit(clashRow(i)))
	for i, l := range lines {
		before := ui.Span{Role: th.Faint, Text: ui.Before(goesOn[i])}
		out = append(out, append([]ui.Span{before}, l.Spans(th.Value, th.Differs, w)...))
	}
	if more > 0 {
		out = append(out, []ui.Span{{Role: th.Dim, Text: " … " + ui.Plural(more, "more line")}})
	}
	return out
}

func (c *conflict) text(i int, side document.Side) ui.Marked {
	r := c.merge.Rows[i]
	switch {
	case r.At[side] == -1:
		return ui.Marked{Text: "—"}
	case !c.shown.Shows(clashRow(i)):
		return ui.Marked{Text: ui.ShortMask}
	}
	t := textOn(c.merge, r, against(r, side))
	defer t.in.Wipe()
	return t.short(r.ByLine, c.shown.Permit(clashRow(i)))
}

// against is a side with the one that it is compared with: what it was, and of that what it became.
func against(r document.MergeRow, side document.Side) [2]document.Side {
	switch {
	case side != document.BaseSide:
		return [2]document.Side{side, document.BaseSide}
	case r.State == document.TheirsOnly:
		return [2]document.Side{side, document.TheirSide}
	}
	return [2]document.Side{side, document.YourSide}
}

// part is what is chosen one by one.
func (c *conflict) part() string {
	if c.merge.Rows[0].ByLine {
		return "place"
	}
	return "key"
}
