package painter

import (
	"bytes"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// pen passes on what was drawn with fewer changes of style: the renderer ends a style with each run of cells and begins it anew with
// the next one, and a colour takes 19 bytes. Here a style changes where something is written that shows it. In between, on the
// way to another place and over blanks, it stays as it is.
type pen struct {
	reads     *ansi.Parser
	is, wants uv.Style
}

func newPen() pen {
	p := pen{reads: &ansi.Parser{}}
	p.reads.SetParamsSize(parser.MaxParamsSize)
	return p
}

// write passes on what was drawn, and leaves the terminal without a style.
func (p *pen) write(to *bytes.Buffer, drawn []byte) {
	for len(drawn) > 0 {
		seq, _, n, _ := ansi.DecodeSequence(drawn, ansi.NormalState, p.reads)
		drawn = drawn[n:]
		switch {
		case control(seq) && p.reads.Command() == 'm':
			uv.ReadStyle(p.reads.Params(), &p.wants)
			continue
		case seq[0] > ' ':
			p.turn(to, p.wants)
		case !p.moves(seq):
			p.turn(to, overBlanks(p.is, p.wants))
		}
		to.Write(seq)
	}
	p.turn(to, uv.Style{})
}

func (p *pen) turn(to *bytes.Buffer, style uv.Style) {
	to.WriteString(uv.StyleDiff(&p.is, &style))
	p.is = style
}

// moves reports whether the sequence just read moves the cursor, and never anything else: a line feed may scroll, and leave the
// colour behind what is written.
func (p *pen) moves(seq []byte) bool {
	if !control(seq) {
		return seq[0] == '\r' || seq[0] == '\b'
	}
	switch p.reads.Command() {
	case 'A', 'B', 'C', 'D', 'G', 'H', 'd', '`':
		return true
	}
	return false
}

func control(seq []byte) bool { return ansi.HasCsiPrefix(seq) }

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
