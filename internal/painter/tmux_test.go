//go:build unix

package painter

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// pane is a screen in tmux on which nothing is but what it is sent.
type pane struct {
	*terminal.Tmux
	shows  *os.File
	frames int
}

func openPane(t *testing.T, w, h int) *pane {
	t.Helper()
	p := &pane{Tmux: terminal.NewTmux(t)}
	fifo := filepath.Join(t.TempDir(), "frames")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	p.Run("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "stty raw -echo; exec cat '"+fifo+"'")
	p.Run("set-option", "-g", "window-size", "manual")
	shows, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shows.Close() })
	p.shows = shows
	return p
}

// after is the screen with its styles once a frame was taken in.
func (p *pane) after(frame []byte) string {
	p.T.Helper()
	p.frames++
	mark := fmt.Sprint("frame ", p.frames)
	if _, err := fmt.Fprintf(p.shows, "%s%s", frame, ansi.SetWindowTitle(mark)); err != nil {
		p.T.Fatal(err)
	}
	for end := time.Now().Add(terminal.Patience); ; {
		title, screen, _ := strings.Cut(p.Run("display-message", "-p", "#{pane_title}", ";", "capture-pane", "-p", "-e", "-N"), "\n")
		if title == mark {
			return strings.TrimSuffix(screen, "\n")
		}
		if time.Now().After(end) {
			p.T.Fatalf("tmux does not take in %q", frame)
		}
	}
}

// sided is a line that half the time ends with a border, so that all before it is told.
func sided(r *rand.Rand, w int) string {
	of := line(r, w-1)
	if r.IntN(2) == 0 {
		of += strings.Repeat(" ", w-1-ansi.StringWidth(of)) + "│"
	}
	return of
}

// untold takes the colours out of the blanks at the ends of lines, which tmux does not tell.
func untold(shown, meant uv.ScreenBuffer) {
	for y := range meant.Height() {
		for x := ansi.StringWidth(strings.TrimRight(meant.Line(y).String(), " ")); x < meant.Width(); x++ {
			shown.Line(y)[x].Style.Bg, meant.Line(y)[x].Style.Bg = nil, nil
		}
	}
}

// TestTmuxShowsEachFrameAsItsView holds what the emulator of the other tests forgives: it repeats whatever was written last, and tmux
// only what was written right before.
func TestTmuxShowsEachFrameAsItsView(t *testing.T) {
	frames := 100
	if tools.Raced() {
		frames = 20 // nothing of it is shared between goroutines
	}
	for seed, term := range []string{"tmux-256color", "screen-256color", "xterm-256color", "tmux-256color"} {
		t.Run(fmt.Sprint(seed, " ", term), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(seed), 2))
			w, h := 80, 24
			on := openPane(t, w, h)
			p := New([]string{"TERM=" + term}, colorprofile.TrueColor, w, h)
			lines := make([]string, h)
			for range frames {
				switch r.IntN(10) {
				case 0:
					w, h = 20+r.IntN(80), 5+r.IntN(30)
					on.Run("resize-window", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h))
					p.Resize(w, h)
					lines = make([]string, h)
				case 1:
					lines = append(lines[1:], sided(r, w)) // it scrolls
				case 2:
					p.Synchronized = !p.Synchronized
				}
				for range r.IntN(h) {
					lines[r.IntN(h)] = sided(r, w)
				}
				v := tea.NewView(strings.Join(lines, "\n"))
				frame := p.Frame(v)
				shown, meant := whole(tea.NewView(on.after(frame)), w, h, ansi.WcWidth), whole(v, w, h, ansi.WcWidth)
				untold(shown, meant)
				if other := difference(shown, meant, w, h); other != "" {
					t.Fatalf("%s, after %q of\n%s\nand stands in\n%s", other, frame, v.Content, shown.Render())
				}
			}
		})
	}
}
