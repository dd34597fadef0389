//go:build unix

package painter

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"strongroom/internal/endtoend/terminal"
)

func paints(t *testing.T, w, h int) (*Painter, *vt.Emulator) {
	t.Helper()
	return paintsOn(t, "xterm-256color", w, h)
}

func paintsOn(t *testing.T, term string, w, h int) (*Painter, *vt.Emulator) {
	t.Helper()
	emu := vt.NewEmulator(w, h)
	drained := make(chan struct{})
	go func() { defer close(drained); _, _ = io.Copy(io.Discard, emu) }()
	t.Cleanup(func() { _ = emu.InputPipe().(io.Closer).Close(); <-drained })
	return New([]string{"TERM=" + term}, colorprofile.TrueColor, w, h), emu
}

// whole is what a screen shows on which nothing but the view was drawn.
func whole(v tea.View, w, h int, m ansi.Method) uv.ScreenBuffer {
	cells := uv.NewScreenBuffer(w, h)
	cells.Method = m
	uv.NewStyledString(v.Content).Draw(cells, cells.Bounds())
	return cells
}

func stands(t *testing.T, emu *vt.Emulator, v tea.View, m ansi.Method) {
	t.Helper()
	if other := difference(emu, whole(v, emu.Width(), emu.Height(), m), emu.Width(), emu.Height()); other != "" {
		t.Fatalf("%s, of\n%s", other, v.Content)
	}
	if c := v.Cursor; c != nil && emu.CursorPosition() != uv.Pos(c.X, c.Y) {
		t.Fatalf("the cursor is at %v, want %d,%d", emu.CursorPosition(), c.X, c.Y)
	}
}

type grid interface{ CellAt(x, y int) *uv.Cell }

// difference names the first cell that does not look as it should, "" for none.
func difference(shown, meant grid, w, h int) string {
	for y := range h {
		for x := range w {
			if got, want := shown.CellAt(x, y), meant.CellAt(x, y); !looksLike(got, want) {
				return fmt.Sprintf("cell %d,%d is %#v, want %#v", x, y, got, want)
			}
		}
	}
	return ""
}

// looksLike reports whether nobody sees a difference between two cells: a blank shows the colour of no letter.
func looksLike(a, b *uv.Cell) bool {
	a, b = seen(a), seen(b)
	return a.Content == b.Content && a.Style.Equal(&b.Style)
}

func seen(c *uv.Cell) *uv.Cell {
	if c == nil || c.Content == "" && c.Width == 0 {
		return &uv.Cell{Content: " "}
	}
	is := *c
	if is.Content == "" {
		is.Content = " "
	}
	if is.Content == " " && is.Style.Underline == uv.UnderlineNone && is.Style.Attrs&(uv.AttrReverse|uv.AttrStrikethrough|uv.AttrBlink) == 0 {
		is.Style = uv.Style{Bg: is.Style.Bg}
	}
	return &is
}

// line is one of a screen: words of several widths in several styles, each ended before the line is.
func line(r *rand.Rand, w int) string {
	words := []string{"prod/payments", "stripe", "•••••", "漢字", "é", "───", "", "  ", "x", "                  "}
	styles := []string{"", "\x1b[1m", "\x1b[38;2;1;200;3m", "\x1b[7m", "\x1b[48;5;17m", "\x1b[4;31m", "\x1b[1;2;38;5;9;48;2;4;5;6m", "\x1b[9m", "\x1b[3;93m"}
	var b strings.Builder
	for used := 0; ; {
		word := words[r.IntN(len(words))]
		if used += ansi.StringWidth(word); used > w || r.IntN(12) == 0 {
			return b.String()
		}
		b.WriteString(styles[r.IntN(len(styles))] + word + "\x1b[m")
	}
}

func TestEachFrameTurnsTheScreenIntoTheViewWhateverStoodThere(t *testing.T) {
	terms := []string{"xterm-256color", "tmux-256color", "xterm-kitty", "linux", "screen", "alacritty"}
	for seed := range uint64(48) {
		r := rand.New(rand.NewPCG(seed, 1))
		w, h := 10+r.IntN(80), 3+r.IntN(30)
		p, emu := paintsOn(t, terms[seed%uint64(len(terms))], w, h)
		lines := make([]string, h)
		for n := range 60 {
			switch r.IntN(12) {
			case 0:
				w, h = 10+r.IntN(80), 3+r.IntN(30)
				emu.Resize(w, h)
				p.Resize(w, h)
				lines = make([]string, h)
			case 1:
				_, _ = emu.Write([]byte("\x1b[2J\x1b[3;3Hsomebody else wrote here"))
				p.Erase()
			case 2:
				lines = append(lines[1:], line(r, w)) // it scrolls
			case 3:
				_, _ = emu.Write(p.Leave())
				_, _ = emu.Write([]byte("$ what a shell says\r\n"))
			case 4:
				p.Synchronized = !p.Synchronized
			default:
				lines[r.IntN(h)] = line(r, w)
			}
			v := tea.NewView(strings.Join(lines, "\n"))
			if r.IntN(2) == 0 {
				v.Cursor = tea.NewCursor(r.IntN(w), r.IntN(h))
			}
			_, _ = emu.Write(p.Frame(v))
			stands(t, emu, v, ansi.WcWidth)
			if more := p.Frame(v); len(more) != 0 {
				t.Fatalf("seed %d, frame %d: the same view again is %q", seed, n, more)
			}
		}
	}
}

