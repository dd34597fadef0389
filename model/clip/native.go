package clip

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// Deadline is how long a clipboard tool may take for one operation, reading back and writing together.
const Deadline = 2 * time.Second

// WaylandTool reaches the clipboard of Wayland, which an X server beside it only mirrors.
const WaylandTool = "wl-copy"

// Tool is this machine's clipboard through the program that reaches it, nil where there is none. Over SSH there is none either: it
// would fill the other machine's clipboard.
func Tool(getenv func(string) string) Board {
	tool := findTool(runtime.GOOS, getenv, exec.LookPath)
	if tool == "" || OverSSH(getenv) {
		return nil
	}
	return ToolNamed(tool)
}

// ToolNamed is the clipboard through a program that Tool has found, by its Name.
func ToolNamed(tool string) Board {
	read, write := toolFuncs(tool)
	return newNative(tool, read, write)
}

// OverSSH reports whether the user sits at another machine.
func OverSSH(getenv func(string) string) bool {
	return getenv("SSH_TTY") != "" || getenv("SSH_CONNECTION") != ""
}

// findTool names the tool that reaches this machine's clipboard, "" where there is none that could work: one that is installed
// needs a display to talk to.
func findTool(goos string, getenv func(string) string, look func(string) (string, error)) string {
	has := func(tools ...string) bool {
		for _, tool := range tools {
			if _, err := look(tool); err != nil {
				return false
			}
		}
		return true
	}
	switch goos {
	case "darwin":
		return "pbcopy"
	case "windows":
		return "the Windows clipboard"
	}
	x := getenv("DISPLAY") != ""
	switch {
	case getenv("WAYLAND_DISPLAY") != "" && has(WaylandTool, "wl-paste"):
		return WaylandTool
	case has("xclip"):
		return only(x, "xclip")
	case has("xsel"):
		return only(x, "xsel")
	case has("termux-clipboard-set", "termux-clipboard-get"):
		return "termux-clipboard-set"
	case has("clip.exe", "powershell.exe"):
		return "clip.exe"
	}
	return ""
}

func only(usable bool, tool string) string {
	if usable {
		return tool
	}
	return ""
}

// commands are the command lines that copy standard input and print what was copied.
func commands(tool string) (copies, pastes []string) {
	switch tool {
	case "pbcopy":
		return []string{"pbcopy"}, []string{"pbpaste"}
	case WaylandTool:
		return []string{WaylandTool, "--type", "text/plain"}, []string{"wl-paste", "--no-newline"} // it offers but the type that it guesses
	case "xclip":
		return []string{"xclip", "-in", "-selection", "clipboard"}, []string{"xclip", "-out", "-selection", "clipboard"}
	case "xsel":
		return []string{"xsel", "--input", "--clipboard"}, []string{"xsel", "--output", "--clipboard"}
	case "termux-clipboard-set":
		return []string{"termux-clipboard-set"}, []string{"termux-clipboard-get"}
	}
	return []string{"clip.exe"}, []string{"powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"}
}

// inMemory is the environment of a tool: nil for ours. wl-copy writes what it is given to a file first, since 2.3.0 where it is told to.
func inMemory(tool string) []string {
	if tool != WaylandTool {
		return nil
	}
	if is, err := os.Stat(memory()); err != nil || !is.IsDir() {
		return nil
	}
	return append(os.Environ(), "TMPDIR="+memory())
}

func memory() string { return cmp.Or(os.Getenv("XDG_RUNTIME_DIR"), "/dev/shm") }

// runTool runs a command line until it is done or ctx ends, which ends it and what it has started meanwhile. A process that it
// leaves behind to hold the text is in a group of its own, so that stopping ours at the terminal stops no paste.
func runTool(ctx context.Context, line []string, in []byte) ([]byte, error) {
	c := exec.CommandContext(ctx, line[0], line[1:]...)
	if in != nil {
		c.Stdin = bytes.NewReader(in)
	}
	var out bytes.Buffer
	if in == nil {
		c.Stdout = &out
	}
	apart(c)
	c.Env = inMemory(line[0])
	c.WaitDelay = 100 * time.Millisecond // for whoever still has its pipes
	err := c.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it is done, and has left a process behind
	}
	return out.Bytes(), err
}

// native is this machine's clipboard, through a tool that may hang. One operation runs at a time, and one that hangs keeps
// its place: what it still does must not come after what was asked later.
type native struct {
	tool  string
	takes time.Duration // at most, one operation
	read  func(context.Context) ([]byte, error)
	write func(ctx context.Context, b []byte, secret bool) error
	turn  chan struct{}
}

func newNative(tool string, read func(context.Context) ([]byte, error), write func(context.Context, []byte, bool) error) *native {
	return &native{tool: tool, takes: Deadline, read: read, write: write, turn: make(chan struct{}, 1)}
}

func (n *native) Name() string { return n.tool }

func (n *native) Write(ctx context.Context, b []byte, s Stay) error {
	text := bytes.Clone(b) // a tool that hangs may read it later than the caller wipes it
	return n.do(ctx, func(ctx context.Context) error {
		defer clear(text)
		return n.write(ctx, text, s.Secret())
	})
}

func (n *native) ClearIfOurs(ctx context.Context, r Receipt) (Outcome, error) {
	outcome := make(chan Outcome, 1)
	err := n.do(ctx, func(ctx context.Context) error {
		o, err := n.clear(ctx, r)
		outcome <- o
		return err
	})
	select {
	case o := <-outcome:
		return o, err
	default:
		return Unknown, err
	}
}

// clear looks, empties and looks again. Somebody's copy between the look and the emptying is lost: the tools offer nothing better.
func (n *native) clear(ctx context.Context, r Receipt) (Outcome, error) {
	is, err := n.holds(ctx, r)
	for tries := 0; err != nil && tries < 5; tries++ { // xclip fails while a selection is being handed over
		time.Sleep(50 * time.Millisecond)
		is, err = n.holds(ctx, r)
	}
	switch {
	case err != nil:
		return Unknown, err
	case !is:
		return NotOurs, nil
	}
	if err := n.write(ctx, []byte{}, false); err != nil {
		return Failed, err
	}
	for range 10 {
		if is, err := n.holds(ctx, r); err != nil || !is {
			return Cleared, nil
		}
		time.Sleep(50 * time.Millisecond) // a tool may come back before the display server has heard of it
	}
	return Failed, nil
}

func (n *native) holds(ctx context.Context, r Receipt) (bool, error) {
	text, err := n.read(ctx)
	defer clear(text)
	return err == nil && r.IsAsGiven(text), err
}

// ErrSilent: a clipboard does not answer. What it was asked for may still come.
var ErrSilent = errors.New("no answer")

// do runs one operation within its time, after which it is told to stop, and is left behind where it does not.
func (n *native) do(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, n.takes, ErrSilent)
	defer cancel()
	select {
	case n.turn <- struct{}{}:
	case <-ctx.Done():
		return n.failed(context.Cause(ctx))
	}
	done := make(chan error, 1)
	go func() {
		err := f(ctx)
		<-n.turn
		done <- err
	}()
	select {
	case err := <-done:
		if ctx.Err() != nil && err != nil {
			err = context.Cause(ctx) // it was stopped, whatever it says of that
		}
		return n.failed(err)
	case <-ctx.Done():
		return n.failed(context.Cause(ctx))
	}
}

func (n *native) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", n.tool, err)
}
