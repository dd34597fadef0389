package edit

import (
	"bytes"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// review shows what a save will change before it happens, by key and masked.
type review struct {
	merge  *document.Merge
	texts  []backend.Value // what it compares, where that is kept as binary
	rows   []document.MergeRow
	pathW  int // of the longest path
	value  backend.Value
	base   string
	title  string
	name   string // whole; safe text
	where  string
	notes  []note
	shown  *pane.Exposure
	fresh  bool // there is no value yet
	onNo   bool
	yes    string
	keys   *keymap.Map
	scroll pane.Scroll
}

// note is something to know about a save.
type note struct {
	weight noteWeight
	text   string // safe text
}

// noteWeight is how much it matters.
type noteWeight int

const (
	byTheWay noteWeight = iota
	worthKnowing
	caution
	danger
)

func (n note) role(st ui.Styles) ui.Role {
	switch n.weight {
	case danger:
		return st.Urgent
	case caution:
		return st.Warn
	case worthKnowing:
		return st.Text
	}
	return st.Dim
}

// newReview compares the value that is current, as far as is known, with the one to be saved, and owns the latter.
func (e *Pane) newReview(old, value backend.Value, base string) *review {
	r := &review{value: value, base: base, fresh: !old.Held(), yes: "save", keys: e.Keys, title: "Save the value", name: ui.Text(e.secret.Name), where: e.PlaceOf(e.secret)}
	if r.fresh {
		old = nothingBefore(value)
	}
	if r.texts = asTexts(old, value); r.texts != nil {
		r.merge = document.NewMerge(r.texts[0], r.texts[0], r.texts[1])
		r.note(byTheWay, "kept as binary, as it was")
	} else {
		r.merge = document.NewMerge(old, old, value)
	}
	r.shown = e.Exposures.Of(r, nil)
	gone, what := 0, ""
	for _, row := range r.merge.Rows {
		if row.State != document.YoursOnly {
			continue
		}
		r.rows = append(r.rows, row)
		r.pathW = max(r.pathW, ui.Width(ui.Text(row.Path)))
		if row.At[document.YourSide] == -1 {
			gone += r.size(row)
			what = part(row)
		}
	}
	slices.SortStableFunc(r.rows, func(a, b document.MergeRow) int { // what disappears is what is looked for first
		return min(a.At[document.YourSide], 0) - min(b.At[document.YourSide], 0)
	})
	if r.unseen() {
		r.rows = nil
		if base != "" {
			r.note(byTheWay, "now: "+inShort(old))
		}
		r.note(worthKnowing, "new: "+inShort(value))
	}
	if gone > 0 {
		r.note(danger, ui.Plural(gone, what)+" will disappear: whoever reads "+map[bool]string{true: "it", false: "them"}[gone == 1]+" finds nothing any more")
	}
	for _, text := range otherKind(r.merge.Doc(document.BaseSide), r.merge.Doc(document.YourSide), base != "") {
		r.note(danger, text)
	}
	if len(r.rows) == 0 && !r.unseen() && !r.fresh {
		r.note(worthKnowing, "only white space or spelling differs; every value stays what it is")
	}
	if r.fresh && e.fresh == nil {
		r.note(byTheWay, "the first value of this secret")
	}
	r.noteEnds()
	switch weaker := ", so a save of somebody else in the very same moment can be replaced unseen"; {
	case e.crowded:
		r.note(caution, "weaker: no label was free"+weaker)
	case e.weak:
		r.note(caution, "weaker: this role may not move labels"+weaker)
	}
	return r
}

// nothingBefore is what the first value of a secret is compared with: all of it is new.
func nothingBefore(value backend.Value) backend.Value {
	if doc := document.Of(value); doc.Kind == document.KindJSON && !doc.Array {
		return backend.TextValue("{}")
	}
	return backend.TextValue("")
}

func (r *review) note(w noteWeight, text string) { r.notes = append(r.notes, note{w, text}) }

// noteEnds tells of white space that a save would bring to the ends of a value, or take from them. Most often nobody meant it.
func (r *review) noteEnds() {
	was, is := r.merge.Doc(document.BaseSide), r.merge.Doc(document.YourSide)
	tell := func(what string, was, is document.Ends) {
		before, now := ui.EndsWords(was), ui.EndsWords(is)
		switch {
		case now == before:
		case now != "":
			r.note(caution, what+": "+now)
		default:
			r.note(byTheWay, what+": no longer "+before)
		}
	}
	if len(r.rows) > 0 && r.rows[0].At[0] < 0 && is.Kind != document.KindJSON { // a text, as a whole or by line
		tell("the new value", was.Ends, is.Ends)
		return
	}
	for _, row := range r.rows {
		var ends [3]document.Ends
		for side, doc := range []document.Document{was, was, is} {
			if at := row.At[side]; at >= 0 {
				ends[side] = doc.Fields[at].Ends
			}
		}
		if row.At[document.YourSide] >= 0 {
			tell(ui.Datum(row.Path), ends[document.BaseSide], ends[document.YourSide])
		}
	}
}

// otherKind says what becomes of a value that turns into one of another kind.
func otherKind(was, is document.Document, exists bool) (out []string) {
	object := func(d document.Document) bool { return d.Kind == document.KindJSON && !d.Array }
	switch {
	case !exists:
		return nil
	case object(was) && !object(is):
		var names []string
		for i := 0; i < len(was.Fields); i = was.Fields[i].Next {
			names = append(names, ui.Datum(ui.VisibleKey(was.Fields[i].Key)))
		}
		list := strings.Join(names[:min(len(names), 8)], ", ")
		if more := len(names) - 8; more > 0 {
			list += " and " + ui.Count(more) + " more"
		}
		if was.Top > 0 {
			out = append(out, ui.Plural(was.Top, "key")+" will disappear: "+list)
		}
		out = append(out, "the old value is a JSON object, the new one is "+kindOf(is))
	case was.Kind == document.KindJSON && is.Kind != document.KindJSON, (was.Kind == document.KindBinary) != (is.Kind == document.KindBinary):
		out = append(out, "the old value is "+kindOf(was)+", the new one is "+kindOf(is))
	}
	return out
}

func kindOf(d document.Document) string {
	switch {
	case d.Kind == document.KindBinary:
		return "binary"
	case d.Kind == document.KindJSON && d.Array:
		return "a JSON array"
	case d.Kind == document.KindJSON:
		return "a JSON object"
	case d.Kind == document.KindScalar:
		return "a single JSON value"
	}
	return "a text that is not JSON"
}

// Act answers the review.
func (r *review) Act(a keymap.Action) (tea.Cmd, bool) {
	yes := func() tea.Msg { return saveChosen{r.value, r.base} }
	switch a {
	case keymap.Yes:
		r.endTexts()
		return yes, true
	case keymap.No:
		r.Close()
		return nil, true
	case keymap.NextField, keymap.PrevField:
		r.onNo = !r.onNo
	case keymap.Reveal:
		return dialog.Reveal(r.shown), false
	case keymap.Press:
		if r.onNo {
			r.Close()
			return nil, true
		}
		r.endTexts()
		return yes, true
	default:
		r.scroll.Move(a)
	}
	return nil, false
}

// Wheel moves.
func (r *review) Wheel(down bool) { r.scroll.Move(pane.WheelMove(down)) }

// Close wipes what was to be saved.
func (r *review) Close() {
	r.value.Wipe()
	r.endTexts()
}

// around is what stands above and below the rows, and how much room that leaves them. low: there is not enough for all.
func (r *review) around(th *ui.Theme, iw, h int) (above, below *ui.Page, room int, low bool) {
	above, below = &ui.Page{Th: th, W: iw, Flush: true}, &ui.Page{Th: th, W: iw, Flush: true}
	if r.base != "" {
		above.Text(th.Dim, "replaces version "+ui.ShortID(r.base)+", which stays as AWSPREVIOUS")
	}
	if len(r.rows) > 0 && len(above.Lines) > 0 {
		above.Blank()
	}
	for _, n := range r.notes {
		below.Text(n.role(th.Styles), n.text)
	}
	rest := len(above.Lines) + len(below.Lines)
	if len(below.Lines) > 0 && len(r.rows) > 0 {
		rest++
	}
	box := r.box(pane.Frame{Th: th, Keys: r.keys}, iw)
	room = box.Room(h) - rest
	if low = room < min(len(r.rows), 2); low {
		above.Lines = nil
		below.Lines = r.shortNotes(th, iw, box.Room(h)-min(len(r.rows), 2))
		room = box.Room(h) - len(below.Lines)
	}
	return above, below, room, low
}

// Resize works out which rows are in sight.
func (r *review) Resize(w, h int) {
	_, _, room, _ := r.around(ui.Plain(), dialog.Width(90, w), h)
	r.scroll.N, r.scroll.H = len(r.rows), room
	r.scroll.Top = max(0, min(r.scroll.Pos, len(r.rows)-room))
}

// View draws the comparison.
func (r *review) View(f pane.Frame, w, h int) ui.Box {
	iw := dialog.Width(90, w)
	pathW := max(8, min(r.pathW, iw/3))
	p, notes, room, low := r.around(f.Th, iw, h)
	for _, row := range r.rows[r.scroll.Top:min(len(r.rows), r.scroll.Top+room)] {
		p.Lines = append(p.Lines, r.row(row, pathW).Draw(f.Th, iw))
	}
	if len(notes.Lines) > 0 && len(r.rows) > 0 && !low {
		p.Blank()
	}
	p.Lines = append(p.Lines, notes.Lines...)
	foot := dialog.RevealFoot(f, r.shown, "the values")
	if r.unseen() {
		foot = "binary values are not shown"
	}
	if more := len(r.rows) - room; more > 0 {
		foot = dialog.ScrollHint(f) + " · " + ui.Plural(len(r.rows), "change") + " · " + foot
	}
	box := r.box(f, iw)
	box.Lines, box.Foot, box.Time = p.Lines, foot, dialog.Time(f.Th, r.shown, foot, iw)
	return box
}

// box is the review without its body.
func (r *review) box(f pane.Frame, iw int) ui.Box {
	return ui.Box{Title: r.title, Subject: []string{r.name}, Where: r.where, W: iw, Buttons: dialog.Buttons(f, "back to the edit", r.yes, r.onNo, !r.onNo)}
}

// shortNotes are the notes in a line each, at most so many: what is dangerous first.
func (r *review) shortNotes(th *ui.Theme, w, most int) (out []string) {
	for _, first := range []bool{true, false} {
		for _, n := range r.notes {
			if grave := n.weight >= caution; grave == first && len(out) < most {
				out = append(out, dialog.ShortLine(th, w, n.role(th.Styles), n.text))
			}
		}
	}
	return out
}

func (r *review) row(row document.MergeRow, pathW int) ui.ReviewRow {
	out := ui.ReviewRow{Path: row.Path, PathW: pathW, Mark: ui.Changed, Before: r.text(row, document.BaseSide), After: r.text(row, document.YourSide)}
	if row.At[0] == document.Whole {
		out.Path = "value"
	}
	switch {
	case row.At[0] == document.Whole && r.fresh:
		out.Mark = ui.Added
	case row.At[document.YourSide] == -1:
		out.Mark = ui.Removed
	case row.At[document.BaseSide] == -1:
		out.Mark = ui.Added
	default:
		out.Note = r.howFar(row)
	}
	return out
}

func (r *review) text(row document.MergeRow, side document.Side) ui.Marked {
	if row.At[side] == -1 {
		return ui.Marked{}
	}
	if !r.shown.Any() {
		return ui.Marked{Text: ui.Mask}
	}
	other := document.BaseSide + document.YourSide - side
	t := textOn(r.merge, row, [2]document.Side{side, other})
	defer t.in.Wipe()
	return t.short(row.ByLine, r.shown.Permit(pane.Whole{}))
}

// size is how many keys or lines a row's old value has.
func (r *review) size(row document.MergeRow) int {
	if !row.ByLine {
		return 1
	}
	v, n := r.merge.Text(row, document.BaseSide), 0
	defer v.Wipe()
	v.Use(func(b []byte) { n = bytes.Count(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) + 1 })
	return n
}

// part is what a row is one of.
func part(row document.MergeRow) string {
	if row.ByLine {
		return "line"
	}
	return "key"
}

// howFar says in a word by how much a value changes, without showing it.
func (r *review) howFar(row document.MergeRow) string {
	if row.At[0] >= 0 {
		was, is := r.merge.Doc(document.BaseSide).Fields[row.At[document.BaseSide]].Kind, r.merge.Doc(document.YourSide).Fields[row.At[document.YourSide]].Kind
		if was != is {
			return ui.KindWord(was) + " → " + ui.KindWord(is)
		}
	}
	a, b := r.merge.Text(row, document.BaseSide), r.merge.Text(row, document.YourSide)
	defer a.Wipe()
	defer b.Wipe()
	switch {
	case a.Len() < b.Len():
		return "longer"
	case a.Len() > b.Len():
		return "shorter"
	}
	return "same length"
}
