//go:build unix

package painter

import (
	"bytes"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestAStyleIsWrittenOnlyWhereItIsSeen(t *testing.T) {
	const dim, red, ground = "\x1b[38;2;154;162;200m", "\x1b[31m", "\x1b[44m"
	for name, c := range map[string]struct{ drawn, written string }{
		"the same style again":             {dim + "a\x1b[m\x1b[5;7H" + dim + "b\x1b[m", dim + "a\x1b[5;7Hb\x1b[m"},
		"a blank between":                  {dim + "a\x1b[m " + dim + "b\x1b[m", dim + "a b\x1b[m"},
		"a colour that only a blank has":   {"a" + dim + " \x1b[mb", "a b"},
		"what is behind a blank":           {ground + " \x1b[m" + ground + "a\x1b[m", ground + " a\x1b[m"},
		"behind letters, then blanks":      {red + "a" + ground + " b\x1b[m", red + "a" + ground + " b\x1b[m"},
		"a line under blanks":              {red + "a\x1b[m\x1b[4m \x1b[m", red + "a\x1b[39;4m \x1b[m"},
		"a line that may scroll":           {ground + "a\x1b[m\nb", ground + "a\x1b[m\nb"},
		"a line above that may scroll":     {ground + "a\x1b[m\x1bMb", ground + "a\x1b[m\x1bMb"},
		"cells that are cleared":           {ground + "a\x1b[m\x1b[9X" + ground + "b\x1b[m", ground + "a\x1b[m\x1b[9X" + ground + "b\x1b[m"},
		"cells that are cleared in colour": {dim + "a\x1b[m\x1b[9X" + dim + "b\x1b[m", dim + "a\x1b[9Xb\x1b[m"},
		"a blank that is repeated":         {"\x1b[H" + red + "ab\x1b[m \x1b[4b" + red + "c\x1b[m", "\x1b[H" + red + "ab \x1b[4bc\x1b[m"},
		"… by another colour":              {"\x1b[H" + red + "ab\x1b[32m \x1b[4b" + red + "c\x1b[m", "\x1b[H" + red + "ab \x1b[4bc\x1b[m"},
		"one style after the other":        {"\x1b[H" + red + "a\x1b[mb\x1b[2;1H" + red + "c\x1b[md", "\x1b[1;2Hb\n\bd\x1b[H" + red + "a\n\bc\x1b[m"},
		"the nearest style first":          {"\x1b[H\x1b[1ma" + ground + "b\x1b[m" + red + "c\x1b[1md\x1b[m", "\x1b[H\x1b[1ma\x1b[44mb\x1b[C\x1b[31;49md\b\b\x1b[22mc\x1b[m"},
		"cells that are inserted":          {"\x1b[5;5H\x1b[4h" + red + "a\x1b[mb" + red + "c\x1b[4l\x1b[m", "\x1b[5;5H\x1b[4h" + red + "a\x1b[mb" + red + "c\x1b[4l\x1b[m"},
		"a row of uncertain width":         {"\x1b[5;5H\x1b[?7l" + red + "a\x1b[m漢" + red + "c\x1b[?7h\x1b[m", "\x1b[5;5H\x1b[?7l" + red + "a\x1b[m漢" + red + "c\x1b[?7h\x1b[m"},
		"rows between margins":             {"\x1b[3;9r\x1b[9;1H\n\x1b[1;24r\x1b[Ha", "\x1b[3;9r\x1b[9;1H\n\x1b[r\x1b[Ha"},
		"a screen that is drawn anew":      {"\x1b[H\x1b[2J" + red + "a\x1b[m\nb" + red + "c\x1b[m", "\x1b[H\x1b[2J" + red + "a\n\x1b[mb" + red + "c\x1b[m"},
		"what is no style":                 {"\x1b[>4;2m\x1b[?7la", "\x1b[>4;2m\x1b[?7la"},
	} {
		var to bytes.Buffer
		p := newPen(80, 24)
		if p.write(&to, []byte(c.drawn)); to.String() != c.written {
			t.Errorf("%s: %q is written as %q, want %q", name, c.drawn, to.String(), c.written)
		}
	}
}

func TestRowsOfOneStyleTakeItOnce(t *testing.T) {
	const dim = "\x1b[38;2;154;162;200m"
	p, emu := paints(t, 40, 6)
	rows := func(age string) string { return strings.Repeat("name "+dim+age+"\x1b[m x"+dim+"  \x1b[m\n", 5) }
	_, _ = emu.Write(p.Frame(tea.NewView(rows("3d"))))
	if frame := string(p.Frame(tea.NewView(rows("4m")))); strings.Count(frame, dim) != 1 {
		t.Errorf("%q sets the colour of five rows %d times", frame, strings.Count(frame, dim))
	}
}

func TestABlankIsNotDrawnOverOneThatLooksTheSame(t *testing.T) {
	p, _ := paints(t, 40, 2)
	p.Frame(tea.NewView("\x1b[1;3;31m  \x1b[mname"))
	if frame := p.Frame(tea.NewView("\x1b[2;32m  \x1b[mname")); len(frame) > 0 {
		t.Errorf("%q is drawn where nothing can be seen of it", frame)
	}
}
