package clip

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/aymanbagabas/go-osc52/v2"
)

// Terminal is the clipboard of the terminal (OSC 52). Nothing tells whether it obeys.
type Terminal struct {
	note  string
	tmux  bool // it is tmux, which keeps copies of its own
	modes []osc52.Mode
	guard func(Receipt) Guard // nil for nobody

	mu   sync.Mutex // what is written stays whole and in order
	send func([]byte) error
}

// Guard is a second process, which takes a secret off the terminal's clipboard where this one has ended without doing it.
type Guard interface {
	// Away tells it that something else may have been copied, which nobody could tell from the secret.
	Away()
	// Dismiss ends it. It may be called more than once.
	Dismiss()
}

// NewTerminal writes to out, each sequence at once: out may be written to by others too, as long as they do the same.
func NewTerminal(getenv func(string) string, out io.Writer) *Terminal {
	t := &Terminal{modes: []osc52.Mode{osc52.DefaultMode}, send: func(b []byte) error { _, err := out.Write(b); return err }}
	switch {
	case getenv("TMUX") != "":
		t.tmux, t.note = true, "only if tmux passes it on · set-clipboard or allow-passthrough on"
		t.modes = append(t.modes, osc52.TmuxMode) // nothing tells which of the two it heeds
	case getenv("STY") != "":
		t.note = "only if screen passes it on"
		t.modes = []osc52.Mode{osc52.ScreenMode}
	}
	return t
}

// NoTerminal is that of a terminal that takes lines and nothing else: it is never asked to hold anything.
func NoTerminal() *Terminal { return &Terminal{} }

// ErrNoClipboard: the terminal has no clipboard.
var ErrNoClipboard = errors.New("this terminal has no clipboard")

// Guarded has each secret guarded by what start begins.
func (t *Terminal) Guarded(start func(Receipt) Guard) *Terminal {
	t.guard = start
	return t
}

func (t *Terminal) guarded(r Receipt) Guard {
	if t.guard == nil {
		return nil
	}
	return t.guard(r)
}

// Empty asks the terminal to hold nothing.
func (t *Terminal) Empty() error { return t.write(nil, func() error { return nil }) }

// write asks the terminal to hold b, "" to hold nothing. Where may says no at the last moment, it is not asked.
func (t *Terminal) write(b []byte, may func() error) error {
	if t.send == nil {
		return ErrNoClipboard
	}
	seq := sequence(b, t.modes)
	defer clear(seq)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := may(); err != nil {
		return err
	}
	return t.send(seq)
}

// screenPiece is how much GNU screen passes on at once.
const screenPiece = 76

// sequence is what asks a terminal to hold b, in each mode. The text goes into the frame of an empty copy: it never is a string,
// which nobody could wipe.
func sequence(b []byte, modes []osc52.Mode) []byte {
	text := make([]byte, base64.StdEncoding.EncodedLen(len(b)))
	base64.StdEncoding.Encode(text, b)
	defer clear(text)
	const between = "\x1b\\\x1bP"
	seq := make([]byte, 0, len(modes)*(len(text)+(len(text)/screenPiece+1)*len(between)+64)) // never grown: what is left behind would hold it
	for _, mode := range modes {
		frame := osc52.New().Mode(mode).String()
		at := strings.Index(frame, "]52;c;") + len("]52;c;")
		seq = append(seq, frame[:at]...)
		rest := text
		for mode == osc52.ScreenMode && len(rest) > screenPiece {
			seq = append(append(seq, rest[:screenPiece]...), between...)
			rest = rest[screenPiece:]
		}
		seq = append(append(seq, rest...), frame[at:]...)
	}
	return seq
}

// Sweep is for whoever empties this terminal in the end: it removes what tmux keeps of a text, however late it keeps it, within ctx.
func (t *Terminal) Sweep(ctx context.Context, r Receipt) {
	for t.tmux && ctx.Err() == nil {
		if n, _ := SweepTmux(ctx, r); n > 0 {
			return
		}
		time.Sleep(sweepPause)
	}
}

// sweepPause is between two looks at what tmux keeps.
const sweepPause = 100 * time.Millisecond

// mostBuffers is how many of tmux's newest buffers are looked at: the copy was made a moment ago.
const mostBuffers = 20

// SweepTmux removes the buffers in which tmux keeps what it passed on for one text, and nothing else; no escape sequence does.
// It returns how many.
func SweepTmux(ctx context.Context, r Receipt) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	names, err := exec.CommandContext(ctx, "tmux", "list-buffers", "-F", "#{buffer_name}").Output()
	if err != nil {
		return 0, err
	}
	for i, name := range strings.Fields(string(names)) {
		if i == mostBuffers {
			break
		}
		content, err := exec.CommandContext(ctx, "tmux", "show-buffer", "-b", name).Output()
		if err == nil && r.Is(content) {
			err = exec.CommandContext(ctx, "tmux", "delete-buffer", "-b", name).Run()
			n++
		}
		clear(content)
		if err != nil && ctx.Err() != nil {
			return n, err
		}
	}
	return n, nil
}
