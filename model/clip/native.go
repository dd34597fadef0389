package clip

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"time"

	"github.com/atotto/clipboard"
)

// Deadline is how long a clipboard tool may take for one operation, reading back and writing together.
const Deadline = 2 * time.Second

// New finds the clipboard to use. getenv is os.Getenv.
//
// Over SSH it is the terminal's: a tool there would fill the other machine's clipboard.
func New(getenv func(string) string) Board {
	tool := findTool(runtime.GOOS, getenv, exec.LookPath)
	if clipboard.Unsupported || tool == "" || remote(getenv) {
		return Terminal{note: note(getenv), tmux: getenv("TMUX") != ""}
	}
	return newNative(tool, clipboard.ReadAll, clipboard.WriteAll)
}

func remote(getenv func(string) string) bool {
	return getenv("SSH_TTY") != "" || getenv("SSH_CONNECTION") != ""
}

func note(getenv func(string) string) string {
	switch {
	case getenv("TMUX") != "":
		return "tmux passes it on only with set-clipboard on"
	case getenv("STY") != "":
		return "GNU screen does not pass it on"
	}
	return ""
}

// findTool names the tool that github.com/atotto/clipboard uses, "" where there is none that could work: it takes a
// tool that is installed for one that has a display to talk to.
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
	case getenv("WAYLAND_DISPLAY") != "" && has("wl-copy", "wl-paste"):
		return "wl-copy"
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

// native is this machine's clipboard, through a tool that may hang. One operation runs at a time, and one that hangs keeps
// its place: what it still does must not come after what was asked later.
type native struct {
	tool  string
	read  func() (string, error)
	write func(string) error
	turn  chan struct{}
}

func newNative(tool string, read func() (string, error), write func(string) error) *native {
	return &native{tool: tool, read: read, write: write, turn: make(chan struct{}, 1)}
}

func (n *native) Native() string { return n.tool }

func (n *native) Note() string { return "" }

func (n *native) Receipt(b []byte) Receipt { return NewReceipt(b) }

func (n *native) Write(ctx context.Context, b []byte) (Receipt, error) {
	receipt, text := NewReceipt(b), string(b)
	return receipt, n.do(ctx, func() error { return n.write(text) })
}

func (n *native) ClearIfOurs(ctx context.Context, r Receipt) (Outcome, error) {
	outcome := make(chan Outcome, 1)
	err := n.do(ctx, func() error {
		o, err := n.clear(r)
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
func (n *native) clear(r Receipt) (Outcome, error) {
	text, err := n.read()
	for tries := 0; err != nil && tries < 5; tries++ { // xclip fails while a selection is being handed over
		time.Sleep(50 * time.Millisecond)
		text, err = n.read()
	}
	switch {
	case err != nil:
		return Unknown, err
	case !isCopy(r, text):
		return NotOurs, nil
	}
	if err := n.write(""); err != nil {
		return Failed, err
	}
	for range 10 {
		if text, err := n.read(); err != nil || !isCopy(r, text) {
			return Cleared, nil
		}
		time.Sleep(50 * time.Millisecond) // xclip comes back before the display server has heard of it
	}
	return Failed, nil
}

// isCopy compares, and allows for a tool that ends its lines as Windows does.
func isCopy(r Receipt, text string) bool {
	return r.Is([]byte(text)) || r.Is(bytes.ReplaceAll([]byte(text), []byte("\r\n"), []byte("\n")))
}

var errSilent = errors.New("no answer")

// do runs one operation within the deadline, and leaves one behind that takes longer.
func (n *native) do(ctx context.Context, f func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, Deadline, errSilent)
	defer cancel()
	select {
	case n.turn <- struct{}{}:
	case <-ctx.Done():
		return n.failed(context.Cause(ctx))
	}
	done := make(chan error, 1)
	go func() {
		err := f()
		<-n.turn
		done <- err
	}()
	select {
	case err := <-done:
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
