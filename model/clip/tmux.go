package clip

import (
	"context"
	"os/exec"
	"strings"
)

// Sweeper is a board whose way leaves further copies behind. Sweep removes those of one text, and nothing else.
type Sweeper interface {
	Sweep(ctx context.Context, r Receipt)
}

// mostBuffers is how many of tmux's newest buffers are looked at: the copy was made a moment ago.
const mostBuffers = 20

// Sweep removes the buffer in which tmux keeps what it passes on; no escape sequence does.
func (t Terminal) Sweep(ctx context.Context, r Receipt) {
	if !t.tmux {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	names, err := exec.CommandContext(ctx, "tmux", "list-buffers", "-F", "#{buffer_name}").Output()
	if err != nil {
		return
	}
	for i, name := range strings.Fields(string(names)) {
		if i == mostBuffers {
			return
		}
		content, err := exec.CommandContext(ctx, "tmux", "show-buffer", "-b", name).Output()
		if err == nil && r.Is(content) {
			_ = exec.CommandContext(ctx, "tmux", "delete-buffer", "-b", name).Run()
		}
		clear(content)
	}
}
