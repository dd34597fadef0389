//go:build unix

package clip

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"
)

// toolFuncs reach a clipboard through a tool.
func toolFuncs(tool string) (read func(context.Context) ([]byte, error), write func(context.Context, []byte, bool) error) {
	copies, pastes := commands(tool)
	h := hint{tool: tool}
	return func(ctx context.Context) ([]byte, error) { return runTool(ctx, pastes, nil) },
		func(ctx context.Context, b []byte, secret bool) error {
			line := copies
			if secret {
				line = append(slices.Clip(copies), h.options(ctx)...)
			}
			_, err := runTool(ctx, line, b)
			return err
		}
}

// helpTime is how long a tool may take to list its options.
const helpTime = 500 * time.Millisecond

// hint is how a tool marks a secret, for what remembers all that is copied. It asks the tool once.
type hint struct {
	tool string
	once sync.Once
	said []string
}

func (h *hint) options(ctx context.Context) []string {
	if h.tool != WaylandTool {
		return nil
	}
	h.once.Do(func() {
		const option = "--sensitive" // since wl-clipboard 2.3.0
		ctx, cancel := context.WithTimeout(ctx, helpTime)
		defer cancel()
		if help, err := runTool(ctx, []string{h.tool, "--help"}, nil); err == nil && bytes.Contains(help, []byte(option)) {
			h.said = []string{option}
		}
	})
	return h.said
}

// apart puts a command into a process group of its own, which ends with its context.
func apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
