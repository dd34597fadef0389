// Package painter draws views on a terminal.
package painter

import (
	"bytes"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Painter makes of each view the bytes that turn the terminal from the view before into it. The views take the whole of the
// alternate screen. It writes nothing itself.
type Painter struct {
	// Synchronized says that the terminal shows what stands between two marks at once.
	Synchronized bool
	// Clusters says that the clustering of graphemes is ours to switch: the terminal had it off.
	Clusters bool

	env     []string
	profile colorprofile.Profile
	cells   uv.ScreenBuffer
	scr     *uv.TerminalRenderer
	pen     pen
	out     bytes.Buffer // of scr
	bytes   bytes.Buffer // of the last frame

	on     bool // the alternate screen is
	lines  []string
	cursor *tea.Cursor
	mouse  tea.MouseMode
	title  string
}

// New is a painter on a terminal of w by h cells, of which it knows nothing else. env is the environment, as os.Environ has it.
func New(env []string, profile colorprofile.Profile, w, h int) *Painter {
	p := &Painter{env: env, profile: profile, cells: uv.NewScreenBuffer(w, h)}
	p.begin()
	return p
}

// begin knows nothing of what stands on the screen.
func (p *Painter) begin() {
	wipe(&p.out)
	wipe(&p.bytes)
	p.pen = newPen(p.cells.Width(), p.cells.Height())
	p.scr = uv.NewTerminalRenderer(&p.out, p.env)
	p.scr.SetColorProfile(p.profile)
	p.scr.SetScrollOptim(true)
	p.scr.SetFullscreen(true)
	p.scr.SetRelativeCursor(false)
	p.scr.SetTabStops(-1)
	p.scr.SetWidthMethod(p.cells.Method)
	p.scr.Resize(p.cells.Width(), p.cells.Height())
	p.Erase()
	p.on, p.cursor, p.mouse, p.title = false, nil, tea.MouseModeNone, ""
}

// Erase draws the next view whole, on a screen that is cleared before.
func (p *Painter) Erase() {
	p.scr.Erase()
	p.pen.lost()
	p.lines = nil
}

// Resize takes in the terminal's new size, in cells. The next view is drawn whole.
func (p *Painter) Resize(w, h int) {
	p.cells.Resize(w, h)
	p.cells.Touched = nil
	p.pen = newPen(w, h)
	p.Erase()
	p.scr.Resize(w, h)
}

// Measure counts the cells of a character as the terminal does.
func (p *Painter) Measure(m ansi.Method) {
	if m == p.cells.Method {
		return
	}
	p.cells.Method = m
	p.scr.SetWidthMethod(m)
	p.lines = nil
}

// Frame is what to write for a view, nothing where all of it stands there or where there is nothing to be seen yet. It is good until
// the next one.
func (p *Painter) Frame(v tea.View) []byte {
	wipe(&p.bytes)
	if !p.on && v.Content == "" {
		return nil
	}
	frame, modes := &p.bytes, &bytes.Buffer{}
	if !p.on {
		frame.WriteString(ansi.ResetModifyOtherKeys + ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable)
		modes.WriteString(ansi.SetModeBracketedPaste + ansi.SetModifyOtherKeys2 + ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes))
		if v.ReportFocus {
			modes.WriteString(ansi.SetModeFocusEvent)
		}
		if p.Clusters {
			modes.WriteString(ansi.SetModeUnicodeCore)
		}
		p.on = true
	}
	if v.MouseMode != p.mouse {
		modes.WriteString(mouseMode(v.MouseMode))
		p.mouse = v.MouseMode
	}
	if v.WindowTitle != p.title {
		modes.WriteString(ansi.SetWindowTitle(v.WindowTitle))
		p.title = v.WindowTitle
	}
	p.draw(v)
	drawn := p.out.Bytes()
	defer wipe(&p.out)

	was, is := p.cursor != nil, v.Cursor != nil
	p.cursor = v.Cursor
	frame.Write(modes.Bytes())
	bracket := p.Synchronized && len(drawn) > 0
	if bracket {
		frame.WriteString(ansi.SetModeSynchronizedOutput)
	}
	if was && (!is || len(drawn) > 0 && !p.Synchronized) {
		frame.WriteString(ansi.ResetModeTextCursorEnable)
	}
	p.pen.write(frame, drawn)
	if is {
		p.pen.rest(frame)
	} else {
		p.pen.at = p.pen.cursor
		p.scr.SetPosition(p.pen.at.x, p.pen.at.y)
	}
	if is && (!was || len(drawn) > 0 && !p.Synchronized) {
		frame.WriteString(ansi.SetModeTextCursorEnable)
	}
	if bracket {
		frame.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	return frame.Bytes()
}

// draw leaves in out what changes the screen.
func (p *Painter) draw(v tea.View) {
	lines := strings.Split(v.Content, "\n")
	w, h := p.cells.Width(), p.cells.Height()
	stands := true
	for y := range h {
		line := ""
		if y < len(lines) {
			line = lines[y]
		}
		if y < len(p.lines) && p.lines[y] == line {
			continue
		}
		stands = false
		uv.NewStyledString(line).Draw(p.cells, uv.Rect(0, y, w, 1))
		plainBlanks(p.cells.Line(y))
	}
	for len(lines) < h {
		lines = append(lines, "")
	}
	p.lines = lines
	if !stands { // the renderer would look at every cell to find that nothing has changed
		p.scr.Render(p.cells.RenderBuffer)
	}
	if v.Cursor != nil {
		p.scr.MoveTo(v.Cursor.X, v.Cursor.Y)
	}
	_ = p.scr.Flush() // into memory
}

// Leave is what to write to give the screen and the keyboard back as they were.
func (p *Painter) Leave() []byte {
	if !p.on {
		return nil
	}
	back := ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) + ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable +
		ansi.ResetModeBracketedPaste + ansi.ResetModeFocusEvent + mouseMode(tea.MouseModeNone)
	if p.title != "" {
		back += ansi.SetWindowTitle("")
	}
	if p.Clusters {
		back += ansi.ResetModeUnicodeCore
	}
	p.begin()
	return []byte(back)
}

// wipe empties a buffer and overwrites what was in it: it may have shown a value.
func wipe(b *bytes.Buffer) {
	held := b.Bytes()
	clear(held[:cap(held)])
	b.Reset()
}

func mouseMode(m tea.MouseMode) string {
	switch m {
	case tea.MouseModeCellMotion:
		return ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	case tea.MouseModeAllMotion:
		return ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr
	}
	return ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr
}
