package program

import (
	"io"
	"os"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// canvas is what the program is drawn on.
type canvas interface {
	// options have the program draw here.
	options() []tea.ProgramOption
	// resized tells of each new size, until the canvas is closed.
	resized(send func(tea.Msg))
	// Sized is the size as it is by now: one that was told may have been overtaken by another.
	Sized(tea.WindowSizeMsg) tea.WindowSizeMsg
	// Show hands over the next view, and waits for nothing.
	Show(tea.View)
	// Heard takes in what the terminal tells.
	Heard(tea.Msg)
	// Begun waits until something was drawn, or never will be.
	Begun()
	// Does carries out what a command asks of a renderer, and reports whether that was one.
	Does(tea.Msg) bool
	// take makes the terminal ours, again after it was given back. The screen is drawn whole.
	take() error
	// giveBack draws what is to be seen last, and gives the terminal back as it was.
	giveBack()
	// close gives the terminal back for good.
	close()
}

// framework is Bubble Tea's own renderer, which does all that by itself.
type framework struct{ last *lastLines }

// lastLines are those that the renderer has drawn below what stands on the terminal. At its end it leaves all of them but one there, and
// where it is killed a value may be in them.
type lastLines struct {
	mu sync.Mutex
	n  int
}

func (framework) options() []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithFPS(30), tea.WithEnvironment(meant())}
	if noColour(os.Environ()) {
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	return opts
}

func (framework) resized(func(tea.Msg)) {}

func (framework) Sized(told tea.WindowSizeMsg) tea.WindowSizeMsg { return told }

func (framework) Heard(tea.Msg)     {}
func (framework) Begun()            {}
func (framework) Does(tea.Msg) bool { return false }
func (framework) take() error       { return nil }
func (framework) giveBack()         {}

func (f framework) Show(v tea.View) {
	if f.last == nil {
		return
	}
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	if f.last.n = 0; !v.AltScreen {
		f.last.n = strings.Count(v.Content, "\n")
	}
}

// close takes off the lines above the cursor's, which the renderer has taken off.
func (f framework) close() {
	if f.last == nil {
		return
	}
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	if f.last.n > 0 {
		_, _ = io.WriteString(os.Stdout, ansi.CursorUp(f.last.n)+"\r"+ansi.EraseScreenBelow)
	}
	f.last.n = 0
}

// unseen is Bubble Tea with the loop and the keys alone: what it draws goes nowhere.
type unseen struct{ framework }

func (unseen) options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithOutput(io.Discard), tea.WithWindowSize(usualW, usualH), tea.WithFPS(1)}
}
