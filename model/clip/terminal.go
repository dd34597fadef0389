package clip

import (
	"context"
	"encoding/base64"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// Terminal is the clipboard of the terminal (OSC 52). Nothing tells whether it obeys.
type Terminal struct {
	note string
	tmux bool // it is tmux, which keeps copies of its own

	mu   sync.Mutex // what is written stays whole and in order
	send func([]byte) error
}

// NewTerminal writes to out, each sequence at once: out may be written to by others too, as long as they do the same.
func NewTerminal(getenv func(string) string, out io.Writer) *Terminal {
	t := &Terminal{tmux: getenv("TMUX") != "", send: func(b []byte) error { _, err := out.Write(b); return err }}
	switch {
	case t.tmux:
		t.note = "tmux passes it on only with set-clipboard on"
	case getenv("STY") != "":
		t.note = "GNU screen does not pass it on"
	}
	return t
}

// write asks the terminal to hold b, "" to hold nothing. Where may says no at the last moment, it is not asked.
func (t *Terminal) write(b []byte, may func() error) error {
	const head, tail = "\x1b]52;c;", "\x07"
	seq := make([]byte, len(head)+base64.StdEncoding.EncodedLen(len(b))+len(tail))
	copy(seq, head)
	base64.StdEncoding.Encode(seq[len(head):], b)
	copy(seq[len(seq)-len(tail):], tail)
	defer clear(seq)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := may(); err != nil {
		return err
	}
	return t.send(seq)
}

// mostBuffers is how many of tmux's newest buffers are looked at: the copy was made a moment ago.
const mostBuffers = 20

// sweep removes the buffers in which tmux keeps what it passed on for one text, and nothing else; no escape sequence does.
// It returns how many.
func (t *Terminal) sweep(ctx context.Context, r Receipt) (n int, err error) {
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