func TestATerminalIsSwitchedIntoTheModesOnceAndOutOfEach(t *testing.T) {
	p, emu := paints(t, 30, 5)
	if back := p.Leave(); len(back) != 0 {
		t.Errorf("a terminal on which nothing was drawn is given back with %q", back)
	}
	v := tea.NewView("one")
	v.ReportFocus, v.MouseMode, v.WindowTitle = true, tea.MouseModeCellMotion, "strongroom"
	p.Clusters = true
	first := string(p.Frame(v))
	v.Content = "two"
	second := string(p.Frame(v))
	back := string(p.Leave())
	for on, off := range map[string]string{
		ansi.SetModeAltScreenSaveCursor: ansi.ResetModeAltScreenSaveCursor, ansi.ResetModeTextCursorEnable: ansi.SetModeTextCursorEnable,
		ansi.SetModeBracketedPaste: ansi.ResetModeBracketedPaste, ansi.SetModeFocusEvent: ansi.ResetModeFocusEvent,
		ansi.SetModeMouseButtonEvent: ansi.ResetModeMouseButtonEvent, ansi.SetModeMouseExtSgr: ansi.ResetModeMouseExtSgr,
		ansi.SetModifyOtherKeys2: ansi.ResetModifyOtherKeys, ansi.PushKittyKeyboard(1): ansi.PopKittyKeyboard(1),
		ansi.SetWindowTitle("strongroom"): ansi.SetWindowTitle(""), ansi.SetModeUnicodeCore: ansi.ResetModeUnicodeCore,
	} {
		if strings.Count(first, on) != 1 || strings.Contains(second, on) || strings.Count(back, off) != 1 {
			t.Errorf("%q comes %d times at first and %d times then, and %q %d times at the end", on, strings.Count(first, on), strings.Count(second, on), off, strings.Count(back, off))
		}
	}
	_, _ = emu.Write([]byte(first + second + back))
	if emu.IsAltScreen() {
		t.Error("the alternate screen is still on")
	}
	if len(p.Leave()) != 0 {
		t.Error("it is given back twice")
	}
}

func TestAFrameLeavesNothingOfWhatItShowedInItsBuffers(t *testing.T) {
	for what, then := range map[string]func(*Painter){
		"the next frame":        func(p *Painter) { p.Frame(tea.NewView("••••\n••••")) },
		"two more":              func(p *Painter) { p.Frame(tea.NewView("••••")); p.Frame(tea.NewView("•\n•")) },
		"the screen given back": func(p *Painter) { p.Leave() },
	} {
		p, _ := paints(t, 60, 5)
		p.Frame(tea.NewView("anew"))
		p.Frame(tea.NewView(terminal.Canary + "\n" + terminal.Canary))
		if !strings.Contains(held(p), terminal.Canary) {
			t.Fatal("what is shown is nowhere, so that nothing is tried here")
		}
		if then(p); strings.Contains(held(p), terminal.Canary) {
			t.Errorf("after %s %q still holds it", what, held(p))
		}
	}
}

// held is what is in a painter's buffers, in what is behind their ends too.
func held(p *Painter) string {
	strokes := &p.pen.strokes.text
	return fmt.Sprintf("%s %s %s %q", p.out.Bytes()[:p.out.Cap()], p.bytes.Bytes()[:p.bytes.Cap()], strokes.Bytes()[:strokes.Cap()], p.lines)
}

func BenchmarkAFrameInWhichOneOfFortyLinesChanges(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	lines := make([]string, 40)
	for y := range lines {
		lines[y] = line(r, 120)
	}
	p := New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, 120, 40)
	for n := 0; b.Loop(); n++ {
		lines[n%40] = fmt.Sprintf("\x1b[1mline %d\x1b[m", n)
		p.Frame(tea.NewView(strings.Join(lines, "\n")))
	}
}
