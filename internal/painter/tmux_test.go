//go:build unix

package painter

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// pane is a terminal that nobody here wrote, and takes sequences by the letter.
type pane struct {
	t      *testing.T
	socket string
	shows  *os.File
	frames int
}

func openPane(t *testing.T, w, h int) *pane {
	t.Helper()
	tools.Need(t, "tmux")
	dir := t.TempDir()
	p := &pane{t: t, socket: filepath.Join(dir, "tmux")}
	fifo := filepath.Join(dir, "frames")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", p.socket, "kill-server").Run() })
	p.tmux("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "stty raw -echo; exec cat '"+fifo+"'")
	p.tmux("set-option", "-g", "window-size", "manual")
	shows, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shows.Close() })
	p.shows = shows
	return p
}

func (p *pane) tmux(args ...string) string {
	p.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", p.socket}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// after is the screen with its styles once a frame was taken in.
func (p *pane) after(frame []byte) string {
	p.t.Helper()
	p.frames++
	mark := fmt.Sprint("frame ", p.frames)
	if _, err := p.shows.Write(append(frame, ansi.SetWindowTitle(mark)...)); err != nil {
		p.t.Fatal(err)
	}
	for end := time.Now().Add(terminal.Patience); ; {
		title, screen, _ := strings.Cut(p.tmux("display-message", "-p", "#{pane_title}", ";", "capture-pane", "-p", "-e", "-N"), "\n")
		if title == mark {
			return strings.TrimSuffix(screen, "\n")
		}
		if time.Now().After(end) {
			p.t.Fatalf("tmux does not take in %q", frame)
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
			x := openPane(t, w, h)
			p := New([]string{"TERM=" + term}, colorprofile.TrueColor, w, h)
			lines := make([]string, h)
			for range frames {
				switch r.IntN(10) {
				case 0:
					w, h = 20+r.IntN(80), 5+r.IntN(30)
					x.tmux("resize-window", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h))
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
				shown, meant := whole(tea.NewView(x.after(frame)), w, h, ansi.WcWidth), whole(v, w, h, ansi.WcWidth)
				for y := range h {
					told := strings.TrimRight(meant.Line(y).String(), " ") // tmux does not tell what is behind the blanks at a line's end
					for x := range w {
						is, wants := *shown.CellAt(x, y), *meant.CellAt(x, y)
						if x >= ansi.StringWidth(told) {
							is.Style.Bg, wants.Style.Bg = nil, nil
						}
						if !looksLike(&is, &wants) {
							t.Fatalf("cell %d,%d is %#v, want %#v, after %q of\n%s\nand stands in\n%s", x, y, is, wants, frame, v.Content, shown.Render())
						}
					}
				}
			}
		})
	}
}
