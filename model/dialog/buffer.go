package dialog

import (
	"bytes"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Buffer is a text being edited, byte for byte: what is not typed over stays as it is, whatever it holds. Its bytes live
// behind a closure, as a Value's do, and are drawn only with a permit.
type Buffer struct {
	pad  func() *pad
	open bool // the text is no secret: it is read and drawn as it is
}

// pad is what a buffer holds. The cursor lies between bytes, and goal is the column that moving up and down aims at.
type pad struct {
	text    []byte
	at      int
	goal    int
	strokes []stroke
	lines   []piece // of width w
	w       int
	// alive is in the ledger for as long as the text is, and so is what is made of it.
	alive backend.Value
}

// stroke is one step of undo: at a place, what went and how much came.
type stroke struct {
	at      int
	removed []byte
	came    int
	typed   bool // letters typed one after the other are one step
}

// piece is one line on the screen: [from,to) of the text. goesOn: the line above was too long.
type piece struct {
	from, to int
	GoesOn   bool
}

// NewBuffer is a buffer with a value's text, in its ledger.
func NewBuffer(v backend.Value) *Buffer { return BufferIn(v.Ledger(), v) }

// BufferIn is a buffer in a ledger, with a value's text if there is any.
func BufferIn(l *backend.Ledger, v backend.Value) *Buffer {
	p := &pad{w: -1, alive: l.Value(nil, false)}
	v.Use(func(b []byte) { p.text = bytes.Clone(b) })
	return &Buffer{pad: func() *pad { return p }}
}

// OpenBuffer is a buffer with a text that is no secret, such as a key's name.
func OpenBuffer(l *backend.Ledger, text string) *Buffer {
	b := BufferIn(l, backend.TextValue(text))
	b.open = true
	return b
}

// Text is what is typed where it is no secret; "" where it is one.
func (b *Buffer) Text() string {
	if !b.open {
		return ""
	}
	return string(b.pad().text)
}

// Value is the text as it stands, as a Value of its own life.
func (b *Buffer) Value() (v backend.Value) {
	p := b.pad()
	return p.alive.Ledger().Value(bytes.Clone(p.text), false)
}

// Len is the text's length in bytes.
func (b *Buffer) Len() int { return len(b.pad().text) }

// Runes is its length in characters.
func (b *Buffer) Runes() int { return utf8.RuneCount(b.pad().text) }

// Wipe overwrites the text and its undo steps.
func (b *Buffer) Wipe() {
	p := b.pad()
	clear(p.text)
	for _, s := range p.strokes {
		clear(s.removed)
	}
	p.alive.Wipe()
	*p = pad{w: -1}
}

// splice replaces [from,to) and puts the cursor behind what came.
func (p *pad) splice(from, to int, with []byte, typed bool) {
	if from == to && len(with) == 0 {
		return
	}
	last := len(p.strokes) - 1
	if typed && from == to && last >= 0 && p.strokes[last].typed && p.strokes[last].at+p.strokes[last].came == from {
		p.strokes[last].came += len(with)
	} else {
		p.strokes = append(p.strokes, stroke{at: from, removed: bytes.Clone(p.text[from:to]), came: len(with), typed: typed && from == to})
	}
	p.replace(from, to, with)
	p.moved(from + len(with))
}

func (p *pad) replace(from, to int, with []byte) {
	next := make([]byte, 0, len(p.text)-(to-from)+len(with))
	next = append(append(append(next, p.text[:from]...), with...), p.text[to:]...)
	clear(p.text)
	p.text, p.w = next, -1
}

// moved puts the cursor somewhere by itself, which sets the column that up and down aim at.
func (p *pad) moved(at int) {
	p.at = max(0, min(at, len(p.text)))
	p.goal = -1
}

// Insert puts text at the cursor. typed text is one undo step up to the next line end.
func (b *Buffer) Insert(text []byte, typed bool) {
	p := b.pad()
	p.splice(p.at, p.at, text, typed && !bytes.ContainsRune(text, '\n'))
}

// Newline begins a line, with the line end that the line before it has.
func (b *Buffer) Newline() {
	p := b.pad()
	end := "\n"
	if i := bytes.LastIndexByte(p.text[:p.at], '\n'); i > 0 && p.text[i-1] == '\r' || i < 0 && bytes.Contains(p.text, []byte("\r\n")) {
		end = "\r\n"
	}
	b.Insert([]byte(end), true)
}

// ReplaceAll makes another text of it, as one step.
func (b *Buffer) ReplaceAll(text []byte) {
	p := b.pad()
	p.splice(0, len(p.text), text, false)
}

// At is the byte that the cursor stands before.
func (b *Buffer) At() int { return b.pad().at }

// LineAt is the line of w cells that a byte is in.
func (b *Buffer) LineAt(at, w int) (line int) {
	p := b.pad()
	p.layout(w)
	for line+1 < len(p.lines) && p.lines[line+1].from <= at {
		line++
	}
	return line
}

// Shown is a piece of a text that is no secret, safe to draw.
func (b *Buffer) Shown(l piece) string {
	if !b.open {
		return ui.Mask
	}
	return ui.ValueText(b.pad().text, ui.Piece{From: l.from, To: l.to}).Text
}

// GoTo puts the cursor before a byte.
func (b *Buffer) GoTo(at int) { b.pad().moved(at) }

// Steps is how many steps undo can take back.
func (b *Buffer) Steps() int { return len(b.pad().strokes) }

// Undo takes the last step back, and reports whether there was one.
func (b *Buffer) Undo() bool {
	p := b.pad()
	n := len(p.strokes)
	if n == 0 {
		return false
	}
	s := p.strokes[n-1]
	p.strokes = p.strokes[:n-1]
	p.replace(s.at, s.at+s.came, s.removed)
	p.moved(s.at + len(s.removed))
	clear(s.removed)
	return true
}

// before and after are the places one step away: over a line end of two bytes, and over what is drawn in one place, as a
// letter and its marks are.
func (p *pad) before(at int) int {
	if at >= 2 && p.text[at-1] == '\n' && p.text[at-2] == '\r' {
		return at - 2
	}
	best := p.back(at)
	for from, n := best, 0; from > 0 && n < farthest; n++ {
		if from = p.back(from); p.after(from) == at {
			best = from
		}
	}
	return best
}

// farthest is how many characters back one may begin that is drawn in one place with what follows.
const farthest = 8

func (p *pad) back(at int) int {
	if at <= 0 {
		return 0
	}
	if p.text[at-1] < utf8.RuneSelf {
		return at - 1
	}
	_, n := utf8.DecodeLastRune(p.text[:at])
	return at - n
}

func (p *pad) after(at int) int {
	if at >= len(p.text) {
		return len(p.text)
	}
	if bytes.HasPrefix(p.text[at:], []byte("\r\n")) {
		return at + 2
	}
	_, n := utf8.DecodeRune(p.text[at:])
	to := at + n
	for to < len(p.text) && p.text[to] >= utf8.RuneSelf {
		_, n = utf8.DecodeRune(p.text[to:])
		if ui.Column(p.text[:to+n], at, to+n) > ui.Column(p.text[:to], at, to) {
			break
		}
		to += n
	}
	return to
}

// Act follows an editing action on lines w cells wide, h of them on the screen; it reports whether it was one.
func (b *Buffer) Act(a keymap.Action, w, h int) bool {
	p := b.pad()
	p.layout(w)
	line := p.line()
	switch a {
	case keymap.Left:
		p.moved(p.before(p.at))
	case keymap.Right:
		p.moved(p.after(p.at))
	case keymap.LineStart:
		p.moved(p.lines[line].from)
	case keymap.LineEnd:
		p.moved(p.endOf(line))
	case keymap.Top:
		p.moved(0)
	case keymap.Bottom:
		p.moved(len(p.text))
	case keymap.Up:
		p.vertical(line, -1)
	case keymap.Down:
		p.vertical(line, 1)
	case keymap.PageUp:
		p.vertical(line, -max(1, h-1))
	case keymap.PageDown:
		p.vertical(line, max(1, h-1))
	case keymap.Backspace:
		p.splice(p.before(p.at), p.at, nil, false)
	case keymap.DeleteChar:
		at := p.at
		p.splice(at, p.after(at), nil, false)
	case keymap.DeleteLine:
		start := bytes.LastIndexByte(p.text[:p.at], '\n') + 1
		p.splice(start, p.at, nil, false)
	case keymap.DeleteWord:
		p.splice(p.wordBefore(p.at), p.at, nil, false)
	case keymap.WordLeft:
		p.moved(p.wordBefore(p.at))
	case keymap.WordRight:
		p.moved(p.wordAfter(p.at))
	default:
		return false
	}
	return true
}

// layout breaks the text into lines of w cells, the one behind the last line end among them.
func (p *pad) layout(w int) {
	if p.w == w {
		return
	}
	p.w, p.lines = w, p.lines[:0]
	ui.Break(p.text, ui.Piece{To: len(p.text)}, max(4, w), func(from, to int) {
		p.lines = append(p.lines, piece{from, to, from > 0 && p.text[from-1] != '\n'})
	})
	if n := len(p.text); n > 0 && p.text[n-1] == '\n' {
		p.lines = append(p.lines, piece{n, n, false})
	}
}

// Line is the line that the cursor is on.
func (p *pad) line() int {
	lo, hi := 0, len(p.lines)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.lines[mid].from <= p.at {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// endOf is the last place on a line: before its line end, and on a line that goes on before its last character.
func (p *pad) endOf(line int) int {
	l := p.lines[line]
	if line+1 < len(p.lines) && p.lines[line+1].GoesOn {
		return max(l.from, p.before(l.to))
	}
	if l.to > l.from && p.text[l.to-1] == '\r' && l.to < len(p.text) {
		return l.to - 1
	}
	return l.to
}

func (p *pad) column(line int) int {
	l := p.lines[line]
	return ui.Column(p.text, l.from, p.at)
}

func (p *pad) vertical(line, by int) {
	goal := p.goal
	if goal < 0 {
		goal = p.column(line)
	}
	to := max(0, min(line+by, len(p.lines)-1))
	from := p.lines[to].from
	at := ui.Reach(p.text, from, p.endOf(to), goal)
	p.at, p.goal = at, goal
}

// Window is what of the text is on a screen of w by h cells that began at line top before: its lines, and where the
// cursor is in it.
func (b *Buffer) Window(w, h, top int) (newTop int, lines []piece, x, y int) {
	p := b.pad()
	p.layout(w)
	line := p.line()
	top = max(0, min(top, len(p.lines)-h))
	top = min(top, line)
	if line >= top+h {
		top = line - h + 1
	}
	return top, p.lines[top:min(len(p.lines), top+h)], p.column(line), line - top
}

// Click puts the cursor where a click is: on a line of w cells, a cell of it.
func (b *Buffer) Click(w, line, cell int) {
	p := b.pad()
	p.layout(w)
	line = max(0, min(line, len(p.lines)-1))
	p.moved(ui.Reach(p.text, p.lines[line].from, p.endOf(line), cell))
}

// Lines is how many lines the text takes at a width.
func (b *Buffer) Lines(w int) int {
	p := b.pad()
	p.layout(w)
	return len(p.lines)
}

// Line is a text that is no secret as one line of at most w cells, before and behind the cursor, safe to draw. It is spelled as
// a whole: what would join across the cursor does not.
func (b *Buffer) Line(w int) (before, after string) {
	p := b.pad()
	whole := ui.Datum(b.Text())
	before, x := ui.Head(whole, ui.DatumColumn(b.Text(), p.at))
	after = whole[len(before):]
	if y := ui.Width(after); x+y > w {
		y = min(y, max(w/3, w-x))
		before, after = ui.Tail(before, min(x, w-y)), ui.FitEnd(after, y)
	}
	return before, after
}

// Show is a piece of the text, safe to draw: the mask where the permit is not in force.
func (b *Buffer) Show(by pane.Permit, l piece) string {
	return by.Text(b.pad().text, ui.Piece{From: l.from, To: l.to}).Text
}
