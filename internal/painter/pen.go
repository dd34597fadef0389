package painter

import (
	"bytes"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// pen passes on what was drawn in fewer bytes. The renderer goes from row to row, ends a style with each run of cells and begins it
// anew with the next one, and a colour takes 19 bytes. Here all that has one style is written at once, wherever it stands; and a style
// changes where something is written that shows it, not on the way to another place nor over blanks.
type pen struct {
	w, h      int
	reads     *ansi.Parser
	is, wants uv.Style
	at        place // where the renderer has the cursor
	cursor    place // where it is
	strokes   strokes

	through bool // what comes now is passed on as it comes: its order matters, or its place is not known
	anew    bool // so is all of this frame
}

func newPen(w, h int) pen {
	p := pen{w: w, h: h, reads: &ansi.Parser{}, at: nowhere(), cursor: nowhere()}
	p.reads.SetParamsSize(parser.MaxParamsSize)
	return p
}

// write passes on what was drawn, and leaves the terminal without a style.
func (p *pen) write(to *bytes.Buffer, drawn []byte) {
	p.through, p.anew = false, false
	for len(drawn) > 0 {
		seq, width, n, _ := ansi.DecodeSequence(drawn, ansi.NormalState, p.reads)
		drawn = drawn[n:]
		switch {
		case p.command(seq) == 'm':
			uv.ReadStyle(p.reads.Params(), &p.wants)
		case !p.moves(seq) && !p.gathers(seq, width):
			p.flush(to)
			p.pass(to, seq)
		}
	}
	p.flush(to)
	p.turn(to, uv.Style{})
}

// command is the last byte of a control sequence just read, with what stands before its numbers and after them; 0 for what is none.
func (p *pen) command(seq []byte) int {
	if !ansi.HasCsiPrefix(seq) {
		return 0
	}
	return p.reads.Command()
}

// number is one of a control sequence's.
func (p *pen) number(i int) int {
	n, _ := p.reads.Param(i, 1)
	return max(n, 1)
}

// flush writes the strokes that were gathered, style by style.
func (p *pen) flush(to *bytes.Buffer) {
	for _, s := range p.strokes.byStyle(p.is) {
		p.move(to, s.at)
		p.turn(to, s.over(p.is))
		to.Write(p.strokes.bytes(s))
		if p.cursor.x += s.width; p.cursor.x >= p.w {
			p.cursor = nowhere() // at the margin terminals differ
		}
	}
	p.strokes.wipe()
}

// pass passes something on that is no stroke, with the cursor where the renderer has it.
func (p *pen) pass(to *bytes.Buffer, seq []byte) {
	p.rest(to)
	switch {
	case seq[0] > ' ':
		p.turn(to, p.wants)
	case !p.travels(seq):
		p.turn(to, overBlanks(p.is, p.wants))
	}
	if p.unmargined(seq) {
		seq = []byte("\x1b[r") // the same, shorter
	}
	to.Write(seq)
	switch p.command(seq) {
	case 'r': // a line feed scrolls between margins
		p.through = !p.unmargined(seq)
	case ansi.Command('?', 0, 'l'), 'h': // without a margin at the right, where it is not sure how wide a character is; cells are inserted
		p.through = true
	case ansi.Command('?', 0, 'h'), 'l':
		p.through = false
	case 'J':
		p.anew = true
	default:
		if !p.through && !p.anew {
			return
		}
	}
	p.lost()
}

// unmargined reports whether a sequence has the whole screen scroll again.
func (p *pen) unmargined(seq []byte) bool {
	return p.command(seq) == 'r' && p.number(0) == 1 && p.number(1) == p.h
}

// lost is for when the cursor may be anywhere.
func (p *pen) lost() { p.at, p.cursor = nowhere(), nowhere() }

// rest leaves the cursor where the renderer has it.
func (p *pen) rest(to *bytes.Buffer) {
	if p.at.known() {
		p.move(to, place{min(p.at.x, p.w-1), p.at.y})
	}
}

func (p *pen) turn(to *bytes.Buffer, style uv.Style) {
	to.WriteString(uv.StyleDiff(&p.is, &style))
	p.is = style
}

// overBlanks is a style by which a blank looks as in the one it should have, as near as can be to the one that there is.
func overBlanks(is, wants uv.Style) uv.Style {
	if !hiddenByBlank(is) || !hiddenByBlank(wants) {
		return wants
	}
	is.Bg = wants.Bg
	return is
}

// hiddenByBlank reports whether a blank shows of a style nothing but what is behind it.
func hiddenByBlank(s uv.Style) bool {
	return s.Underline == uv.UnderlineNone && s.Attrs&^(uv.AttrBold|uv.AttrFaint|uv.AttrItalic) == 0
}

// plainBlanks makes blanks that look alike equal, so that none is drawn over another one.
func plainBlanks(cells uv.Line) {
	for x := range cells {
		if c := &cells[x]; c.Content == " " && c.Link.IsZero() && hiddenByBlank(c.Style) {
			c.Style = uv.Style{Bg: c.Style.Bg}
		}
	}
}
